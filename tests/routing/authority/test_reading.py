"""Whatever is in the files, they are read or refused in sentences; nothing else ever happens."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.authority import Authority, read_authority, write_authority
from routing.errors import FilesError
from tests.routing.authority.folders import GOOD, write_folder

CSV = sorted(name for name in GOOD if name.endswith(".csv"))
WORDS = st.sampled_from(
    (
        *("P1", "P4", "OAK", "V2", "A1", "C1", "D1", "corner", "none", "yes", "0", "-1", "1e9", "nan", "16+0;16", "£1"),
        *(
            "31/12/2026",
            "2026-01-01",
            "08:00",
            "23:59",
            "Mon-Fri",
            "shared",
            "harness",
            "training",
            "to-school",
            "term",
        ),
        *(
            "solo",
            "inset",
            "early closure",
            "LE15 6HP",
            "Ash Base",
            "😀",
            "",
            " ",
            "a" * 300,
            "\x07",
            "null",
            "'",
            "[]",
        ),
    )
)


def read_or_none(folder: Path) -> Authority | None:
    """Return the authority of a folder; None if it is refused, in sentences."""
    try:
        return read_authority(folder)
    except FilesError as refused:
        findings = refused.findings
    assert findings
    assert all(finding.said.strip() for finding in findings)
    return None


def survives(folder: Path) -> None:
    """Read a folder; if it can be read, it can be written and read again."""
    authority = read_or_none(folder)
    if authority is not None:
        write_authority(folder.parent / "again", authority)
        assert read_authority(folder.parent / "again") == authority


@given(name=st.sampled_from(CSV), line=st.integers(0, 10), column=st.integers(0, 10), word=WORDS | st.text(max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_word_in_any_cell_is_read_or_refused(
    name: str, line: int, column: int, word: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [row.split(",") for row in GOOD[name].splitlines()]
    row = rows[line % len(rows)]
    row[column % len(row)] = word
    text = "\n".join(",".join(row) for row in rows).encode("utf-8", "surrogatepass")
    folder = write_folder(tmp_path_factory.mktemp("any") / "authority")
    (folder / name).write_bytes(text)
    survives(folder)


@given(name=st.sampled_from(sorted(GOOD)), at=st.integers(0, 2000), data=st.binary(max_size=4), cut=st.integers(0, 30))
@settings(max_examples=60, deadline=None)
def test_any_bytes_anywhere_are_read_or_refused(
    name: str, at: int, data: bytes, cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = GOOD[name].encode()
    at %= len(text)
    folder = write_folder(tmp_path_factory.mktemp("any") / "authority")
    (folder / name).write_bytes(text[:at] + data + text[at + cut :])
    survives(folder)
