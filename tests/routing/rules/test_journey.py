"""The journey's rules, three small mornings for each term of each limit: kept, just kept, broken."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from routing.policy import Policy
from routing.problem import Direction, Problem
from routing.records import Phase, Waiver
from routing.risk import PupilId, RuleId
from tests.towns import broken, pupil, run, school, street

FROM = Direction.FROM_SCHOOL


def home_from_oak(**needs: Any) -> Problem:
    return street(pupil("ann", "a", **needs), direction=FROM)


@pytest.mark.parametrize(
    ("at", "rules"),
    [
        ("08:29:59", {"SchoolsAreServedInTime"}),
        ("08:30", set()),
        ("08:40", set()),
        ("08:45", set()),
        ("08:45:01", {"SchoolsAreServedInTime"}),
    ],
)
def test_to_school_a_vehicle_arrives_within_the_schools_times(at: str, rules: set[str]) -> None:
    problem = street(pupil("ann", "a"))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at=at)) == rules


@pytest.mark.parametrize(
    ("at", "rules"),
    [
        ("15:29:59", {"SchoolsAreServedInTime"}),
        ("15:30", set()),
        ("15:40", set()),
        ("15:45", set()),
        ("15:45:01", {"SchoolsAreServedInTime"}),
    ],
)
def test_from_school_a_vehicle_leaves_within_the_schools_times(at: str, rules: set[str]) -> None:
    problem = street(pupil("ann", "a"), direction=FROM)
    assert broken(problem, run(problem, "bus", "oak: +ann", "a: -ann", at=at)) == rules


def test_each_school_of_a_run_has_its_own_times() -> None:
    schools = (school("oak", "d", between="08:30-08:35"), school("elm", "oak", between="08:40-08:50"))
    problem = street(pupil("ann", "a"), pupil("bob", "b", "elm"), schools=schools)
    visits = ("a: +ann", "b: +bob", "d: -ann", "oak: -bob")
    assert broken(problem, run(problem, "bus", *visits, at="08:43")) == set()
    assert broken(problem, run(problem, "bus", *visits, at="08:43:01")) == {"SchoolsAreServedInTime"}


@pytest.mark.parametrize(
    ("at", "rules"),
    [("08:39:59", {"SomeoneIsAtHome"}), ("08:40", set()), ("08:43", set()), ("08:43:01", {"SomeoneIsAtHome"})],
)
def test_to_school_a_vehicle_comes_while_someone_is_at_home(at: str, rules: set[str]) -> None:
    home = 7 * 3600 + 78 * 60  # 08:18, twenty minutes and two of boarding before 08:40
    problem = street(pupil("ann", "a", home_from_s=home, home_until_s=home + 180))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at=at)) == rules


@pytest.mark.parametrize(
    ("at", "rules"),
    [("15:34:59", {"SomeoneIsAtHome"}), ("15:35", set()), ("15:38", set()), ("15:38:01", {"SomeoneIsAtHome"})],
)
def test_from_school_a_vehicle_comes_while_someone_is_at_home(at: str, rules: set[str]) -> None:
    home = 15 * 3600 + 55 * 60
    problem = home_from_oak(home_from_s=home, home_until_s=home + 180)
    assert broken(problem, run(problem, "bus", "oak: +ann", "a: -ann", at=at)) == rules


@pytest.mark.parametrize(
    ("earliest_s", "rules"),
    [(8 * 3600, set()), (8 * 3600 + 1080, set()), (8 * 3600 + 1081, {"NoOneIsPickedUpTooEarly"})],
)
def test_no_one_is_picked_up_before_the_earliest_hour(earliest_s: int, rules: set[str]) -> None:
    problem = street(pupil("ann", "a"), policy=Policy(earliest_pick_up_s=earliest_s))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == rules


@pytest.mark.parametrize(
    ("latest_s", "rules"),
    [(16 * 3600, set()), (15 * 3600 + 3600, set()), (15 * 3600 + 3599, {"NoOneIsHandedOverTooLate"})],
)
def test_no_one_is_handed_over_after_the_latest_hour(latest_s: int, rules: set[str]) -> None:
    problem = street(pupil("ann", "a"), direction=FROM, policy=Policy(latest_hand_over_s=latest_s))
    assert broken(problem, run(problem, "bus", "oak: +ann", "a: -ann", at="15:40")) == rules


def test_the_hours_of_one_direction_do_not_bind_the_other() -> None:
    late = street(pupil("ann", "a"), policy=Policy(latest_hand_over_s=8 * 3600))
    assert broken(late, run(late, "bus", "a: +ann", "oak: -ann", at="08:40")) == set()
    early = street(
        pupil("ann", "a"), direction=FROM, policy=Policy(earliest_pick_up_s=16 * 3600, latest_hand_over_s=17 * 3600)
    )
    assert broken(early, run(early, "bus", "oak: +ann", "a: -ann", at="15:40")) == set()


@pytest.mark.parametrize(("limit_s", "rules"), [(1300, set()), (1200, set()), (1199, {"NoOneRidesTooLong"})])
@pytest.mark.parametrize("direction", list(Direction))
def test_a_ride_takes_no_longer_than_its_own_limit(limit_s: int, rules: set[str], direction: Direction) -> None:
    problem = street(pupil("ann", "a", ride_limit_s=limit_s), direction=direction)
    to_school = run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")
    back = run(problem, "bus", "oak: +ann", "a: -ann", at="15:40")
    assert broken(problem, to_school if problem.is_to_school else back) == rules


@pytest.mark.parametrize(("held_s", "rules"), [(0, set()), (60, set()), (61, {"NoOneRidesTooLong"})])
def test_waiting_aboard_at_ones_own_stop_counts(held_s: int, rules: set[str]) -> None:
    problem = street(pupil("ann", "a", ride_limit_s=1260))
    bus = run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")
    first = bus.stops[0]
    held = replace(bus, stops=(replace(first, arrive_s=first.arrive_s - held_s), bus.stops[1]))
    assert broken(problem, held) == rules


@pytest.mark.parametrize(("walk_s", "rules"), [(200, set()), (300, set()), (301, {"NoOneRidesTooLong"})])
@pytest.mark.parametrize("direction", list(Direction))
def test_the_walk_to_the_pick_up_point_counts(walk_s: int, rules: set[str], direction: Direction) -> None:
    problem = street(pupil("ann", "a", walks={"b": walk_s}, ride_limit_s=1200), direction=direction)
    to_school = run(problem, "bus", "b: +ann", "oak: -ann", at="08:40")
    back = run(problem, "bus", "oak: +ann", "b: -ann", at="15:40")
    assert broken(problem, to_school if problem.is_to_school else back) == rules


@pytest.mark.parametrize(
    ("phase", "limits", "rules"),
    [
        (Phase.PRIMARY, (1200, 600), set()),
        (Phase.PRIMARY, (1199, 9000), {"NoOneRidesTooLong"}),
        (Phase.SECONDARY, (600, 1200), set()),
        (Phase.SECONDARY, (9000, 1199), {"NoOneRidesTooLong"}),
    ],
)
def test_the_policys_limit_by_phase_holds_where_no_assessment_says_otherwise(
    phase: Phase, limits: tuple[int, int], rules: set[str]
) -> None:
    policy = Policy(ride_limit_primary_s=limits[0], ride_limit_secondary_s=limits[1])
    problem = street(pupil("ann", "a", phase=phase), policy=policy)
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == rules


@pytest.mark.parametrize(("until", "rules"), [(date(2026, 11, 23), set()), (date(2026, 11, 22), {"NoOneRidesTooLong"})])
def test_a_waiver_lifts_a_ride_limit_until_its_last_day(until: date, rules: set[str]) -> None:
    waiver = Waiver(
        rule=RuleId("NoOneRidesTooLong"), pupil=PupilId("ann"), reason="agreed", granted_by="T2", until=until
    )
    problem = street(pupil("ann", "a", ride_limit_s=60), waivers=(waiver,))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == rules


def test_a_waiver_lifts_its_own_rule_and_pupil_alone() -> None:
    waiver = Waiver(
        rule=RuleId("NoOneRidesTooLong"), pupil=PupilId("ann"), reason="agreed", granted_by="T2", until=date(2027, 1, 1)
    )
    problem = street(pupil("ann", "a", ride_limit_s=60), pupil("bob", "a", ride_limit_s=60), waivers=(waiver,))
    bus = run(problem, "bus", "a: +ann +bob", "oak: -ann -bob", at="08:50")
    assert broken(problem, bus) == {"NoOneRidesTooLong", "SchoolsAreServedInTime"}
