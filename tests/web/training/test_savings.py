"""By how much a cost has really fallen: the town's morning before a seat is free, and after."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.plan import CrewMember
from routing.problem import Problem
from routing.records import AssistantId
from routing.risk import PupilId
from routing.scenarios import carry_over, without_pupil
from tests.web import town
from web.training.costing import paid
from web.training.savings import Answered, Fallen, NotFallen, measured, shares

P1, P2, P4, P5, P6 = (PupilId(f"p{number}") for number in (1, 2, 4, 5, 6))


def before() -> Answered:
    return town.town(), town.plan_to_school(town.town())


def after(*gone: PupilId, problem: Problem | None = None) -> Answered:
    """Return the same weekday two weeks later, some pupils taken out of their runs and nothing else done."""
    later = replace(problem or town.town(), day=town.DAY + timedelta(days=14))
    for pupil in gone:
        later = without_pupil(later, pupil)
    return later, carry_over(before()[1], later)


def fallen(was: Answered, is_now: Answered, pupil: PupilId, released: Iterable[PupilId]) -> Fallen:
    found = measured(was, is_now, pupil, released)
    assert isinstance(found, Fallen), found
    return found


def not_fallen(was: Answered, is_now: Answered, pupil: PupilId, released: Iterable[PupilId]) -> NotFallen:
    found = measured(was, is_now, pupil, released)
    assert isinstance(found, NotFallen), found
    return found


def test_a_taxi_that_goes_no_more_is_saved_whole() -> None:
    was, is_now = before(), after(P5)
    found = fallen(was, is_now, P5, {P5})
    assert found.pence == paid(*was) - paid(*is_now)
    assert found.freed == {P5}
    assert found.said.startswith("taxi-7 on 23 November 2026 and 7 December 2026: £")


def test_a_run_that_goes_on_saves_nothing_and_says_for_whom() -> None:
    was = before()
    is_now = after(P4)
    stops = tuple(
        replace(
            stop, boards=tuple(p for p in stop.boards if p != P4), alights=tuple(p for p in stop.alights if p != P4)
        )
        for stop in was[1].shifts[0].runs[0].stops
    )
    shift = replace(was[1].shifts[0], runs=(replace(was[1].shifts[0].runs[0], stops=stops),))
    goes_on = (is_now[0], replace(is_now[1], shifts=(shift, was[1].shifts[1])))
    found = not_fallen(was, goes_on, P4, {P4})
    assert found.is_measured
    assert found.said.startswith("minibus-1 goes on, with 3 pupils: the day costs as much as before")


def test_what_changes_in_other_vehicles_is_no_matter() -> None:
    was = before()
    is_now = after(P5, P1)
    assert fallen(was, is_now, P5, {P5}).pence == fallen(was, after(P5), P5, {P5}).pence


def test_whoever_else_changes_in_the_same_vehicles_makes_it_unclear() -> None:
    found = not_fallen(before(), after(P4, P1), P4, {P4})
    assert (found.is_measured, found.said) == (False, "Others of the same vehicles travel otherwise too: p1.")


def test_whoever_shares_an_assistant_is_of_one_company(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, plan = before()
    taxi = plan.shifts[1]
    helped = replace(taxi.runs[0], crew=(CrewMember(AssistantId("a1")),))
    shared = replace(plan, shifts=(plan.shifts[0], replace(taxi, runs=(helped,))))
    monkeypatch.setattr(town, "plan_to_school", lambda _: shared)
    found = not_fallen((problem, shared), after(P4, P5), P4, {P4})
    assert found.said == "Others of the same vehicles travel otherwise too: p5."


def test_two_seats_of_one_run_are_measured_together() -> None:
    was, is_now = before(), after(P4, P2)
    found = fallen(was, is_now, P4, {P4, P2})
    assert found.freed == {P4, P2}
    assert found == fallen(was, is_now, P2, {P4, P2})


def test_other_rates_are_no_saving() -> None:
    cheap = replace(
        town.town(),
        contracts=tuple(replace(each, day_rate_pence=each.day_rate_pence // 2) for each in town.town().contracts),
    )
    found = not_fallen(before(), after(P4, problem=cheap), P4, {P4})
    assert (found.is_measured, found.said) == (
        False,
        "Rates of the same vehicles or passenger assistants are others now.",
    )


def test_whoever_was_on_no_run_frees_none() -> None:
    assert not_fallen(before(), after(P6), P6, {P6}).said == "p6 was on no run before."


@given(
    st.integers(1, 100_000),
    st.dictionaries(st.sampled_from([P1, P2, P4]), st.none() | st.integers(0, 10_000), min_size=1),
)
def test_no_more_is_shared_out_than_has_fallen_and_hardly_less(pence: int, expected: dict[PupilId, int | None]) -> None:
    found = shares(pence, expected)
    assert found.keys() == expected.keys()
    assert pence - len(expected) < sum(found.values()) <= pence
