"""Making and changing records: a form from the layout, judged as a file would be, kept at the version that was seen."""

from collections.abc import Iterable

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.guard import may, needs, reading, writing
from web.pages.parts import Link
from web.pages.records.blueprint import back_to, called, href_of, kind_asked, pages, refuse_others
from web.pages.records.questions import asked_columns, choices_of
from web.pages.records.sheets import Part, Sheet, keep, page_of, sent
from web.records.columns import Kind, OfficeColumn
from web.store import Kept
from web.store.events import Event


@pages.route("/new/<kind>", methods=["GET", "POST"])
@needs(Permission.RECORD_EDIT)
def new(kind: str) -> Response:
    """Make a record."""
    of_kind = kind_asked(kind)
    refuse_others(kind)
    columns = asked_columns(of_kind, opened=may(Permission.RECORD_RESTRICTED), new=True)
    with writing() if request.method == "POST" else reading() as kept:
        sheet = Sheet.of([Part(of_kind, None, columns)], choices_of(kept, of_kind))
        if request.method == "POST":
            sheet, trial = sent(kept, sheet)
            if trial is not None:
                return redirect(href_of(keep(kept, sheet, trial)), 303)
        else:
            sheet = sheet.beginning_with(_first_values(kept, of_kind, columns))
    return page_of(sheet, f"New {of_kind.one}", back_to(of_kind))


def _first_values(kept: Kept, kind: Kind, columns: Iterable[OfficeColumn]) -> dict[str, str]:
    """Return what a new record's form begins with: what the address names, and the next number of its owner."""
    known = {column.name for column in columns if column.refers is not None or column.name in kind.key}
    found = {name: text for name, text in request.args.items() if name in known}
    owner = found.get(kind.key[0], "")
    if kind.numbered and owner:
        there = [row for row in kept.records.list_open(kind.stem) if row[kind.key[0]] == owner]
        found.setdefault("number", str(max((int(row["number"]) for row in there), default=0) + 1))
    return found


@pages.route("/<kind>/<record_key:key>/change", methods=["GET", "POST"])
@needs(Permission.RECORD_EDIT)
def change(kind: str, key: str) -> Response:
    """Change what is not restricted of a record."""
    return _change(kind, key, opened=False)


@pages.route("/<kind>/<record_key:key>/change/all", methods=["GET", "POST"])
@needs(Permission.RECORD_RESTRICTED)
def change_all(kind: str, key: str) -> Response:
    """Change a record with what is restricted, and write down that it was looked at."""
    return _change(kind, key, opened=True)


def _change(kind: str, key: str, *, opened: bool) -> Response:
    of_kind = kind_asked(kind)
    refuse_others(kind)
    columns = asked_columns(of_kind, opened=opened)
    is_sent = request.method == "POST"
    with writing() if is_sent or opened else reading() as kept:
        row = kept.records.get(kind, key)
        part = Part(of_kind, row, columns, {name: row[name] for name in of_kind.key})
        sheet = Sheet.of([part], choices_of(kept, of_kind), opened=opened)
        if is_sent:
            sheet, trial = sent(kept, sheet)
            if trial is not None:
                return redirect(href_of(keep(kept, sheet, trial)), 303)
        if opened:
            kept.audit.say(Event.RESTRICTED_VIEWED, kind, key, what="form")
    has_more = not opened and any(column.restricted for column in of_kind.columns)
    all_href = (
        url_for("records.change_all", kind=kind, key=key) if has_more and may(Permission.RECORD_RESTRICTED) else ""
    )
    return page_of(sheet, f"Change {called(row)}", Link("Back", href_of(row)), all_href)
