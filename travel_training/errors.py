"""Every error of travel training: each a sentence for the person who is at work."""

from collections.abc import Iterable


class TrainingError(ValueError):
    """Something that cannot be, or may not be done, in training."""


class MoveError(TrainingError):
    """A move in a trainee's lifecycle that may not be made; the sentence says what is missing."""


class ProgrammeError(TrainingError):
    """A programme that does not hang together; the sentence says where."""


class DocumentError(TrainingError):
    """What was read cannot be a value; ``findings`` holds a sentence with its path for everything that is wrong."""

    def __init__(self, findings: Iterable[str]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(self.findings))
