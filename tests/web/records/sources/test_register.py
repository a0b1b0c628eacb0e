"""The register of schools brings ours up to date, adds others, and tells of those that closed."""

from pathlib import Path

import pytest

from routing.errors import FilesError
from tests.web.records.offices import Office, changed, small
from web.records.building import authority_of
from web.records.importing import DryRun, applied, dry_run
from web.records.sources.register import register_load
from web.records.uploads import Upload

TRAFFORD = Path(__file__).resolve().parents[5] / "shared/data/places/trafford_schools_gias.csv"
HEADER = (
    "URN,LA (code),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),CloseDate,"
    "PhaseOfEducation (name),StatutoryHighAge,Postcode,Easting,Northing\n"
)
NEW = "Oaklodge School,Academy special converter,Open,,x,19,LE15 6YY,1,2\n"
CALLED = "Oaklodge School (URN 106167)"
HOURS = {"opens": "08:30", "starts": "08:50", "finishes": "15:00", "leave_by": "15:30"}
OAK = "106167,857,Oaklodge Academy,Academy special converter,Open,,Not applicable,19,LE15 6XX,486111,308111\n"
ASH = "100002,857,Ash Base,Other independent special school,Open,,Not applicable,19,LE15 6HP,487000,309000\n"


def run(text: str, office: Office | None = None, *, authority: str = "", wanted: tuple[str, ...] = ()) -> DryRun:
    office = small() if office is None else office
    upload = Upload("gias.csv", (HEADER + text).encode("cp1252"))
    return dry_run(office, register_load(upload, office, authority=authority, wanted=wanted, hours=HOURS))


def told(found: DryRun) -> dict[str, dict[str, str]]:
    return {each.after.key: {one.column.name: one.after for one in each.differences} for each in found.changed}


def test_our_schools_are_found_by_number_or_by_name_and_postcode_and_a_gate_is_never_moved() -> None:
    found = run(OAK + ASH + "100003,857,Yew School,Community school,Open,,Primary,11,LE15 1AA,1,2\n")
    assert told(found) == {
        "OAK": {
            "name": "Oaklodge Academy",
            "type": "State-funded special school",
            "phases": "Not applicable",
            "status": "Open",
            "postcode": "LE15 6XX",
        },
        "ASH": {
            "urn": "100002",
            "type": "Independent special school",
            "phases": "Not applicable",
            "status": "Open",
            "easting": "487000",
            "northing": "309000",
        },
    }
    assert found.new == ()
    assert found.notes == ()
    assert len(authority_of(applied(small(), found.changes)).schools) == 2


def test_schools_of_the_authority_or_named_ones_are_added_with_the_hours_that_are_given() -> None:
    yew = "100003,857,Yew School,Community school,Open,,Primary,11,LE15 1AA,486000,308000\n"
    far = "100004,856,Fir College,Further education,Open,,16 plus,19,LE1 1AA,458000,304000\n"
    shut = "100005,857,Elm School,Community school,Closed,31-08-2020,Secondary,16,LE15 1AB,486000,308000\n"
    soon = "100006,857,New School,Free schools special,Proposed to open,,Not applicable,19,LE15 1AC,486000,308000\n"
    found = run(OAK + ASH + yew + far + shut + soon, authority="857")
    assert {row.key: (row["type"], row["opens"]) for row in found.new} == {"100003": ("primary", "08:30")}
    named = run(OAK + ASH + yew + far, wanted=("100004",))
    assert {row.key: row["type"] for row in named.new} == {"100004": "post-16"}


def test_schools_that_are_added_take_no_hours_from_ours() -> None:
    yew = "100003,857,Yew School,Community school,Open,,Primary,11,LE15 1AA,1,2\n"
    found = run(OAK + yew, authority="857")
    assert [row["opens"] for row in found.new] == ["08:30"]
    assert found.refused == ()
    assert {each.column.name for each in found.changed[0].differences}.isdisjoint(HOURS)


def test_without_hours_a_new_school_is_refused() -> None:
    load = register_load(Upload("gias.csv", (HEADER + OAK + ASH).encode()), {}, authority="857")
    found = dry_run({}, load)
    assert found.new == ()
    assert str(found.refused[0]) == "gias.csv line 2, column Opens: is empty: expected a time of day (08:40)"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            f"106167,857,{NEW.replace('Open,', 'Closed,31-08-2026')}200001,857,{NEW}",
            f"{CALLED} has closed on 31 August 2026; in its place is Oaklodge School (URN 200001); 2 pupils go there",
        ),
        (
            "106167,857,Oaklodge School,Community special school,Closed,,x,19,LE15 6HP,1,2\n",
            f"{CALLED} has closed; in its place is Ash Base (URN 100002); 2 pupils go there",
        ),
        (
            '106167,857,Oaklodge School,Community special school,"Open, but proposed to close",31-08-2027,x,19,,1,2\n',
            f"{CALLED} is proposed to close on 31 August 2027; 2 pupils go there",
        ),
        ("", f"{CALLED} is not in the file; 2 pupils go there"),
    ],
)
def test_a_school_that_closed_or_changed_its_number_is_told_with_its_pupils(text: str, note: str) -> None:
    assert run(text + ASH).notes == (note,)


def test_loading_twice_changes_nothing() -> None:
    after = applied(small(), run(OAK + ASH, authority="857").changes)
    again = run(OAK + ASH, after, authority="857")
    assert (again.new, again.changed) == ((), ())
    assert len(again.same) == 2


def test_what_is_known_better_here_stays() -> None:
    office = changed(small(), "schools", "ASH", type="alternative", easting="487001", northing="309001")
    assert set(told(run(OAK + ASH, office))["ASH"]) == {"urn", "phases", "status"}


def test_another_file_is_no_register() -> None:
    with pytest.raises(FilesError, match="is it the register of schools"):
        register_load(Upload("x.csv", b"a,b\n1,2\n"), small())


@pytest.mark.skipif(not TRAFFORD.exists(), reason="the register of Trafford is not here")
def test_a_real_part_of_the_register_is_read_under_its_own_names() -> None:
    load = register_load(Upload(TRAFFORD.name, TRAFFORD.read_bytes()), {}, authority="358", hours=HOURS)
    found = dry_run({}, load)
    assert found.refused == ()
    assert len(found.new) == len(load.table.rows) > 80
    schools = {row["name"]: row for row in found.new}
    assert schools["St John Vianney School"]["type"] == "state-special"
    assert schools["Navigation Primary School"]["type"] == "primary"
    assert all(row["lat"] and row["urn"] == row.key for row in found.new)
    after = applied({}, found.changes)
    assert len(authority_of(after).schools) == len(found.new)
    again = dry_run(after, register_load(Upload(TRAFFORD.name, TRAFFORD.read_bytes()), after, authority="358"))
    assert (again.new, again.changed, again.refused) == ((), (), ())
