"""From an authority to the office's rows: each pupil's places in the pupil's own rows, under the pupil's own key."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields

from routing.authority import Authority, tables_of
from routing.authority.measures import KINDS as MEASURES
from routing.authority.policy import number_text
from routing.policy import Policy
from web.records.layouts import KINDS
from web.records.rows import PAIRS, Row, row_of
from web.records.sense import PLACE_OF, POINT

_Table = list[dict[str, str]]

_OF_PUPILS, _OF_ASSISTANTS = ("pupils", "addresses", "pick_up_points"), ("assistants",)
_OWN = {"pupils": ("pupil", "home-"), "assistants": ("assistant", "joins-")}
"""Under which name the point of a row stands that gives it no name: what to put before the text of which column."""


def rows_of(authority: Authority) -> dict[str, tuple[Row, ...]]:
    """Return the rows of which ``authority_of`` makes an equal authority, but for the order of its sites.

    A place that only pupils' rows name stands as a point in each of them, and not among the places, so that erasing a
    pupil's key erases where they live; the same for passenger assistants.
    """
    tables = tables_of(authority)
    tables["measures"] = list(_measures(tables["measures"]))
    for stem in PAIRS:
        tables[stem] = [dict(zip(("pupil", "other"), sorted(row.values()), strict=True)) for row in tables[stem]]
    for stem, owner in (("pick_up_points", "pupil"), ("gates", "school")):
        tables[stem] = numbered(tables[stem], owner)
    _fold(tables, _OF_PUPILS)
    _fold(tables, _OF_ASSISTANTS)
    tables["operators"] = _distinct(tables["contracts"], "operator")
    tables["drivers"] = _distinct(tables["vehicles"], "driver")
    tables["policy"] = list(_policy(authority.policy))
    return {kind.stem: tuple(row_of(kind.stem, values) for values in tables.get(kind.stem, ())) for kind in KINDS}


def _measures(lines: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield a row for each pupil of whom lines of measures tell."""
    kinds = {kind.name: kind for kind in MEASURES}
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        row = found.setdefault(line["pupil"], {"pupil": line["pupil"]})
        kind = kinds[line["measure"]]
        text = "yes" if kind.cell is None else line["value"]
        row[kind.name] = f"{row[kind.name]}; {text}" if kind.many and kind.name in row else text
    yield from found.values()


def numbered(table: _Table, owner: str) -> _Table:
    """Return rows with the number of each among those of one owner, in their order, where they have none."""
    counts: Counter[str] = Counter()
    found = []
    for row in table:
        counts[row.get(owner, "")] += 1
        found.append({"number": str(counts[row.get(owner, "")]), **row})
    return found


def _fold(tables: dict[str, _Table], stems: tuple[str, ...]) -> None:
    """Put the places that only rows of some files name into those rows."""
    named_elsewhere = {
        row[column.name]
        for kind in KINDS
        for column in kind.columns
        if column.refers == "places" and kind.stem not in stems
        for row in tables.get(kind.stem, ())
        if column.name in row
    }
    inside = [(row, stem) for stem in stems for row in tables[stem] if PLACE_OF[stem] in row]
    own = {row[PLACE_OF[stem]] for row, stem in inside} - named_elsewhere
    point_of = {row["place"]: {n: row[n] for n in POINT if n in row} for row in tables["places"] if row["place"] in own}
    times = Counter(row[PLACE_OF[stem]] for row, stem in inside)
    for row, stem in inside:
        place = row[PLACE_OF[stem]]
        if place in point_of:
            row.update(point_of[place])
            column, before = _OWN.get(stem, ("", ""))
            if column and times[place] == 1 and place == before + row[column]:
                del row[PLACE_OF[stem]]
    tables["places"] = [row for row in tables["places"] if row["place"] not in point_of]


def _distinct(table: _Table, column: str) -> _Table:
    """Return a row for each text of a column."""
    return [{column: text} for text in dict.fromkeys(row[column] for row in table if column in row)]


def _policy(policy: Policy) -> Iterator[dict[str, str]]:
    """Yield the numbers that are not the default."""
    for each in fields(Policy):
        number = getattr(policy, each.name)
        if number != each.default:
            yield {"number": each.name, "value": number_text(each.name, number)}
