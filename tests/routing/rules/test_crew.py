"""The rules of the crew: enough, trained, all the way, within hours, one place at once, cleared."""

from datetime import date
from typing import Any

import pytest

from routing.policy import Policy
from routing.problem import Direction, Problem
from routing.records import Waiver
from routing.risk import PupilId, RuleId
from tests.towns import assistant, broken, crossroads, pupil, run, school, street, vehicle

OWN, SHARED = "OneToOneHaveTheirOwnAssistant", "AnAssistantIsAboard"
TWO = ("a: +ann", "b: +bob", "oak: -ann -bob")


def with_crew(ann: str, bob: str, crew: str, training: str = "", **needs: Any) -> set[str]:
    people = (pupil("ann", "a", assistant=ann, training=training, **needs), pupil("bob", "b", assistant=bob))
    staff = (assistant("zoe", "epilepsy lifting"), assistant("yan"))
    problem = street(*people, assistants=staff)
    return broken(problem, run(problem, "bus", *TWO, at="08:40", crew=crew))


@pytest.mark.parametrize(
    ("crew", "rules"),
    [
        ("yan=ann", set()),
        ("yan=ann zoe", set()),
        ("yan", {OWN}),
        ("yan=bob", {OWN}),
        ("", {OWN}),
    ],
)
def test_one_to_one_is_an_assistant_for_that_pupil_alone(crew: str, rules: set[str]) -> None:
    assert with_crew("one-to-one", "none", crew) == rules


@pytest.mark.parametrize(
    ("crew", "rules"), [("yan", set()), ("yan=ann", {SHARED}), ("yan=bob", {SHARED}), ("", {SHARED})]
)
def test_who_shares_an_assistant_rides_where_one_is_free_to_share(crew: str, rules: set[str]) -> None:
    assert with_crew("shared", "none", crew) == rules


@pytest.mark.parametrize(
    ("crew", "rules"), [("yan=ann zoe", set()), ("yan=ann", {SHARED}), ("yan", {OWN}), ("yan=ann zoe=bob", {SHARED})]
)
def test_an_assistant_of_ones_own_is_shared_with_nobody(crew: str, rules: set[str]) -> None:
    assert with_crew("one-to-one", "shared", crew) == rules


@pytest.mark.parametrize(
    ("training", "crew", "rules"),
    [
        ("epilepsy", "zoe", set()),
        ("epilepsy lifting", "zoe", set()),
        ("epilepsy", "yan", {SHARED}),
        ("epilepsy signing", "zoe", {SHARED}),
        ("epilepsy", "yan zoe", set()),
    ],
)
def test_someone_aboard_is_trained_in_all_that_a_sharing_pupil_needs(training: str, crew: str, rules: set[str]) -> None:
    assert with_crew("shared", "none", crew, training) == rules


@pytest.mark.parametrize(("crew", "rules"), [("zoe=ann", set()), ("yan=ann", {OWN}), ("yan=ann zoe", {OWN})])
def test_the_assistant_of_ones_own_is_the_one_who_is_trained(crew: str, rules: set[str]) -> None:
    assert with_crew("one-to-one", "none", crew, "epilepsy") == rules


@pytest.mark.parametrize(("rule", "need"), [(OWN, "one-to-one"), (SHARED, "shared")])
def test_a_waiver_lets_a_pupil_ride_without_an_assistant(rule: str, need: str) -> None:
    waiver = Waiver(rule=RuleId(rule), pupil=PupilId("ann"), reason="trial", granted_by="T2", until=date(2027, 1, 1))
    problem = street(pupil("ann", "a", assistant=need), waivers=(waiver,))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == set()


@pytest.mark.parametrize(
    ("most", "crew", "rules"),
    [
        (3, "zoe", set()),
        (2, "zoe", set()),
        (1, "zoe", {"OneAssistantLooksAfterSoMany"}),
        (1, "zoe yan", set()),
        (1, "zoe yan=cat", {"OneAssistantLooksAfterSoMany"}),
    ],
)
def test_one_assistant_looks_after_so_many_who_share(most: int, crew: str, rules: set[str]) -> None:
    people = (pupil("ann", "a", assistant="shared"), pupil("bob", "b", assistant="shared"), pupil("cat", "c"))
    problem = street(*people, assistants=(assistant("zoe"), assistant("yan")), policy=Policy(pupils_per_assistant=most))
    bus = run(problem, "bus", "a: +ann", "b: +bob", "c: +cat", "oak: -ann -bob -cat", at="08:40", crew=crew)
    assert broken(problem, bus) == rules


def test_who_is_waived_an_assistant_does_not_count_among_those_who_share() -> None:
    waiver = Waiver(rule=RuleId(SHARED), pupil=PupilId("ann"), reason="trial", granted_by="T2", until=date(2027, 1, 1))
    people = (pupil("ann", "a", assistant="shared"), pupil("bob", "b", assistant="shared"))
    problem = street(*people, assistants=(assistant("zoe"),), policy=Policy(pupils_per_assistant=1), waivers=(waiver,))
    assert broken(problem, run(problem, "bus", *TWO, at="08:40", crew="zoe")) == set()


@pytest.mark.parametrize(
    ("visits", "rules"),
    [
        (("a: +ann", "b: >zoe", "c: +bob", "oak: -ann -bob", "b: <zoe"), set()),
        (("a: +ann", "c: +bob", "b: >zoe", "oak: -ann -bob", "b: <zoe"), {SHARED}),
        (("b: >zoe", "a: +ann", "c: +bob", "b: <zoe", "oak: -ann -bob"), {SHARED}),
        (("b: >zoe", "a: +ann", "c: +bob", "oak: -ann -bob", "b: <zoe"), set()),
    ],
)
def test_a_collected_assistant_is_aboard_from_the_first_pupil_who_needs_them_to_the_last(
    visits: tuple[str, ...], rules: set[str]
) -> None:
    people = (pupil("ann", "a"), pupil("bob", "c", assistant="shared"))
    problem = street(*people, assistants=(assistant("zoe", joins_at="b"),))
    bus = run(problem, "bus", *visits, at="08:40", crew="zoe")
    late = {"SchoolsAreServedInTime"}  # leaving before school moves the last arrival
    assert broken(problem, bus) - late == rules


def test_a_second_assistant_who_joins_late_looks_after_nobody_who_was_there_before() -> None:
    people = (pupil("ann", "a", assistant="shared"), pupil("bob", "c", assistant="shared"))
    staff = (assistant("zoe"), assistant("yan", joins_at="b"))
    problem = street(*people, assistants=staff, policy=Policy(pupils_per_assistant=1))
    late = run(problem, "bus", "a: +ann", "b: >yan", "c: +bob", "oak: -ann -bob", "b: <yan", at="08:40", crew="zoe yan")
    assert broken(problem, late) == {"OneAssistantLooksAfterSoMany"}
    early = run(
        problem, "bus", "b: >yan", "a: +ann", "c: +bob", "oak: -ann -bob", "b: <yan", at="08:40", crew="zoe yan"
    )
    assert broken(problem, early) == set()


def hours(**more: Any) -> set[str]:
    problem = street(pupil("ann", "a", assistant="shared"), assistants=(assistant("zoe", **more),))
    return broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40", crew="zoe"))


@pytest.mark.parametrize(
    ("within", "rules"),
    [
        ("08:00-09:00", set()),
        ("08:18-08:43", set()),
        ("08:18:01-09:00", {"AssistantsKeepTheirHours"}),
        ("08:00-08:42:59", {"AssistantsKeepTheirHours"}),
    ],
)
def test_assistants_join_and_leave_within_their_hours(within: str, rules: set[str]) -> None:
    assert hours(hours=within) == rules


@pytest.mark.parametrize(("limit_s", "rules"), [(1600, set()), (1500, set()), (1499, {"AssistantsKeepTheirHours"})])
def test_assistants_are_away_no_longer_than_their_shift(limit_s: int, rules: set[str]) -> None:
    assert hours(shift_limit_s=limit_s) == rules


@pytest.mark.parametrize(("limit_s", "rules"), [(3720, set()), (3719, {"AssistantsKeepTheirHours"})])
def test_the_shift_lasts_over_several_runs(limit_s: int, rules: set[str]) -> None:
    people = (pupil("ann", "d", assistant="shared"), pupil("bob", "d", assistant="shared"))
    problem = street(
        *people,
        assistants=(assistant("zoe", shift_limit_s=limit_s),),
        schools=(school(between="07:00-09:00"),),
    )
    first = run(problem, "bus", "d: +ann", "oak: -ann", at="07:48", crew="zoe")  # from 07:41
    second = run(problem, "bus", "d: +bob", "oak: -bob", at="08:40", crew="zoe")  # until 08:43
    assert broken(problem, first, second) == rules


@pytest.mark.parametrize(
    ("at", "rules"), [("08:46", set()), ("08:45", set()), ("08:44:59", {"AssistantsAreInOnePlace"})]
)
def test_assistants_have_time_to_travel_from_one_vehicle_to_another(at: str, rules: set[str]) -> None:
    people = (pupil("ann", "d", assistant="shared"), pupil("bob", "c", assistant="shared"))
    problem = street(
        *people,
        vehicles=(vehicle("bus"), vehicle("cab")),
        assistants=(assistant("zoe"),),
        schools=(school(between="07:00-09:00"),),
    )
    first = run(problem, "bus", "d: +ann", "oak: -ann", at="08:20", crew="zoe")  # leaves oak at 08:23, is at c at 08:33
    second = run(problem, "cab", "c: +bob", "oak: -bob", at=at, crew="zoe")
    assert broken(problem, second, first) == rules


def test_a_collected_assistant_may_stay_aboard_from_run_to_run() -> None:
    people = (pupil("ann", "c", assistant="shared"), pupil("bob", "d", assistant="shared"))
    problem = street(*people, assistants=(assistant("zoe", joins_at="b"),), schools=(school(between="07:00-09:00"),))
    first = run(problem, "bus", "b: >zoe", "c: +ann", "oak: -ann", at="08:10", crew="zoe")
    second = run(problem, "bus", "d: +bob", "oak: -bob", "b: <zoe", at="08:40", crew="zoe")
    assert broken(problem, first, second) == set()


@pytest.mark.parametrize(
    ("until", "rules"),
    [
        (None, set()),
        (date(2026, 11, 23), set()),
        (date(2026, 11, 22), {"OnlyClearedAssistantsWork"}),
    ],
)
def test_no_assistant_works_on_lapsed_checks(until: date | None, rules: set[str]) -> None:
    assert hours(cleared_until=until) == rules


def test_from_school_an_assistant_is_aboard_until_the_last_pupil_who_needs_them() -> None:
    def home(*visits: str) -> set[str]:
        problem: Problem = crossroads(
            pupil("ann", "a", assistant="shared"),
            direction=Direction.FROM_SCHOOL,
            assistants=(assistant("zoe", joins_at="depot"),),
        )
        return broken(problem, run(problem, "bus", *visits, at="15:40", crew="zoe"))

    assert home("depot: >zoe", "oak: +ann", "a: -ann", "depot: <zoe") == set()
    assert home("depot: >zoe", "oak: +ann", "depot: <zoe", "a: -ann") == {SHARED}
