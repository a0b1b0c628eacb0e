"""Which column of a file is which of ours: guessed from its header, kept by a name, used again on the next file."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from routing.authority.layout import MEASURES
from routing.authority.tables import plain
from web.records.layouts import KIND
from web.records.uploads import Table

LONG_MEASURES = ("measure", "value")
"""The columns of a file of measures that has a line for each measure, as an authority's folder has it."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of a file is which of ours.

    Parameters
    ----------
    name
        By which it is kept: "Pupils from the case system".
    kind
        Of which records the file tells.
    columns
        The file's header and our column, for each that is used.
    """

    name: str
    kind: str
    columns: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        ours = [column for _, column in self.columns]
        known = set(_names(self.kind).values())
        for header, column in self.columns:
            if column not in known:
                raise ValueError(f"'{column}' is no column of {KIND[self.kind].file}.")
            if ours.count(column) > 1:
                raise ValueError(f"'{column}' is chosen for '{header}' and for another column: choose it once.")

    def fits(self, table: Table) -> bool:
        """Say whether a file has every column that this names."""
        return {header for header, _ in self.columns} <= set(table.header)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a file's columns probably are.

    Parameters
    ----------
    mapping
        Those that are plain to see, or all of a kept mapping that fits.
    unsure
        The other headers of the file, each with the column of ours that is nearest to it, if one is near.
    missing
        Our columns without which a new record cannot be made, and that are in none of the file's.
    """

    mapping: ColumnMapping
    unsure: tuple[tuple[str, str | None], ...]
    missing: tuple[str, ...]


def guess(table: Table, kind: str, kept: Iterable[ColumnMapping] = ()) -> Guess:
    """Return what the columns of a file probably are.

    Parameters
    ----------
    kept
        Mappings that were made before; the one that fits and knows most of the file's columns is taken.
    """
    names = _names(kind)
    fitting = [each for each in kept if each.kind == kind and each.fits(table)]
    if fitting:
        mapping = max(fitting, key=lambda each: len(each.columns))
    else:
        found: dict[str, str] = {}
        for header in table.header:
            column = names.get(plain(header))
            if column is not None:
                found.setdefault(column, header)
        mapping = ColumnMapping("", kind, tuple((header, column) for column, header in found.items()))
    used = {column for _, column in mapping.columns}
    mapped = {header for header, _ in mapping.columns}
    free = {word: column for word, column in names.items() if column not in used}
    unsure = tuple((header, _nearest(header, free)) for header in table.header if header not in mapped)
    return Guess(mapping, unsure, tuple(each for each in _needed(kind, used) if each not in used))


def _names(kind: str) -> dict[str, str]:
    """Return our columns by every plain word for them: names, labels and aliases."""
    layout = KIND[kind]
    labels = {plain(column.label): column.name for column in layout.columns}
    more = MEASURES.names() if kind == "measures" else {}
    return {**more, **labels, **layout.names()}


def _nearest(header: str, free: dict[str, str]) -> str | None:
    close = get_close_matches(plain(header), free, n=1, cutoff=0.7)
    return free[close[0]] if close else None


def _needed(kind: str, used: set[str]) -> list[str]:
    """Return the columns without which a new record of a kind cannot be made."""
    if kind == "measures" and used & set(LONG_MEASURES):
        return ["pupil", "measure"]
    layout = KIND[kind]
    counted = layout.key[-1] if layout.numbered else None
    return [column.name for column in layout.columns if column.required and column.name != counted]
