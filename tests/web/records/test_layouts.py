"""The page of kinds: whole, without contradiction, and nothing about a pupil in the clear."""

import pytest

from routing.authority.layout import FILES
from routing.authority.tables import plain
from web.records.columns import Kind
from web.records.layouts import KIND, KINDS

OF_PUPILS = [kind for kind in KINDS if any(column.name == "pupil" for column in kind.columns)]


def test_every_file_of_a_folder_is_a_kind_with_all_its_columns() -> None:
    for layout in FILES:
        names = {column.name for column in KIND[layout.stem].columns}
        if layout.stem == "measures":
            assert "pupil" in names
            continue
        assert {column.name for column in layout.columns} <= names, layout.stem


@pytest.mark.parametrize("layout", FILES, ids=lambda layout: layout.stem)
def test_a_folders_column_holds_the_same_in_the_office(layout: Kind) -> None:
    for column in layout.columns:
        if layout.stem != "measures":
            own = KIND[layout.stem].column(column.name)
            assert (own.cell, own.required) == (column.cell, column.required)
            assert column.refers in (None, own.refers)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.stem)
def test_a_kind_is_whole(kind: Kind) -> None:
    names = [column.name for column in kind.columns]
    assert len(set(names)) == len(names)
    assert kind.key
    assert set(kind.key) <= set(names)
    assert kind.title
    assert kind.one
    assert all(column.label for column in kind.columns)
    assert all(column.refers is None or KIND[column.refers].id_column for column in kind.columns)
    assert all(set(column.stale_with) < set(names) for column in kind.columns)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.stem)
def test_no_two_words_of_a_kind_mean_different_columns(kind: Kind) -> None:
    meant: dict[str, set[str]] = {}
    for column in kind.columns:
        for word in (column.name, *column.also):
            meant.setdefault(plain(word), set()).add(column.name)
    assert {word: columns for word, columns in meant.items() if len(columns) > 1} == {}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.stem)
def test_what_may_be_chosen_is_what_the_cell_reads(kind: Kind) -> None:
    for column in kind.columns:
        for text, _ in column.choices:
            assert column.cell.write(column.cell.read(text)) == text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.stem)
def test_no_key_holds_what_is_sealed(kind: Kind) -> None:
    assert not kind.sensitive & set(kind.key)


@pytest.mark.parametrize("kind", OF_PUPILS, ids=lambda kind: kind.stem)
def test_where_a_pupil_lives_and_what_they_need_is_sealed_and_logged(kind: Kind) -> None:
    private = {"lat", "lon", "easting", "northing", "postcode", "address", "hazards", "upn", "born_on", "primary_need"}
    for column in kind.columns:
        if column.name in private or (kind.stem == "measures" and column.name != "pupil"):
            assert column.sensitive, column.name
            assert column.restricted, column.name


def test_names_and_telephones_of_people_are_sealed() -> None:
    for stem in ("pupils", "assistants", "drivers"):
        assert {"name"} <= KIND[stem].sensitive
    assert {"contact", "contact_phone", "contact_email", "other_contact"} <= KIND["pupils"].sensitive
    assert "phone" in KIND["drivers"].sensitive & KIND["assistants"].sensitive
