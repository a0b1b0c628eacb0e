"""A record as a form: a question for each column, what is typed against what stands there, and what others changed.

What is typed is read by the same lines that read a file (``judging``), so that a mistake has one sentence wherever it
is made. Here a form only knows what must not be empty and what may be chosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from routing.authority.cells import CLOCK, DATE, DAYS, HOURS, ID, MINUTES, POUNDS, WORDS, Cell
from web.pages.forms import ANY_TEXT, Choice, Field, Form, Kind
from web.pages.records.arranging import groups_of
from web.pages.records.blueprint import one_of
from web.pages.records.showing import RULE_SENTENCES
from web.records.cells import NOTE, YEAR
from web.records.columns import Kind as RecordKind
from web.records.columns import OfficeColumn
from web.records.layouts import KIND
from web.records.rows import Row
from web.store import Kept

WHY = Field(
    name="why",
    label="Why",
    kind=Kind.LONG_TEXT,
    required=False,
    rows=2,
    hint="Stands in the history. Nothing that only a risk assessment should say.",
)
"""Asked with every change."""
_CHOSEN_FROM = ("schools", "operators", "contracts")
"""The kinds of which there are few enough to choose one from a list."""
_FEW = 4
"""No more choices than that are shown all at once."""
_SUCH_AS: Mapping[Cell, str] = {
    DATE: "Such as 24/11/2026",
    DAYS: "Such as Mon Tue Fri, or Mon-Thu",
    CLOCK: "Such as 08:40",
    HOURS: "Such as 5:00",
    MINUTES: "Such as 4, or 2.5",
    POUNDS: "Such as 45.00",
    WORDS: "Semicolons between them",
    YEAR: "Such as 2026-27",
}
_WIDTHS: Mapping[Cell, int] = {DATE: 10, CLOCK: 5, HOURS: 5, MINUTES: 5, POUNDS: 10, YEAR: 10, ID: 20}

Choices = Mapping[str, tuple[Choice, ...]]
"""What may be chosen for a reference, by kind."""


def choices_of(kept: Kept, *kinds: RecordKind) -> Choices:
    """Return what may be chosen where records of some kinds name others."""
    wanted = {column.refers for kind in kinds for column in kind.columns if column.cell is not WORDS}
    found = {}
    for stem in _CHOSEN_FROM:
        if stem in wanted:
            named = [(row["name"] or row.key, row.key) for row in kept.records.list_open(stem)]
            found[stem] = tuple(Choice(key, name if name == key else f"{name} ({key})") for name, key in sorted(named))
    return found


def fields_of(columns: Iterable[OfficeColumn], choices: Choices) -> tuple[Field, ...]:
    """Return the questions for some columns."""
    return tuple(_field(column, choices) for column in columns)


def _field(column: OfficeColumn, choices: Choices) -> Field:
    among = tuple(Choice(value, words) for value, words in column.choices)
    if column.name == "rule":
        among = tuple(Choice(rule, sentence) for rule, sentence in RULE_SENTENCES.items())
    if column.cell is not WORDS:
        among = choices.get(column.refers or "", among)
    if among:
        kind = Kind.RADIOS if column.required and len(among) <= _FEW else Kind.SELECT
        return Field(
            name=column.name,
            label=column.label,
            kind=kind,
            choices=among,
            required=column.required,
            hint=column.hint,
        )
    cell = Cell(column.cell.expected, str, _day_text if column.cell is DATE else str)
    return Field(
        name=column.name,
        label=column.label,
        kind=Kind.LONG_TEXT if column.cell is NOTE else Kind.TEXT,
        cell=ANY_TEXT if column.cell is NOTE else cell,
        required=column.required,
        hint=_hint(column),
        width=_WIDTHS.get(column.cell, 0),
        rows=3,
    )


def _hint(column: OfficeColumn) -> str:
    """Return what helps to answer: the column's own word, whom it names, how it is written."""
    parts = [column.hint]
    if column.refers is not None and column.refers in KIND:
        parts.append(
            "" if column.refers == "places" and column.hint else f"Reference or name of {one_of(column.refers)}"
        )
    elif "such as" not in column.hint.casefold():
        parts.append(_SUCH_AS.get(column.cell, ""))
    return ". ".join(filter(None, parts))


def _day_text(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def asked_columns(kind: RecordKind, *, opened: bool, new: bool = False) -> tuple[OfficeColumn, ...]:
    """Return the columns that a form asks for: by what a record is found is asked of a new one only.

    Parameters
    ----------
    opened
        Whether what is restricted is shown.
    """
    return tuple(
        column
        for _, columns in groups_of(kind)
        for column in columns
        if (new or column.name not in kind.key) and (opened or not column.restricted)
    )


def filled(fields: Iterable[Field], row: Row | None) -> Form:
    """Return a form that shows what a record says."""
    return Form.filled(fields, {} if row is None else row.values)


def given_in(form: Form, before: Form) -> dict[str, str]:
    """Return what was typed and is not as it stood: what was left alone is not given.

    So whatever hangs on something that was changed is emptied unless it was given anew (``rows.merged``).
    """
    return {
        each.name: str(form.values.get(each.name) or "")
        for each in form.fields
        if str(form.values.get(each.name) or "") != _typed(before, each.name)
    }


def _typed(form: Form, name: str) -> str:
    return next(iter(form.typed.get(name, ())), "").replace("\r\n", "\n").strip()


def laid_over(typed: Form, seen: Form, now: Form) -> Form:
    """Return a form that shows a record as it is now, with what somebody changed since they saw it laid over.

    Parameters
    ----------
    typed, seen, now
        What they sent; what they had been shown; what stands there now, for someone else changed it.
    """
    mine = {each.name for each in typed.fields if _typed(typed, each.name) != _typed(seen, each.name)}
    shown = {each.name: (typed if each.name in mine else now).typed.get(each.name, ()) for each in typed.fields}
    return replace(now, typed=shown)
