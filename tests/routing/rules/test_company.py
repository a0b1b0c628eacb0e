"""The rules of company: apart, together, solo, most aboard, and which schools share."""

from datetime import date
from typing import Any

import pytest

from routing.policy import Policy
from routing.problem import Problem
from routing.records import Pupil, Waiver
from routing.risk import PupilId, RuleId
from tests.towns import broken, pupil, run, school, street, vehicle

BOTH = ("a: +ann", "b: +bob", "oak: -ann -bob")


def two_taxis(*people: Pupil, **more: Any) -> Problem:
    return street(*people, vehicles=(vehicle("bus"), vehicle("cab")), **more)


@pytest.mark.parametrize(
    ("ann", "bob"), [({"apart_from": "bob"}, {}), ({}, {"apart_from": "ann"})], ids=["ann says so", "bob says so"]
)
def test_pupils_kept_apart_share_no_run_whoever_says_so(ann: dict[str, Any], bob: dict[str, Any]) -> None:
    problem = two_taxis(pupil("ann", "a", **ann), pupil("bob", "b", **bob))
    assert broken(problem, run(problem, "bus", *BOTH, at="08:40")) == {"KeptApartStayApart"}
    bus = run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")
    cab = run(problem, "cab", "b: +bob", "oak: -bob", at="08:40")
    assert broken(problem, bus, cab) == set()


def test_kept_apart_lets_a_third_pupil_share() -> None:
    problem = two_taxis(pupil("ann", "a", apart_from="bob"), pupil("bob", "b"), pupil("cat", "c"))
    bus = run(problem, "bus", "a: +ann", "c: +cat", "oak: -ann -cat", at="08:40")
    assert broken(problem, bus, run(problem, "cab", "b: +bob", "oak: -bob", at="08:40")) == set()


@pytest.mark.parametrize("whose", ["ann", "bob"])
def test_a_waiver_for_either_lets_pupils_kept_apart_share(whose: str) -> None:
    waiver = Waiver(
        rule=RuleId("KeptApartStayApart"), pupil=PupilId(whose), reason="trial", granted_by="T2", until=date(2027, 1, 1)
    )
    problem = two_taxis(pupil("ann", "a", apart_from="bob"), pupil("bob", "b"), waivers=(waiver,))
    assert broken(problem, run(problem, "bus", *BOTH, at="08:40")) == set()


@pytest.mark.parametrize(
    ("ann", "bob"), [({"together_with": "bob"}, {}), ({}, {"together_with": "ann"})], ids=["ann says so", "bob says so"]
)
def test_pupils_who_belong_together_share_a_run_or_both_stay_unplaced(ann: dict[str, Any], bob: dict[str, Any]) -> None:
    problem = two_taxis(pupil("ann", "a", **ann), pupil("bob", "b", **bob))
    assert broken(problem, run(problem, "bus", *BOTH, at="08:40")) == set()
    assert broken(problem) == set()
    bus = run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")
    assert broken(problem, bus) == {"TogetherStayTogether"}
    cab = run(problem, "cab", "b: +bob", "oak: -bob", at="08:40")
    assert broken(problem, bus, cab) == {"TogetherStayTogether"}


def test_nobody_need_wait_for_one_who_may_not_travel() -> None:
    assessed = two_taxis(pupil("ann", "a")).assessments
    problem = two_taxis(pupil("ann", "a", together_with="bob"), pupil("bob", "b"), assessments=assessed)
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == set()


def test_two_runs_of_one_vehicle_are_not_together() -> None:
    problem = two_taxis(
        pupil("ann", "c", together_with="bob"), pupil("bob", "d"), schools=(school(between="08:00-09:00"),)
    )
    first = run(problem, "bus", "c: +ann", "oak: -ann", at="08:10")
    second = run(problem, "bus", "d: +bob", "oak: -bob", at="08:40")
    assert broken(problem, first, second) == {"TogetherStayTogether"}


def test_who_travels_solo_shares_with_nobody() -> None:
    problem = two_taxis(pupil("ann", "a", solo=True), pupil("bob", "b"))
    assert broken(problem, run(problem, "bus", "a: +ann", "oak: -ann", at="08:40")) == set()
    assert broken(problem, run(problem, "bus", *BOTH, at="08:40")) == {"SoloTravelAlone"}


@pytest.mark.parametrize(
    ("most", "rules"),
    [(4, set()), (3, set()), (2, {"NoMoreAboardThanAPupilBears"}), (1, {"NoMoreAboardThanAPupilBears"})],
)
def test_a_run_carries_no_more_than_a_pupil_bears_themselves_counted(most: int, rules: set[str]) -> None:
    problem = two_taxis(pupil("ann", "a", most_aboard=most), pupil("bob", "b"), pupil("cat", "c"))
    assert (
        broken(problem, run(problem, "bus", "a: +ann", "b: +bob", "c: +cat", "oak: -ann -bob -cat", at="08:40"))
        == rules
    )


def two_schools(most: int = 2, *, oak: str | None = None, elm: str | None = None) -> set[str]:
    schools = (
        school("oak", "d", between="08:00-09:00", shares_with=oak),
        school("elm", "oak", between="08:00-09:00", shares_with=elm),
    )
    policy = Policy(most_schools_per_run=most)
    problem = two_taxis(pupil("ann", "a"), pupil("bob", "b", "elm"), schools=schools, policy=policy)
    return broken(problem, run(problem, "bus", "a: +ann", "b: +bob", "d: -ann", "oak: -bob", at="08:40"))


@pytest.mark.parametrize(("most", "rules"), [(3, set()), (2, set()), (1, {"FewSchoolsOnARun"})])
def test_a_run_serves_no_more_schools_than_the_policy_allows(most: int, rules: set[str]) -> None:
    assert two_schools(most) == rules


@pytest.mark.parametrize(
    ("oak", "elm", "rules"),
    [
        (None, None, set()),
        ("elm", None, set()),
        ("elm", "oak", set()),
        ("", None, {"SchoolsShareWhereBothAgree"}),
        (None, "", {"SchoolsShareWhereBothAgree"}),
        ("elm", "ash", {"SchoolsShareWhereBothAgree"}),
    ],
)
def test_two_schools_share_a_run_only_where_both_agree(oak: str | None, elm: str | None, rules: set[str]) -> None:
    assert two_schools(oak=oak, elm=elm) == rules
