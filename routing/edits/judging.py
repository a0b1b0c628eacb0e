"""What the checker says of plans that differ from one in a few shifts: judged where they differ, and no more.

A rule about runs can only change its mind where a run changed. A rule about whole plans can only do so about pupils,
assistants and schools whom a changed run meets, so the shifts that meet them too are read with it. That this says
what the whole check says is a law, and a test holds it.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from routing.cost import cost
from routing.plan import Plan, Shift, Unplaced
from routing.problem import Problem
from routing.records import VehicleId
from routing.risk import PupilId
from routing.rules import GROUND, RULES, RunRule, Violation
from routing.rules.ground import OnlyWhatIsKnown, known_part

RUN_RULES = tuple(rule for rule in (*GROUND, *RULES) if isinstance(rule, RunRule))
"""Those that are judged run by run, which is quick."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the checker says of a plan and did not say of the one before, and the other way round; what it costs more.

    Parameters
    ----------
    new, mended
        Violations that only the plan has, and that only the plan before has.
    extra_pence
        What the plan costs more.
    """

    new: tuple[Violation, ...]
    mended: tuple[Violation, ...]
    extra_pence: int

    @property
    def rank(self) -> tuple[int, int]:
        """By which the better of two plans comes first: fewer violations, then less money."""
        return len(self.new) - len(self.mended), self.extra_pence


class Scale:
    """Weighs plans against the one from which they are made.

    Parameters
    ----------
    before
        The plan from which they are made.
    plans
        Those that will be weighed.
    """

    def __init__(self, problem: Problem, before: Plan, plans: Collection[Plan]) -> None:
        self.problem = problem
        self.changed = frozenset(vehicle for plan in plans for vehicle in changed_vehicles(before, plan))
        self.near = self.changed | _companions(problem, before, plans, self.changed)
        far = {
            pupil
            for shift in before.shifts
            if shift.vehicle not in self.near
            for run in shift.runs
            for pupil in run.pupils
        }
        self.elsewhere = tuple(Unplaced(pupil, "elsewhere") for pupil in far)
        self.was, self.pence = Counter(self._violations(before)), self._cost(before)

    def weigh(self, plan: Plan) -> Weighed:
        """Return what the checker and the cost say of one of the plans."""
        now = Counter(self._violations(plan))
        new, mended = (now - self.was).elements(), (self.was - now).elements()
        return Weighed(tuple(new), tuple(mended), self._cost(plan) - self.pence)

    def _violations(self, plan: Plan) -> Iterator[Violation]:
        """Yield what the checker says of the shifts that count; rules about runs read only those that change."""
        near = replace(_part(plan, self.near), unplaced=(*plan.unplaced, *self.elsewhere))
        yield from OnlyWhatIsKnown().broken(self.problem, near)
        one_by_one, together = known_part(self.problem, _part(plan, self.changed)), known_part(self.problem, near)
        for rule in (*GROUND, *RULES):
            yield from rule.broken(self.problem, one_by_one if isinstance(rule, RunRule) else together)

    def _cost(self, plan: Plan) -> int:
        return cost(self.problem, known_part(self.problem, _part(plan, self.near)))


def changed_vehicles(before: Plan, after: Plan) -> frozenset[VehicleId]:
    """Return the vehicles whose shifts are not the same in both plans."""
    was = {shift.vehicle: shift for shift in before.shifts}
    now = {shift.vehicle: shift for shift in after.shifts}
    return frozenset(vehicle for vehicle in {**was, **now} if was.get(vehicle) != now.get(vehicle))


def _part(plan: Plan, vehicles: Collection[VehicleId]) -> Plan:
    return replace(plan, shifts=tuple(each for each in plan.shifts if each.vehicle in vehicles))


def _companions(
    problem: Problem, before: Plan, plans: Collection[Plan], changed: Collection[VehicleId]
) -> frozenset[VehicleId]:
    """Return the vehicles that carry a pupil or an assistant, or come to a school, whom a changed shift meets too."""
    moved = [shift for plan in (before, *plans) for shift in plan.shifts if shift.vehicle in changed]
    met = {pupil for shift in moved for run in shift.runs for pupil in run.pupils}
    met |= {pupil for plan in plans for pupil in _named_otherwise(before, plan)}
    met |= {pupil.id for pupil in problem.pupils if not met.isdisjoint(pupil.needs.together_with)}
    met |= {other for pupil in met if pupil in problem.pupil for other in problem.pupil[pupil].needs.together_with}
    assistants = {member.assistant for shift in moved for run in shift.runs for member in run.crew}
    with_bays = {school.id for school in problem.schools if school.bays is not None}
    crowded = {problem.pupil[pupil].school for pupil in met if pupil in problem.pupil} & with_bays
    met |= {pupil.id for pupil in problem.pupils if pupil.school in crowded}

    def meets(shift: Shift) -> bool:
        return any(
            not met.isdisjoint(run.pupils) or any(member.assistant in assistants for member in run.crew)
            for run in shift.runs
        )

    return frozenset(shift.vehicle for shift in before.shifts if meets(shift))


def _named_otherwise(before: Plan, after: Plan) -> set[PupilId]:
    """Return the pupils who are named as unplaced in one plan and not, or not as often, in the other."""
    was, now = (Counter(each.pupil for each in plan.unplaced) for plan in (before, after))
    return {*(was - now), *(now - was)}
