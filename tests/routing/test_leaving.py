"""Taking pupils and assistants out of a run leaves the others where and when they were."""

from routing.leaving import without_assistants, without_pupils, working_once
from routing.problem import Problem
from routing.records import AssistantId
from routing.risk import PupilId
from tests.towns import assistant, plan, pupil, run, street, vehicle

ANN, BOB, CAT = (PupilId(name) for name in ("ann", "bob", "cat"))
ZOE, YAN = AssistantId("zoe"), AssistantId("yan")
VISITS = ("b: >zoe", "a: +ann", "b: +bob", "c: +cat", "oak: -ann -bob -cat", "b: <zoe")


def morning(**needs: str) -> Problem:
    people = (pupil(name, home, assistant=needs.get(name, "none")) for name, home in (("ann", "a"), ("bob", "b")))
    return street(
        *people,
        pupil("cat", "c"),
        vehicles=(vehicle("bus"), vehicle("cab")),
        assistants=(assistant("zoe", joins_at="b"), assistant("yan")),
    )


def test_the_others_stops_and_times_stay_as_they_were() -> None:
    problem = morning(ann="shared")
    bus = run(problem, "bus", *VISITS, at="08:40", crew="zoe")
    left = without_pupils(problem, bus, {BOB}, {ZOE})
    assert left is not None
    assert [(stop.place, stop.arrive_s) for stop in left.stops] == [
        (stop.place, stop.arrive_s) for stop in bus.stops if stop.boards != (BOB,)
    ]
    assert left.pupils == (ANN, CAT)
    assert left.crew == bus.crew


def test_who_looked_after_them_alone_leaves_and_the_stops_with_them() -> None:
    problem = morning(ann="one-to-one", bob="shared")
    bus = run(problem, "bus", *VISITS, at="08:40", crew="zoe=ann yan")
    left = without_pupils(problem, bus, {ANN}, set())
    assert left is not None
    assert [member.assistant for member in left.crew] == [YAN]
    assert [stop.place for stop in left.stops] == ["b", "c", "oak"]


def test_who_was_shared_leaves_only_if_nobody_needs_them_here_or_elsewhere() -> None:
    problem = morning(ann="shared")
    bus = run(problem, "bus", *VISITS, at="08:40", crew="zoe")
    gone, stays = without_pupils(problem, bus, {ANN}, {ZOE}), without_pupils(problem, bus, {ANN}, set())
    assert gone is not None
    assert stays is not None
    assert (gone.crew, stays.crew) == ((), bus.crew)


def test_a_run_of_nobody_else_is_none_and_a_run_without_them_is_itself() -> None:
    problem = morning()
    bus = run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")
    assert without_pupils(problem, bus, {ANN, CAT}, set()) is None
    assert without_pupils(problem, bus, {CAT}, set()) is bus


def test_a_pupil_whom_the_day_no_longer_knows_can_be_taken_out() -> None:
    problem = morning()
    bus = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40")
    left = without_pupils(street(pupil("bob", "b")), bus, {ANN}, set())
    assert left is not None
    assert left.pupils == (BOB,)


def test_who_works_on_two_runs_does_not_work_once() -> None:
    problem = morning()
    first = run(problem, "bus", "a: +ann", "oak: -ann", at="08:40", crew="zoe yan")
    second = run(problem, "cab", "b: +bob", "oak: -bob", at="08:40", crew="yan")
    assert working_once(plan(first, second)) == {ZOE}


def test_an_assistant_is_taken_out_with_the_stops_made_for_them() -> None:
    bus = run(morning(), "bus", *VISITS, at="08:40", crew="zoe yan")
    left = without_assistants(bus, {ZOE})
    assert [member.assistant for member in left.crew] == [YAN]
    assert left.stops == bus.stops[1:-1]
