"""A sheet: the form of one record, or of two that belong together; judged, and kept at the versions that were seen."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from flask import flash, make_response, render_template, request
from werkzeug.wrappers import Response

from web.pages.forms import Field as Question
from web.pages.forms import Form
from web.pages.parts import Link, Table, table
from web.pages.records.arranging import groups_of
from web.pages.records.judging import Trial, load_typed, store_changes, tried
from web.pages.records.questions import WHY, Choices, fields_of, given_in, laid_over
from web.pages.records.showing import HIDDEN
from web.records.columns import Kind, OfficeColumn
from web.records.importing import Load
from web.records.rows import Row, difference
from web.store import Kept
from web.store.events import Event
from web.words import moment

_OK, _CONFLICT, _WRONG = 200, 409, 422


@dataclass(frozen=True, slots=True)
class Part:
    """One record of a sheet.

    Parameters
    ----------
    row
        The record as it is now; None for one that is to be made.
    columns
        Those that are asked.
    fixed
        Cells that nobody is asked for: by what the record is found.
    is_optional
        Whether no record is made where nothing was said.
    """

    kind: Kind
    row: Row | None
    columns: tuple[OfficeColumn, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    is_optional: bool = False

    @property
    def version(self) -> int:
        """Its version as it is now."""
        return 0 if self.row is None else self.row.version

    @property
    def version_field(self) -> str:
        """What the form calls the version that was seen."""
        return f"version-{self.kind.stem}"

    def load(self, given: Mapping[str, str]) -> Load | None:
        """Return what was typed of it as a line of a file; None if there is nothing to say."""
        names = {column.name for column in self.columns}
        own = {name: text for name, text in given.items() if name in names}
        if self.is_optional and self.row is None and not any(own.values()):
            return None
        return load_typed(self.kind.stem, {**self.fixed, **own})


@dataclass(frozen=True, slots=True)
class Conflict:
    """What someone else has changed since a form was opened: who and when, and field by field."""

    said: tuple[str, ...]
    changes: Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form, as it is shown.

    Parameters
    ----------
    form, why
        The questions of the columns, and why.
    opened
        Whether what is restricted is shown.
    conflict
        What someone else has changed meanwhile, if anybody has.
    unmet
        What should be known before it is kept.
    """

    parts: tuple[Part, ...]
    form: Form
    why: Form = Form((WHY,))  # noqa: RUF009 -- a form is a value
    opened: bool = True
    conflict: Conflict | None = None
    unmet: tuple[str, ...] = ()

    @classmethod
    def of(cls, parts: Iterable[Part], choices: Choices, *, opened: bool = True) -> "Sheet":
        """Return the sheet of some records as they are now."""
        parts = tuple(parts)
        fields = tuple(each for part in parts for each in fields_of(part.columns, choices))
        return cls(parts, _shown(fields, [part.row for part in parts]), opened=opened)

    @property
    def before(self) -> Form:
        """The form of the records as they are now."""
        return _shown(self.form.fields, [part.row for part in self.parts])

    @property
    def status(self) -> int:
        """With what the page is answered."""
        if self.conflict is not None:
            return _CONFLICT
        return _WRONG if self.unmet or self.form.errors or self.why.errors else _OK

    @property
    def versions(self) -> list[tuple[str, int]]:
        """What the form must bear, so that it is known what was seen."""
        return [(part.version_field, part.version) for part in self.parts]

    @property
    def anyway(self) -> str:
        """What the form must bear for it to be kept all the same: the mark of just what was told."""
        return hashlib.sha256("\n".join(self.unmet).encode()).hexdigest()

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """The questions in their groups."""
        found = []
        for part in self.parts:
            names = {column.name for column in part.columns}
            for title, columns in groups_of(part.kind):
                found.append((title, [column.name for column in columns if column.name in names]))
        return [(title, names) for title, names in found if names]

    def beginning_with(self, values: Mapping[str, str]) -> "Sheet":
        """Return a sheet that shows some values which nobody has kept."""
        known = {each.name for each in self.form.fields}
        shown = _filled(self.form.fields, {name: text for name, text in values.items() if name in known})
        typed = {**self.form.typed, **{name: text for name, text in shown.typed.items() if text}}
        return replace(self, form=replace(self.form, typed=typed))


def _shown(fields: Iterable[Question], rows: Iterable[Row | None]) -> Form:
    return _filled(fields, {name: text for row in rows if row is not None for name, text in row.values.items()})


def _filled(fields: Iterable[Question], values: Mapping[str, str]) -> Form:
    return Form.filled(fields, values)


def sent(kept: Kept, sheet: Sheet) -> tuple[Sheet, Trial | None]:
    """Return a sheet as it was sent, with what speaks against it; and what keeping it would do, if nothing does."""
    typed = sheet.before.read(request.form)
    sheet = replace(sheet, form=typed, why=sheet.why.read(request.form))
    seen = {part.kind.stem: request.form.get(part.version_field, 0, type=int) for part in sheet.parts}
    if any(seen[part.kind.stem] != part.version for part in sheet.parts):
        return _overtaken(kept, sheet, seen), None
    if sheet.status != _OK:
        return sheet, None
    given = given_in(typed, sheet.before)
    loads = [load for part in sheet.parts if (load := part.load(given)) is not None]
    trial = tried(kept, *loads, new=sheet.parts[0].row is None)
    sheet = replace(sheet, form=trial.refuse(typed), unmet=() if trial.errors else trial.unmet)
    if request.form.get("anyway") == sheet.anyway:
        sheet = replace(sheet, unmet=())
    return sheet, trial if sheet.status == _OK else None


def keep(kept: Kept, sheet: Sheet, trial: Trial) -> Row:
    """Keep what a sheet says; return its first record."""
    changes = store_changes(trial.run)
    kept.records.apply(changes, sheet.why.values["why"] or "")
    say_waivers(kept, (each.row for each in changes))
    flash("Saved." if changes else "Nothing was changed.")
    rows = [*trial.run.new, *(each.after for each in trial.run.changed), *trial.run.same]
    return next(row for row in rows if row.kind == sheet.parts[0].kind.stem)


def say_waivers(kept: Kept, rows: Iterable[Row]) -> None:
    """Write down which waivers were granted."""
    for row in rows:
        if row.kind == "waivers":
            kept.audit.say(Event.WAIVER_GRANTED, "pupil", row["pupil"], rule=row["rule"], until=row["until"])


def _overtaken(kept: Kept, sheet: Sheet, seen: Mapping[str, int]) -> Sheet:
    """Return the form as the records are now, with what was typed laid over, and what the other person changed."""
    people = kept.people.names()
    said, old = [], list[Row | None]()
    for part in sheet.parts:
        number = seen[part.kind.stem]
        if part.row is None or number == part.version:
            old.append(part.row)
            continue
        versions = kept.records.history(part.kind.stem, part.row.key)
        there = next((each for each in versions if each.row.version == number and not each.is_removed), None)
        old.append(None if there is None else there.row)
        newest = versions[0]
        by = people.get(newest.changed_by, newest.changed_by)
        said.append(f"{by} changed it on {moment(newest.changed_at)}.")
    before = _shown(sheet.form.fields, old)
    changes = _compared(sheet, old, before)
    return replace(sheet, form=laid_over(sheet.form, before, sheet.before), conflict=Conflict(tuple(said), changes))


def _compared(sheet: Sheet, old: list[Row | None], seen: Form) -> Table:
    """Return, field by field, what someone else changed, and what was typed there."""
    asked = {each.name for each in sheet.form.fields}
    rows = []
    for part, before in zip(sheet.parts, old, strict=True):
        for each in difference(before, part.row) if part.row is not None else ():
            name, is_hidden = each.column.name, each.column.restricted and not sheet.opened
            mine = _typed(sheet.form, name) if name in asked else ""
            own = mine or "Nothing" if name in asked and mine != _typed(seen, name) else "Left as it was"
            was, now = (HIDDEN, HIDDEN) if is_hidden else (each.before or "Nothing", each.after or "Nothing")
            rows.append((each.column.label, was, now, own))
    return table("What the other person changed", ["Field", "It was", "They made it", "You typed"], rows)


def _typed(form: Form, name: str) -> str:
    return next(iter(form.typed.get(name, ())), "").strip()


def page_of(sheet: Sheet, title: str, back: Link, change_all_href: str = "", caption: str = "") -> Response:
    """Return the page of a sheet.

    Parameters
    ----------
    change_all_href
        Where what is restricted can be changed too, if that is not here.
    """
    page = render_template(
        "records/form.html",
        sheet=sheet,
        title=title,
        back_link=back,
        change_all_href=change_all_href,
        caption=caption,
    )
    return make_response(page, sheet.status)
