"""The authority of a day is built from the office's rows; what is wrong is said of the record that has it."""

from datetime import date

import pytest

from routing.authority import Authority
from routing.errors import FilesError
from tests.web.records.offices import Office, changed, small
from web.records.building import RecordFinding, authority_of
from web.records.rows import row_of


def said(office: Office) -> list[str]:
    with pytest.raises(FilesError) as refused:
        authority_of(office)
    assert all(isinstance(finding, RecordFinding) for finding in refused.value.findings)
    return [str(finding) for finding in refused.value.findings]


def pupils(authority: Authority) -> list[str]:
    return [pupil.id for pupil in authority.pupils]


def test_an_office_becomes_an_authority() -> None:
    authority = authority_of(small())
    assert pupils(authority) == ["P1", "P2", "P3"]
    assert authority.name_of("schools", "OAK") == "Oaklodge School"
    assert authority.assistants[0].training == {"bsl"}
    assert {site.id for site in authority.sites} >= {"home-P1", "gate", "joins-A1"}


def test_nothing_that_only_the_office_needs_reaches_the_authority() -> None:
    assert "H801200001001" not in repr(authority_of(small()))


def test_an_empty_office_is_an_empty_authority() -> None:
    assert pupils(authority_of({})) == []


@pytest.mark.parametrize(
    "texts",
    [
        {"mode": "independent"},
        {"mode": "mileage"},
        {"decision": "refused"},
        {"decision": "withdrawn"},
        {"school_from": "2026-11-24"},
        {"school_until": "2026-11-22"},
    ],
    ids=str,
)
def test_a_pupil_who_needs_no_seat_is_left_out_with_all_that_names_them(texts: dict[str, str]) -> None:
    authority = authority_of(changed(small(), "pupils", "P1", **texts), day=date(2026, 11, 23))
    assert pupils(authority) == ["P2", "P3"]
    assert (authority.assessments, authority.usuals) == ((), ())
    assert not authority.pupils[1].needs.apart_from
    assert "home-P1" not in {site.id for site in authority.sites}


@pytest.mark.parametrize(
    "texts", [{"mode": "taxi"}, {"mode": "other"}, {"decision": "agreed"}, {"school_until": "2026-11-23"}], ids=str
)
def test_whoever_else_is_carried(texts: dict[str, str]) -> None:
    assert "P1" in pupils(authority_of(changed(small(), "pupils", "P1", **texts), day=date(2026, 11, 23)))


def test_pairs_with_a_pupil_who_needs_no_seat_are_left_out_too() -> None:
    authority = authority_of(changed(small(), "pupils", "P3", mode="mileage"))
    assert pupils(authority) == ["P1", "P2"]
    assert not authority.pupils[0].needs.apart_from


def test_a_harness_that_is_listed_as_a_feature_too_is_one() -> None:
    office = changed(small(), "measures", "P1", harness="yes", feature="harness; lift")
    office = changed(office, "vehicles", "V1", features="harness; lift")
    assert authority_of(office).pupils[0].needs.features == {"harness", "lift"}


def test_without_a_day_dates_leave_nobody_out() -> None:
    assert "P1" in pupils(authority_of(changed(small(), "pupils", "P1", school_until="2020-07-20")))


def test_the_first_check_that_lapses_takes_a_vehicle_off_the_road() -> None:
    assert authority_of(small()).vehicles[0].cleared_until == date(2027, 1, 31)
    assert authority_of(changed(small(), "drivers", "D1", dbs_until="")).vehicles[0].cleared_until == date(2027, 3, 31)
    cleared = changed(small(), "vehicles", "V1", cleared_until="2026-12-01")
    assert authority_of(cleared).vehicles[0].cleared_until == date(2026, 12, 1)


def test_training_holds_until_its_last_day_and_its_lapse_stops_no_plan() -> None:
    unmet: list[RecordFinding] = []
    assert authority_of(small(), day=date(2026, 12, 31), unmet=unmet.append).assistants[0].training == {"bsl"}
    assert unmet == []
    assert authority_of(small(), day=date(2027, 1, 1), unmet=unmet.append).assistants[0].training == frozenset()
    [finding] = unmet
    assert (finding.file, finding.key, finding.column) == ("measures", "P1", "training")
    assert finding.said == "no one in the passenger assistants is trained in 'bsl', which 'P1' needs"


def test_pupils_of_one_home_share_its_place() -> None:
    farm = {"home": "the farm", "lat": "52.67", "lon": "-0.73", "postcode": ""}
    office = changed(changed(small(), "pupils", "P1", **farm), "pupils", "P2", **farm)
    assert {pupil.home for pupil in authority_of(office).pupils[:2]} == {"the farm"}
    elsewhere = changed(office, "pupils", "P2", lat="52.68")
    assert said(elsewhere) == ["pupil P2, Home: 'the farm' stands elsewhere by pupil P1: give one of them another name"]


def test_a_home_that_was_named_stands_in_no_plan_by_its_name() -> None:
    farm = {"home": "12 High Street", "lat": "52.67", "lon": "-0.73", "postcode": ""}
    office = changed(changed(small(), "pupils", "P1", **farm), "pupils", "P2", **farm)
    told = authority_of(office, day=date(2026, 11, 23))
    assert {pupil.home for pupil in told.pupils[:2]} == {"home-P1"}
    assert "12 High Street" not in repr(told)
    at_the_gate = changed(office, "pupils", "P1", home="gate", lat="", lon="", postcode="")  # a place that all may see
    assert authority_of(at_the_gate, day=date(2026, 11, 23)).pupils[0].home == "gate"


def test_a_postcode_beside_a_name_says_nothing_where_the_place_is_known_better() -> None:
    office = changed(small(), "schools", "OAK", postcode="LE15 6XX")
    assert authority_of(office) == authority_of(small())
    authority_of(changed(office, "places", "gate", postcode="LE15 6HH"))
    near = changed(small(), "pupils", "P2", home="the farm", postcode="LE15 6SD")
    exact = {"home": "the farm", "lat": "52.67", "lon": "-0.73"}
    both = changed(near, "pupils", "P3", **exact, postcode="LE15 6SD")
    [farm] = [site for site in authority_of(both).sites if site.id == "the farm"]
    assert (farm.lat, farm.postcode) == (52.67, "LE15 6SD")
    elsewhere = changed(both, "pupils", "P1", home="the farm", lat="", lon="", postcode="LE15 9ZZ")
    assert said(elsewhere)[0].endswith("stands elsewhere by pupil P1: give one of them another name")


@pytest.mark.parametrize(
    ("kind", "key", "texts", "sentence"),
    [
        (
            "pupils",
            "P1",
            {"school": "ELM"},
            "pupil P1, School: 'ELM' is not in the schools",
        ),
        (
            "measures",
            "P1",
            {"ride_limit_minutes": "soon"},
            "pupil's measures P1, Ride limit minutes: 'soon' is not minutes (4, 2.5 or 2:30)",
        ),
        (
            "waivers",
            "Smile|P1",
            {"rule": "Smile", "pupil": "P1", "reason": "x", "granted_by": "TM1", "until": "2026-12-18"},
            "waiver Smile, P1, Rule: 'Smile' is no rule that a waiver may lift",
        ),
        (
            "together",
            "P1|P3",
            {"pupil": "P1", "other": "P3"},
            (
                "pair kept apart P1, P3: 'P1' and 'P3' are kept apart here, "
                "but travel together by the pairs who travel together"
            ),
        ),
        (
            "addresses",
            "P1|Mon|",
            {"pupil": "P1", "days": "Mon", "place": "nowhere"},
            "other address P1, Mon, Place: 'nowhere' is not in the places",
        ),
        (
            "policy",
            "boarding_s",
            {"number": "boarding_s", "value": "-1"},
            "number of the policy boarding_s, Value: boarding_s must not be negative, not -1",
        ),
    ],
)
def test_what_is_wrong_is_said_of_its_record(kind: str, key: str, texts: dict[str, str], sentence: str) -> None:
    assert said(changed(small(), kind, key, **texts)) == [sentence]


def test_a_measure_given_twice_is_named_by_its_record() -> None:
    office = {**small(), "measures": (*small()["measures"], row_of("measures", {"pupil": "P1", "solo": "yes"}))}
    assert authority_of(office).pupils[0].needs.solo
    twice = {**office, "measures": (*office["measures"], row_of("measures", {"pupil": "P1", "solo": "yes"}))}
    assert said(twice) == ["pupil's measures P1, Solo: solo is given for 'P1' in pupil's measures P1 already"]
