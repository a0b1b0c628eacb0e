"""Who the demonstration's trainees are to be: how quick, since when, and how far they are to come."""

from dataclasses import dataclass

from travel_training.entries import State
from travel_training.people import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What is to become of a trainee.

    Parameters
    ----------
    to
        The state that they come to at most; with ``then``, what follows.
    weeks
        So many weeks ago training began.
    quick
        How fast they learn, up to 1.
    a_week
        Sessions a week.
    """

    to: State
    weeks: int
    quick: float = 0.5
    a_week: int = 1
    scope: Scope = Scope.BOTH_WAYS
    then: State | None = None
    has_incident: bool = False
    half_signed: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekday, and whether it is the way to school or home."""

    weekday: int
    is_morning: bool


ONE_TO_ONE = (
    Plot(to=State.ACCOMPANIED, weeks=9, quick=0.4),
    Plot(to=State.SHADOWED, weeks=16, quick=0.8, a_week=2, half_signed=True),
    Plot(to=State.FOUNDATION, weeks=1, quick=0.5),
    Plot(to=State.FADING, weeks=11, quick=0.5, a_week=2),
    Plot(to=State.ALONE, weeks=21, quick=0.85, a_week=2),
    Plot(to=State.ACCOMPANIED, weeks=11, quick=0.05, has_incident=True),
    Plot(to=State.ACCOMPANIED, weeks=8, quick=0.4, then=State.PAUSED),
)
BOOKS = (
    Plot(to=State.FADING, weeks=19, quick=0.5, a_week=2),
    Plot(to=State.SHADOWED, weeks=21, quick=0.8, a_week=2, scope=Scope.FROM_SCHOOL),
    Plot(to=State.ALONE, weeks=40, quick=0.8, a_week=2),
    Plot(to=State.ALONE, weeks=36, quick=0.6, a_week=2, then=State.RETURNED),
    Plot(to=State.FOUNDATION, weeks=5, quick=0.4),
)
OUTSIDE = (
    Plot(to=State.WAITING, weeks=2),
    Plot(to=State.REFERRED, weeks=-5),
    Plot(to=State.NOT_YET, weeks=3),
)
"""Those who are in no cohort: who waits, who was referred lately, for whom it is not time yet."""
