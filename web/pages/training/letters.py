"""The letters that moves start, as data: what each is about, and what it says. None tells a need."""

from collections.abc import Mapping
from dataclasses import dataclass

from travel_training.entries import State


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter.

    Parameters
    ----------
    subject, text
        With ``{name}`` for the young person's first name, ``{travels}`` for the ways that were trained, ``{day}`` for
        the day of the move. An empty line stands between paragraphs.
    """

    subject: str
    text: str

    def paragraphs(self, words: Mapping[str, str]) -> list[str]:
        """Return what it says, with words put in."""
        return [" ".join(each.split()).format(**words) for each in self.text.split("\n\n")]


LETTERS: Mapping[State, Letter] = {
    State.IDENTIFIED: Letter(
        "Would travel training be something for {name}?",
        """We think that {name} may be ready to learn to travel to school more independently. A trainer would go with
        {name} as often as it takes, and step back bit by bit.

        Nothing changes unless you and {name} wish it. Transport goes on as it is, and whoever tries and finds that it
        is not for them loses nothing.

        If you would like to know more, tell us, and we will invite you both to talk about it.""",
    ),
    State.REFERRED: Letter(
        "{name} has been referred to travel training",
        """Thank you for the referral. We will ask you both how {name} travels now, what {name} likes and worries about,
        and what a journey alone would have to be like.

        Then a trainer meets {name}, and we decide together whether training begins now, later, or not.

        Transport goes on as it is in the meantime.""",
    ),
    State.WAITING: Letter(
        "{name} has a place on the waiting list",
        """We have met {name}, and would like to begin. As soon as a trainer has time we will agree with you both on the
        journey and on the days.

        Transport goes on as it is in the meantime.""",
    ),
    State.NOT_YET: Letter(
        "Travel training for {name}: not yet",
        """We have looked at it together, and think that training should not begin yet. We have told you why, and what
        would help until then.

        We will look at it again in six months, or before that if you ask us. Transport goes on as it is.""",
    ),
    State.DECLINED: Letter(
        "Travel training for {name}: declined",
        """You have told us that travel training is not wanted now. That is fine, and changes nothing about transport
        for {name}.

        If you think about it differently one day, ask us, and we begin again.""",
    ),
    State.ALONE: Letter(
        "{name} travels alone",
        """{name} has learned to travel {travels}, and two people who know what that takes have signed for it.
        Congratulations to {name}, and to you.

        From the next school day after {day} there is no transport for that. If it turns out that it does not work, tell
        us: transport comes back on the next school day.

        We will look how it goes after 1, 3, 6, 9 and 12 months.""",
    ),
    State.SUSTAINED: Letter(
        "A year of travelling alone",
        """{name} has travelled alone for a year. Well done!

        We do not look again unless you ask us to.""",
    ),
    State.STOPPED: Letter(
        "Travel training of {name} has stopped",
        """Something happened, and training has stopped until we have looked into it. We have spoken with you about what
        happened.

        {name} has a seat on transport from the next school day. What {name} has learned is not lost.""",
    ),
    State.RETURNED: Letter(
        "{name} returns to transport",
        """{name} has a seat on transport again from the next school day after {day}.

        What {name} has learned is not lost, and is kept. Whenever you both wish it, we begin again from there.""",
    ),
}
"""The letter that a move to each state starts, where the table of moves says that it starts one."""

ASK = "If you have a question, or need this letter in another form or language, please ask us."
"""With this every letter ends."""
