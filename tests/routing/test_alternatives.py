"""Other ways to carry a pupil: what is listed, and what is good."""

from routing.alternatives import Judge, ways, without
from routing.checker import check
from routing.cost import cost
from routing.problem import Problem
from routing.risk import PupilId
from tests.towns import assistant, plan, pupil, run, street, vehicle

ANN, BOB = PupilId("ann"), PupilId("bob")


def morning(*, ann: str = "none", bob: str = "none") -> Problem:
    return street(
        pupil("ann", "a", assistant=ann),
        pupil("bob", "b", assistant=bob),
        vehicles=(vehicle("bus"), vehicle("cab"), vehicle("car")),
        assistants=(assistant("zoe", joins_at="b"), assistant("yan")),
    )


def test_without_a_pupil_the_others_ride_on_at_new_times() -> None:
    problem = morning()
    told = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40"))
    rest = without(problem, told, ANN)
    assert [stop.place for stop in rest.runs[0].stops] == ["b", "oak"]
    assert {violation.pupils for violation in check(problem, rest)} == {("ann",)}
    assert without(problem, without(problem, told, ANN), BOB).shifts == ()


def test_an_assistant_for_nobody_else_stays_at_home() -> None:
    problem = morning(ann="shared")
    visits = ("b: >zoe", "a: +ann", "b: +bob", "oak: -ann -bob", "b: <zoe")
    rest = without(problem, plan(run(problem, "bus", *visits, at="08:40", crew="zoe")), ANN)
    assert rest.runs[0].crew == ()
    assert [stop.place for stop in rest.runs[0].stops] == ["b", "oak"]
    both = morning(ann="shared", bob="shared")
    kept = without(both, plan(run(both, "bus", *visits, at="08:40", crew="zoe")), ANN)
    assert [member.assistant for member in kept.runs[0].crew] == ["zoe"]


def test_every_run_every_place_in_it_and_one_vehicle_of_each_kind_is_tried() -> None:
    problem = morning()
    rest = plan(run(problem, "bus", "b: +bob", "oak: -bob", at="08:40"))
    tried = ways(problem, rest, ANN)
    orders = {tuple(visit.place for visit in way.runs[way.number].visits) for way in tried if way.vehicle == "bus"}
    assert {("a", "b", "oak"), ("b", "a", "oak"), ("a", "oak")} <= orders
    assert {way.vehicle for way in tried} == {"bus", "cab"}  # the car is just like the cab
    assert problem.vehicles[1].kind == problem.vehicles[2].kind


def test_the_cheapest_good_way_is_found_and_priced() -> None:
    problem = morning()
    rest = plan(run(problem, "bus", "b: +bob", "oak: -bob", at="08:40"))
    best = Judge(problem, rest, ANN).find_cheapest(ways(problem, rest, ANN))
    assert best is not None
    assert best.way.vehicle == "bus"
    assert [stop.place for stop in best.plan.runs[0].stops] == ["a", "b", "oak"]
    assert best.pence == cost(problem, best.plan)
    assert check(problem, best.plan) == []


def test_who_needs_an_assistant_is_offered_a_free_one_of_each_kind() -> None:
    problem = morning(ann="one-to-one")
    rest = plan(run(problem, "bus", "b: +bob", "oak: -bob", at="08:40"))
    crews = {way.runs[way.number].crew for way in ways(problem, rest, ANN)}
    assert {tuple((m.assistant, m.one_to_one_with) for m in crew) for crew in crews} == {
        (),
        (("zoe", "ann"),),
        (("yan", "ann"),),
    }
    best = Judge(problem, rest, ANN).find_cheapest(ways(problem, rest, ANN))
    assert best is not None
    assert [member.assistant for member in best.plan.runs[0].crew] == ["yan"]  # who need not be collected
