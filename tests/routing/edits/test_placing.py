"""Where on a run a pupil could be placed, and with whom to look after them."""

from routing.edits.placing import NEAREST, Vacancy, places, vacancy_of
from routing.edits.slots import Slot, new_slots, slot_of
from routing.plan import Plan
from routing.problem import Problem
from routing.records import AssistantId, Layout, VehicleId
from routing.risk import PupilId
from routing.rules import RULES
from routing.said import said_by
from tests.towns import DAY, assistant, plan, pupil, run, street, vehicle

ANN, BOB = PupilId("ann"), PupilId("bob")
BUS, CAB = VehicleId("bus"), VehicleId("cab")


def morning(*helpers: str, **ann: str) -> Problem:
    return street(
        pupil("ann", "a", **ann),  # type: ignore[arg-type]  # a pupil's needs
        pupil("bob", "b"),
        pupil("cat", "d"),
        vehicles=(vehicle("bus", (1, 0), (4, 0)), vehicle("cab")),
        assistants=tuple(assistant(*name.split("@")[:1], **_home(name)) for name in helpers),
    )


def _home(name: str) -> dict[str, str]:
    return {"joins_at": name.split("@")[1]} if "@" in name else {}


def on_the_bus(problem: Problem, crew: str = "") -> Plan:
    return plan(run(problem, "bus", "b: +bob", "oak: -bob", at="08:40", crew=crew), unplaced="cat")


def test_every_position_is_offered_those_with_the_least_extra_driving_first() -> None:
    problem = morning()
    told = on_the_bus(problem)
    vacancy = Vacancy(slot_of(told, BUS, told.runs[0]), told.runs[0])
    found = [outline for _, outline in places(problem, said_by(problem, RULES), told, vacancy, ANN)]
    orders = [[visit.place for visit in outline.visits] for outline in found]
    assert orders[0] == ["a", "b", "oak"]
    assert ["b", "a", "oak"] in orders
    assert ["b", "oak", "a", "oak"] in orders
    assert {outline.layout for outline in found if len(outline.visits) == 3} == {Layout(4)}  # two pupils, one seat


def test_a_run_of_nobody_yet_goes_from_door_to_gate() -> None:
    problem = morning()
    (found,) = places(problem, said_by(problem, RULES), plan(), Vacancy(new_slots(plan(), CAB)[0]), ANN)
    assert [visit.place for visit in found[1].visits] == ["a", "oak"]


def test_whom_the_pupil_knows_comes_first_then_who_is_with_the_vehicle_then_who_lives_near() -> None:
    problem = morning("yan@oak", "zoe@depot", "eve", "fay@depot", "gus@a", "hal@b", assistant="one-to-one")
    other = run(problem, "bus", "d: +cat", "oak: -cat", at="08:00", crew="yan")
    now = run(problem, "bus", "b: +bob", "oak: -bob", at="08:40")
    told = plan(other, now)
    vacancy = Vacancy(slot_of(told, BUS, now), now)
    found = list(places(problem, said_by(problem, RULES), told, vacancy, ANN, [AssistantId("fay")]))
    first_order = found[: 1 + 1 + 1 + NEAREST]
    crews = [[(each.assistant, each.one_to_one_with) for each in outline.crew] for _, outline in first_order]
    assert crews == [[], [("fay", ANN)], [("yan", ANN)], [("eve", ANN)], [("gus", ANN)], [("hal", ANN)]]
    collected = first_order[1][1].visits
    assert (collected[0].joins, collected[-1].leaves) == (("fay",), ("fay",))


def test_nobody_is_offered_who_is_untrained_busy_lapsed_or_not_needed() -> None:
    problem = street(
        pupil("ann", "a", assistant="shared", training="epilepsy"),
        pupil("bob", "b"),
        vehicles=(vehicle("bus"), vehicle("cab")),
        assistants=(
            assistant("untrained"),
            assistant("busy", "epilepsy"),
            assistant("lapsed", "epilepsy", cleared_until=DAY.replace(year=2025)),
            assistant("fine", "epilepsy"),
        ),
    )
    told = plan(run(problem, "cab", "b: +bob", "oak: -bob", at="08:40", crew="busy"))
    options = list(places(problem, said_by(problem, RULES), told, Vacancy(Slot(BUS)), ANN))
    assert [[each.assistant for each in outline.crew] for _, outline in options] == [[], ["fine"]]
    vacancy = Vacancy(Slot(CAB))
    assert all(not outline.crew for _, outline in places(problem, said_by(problem, RULES), plan(), vacancy, BOB))


def test_a_vacancy_is_what_is_left_of_a_run_or_where_it_stood() -> None:
    problem = morning()
    before = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40")
    told = on_the_bus(problem)
    assert vacancy_of(told, BUS, before, {ANN}) == Vacancy(Slot(BUS, now=before), told.runs[0])
    assert vacancy_of(plan(), BUS, before, {ANN, BOB}) == Vacancy(Slot(BUS, now=before), None)
