"""What is logged becomes an entry, or a sentence says why not; nothing else ever happens."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.trainees import programme, session
from travel_training.entries import Attendance, Attended, EntryId, Felt, JourneyPart, Observed, When
from travel_training.errors import TrainingError
from travel_training.people import Part, Person
from travel_training.programme import MilestoneId
from web.training.logged import LONGEST_NOTE, Fields, entry_of
from web.training.visits import visits_of

AT = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
BY = Person("tamsin", Part.TRAINER)
[VISIT] = visits_of([session()], b"k")
SEEN = {"entry": "e1", "what": "observed", "milestone": "cross", "level": "2", "part": "aboard"}
FELT = {"entry": "e1", "what": "felt", "when": "before", "feeling": "4"}
CAME = {"entry": "e1", "what": "attended", "attendance": "held", "minutes": "50", "travel_minutes": "20"}


def entry(fields: Fields) -> object:
    """Return the entry of fields."""
    return entry_of(fields, VISIT, programme(), at=AT, by=BY)


def test_an_observation_says_milestone_help_part_and_note() -> None:
    assert entry(SEEN | {"note": " late\r\nbus ", "unplanned": "yes", "replaces": "e0"}) == Observed(
        id=EntryId("e1"),
        at=AT,
        by=BY,
        milestone=MilestoneId("cross"),
        level=2,
        session=VISIT.session.id,
        part=JourneyPart.ABOARD,
        note="late\nbus",
        was_unplanned=True,
        replaces=EntryId("e0"),
    )


def test_a_feeling_is_told_in_one_tap() -> None:
    assert entry(FELT) == Felt(id=EntryId("e1"), at=AT, by=BY, when=When.BEFORE, feeling=4, session=VISIT.session.id)


def test_how_the_session_went_bears_its_stage_and_minutes_only_if_it_was_held() -> None:
    said = entry(CAME)
    assert isinstance(said, Attended)
    assert (said.stage, said.minutes, said.travel_minutes) == (VISIT.session.stage, 50, 20)
    absent = entry(CAME | {"attendance": "trainee absent"})
    assert isinstance(absent, Attended)
    assert (absent.attendance, absent.minutes) == (Attendance.TRAINEE_ABSENT, 0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (SEEN | {"what": "sung"}, "It does not say what was logged"),
        (SEEN | {"entry": ""}, "It has no id"),
        (SEEN | {"entry": "e" * 65}, "It has no id"),
        (SEEN | {"milestone": "fly"}, "The milestone is not in the trainee's programme"),
        (SEEN | {"level": "7"}, "The help is not on the programme's scale"),
        (SEEN | {"level": "two"}, "The help must be a whole number"),
        (SEEN | {"part": "in the air"}, "The part of the journey is not one of the choices"),
        (SEEN | {"note": "x" * (LONGEST_NOTE + 1)}, "The note is longer than 500 letters"),
        (FELT | {"feeling": "6"}, "A feeling is from 1 to 5"),
        (FELT | {"when": "during"}, "When it was felt is not one of the choices"),
        (CAME | {"attendance": "late"}, "How the session went is not one of the choices"),
        (CAME | {"minutes": "0"}, "Say how many minutes you were together"),
        (CAME | {"minutes": "9999"}, "Minutes together must be a whole number"),
        (CAME | {"travel_minutes": "²"}, "Your way, in minutes, must be a whole number"),
    ],
)
def test_what_cannot_be_kept_is_said_in_a_sentence(fields: Fields, said: str) -> None:
    with pytest.raises(TrainingError, match=f"^{said}"):
        entry(fields)


_NAMES = st.sampled_from(sorted({*SEEN, *FELT, *CAME, "note"}))
_TEXTS = st.sampled_from(["observed", "felt", "attended", "cross", "2", "held", "before"]) | st.text(max_size=20)


@given(st.dictionaries(_NAMES, _TEXTS))
def test_whatever_a_phone_sends_is_an_entry_or_refused(fields: dict[str, str]) -> None:
    with suppress(TrainingError):
        assert isinstance(entry(fields), Observed | Felt | Attended)
