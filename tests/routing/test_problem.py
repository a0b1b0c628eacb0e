"""A problem refuses records that do not fit together, and knows what follows from them."""

import pickle
from datetime import date
from typing import Any

import pytest

from geodata import PlaceId
from routing.policy import Policy
from routing.problem import Direction
from routing.records import Phase, RoadProfile, SchoolId, Usual, VehicleId, Waiver
from routing.risk import PupilId, RuleId
from tests.towns import CAR, CROSSROADS, assessed, assistant, matrix, pupil, school, street, vehicle

ANN = PupilId("ann")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"pupils": (pupil("ann", "a"), pupil("ann", "b"))}, "two pupils have the id 'ann'"),
        ({"vehicles": (vehicle(), vehicle())}, "two vehicles have the id 'bus'"),
        ({"pupils": (pupil("ann", "nowhere"),)}, "pupil ann: place 'nowhere' is not in the travel matrix"),
        ({"schools": (school("oak", "nowhere"),)}, "school oak: place 'nowhere'"),
        ({"vehicles": (vehicle(depot="nowhere"),)}, "vehicle bus: place 'nowhere'"),
        ({"assistants": (assistant("zoe", joins_at="nowhere"),)}, "assistant zoe: place 'nowhere'"),
        ({"schools": (school("elm", "oak"),)}, "pupil ann: school 'oak' is unknown"),
        ({"pupils": (pupil("ann", "a", apart_from="bob"),)}, "the other pupil 'bob' is unknown"),
        ({"vehicles": (vehicle(contract="ghost"),)}, "vehicle bus: contract 'ghost' is unknown"),
        ({"vehicles": (vehicle(road_profile=RoadProfile("coach")),)}, "no travel matrix for road profile 'coach'"),
        ({"usuals": (Usual(pupil=PupilId("bob")),)}, "Usual: pupil 'bob' is unknown"),
        ({"usuals": (Usual(pupil=ANN), Usual(pupil=ANN))}, "must not have two usuals"),
        ({"assessments": assessed([pupil("ann", "a")]) * 2}, "two usuals or two risk assessments"),
        ({"travels": {}}, "travels must hold at least one matrix"),
        ({"travels": {CAR: matrix({"a": (0, 0)}), RoadProfile("x"): matrix(CROSSROADS)}}, "of the same places"),
        (
            {"pupils": (pupil("ann", "a", together_with="bob"), pupil("bob", "b", solo=True))},
            "ann must be together with bob, who travels solo",
        ),
    ],
)
def test_a_problem_refuses_records_that_do_not_fit_together(more: dict[str, Any], says: str) -> None:
    told: dict[str, Any] = {"pupils": (pupil("ann", "a"),), "schools": (school(),)}
    told |= more
    people = told.pop("pupils")
    unique = {each.id: each for each in people}.values()
    with pytest.raises(ValueError, match=says):
        street(*people, **({"assessments": assessed(unique)} | told))


def test_a_ride_limit_is_the_assessments_or_the_policys_by_phase() -> None:
    people = (
        pupil("ann", "a"),
        pupil("bob", "a", phase=Phase.SECONDARY),
        pupil("cat", "a", phase=Phase.SECONDARY, ride_limit_s=600),
    )
    problem = street(*people, policy=Policy(ride_limit_primary_s=1000, ride_limit_secondary_s=2000))
    assert [problem.ride_limit_s(each.id) for each in people] == [1000, 2000, 600]


def test_each_vehicle_drives_by_its_own_matrix() -> None:
    coach = RoadProfile("coach")
    slow = matrix({name: (2 * x, 2 * y) for name, (x, y) in CROSSROADS.items()})
    problem = street(
        pupil("ann", "a"),
        travels={CAR: matrix(CROSSROADS), coach: slow_on(CROSSROADS)},
        vehicles=(vehicle("bus"), vehicle("big", road_profile=coach)),
    )
    a, oak = PlaceId("a"), PlaceId("oak")
    assert problem.travel_of(VehicleId("bus")).seconds_between(a, oak) == 600
    assert problem.travel_of(VehicleId("big")).seconds_between(a, oak) == slow.seconds_between(a, oak) == 1200


def slow_on(points: Any) -> Any:
    """Return the matrix of the same places at half the speed."""
    travel = matrix(points)
    return type(travel)(travel.places, travel.seconds * 2, travel.metres)


def test_a_waiver_holds_for_its_rule_and_pupil_until_its_last_day() -> None:
    rule = RuleId("NoOneRidesTooLong")
    told = Waiver(rule=rule, pupil=ANN, reason="agreed", granted_by="T2", until=date(2026, 11, 23))
    problem = street(pupil("ann", "a"), pupil("bob", "a"), waivers=(told,))
    assert problem.waives(rule, ANN)
    assert not problem.waives(rule, PupilId("bob"))
    assert not problem.waives(RuleId("SoloTravelAlone"), ANN)
    later = street(pupil("ann", "a"), waivers=(told,), day=date(2026, 11, 24))
    assert not later.waives(rule, ANN)


def test_problems_are_equal_by_value() -> None:
    assert street(pupil("ann", "a")) == street(pupil("ann", "a"))
    assert hash(street(pupil("ann", "a"))) == hash(street(pupil("ann", "a")))
    assert street(pupil("ann", "a")) != street(pupil("ann", "b"))
    assert street(pupil("ann", "a")) != "a street"


def test_a_problem_finds_its_records_by_id() -> None:
    problem = street(pupil("ann", "a"), direction=Direction.FROM_SCHOOL)
    assert problem.pupil[ANN].home == "a"
    assert problem.school[SchoolId("oak")].gates == ("oak",)
    assert not problem.is_to_school
    assert problem.why_not_planned(ANN) is None


def test_a_problem_travels_to_another_process_whole() -> None:
    problem = street(pupil("ann", "a"))
    assert pickle.loads(pickle.dumps(problem)) == problem  # noqa: S301 -- our own
