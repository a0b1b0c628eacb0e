"""Which column of a file is which is guessed, asked where that is not sure, and kept by a name for the next file."""

import io
from datetime import datetime

import openpyxl
import pytest

from tests.web.pages.client import Browser
from tests.web.pages.records.desk import form_at, held, keep, opened, send_file, text_of
from tests.web.pages.records.test_importing import confirmed
from web.store import Store

pytestmark = pytest.mark.usefixtures("full")
THEIRS = b"Traveller,Full name,School,Phase,Postcode,Shoe size\np7,Gus Hazel,Elm School,primary,LE15 8AA,3\n"


def test_what_is_not_sure_is_asked_and_kept_by_a_name(officer: Browser, store: Store) -> None:
    asked = send_file(officer, THEIRS, "pupils").location
    assert asked.endswith("/columns")
    page = opened(officer, asked)
    assert "A new record needs too: Travel reference." in page
    form = form_at(officer, asked)
    assert sorted(form.values()) == ["", "", "", "name", "phase", "postcode", "school"]
    place = next(name for name in form if f'for="{name}">\n    Traveller' in officer.get(asked).get_data(as_text=True))
    answer = officer.post(asked, data={**form, place: "pupil", "name": "From the case system"})
    confirmed(officer, answer.location)
    row = held(store, "pupils", "p7")
    assert row is not None
    assert row["name"] == "Gus Hazel"
    again = send_file(officer, THEIRS, "pupils").location
    kept = form_at(officer, again if again.endswith("/columns") else f"{again}/columns")
    assert "pupil" in kept.values()


def test_a_column_of_ours_is_chosen_once_and_one_at_least(officer: Browser) -> None:
    asked = send_file(officer, THEIRS, "pupils").location
    form = form_at(officer, asked)
    twice = officer.post(asked, data={**form, "c4": "school"})
    assert "that is chosen for 'School' already: choose it once" in text_of(twice, 422)
    assert "Choose what at least one column of the file is" in text_of(officer.post(asked, data={}), 422)


def test_a_file_whose_columns_are_plain_is_looked_at_at_once(officer: Browser) -> None:
    location = send_file(officer, b"vehicle,registration\ntaxi-7,AB12 CDE\n", "vehicles").location
    assert not location.endswith("/columns")  # contract and layouts are there already


def test_a_workbook_is_read_as_a_table_is(officer: Browser, store: Store) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet(index=0)
    sheet.append(["Vehicle", "Registration", "Insured until"])
    sheet.append(["taxi-7", "AB12 CDE", datetime(2027, 1, 31)])  # noqa: DTZ001 -- as a workbook has it
    book.save(stream)
    confirmed(officer, send_file(officer, stream.getvalue(), "vehicles", "fleet.xlsx").location)
    row = held(store, "vehicles", "taxi-7")
    assert row is not None
    assert (row["registration"], row["insured_until"], row["layouts"]) == ("AB12 CDE", "2027-01-31", "4+0")


def test_the_register_of_schools_is_asked_which_schools_are_wanted(officer: Browser, store: Store) -> None:
    keep(store, "settings", setting="authority_code", value="857")
    register = (
        b"URN,LA (code),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),Postcode,Easting,"
        b"Northing\n"
        b"106167,857,Oak School,Community special school,Open,LE15 6SD,486000,308800\n"
        b"106168,857,Fir School,Community special school,Open,LE15 8AA,486100,308900\n"
        b"106169,999,Far School,Community special school,Open,LE15 9ZZ,486200,308900\n"
    )
    asked = send_file(officer, register, "register", "edubase.csv").location
    form = form_at(officer, asked)
    assert form["authority"] == "857"
    assert "Opens, of schools that are added is empty" in text_of(officer.post(asked, data=form), 422)
    hours = {"opens": "8:15", "starts": "9:00", "finishes": "15:00", "leave_by": "15:30"}
    address = officer.post(asked, data={**form, **hours, "wanted": "106169"}).location
    page = opened(officer, address)
    assert "2 new and 1 changed" in page
    confirmed(officer, address)
    fir, oak = held(store, "schools", "106168"), held(store, "schools", "oak")
    assert fir is not None
    assert oak is not None
    assert (fir["name"], fir["opens"], fir["type"], oak["urn"]) == ("Fir School", "08:15", "state-special", "106167")


def test_placements_move_pupils_and_postcodes_place_them(officer: Browser, store: Store) -> None:
    keep(store, "schools", school="elm", urn="106168")
    placements = b"UPN,URN,EntryDate,PlacementRank\nH801200001001,106168,01/11/2026,1\nX,106168,01/11/2026,1\n"
    address = send_file(officer, placements, "placements", "module5.csv").location
    page = opened(officer, address)
    assert "1 changed" in page
    assert "The file says nothing of 5 of our 6 pupils" in page
    confirmed(officer, address)
    moved = held(store, "pupils", "p1")
    assert moved is not None
    assert (moved["school"], moved["school_from"]) == ("elm", "2026-11-01")
    postcodes = b"pcds,oseast1m,osnrth1m\nLE15 8AA,486000,308800\nPE1 1AA,519000,298000\n"
    address = send_file(officer, postcodes, "postcodes", "ONSPD_LE.csv").location
    assert "about fifteen houses" in opened(officer, address)
    confirmed(officer, address)
    placed = held(store, "addresses", "p1|Fri|")
    assert placed is not None
    assert (placed["point_of"], placed["lat"][:5]) == ("LE15 8AA", "52.67")
