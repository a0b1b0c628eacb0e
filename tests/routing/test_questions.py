"""What is asked about a plan: one thing otherwise each time, and all else as it was."""

from dataclasses import replace

from routing.plan import Plan
from routing.problem import Problem
from routing.questions import About, questions
from routing.records import Usual
from routing.risk import PupilId
from tests.towns import plan, pupil, run, school, street, vehicle, world

ANN, BOB = PupilId("ann"), PupilId("bob")


def said(problem: Problem, about: About, made: Plan | None = None) -> list[str]:
    return [f"{each.of} {each.said}" for each in questions(problem, made or Plan(shifts=()), about)]


def test_each_pupil_who_may_be_planned_is_asked_about_by_name() -> None:
    problem = street(pupil("ann", "a", together_with="bob"), pupil("bob", "b"), pupil("cat", "c"))
    lapsed = replace(problem, assessments=tuple(each for each in problem.assessments if each.pupil != "cat"))
    asked = questions(lapsed, Plan(shifts=()), About.PUPILS)
    assert [(each.of, each.around) for each in asked] == [("ann", ("ann",)), ("bob", ("bob",))]
    assert list(asked[0].problem.pupil) == ["bob", "cat"]


def test_everything_that_an_assessment_asks_is_left_out_once() -> None:
    ann = pupil(
        "ann",
        "a",
        assistant="one-to-one",
        training="epilepsy",
        apart_from="bob",
        most_aboard=3,
        ride_limit_s=1200,
        features="harness",
        home_from_s=8 * 3600,
    )
    problem = street(ann, pupil("bob", "b", apart_from="ann", wheelchair=True), pupil("cat", "c", together_with="bob"))
    assert said(problem, About.REQUIREMENTS) == [
        "ann shares a passenger assistant",
        "ann travels without a passenger assistant",
        "ann needs no training in epilepsy",
        "ann bears any number aboard",
        "ann may ride for 45 minutes, as is usual",
        "ann needs no harness",
        "ann is met at home at any time",
        "ann may share a run with bob",
        "cat need not be with bob",
    ]
    untied = next(each for each in questions(problem, Plan(shifts=()), About.REQUIREMENTS) if each.of == "cat")
    assert untied.problem.pupil[PupilId("cat")].needs.together_with == frozenset()
    assert untied.around == ("cat", "bob")


def test_a_longer_ride_that_was_allowed_is_no_requirement() -> None:
    assert said(street(pupil("ann", "a", ride_limit_s=7200)), About.REQUIREMENTS) == []


def test_one_vehicle_fewer_is_an_idle_one_if_there_is_one() -> None:
    problem = street(pupil("ann", "a"), vehicles=(vehicle("v1"), vehicle("v2"), vehicle("big", (16, 0))))
    made = plan(run(problem, "v1", "a: +ann", "oak: -ann", at="08:40"))
    assert said(problem, About.VEHICLES, made) == [
        "v2 one fewer of its kind",
        "v2 one more of its kind",
        "big one fewer of its kind",
        "big one more of its kind",
    ]
    used = plan(run(problem, "big", "a: +ann", "oak: -ann", at="08:40"))
    fewer = questions(problem, used, About.VEHICLES)[2]
    assert (fewer.of, fewer.around) == ("big", (ANN,))
    more = questions(problem, made, About.VEHICLES)[1].problem
    assert [each.id for each in more.vehicles] == ["v1", "v2", "big", "another v2"]


def test_a_bell_moves_by_ten_minutes_and_takes_its_promises_with_it() -> None:
    people = (pupil("ann", "a"), pupil("bob", "b", "elm"))
    schools = (school("oak", between="08:30-08:45"), school("elm", "oak", between="00:05-08:45"), school("ash", "oak"))
    usuals = (Usual(pupil=ANN, time_s=30_000), Usual(pupil=BOB, time_s=30_000))
    asked = questions(street(*people, schools=schools, usuals=usuals), Plan(shifts=()), About.BELLS)
    assert [f"{each.of} {each.said}" for each in asked] == [
        "oak 10 minutes earlier, from 08:20 to 08:35",
        "oak 10 minutes later, from 08:40 to 08:55",
        "elm 10 minutes later, from 00:15 to 08:55",
    ]
    assert [each.time_s for each in asked[0].problem.usuals] == [None, 30_000]


def test_a_pick_up_point_goes_or_another_of_the_school_comes_within_a_walk() -> None:
    people = (
        pupil("ann", "a", walks={"b": 300}),
        pupil("bob", "a", walks={"c": 60}),
        pupil("cat", "d"),
        pupil("dan", "a", "elm", walks={"d": 60}),
    )
    problem = street(*people, schools=(school("oak"), school("elm", "oak")))
    near = {place: (0.1 * k, 0.0) for k, place in enumerate(("depot", "a", "b", "c", "d", "oak"))}
    asked = said(world(near, people, schools=problem.schools), About.PICK_UP_POINTS)
    assert "ann does not board at b" in asked
    assert "ann may board at c, a walk of about 4 minutes" in asked
    assert not [each for each in asked if each.startswith(("cat", "ann may board at d"))]
    assert not [each for each in said(problem, About.PICK_UP_POINTS) if "may board" in each]
