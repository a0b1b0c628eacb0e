"""What loading files would do: new, changed, the same, dropped, refused; nothing is kept until somebody says so.

``dry_run`` reads from top to bottom: what may be named, each file's lines against the rows of now, what would be
dropped, and what must not be dropped because something still names it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from routing.authority.reading import Known, value_of
from routing.authority.tables import Row as Line
from routing.errors import Finding
from routing.wording import counted
from web.records.building import named
from web.records.columns import Kind
from web.records.dropping import drops
from web.records.layouts import KIND, KINDS
from web.records.long_measures import widened
from web.records.mapping import LONG_MEASURES, ColumnMapping
from web.records.rows import (
    PAIRS,
    Change,
    Row,
    Rows,
    canonical,
    difference,
    followed,
    key_of,
    known_in,
    merged,
    row_of,
)
from web.records.sense import POINT
from web.records.uploads import Table

_HOMES = ("pupils", "addresses")


@dataclass(frozen=True, slots=True)
class Load:
    """A file that is to be loaded.

    Parameters
    ----------
    table, mapping
        Its cells, and what its columns are.
    whole
        Whether it is the whole list: what is not in it is dropped.
    refused, notes
        What was refused and what should be known, if something else than a plain table was read.
    """

    table: Table
    mapping: ColumnMapping
    whole: bool = False
    refused: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


def load_of(
    name: str,
    kind: str,
    lines: Iterable[tuple[int, Mapping[str, str]]],
    refused: Iterable[Finding] = (),
    notes: Iterable[str] = (),
) -> Load:
    """Return the load of lines that have our columns already, as a reader of another shape makes them of its file."""
    rows = tuple(Line(line, dict(given)) for line, given in lines)
    header = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    mapping = ColumnMapping(name, kind, tuple((column, column) for column in header))
    return Load(Table(name, header, rows), mapping, refused=tuple(refused), notes=tuple(notes))


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that would change."""

    before: Row
    after: Row

    @property
    def differences(self) -> tuple[Change, ...]:
        """What from, what to."""
        return difference(self.before, self.after)


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A change for the store to make, if the record is still as it was.

    Parameters
    ----------
    before
        The version that was looked at; None if there must be no such record.
    values
        What it says from now on; None to drop it.
    """

    kind: str
    key: str
    before: int | None
    values: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class DryRun:
    """What loading would do.

    Parameters
    ----------
    new, changed, same
        Records of the files; ``same`` are as they are now.
    dropped
        Records that a whole list lacks, and those that are nothing without them (a dropped pupil's measures).
    refused
        Lines that would not be loaded: file, line, column and why.
    notes
        What should be known beside.
    """

    new: tuple[Row, ...] = ()
    changed: tuple[Changed, ...] = ()
    same: tuple[Row, ...] = ()
    dropped: tuple[Row, ...] = ()
    refused: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[RecordChange, ...]:
        """What the store must do, all of it or nothing."""
        return (
            *(RecordChange(row.kind, row.key, None, row.values) for row in self.new),
            *(RecordChange(c.after.kind, c.after.key, c.before.version, c.after.values) for c in self.changed),
            *(RecordChange(row.kind, row.key, row.version, None) for row in self.dropped),
        )


def dry_run(current: Rows, *loads: Load) -> DryRun:
    """Return what loading some files together would do; they may name each other's records."""
    known = _known(current, loads)
    lists = [_List(KIND[load.mapping.kind], load, current.get(load.mapping.kind, ())) for load in loads]
    for each in lists:
        each.read(known)
    dropped, kept = drops(*_missing(current, lists))
    new, changed = [row for each in lists for row in each.new], [row for each in lists for row in each.changed]
    return DryRun(
        new=tuple(new),
        changed=tuple(changed),
        same=tuple(row for each in lists for row in each.same),
        dropped=tuple(dropped),
        refused=(*(one for each in lists for one in (*each.load.refused, *each.refused)), *kept),
        notes=(*(note for load in loads for note in load.notes), *_unsealed([*new, *(one.after for one in changed)])),
    )


def _unsealed(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a note if homes are said by the name of a place: what stands among the places is not the pupil's own."""
    count = sum(row.kind in _HOMES and not any(row[name] for name in POINT) for row in rows)
    if count:
        which = f"{counted(count, 'home')} {'is' if count == 1 else 'are'} said by the name of a place"
        yield f"{which}: give the point or the postcode itself, so that it is sealed and erased with the pupil's record"


def applied(current: Rows, changes: Iterable[RecordChange]) -> dict[str, tuple[Row, ...]]:
    """Return the rows after some changes, in their order, the new ones last."""
    rows = {kind.stem: {row.key: row for row in current.get(kind.stem, ())} for kind in KINDS}
    for change in changes:
        own = rows[change.kind]
        if change.values is None:
            del own[change.key]
        else:
            own[change.key] = Row(change.kind, change.key, change.values, (change.before or 0) + 1)
    return {stem: tuple(own.values()) for stem, own in rows.items()}


def _known(current: Rows, loads: Sequence[Load]) -> dict[str, Known]:
    """Return what may be named: what is there, and what the files have."""
    more: dict[str, list[Row]] = {}
    for load in loads:
        kind, column_of = KIND[load.mapping.kind], dict(load.mapping.columns)
        if kind.id_column is not None and kind.id_column in column_of.values():
            for line in load.table.rows:
                texts = {column: line.cells.get(header, "") for header, column in column_of.items()}
                more.setdefault(kind.stem, []).append(Row(kind.stem, "", texts))
    return known_in({kind.stem: (*current.get(kind.stem, ()), *more.get(kind.stem, ())) for kind in KINDS})


def _missing(current: Rows, lists: Iterable["_List"]) -> tuple[list[tuple[Row, str]], list[Row]]:
    """Return the rows that whole lists lack, each with the list's file, and every other row as it would be."""
    missing: list[tuple[Row, str]] = []
    after = {(row.kind, row.key): row for rows in current.values() for row in rows}
    for each in lists:
        after |= {(row.kind, row.key): row for row in (*each.new, *(one.after for one in each.changed))}
        for row in each.missing():
            missing.append((row, each.load.table.name))
            del after[row.kind, row.key]
    return missing, list(after.values())


@dataclass(slots=True)
class _List:
    """The lines of one file, while they are read against the rows of now."""

    kind: Kind
    load: Load
    now: Sequence[Row]
    new: list[Row] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    same: list[Row] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    is_sure: bool = True
    """Whether every line could be told from the others, so that what is not in the file is known."""

    def refuse(self, line: Line, column: str | None, said: str) -> None:
        """Note why a line is not loaded; the column by the file's own name for it."""
        header = {ours: theirs for theirs, ours in self.load.mapping.columns}.get(column or "")
        labels = {each.name: each.label for each in self.kind.columns}
        label = None if column is None else header or labels.get(column, column)
        self.refused.append(Finding(self.load.table.name, line.line, label, said))

    def read(self, known: Mapping[str, Known]) -> None:
        """Read every line."""
        current = {row.key: row for row in self.now}
        counts: Counter[str] = Counter()
        for line, given in self._given():
            if line.is_ragged:
                said = f"has not as many cells as the header, {len(self.load.table.header)}"
                self._refuse_unsure(line, None, f"{said}; does a cell with a comma lack quotes?")
                continue
            self._read_line(line, self._counted(given, counts, known), current, known)

    def missing(self) -> list[Row]:
        """Return the rows that a whole list lacks; none, having said so, if some of its lines might be they."""
        found = [row for row in self.now if row.key not in self.seen] if self.load.whole else []
        if found and not self.is_sure:
            said = "nothing is dropped, for some lines could not be read: mend them first"
            self.refused.append(Finding(self.load.table.name, None, None, said))
            return []
        return found

    def _refuse_unsure(self, line: Line, column: str | None, said: str) -> None:
        """Note why a line is not loaded that cannot be told from the others."""
        self.refuse(line, column, said)
        self.is_sure = False

    def _given(self) -> Iterator[tuple[Line, dict[str, str]]]:
        """Yield each line with its cells by our columns."""
        columns = self.load.mapping.columns
        table = self.load.table
        lines = [
            (line, {ours: line.cells[theirs] for theirs, ours in columns if theirs in line.cells})
            for line in table.rows
        ]
        if self.kind.stem == "measures" and any(ours in LONG_MEASURES for _, ours in columns):
            return widened(lines, self._refuse_unsure)
        return iter(lines)

    def _counted(self, given: dict[str, str], counts: Counter[str], known: Mapping[str, Known]) -> dict[str, str]:
        """Return a line's cells with its number among its owner's, where the file gives none."""
        if not self.kind.numbered or given.get("number"):
            return given
        owner = self.kind.column(self.kind.key[0])
        word = given.get(owner.name, "")
        id_ = known[owner.refers].find(word) if owner.refers is not None else word
        counts[id_ or word] += 1
        return {**given, "number": str(counts[id_ or word])}

    def _read_line(
        self, line: Line, given: dict[str, str], current: Mapping[str, Row], known: Mapping[str, Known]
    ) -> None:
        """Put a line among the new, the changed, the same or the refused."""
        key = self._key(given, known)
        before = None if key is None else current.get(key)
        found = canonical(self.kind.stem, merged(self.kind.stem, before, given, known), known)
        for wrong in found.wrong:
            self.refuse(line, wrong.column, wrong.said)
        if key is None:
            self.is_sure = False
        elif key in self.seen:
            self.refuse(line, self.kind.key[0], f"{named(self.kind.stem, key)} is on line {self.seen[key]} already")
        elif not found.wrong:
            row = row_of(self.kind.stem, found.values)
            if before is None:
                self.new.append(row)
            elif row.is_like(before):
                self.same.append(before)
            else:
                self.changed.append(Changed(before, row))
        if key is not None:
            self.seen.setdefault(key, line.line)

    def _key(self, given: Mapping[str, str], known: Mapping[str, Known]) -> str | None:
        """Return the key of a line, or None if one of its cells cannot be read."""
        texts: dict[str, str] = {}
        for name in self.kind.key:
            column = self.kind.column(name)
            try:
                value = followed(column, value_of(column, given.get(name, "").strip()), known)
            except ValueError:
                return None
            texts[name] = "" if value is None else column.cell.write(value)
        if self.kind.stem in PAIRS:
            texts["pupil"], texts["other"] = sorted(texts.values())
        return key_of(self.kind.stem, texts)
