"""Small faults, to be planted in one face of a rule at a time: a limit off by one step, a condition dropped."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import numpy as np

from geodata import TravelMatrix
from routing.plan import Plan, Run, Shift, Stop
from routing.problem import Problem
from routing.records import DAY_S, Layout, Needs, PassengerAssistant, Pupil, School, Vehicle
from routing.rules import RULES, Rule, RunRule, company, crew, fleet, ground, journey, room

AProblem = Callable[[Problem], Problem]
ARun = Callable[[Run], Run]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in one face of a rule; ``planted()`` is a context in which it is there."""

    name: str
    rule: type[Rule]
    face: str
    wrong: Callable[..., Any]

    def planted(self) -> AbstractContextManager[Any]:
        """Plant the fault for as long as the context lasts."""
        return patch.object(self.rule, self.face, self.wrong)


def same(anything: Any) -> Any:
    """Return what it is given."""
    return anything


def judges(name: str, rule: type[Rule], problem: AProblem = same, run: ARun = same) -> Fault:
    """Return the fault that a rule judges another problem, or other runs, than those before it."""
    if issubclass(rule, RunRule):
        judge = rule.broken_by

        def broken_by(self: Any, told: Problem, told_run: Run) -> Iterator[Any]:
            return judge(self, problem(told), run(told_run))

        return Fault(f"judged: {name}", rule, "broken_by", broken_by)
    whole = rule.broken

    def broken(self: Any, told: Problem, plan: Plan) -> Iterator[Any]:
        shifts = tuple(Shift(each.vehicle, tuple(map(run, each.runs))) for each in plan.shifts)
        return whole(self, problem(told), replace(plan, shifts=shifts))

    return Fault(f"judged: {name}", rule, "broken", broken)


def never_judges(rule: type[Rule]) -> Fault:
    """Return the fault that a rule is never judged."""
    face = "broken_by" if issubclass(rule, RunRule) else "broken"
    return Fault("judged: never", rule, face, lambda *_: iter(()))


def says(name: str, rule: type[Rule], problem: AProblem) -> Fault:
    """Return the fault that a rule says what holds of another problem."""
    post = rule.post  # type: ignore[attr-defined]  # a rule of the catalogue can be posted
    return Fault(f"said: {name}", rule, "post", lambda self, told, model: post(self, problem(told), model))


def never_says(rule: type[Rule]) -> Fault:
    """Return the fault that a rule is never said."""
    return Fault("said: never", rule, "post", lambda *_: None)


def pupils(change: Callable[[Problem, Pupil], Pupil]) -> AProblem:
    """Return a problem whose pupils are changed."""
    return lambda told: replace(told, pupils=tuple(change(told, each) for each in told.pupils))


def needs(change: Callable[[Needs], Needs]) -> AProblem:
    """Return a problem whose pupils' needs are changed."""
    return pupils(lambda _, each: replace(each, needs=change(each.needs)))


def schools(change: Callable[[School], School]) -> AProblem:
    """Return a problem whose schools are changed."""
    return lambda told: replace(told, schools=tuple(map(change, told.schools)))


def vehicles(change: Callable[[Vehicle], Vehicle]) -> AProblem:
    """Return a problem whose vehicles are changed."""
    return lambda told: replace(told, vehicles=tuple(map(change, told.vehicles)))


def assistants(change: Callable[[PassengerAssistant], PassengerAssistant]) -> AProblem:
    """Return a problem whose assistants are changed."""
    return lambda told: replace(told, assistants=tuple(map(change, told.assistants)))


def policy(**more: Callable[[int], int]) -> AProblem:
    """Return a problem whose policy has other numbers."""

    def changed(told: Problem) -> Problem:
        numbers = {name: change(getattr(told.policy, name)) for name, change in more.items()}
        return replace(told, policy=replace(told.policy, **numbers))

    return changed


def ride_limit(by_s: int) -> AProblem:
    """Return a problem in which every ride limit is so many seconds longer."""
    return pupils(
        lambda told, each: replace(each, needs=replace(each.needs, ride_limit_s=told.ride_limit_s(each.id) + by_s))
    )


def room_by(seats: int, spaces: int) -> ARun:
    """Return a run in a layout with so much more room."""
    return lambda run: replace(run, layout=Layout(run.layout.seats + seats, run.layout.wheelchair_spaces + spaces))


def stops(change: Callable[[Stop], Stop]) -> ARun:
    """Return a run whose stops are changed."""
    return lambda run: replace(run, stops=tuple(map(change, run.stops)))


def no_travel(told: Problem) -> Problem:
    """Return a problem in which every drive takes no time."""
    still = {
        profile: TravelMatrix(matrix.places, np.zeros_like(matrix.seconds), matrix.metres)
        for profile, matrix in told.travels.items()
    }
    return replace(told, travels=still)


def _one_sided(_: Problem, each: Pupil) -> Pupil:
    """Return a pupil whose kept apart is forgotten unless they come first."""
    later = frozenset(other for other in each.needs.apart_from if each.id < other)
    return replace(each, needs=replace(each.needs, apart_from=later))


def _cleared_later(each: Any) -> Any:
    return replace(each, cleared_until=each.cleared_until and each.cleared_until + timedelta(days=1))


def _until_later(each: Any) -> Any:
    return replace(each, until_s=min(each.until_s + 1, DAY_S - 1))


def _shift_longer(each: Any) -> Any:
    return replace(each, shift_limit_s=each.shift_limit_s and each.shift_limit_s + 1)


def _earlier_home(by_s: int) -> AProblem:
    return needs(lambda n: replace(n, home_until_s=None if n.home_until_s is None else n.home_until_s + by_s))


def _all_shared(run: Run) -> Run:
    return replace(run, crew=tuple(replace(member, one_to_one_with=None) for member in run.crew))


def _always_aboard(run: Run) -> Run:
    return stops(lambda stop: replace(stop, joins=(), leaves=()))(run)


JUDGED: tuple[Fault, ...] = (
    judges("ride limit 1 s looser", journey.NoOneRidesTooLong, ride_limit(1)),
    judges("ride limit 1 s stricter", journey.NoOneRidesTooLong, ride_limit(-1)),
    judges(
        "the walk does not count",
        journey.NoOneRidesTooLong,
        pupils(lambda _, p: replace(p, pick_up_points=tuple(replace(w, walk_s=0) for w in p.pick_up_points))),
    ),
    judges(
        "waiting aboard does not count",
        journey.NoOneRidesTooLong,
        run=stops(lambda stop: replace(stop, arrive_s=stop.leave_s)),
    ),
    judges("opens 1 s sooner", journey.SchoolsAreServedInTime, schools(lambda s: replace(s, from_s=s.from_s - 1))),
    judges("closes 1 s later", journey.SchoolsAreServedInTime, schools(lambda s: replace(s, until_s=s.until_s + 1))),
    judges(
        "arriving instead of leaving",
        journey.SchoolsAreServedInTime,
        run=stops(lambda stop: replace(stop, leave_s=stop.arrive_s)),
    ),
    judges("at home 1 s longer", journey.SomeoneIsAtHome, _earlier_home(1)),
    judges("1 s earlier", journey.NoOneIsPickedUpTooEarly, policy(earliest_pick_up_s=lambda s: s - 1)),
    judges("1 s later", journey.NoOneIsHandedOverTooLate, policy(latest_hand_over_s=lambda s: s + 1)),
    judges("without the crew", room.EveryoneHasASeat, run=lambda run: replace(run, crew=())),
    judges("one seat more", room.EveryoneHasASeat, run=room_by(1, 0)),
    judges("wheelchairs sit too", room.EveryoneHasASeat, needs(lambda n: replace(n, wheelchair=False))),
    judges("one space more", room.EveryWheelchairHasASpace, run=room_by(0, 1)),
    never_judges(room.TheVehicleHasWhatAPupilNeeds),
    judges("only the first says so", company.KeptApartStayApart, pupils(_one_sided)),
    never_judges(company.TogetherStayTogether),
    never_judges(company.SoloTravelAlone),
    judges(
        "one more aboard",
        company.NoMoreAboardThanAPupilBears,
        needs(lambda n: replace(n, most_aboard=n.most_aboard and n.most_aboard + 1)),
    ),
    judges("one school more", company.FewSchoolsOnARun, policy(most_schools_per_run=lambda most: most + 1)),
    judges(
        "oak never objects",
        company.SchoolsShareWhereBothAgree,
        schools(lambda s: replace(s, shares_with=None) if s.id == "oak" else s),
    ),
    judges(
        "without training",
        crew.OneToOneHaveTheirOwnAssistant,
        needs(lambda n: replace(n, training=frozenset())),
    ),
    judges("without training", crew.AnAssistantIsAboard, needs(lambda n: replace(n, training=frozenset()))),
    judges("another pupil's will do", crew.AnAssistantIsAboard, run=_all_shared),
    judges("aboard all the way", crew.AnAssistantIsAboard, run=_always_aboard),
    judges("one pupil more", crew.OneAssistantLooksAfterSoMany, policy(pupils_per_assistant=lambda most: most + 1)),
    judges("late joiners count", crew.OneAssistantLooksAfterSoMany, run=_always_aboard),
    judges(
        "shift 1 s longer",
        crew.AssistantsKeepTheirHours,
        assistants(lambda a: replace(a, shift_limit_s=a.shift_limit_s + 1)),
    ),
    judges(
        "until 1 s later",
        crew.AssistantsKeepTheirHours,
        assistants(_until_later),
    ),
    judges("at once anywhere", crew.AssistantsAreInOnePlace, no_travel),
    judges("checks a day longer", crew.OnlyClearedAssistantsWork, assistants(_cleared_later)),
    never_judges(fleet.TheContractCoversTheSchool),
    judges(
        "wheelchairs are no passengers",
        fleet.TheLicenceCoversTheSeats,
        vehicles(lambda v: replace(v, layouts=tuple(Layout(each.seats, 0) for each in v.layouts if each.seats))),
    ),
    judges(
        "only the first layout", fleet.TheLicenceCoversTheSeats, vehicles(lambda v: replace(v, layouts=v.layouts[:1]))
    ),
    judges("checks a day longer", fleet.OnlyClearedVehiclesWork, vehicles(_cleared_later)),
    judges("without the depot", fleet.VehiclesKeepTheirHours, vehicles(lambda v: replace(v, depot=None))),
    judges(
        "until 1 s later",
        fleet.VehiclesKeepTheirHours,
        vehicles(_until_later),
    ),
    judges("1 s longer", fleet.VehiclesAreBackInTime, vehicles(_shift_longer)),
    judges("at once anywhere", fleet.VehiclesAreInOnePlace, no_travel),
    judges("one bay more", fleet.SchoolsHaveABayForEach, schools(lambda s: replace(s, bays=s.bays and s.bays + 1))),
    judges(
        "gone 1 s sooner",
        fleet.SchoolsHaveABayForEach,
        run=stops(lambda stop: replace(stop, leave_s=max(stop.arrive_s, stop.leave_s - 1))),
    ),
    judges("drives take no time", ground.ThereIsTimeForEverything, no_travel),
    judges("boarding takes no time", ground.ThereIsTimeForEverything, needs(lambda n: replace(n, boarding_s=0))),
    judges("handing over takes no time", ground.ThereIsTimeForEverything, schools(lambda s: replace(s, handover_s=0))),
    never_judges(ground.NoOneTravelsUnassessed),
    never_judges(ground.TheLayoutIsTheVehiclesOwn),
    never_judges(ground.ARunHoldsTogether),
    never_judges(ground.EveryoneTravelsToTheirOwnSchool),
    never_judges(ground.EveryoneIsPlacedOnce),
    never_judges(ground.AssistantsJoinWhereTheyAreCollected),
)

SAID: tuple[Fault, ...] = (
    says("ride limit 1 minute looser", journey.NoOneRidesTooLong, ride_limit(60)),
    says("ride limit 1 minute stricter", journey.NoOneRidesTooLong, ride_limit(-60)),
    says("opens a minute sooner", journey.SchoolsAreServedInTime, schools(lambda s: replace(s, from_s=s.from_s - 60))),
    says(
        "closes a minute later", journey.SchoolsAreServedInTime, schools(lambda s: replace(s, until_s=s.until_s + 60))
    ),
    says("at home a minute longer", journey.SomeoneIsAtHome, _earlier_home(60)),
    says(
        "one seat more",
        room.EveryoneHasASeat,
        vehicles(lambda v: replace(v, layouts=tuple(Layout(x.seats + 1, x.wheelchair_spaces) for x in v.layouts))),
    ),
    says("wheelchairs sit too", room.EveryoneHasASeat, needs(lambda n: replace(n, wheelchair=False))),
    says(
        "one space more",
        room.EveryWheelchairHasASpace,
        vehicles(lambda v: replace(v, layouts=tuple(Layout(x.seats, x.wheelchair_spaces + 1) for x in v.layouts))),
    ),
    says("only the first says so", company.KeptApartStayApart, pupils(_one_sided)),
    says(
        "one more aboard",
        company.NoMoreAboardThanAPupilBears,
        needs(lambda n: replace(n, most_aboard=n.most_aboard and n.most_aboard + 1)),
    ),
    says("one school more", company.FewSchoolsOnARun, policy(most_schools_per_run=lambda most: most + 1)),
    says("without training", crew.AnAssistantIsAboard, needs(lambda n: replace(n, training=frozenset()))),
    says("one pupil more", crew.OneAssistantLooksAfterSoMany, policy(pupils_per_assistant=lambda most: most + 1)),
    says("one bay more", fleet.SchoolsHaveABayForEach, schools(lambda s: replace(s, bays=s.bays and s.bays + 1))),
    *(never_says(type(rule)) for rule in RULES),
)
