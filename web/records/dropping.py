"""What goes when records are dropped: what is nothing without them; and which must stay, for something names them."""

from collections.abc import Iterable, Iterator, Mapping

from routing.authority.cells import WORDS
from routing.errors import Finding
from web.records.building import named
from web.records.columns import OfficeColumn
from web.records.layouts import KIND
from web.records.rows import Row

_Id = tuple[str, str]
"""A kind and a key."""


def drops(missing: Iterable[tuple[Row, str]], others: Iterable[Row]) -> tuple[list[Row], list[Finding]]:
    """Return the rows that would be dropped, and a finding for each that must stay.

    A row whose own key names a dropped one goes with it: the measures of a pupil, the gates of a school. Any other
    that names one keeps it.

    Parameters
    ----------
    missing
        What somebody wants dropped, each with the name of the file that says so.
    others
        Every other row, as it would be.
    """
    file_of = {(row.kind, row.key): (row, file) for row, file in missing}
    namers: dict[_Id, list[tuple[Row, OfficeColumn]]] = {}
    for row in (*others, *(row for row, _ in file_of.values())):
        for column, id_ in references(row):
            namers.setdefault(id_, []).append((row, column))
    findings: list[Finding] = []
    while file_of:
        along = _along(file_of, namers)
        kept = {id_: by for id_ in file_of if (by := _kept_by(id_, {*file_of, *along}, namers)) is not None}
        if not kept:
            return [*(row for row, _ in file_of.values()), *along.values()], findings
        for (kind, key), by in kept.items():
            _, file = file_of.pop((kind, key))
            said = f"{named(kind, key)} cannot be dropped, for {named(by.kind, by.key)} names it: change that first"
            findings.append(Finding(file, None, None, said))
    return [], findings


def references(row: Row) -> Iterator[tuple[OfficeColumn, _Id]]:
    """Yield what a row names: the column, and kind and key of the record."""
    for column in KIND[row.kind].columns:
        text = row[column.name]
        if column.refers is not None and text and text != "none":
            for word in text.split("; ") if column.cell is WORDS else [text]:
                yield column, (column.refers, word)


def _along(going: Iterable[_Id], namers: Mapping[_Id, list[tuple[Row, OfficeColumn]]]) -> dict[_Id, Row]:
    """Return the rows whose keys name a row that goes."""
    going = set(going)
    return {
        (row.kind, row.key): row
        for id_ in going
        for row, column in namers.get(id_, [])
        if column.name in KIND[row.kind].key and (row.kind, row.key) not in going
    }


def _kept_by(id_: _Id, going: set[_Id], namers: Mapping[_Id, list[tuple[Row, OfficeColumn]]]) -> Row | None:
    """Return a row that stays and names the one that goes, or None."""
    return next((row for row, _ in namers.get(id_, []) if (row.kind, row.key) not in going), None)
