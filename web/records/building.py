"""From the office's rows to the authority of a day: what plans do not need is taken off, the rest read as a folder."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from routing.authority import Authority
from routing.authority import authority_of as read
from routing.authority.layout import FILES, FileLayout
from routing.authority.measures import HARNESS, KINDS
from routing.authority.policy import policy_of
from routing.authority.tables import Report
from routing.authority.tables import Row as Line
from routing.errors import FilesError, Finding
from routing.policy import Policy
from routing.problem import Direction
from web.records.arrangements import arrangements_in
from web.records.choices import NOT_CARRIED, NOT_TRAVELLING
from web.records.figures import typed
from web.records.layouts import KIND
from web.records.owning import pupils_of
from web.records.rows import Row, Rows
from web.records.sense import PLACE_OF, POINT

_Texts = dict[str, str]
_Told = tuple[Row, _Texts]
"""A row of the office, and the cells of a line that the folder's reader reads for it."""

_Add = Callable[[Row, _Texts], None]
"""Adds to the cells of a line what other rows say."""

_CHECKS = {
    "vehicles": ("cleared_until", "licensed_until", "inspected_until", "insured_until"),
    "drivers": ("dbs_until", "badge_until", "licence_until", "training_until"),
    "assistants": ("cleared_until", "dbs_until", "badge_until"),
}
"""The last days of checks: the first of them that passes takes somebody or something off the road."""


@dataclass(frozen=True, slots=True)
class RecordFinding(Finding):
    """One thing that is wrong with a record, and what to do about it.

    Parameters
    ----------
    file
        The stem of the record's kind.
    key
        The record's key; None if the whole kind is meant.
    """

    key: str | None = None

    def __str__(self) -> str:
        kind = KIND[self.file]
        where = kind.title if self.key is None else named(self.file, self.key)
        if self.column is not None:
            where += f", {kind.column(self.column).label}"
        return f"{where}: {self.said}"


def authority_of(
    rows: Rows,
    *,
    day: date | None = None,
    direction: Direction | None = None,
    rules: Collection[str] | None = None,
    unmet: Callable[[RecordFinding], None] | None = None,
) -> Authority:
    """Return the authority that rows are.

    Pupils who need no seat (by mode of travel or decision) are left out with all that names them, and their homes,
    since they stand in the pupils' own rows.

    Parameters
    ----------
    day
        If given, for a plan of that day: also those who are not at their school are left out, those who need no seat by
        a travel arrangement, and training that has lapsed by then; and a home that has a name is called after its
        pupil, for plans stand in the open.
    direction
        If given, those who need no seat that way are left out; otherwise those who need none either way.
    rules
        The ids of the rules that a waiver may lift; those of the catalogue if not given.
    unmet
        Called with each need that no vehicle and no assistant can meet; if not given, such a need is wrong too.

    Raises
    ------
    FilesError
        Everything that is wrong, as ``RecordFinding``.
    """
    wrong: list[Finding] = []
    told = {stem: list(lines) for stem, lines in _told(rows, day, direction, wrong.append)}
    policy = _policy(rows.get("policy", ()), wrong.append)

    def of_record(finding: Finding) -> RecordFinding:
        return _of_record(finding, told)

    try:
        authority = read(
            {stem: [Line(n, cells) for n, (_, cells) in enumerate(lines, 1)] for stem, lines in told.items()},
            policy,
            rules=rules,
            unmet=None if unmet is None else lambda finding: unmet(of_record(finding)),
        )
    except FilesError as refused:
        raise FilesError([*wrong, *(of_record(finding) for finding in refused.findings)]) from None
    if wrong:
        raise FilesError(wrong)
    return authority


def _told(
    rows: Rows, day: date | None, direction: Direction | None, report: Report
) -> Iterator[tuple[str, Iterable[_Told]]]:
    """Yield the lines of each file by its stem; places last, for the other rows add to them."""
    away = _away(rows, day, direction)
    places: dict[str, _Told] = {row["place"]: (row, _cells(row, FILE["places"])) for row in rows.get("places", ())}
    homes = {} if day is None else _homes(rows)
    more: dict[str, _Add] = {
        "vehicles": _clearing_vehicles(rows.get("drivers", ())),
        "assistants": _training_assistants(rows.get("assistant_training", ()), day),
    }
    for layout in FILES:
        if layout.stem == "places":
            continue
        here = [row for row in rows.get(layout.stem, ()) if not (away and away & pupils_of(layout.stem, row.values))]
        if layout.stem == "measures":
            yield layout.stem, [line for row in here for line in _measures(row)]
            continue
        lines = []
        for row in here:
            cells = _cells(row, layout)
            if layout.stem in more:
                more[layout.stem](row, cells)
            _place(row, cells, homes, places, report)
            lines.append((row, cells))
        yield layout.stem, lines
    yield "places", places.values()


def _away(rows: Rows, day: date | None, direction: Direction | None) -> frozenset[str]:
    """Return the pupils who need no seat."""
    arranged = arrangements_in(rows)
    return frozenset(
        row["pupil"]
        for row in rows.get("pupils", ())
        if not is_carried(row, day) or (day is not None and arranged.is_without_seat(row["pupil"], day, direction))
    )


FILE: Mapping[str, FileLayout] = {layout.stem: layout for layout in FILES}
"""The layout of a folder's file, by its stem."""


def is_carried(pupil: Row, day: date | None = None) -> bool:
    """Say whether a pupil needs a seat: by mode of travel and decision and, if a day is given, whether that day."""
    if pupil["mode"] in NOT_CARRIED or pupil["decision"] in NOT_TRAVELLING:
        return False
    if day is None:
        return True
    return pupil["school_from"] <= day.isoformat() <= (pupil["school_until"] or "9999")


def _cells(row: Row, layout: FileLayout) -> _Texts:
    """Return the cells that a folder's file has for a row, the empty ones too."""
    return {column.name: row[column.name] for column in layout.columns}


def _homes(rows: Rows) -> Mapping[str, str]:
    """Return what plans call each home that somebody named, by that name, which is sealed and may be an address.

    Plans stand in the open and outlive a pupil's record. A name that the office gave a place for all to see stays.
    """
    seen = {row["place"] for row in rows.get("places", ())}
    for kind in PLACE_OF.keys() - _PRIVATE:
        seen |= {row[PLACE_OF[kind]] for row in rows.get(kind, ())}
    homes: dict[str, str] = {}
    for kind in _PRIVATE:
        for row in rows.get(kind, ()):
            if (name := row[PLACE_OF[kind]]) and name not in seen and any(row[each] for each in POINT):
                homes.setdefault(name, f"home-{row.key.replace('|', '-')}")
    return homes


_PRIVATE = ("pupils", "addresses")
"""The kinds of which the name of the place is sealed."""


def _place(row: Row, cells: _Texts, homes: Mapping[str, str], places: dict[str, _Told], report: Report) -> None:
    """Make a place of a point that has a name, and let the row name it; two rows of one name have one point.

    A postcode beside the name says nothing where the place is known more exactly.
    """
    column = PLACE_OF.get(row.kind)
    if column is None or not cells[column]:
        return
    cells[column] = homes.get(cells[column], cells[column])
    if not any(cells[name] for name in POINT):
        return
    point = {name: cells[name] for name in POINT}
    cells.update(dict.fromkeys(POINT, ""))
    there, other = places.setdefault(cells[column], (row, {"place": cells[column], **point}))
    if _is_exact(point) and not _is_exact(other):
        other.update({name: text for name, text in point.items() if text})
    elif _is_elsewhere(point, other, there):
        said = f"'{row[column]}' stands elsewhere by {_row_named(there)}: give one of them another name"
        report(RecordFinding(row.kind, None, column, said, row.key))


_EXACT = ("lat", "lon", "easting", "northing")


def _is_exact(cells: _Texts) -> bool:
    return any(cells[name] for name in _EXACT)


def _is_elsewhere(point: _Texts, other: _Texts, there: Row) -> bool:
    """Say whether a point is another than that of a place, or a postcode another than that of a person's home."""
    if _is_exact(point):
        return any(point[name] != other[name] for name in _EXACT)
    return there.kind != "places" and bool(other["postcode"]) and point["postcode"] != other["postcode"]


def _measures(row: Row) -> Iterator[_Told]:
    """Yield a line for each measure of a pupil; a harness that is listed as a feature too is one."""
    for kind in KINDS:
        text = row[kind.name]
        if text in ("", "no", "none"):
            continue
        values = [""] if kind.cell is None else text.split("; ") if kind.many else [text]
        for value in values:
            if not (kind.part == "features" and value == HARNESS and row["harness"] == "yes"):
                yield row, {"pupil": row["pupil"], "measure": kind.name, "value": value}


def _clearing_vehicles(drivers: Iterable[Row]) -> _Add:
    """Return what puts into a vehicle's line the first last day of its checks and its driver's."""
    driver_until = {row["driver"]: [row[name] for name in _CHECKS["drivers"] if row[name]] for row in drivers}

    def add(row: Row, cells: _Texts) -> None:
        days = [row[name] for name in _CHECKS["vehicles"] if row[name]] + driver_until.get(row["driver"], [])
        cells["cleared_until"] = min(days, default="")

    return add


def _training_assistants(training: Iterable[Row], day: date | None) -> _Add:
    """Return what puts into an assistant's line the training that holds, and the first last day of their checks."""
    holds: dict[str, set[str]] = {}
    for row in training:
        if day is None or not row["expires"] or row["expires"] >= day.isoformat():
            holds.setdefault(row["assistant"], set()).add(row["training"])

    def add(row: Row, cells: _Texts) -> None:
        words = set(row["training"].split("; ")) - {"", "none"} | holds.get(row["assistant"], set())
        cells["training"] = "; ".join(sorted(words))
        cells["cleared_until"] = min((row[name] for name in _CHECKS["assistants"] if row[name]), default="")

    return add


def _policy(rows: Iterable[Row], report: Report) -> Policy:
    """Return the policy that rows set."""
    given = {row["number"]: typed(row["value"]) for row in rows}

    def say(name: str | None, said: str) -> None:
        report(RecordFinding("policy", None, name and "value", said.removesuffix("."), name))

    return policy_of(given, say)


def _of_record(finding: Finding, told: Mapping[str, Sequence[_Told]]) -> RecordFinding:
    """Return what was found in a line as what is wrong with the record of which it was told."""
    stem = finding.file.removesuffix(".csv")
    said = re.sub(r"\b(\w+)\.csv\b", lambda file: _called(file[1]), finding.said)
    said = re.sub(r"on line (\d+)", lambda line: f"in {_row_named(told[stem][int(line[1]) - 1][0])}", said)
    said = re.sub(r"\bline(s?)\b", r"record\1", said)
    if finding.line is None:
        return RecordFinding(stem, None, None, said)
    row, cells = told[stem][finding.line - 1]
    column = cells["measure"] if stem == "measures" and finding.column in ("measure", "value") else finding.column
    if row.kind != stem and column not in POINT:
        column = PLACE_OF.get(row.kind)
    return RecordFinding(row.kind, None, column, said, row.key)


def _called(stem: str) -> str:
    """Return what sentences call the records of a kind."""
    return KIND[stem].file if stem in KIND else f"{stem}.csv"


def _row_named(row: Row) -> str:
    return named(row.kind, row.key)


def named(kind: str, key: str) -> str:
    """Return what sentences call a record.

    Examples
    --------
    >>> named("usual", "P1|to-school")
    'promise P1, to-school'
    """
    return f"{KIND[kind].one} {', '.join(filter(None, key.split('|')))}"
