"""A programme's file: written, read back, looked at before it is kept, refused in sentences."""

import io
from dataclasses import replace

from tests.travel_training.trainees import STREETS
from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.programmes.answers import untouched
from travel_training.programme import StageId
from travel_training.programme_files import programme_to_toml, read_programme
from web.pages.programmes.importing import changes_between
from web.store import Store


def sent(text: str, name: str = "streets.toml") -> dict[str, object]:
    return {"file": (io.BytesIO(text.encode()), name)}


def test_a_file_that_was_downloaded_is_the_programme(manager: Browser, streets: str) -> None:
    answer = manager.get(f"{streets}/1.toml")
    assert read_programme(answer.text, "it.toml") == STREETS


def test_a_file_is_looked_at_and_kept_when_it_is_confirmed(manager: Browser, store: Store, streets: str) -> None:
    other = replace(STREETS, name="Other streets")
    looked = manager.post("/programmes/import", data=sent(programme_to_toml(other)))
    assert looked.status_code == 200
    assert "The programme is called or described otherwise." in looked.text
    with store.reading(OFFICE) as kept:
        assert kept.training.programmes.get(STREETS.id) == STREETS
    assert manager.post("/programmes/import/keep", data={"text": programme_to_toml(other)}).status_code == 303
    with store.reading(OFFICE) as kept:
        assert kept.training.programmes.get(STREETS.id) == replace(other, version=2)
    assert "Other streets" in manager.get(streets).text


def test_a_file_that_is_none_is_refused_in_sentences(manager: Browser) -> None:
    broken = manager.post("/programmes/import", data=sent("name = "))
    assert broken.status_code == 422
    assert "streets.toml: " in broken.text
    answer = manager.post("/programmes/import", data=sent('name = "x"'))
    assert "What is wrong with the file" in answer.text
    binary = manager.post("/programmes/import", data={"file": (io.BytesIO(b"\xff\xfe\x00"), "a.toml")})
    assert "is no text in UTF-8" in binary.text
    assert manager.post("/programmes/import/keep", data={"text": "name = "}).status_code == 400


def test_what_changes_is_said_part_by_part() -> None:
    walk, watch = STREETS.stages
    other = replace(STREETS, stages=(replace(walk, minutes=30), replace(watch, id=StageId("see"), milestones=())))
    assert set(changes_between(STREETS, other)) == {
        "Stage “Walk” is changed.",
        "Stage “Watch” is taken out.",
        "Stage “Watch” is new.",
        "Milestone “Bell” is taken out.",
    }


def test_a_programme_of_ones_own_begins_with_all_of_another(manager: Browser, store: Store, streets: str) -> None:
    assert untouched(manager, f"{streets}/begin")["name"] == ""
    assert manager.post(f"{streets}/begin", data={"name": "Import"}).headers["Location"] == "/programmes/import-2"
    with store.reading(OFFICE) as kept:
        own = kept.training.programmes.get(replace(STREETS).id)
        made = next(each for each in kept.training.programmes.list_current() if each.name == "Import")
    assert made.stages == own.stages
    assert made.version == 1
    assert manager.post(f"{streets}/begin", data={"name": ""}).status_code == 422
