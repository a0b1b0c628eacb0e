"""What the macros of GOV.UK Frontend are told about a field of a form: label, hint, error, choices, what was typed."""

from collections.abc import Mapping
from typing import Any

from web.pages.forms import Choice, Field, Form, Kind

_WIDTHS = (2, 3, 4, 5, 10, 20, 30)
"""The widths, in letters, for which GOV.UK Frontend has a class."""
_LETTERS: Mapping[Kind, int] = {Kind.NUMBER: 5, Kind.DATE: 10, Kind.TIME: 5}
_TYPES: Mapping[Kind, str] = {Kind.SEARCH: "search"}
_NOTHING, _ANY = Choice("", "Choose…"), Choice("", "Any")


def asked(form: Form, name: str, prefix: str = "", *, is_filter: bool = False) -> dict[str, Any]:
    """Return the parameters of the macro that draws a field.

    Parameters
    ----------
    prefix
        Before the field's id, where a page has two forms with a field of one name.
    is_filter
        Nobody is told that an answer is optional, for all are.
    """
    field = form.field(name)
    question = field.label if is_filter else field.question
    told: dict[str, Any] = {"name": name, "id": f"{prefix}{name}"}
    if field.hint:
        told["hint"] = {"text": field.hint}
    if name in form.errors:
        told["errorMessage"] = {"text": form.errors[name]}
    if field.autocomplete:
        told["autocomplete"] = field.autocomplete
    if field.kind in (Kind.RADIOS, Kind.CHECKBOXES):
        legend = {"text": question, "classes": "govuk-fieldset__legend--s"}
        return {**told, "idPrefix": told["id"], "fieldset": {"legend": legend}, "items": _items(form, field, "checked")}
    told["label"] = {"text": question, "classes": "govuk-label--s"}
    return told | _box(form, field, _ANY if is_filter else _NOTHING)


def _box(form: Form, field: Field, blank: Choice) -> dict[str, Any]:
    """Return what only a box for typing, a select or a file is told."""
    if field.kind is Kind.SELECT:
        return {"items": _items(form, field, "selected", blank)}
    told: dict[str, Any] = {"value": form.shown(field.name), "classes": _width_class(field)}
    if field.kind is Kind.LONG_TEXT:
        return {**told, "rows": str(field.rows)}
    if field.kind is Kind.NUMBER:
        told["inputmode"] = "numeric"
    for place, text in (("prefix", field.prefix), ("suffix", field.suffix)):
        if text:
            told[place] = {"text": text}
    return {**told, "type": _TYPES.get(field.kind, "text"), "spellcheck": False}


def _items(form: Form, field: Field, mark: str, blank: Choice | None = None) -> list[dict[str, Any]]:
    """Return the choices; a select begins with a blank one unless one is chosen and must be."""
    chosen = form.chosen(field.name)
    first = (blank,) if blank is not None and not (field.required and any(chosen)) else ()
    return [
        {
            "value": choice.value,
            "text": choice.text,
            mark: choice.value in chosen,
            **({"hint": {"text": choice.hint}} if choice.hint else {}),
        }
        for choice in (*first, *field.choices)
    ]


def _width_class(field: Field) -> str:
    letters = field.width or _LETTERS.get(field.kind, 0)
    wide = next((width for width in _WIDTHS if width >= letters), 0) if letters else 0
    return f"govuk-input--width-{wide}" if wide else ""


def mistakes(form: Form, prefix: str = "") -> list[dict[str, str]]:
    """Return what is wrong with a form as its summary lists it: each sentence a link to where it is mended."""
    return [{"text": said, **({"href": f"#{prefix}{name}"} if name else {})} for said, name in form.summary]
