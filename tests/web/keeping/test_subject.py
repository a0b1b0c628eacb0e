"""The answer to a subject access request: everything, readable, and whom else it names."""

import io
import json
import stat
import zipfile
from pathlib import Path

import html5lib
import pytest

from tests.web.keeping.conftest import Installation
from tests.web.marked import MARK, PUPIL, write_marks
from tests.web.office import NAMES, OFFICE, fill
from web.access import the_command_line
from web.keeping.subject import export_subject, gather, packed, page_of
from web.store import NotKeptError
from web.store.events import Event

ME = the_command_line("test")


def test_it_holds_every_word_about_the_pupil_for_reading_and_for_machines(here: Installation, tmp_path: Path) -> None:
    fill(here.store)
    write_marks(here.store)
    target = tmp_path / "answer.zip"
    export_subject(here.store, ME, PUPIL, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with zipfile.ZipFile(target) as archive:
        data = json.loads(archive.read("all-that-is-kept.json"))
        page = archive.read("all-that-is-kept.html").decode()
    html5lib.HTMLParser(strict=True).parse(page)
    words = ("name", "address", "contact", "notes", "reason", "note", "absent", "told", "accepted", "why", "again")
    for text in (json.dumps(data), page):
        assert not [word for word in words if f"{MARK} {word}" not in text]
    assert "p5 Secret Lane" in page  # as the record once was
    assert data["pupil"] == PUPIL
    with here.store.reading(OFFICE) as kept:
        assert [entry.ref for entry in kept.audit.list_entries(event=Event.SUBJECT_EXPORTED)] == [PUPIL]


def test_it_names_nobody_else_but_lists_whom_to_look_at(here: Installation) -> None:
    fill(here.store)
    write_marks(here.store)
    with here.store.reading(OFFICE) as kept:
        answer = gather(kept, PUPIL)
    others = [name for id_, name in NAMES.items() if id_ != PUPIL]
    assert not [name for name in others if name in page_of(answer)]
    assert {"p1, another pupil", f"{MARK} contact, a contact", f"{MARK} other_contact, a contact"} <= set(
        answer.third_parties
    )
    with zipfile.ZipFile(io.BytesIO(packed(answer))) as archive:
        assert "p1, another pupil\n" in archive.read("third-parties.txt").decode()


def test_the_assistants_who_looked_after_them_are_third_parties(here: Installation) -> None:
    fill(here.store)
    with here.store.reading(OFFICE) as kept:
        assert "Gil Ashe (a1), a passenger assistant" in gather(kept, "p2").third_parties


def test_what_people_typed_cannot_become_part_of_the_page(here: Installation) -> None:
    fill(here.store)
    with here.store.writing(OFFICE) as kept:
        kept.day.confirm(PUPIL, "elm", is_right=False, note="<script>alert(1)</script>")
        page = page_of(gather(kept, PUPIL))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page


def test_there_is_no_answer_about_somebody_who_was_never_kept(here: Installation, tmp_path: Path) -> None:
    with pytest.raises(NotKeptError, match="No pupil has ever been kept under p99"):
        export_subject(here.store, ME, "p99", tmp_path / "answer.zip")
    assert not (tmp_path / "answer.zip").exists()
