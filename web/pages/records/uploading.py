"""Sending a file: what it is, which of its columns is which of ours, and what the register of schools does not know."""

from pathlib import PurePath
from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.authority.cells import CLOCK
from routing.errors import FilesError, Finding
from web.access import Permission
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, now, reading, writing
from web.pages.records.blueprint import pages, titled
from web.pages.records.loading import HOURS, SOURCES, Sent, loads_of_file, open_upload, sent_of
from web.records.cells import AUTHORITY_CODE
from web.records.columns import Kind as RecordKind
from web.records.layouts import KIND, KINDS
from web.records.mapping import LONG_MEASURES, Guess
from web.records.rows import setting_of
from web.records.uploads import Upload
from web.store.uploads import KeptUpload

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

_MOST_BYTES = 110_000_000
"""The whole country's register of schools has some 60 million."""
_MOST_SAID = 50
"""So many of the things that are wrong are told; the others are counted."""
_QUESTIONS = Form(
    (
        Field(name="file", label="File", kind=Kind.FILE, hint="CSV or .xlsx without formulas; or the ZIP of an export"),
        Field(
            name="kind",
            label="What it is",
            kind=Kind.SELECT,
            choices=(
                *(Choice(kind.stem, titled(kind)) for kind in KINDS),
                *(Choice(name, words) for name, words in SOURCES),
            ),
        ),
        Field(
            name="whole",
            label="Is it the whole list?",
            kind=Kind.CHECKBOXES,
            required=False,
            choices=(Choice("yes", "Yes: take out what is not in it", "You see what that would be before it is done"),),
        ),
    )
)
_SAVE = Field(
    name="name",
    label="Keep these columns under a name",
    required=False,
    hint="Such as: Pupils from the case system. The next file like this one is then read in the same way.",
    width=30,
)
_REGISTER = (
    Field(
        name="authority",
        label="Add the other open schools of this authority",
        cell=AUTHORITY_CODE,
        required=False,
        hint="Its three digits; empty: none is added",
        width=3,
    ),
    Field(name="wanted", label="Add these schools too", required=False, hint="Unique reference numbers, with spaces"),
    *(
        Field(
            name=name,
            label=f"{KIND['schools'].column(name).label}, of schools that are added",
            cell=CLOCK,
            required=False,
            width=5,
        )
        for name in HOURS
    ),
)


@pages.url_value_preprocessor
def _allow_large_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    if endpoint == "records.load":
        request.max_content_length = _MOST_BYTES


@pages.route("/import", methods=["GET", "POST"])
@needs(Permission.RECORD_IMPORT)
def load() -> Response:
    """Ask for a file, and read it."""
    form = _QUESTIONS
    found: tuple[Finding, ...] = ()
    if request.method == "POST":
        form = form.read(request.form, request.files)
        if form.is_right:
            sent = _sent(form)
            try:
                return _looked_at(sent)
            except FilesError as refused:
                found = refused.findings
                form = form.refuse("file", f"File: {found[0]}" if len(found) == 1 else "File: it cannot be read")
    page = render_template("records/load.html", questions=form, findings=[str(each) for each in found[:_MOST_SAID]])
    return make_response(page, 422 if form.errors else 200)


def _sent(form: Form) -> Sent:
    file: FileStorage = form.values["file"]
    name = PurePath((file.filename or "file").replace("\\", "/")).name[:100] or "file"
    return Sent(form.values["kind"], Upload(name, file.stream.read()), {"whole": bool(form.values["whole"])})


def _looked_at(sent: Sent) -> Response:
    """Keep a file to be looked at, and go where the next question is; ``FilesError`` if it cannot be read."""
    with reading() as kept:
        mappings = kept.uploads.list_mappings(sent.kind) if sent.is_table else {}
        current = kept.records.all_rows()
    options = dict(sent.options)
    is_sure = sent.kind != "register"
    if sent.is_table:
        guessed = sent.guessed(mappings)
        options["columns"] = [list(pair) for pair in guessed.mapping.columns]
        is_sure = not guessed.unsure and _is_found(KIND[sent.kind], guessed)
    else:
        loads_of_file(sent, current, now().date())
    with writing() as kept:
        id_ = kept.uploads.keep(sent.kind, sent.upload.name, sent.upload.data, options)
    return redirect(url_for("records.show_load" if is_sure else "records.ask_columns", id_=id_), 303)


def _is_found(kind: RecordKind, guessed: Guess) -> bool:
    """Say whether the file's records can be told apart: a number is counted where there is none."""
    ours = {column for _, column in guessed.mapping.columns}
    return {name for name in kind.key if kind.column(name).required and name != "number"} <= ours


@pages.route("/import/<id_>/columns", methods=["GET", "POST"])
@needs(Permission.RECORD_IMPORT)
def ask_columns(id_: str) -> Response:
    """Ask which column of a file is which of ours; of the register of schools, which schools are wanted."""
    with reading() as kept:
        upload = open_upload(kept, id_)
        code = setting_of({"settings": kept.records.list_kind("settings")}, "authority_code")
    sent = sent_of(upload)
    if sent.kind == "register":
        fields: tuple[Field, ...] = _REGISTER
        form = Form.filled(fields, {name: upload.options.get(name) for name in ("wanted",)} | {"authority": code})
        guessed = None
    elif sent.is_table:
        guessed = sent.guessed({})
        form = Form.filled(*_columns(KIND[sent.kind], guessed, dict(map(tuple, upload.options["columns"]))))
    else:
        return redirect(url_for("records.show_load", id_=id_), 303)
    if request.method == "POST":
        form = Form(form.fields).read(request.form)
        form = _with_hours(form) if guessed is None else _once(form, guessed)
        if form.is_right:
            return _columns_kept(upload, form, guessed)
    page = render_template(
        "records/columns.html",
        questions=form,
        upload=upload,
        missing=[] if guessed is None else _missing(KIND[sent.kind], form, guessed),
        is_register=guessed is None,
    )
    return make_response(page, 422 if form.errors else 200)


def _headers(guessed: Guess) -> list[str]:
    return [*(header for header, _ in guessed.mapping.columns), *(header for header, _ in guessed.unsure)]


def _columns(kind: RecordKind, guessed: Guess, chosen: dict[str, str]) -> tuple[tuple[Field, ...], dict[str, str]]:
    """Return a question for each column of a file, and what is answered already: what is chosen, or near."""
    choices = [Choice(column.name, column.label) for column in kind.columns]
    if kind.stem == "measures":
        choices += [Choice(name, f"{name.capitalize()}, one on each line") for name in LONG_MEASURES]
    near = {header: column for header, column in guessed.unsure if column is not None}
    fields, values = [], {}
    for place, header in enumerate(_headers(guessed)):
        fields.append(Field(name=f"c{place}", label=header, kind=Kind.SELECT, required=False, choices=tuple(choices)))
        column = chosen.get(header) or (near.get(header) if near.get(header) not in chosen.values() else None)
        if column:
            values[f"c{place}"] = column
    return (*fields, _SAVE), values


def _once(form: Form, guessed: Guess) -> Form:
    """Refuse a column of ours that is chosen for two of the file's."""
    seen: dict[str, str] = {}
    for place, header in enumerate(_headers(guessed)):
        column = form.values.get(f"c{place}")
        if column in seen:
            form = form.refuse(f"c{place}", f"{header}: that is chosen for '{seen[column]}' already: choose it once")
        elif column:
            seen[column] = header
    return form if seen else form.refuse("", "Choose what at least one column of the file is")


def _with_hours(form: Form) -> Form:
    """Refuse to add schools of which nobody has said when their day begins and ends."""
    if form.values.get("authority") or form.values.get("wanted"):
        for name in HOURS:
            if name not in form.errors and form.values[name] is None:
                label = form.field(name).label
                form = form.refuse(name, f"{label} is empty: expected {CLOCK.expected}, or add no schools")
    return form


def _missing(kind: RecordKind, form: Form, guessed: Guess) -> list[str]:
    """Return what a new record needs and no column of the file is."""
    chosen = {next(iter(form.chosen(each.name)), "") for each in form.fields}
    return [kind.column(name).label for name in guessed.missing if name not in chosen | set(LONG_MEASURES)]


def _columns_kept(upload: KeptUpload, form: Form, guessed: Guess | None) -> Response:
    options = dict(upload.options)
    with writing() as kept:
        if guessed is None:
            values = {each.name: form.values[each.name] for each in form.fields}
            hours = {name: CLOCK.write(values[name]) for name in HOURS if values[name] is not None}
            options |= {name: values[name] or "" for name in ("authority", "wanted")} | hours
        else:
            pairs = [(header, form.values[f"c{place}"]) for place, header in enumerate(_headers(guessed))]
            options["columns"] = [[header, column] for header, column in pairs if column]
            if form.values["name"]:
                kept.uploads.keep_mapping(form.values["name"], upload.kind, dict(options["columns"]))
        kept.uploads.change(upload.id, upload.kind, options)
    return redirect(url_for("records.show_load", id_=upload.id), 303)
