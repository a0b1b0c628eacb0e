"""By how much a day really costs less since a seat is free: two published plans of one weekday, before and after.

Whole plans are never alike: somebody is ill, somebody is new. So only those vehicles are compared which the pupil rode
in, those who shared it with them, and whoever these ride with now; if, the freed seats apart, the same pupils ride in
them before and after at the same rates, the difference is the seats'. It is banked only if it is more than nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from routing.commands import PAID
from routing.cost import cost_lines
from routing.plan import Plan
from routing.problem import Problem
from routing.records import AssistantId, VehicleId
from routing.risk import PupilId
from routing.wording import counted, listed, pounds

Answered = tuple[Problem, Plan]
"""A question and its answer, as it was published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """A cost that has fallen.

    Parameters
    ----------
    pence
        By how much, for all the seats that were freed among these vehicles.
    freed
        Whose seats these are.
    said
        Which vehicles were compared, and what they cost before and after.
    """

    pence: int
    freed: frozenset[PupilId]
    said: str


@dataclass(frozen=True, slots=True)
class NotFallen:
    """Why nothing can be banked yet, in a sentence; ``is_measured`` if the two plans could be compared."""

    said: str
    is_measured: bool


@dataclass(frozen=True, slots=True)
class _Company:
    """The vehicles and assistants of all who travel with one another, directly or by others, in either of two plans."""

    vehicles: frozenset[VehicleId]
    assistants: frozenset[AssistantId]


def measured(before: Answered, after: Answered, pupil: PupilId, released: Iterable[PupilId]) -> Fallen | NotFallen:
    """Return by how much a plan costs less than one before it because seats are free.

    Parameters
    ----------
    pupil
        Whose seat is asked about: on a run before, and not after.
    released
        All whose seats became free between the two.
    """
    if not _rides(before[1], {pupil}):
        return NotFallen(f"{pupil} was on no run before.", is_measured=False)
    company = _company(before[1], after[1], pupil)
    was, is_now = _aboard(before[1], company.vehicles), _aboard(after[1], company.vehicles)
    freed = was & frozenset(released)
    if was - freed != is_now:
        others = sorted((was - freed) ^ is_now)
        return NotFallen(
            f"Others of the same vehicles travel otherwise too: {listed(others[:_SAID])}.", is_measured=False
        )
    if _rates(before[0], company) != _rates(after[0], company):
        return NotFallen("Rates of the same vehicles or passenger assistants are others now.", is_measured=False)
    before_pence, after_pence = (_pence(answered, company) for answered in (before, after))
    if after_pence >= before_pence:
        return NotFallen(_goes_on(before, after, company, before_pence, after_pence), is_measured=True)
    named = listed(sorted(company.vehicles))
    days = f"{_day(before)} and {_day(after)}"
    said = f"{named} on {days}: {pounds(before_pence)} before, {pounds(after_pence)} after."
    return Fallen(pence=before_pence - after_pence, freed=freed, said=said)


_SAID = 5


def shares(pence: int, expected: Mapping[PupilId, int | None]) -> dict[PupilId, int]:
    """Return what of a fall is due to each seat: as was expected of each, or alike if that is not known of all.

    Whole pence, never more in all than has fallen.

    Examples
    --------
    >>> shares(1000, {PupilId("a"): 300, PupilId("b"): 100})
    {'a': 750, 'b': 250}
    >>> shares(101, {PupilId("a"): None, PupilId("b"): 100})
    {'a': 50, 'b': 50}
    """
    known = {pupil: each or 0 for pupil, each in expected.items()}
    if None in expected.values() or not sum(known.values()):
        known = dict.fromkeys(expected, 1)
    whole = sum(known.values())
    return {pupil: pence * each // whole for pupil, each in known.items()}


def _company(before: Plan, after: Plan, pupil: PupilId) -> _Company:
    """Return whoever travels with a pupil, and with those, and so on, in either plan."""
    groups = [
        ({run.vehicle}, {member.assistant for member in run.crew}, set(run.pupils))
        for plan in (before, after)
        for run in plan.runs
    ]
    vehicles, assistants, pupils = set[VehicleId](), set[AssistantId](), {pupil}
    while True:
        size = len(vehicles) + len(assistants) + len(pupils)
        for theirs, crew, aboard in groups:
            if theirs & vehicles or crew & assistants or aboard & pupils:
                vehicles |= theirs
                assistants |= crew
                pupils |= aboard
        if len(vehicles) + len(assistants) + len(pupils) == size:
            return _Company(frozenset(vehicles), frozenset(assistants))


def _rides(plan: Plan, pupils: set[PupilId]) -> bool:
    return any(pupils & set(run.pupils) for run in plan.runs)


def _aboard(plan: Plan, vehicles: frozenset[VehicleId]) -> frozenset[PupilId]:
    return frozenset(pupil for run in plan.runs if run.vehicle in vehicles for pupil in run.pupils)


def _pence(answered: Answered, company: _Company) -> int:
    whose = company.vehicles | company.assistants
    return sum(line.pence for line in cost_lines(*answered) if line.what in PAID and line.whose in whose)


def _rates(problem: Problem, company: _Company) -> dict[str, object]:
    """Return what is paid for each of a company; of what a day does not know, nothing."""
    rates: dict[str, object] = {}
    for vehicle in company.vehicles & problem.vehicle.keys():
        contract = problem.contract[problem.vehicle[vehicle].contract]
        rates[vehicle] = (contract.day_rate_pence, contract.mile_rate_pence, contract.hour_rate_pence)
    for assistant in company.assistants & problem.assistant.keys():
        rates[assistant] = problem.assistant[assistant].hour_rate_pence
    return rates


def _goes_on(before: Answered, after: Answered, company: _Company, before_pence: int, after_pence: int) -> str:
    """Return why a cost has not fallen."""
    left = sorted({run.vehicle for run in after[1].runs} & company.vehicles)
    aboard = _aboard(after[1], company.vehicles)
    goes = f"{listed(left)} {'goes' if len(left) == 1 else 'go'} on, with {counted(len(aboard), 'pupil')}"
    costs = (
        "costs as much as before" if after_pence == before_pence else f"costs {pounds(after_pence - before_pence)} more"
    )
    return f"{goes}: the day {costs} ({_day(before)} and {_day(after)})."


def _day(answered: Answered) -> str:
    return f"{answered[0].day:%-d %B %Y}"
