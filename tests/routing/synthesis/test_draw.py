"""A drawn authority is lifelike: its needs, fleet and prices lie where English authorities' do, for every seed."""

from collections import Counter
from datetime import date

import pytest

from routing.authority import Authority
from routing.authority.calendar import EventKind
from routing.records import AssistantNeed
from routing.risk import why_not_assessed
from routing.synthesis import SIZES, draw, plane_ground


@pytest.fixture(scope="module")
def county() -> Authority:
    return draw(plane_ground(1000, 30, 5), 1000, 30, 5)


def share(county: Authority, holds: "list[bool]") -> float:
    return sum(holds) / len(county.pupils)


def test_the_five_sizes_of_the_benchmark_have_names() -> None:
    assert list(SIZES.values()) == [(60, 1), (200, 10), (650, 25), (1000, 30), (2500, 70)]


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    one, again, other = (draw(plane_ground(80, 4, seed), 80, 4, seed) for seed in (3, 3, 4))
    assert one == again
    assert one != other


def test_needs_have_their_shares(county: Authority) -> None:
    needs = [pupil.needs for pupil in county.pupils]
    assert share(county, [need.wheelchair for need in needs]) == pytest.approx(0.13, abs=0.04)
    assert share(county, [need.assistant is AssistantNeed.SHARED for need in needs]) == pytest.approx(0.50, abs=0.05)
    assert share(county, [need.assistant is AssistantNeed.ONE_TO_ONE for need in needs]) == pytest.approx(
        0.10, abs=0.03
    )
    assert share(county, [need.solo for need in needs]) == pytest.approx(0.06, abs=0.02)
    assert 0.03 < share(county, [bool(need.training) for need in needs]) < 0.30
    assert share(county, [bool(need.apart_from) for need in needs]) == pytest.approx(0.03, abs=0.015)
    assert 0.005 < share(county, [bool(need.together_with) for need in needs]) < 0.03
    assert 0.02 < share(county, [bool(pupil.pick_up_points) for pupil in county.pupils]) < 0.15


def test_three_pupils_in_five_go_to_special_schools(county: Authority) -> None:
    special = {id_ for id_, name in county.names["schools"].items() if name.endswith("School")}
    assert len(special) == 12
    assert share(county, [pupil.school in special for pupil in county.pupils]) == pytest.approx(0.6, abs=0.06)


def test_bells_ring_when_english_bells_do(county: Authority) -> None:
    for school in county.schools:
        assert 8 * 3600 + 40 * 60 <= school.starts_s <= 9 * 3600 + 15 * 60
        assert 14 * 3600 + 50 * 60 <= school.finishes_s <= 15 * 3600 + 30 * 60


def test_a_few_risk_assessments_have_lapsed_and_all_trace_every_need(county: Authority) -> None:
    by_pupil = {each.pupil: each for each in county.assessments}
    lapsed = [why_not_assessed(by_pupil, pupil.id, date(2026, 11, 24)) is not None for pupil in county.pupils]
    assert share(county, lapsed) == pytest.approx(0.02, abs=0.015)
    for pupil in county.pupils:
        rules = {measure.rule for measure in by_pupil[pupil.id].measures}
        assert ("EveryWheelchairHasASpace" in rules) == pupil.needs.wheelchair
        assert ("SoloTravelAlone" in rules) == pupil.needs.solo


def test_the_fleet_has_every_kind_and_english_prices(county: Authority) -> None:
    kinds = Counter(vehicle.id[0] for vehicle in county.vehicles)
    assert set(kinds) == set("TPWVML")
    day_rate = {record.contract.id: record.contract.day_rate_pence for record in county.contracts}
    for kind, (low, high) in {"T": (5500, 7000), "M": (14_500, 18_500), "L": (18_000, 23_000)}.items():
        own = [day_rate[vehicle.contract] for vehicle in county.vehicles if vehicle.id[0] == kind]
        assert all(low <= pence <= high for pence in own)
    for record in county.contracts:
        buses = [v for v in county.vehicles if v.contract == record.contract.id and v.id[0] in "ML"]
        assert (record.contract.most_seats is None) == bool(buses)


def test_there_are_an_assistant_and_a_vehicle_for_each_of_the_simplest_runs(county: Authority) -> None:
    alone = sum(pupil.needs.solo for pupil in county.pupils)
    own = sum(pupil.needs.assistant is AssistantNeed.ONE_TO_ONE for pupil in county.pupils)
    assert len(county.vehicles) > alone
    assert len(county.assistants) > own
    joined = sum(assistant.joins_at is not None for assistant in county.assistants)
    assert joined / len(county.assistants) == pytest.approx(0.1, abs=0.05)


def test_the_calendar_is_the_school_year_2026_27(county: Authority) -> None:
    school = county.schools[0].id
    open_days = sum(
        county.calendar.why_closed(school, date.fromordinal(n)) is None
        for n in range(date(2026, 8, 1).toordinal(), date(2027, 8, 31).toordinal())
    )
    assert open_days == 190
    assert sum(event.kind is EventKind.INSET for event in county.calendar.events) == 3 * 30


def test_an_authority_of_one_pupil_can_be_drawn() -> None:
    assert len(draw(plane_ground(1, 1, 0), 1, 1, 0).pupils) == 1


@pytest.mark.parametrize(("pupils", "schools"), [(0, 1), (1, 0), (-1, 1)])
def test_an_authority_of_nobody_is_refused(pupils: int, schools: int) -> None:
    with pytest.raises(ValueError, match="pupils and schools must be at least 1"):
        draw(plane_ground(1, 1, 0), pupils, schools, 0)
