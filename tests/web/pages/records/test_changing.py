"""Records are made and changed: what was typed is kept, what is wrong is said as of a file, nobody is overwritten."""

from tests.web.pages.client import Browser
from tests.web.pages.records.desk import form_at, held, keep, opened, said_in_audit, text_of
from web.store import Store

CHANGE = "/records/pupils/p2/change"


def test_a_change_is_kept_with_who_and_why(officer: Browser, store: Store) -> None:
    answer = officer.post(CHANGE, data={**form_at(officer, CHANGE), "contact": "Bea Oakwood", "why": "She telephoned"})
    assert answer.location == "/records/pupils/p2"
    page = opened(officer, answer.location)
    assert "Saved." in page
    assert "Why: She telephoned" in page
    assert "Officer User" in page
    row = held(store, "pupils", "p2")
    assert row is not None
    assert (row["contact"], row["address"], row.version) == ("Bea Oakwood", "p2 Secret Lane", 2)


def test_what_is_sent_as_it_was_changes_nothing(officer: Browser, store: Store) -> None:
    for address in (CHANGE, f"{CHANGE}/all"):
        answer = officer.post(address, data=form_at(officer, address))
        assert "Nothing was changed." in opened(officer, answer.location)
    row = held(store, "pupils", "p2")
    assert row is not None
    assert row.version == 1


def test_what_is_wrong_is_said_as_of_a_file_and_what_was_typed_stays(officer: Browser, store: Store) -> None:
    typed = {
        "days": "Someday",
        "school_from": "1/9/26",
        "contact_phone": "soon",
        "locality": "Oakham",
    }
    answer = officer.post(CHANGE, data={**form_at(officer, CHANGE), **typed})
    page = text_of(answer, 422)
    assert "Days of travel: 'Someday' is not days of the week (Mon Tue Fri, or Mon-Thu)" in page
    assert "At this school from: '1/9/26' has a year of two digits: write all four" in page
    assert "Contact's telephone: 'soon' is not a telephone number (01572 722577)" in page
    assert all(f'value="{text}"' in answer.get_data(as_text=True) for text in typed.values())
    ash = officer.post(CHANGE, data={**form_at(officer, CHANGE), "school": "ash"})
    assert "School: 'ash' is not one of the choices" in text_of(ash, 422)
    row = held(store, "pupils", "p2")
    assert row is not None
    assert row.version == 1


def test_everything_wrong_is_said_at_once(officer: Browser) -> None:
    page = text_of(officer.post("/records/new/pupils", data={"born_on": "soon"}), 422)
    for sentence in ("Travel reference is empty", "School is empty: choose one", "Phase is empty: choose one"):
        assert sentence in page


def test_a_new_school_takes_the_day_on_which_the_old_one_was_confirmed(officer: Browser, store: Store) -> None:
    keep(store, "pupils", pupil="p2", school_confirmed_on="2026-10-01")
    officer.post(CHANGE, data={**form_at(officer, CHANGE), "school": "elm"})
    row = held(store, "pupils", "p2")
    assert row is not None
    assert (row["school"], row["school_confirmed_on"]) == ("elm", "")


def test_whoever_comes_second_is_told_field_by_field_and_keeps_what_they_typed(officer: Browser, store: Store) -> None:
    seen = form_at(officer, CHANGE)
    keep(store, "pupils", pupil="p2", contact="Bea Oakwood", locality="Uppingham")
    answer = officer.post(CHANGE, data={**seen, "locality": "Oakham", "days": "Mon"})
    page = text_of(answer, 409)
    assert "Locality Nothing Uppingham Oakham" in page
    assert "Contact Nothing Bea Oakwood Left as it was" in page
    row = held(store, "pupils", "p2")
    assert row is not None
    assert row["locality"] == "Uppingham"
    again = {**seen, "version-pupils": "2", "locality": "Oakham", "days": "Mon", "contact": "Bea Oakwood"}
    html = answer.get_data(as_text=True)
    assert all(f'value="{again[name]}"' in html for name in ("version-pupils", "locality", "days", "contact"))
    assert officer.post(CHANGE, data=again).status_code == 303
    row = held(store, "pupils", "p2")
    assert row is not None
    assert (row["locality"], row["contact"], row["days"]) == ("Oakham", "Bea Oakwood", "Mon")


def test_the_others_change_of_what_is_restricted_is_told_only_where_it_is_shown(officer: Browser, store: Store) -> None:
    seen = form_at(officer, CHANGE)
    keep(store, "pupils", pupil="p2", address="9 Quarry Close")
    assert "Quarry" not in text_of(officer.post(CHANGE, data=seen), 409)
    assert "Quarry" in text_of(officer.post(f"{CHANGE}/all", data=seen), 409)


def test_a_second_record_of_one_reference_is_refused(officer: Browser, store: Store) -> None:
    cells = {"pupil": "p1", "school": "oak", "phase": "secondary", "postcode": "LE15 6SD"}
    page = text_of(officer.post("/records/new/pupils", data=cells), 422)
    assert "Travel reference: there is a pupil p1 already: change that one" in page
    assert officer.post("/records/new/pupils", data={**cells, "pupil": "p7"}).location == "/records/pupils/p7"
    assert held(store, "pupils", "p7") is not None


def test_what_names_nothing_is_refused_and_a_name_will_do_for_a_reference(officer: Browser, store: Store) -> None:
    pair = {"pupil": "p1", "other": "Zoe Nobody"}
    assert "'Zoe Nobody' is not in the pupils" in text_of(officer.post("/records/new/kept_apart", data=pair), 422)
    assert officer.post("/records/new/kept_apart", data={**pair, "other": "cat oakes"}).status_code == 303
    assert held(store, "kept_apart", "p1|p3") is not None
    keep(store, "pupils", pupil="p4", name="Cat Oakes")
    twice = officer.post("/records/new/together", data={**pair, "other": "Cat Oakes"})
    assert "'Cat Oakes' is the name of p3, p4: give the id" in text_of(twice, 422)


def test_what_would_contradict_another_record_is_refused(officer: Browser, store: Store) -> None:
    keep(store, "kept_apart", pupil="p1", other="p3")
    page = text_of(officer.post("/records/new/together", data={"pupil": "p1", "other": "p3"}), 422)
    assert "'p1' and 'p3' are kept apart here, but travel together" in page
    assert held(store, "together", "p1|p3") is None
    keep(store, "pupils", pupil="p1", home="the farm")
    home = {**form_at(officer, f"{CHANGE}/all"), "home": "the farm"}
    assert "'the farm' stands elsewhere by pupil p1" in text_of(officer.post(f"{CHANGE}/all", data=home), 422)


def test_what_was_wrong_before_stands_in_nobodys_way(officer: Browser, store: Store) -> None:
    keep(store, "kept_apart", pupil="p1", other="p2")
    keep(store, "together", pupil="p1", other="p2")
    assert officer.post(CHANGE, data={**form_at(officer, CHANGE), "locality": "Oakham"}).status_code == 303


def test_records_of_one_pupil_are_numbered(officer: Browser, store: Store) -> None:
    keep(store, "pick_up_points", pupil="p1", number="1", walk_minutes="3", postcode="LE15 6SD")
    address = "/records/new/pick_up_points?pupil=p1"
    assert form_at(officer, address)["number"] == "2"


def test_only_managers_grant_waivers_and_that_is_written_down(officer: Browser, manager: Browser, store: Store) -> None:
    cells = {
        "rule": "NoOneRidesTooLong",
        "pupil": "p1",
        "reason": "Roadworks",
        "granted_by": "TM1",
        "until": "18/12/2026",
    }
    for address in ("/records/new/waivers", "/records/new/targets"):
        assert officer.get(address).status_code == 404
    assert officer.post("/records/new/waivers", data=cells).status_code == 404
    assert manager.post("/records/new/waivers", data=cells).status_code == 303
    [entry] = said_in_audit(store, "waiver:granted")
    assert (entry.ref, entry.detail) == ("p1", {"rule": "NoOneRidesTooLong", "until": "2026-12-18"})
    key = "NoOneRidesTooLong|p1"
    assert "No pupil's journey, with the walk" in opened(manager, f"/records/waivers/{key}")
    for address in (f"/records/waivers/{key}/change", f"/records/waivers/{key}/remove"):
        assert officer.get(address).status_code == 404


def test_a_form_with_what_is_restricted_is_written_down(officer: Browser, store: Store) -> None:
    officer.get(CHANGE)
    assert said_in_audit(store, "restricted:viewed") == []
    assert "p2 Secret Lane" in officer.get(f"{CHANGE}/all").get_data(as_text=True)
    [entry] = said_in_audit(store, "restricted:viewed")
    assert (entry.kind, entry.ref, entry.detail) == ("pupils", "p2", {"what": "form"})
