"""A dry run says what loading would do, down to the cell; loading twice changes nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.records.offices import Office, changed, offices, small
from web.records.exporting import loads_of, zip_of
from web.records.importing import DryRun, Load, applied, dry_run
from web.records.mapping import ColumnMapping, guess
from web.records.uploads import Upload, read_table

_FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def load(text: str, kind: str = "pupils", *, whole: bool = False, name: str = "list.csv") -> Load:
    table = read_table(Upload(name, text.encode()))
    return Load(table, guess(table, kind).mapping, whole)


def run(text: str, kind: str = "pupils", *, whole: bool = False, office: Office | None = None) -> DryRun:
    return dry_run(small() if office is None else office, load(text, kind, whole=whole))


def keys(found: DryRun) -> dict[str, list[str]]:
    return {
        "new": [row.key for row in found.new],
        "changed": [each.after.key for each in found.changed],
        "same": [row.key for row in found.same],
        "dropped": [row.key for row in found.dropped],
    }


def test_new_changed_same_and_refused_are_told_apart() -> None:
    found = run(
        "Pupil,Name,School,Phase,Postcode\n"
        "P1,Ann Oak,Oaklodge School,Primary,le15 6sd\n"
        "P2,Ben Elm,Ash Base,secondary,LE15 8AA\n"
        "P8,Dee Yew,OAK,primary,LE15 6SD\n"
        "P9,Eve Fir,ELM,middle,LE15 6SD\n"
    )
    assert keys(found) == {"new": ["P8"], "changed": ["P2"], "same": ["P1"], "dropped": []}
    assert [str(change) for change in found.changed[0].differences] == ["School: OAK → ASH"]
    assert [str(finding) for finding in found.refused] == [
        "list.csv line 5, column School: 'ELM' is not in the schools",
        "list.csv line 5, column Phase: 'middle' is not one of primary, secondary",
    ]


def test_columns_that_the_file_lacks_stay_and_empty_cells_empty_theirs() -> None:
    found = run("pupil,name\nP1,\n")
    [change] = found.changed
    assert [str(each) for each in change.differences] == ["Name: Ann Oak → nothing"]


def test_a_new_record_needs_what_every_record_needs() -> None:
    found = run("pupil,name\nP9,Eve\n")
    assert found.new == ()
    assert [(finding.column, finding.said.split(":")[0]) for finding in found.refused] == [
        ("School", "is empty"),
        ("Phase", "is empty"),
    ]


def test_a_pupil_who_moved_loses_the_point_of_the_old_house() -> None:
    [change] = run("pupil,postcode\nP1,LE15 8AA\n").changed
    assert {each.column.name for each in change.differences} == {"postcode", "lat", "lon", "address_confirmed_on"}


def test_a_line_that_tells_of_the_same_record_again_is_refused() -> None:
    found = run("pupil,name\nP1,Ann\nP1,Bea\n")
    assert [change.after["name"] for change in found.changed] == ["Ann"]
    assert [str(finding) for finding in found.refused] == [
        "list.csv line 3, column pupil: pupil P1 is on line 2 already"
    ]


def test_a_file_may_name_what_it_brings_itself() -> None:
    hours = "08:30,08:50,15:00,15:30,LE15 6SD"
    found = run(
        "school,name,opens,starts,finishes,leave_by,postcode,shares_with\n"
        f"ELM,Elm School,{hours},Yew Base; OAK\nYEW,Yew Base,{hours},\nFIR,Fir School,{hours},Nowhere\n",
        "schools",
    )
    assert [row["shares_with"] for row in found.new] == ["YEW; OAK", ""]
    assert found.refused[0].said.startswith("'Nowhere' is not in the schools")


def test_two_files_may_name_each_other() -> None:
    schools = load("school,opens,starts,finishes,leave_by,postcode\nELM,8:30,8:50,15:00,15:30,LE15 6SD\n", "schools")
    pupils = load("pupil,school,phase,postcode\nP9,ELM,primary,LE15 6SD\n")
    assert dry_run(small(), pupils).new == ()
    by_name = load("pupil,school,phase,postcode\nP9,Oaklodge School,primary,LE15 6SD\n")
    renamed = load("school,name\nOAK,Oak Academy\n", "schools")
    assert dry_run(small(), by_name, load("school,bays\nOAK,3\n", "schools")).refused == ()
    assert "'Oaklodge School' is not in the schools" in str(dry_run(small(), by_name, renamed).refused[0])
    assert [row.key for row in dry_run(small(), pupils, schools).new] == ["P9", "ELM"]


def test_only_a_whole_list_drops_and_what_hangs_on_a_pupil_goes_too() -> None:
    text = "pupil,name\nP2,Ben Elm\nP3,Cay Ash\n"
    assert run(text).dropped == ()
    found = run(text, whole=True)
    assert {(row.kind, row.key) for row in found.dropped} == {
        ("pupils", "P1"),
        ("risk_assessments", "P1|2026-09-01"),
        ("measures", "P1"),
        ("usual", "P1|to-school"),
        ("kept_apart", "P1|P3"),
    }


def test_a_refused_line_drops_nobody() -> None:
    assert run("pupil,phase\nP1,middle\nP2,secondary\nP3,secondary\n", whole=True).dropped == ()


def test_nothing_is_dropped_while_a_line_cannot_be_told_from_the_others() -> None:
    found = run("pupil,name\nP2,Ben Elm\n,Ann Oak\n", whole=True)
    assert found.dropped == ()
    assert [str(finding) for finding in found.refused] == [
        "list.csv line 3, column pupil: is empty: expected an id",
        "list.csv line 3, column School: is empty: expected an id",
        "list.csv line 3, column Phase: is empty: expected one of primary, secondary",
        "list.csv: nothing is dropped, for some lines could not be read: mend them first",
    ]


def test_what_something_else_names_is_not_dropped() -> None:
    found = run("contract\n", "contracts", whole=True)
    assert found.dropped == ()
    assert [str(finding) for finding in found.refused] == [
        "list.csv: contract C1 cannot be dropped, for vehicle V1 names it: change that first"
    ]


def test_numbered_records_are_counted_where_the_file_does_not_count_them() -> None:
    text = "pupil,walk,lat,lon\nP1,4,52.67,-0.73\nBen Elm,3,52.68,-0.73\nAnn Oak,5,52.66,-0.73\n"
    found = run(text, "pick_up_points")
    assert [row.key for row in found.new] == ["P1|1", "P2|1", "P1|2"]
    assert keys(run(text, "pick_up_points", office=applied(small(), found.changes)))["same"] == ["P1|1", "P2|1", "P1|2"]


def test_changes_bear_the_version_that_was_looked_at() -> None:
    found = run(
        "pupil,school,phase,postcode,name\nP9,OAK,primary,LE15 6SD,Eve\nP1,OAK,primary,LE15 6SD,Anna\n", whole=True
    )
    assert {
        (change.key, change.before, change.values is None) for change in found.changes if change.kind == "pupils"
    } == {
        ("P9", None, False),
        ("P1", 1, False),
        ("P2", 1, True),
        ("P3", 1, True),
    }


def test_a_kept_mapping_maps_any_words() -> None:
    table = read_table(Upload("list.csv", b"Ref,Called\nP1,Anna\n"))
    mapping = ColumnMapping("case system", "pupils", (("Ref", "pupil"), ("Called", "name")))
    assert [change.after["name"] for change in dry_run(small(), Load(table, mapping)).changed] == ["Anna"]


def test_a_home_that_is_only_named_is_told_for_it_is_not_sealed() -> None:
    found = run("pupil,school,phase,home\nP9,OAK,primary,gate\n")
    assert [row["home"] for row in found.new] == ["gate"]
    assert found.notes[0].startswith("1 home is said by the name of a place: give the point or the postcode itself")


@pytest.mark.parametrize("whole", [False, True])
@given(office=offices())
@_FEW
def test_loading_twice_changes_nothing(office: Office, *, whole: bool) -> None:
    loads = loads_of(Upload("all.zip", zip_of(office)), whole=whole)
    first = dry_run(small(), *loads)
    after = applied(small(), first.changes)
    again = dry_run(after, *loads)
    assert (again.new, again.changed, again.dropped) == ((), (), ())
    assert again.refused == first.refused


@given(st.lists(st.sampled_from(["P1", "P2", "P9", "", "Ann Oak"]), max_size=5), st.data())
@_FEW
def test_loading_any_list_twice_changes_nothing(pupils: list[str], data: st.DataObject) -> None:
    cell = {
        "name": ["Ann", ""],
        "school": ["OAK", "Ash Base", "ELM", ""],
        "phase": ["primary", "Secondary", ""],
        "postcode": ["LE15 6SD", "le158aa", "?", ""],
        "lat": ["52.67", "52.6700", "", "200"],
        "lon": ["-0.73", ""],
        "mode": ["taxi", "Public transport pass", ""],
    }
    columns = data.draw(st.lists(st.sampled_from(sorted(cell)), unique=True))
    lines = [",".join([pupil, *(data.draw(st.sampled_from(cell[name])) for name in columns)]) for pupil in pupils]
    one = load("\n".join([",".join(["pupil", *columns]), *lines, ""]), whole=data.draw(st.booleans()))
    after = applied(small(), dry_run(small(), one).changes)
    again = dry_run(after, one)
    assert (again.new, again.changed, again.dropped) == ((), (), ())


@pytest.mark.parametrize("kind", ["kept_apart", "together"])
def test_a_pair_is_the_same_whoever_is_named_first(kind: str) -> None:
    office = changed(small(), kind, "P1|P3", pupil="P1", other="P3")
    assert keys(run("pupil,other\nCay Ash,Ann Oak\n", kind, office=office))["same"] == ["P1|P3"]
