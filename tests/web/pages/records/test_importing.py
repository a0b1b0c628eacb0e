"""A file is looked at before anything is kept; then all of it is loaded or nothing, at the versions that were seen."""

import io
import zipfile

import openpyxl
import pytest

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.records.desk import held, keep, mark_in, opened, said_in_audit, send_file, text_of
from web.store import Store

pytestmark = pytest.mark.usefixtures("full")
LIST = (
    b"pupil,name,school,phase,postcode,address\n"
    b"p1,Ann Oakley,Oak School,secondary,LE15 6SD,3 Quarry Close\n"
    b"p7,Gus Hazel,elm,primary,LE15 8AA,\n"
    b"p8,Ida Rowan,Ash School,middle,LE15 8AA,\n"
)


def looked_at(browser: Browser, content: bytes, kind: str = "pupils", **more: str) -> str:
    """Send a file; return the address at which it is looked at."""
    answer = send_file(browser, content, kind, **more)
    assert answer.status_code == 303, text_of(answer, answer.status_code)
    return answer.location.removesuffix("/columns")


def confirmed(browser: Browser, address: str) -> str:
    """Confirm a file as it is shown; return the text of the page that follows."""
    mark = mark_in(browser.get(address).get_data(as_text=True))
    answer = browser.post(f"{address}/confirm", data={"mark": mark})
    assert answer.status_code == 303
    return opened(browser, answer.location)


def test_a_dry_run_says_what_would_be_done_and_keeps_nothing(officer: Browser, store: Store) -> None:
    address = looked_at(officer, LIST)
    page = opened(officer, address)
    assert "1 new and 1 changed; 0 stay as they are; 2 things would be refused." in page
    assert "Pupil p7 Gus Hazel" in page
    changed = opened(officer, f"{address}?part=changed")
    assert "Address: changed (restricted)" in changed
    assert "Quarry" not in changed
    assert "Address: p1 Secret Lane → 3 Quarry Close" in opened(officer, f"{address}/restricted?part=changed")
    assert said_in_audit(store, "restricted:viewed")[0].detail == {"what": "import"}
    refused = opened(officer, f"{address}?part=refused")
    assert "4 school 'Ash School' is not in the schools (nearest: 'Oak School')" in refused
    table = officer.get(f"{address}/refused.csv").get_data(as_text=True)
    assert table.splitlines()[0] == "\ufeffline,column,why"
    assert table.count("\r\n4,") == 2
    assert held(store, "pupils", "p7") is None


def test_what_is_confirmed_is_kept_and_loaded_twice_changes_nothing(officer: Browser, store: Store) -> None:
    address = looked_at(officer, LIST)
    assert "Loaded: 1 new and 1 changed." in confirmed(officer, address)
    row = held(store, "pupils", "p1")
    assert row is not None
    assert row["address"] == "3 Quarry Close"
    assert "Why: Loaded from list.csv" in opened(officer, "/records/pupils/p7")
    [entry] = said_in_audit(store, "import:confirmed")
    assert entry.detail == {"new": 1, "changed": 1, "dropped": 0, "refused": 2}
    assert "This file has been loaded" in opened(officer, address)
    assert officer.post(f"{address}/confirm").status_code == 409
    again = opened(officer, looked_at(officer, LIST))
    assert "Nothing would change. 2 records of the file are as they are here." in again
    assert "Load it" not in again


def test_what_somebody_changed_since_it_was_seen_refuses_all_of_it(officer: Browser, store: Store) -> None:
    address = looked_at(officer, LIST)
    mark = mark_in(officer.get(address).get_data(as_text=True))
    keep(store, "pupils", pupil="p1", locality="Oakham")
    answer = officer.post(f"{address}/confirm", data={"mark": mark})
    assert "Someone else has changed records since you looked. Nothing was loaded" in text_of(answer, 409)
    assert held(store, "pupils", "p7") is None
    assert "Loaded: 1 new and 1 changed." in confirmed(officer, address)


def test_what_would_contradict_other_records_cannot_be_loaded(officer: Browser, store: Store) -> None:
    address = looked_at(officer, b"pupil,other\np1,p3\np1,p2\n", "together")
    page = opened(officer, address)
    assert "It cannot be loaded: it would contradict" in page
    assert "'p1' and 'p3' are kept apart here, but travel together" in page
    assert "Load it" not in page
    assert officer.post(f"{address}/confirm", data={"mark": ""}).status_code == 409
    assert held(store, "together", "p1|p2") is None


def test_needs_that_nobody_can_meet_are_told_and_stop_nothing(officer: Browser, store: Store) -> None:
    address = looked_at(officer, b"pupil,measure,value\np2,wheelchair,\np2,feature,sidecar\n", "measures")
    page = opened(officer, address)
    assert "Pupil's measures p2, Feature: something is wrong with it (restricted)" in page
    assert "sidecar" not in page
    assert "'p2' needs a vehicle with 'sidecar', and none has it" in opened(officer, f"{address}/restricted")
    confirmed(officer, address)
    assert held(store, "measures", "p2") is not None


def test_a_whole_list_takes_out_what_is_not_in_it_but_nothing_that_is_named(officer: Browser, store: Store) -> None:
    address = looked_at(officer, b"assistant,name\na1,Gil Ashe\n", "assistants", whole="yes")
    assert "Passenger assistant a2" in opened(officer, address)
    confirmed(officer, address)
    assert held(store, "assistants", "a2") is None
    named = opened(officer, looked_at(officer, b"vehicle,contract,layouts\ntaxi-7,c2,4+0\n", "vehicles", whole="yes"))
    assert "vehicle minibus-1 cannot be dropped, for promise p1, to-school names it" in named


def test_an_export_loaded_again_would_change_nothing(officer: Browser, store: Store) -> None:
    exported = officer.get("/records/export/everything.zip").get_data()
    with store.reading(OFFICE) as kept:
        count = sum(map(len, kept.records.all_rows().values()))
    for whole in ({}, {"whole": "yes"}):
        page = opened(officer, looked_at(officer, exported, "archive", name="records.zip", **whole))
        assert f"Nothing would change. {count} records of the file are as they are here." in page
        assert "Refused (0)" in page


def test_an_export_brings_back_what_was_changed_since(officer: Browser, store: Store) -> None:
    exported = officer.get("/records/export/everything.zip").get_data()
    officer.post("/records/pupils/p1/remove", data={"version": "2"})
    keep(store, "schools", school="elm", name="Elm Academy")
    address = looked_at(officer, exported, "archive", name="records.zip", whole="yes")
    assert "7 new and 1 changed" in opened(officer, address)
    confirmed(officer, address)
    assert "Nothing would change." in opened(officer, looked_at(officer, exported, "archive", name="records.zip"))


def test_an_officer_loads_no_waivers(officer: Browser, manager: Browser, store: Store) -> None:
    waivers = b"rule,pupil,reason,granted_by,until\nNoOneRidesTooLong,p1,Roadworks,TM1,2026-12-18\n"
    address = looked_at(officer, waivers, "waivers")
    page = opened(officer, address)
    assert "It cannot be loaded: you may not change waivers." in page
    assert "Load it" not in page
    confirmed(manager, looked_at(manager, waivers, "waivers"))
    assert len(said_in_audit(store, "waiver:granted")) == 1


def test_a_file_is_nobody_elses_and_can_be_forgotten(officer: Browser, manager: Browser, school: Browser) -> None:
    address = looked_at(officer, LIST)
    for other in (manager, school):
        assert other.get(address).status_code == 404
        assert other.get(f"{address}/refused.csv").status_code == 404
        assert other.post(f"{address}/confirm", data={"mark": ""}).status_code == 404
        other.post(f"{address}/forget")
    assert officer.get(address).status_code == 200
    assert "The file has been forgotten." in opened(officer, officer.post(f"{address}/forget").location)
    assert officer.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["pupils", "archive", "register", "placements", "postcodes", "measures"])
def test_nonsense_is_refused_in_a_sentence_whatever_it_is_said_to_be(kind: str, officer: Browser, store: Store) -> None:
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as parts:
        parts.writestr("dragons.csv", "pupil\np1\n")
    for name, content in (
        ("a.csv", b""),
        ("b.csv", b"\x00\xff\xfe\x00 no text"),
        ("c.xlsx", b"PK\x03\x04 cut short"),
        ("d.csv", b"pupil;name\np1;Ann\n"),
        ("e.csv", b"pupil,pupil\np1,p1\n"),
        ("f.csv", b"pupil,name\np1,=cmd()\n"),
        ("g.xls", b"\xd0\xcf\x11\xe0 old"),
        ("h.xlsx", book.getvalue()),
        ("i.zip", archive.getvalue()),
        ("j.csv.gz", b"\x1f\x8b\x08\x00 packed"),
    ):
        answer = send_file(officer, content, kind, name)
        if kind == "postcodes" and answer.status_code == 303:
            continue
        assert "There is a problem" in text_of(answer, 422), name
    with store.reading(OFFICE) as kept:
        assert "p7" not in kept.records.names("pupils")


def test_a_file_must_be_chosen_and_named(officer: Browser) -> None:
    page = text_of(officer.post("/records/import", data={}), 422)
    assert "File is empty: choose a file" in page
    assert "What it is is empty: choose one" in page
