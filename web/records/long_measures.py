"""Measures in a file with a line for each, as an authority's folder has them: a row for each pupil is made of them."""

from collections.abc import Callable, Iterable, Iterator

from routing.authority.measures import BY_NAME, KINDS, MeasureKind
from routing.authority.tables import Row as Line
from routing.authority.tables import plain
from routing.encoding import nearest

Refuse = Callable[[Line, str | None, str], None]
_Given = tuple[Line, dict[str, str]]


def widened(lines: Iterable[_Given], refuse: Refuse) -> Iterator[_Given]:
    """Yield a row for each pupil: the file gives all the measures of every pupil whom it names.

    A pupil of whom one line is refused is passed over.
    """
    first: dict[str, Line] = {}
    rows: dict[str, dict[str, str]] = {}
    broken: set[str] = set()
    for line, given in lines:
        if line.is_ragged:
            yield line, given
            continue
        pupil = given.get("pupil", "")
        first.setdefault(pupil, line)
        row = rows.setdefault(pupil, {"pupil": pupil, **{kind.name: "" for kind in KINDS}})
        wrong = _add(row, given.get("measure", ""), given.get("value", ""))
        if wrong is not None:
            refuse(line, *wrong)
            broken.add(pupil)
    yield from ((first[pupil], row) for pupil, row in rows.items() if pupil not in broken)


def _add(row: dict[str, str], measure: str, value: str) -> tuple[str, str] | None:
    """Add a measure to a pupil's row, or return the column that is wrong and the sentence."""
    kind = BY_NAME.get(plain(measure))
    if kind is None:
        return "measure", f"'{measure}' is no measure that we know{nearest(plain(measure), set(BY_NAME))}"
    try:
        text = _text(kind, value)
    except ValueError as refused:
        return "value", str(refused)
    before = row[kind.name]
    if before and (not kind.many or text in before.split("; ")):
        return "measure", f"{kind.name} is given for '{row['pupil']}' on a line above already"
    row[kind.name] = f"{before}; {text}" if before else text
    return None


def _text(kind: MeasureKind, value: str) -> str:
    """Return what the pupil's row says of a measure; ``ValueError`` if it may not say that."""
    if kind.cell is None:
        if value.casefold() not in ("", "yes", "y", "true", "1"):
            raise ValueError(f"'{value}' is no value for {kind.name}: it has none")
        return "yes"
    if not value:
        raise ValueError(f"is empty: {kind.name} needs {kind.cell.expected}")
    try:
        return kind.cell.write(kind.cell.read(value))
    except ValueError as refused:
        raise ValueError(str(refused) or f"'{value}' is not {kind.cell.expected}") from None
