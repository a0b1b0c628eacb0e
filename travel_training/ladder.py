"""The ladder of independence: each rung with what it costs to bring one pupil to school and home, as a proposal.

What a rung costs a day is worked out by whoever plans the runs, for the rungs on which a vehicle comes; for the rungs
by bus it follows from prices. Nothing here is ever done by itself: a person proposes a rung, and others agree to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

SCHOOL_DAYS = 190
"""The days of a maintained school's year (Education (School Day and School Year) Regulations 1999: 380 sessions)."""
MINUTES = 60


class Rung(StrEnum):
    """How a pupil travels, from the most help to none; the order is that of the ladder."""

    SOLO = "alone in a vehicle"
    SHARED_WITH_ASSISTANT = "in a shared vehicle, with a passenger assistant"
    SHARED = "in a shared vehicle"
    POINT_WITH_PARENT = "from a pick-up point, with a parent"
    POINT_ALONE = "from a pick-up point, alone"
    BUS_WITH_BUDDY = "by bus, with a buddy"
    BUS_SHADOWED = "by bus, followed at a distance"
    ALONE = "by bus, alone"

    @property
    def is_by_bus(self) -> bool:
        """Whether no vehicle comes for them."""
        return self in (Rung.BUS_WITH_BUDDY, Rung.BUS_SHADOWED, Rung.ALONE)


LADDER = tuple(Rung)
"""From the lowest rung to the highest."""

_ASKS = {
    Rung.SHARED_WITH_ASSISTANT: "The risk assessment must say that the pupil may share a vehicle.",
    Rung.SHARED: "The risk assessment must say that the pupil may share a vehicle, without a passenger assistant.",
    Rung.POINT_WITH_PARENT: "A parent agrees to walk there and to wait, and the walk is assessed.",
    Rung.POINT_ALONE: "The walk to the pick-up point is trained, and signed off.",
    Rung.BUS_WITH_BUDDY: "A journey by bus has been found and assessed; parent and pupil agree.",
    Rung.BUS_SHADOWED: "The milestones of the journey are reached with someone near.",
    Rung.ALONE: "Two people have signed the journey off, one of them not the trainer.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What the rungs by bus cost; the authority sets its own.

    Parameters
    ----------
    pass_year_pence
        A pass for public transport (DfE, cost of a pupil by mode of travel, 2025-26: about 900 pounds).
    buddy_hour_pence, buddy_minutes
        An hour of a buddy's time, and how many minutes of it a school day asks, both ways and the way back.
    trainer_hour_pence, shadow_minutes
        The same of a trainer who follows at a distance.
    school_days
        By which a day's cost is put on a year.
    """

    pass_year_pence: int = 90_000
    buddy_hour_pence: int = 1_400
    buddy_minutes: int = 120
    trainer_hour_pence: int = 1_900
    shadow_minutes: int = 120
    school_days: int = SCHOOL_DAYS

    def __post_init__(self) -> None:
        if self.school_days < 1:
            raise ValueError(f"a year must have a school day or more, not {self.school_days}.")
        for name in ("pass_year_pence", "buddy_hour_pence", "buddy_minutes", "trainer_hour_pence", "shadow_minutes"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be less than nothing, not {getattr(self, name)}.")

    def by_bus_pence(self, rung: Rung) -> int:
        """Return what a rung by bus costs a school day."""
        day_pence = round(self.pass_year_pence / self.school_days)
        if rung is Rung.BUS_WITH_BUDDY:
            day_pence += round(self.buddy_hour_pence * self.buddy_minutes / MINUTES)
        if rung is Rung.BUS_SHADOWED:
            day_pence += round(self.trainer_hour_pence * self.shadow_minutes / MINUTES)
        return day_pence


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a rung on which a vehicle comes costs for one pupil, or why nobody can say.

    Parameters
    ----------
    day_pence
        What the day costs more with the pupil on this rung than without them, both ways; None if it is not known.
    why_not
        Why it is not known.
    """

    day_pence: int | None
    why_not: str = ""

    def __post_init__(self) -> None:
        if (self.day_pence is None) != bool(self.why_not):
            raise ValueError("what a rung costs is known, or there is a reason why not.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One rung, as it would be for a pupil.

    Parameters
    ----------
    is_now
        Whether they stand there now.
    day_pence
        What it costs a school day; None if it is not known.
    saves_year_pence
        What it costs less than now in a year, less than nothing where it costs more; None if either is not known.
    reasons
        Sentences: what it costs and why, or why nobody can say; and what must be agreed before.
    """

    rung: Rung
    is_now: bool
    day_pence: int | None
    saves_year_pence: int | None
    reasons: tuple[str, ...]


def rung_of(*, is_solo: bool, has_assistant: bool, is_at_point: bool = False) -> Rung:
    """Return the rung on which a pupil stands who is carried.

    Who travels alone in a vehicle stands on the first rung, with a passenger assistant or without.

    Examples
    --------
    >>> rung_of(is_solo=False, has_assistant=True).name
    'SHARED_WITH_ASSISTANT'
    """
    if is_solo:
        return Rung.SOLO
    if has_assistant:
        return Rung.SHARED_WITH_ASSISTANT
    return Rung.POINT_WITH_PARENT if is_at_point else Rung.SHARED


def proposals(now: Rung, planned: Mapping[Rung, Planned], prices: Prices) -> tuple[Proposal, ...]:
    """Return the rung on which a pupil stands and every higher one, each with its cost.

    Parameters
    ----------
    planned
        What the planner found for the rungs on which a vehicle comes, that of now among them.
    """
    here = planned.get(now, _NOT_PLANNED)
    found = []
    for rung in LADDER[LADDER.index(now) :]:
        cost = Planned(day_pence=prices.by_bus_pence(rung)) if rung.is_by_bus else planned.get(rung, _NOT_PLANNED)
        saves = None
        if cost.day_pence is not None and here.day_pence is not None:
            saves = (here.day_pence - cost.day_pence) * prices.school_days
        found.append(
            Proposal(
                rung=rung,
                is_now=rung is now,
                day_pence=cost.day_pence,
                saves_year_pence=saves,
                reasons=tuple(_reasons(rung, now, cost, prices, saves)),
            )
        )
    return tuple(found)


_NOT_PLANNED = Planned(day_pence=None, why_not="Nobody has worked out yet what this rung costs.")


def _reasons(rung: Rung, now: Rung, cost: Planned, prices: Prices, saves: int | None) -> Iterator[str]:
    if cost.day_pence is None:
        yield cost.why_not
    elif rung.is_by_bus:
        yield "The seat is free, and the plan is made again without it; a pass is paid for."
        if rung is Rung.BUS_WITH_BUDDY:
            yield f"A buddy comes along for {prices.buddy_minutes} minutes a day, as long as that is needed."
        if rung is Rung.BUS_SHADOWED:
            yield f"A trainer follows for {prices.shadow_minutes} minutes a day, as long as that is needed."
    elif rung is Rung.POINT_ALONE:
        yield "The vehicle stops where it does when a parent comes along: the parent's time is what is saved."
    if saves is not None and saves <= 0 and rung is not now:
        yield "It saves nothing: whether it is right for the pupil is another question."
    if rung is not now:
        yield _ASKS[rung]
