"""A postcode's point is filled in only where there is nothing better, and says what it is."""

from geodata.postcodes import Postcodes
from tests.web.records.offices import Office, changed, small
from web.records.importing import DryRun, applied, dry_run
from web.records.sources.postcodes import postcode_loads

KNOWN = Postcodes({"LE15 8AA": (52.60001234, -0.7), "LE15 6SD": (52.65, -0.75)})


def run(office: Office, postcodes: Postcodes = KNOWN) -> DryRun:
    return dry_run(office, *postcode_loads(office, postcodes.find))


def test_only_pupils_who_have_no_more_than_a_postcode_get_its_point_and_it_is_marked() -> None:
    found = run(small())
    assert {
        each.after.key: (each.after["lat"], each.after["lon"], each.after["point_of"]) for each in found.changed
    } == {
        "P2": ("52.600012", "-0.7", "LE15 8AA"),
        "P3": ("52.600012", "-0.7", "LE15 8AA"),
    }
    assert found.notes[0].startswith("2 of the pupils stand at the middle of their postcode")
    assert "approximate fallback" in found.notes[0]


def test_other_addresses_are_filled_too() -> None:
    office = changed(small(), "addresses", "P1|Mon|", pupil="P1", days="Mon", postcode="LE15 6SD")
    assert [each.after.key for each in run(office).changed if each.after.kind == "addresses"] == ["P1|Mon|"]


def test_filling_twice_changes_nothing_and_better_postcodes_are_taken_anew() -> None:
    after = applied(small(), run(small()).changes)
    assert run(after).changed == ()
    moved = run(after, Postcodes({"LE15 8AA": (52.61, -0.71)}))
    assert {each.after["lat"] for each in moved.changed} == {"52.61"}


def test_a_point_that_somebody_corrects_is_never_touched_again() -> None:
    after = applied(small(), run(small()).changes)
    pinned = changed(after, "pupils", "P2", lat="52.62", lon="-0.69", point_of="")
    assert {each.after.key for each in run(pinned, Postcodes({"LE15 8AA": (52.61, -0.71)})).changed} == {"P3"}


def test_a_postcode_that_nobody_knows_is_said() -> None:
    found = run(small(), Postcodes({}))
    assert str(found.refused[0]) == (
        "postcodes, column Postcode: nobody knows LE15 8AA, of pupil P2: correct it, or set a point"
    )
    assert found.notes == ()
