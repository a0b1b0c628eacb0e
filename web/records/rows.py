"""Row: one record as texts by column; how typed text becomes a row, and what is different between two of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from routing.authority.cells import DATE, POUNDS
from routing.authority.reading import Known, known_of, value_of
from web.records.columns import OfficeColumn
from web.records.figures import SETTING, value_cell
from web.records.layouts import KIND, KINDS
from web.records.sense import POINT, Wrong, wrong_together

Texts = Mapping[str, str]
"""Texts by column; an empty one is as good as none."""

PAIRS = ("kept_apart", "together")
"""Kinds of pairs, in which it does not matter who is named first."""

Rows = Mapping[str, Sequence["Row"]]
"""All rows, by kind; a kind without rows may be absent. Their order within a kind is kept in what is built of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One version of one record.

    Parameters
    ----------
    kind, key
        The stem of its kind, and the text by which it is told from the others; ``row_of`` makes it from the values.
    values
        Canonical texts by column, as the cells write them; no text is empty.
    version
        1 for the first that was kept; 0 for one that nobody has kept yet.
    """

    kind: str
    key: str
    values: Texts
    version: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType({name: text for name, text in self.values.items() if text}))

    def __getitem__(self, column: str) -> str:
        """Return the text of a column, empty if it has none."""
        return self.values.get(column, "")

    def is_like(self, other: "Row") -> bool:
        """Say whether it says the same as another, in whatever version."""
        return (self.kind, self.key, self.values) == (other.kind, other.key, other.values)


@dataclass(frozen=True, slots=True)
class Canonical:
    """Texts as they were typed, made canonical; what could not be read is said in ``wrong`` instead."""

    values: Texts
    wrong: tuple[Wrong, ...] = ()


def row_of(kind: str, values: Texts, version: int = 0) -> Row:
    """Return the row of canonical texts, with its key."""
    return Row(kind, key_of(kind, values), values, version)


def key_of(kind: str, values: Texts) -> str:
    r"""Return the key of a row: the texts of its key columns with bars between them.

    Examples
    --------
    >>> key_of("pupils", {"pupil": "P1"}), key_of("usual", {"pupil": "P1", "direction": "to-school"})
    ('P1', 'P1|to-school')
    """
    parts = [values.get(name, "") for name in KIND[kind].key]
    return parts[0] if len(parts) == 1 else "|".join(p.replace("\\", "\\\\").replace("|", "\\|") for p in parts)


def merged(kind: str, before: Row | None, given: Texts, known: Mapping[str, Known] | None = None) -> Texts:
    """Return a row's texts with those that are given laid over; an empty one empties its column.

    What hangs on a column that changes, and is not given anew, is emptied: a new postcode takes the point of the old
    house with it, and a new school the day on which somebody confirmed the old one. So give what was changed, no more.

    Parameters
    ----------
    known
        As in ``canonical``: whether a school has changed can be told of its name too.
    """
    if before is None:
        return dict(given)
    texts = {**before.values, **given}
    for column in KIND[kind].columns:
        if column.name not in given and any(_changes(before, given, other, known) for other in column.stale_with):
            texts.pop(column.name, None)
    return texts


def _changes(before: Row, given: Texts, name: str, known: Mapping[str, Known] | None) -> bool:
    """Say whether what is given puts something else in the place of a text."""
    if name not in given or not before[name]:
        return False
    column = KIND[before.kind].column(name)
    try:
        value = followed(column, value_of(column, given[name].strip()), known)
    except ValueError:
        return True
    return value is None or column.cell.write(value) != before[name]


def canonical(kind: str, texts: Texts, known: Mapping[str, Known] | None = None) -> Canonical:
    """Return texts as the cells write them.

    Parameters
    ----------
    texts
        As somebody typed them, or a file has them.
    known
        The records that the texts may name, by kind (``known_in``), so that a name becomes an id, and what names
        nothing is wrong; None to leave names as they are.
    """
    layout = KIND[kind]
    wrong: list[Wrong] = []
    read: dict[str, Any] = {}
    values: dict[str, str] = {}
    stands_alone = any(texts.get(name, "").strip() for name in POINT)
    for column in layout.columns:
        try:
            value = value_of(column, texts.get(column.name, "").strip())
            if not (column.refers == "places" and stands_alone):
                value = followed(column, value, known)
        except ValueError as refused:
            wrong.append(Wrong(column.name, str(refused)))
            continue
        if value is None:
            continue
        read[column.name], values[column.name] = value, column.cell.write(value)
        if column.choices and values[column.name] not in (codes := dict(column.choices)):
            wrong.append(Wrong(column.name, f"'{values[column.name]}' is not one of {', '.join(codes)}"))
    if not wrong:
        wrong += _wrong_value(kind, values)
        wrong += wrong_together(layout, read)
    if kind in PAIRS and not wrong:
        values["pupil"], values["other"] = sorted((values["pupil"], values["other"]))
    return Canonical(values, tuple(wrong))


def followed(column: OfficeColumn, value: Any, known: Mapping[str, Known] | None) -> Any:
    """Return a value with the names in it made ids; ``ValueError`` if something is named that is not there."""
    if known is None or column.refers is None or value is None:
        return value
    words = value if isinstance(value, tuple) else (value,)
    found = [known[column.refers].find(word) for word in words]
    for word, id_ in zip(words, found, strict=True):
        if id_ is None:
            raise ValueError(known[column.refers].why_not(word))
    return tuple(found) if isinstance(value, tuple) else found[0]


def _wrong_value(kind: str, values: dict[str, str]) -> list[Wrong]:
    """Make the value of a setting or of a number of the policy canonical, or return what is wrong with it."""
    cell = value_cell(kind, values)
    if cell is None:
        return []
    try:
        values["value"] = cell.write(value_of(OfficeColumn("value", cell), values["value"]))
    except ValueError as refused:
        return [Wrong("value", str(refused).removesuffix("."))]
    return []


def known_in(rows: Rows) -> dict[str, Known]:
    """Return what rows of each kind may name, by id or by a name that only one has."""
    return {
        kind.stem: known_of(kind, (row.values for row in rows.get(kind.stem, ())))
        for kind in KINDS
        if kind.id_column is not None
    }


def setting_of(rows: Rows, name: str) -> str:
    """Return a setting of the office as text, or its default where nobody has set it.

    Examples
    --------
    >>> setting_of({}, "notice_days")
    '5'
    """
    return next((row["value"] for row in rows.get("settings", ()) if row.key == name), SETTING[name].default)


@dataclass(frozen=True, slots=True)
class Change:
    """What one column says in two versions of a record, in words; empty where it says nothing."""

    column: OfficeColumn
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.column.label}: {self.before or 'nothing'} → {self.after or 'nothing'}"


def difference(before: Row | None, after: Row | None) -> tuple[Change, ...]:
    """Return what is different between two versions of a record; None stands for no record.

    Examples
    --------
    >>> one = row_of("waivers", {"rule": "R", "pupil": "P1", "until": "2026-08-31"})
    >>> [str(each) for each in difference(one, row_of("waivers", {**one.values, "until": "2027-08-31"}))]
    ['Until: 31 August 2026 → 31 August 2027']
    """
    one, other = (before.values if before else {}), (after.values if after else {})
    layout = KIND[(before or after or _refuse()).kind]
    return tuple(
        Change(column, shown(column, one.get(column.name, "")), shown(column, other.get(column.name, "")))
        for column in layout.columns
        if one.get(column.name, "") != other.get(column.name, "")
    )


def _refuse() -> Row:
    raise ValueError("before or after must be a row.")


def shown(column: OfficeColumn, text: str) -> str:
    """Return a canonical text as people read it.

    Examples
    --------
    >>> pupils = KIND["pupils"]
    >>> shown(pupils.column("born_on"), "2015-03-09"), shown(pupils.column("mode"), "pass")
    ('9 March 2015', 'Public transport pass')
    """
    if not text:
        return ""
    if column.cell is DATE:
        return f"{date.fromisoformat(text):%-d %B %Y}"
    if column.cell is POUNDS:
        return f"£{float(text):,.2f}"
    return dict(column.choices).get(text, text)
