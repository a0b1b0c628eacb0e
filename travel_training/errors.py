"""Every error of travel training: each a sentence for the person who is at work."""


class TrainingError(ValueError):
    """Something that cannot be, or may not be done, in training."""


class MoveError(TrainingError):
    """A move in a trainee's lifecycle that may not be made; the sentence says what is missing."""


class ProgrammeError(TrainingError):
    """A programme that does not hang together; the sentence says where."""
