"""The README beside the package explains each file, each column and every other word for it; its examples read."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import routing.authority
from routing.authority.layout import FILES, FileLayout
from routing.authority.measures import KINDS
from routing.authority.reading import read_records
from routing.authority.tables import plain
from routing.encoding import WRONG
from routing.policy import Policy

if TYPE_CHECKING:
    from routing.errors import Finding

README = (Path(routing.authority.__file__).parent / "README.md").read_text(encoding="utf-8")
INLINE = {"lat", "lon", "easting", "northing", "postcode"}


def chapter(layout: FileLayout) -> str:
    """Return what the README says of a file."""
    [found] = re.findall(rf"(?ms)^### {re.escape(layout.file)}( \*)?\n(.*?)(?=^##)", README)
    assert bool(found[0]) == layout.required
    return str(found[1])


@pytest.mark.parametrize("layout", FILES, ids=lambda layout: layout.stem)
def test_each_column_is_explained_with_its_other_names(layout: FileLayout) -> None:
    told = chapter(layout)
    for column in layout.columns:
        if column.name in INLINE and layout.stem != "places":
            assert "| *where* |" in told
            continue
        [row] = re.findall(rf"(?m)^\| \**`{column.name}`\**? \|.*$", told)
        assert ("**" in row) == column.required
        assert row.endswith(f"| {', '.join(column.also)} |")


@pytest.mark.parametrize("layout", FILES, ids=lambda layout: layout.stem)
def test_each_example_can_be_read(layout: FileLayout, tmp_path: Path) -> None:
    [example] = re.findall(r"(?s)```csv\n(.*?)```", chapter(layout))
    (tmp_path / layout.file).write_text(example, encoding="utf-8")
    found: list[Finding] = []
    records = read_records(tmp_path / layout.file, layout, found.append)
    assert found == []
    assert records
    assert not any(WRONG in record.values.values() for record in records)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_measure_is_explained(kind: object) -> None:
    assert f"| `{getattr(kind, 'name', '')}` |" in README


def test_no_two_words_of_a_file_mean_different_columns() -> None:
    for layout in FILES:
        meant: dict[str, set[str]] = {}
        for column in layout.columns:
            for word in (column.name, *column.also):
                meant.setdefault(plain(word), set()).add(column.name)
        assert [word for word, columns in meant.items() if len(columns) > 1] == [], layout.file


def test_the_policy_that_the_readme_shows_is_one() -> None:
    [shown] = re.findall(r"(?s)```toml\n(.*?)```", README)
    assert all(hasattr(Policy(), line.split(" = ")[0]) for line in shown.splitlines())
