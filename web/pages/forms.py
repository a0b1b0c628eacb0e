"""Forms: what is asked, what was typed, what it means, and what is wrong, in sentences like those of the CSV files.

A form is a value. ``Form(FIELDS)`` is blank, ``Form.filled(FIELDS, values)`` shows a record, and
``form.read(request.form)`` is the same form with what was typed, read by the cells that read the CSV files, so that a
mistake has one sentence wherever it is made. What was typed is kept, right or wrong, but for passwords and files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from werkzeug.datastructures import FileStorage, MultiDict

from routing.authority.cells import CLOCK, DATE, TEXT, WHOLE, Cell


class Kind(StrEnum):
    """How a field is asked; also the name of the macro that draws it."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    SELECT = "select"
    RADIOS = "radios"
    CHECKBOXES = "checkboxes"
    PASSWORD = "password"  # noqa: S105 -- the name of a kind
    FILE = "file"
    SEARCH = "search"


_CHOSEN = {Kind.SELECT, Kind.RADIOS, Kind.CHECKBOXES}
_NEVER_SHOWN = {Kind.PASSWORD, Kind.FILE}
_LONGEST = 5_000


def _long_text(text: str) -> str:
    if len(text) > _LONGEST:
        raise ValueError(f"the text is longer than {_LONGEST:,} letters")
    if not text.replace("\n", "").isprintable():
        raise ValueError("the text has a sign that cannot be printed")
    return text


LONG_TEXT = Cell("text", _long_text)
ANY_TEXT = Cell("text", str)

# A date is one box, not three: officers copy dates out of letters and spreadsheets and paste them whole, a screen
# reader says one question once, and 24/11/2026 and 2026-11-24 are read as in the CSV files: nobody learns a second way.
_CELLS: Mapping[Kind, Cell] = {
    Kind.LONG_TEXT: LONG_TEXT,
    Kind.NUMBER: WHOLE,
    Kind.DATE: Cell("a date (24/11/2026 or 2026-11-24)", DATE.read, lambda day: f"{day:%d/%m/%Y}"),
    Kind.TIME: CLOCK,
    Kind.PASSWORD: ANY_TEXT,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers."""

    value: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a form.

    Parameters
    ----------
    name
        What it is called in the request and in ``values``.
    label
        The question, or the name of what is asked.
    cell
        How the answer is read and written, if not as its kind usually is.
    missing
        The sentence for an answer that is not there; made from the label if not given.
    choices
        For a select, radios or checkboxes. A select that is not required begins with a blank choice.
    width
        About how many letters the answer has, for the width of its box; 0 for the whole width.
    prefix, suffix
        What stands before or after the box: ``£``, ``minutes``.
    rows
        How many lines the box of a long text has.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    cell: Cell | None = None
    hint: str = ""
    required: bool = True
    missing: str = ""
    choices: tuple[Choice, ...] = ()
    autocomplete: str = ""
    width: int = 0
    prefix: str = ""
    suffix: str = ""
    rows: int = 5

    def __post_init__(self) -> None:
        if (self.kind in _CHOSEN) != bool(self.choices) and self.kind is not Kind.SELECT:
            raise ValueError(f"field {self.name} must have choices if it is a {self.kind}, and only then")

    @property
    def reading(self) -> Cell:
        """The cell that reads and writes the answer."""
        return self.cell or _CELLS.get(self.kind, TEXT)

    @property
    def question(self) -> str:
        """The label, saying so where no answer is needed."""
        return self.label if self.required else f"{self.label} (optional)"

    def read(self, typed: tuple[str, ...]) -> Any:
        """Return what was meant; ``ValueError`` with a sentence if nobody can tell.

        None for an answer that may be missing and is; a tuple for checkboxes; otherwise what the cell gives.
        """
        words = tuple(text for each in typed if (text := _tidied(each, self.kind)))
        if not words:
            if self.required:
                raise ValueError(self.missing or self._empty())
            return () if self.kind is Kind.CHECKBOXES else None
        if self.kind in _CHOSEN:
            return self._chosen(words)
        try:
            return self.reading.read(words[0])
        except ValueError as refused:
            own = str(refused)  # as in the CSV files: a cell's own sentence, but not Python's
            raise ValueError(
                f"{self.label}: {own}"
                if own and "convert" not in own
                else f"{self.label}: '{words[0]}' is not {self.reading.expected}"
            ) from None

    def _empty(self) -> str:
        """Return the sentence for an answer that is not there."""
        if self.kind in _CHOSEN:
            wanted = "choose one" if self.kind is not Kind.CHECKBOXES else "choose at least one"
        elif self.reading.expected == TEXT.expected:
            wanted = "fill it in"
        else:
            wanted = f"expected {self.reading.expected}"
        return f"{self.label} {wanted.capitalize()}" if self.label.endswith("?") else f"{self.label} is empty: {wanted}"

    def _chosen(self, words: tuple[str, ...]) -> Any:
        known = {choice.value for choice in self.choices}
        for word in words:
            if word not in known:
                raise ValueError(f"{self.label}: '{word}' is not one of the choices")
        read = tuple((self.cell.read if self.cell else str)(word) for word in words)
        return read if self.kind is Kind.CHECKBOXES else read[0]


_CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {*map(ord, "\t\n\r")})
"""Control characters: no page may hold them, so none is shown again to whoever sent one."""


def _tidied(text: str, kind: Kind) -> str:
    """Return what was typed without the spaces around it; a password is as it was typed."""
    return text if kind is Kind.PASSWORD else text.replace("\r\n", "\n").strip()


@dataclass(frozen=True, slots=True)
class Form:
    """Questions, what was typed, what it means, and what is wrong.

    Attributes
    ----------
    typed
        By field, what stands in the boxes.
    values
        By field, what it means: all of them after a ``read`` without errors.
    errors
        By field, one sentence each; under the empty name what is wrong with the form as a whole.
    """

    fields: tuple[Field, ...]
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def filled(cls, fields: Iterable[Field], values: Mapping[str, Any]) -> "Form":
        """Return a form that shows the values of a record; what is None or absent stays blank."""
        fields = tuple(fields)
        shown = {each.name: _written(each, values.get(each.name)) for each in fields}
        return cls(fields, shown)

    def read(self, answers: "MultiDict[str, str]", files: "MultiDict[str, FileStorage] | None" = None) -> Self:
        """Return this form with what was answered: every answer is read, and everything wrong is told at once."""
        typed: dict[str, tuple[str, ...]] = {}
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for each in self.fields:
            try:
                if each.kind is Kind.FILE:
                    values[each.name] = _file(each, files)
                else:
                    sent = tuple(answers.getlist(each.name))
                    typed[each.name] = tuple(text.translate(_CONTROLS) for text in sent)
                    values[each.name] = each.read(sent)
            except ValueError as refused:
                errors[each.name] = str(refused)
        return replace(self, typed=typed, values=values, errors=errors)

    def refuse(self, name: str, sentence: str) -> Self:
        """Return this form with one more thing that is wrong, found by whoever knows more than a field does."""
        return replace(self, errors={**self.errors, name: sentence})

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors

    def field(self, name: str) -> Field:
        """Return the field of that name."""
        return next(each for each in self.fields if each.name == name)

    def shown(self, name: str) -> str:
        """Return what stands in a box: nothing for a password, which is never sent back."""
        typed = self.typed.get(name, ())
        return typed[0] if typed and self.field(name).kind not in _NEVER_SHOWN else ""

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return the choices that are ticked."""
        return self.typed.get(name, ())

    @property
    def summary(self) -> tuple[tuple[str, str], ...]:
        """Everything wrong in the order of the questions: each sentence, and the field where it is mended, if any."""
        order = ["", *(each.name for each in self.fields)]
        return tuple((self.errors[name], name) for name in order if name in self.errors)


def _written(asked: Field, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    write = asked.reading.write if asked.cell or asked.kind not in _CHOSEN else str
    return tuple(write(each) for each in value) if asked.kind is Kind.CHECKBOXES else (write(value),)


def _file(asked: Field, files: "MultiDict[str, FileStorage] | None") -> FileStorage | None:
    given = files.get(asked.name) if files is not None else None
    if given is None or not given.filename:
        if asked.required:
            raise ValueError(asked.missing or f"{asked.label} is empty: choose a file")
        return None
    return given
