"""An authority taken apart into the office's rows is put together again the same, and no home stands in the clear."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata import PlaceId
from routing.authority import Authority, read_authority
from routing.policy import Policy
from routing.synthesis import draw, plane_ground
from tests.routing.authority.folders import write_folder
from web.records.building import authority_of
from web.records.layouts import KIND
from web.records.rows import canonical, known_in
from web.records.sense import POINT
from web.records.writing import rows_of

_FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def in_order(authority: Authority) -> Authority:
    """Return an authority with its sites in the order of their ids: their order means nothing."""
    return replace(authority, sites=tuple(sorted(authority.sites, key=lambda site: site.id)))


@pytest.fixture
def by_hand(tmp_path: Path) -> Authority:
    return read_authority(write_folder(tmp_path / "authority"))


@given(pupils=st.integers(1, 40), schools=st.integers(1, 5), seed=st.integers(0, 10**6))
@_FEW
def test_every_authority_comes_back_the_same(pupils: int, schools: int, seed: int) -> None:
    authority = draw(plane_ground(pupils, schools, seed), pupils, schools, seed)
    assert in_order(authority_of(rows_of(authority))) == in_order(authority)


def test_an_authority_written_by_hand_comes_back_the_same(by_hand: Authority) -> None:
    assert in_order(authority_of(rows_of(by_hand))) == in_order(by_hand)


@given(seed=st.integers(0, 10**6))
@_FEW
def test_every_row_is_canonical_and_has_a_key_of_its_own(seed: int) -> None:
    rows = rows_of(draw(plane_ground(20, 3, seed), 20, 3, seed))
    known = known_in(rows)
    for kind, own in rows.items():
        assert len({row.key for row in own}) == len(own)
        for row in own:
            assert canonical(kind, row.values, known) == canonical(kind, row.values)
            assert canonical(kind, row.values, known).values == row.values


def test_where_pupils_and_assistants_live_is_in_their_own_rows_alone(by_hand: Authority) -> None:
    rows = rows_of(by_hand)
    homes = {row.key: {name: row[name] for name in POINT if row[name]} for row in rows["pupils"]}
    assert homes["P1"] == {"lat": "52.67", "lon": "-0.73"}
    assert homes["P2"] == homes["P3"] == {"postcode": "LE15 6SD"}
    assert {row.key for row in rows["places"]} == {"gate", "depot", "corner", "gate-ASH-1"}
    assert [(row["place"], row["postcode"]) for row in rows["addresses"]] == [
        ("home-P4-1-2-from-school", "LE15 6HP")
    ] * 2
    assert rows["pick_up_points"][0]["place"] == "corner", "a gate stands there too"
    assert all(KIND["pupils"].column(name).sensitive for name in POINT)


def test_assistants_homes_are_in_their_own_rows_and_places_are_of_nobody() -> None:
    rows = rows_of(draw(plane_ground(40, 3, 1), 40, 3, 1))
    assert any(row["joins_at"] and row["lat"] for row in rows["assistants"])
    assert {row.key.split("-")[0] for row in rows["places"]} <= {"gate", "depot"}


def test_a_home_is_named_only_where_it_must_be(by_hand: Authority) -> None:
    ann, ben, *others = by_hand.pupils
    sites = tuple(replace(site, id=PlaceId("home-P1")) if site.id == ann.home else site for site in by_hand.sites)
    alone = replace(by_hand, sites=sites, pupils=(replace(ann, home=PlaceId("home-P1")), ben, *others))
    assert rows_of(alone)["pupils"][0]["home"] == ""
    shared = replace(alone, pupils=(alone.pupils[0], replace(ben, home=PlaceId("home-P1")), *others))
    assert [row["home"] for row in rows_of(shared)["pupils"][:2]] == ["home-P1", "home-P1"]
    assert authority_of(rows_of(shared)).pupils == shared.pupils


def test_measures_are_one_row_for_a_pupil(by_hand: Authority) -> None:
    ann, *_ = rows_of(by_hand)["measures"]
    assert dict(ann.values) == {
        "pupil": "P1",
        "wheelchair": "yes",
        "assistant": "shared",
        "training": "rescue-medication",
    }


def test_operators_and_drivers_have_records_and_the_policy_what_differs(by_hand: Authority) -> None:
    rows = rows_of(by_hand)
    assert [row.key for row in rows["operators"]] == ["Hill Cars", "own fleet"]
    assert [row.key for row in rows["drivers"]] == ["D1", "D2"]
    assert {row.key: row["value"] for row in rows["policy"]} == {
        "most_schools_per_run": "3",
        "earliest_pick_up_s": "07:00:00",
    }
    assert authority_of({**rows, "policy": ()}).policy == Policy()
