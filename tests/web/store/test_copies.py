"""Copies of a whole database: equal to one moment of it, without pupils' keys, and refused if a row is another."""

from pathlib import Path

import pytest

from tests.web.marked import write_training_marks
from tests.web.office import OFFICE, fill
from web.store import Store
from web.store.copies import LEFT_OUT, Figure
from web.store.errors import UnusableError


def copied(store: Store, folder: Path) -> tuple[dict[str, Figure], str]:
    """Write a copy; return the figures of its moment, and the revision."""
    folder.mkdir()
    with store.reading(OFFICE) as kept:
        figures = kept.copies.figures()
        kept.copies.write(folder)
        return figures, kept.copies.revision()


def test_a_copy_that_is_read_back_equals_the_moment_in_which_it_was_written(store: Store, tmp_path: Path) -> None:
    fill(store)
    write_training_marks(store)
    with store.writing(OFFICE) as kept:
        kept.training.outbox.key()
    figures, revision = copied(store, tmp_path / "copy")
    assert figures["record"].rows > 10
    names = ("training_entry", "trainee", "training_session_trainee", "training_journey", "outbox_key")
    assert [figures[name].rows for name in names] == [4, 2, 3, 1, 1]
    assert not LEFT_OUT & figures.keys()
    with store.writing(OFFICE) as kept:
        kept.options.put("later", {})
    with store.reading_back(OFFICE, tmp_path / "copy", revision) as kept:
        kept.copies.refuse_unsound(figures, revision)
        assert kept.options.find("later") is None
    with store.reading(OFFICE) as kept, pytest.raises(UnusableError, match="is not equal to the one"):
        kept.copies.refuse_unsound(figures, revision)


def test_figures_are_alike_for_alike_rows_and_for_no_others(store: Store) -> None:
    fill(store)
    with store.reading(OFFICE) as kept:
        before = kept.copies.figures()
        assert kept.copies.figures() == before
    with store.trying(OFFICE) as kept:
        row = kept.records.get("vehicles", "taxi-7")
        kept.records.remove("vehicles", row.key, row.version)
        changed = {name for name, figure in kept.copies.figures().items() if figure != before[name]}
    assert changed == {"record", "audit"}
    with store.reading(OFFICE) as kept:
        assert kept.copies.figures() == before  # what was only tried is undone


def test_no_copy_holds_a_pupil_s_key_a_session_or_a_loaded_file(store: Store, tmp_path: Path) -> None:
    users = fill(store)
    with store.writing(OFFICE) as kept:
        kept.people.begin_session(next(iter(users.values())).id, "secret", "a browser", is_verified=True)
        kept.uploads.keep("pupils", "list.csv", b"", {})
        wrapped = [row["wrapped"] for row in kept.copies.keys_of_pupils()]
    assert len(wrapped) == 6
    _, revision = copied(store, tmp_path / "copy")
    everything = b"".join(path.read_bytes() for path in (tmp_path / "copy").iterdir())
    assert not [key for key in wrapped if key in everything or key.hex().encode() in everything]
    with store.reading_back(OFFICE, tmp_path / "copy", revision) as kept:
        assert kept.copies.keys_of_pupils() == []
        assert kept.copies.pupils_without_key() == ["p1", "p2", "p3", "p4", "p5", "p6"]
        assert set(kept.records.names("pupils")) == set()


def test_with_the_keys_a_copy_opens(store: Store, tmp_path: Path) -> None:
    fill(store)
    write_training_marks(store)
    _, revision = copied(store, tmp_path / "copy")
    with store.reading(OFFICE) as kept:
        keys, names = kept.copies.keys_of_pupils(), kept.records.names("pupils")
        histories = kept.training.histories()
    with store.reading_back(OFFICE, tmp_path / "copy", revision) as kept:
        assert kept.training.histories() == {}
    with store.reading_back(OFFICE, tmp_path / "copy", revision) as kept:
        kept.copies.put_keys_of_pupils(keys)
        assert kept.training.histories() == histories
        assert kept.copies.pupils_without_key() == []
        assert kept.records.names("pupils") == names


def test_nothing_is_left_of_a_copy_that_was_read_back(store: Store, tmp_path: Path) -> None:
    fill(store)
    figures, revision = copied(store, tmp_path / "copy")
    for _ in range(2):  # the second finds the corner empty
        with store.reading_back(OFFICE, tmp_path / "copy", revision) as kept:
            kept.options.put("only here", {})
    with store.reading(OFFICE) as kept:
        assert kept.copies.figures() == figures
