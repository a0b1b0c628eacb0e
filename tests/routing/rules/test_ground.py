"""The ground rules: what makes a plan a plan, and that no nonsense makes a rule stumble."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from geodata import UNREACHABLE_S, TravelMatrix
from routing.checker import check
from routing.plan import Run, Stop, Unplaced
from routing.problem import Direction, Problem
from routing.records import AssistantId, Layout, VehicleId, Waiver
from routing.risk import PupilId, RiskAssessment, RuleId
from tests.towns import CAR, STREET, assistant, broken, matrix, plan, pupil, run, school, street, vehicle

ANN = ("a: +ann", "oak: -ann")


def morning(**more: Any) -> Problem:
    return street(
        pupil("ann", "a", walks={"b": 60}), pupil("bob", "b"), vehicles=(vehicle("bus"), vehicle("cab")), **more
    )


def judged(problem: Problem, *runs: Run, unplaced: str = "") -> set[str]:
    return {violation.rule for violation in check(problem, plan(*runs, unplaced=unplaced))}


def moved(bus: Run, stop: int, **changes: Any) -> Run:
    stops = list(bus.stops)
    stops[stop] = replace(stops[stop], **changes)
    return replace(bus, stops=tuple(stops))


def test_everyone_is_on_one_run_or_named_unplaced() -> None:
    problem = morning()
    bus = run(problem, "bus", *ANN, at="08:40")
    cab = run(problem, "cab", *ANN, at="08:44")
    assert judged(problem, bus, unplaced="bob") == set()
    for runs, unplaced in (((bus,), ""), ((bus, cab), "bob"), ((bus,), "ann bob"), ((bus,), "bob bob"), ((), "ann")):
        assert judged(problem, *runs, unplaced=unplaced) == {"EveryoneIsPlacedOnce"}


@pytest.mark.parametrize(
    ("visits", "fine"),
    [
        (("a: +ann", "oak: -ann"), True),
        (("b: +ann", "oak: -ann"), True),
        (("c: +ann", "oak: -ann"), False),
        (("a: +ann", "d: -ann"), False),
        (("a: +ann", "b: +bob", "oak: -ann"), False),
        (("a: +ann", "oak: -ann -bob"), False),
        (("oak: -ann", "a: +ann"), False),
        (("a: +ann", "b: +ann", "oak: -ann"), False),
    ],
)
def test_whoever_boards_at_their_own_place_alights_at_their_own_school(visits: tuple[str, ...], *, fine: bool) -> None:
    problem = morning(schools=(school(between="08:00-09:00"),))
    assert ("EveryoneTravelsToTheirOwnSchool" not in broken(problem, run(problem, "bus", *visits, at="08:40"))) == fine


def test_from_school_they_board_there_and_alight_at_their_own_place() -> None:
    problem = morning(direction=Direction.FROM_SCHOOL)
    for visits, fine in ((("oak: +ann", "b: -ann"), True), (("oak: +ann", "c: -ann"), False), (ANN, False)):
        rules = broken(problem, run(problem, "bus", *visits, at="15:40"))
        assert ("EveryoneTravelsToTheirOwnSchool" not in rules) == fine


def test_any_gate_of_the_school_will_do() -> None:
    problem = morning(schools=(school("oak", "d", "oak"),))
    for gate in ("d", "oak"):
        assert broken(problem, run(problem, "bus", "a: +ann", f"{gate}: -ann", at="08:40")) == set()


@pytest.mark.parametrize(
    "visits", [("c:", "a: +ann", "oak: -ann"), ("a: +ann", "c:", "oak: -ann"), ("a: +ann", "oak: -ann", "c:")]
)
def test_every_stop_of_a_run_has_a_purpose(visits: tuple[str, ...]) -> None:
    problem = morning()
    assert broken(problem, run(problem, "bus", *visits, at="08:40")) == {"ARunHoldsTogether"}


@pytest.mark.parametrize("crew", ["zoe zoe", "zoe=bob"])
def test_a_crew_is_named_once_and_for_pupils_of_the_run(crew: str) -> None:
    problem = morning(assistants=(assistant("zoe"),))
    assert broken(problem, run(problem, "bus", *ANN, at="08:40", crew=crew)) == {"ARunHoldsTogether"}


@pytest.mark.parametrize(("earlier_s", "rules"), [(-1, set()), (0, set()), (1, {"ThereIsTimeForEverything"})])
def test_every_leg_leaves_time_to_drive(earlier_s: int, rules: set[str]) -> None:
    problem = morning()
    bus = run(problem, "bus", *ANN, at="08:40")
    school_stop = bus.stops[1]
    late = moved(bus, 1, arrive_s=school_stop.arrive_s - earlier_s, leave_s=school_stop.leave_s + 5)
    assert broken(problem, late) == rules


@pytest.mark.parametrize(("stop", "shorter_s"), [(0, 1), (1, 1), (0, 120)])
def test_every_stop_leaves_time_to_board_and_to_hand_over(stop: int, shorter_s: int) -> None:
    problem = morning()
    bus = run(problem, "bus", *ANN, at="08:40")
    assert broken(problem, bus) == set()
    hasty = moved(bus, stop, leave_s=bus.stops[stop].leave_s - shorter_s)
    assert broken(problem, hasty) == {"ThereIsTimeForEverything"}


def test_several_who_board_at_one_stop_take_their_times_added_up() -> None:
    problem = street(pupil("ann", "a", boarding_s=60), pupil("bob", "a", boarding_s=100))
    bus = run(problem, "bus", "a: +ann +bob", "oak: -ann -bob", at="08:40")
    assert bus.stops[0].leave_s - bus.stops[0].arrive_s == 160
    assert broken(problem, bus) == set()
    assert broken(problem, moved(bus, 0, leave_s=bus.stops[0].leave_s - 1)) == {"ThereIsTimeForEverything"}


def test_no_run_uses_a_leg_that_no_road_leads_along() -> None:
    roads = matrix(STREET)
    seconds = np.array(roads.seconds)
    seconds[roads.row(roads.places[1].id), :] = UNREACHABLE_S
    cut = TravelMatrix(roads.places, seconds, roads.metres)
    problem = morning(travels={CAR: cut})
    stops = (
        Stop(place=roads.places[1].id, arrive_s=100, leave_s=300, boards=(PupilId("ann"),)),
        Stop(place=roads.places[5].id, arrive_s=30600, leave_s=31000, alights=(PupilId("ann"),)),
    )
    bus = Run(vehicle=problem.vehicles[0].id, layout=Layout(8), stops=stops)
    assert "ThereIsTimeForEverything" in broken(problem, bus)


def test_a_layout_is_one_of_the_vehicles_own() -> None:
    problem = morning()
    bus = run(problem, "bus", *ANN, at="08:40")
    assert broken(problem, replace(bus, layout=Layout(20, 2))) == {"TheLayoutIsTheVehiclesOwn"}


@pytest.mark.parametrize(
    ("dates", "rules"),
    [
        ((date(2026, 9, 1), date(2027, 8, 31)), set()),
        ((date(2026, 11, 23), date(2026, 11, 23)), set()),
        ((date(2026, 9, 1), date(2026, 11, 22)), {"NoOneTravelsUnassessed"}),
        ((date(2026, 11, 24), date(2027, 8, 31)), {"NoOneTravelsUnassessed"}),
        (None, {"NoOneTravelsUnassessed"}),
    ],
)
def test_no_one_travels_on_an_assessment_that_is_missing_or_lapsed(
    dates: tuple[date, date] | None, rules: set[str]
) -> None:
    ann = PupilId("ann")
    waiver = Waiver(
        rule=RuleId("NoOneTravelsUnassessed"), pupil=ann, reason="no", granted_by="T2", until=date(2027, 1, 1)
    )
    assessments = (RiskAssessment(ann, *dates, "RA7"),) if dates else ()
    problem = morning(assessments=assessments, waivers=(waiver,))  # which no waiver lifts
    assert broken(problem, run(problem, "bus", *ANN, at="08:40")) == rules


@pytest.mark.parametrize(
    ("visits", "fine"),
    [
        (("c: >zoe", "a: +ann", "oak: -ann", "c: <zoe"), True),
        (("a: +ann", "oak: -ann"), False),
        (("c: >zoe", "a: +ann", "oak: -ann"), False),
        (("a: +ann", "oak: -ann", "c: <zoe"), False),
        (("d: >zoe", "a: +ann", "oak: -ann", "c: <zoe"), False),
        (("c: >zoe", "a: +ann", "oak: -ann", "d: <zoe"), False),
        (("c: >zoe", "a: +ann", "c: >zoe", "oak: -ann", "c: <zoe"), False),
        (("b: +bob", "c: <zoe", "a: +ann", "oak: -ann -bob", "c: >zoe", "c: <zoe"), False),
        (("c: >yan", "c: >zoe", "a: +ann", "oak: -ann", "c: <zoe"), False),
    ],
)
def test_assistants_are_collected_and_brought_back_where_they_join(visits: tuple[str, ...], *, fine: bool) -> None:
    problem = morning(
        assistants=(assistant("zoe", joins_at="c"), assistant("yan")), schools=(school(between="07:00-10:00"),)
    )
    rules = broken(problem, run(problem, "bus", *visits, at="08:40", crew="zoe"))
    assert rules - {"NoOneRidesTooLong"} == (set() if fine else {"AssistantsJoinWhereTheyAreCollected"})


def test_who_makes_their_own_way_is_not_collected() -> None:
    problem = morning(assistants=(assistant("zoe"),))
    bus = run(problem, "bus", "c: >zoe", "a: +ann", "oak: -ann", at="08:40", crew="zoe")
    assert broken(problem, bus) == {"AssistantsJoinWhereTheyAreCollected"}


@pytest.mark.parametrize(
    "unknown", ["vehicle", "pupil", "alights", "assistant", "joins", "place", "one-to-one", "unplaced"]
)
def test_what_the_problem_does_not_know_is_named_and_nothing_stumbles(unknown: str) -> None:
    problem = morning(assistants=(assistant("zoe"),))
    bus, ghost = run(problem, "bus", *ANN, at="08:40", crew="zoe"), PupilId("ghost")
    wrong: dict[str, Run] = {
        "vehicle": replace(bus, vehicle=VehicleId("ghost")),
        "pupil": moved(bus, 0, boards=(ghost,)),
        "alights": moved(bus, 1, alights=(PupilId("ann"), ghost)),
        "assistant": replace(bus, crew=(replace(bus.crew[0], assistant=AssistantId("ghost")),)),
        "joins": moved(bus, 0, joins=("ghost",)),
        "place": moved(bus, 1, place="ghost"),
        "one-to-one": replace(bus, crew=(replace(bus.crew[0], one_to_one_with=ghost),)),
    }
    told = plan(wrong.get(unknown, bus), unplaced="bob")
    if unknown == "unplaced":
        told = replace(told, unplaced=(*told.unplaced, Unplaced(ghost, "who?")))
    found = check(problem, told)
    assert found[0].rule == "OnlyWhatIsKnown"
    assert "ghost" in str(found[0])
    assert {each.rule for each in found[1:]} <= {"EveryoneIsPlacedOnce"}
