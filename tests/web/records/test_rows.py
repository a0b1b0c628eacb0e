"""Typed text becomes a row, or sentences; and what is different between two rows is said in words."""

import pytest
from hypothesis import given

from tests.web.records.offices import Office, offices, small
from web.records.layouts import KIND
from web.records.rows import Row, canonical, difference, key_of, known_in, merged, row_of

KNOWN = known_in(small())
HOURS = {"opens": "8:30", "starts": "8.50", "finishes": "15:00", "leave_by": "15:30:00"}


def said(kind: str, texts: dict[str, str]) -> list[tuple[str | None, str]]:
    return [(wrong.column, wrong.said) for wrong in canonical(kind, texts, KNOWN).wrong]


def test_typed_text_becomes_canonical_and_names_become_ids() -> None:
    typed = {"pupil": " P9 ", "school": "oaklodge school", "phase": "Primary", "postcode": "le156sd", "days": "mon-wed"}
    found = canonical("pupils", {**typed, "born_on": "9/3/2015", "name": ""}, KNOWN)
    assert found.wrong == ()
    assert found.values == {
        "pupil": "P9",
        "school": "OAK",
        "phase": "primary",
        "postcode": "LE15 6SD",
        "days": "Mon Tue Wed",
        "born_on": "2015-03-09",
    }


def test_everything_wrong_is_said_with_its_column() -> None:
    assert said("pupils", {"pupil": "P9", "school": "Oaklog School", "born_on": "31/2/2015", "upn": "H80"}) == [
        ("born_on", "'31/2/2015' is no day of the calendar (dates are YYYY-MM-DD or DD/MM/YYYY)"),
        ("upn", "'H80' is not a unique pupil number (H801200001001)"),
        ("school", "'Oaklog School' is not in the schools (nearest: 'Oaklodge School')"),
        ("phase", "is empty: expected one of primary, secondary"),
    ]


@pytest.mark.parametrize(
    ("kind", "texts", "sentences"),
    [
        (
            "risk_assessments",
            {"pupil": "P1", "assessed_on": "2026-09-02", "review_by": "2026-09-01", "signed_by": "RA1"},
            [("assessed_on", "2026-09-02 is after review_by, which is 2026-09-01")],
        ),
        (
            "schools",
            {"school": "ELM", **HOURS, "starts": "16:00"},
            [("starts", "16:00 is after finishes, which is 15:00")],
        ),
        (
            "pupils",
            {"pupil": "P9", "school": "OAK", "phase": "primary"},
            [("home", "does not say where: give lat and lon, or easting and northing, or a postcode")],
        ),
        (
            "pupils",
            {"pupil": "P9", "school": "OAK", "phase": "primary", "lat": "52.67"},
            [("lat", "place here must have both lat and lon, or neither")],
        ),
        (
            "pupils",
            {"pupil": "P9", "school": "OAK", "phase": "primary", "home": "nowhere"},
            [("home", "'nowhere' is not in the places")],
        ),
        ("kept_apart", {"pupil": "P1", "other": "Ann Oak"}, [("other", "'P1' is paired with themselves")]),
        (
            "calendar",
            {"what": "inset", "from": "2026-11-27", "finishes": "13:00"},
            [(None, "an early closure, and nothing else, has the times finishes and leave by")],
        ),
        (
            "policy",
            {"number": "pupils_per_assistant", "value": "0"},
            [("value", "pupils_per_assistant must be at least 1")],
        ),
        ("policy", {"number": "boarding_s", "value": "soon"}, [("value", "expected a whole number, not 'soon'")]),
        (
            "measures",
            {"pupil": "P1", "training": "bsl"},
            [(None, "training asks for an assistant: assistant must be shared or one-to-one")],
        ),
        (
            "measures",
            {"pupil": "P1", "home_from": "17:00", "home_until": "7:00"},
            [("home_from", "17:00 is after home_until, which is 07:00")],
        ),
        (
            "measures",
            {"pupil": "P1", "solo": "yes", "most_aboard": "2"},
            [("most_aboard", "says nothing of a pupil who travels solo: leave it empty")],
        ),
        (
            "vehicles",
            {"vehicle": "V9", "contract": "C1", "layouts": "4", "road_profile": "van"},
            [("road_profile", "'van' is not one of car, taxi, minibus, coach")],
        ),
        ("settings", {"setting": "notice_days", "value": "-1"}, [("value", "must not be negative, not -1")]),
    ],
)
def test_what_cells_are_to_each_other_is_judged(
    kind: str, texts: dict[str, str], sentences: list[tuple[str | None, str]]
) -> None:
    assert said(kind, texts) == sentences


def test_a_row_that_gives_its_own_point_may_give_it_a_new_name() -> None:
    texts = {"pupil": "P9", "school": "OAK", "phase": "primary", "home": "the farm", "lat": "52.67", "lon": "-0.73"}
    assert said("pupils", texts) == []


def test_numbers_of_the_policy_are_typed_as_people_do() -> None:
    typed = canonical("policy", {"number": "earliest_pick_up_s", "value": "06:45"})
    assert typed.values["value"] == "06:45:00"
    assert canonical("policy", {"number": "boarding_s", "value": "150"}).values["value"] == "150"


def test_a_pair_is_the_same_whoever_is_named_first() -> None:
    found = canonical("kept_apart", {"pupil": "P3", "other": "P1"}, KNOWN)
    assert key_of("kept_apart", found.values) == "P1|P3"


@given(offices())
def test_what_is_kept_is_canonical(office: Office) -> None:
    known = known_in(office)
    for kind, rows in office.items():
        for row in rows:
            found = canonical(kind, row.values, known)
            assert found.wrong == ()
            assert found.values == row.values


def test_a_new_postcode_takes_the_old_point_with_it_and_a_new_school_its_confirmation() -> None:
    ann = small()["pupils"][0]
    moved = row_of("pupils", merged("pupils", ann, {"postcode": "LE15 8AA"}))
    assert set(ann.values) - set(moved.values) == {"lat", "lon", "address_confirmed_on"}
    with_point = merged("pupils", ann, {"postcode": "LE15 8AA", "lat": "52.7", "lon": "-0.7"})
    assert (with_point["lat"], "address_confirmed_on" in with_point) == ("52.7", False)
    assert "school_confirmed_on" not in merged("pupils", ann, {"school": "Ash Base"}, KNOWN)
    assert "school_confirmed_on" in merged("pupils", ann, {"school": "Oaklodge School"}, KNOWN)


def test_a_pupil_who_moves_leaves_the_home_that_they_shared() -> None:
    farm = row_of("pupils", {**small()["pupils"][0].values, "home": "the farm"})
    assert "home" not in merged("pupils", farm, {"postcode": "LE15 8AA"})


@pytest.mark.parametrize("postcode", ["LE15 6SD", "le156sd "])
def test_the_same_postcode_takes_nothing_with_it(postcode: str) -> None:
    ann = small()["pupils"][0]
    assert canonical("pupils", merged("pupils", ann, {"postcode": postcode}), KNOWN).values == ann.values


def test_a_first_postcode_does_not_take_the_point_that_was_there_before() -> None:
    pinned = row_of("pupils", {**small()["pupils"][0].values, "postcode": ""})
    assert merged("pupils", pinned, {"postcode": "LE15 6SD"})["lat"] == "52.67"


def test_a_point_set_by_hand_is_no_postcodes_point_any_more() -> None:
    ben = row_of("pupils", {**small()["pupils"][1].values, "lat": "52.6", "lon": "-0.7", "point_of": "LE15 8AA"})
    assert "point_of" not in merged("pupils", ben, {"lat": "52.61"})
    assert merged("pupils", ben, {"name": "Ben"})["point_of"] == "LE15 8AA"


def test_differences_are_said_in_words() -> None:
    before = row_of("pupils", {"pupil": "P1", "mode": "taxi", "born_on": "2015-03-09", "ehc_plan": "no"})
    after = row_of("pupils", {"pupil": "P1", "mode": "pass", "born_on": "2015-03-10", "locality": "Oakham"})
    assert [str(change) for change in difference(before, after)] == [
        "Date of birth: 9 March 2015 → 10 March 2015",
        "Locality: nothing → Oakham",
        "EHC plan: No → nothing",
        "Mode of travel: Taxi or private hire → Public transport pass",
    ]
    assert [
        str(change) for change in difference(None, row_of("contracts", {"contract": "C1", "day_rate": "1250.00"}))
    ] == [
        "Reference: nothing → C1",
        "Day rate in pounds: nothing → £1,250.00",
    ]
    assert difference(before, before) == ()


def test_keys_are_told_apart_whatever_is_in_them() -> None:
    pairs = [("a|b", "c"), ("a", "b|c"), ("a\\", "b"), ("a", "\\|b"), ("a\\|b", "c")]
    keys = {key_of("kept_apart", {"pupil": one, "other": other}) for one, other in pairs}
    assert len(keys) == len(pairs)


def test_a_row_keeps_no_empty_text_and_cannot_be_changed() -> None:
    row = Row("pupils", "P1", {"pupil": "P1", "name": ""})
    assert dict(row.values) == {"pupil": "P1"}
    assert row["name"] == ""
    with pytest.raises(TypeError):
        row.values["pupil"] = "P2"  # type: ignore[index]  # that it cannot is the point
    assert KIND[row.kind].one == "pupil"
