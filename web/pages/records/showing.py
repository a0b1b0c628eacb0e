"""How cells, records and changes are shown: as links, names that can be hidden, words; what is restricted if asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask import url_for
from markupsafe import Markup, escape

from routing.authority.cells import WORDS
from routing.rules import RULES
from web.pages.desk.naming import Names
from web.pages.parts import Event, Fact, Lines, Link, Name
from web.pages.records.arranging import groups_of, listed_columns
from web.records.columns import OfficeColumn
from web.records.layouts import KIND
from web.records.rows import PAIRS, Change, Row, difference, shown
from web.store.records import Version

HIDDEN = "Hidden"
NOT_GIVEN = "Not given"
RULE_SENTENCES: Mapping[str, str] = {rule.id: rule.sentence for rule in RULES if rule.waivable}
"""The rules that a waiver may lift."""


def cell_of(row: Row, column: OfficeColumn, names: Names) -> object:
    """Return what a cell of a record says, as it is shown to someone who may see it."""
    text = row[column.name]
    if not text:
        return ""
    if column.refers is not None and column.refers in KIND:
        words = text.split("; ") if column.cell is WORDS else [text]
        return Lines(tuple(reference(column.refers, word, names) for word in words))
    said = _text(row, column)
    if column.sensitive and "pupil" in KIND[row.kind].key:
        return Name(said, row["pupil"] if column.name == "name" else HIDDEN)
    return Lines(tuple(said.split("\n"))) if "\n" in said else said


def _text(row: Row, column: OfficeColumn) -> str:
    """Return a cell in words; of a waiver, the sentence of the rule."""
    text = row[column.name]
    return RULE_SENTENCES.get(text, text) if (row.kind, column.name) == ("waivers", "rule") else shown(column, text)


def reference(kind: str, key: str, names: Names) -> object:
    """Return a link to a record that another names; ``none`` names none."""
    if key == "none":
        return "None"
    words = {"schools": names.school, "assistants": names.assistant}.get(kind, str)(key)
    link = Link(words, url_for("records.show", kind=kind, key=key))
    name = names.pupils.get(key) if kind == "pupils" else None
    return link if name is None else Markup("{} {}").format(escape(link), escape(Name(name, "")))


def facts_of(row: Row, columns: Iterable[OfficeColumn], names: Names) -> list[Fact]:
    """Return what a record says in some columns, line by line, to someone who may see them."""
    return [Fact(column.label, cell_of(row, column, names) or NOT_GIVEN) for column in columns]


def groups_shown(row: Row, names: Names, *, opened: bool) -> list[tuple[str, list[Fact]]]:
    """Return all that a record says, in its groups; what is hidden and what it does not say is named at their ends."""
    return [(title, _group(row, columns, names, opened=opened)) for title, columns in groups_of(KIND[row.kind])]


def _group(row: Row, columns: Sequence[OfficeColumn], names: Names, *, opened: bool) -> list[Fact]:
    hidden = [column for column in columns if column.restricted and not opened]
    empty = [column for column in columns if column not in hidden and not row[column.name]]
    shown_ = [column for column in columns if column not in (*hidden, *empty)]
    facts = facts_of(row, shown_, names)
    if hidden:
        facts.append(Fact(HIDDEN, _labels(hidden)))
    if empty:
        facts.append(Fact(NOT_GIVEN, _labels(empty)))
    return facts


def _labels(columns: Sequence[OfficeColumn]) -> str:
    labels = [column.label if place == 0 else lowered(column.label) for place, column in enumerate(columns)]
    return ", ".join(labels)


def lowered(label: str) -> str:
    """Return a label as it stands within a sentence; what is written in capitals stays so."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def said_of(row: Row, names: Names, owner: str) -> object:
    """Return a link to a record in a few words, as a page about a pupil or a school that it names has it.

    Parameters
    ----------
    owner
        Whose page it is: what the record says of them is plain there.
    """
    words = [
        _text(row, column).rstrip(".") for column in listed_columns(row.kind) if row[column.name] not in ("", owner)
    ]
    if row.kind in PAIRS:
        words = [next(row[name] for name in ("other", "pupil") if row[name] != owner)]
    link = Link(", ".join(words) or row.key.replace("|", ", "), url_for("records.show", kind=row.kind, key=row.key))
    name = names.pupils.get(words[0]) if row.kind in PAIRS else None
    return link if name is None else Markup("{} {}").format(escape(link), escape(Name(name, "")))


def changes_of(changes: Sequence[Change], *, opened: bool) -> Iterator[object]:
    """Yield what changed, in words; of what is restricted no more than that it did, unless it was asked for."""
    for change in changes:
        label = f"{change.column.label}: changed"
        if change.column.restricted and not opened:
            yield f"{label} (restricted)"
        elif change.column.sensitive:
            yield Name(str(change), label)
        else:
            yield str(change)


def events_of(versions: Sequence[Version], people: Mapping[str, str], *, opened: bool) -> list[Event]:
    """Return the history of a record, the newest first: who, when, why, and from what to what.

    Parameters
    ----------
    versions
        Newest first; each is told by what is different from the one after it.
    people
        Names of users by id.
    """
    events = []
    for place, version in enumerate(versions):
        before = versions[place + 1] if place + 1 < len(versions) else None
        lines = list(changes_of(_differences(before, version), opened=opened))
        if version.why:
            lines.append(f"Why: {version.why}")
        by = people.get(version.changed_by, version.changed_by)
        events.append(Event(_what(before, version), version.changed_at, by, Lines(tuple(lines)) if lines else ""))
    return events


def _differences(before: Version | None, version: Version) -> tuple[Change, ...]:
    """Return what a version changed; nothing is told of what was made or taken out whole."""
    if before is None or version.is_removed:
        return ()
    return difference(before.row, version.row)


def _what(before: Version | None, version: Version) -> str:
    if version.is_removed:
        return "Taken out"
    if before is None:
        return "Made"
    return "Made again" if before.is_removed else "Changed"
