"""A day that is otherwise is a valid day, and what becomes of a plan on it can be shown before anyone plans again."""

from dataclasses import replace
from datetime import date

import pytest

from geodata import PlaceId
from routing.checker import check
from routing.errors import CannotBeDoneError, NoSuchRecordError
from routing.plan import Bound, Plan, Unplaced
from routing.problem import Direction, Problem
from routing.records import AssistantId, SchoolId, Usual, VehicleId, Waiver
from routing.risk import PupilId, RuleId
from routing.scenarios import (
    carry_over,
    school_closed,
    school_closes_early,
    with_new_pupil,
    with_vehicle,
    with_waiver,
    without_assistant,
    without_operator,
    without_pupil,
    without_vehicle,
)
from tests.routing.edits.by_hand import crowded_morning, thrown_together
from tests.routing.edits.test_pupils import aboard, crews, everyone, morning
from tests.towns import CAR, assessed, assistant, contract, matrix, plan, pupil, run, seconds, street, vehicle

ANN, BOB, CAT, DAN, EVE = (PupilId(name) for name in ("ann", "bob", "cat", "dan", "eve"))
BUS, BUS2, CAB = VehicleId("bus"), VehicleId("bus2"), VehicleId("cab")
OAK, ELM = SchoolId("oak"), SchoolId("elm")
ZOE, YAN = AssistantId("zoe"), AssistantId("yan")
UNTIL = date(2026, 12, 31)


def waiver(who: PupilId, rule: str = "KeptApartStayApart") -> Waiver:
    return Waiver(rule=RuleId(rule), pupil=who, reason="trial", granted_by="T2", until=UNTIL)


def test_a_pupil_who_is_absent_is_forgotten_by_everyone() -> None:
    people = (
        pupil("ann", "a", apart_from="bob cat"),
        pupil("bob", "b"),
        pupil("cat", "c", together_with="bob"),
    )
    problem = street(*people, usuals=(Usual(pupil=ANN), Usual(pupil=BOB)), waivers=(waiver(ANN), waiver(BOB)))
    left = without_pupil(problem, BOB)
    assert list(left.pupil) == [ANN, CAT]
    assert left.pupil[ANN].needs.apart_from == {CAT}
    assert left.pupil[CAT].needs.together_with == frozenset()
    assert ([each.pupil for each in left.usuals], [each.pupil for each in left.waivers]) == ([ANN], [ANN])
    assert list(left.assessment) == [ANN, CAT]


def test_a_vehicle_or_an_assistant_who_is_out_leaves_what_was_promised() -> None:
    problem, _ = morning()
    problem = replace(problem, usuals=(Usual(pupil=ANN, vehicle=BUS, assistant=ZOE),))
    without = without_assistant(without_vehicle(problem, BUS), ZOE)
    assert (list(without.vehicle), list(without.assistant)) == (["cab", "van"], ["yan"])
    assert without.usuals == problem.usuals


def test_an_operator_who_is_gone_takes_all_their_vehicles() -> None:
    vehicles = (vehicle("bus"), vehicle("cab", contract="taxis"), vehicle("van", contract="taxis"))
    problem = street(pupil("ann", "a"), vehicles=vehicles, contracts=(contract(), contract("taxis")))
    left = without_operator(problem, "taxis")
    assert (list(left.vehicle), list(left.contract)) == (["bus"], ["firm", "taxis"])


def test_one_more_vehicle_is_like_another_but_for_who_it_is() -> None:
    problem, _ = morning()
    more = with_vehicle(problem, BUS, BUS2)
    assert more.vehicle[BUS2] == replace(problem.vehicle[BUS], id=BUS2, driver=None)
    with pytest.raises(CannotBeDoneError, match=r"^There is a vehicle cab already: call the new one otherwise\.$"):
        with_vehicle(problem, BUS, CAB)


def test_a_school_that_is_closed_expects_nobody() -> None:
    people = (pupil("ann", "a", "oak"), pupil("bob", "b", "elm", apart_from="ann"))
    problem = street(*people, travels={CAR: matrix({"a": (0, 0), "b": (1, 0), "oak": (2, 0), "elm": (3, 0)})})
    closed = school_closed(problem, OAK)
    assert list(closed.pupil) == [BOB]
    assert closed.school == problem.school


def test_a_school_that_closes_early_is_left_early_and_its_times_are_void() -> None:
    travels = {CAR: matrix({"a": (0, 0), "b": (1, 0), "oak": (2, 0), "elm": (3, 0)})}
    people = (pupil("ann", "a", "oak"), pupil("bob", "b", "elm"))
    usuals = tuple(Usual(pupil=each.id, time_s=seconds("16:00"), vehicle=BUS) for each in people)
    problem = street(*people, travels=travels, usuals=usuals, direction=Direction.FROM_SCHOOL)
    early = school_closes_early(problem, OAK, seconds("12:00"), seconds("12:20"))
    assert (early.school[OAK].from_s, early.school[OAK].until_s) == (seconds("12:00"), seconds("12:20"))
    assert early.school[ELM] == problem.school[ELM]
    assert early.usuals == (replace(usuals[0], time_s=None), usuals[1])
    told = plan(run(problem, "bus", "oak: +ann", "a: -ann", at="15:35"), unplaced="bob")
    assert {each.rule for each in check(early, carry_over(told, early))} == {"SchoolsAreServedInTime"}
    with pytest.raises(CannotBeDoneError, match=r"^oak cannot close from 12:20 to 12:00: the second must be the later"):
        school_closes_early(problem, OAK, seconds("12:20"), seconds("12:00"))
    with pytest.raises(CannotBeDoneError, match="this is the way to school"):
        school_closes_early(street(people[0]), OAK, seconds("12:00"), seconds("12:20"))


def test_a_new_pupil_needs_places_that_the_matrices_know() -> None:
    problem = street(pupil("ann", "a"))
    new = pupil("eve", "d", apart_from="ann")
    more = with_new_pupil(problem, new, assessed([new])[0], Usual(pupil=EVE))
    assert (more.pupil[EVE], more.why_not_planned(EVE), list(more.usual)) == (new, None, [EVE])
    assert with_new_pupil(problem, new, None).why_not_planned(EVE) == "no risk assessment is recorded"
    with pytest.raises(
        CannotBeDoneError, match=r"^eve cannot travel on this day: pupil eve: place 'moon' is not in the"
    ):
        with_new_pupil(problem, pupil("eve", "moon"), None)
    with pytest.raises(CannotBeDoneError, match="two pupils have the id 'ann'"):
        with_new_pupil(problem, pupil("ann", "b"), None)


def test_a_waiver_lifts_a_rule_that_can_be_waived() -> None:
    people = (pupil("ann", "a", apart_from="bob"), pupil("bob", "b"))
    problem = street(*people)
    told = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"))
    assert len(check(problem, told)) == 1
    assert check(with_waiver(problem, waiver(ANN)), told) == []
    with pytest.raises(
        CannotBeDoneError, match=r"^No waiver lifts this rule: Everyone aboard who is not in a wheelchair"
    ):
        with_waiver(problem, waiver(ANN, "EveryoneHasASeat"))
    with pytest.raises(NoSuchRecordError, match="There is no rule 'Anything'"):
        with_waiver(problem, waiver(ANN, "Anything"))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (without_pupil, "pupil"),
        (without_vehicle, "vehicle"),
        (without_assistant, "passenger assistant"),
        (without_operator, "operator"),
        (school_closed, "school"),
    ],
)
def test_who_is_not_there_cannot_be_out(change: object, what: str) -> None:
    with pytest.raises(NoSuchRecordError, match=rf"^There is no {what} 'nobody' on this day\."):
        change(morning()[0], "nobody")  # type: ignore[operator]  # each takes a day and a reference


def test_an_absent_pupil_is_taken_out_and_the_others_stops_and_times_stay_as_they_were() -> None:
    problem, told = morning()
    today = without_pupil(problem, BOB)
    carried = carry_over(replace(told, bound=Bound(7)), today)
    assert aboard(carried) == {"bus": [{"ann"}], "cab": [{"cat", "dan"}]}
    assert [each.arrive_s for each in carried.runs[0].stops] == [
        each.arrive_s for each in told.runs[0].stops if each.boards != (BOB,)
    ]
    assert (carried.unplaced, carried.bound, carried.made_by) == ((), None, "by hand, carried over")
    assert check(today, carried) == []
    assert carry_over(carried, today) == carried


def test_an_assistant_for_nobody_else_stays_at_home() -> None:
    problem, told = morning()
    assert crews(carry_over(told, without_pupil(problem, DAN))) == {"bus": ["zoe"], "cab": []}


def test_who_was_to_be_carried_by_a_vehicle_that_is_out_has_no_run_and_is_told_why() -> None:
    problem, told = morning()
    carried = carry_over(told, without_vehicle(problem, CAB))
    assert aboard(carried) == {"bus": [{"ann", "bob"}]}
    assert carried.unplaced == tuple(
        Unplaced(each, "cab, which was to carry them, does not run") for each in (CAT, DAN)
    )


def test_who_misses_an_assistant_travels_on_and_the_checker_says_whom_they_miss() -> None:
    problem, told = morning()
    today = without_assistant(problem, ZOE)
    carried = carry_over(told, today)
    assert [stop.place for stop in carried.runs[0].stops] == ["a", "b", "oak"]
    assert [(each.rule, each.pupils) for each in check(today, carried)] == [("AnAssistantIsAboard", (ANN,))]


def test_who_is_new_has_no_run_yet_or_may_not_travel() -> None:
    problem, told = morning()
    new = pupil("eve", "d")
    assert carry_over(told, with_new_pupil(problem, new, assessed([new])[0])).unplaced == (
        Unplaced(EVE, "no run has been planned for them yet"),
    )
    unassessed = carry_over(told, with_new_pupil(problem, new, None))
    assert unassessed.unplaced == (Unplaced(EVE, "no risk assessment is recorded"),)


def test_who_was_to_be_fetched_where_the_day_knows_no_place_has_no_run() -> None:
    problem, told = morning()
    points = {name: (n, 0.0) for n, name in enumerate(("depot", "a", "c", "d", "oak"))}
    people = tuple(replace(each, home=PlaceId("c")) if each.id == BOB else each for each in problem.pupils)
    helpers = (assistant("zoe", joins_at="a"), assistant("yan"))
    today = street(*people, vehicles=problem.vehicles, assistants=helpers, travels={CAR: matrix(points)})
    carried = carry_over(told, today)
    assert aboard(carried)["bus"] == [{"ann"}]
    assert carried.unplaced == (Unplaced(BOB, "their run stops for them at b, which is no place of this day"),)
    assert carried.runs[0].crew == ()  # zoe was collected at b too
    assert "OnlyWhatIsKnown" not in {each.rule for each in check(today, carried)}


def test_whatever_the_day_the_plan_carried_over_names_everyone_once_and_nobody_unknown() -> None:
    for seed in range(20):
        problem = crowded_morning(seed % 8)
        told = thrown_together(problem, seed)
        today = _other_day(problem, seed)
        carried = carry_over(told, today)
        assert everyone(carried) == dict.fromkeys(today.pupil, 1)
        broken = {each.rule for each in check(today, carried)}
        assert not broken & {"OnlyWhatIsKnown", "EveryoneIsPlacedOnce", "EveryoneTravelsToTheirOwnSchool"}
        assert carry_over(carried, today) == carried


def _other_day(problem: Problem, seed: int) -> Problem:
    today = without_pupil(problem, problem.pupils[seed % 9].id)
    today = without_vehicle(today, problem.vehicles[seed % 6].id)
    return school_closed(without_assistant(today, problem.assistants[seed % 3].id), problem.schools[seed % 3].id)


def test_the_plan_of_an_unchanged_day_is_carried_over_as_it_is() -> None:
    problem, told = morning()
    carried: Plan = carry_over(told, problem)
    assert (carried.shifts, carried.unplaced) == (told.shifts, ())
