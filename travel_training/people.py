"""Who takes part in training: trainees, trainers, cohorts; and who stands behind an entry. No value holds a name."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

TraineeId = NewType("TraineeId", str)
"""A trainee is a pupil: this is the pupil's own travel reference."""
TrainerId = NewType("TrainerId", str)
CohortId = NewType("CohortId", str)


class Part(StrEnum):
    """In what part someone makes an entry; one person may act in several, never for both halves of a sign-off."""

    TRAINER = "trainer"
    SECOND = "second person"
    COORDINATOR = "coordinator"
    OFFICE = "transport office"
    MACHINE = "machine"


TEACHING = frozenset({Part.TRAINER, Part.COORDINATOR})
"""Who teaches: a coordinator does when a trainer is away."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who made an entry: the user, and in what part."""

    user: str
    part: Part

    def __post_init__(self) -> None:
        if not self.user:
            raise ValueError("whoever makes an entry has a name to the system.")


class Scope(StrEnum):
    """What has been agreed that a trainee travels alone, in the end."""

    BOTH_WAYS = "both ways"
    TO_SCHOOL = "to school only"
    FROM_SCHOOL = "from school only"
    TO_PICK_UP_POINT = "to a pick-up point only"
