"""The fleet: what contracts, licences and hours allow, one place at a time, and room at the school gates."""

from collections.abc import Iterator
from itertools import pairwise

from routing.plan import Plan, Run, Shift
from routing.problem import Problem
from routing.records import Contract, School, Vehicle, VehicleId
from routing.rules.reading import school_stops, schools_of
from routing.rules.rule import Model, Postable, RunRule, Violation, Wrong
from routing.wording import clock, counted, listed, minutes


class TheContractCoversTheSchool(RunRule, Postable):
    """A vehicle carries only pupils of schools that its contract covers."""

    source = "The contract"

    def post(self, problem: Problem, model: Model) -> None:
        fit = {
            school.id: frozenset(v.id for v in problem.vehicles if _covers(problem.contract[v.contract], school))
            for school in problem.schools
        }
        for pupil in problem.pupils:
            if len(fit[pupil.school]) < len(problem.vehicles):
                model.only_aboard(pupil.id, fit[pupil.school])

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        contract = problem.contract[problem.vehicle[run.vehicle].contract]
        outside = [school.id for school in schools_of(problem, run) if not _covers(contract, school)]
        if outside:
            pupils = tuple(pupil for pupil in run.pupils if problem.pupil[pupil].school in outside)
            yield pupils, f"contract {contract.id} does not cover {listed(outside)} ({listed(pupils)})"


def _covers(contract: Contract, school: School) -> bool:
    """Say whether a contract covers a school; a fact of its record, read by both faces."""
    return contract.schools is None or school.id in contract.schools


class TheLicenceCoversTheSeats(RunRule, Postable):
    """A vehicle that can carry more passengers than its operator's licence allows carries no one."""

    source = "Public Passenger Vehicles Act 1981: nine or more passengers need a PSV operator's licence"

    def post(self, problem: Problem, model: Model) -> None:
        licensed = frozenset(
            vehicle.id
            for vehicle in problem.vehicles
            if (most := problem.contract[vehicle.contract].most_seats) is None or _passengers(vehicle) <= most
        )
        _only_these(problem, model, licensed)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        vehicle = problem.vehicle[run.vehicle]
        most = problem.contract[vehicle.contract].most_seats
        if most is not None and _passengers(vehicle) > most:
            room = counted(_passengers(vehicle), "passenger")
            yield (), f"{vehicle.id} has room for {room}, where the licence of {vehicle.contract} allows {most}"


def _passengers(vehicle: Vehicle) -> int:
    """Return how many passengers a vehicle can carry in its largest layout; a fact of its record."""
    return max(layout.seats + layout.wheelchair_spaces for layout in vehicle.layouts)


class OnlyClearedVehiclesWork(RunRule, Postable):
    """No vehicle works whose licence, inspection or driver's checks have lapsed."""

    source = "DfT, statutory taxi and private hire vehicle standards (2020); the vehicle's record"

    def post(self, problem: Problem, model: Model) -> None:
        cleared = (v.id for v in problem.vehicles if v.cleared_until is None or problem.day <= v.cleared_until)
        _only_these(problem, model, frozenset(cleared))

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        until = problem.vehicle[run.vehicle].cleared_until
        if until is not None and until < problem.day:
            yield (), f"the checks of {run.vehicle} held until {until:%-d %B %Y}"


def _only_these(problem: Problem, model: Model, vehicles: frozenset[VehicleId]) -> None:
    """Say that every pupil travels in none but these vehicles, unless these are all."""
    if len(vehicles) < len(problem.vehicles):
        for pupil in problem.pupils:
            model.only_aboard(pupil.id, vehicles)


class VehiclesKeepTheirHours(Postable):
    """A vehicle leaves its depot, and is back, within its hours."""

    source = "The contract; drivers' hours (GB domestic rules)"

    def post(self, problem: Problem, model: Model) -> None:
        for vehicle in problem.vehicles:
            model.vehicle_between(vehicle.id, vehicle.from_s, vehicle.until_s)

    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        for shift in plan.shifts:
            vehicle, (out_s, back_s) = problem.vehicle[shift.vehicle], _out_and_back(problem, shift)
            if out_s < vehicle.from_s:
                early = f"{minutes(vehicle.from_s - out_s)} before {clock(vehicle.from_s)}"
                yield self.violation(f"it must leave at {clock(max(out_s, 0))}, {early}", vehicle=vehicle.id)
            if back_s > vehicle.until_s:
                late = f"{minutes(back_s - vehicle.until_s)} after {clock(vehicle.until_s)}"
                yield self.violation(f"it is back at {clock(back_s)}, {late}", vehicle=vehicle.id)


class VehiclesAreBackInTime(Postable):
    """A vehicle is back at its depot no longer after leaving it than its record allows."""

    source = "The contract; drivers' hours (GB domestic rules: eleven hours on duty)"

    def post(self, problem: Problem, model: Model) -> None:
        for vehicle in problem.vehicles:
            if vehicle.shift_limit_s is not None:
                model.shift_at_most(vehicle.id, vehicle.shift_limit_s)

    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        for shift in plan.shifts:
            limit_s, (out_s, back_s) = problem.vehicle[shift.vehicle].shift_limit_s, _out_and_back(problem, shift)
            if limit_s is not None and back_s - out_s > limit_s:
                over = f"{minutes(back_s - out_s - limit_s)} over the limit of {minutes(limit_s)}"
                yield self.violation(f"it is out for {minutes(back_s - out_s)}, {over}", vehicle=shift.vehicle)


def _out_and_back(problem: Problem, shift: Shift) -> tuple[int, int]:
    """Return when a vehicle must leave its depot and is back, or is at its first stop and leaves its last."""
    first, last = min(run.stops[0].arrive_s for run in shift.runs), max(run.ends_s for run in shift.runs)
    depot, travel = problem.vehicle[shift.vehicle].depot, problem.travel_of(shift.vehicle)
    if depot is None:
        return first, last
    out_s = first - travel.seconds_between(depot, shift.runs[0].stops[0].place)
    return out_s, last + travel.seconds_between(shift.runs[-1].stops[-1].place, depot)


class VehiclesAreInOnePlace(Postable):
    """A vehicle makes one run at a time, with time to drive between."""

    source = "No vehicle can be in two places"

    def post(self, problem: Problem, model: Model) -> None:
        for vehicle in problem.vehicles:
            model.one_at_a_time(vehicle.id)

    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        for shift in plan.shifts:
            travel = problem.travel_of(shift.vehicle)
            for before, after in pairwise(shift.runs):
                drive_s = travel.seconds_between(before.stops[-1].place, after.stops[0].place)
                short_s = before.ends_s + drive_s - after.begins_s
                if short_s > 0:
                    ends = f"one run ends at {before.stops[-1].place} at {clock(before.ends_s)}"
                    begins = f"the next begins at {after.stops[0].place} at {clock(after.begins_s)}"
                    yield self.violation(f"{ends} and {begins}, {minutes(short_s)} too soon", vehicle=shift.vehicle)


class SchoolsHaveABayForEach(Postable):
    """No more vehicles stand at a school at once than it has bays."""

    source = "The school's record"

    def post(self, problem: Problem, model: Model) -> None:
        for school in problem.schools:
            if school.bays is not None:
                model.at_once_at_most(school.id, school.bays)

    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        stands = [
            (school.id, stop.arrive_s, stop.leave_s, run.vehicle)
            for run in plan.runs
            for school, stop, _ in school_stops(problem, run)
        ]
        for school in (school for school in problem.schools if school.bays is not None):
            here = [(from_s, to_s, vehicle) for name, from_s, to_s, vehicle in stands if name == school.id]
            crowds = [
                (at_s, sorted({vehicle for from_s, to_s, vehicle in here if from_s <= at_s < to_s}))
                for at_s in sorted({from_s for from_s, _, _ in here})
            ]
            worst_s, vehicles = max(crowds, key=lambda crowd: len(crowd[1]), default=(0, []))
            if school.bays is not None and len(vehicles) > school.bays:
                bays = f"{counted(school.bays, 'bay')} for {counted(len(vehicles), 'vehicle')}"
                yield self.violation(f"{school.id} has {bays} at {clock(worst_s)} ({listed(vehicles)})")
