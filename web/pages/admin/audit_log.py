"""The audit log: what was done, by whom, whether the chain is whole, and its head to write down elsewhere."""

import json
from collections.abc import Mapping

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.authority.cells import Cell
from web.access import Permission
from web.pages.admin.listing import PER_PAGE
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import NOBODY, needs, reading, writing
from web.pages.parts import Column, Lines, table
from web.store import Kept
from web.store.audit import Entry, head_text, read_head
from web.store.events import Event
from web.words import moment

pages = Blueprint("audit", __name__, url_prefix="/audit")

_FILTER = Form(
    (
        Field(name="who", label="Who", hint="E-mail address, or clock:…", required=False, width=20),
        Field(
            name="what",
            label="What",
            kind=Kind.SELECT,
            required=False,
            choices=tuple(Choice(event, event) for event in Event),
        ),
        Field(name="ref", label="About", hint="A reference", required=False, width=20),
        Field(name="before", label="Before row", kind=Kind.NUMBER, required=False),
    )
)
_VERIFY = Form(
    (
        Field(
            name="head",
            label="Head that you wrote down",
            hint="Number and mark, as a check for rows cut off at the end.",
            cell=Cell("a number and a mark of 64 letters and digits", read_head),
            required=False,
        ),
    )
)


@pages.get("/")
@needs(Permission.AUDIT_VIEW)
def show_all() -> str:
    """List what was done, the newest first, fifty a page."""
    return _page(_VERIFY)


@pages.post("/verify")
@needs(Permission.AUDIT_VIEW)
def verify() -> Response:
    """Go through the whole chain, and write down what was found."""
    form = _VERIFY.read(request.form)
    if not form.is_right:
        return make_response(_page(form), 422)
    with reading() as kept:
        wrong = kept.audit.verify(form.values["head"])
    with writing() as kept:
        kept.audit.say(Event.AUDIT_VERIFIED, "audit", "chain", breaks=len(wrong), said=wrong[:20])
    return redirect(url_for("audit.show_all"), 303)


@pages.get("/head.txt")
@needs(Permission.AUDIT_VIEW)
def head() -> Response:
    """Give the head of the chain as a file to keep elsewhere."""
    with reading() as kept:
        response = make_response(head_text(kept.audit.head()))
    response.mimetype = "text/plain"
    response.headers["Content-Disposition"] = 'attachment; filename="audit-head.txt"'
    return response


def _page(verify_form: Form) -> str:
    """Return the page: what the address asks for of the log, and how whole the log was found to be."""
    form = _FILTER.read(request.args)
    asked = {field.name: form.values.get(field.name) for field in _FILTER.fields}
    with reading() as kept:
        names = kept.people.names()
        entries = kept.audit.list_entries(
            most=PER_PAGE + 1,
            before=asked["before"],
            ref=asked["ref"],
            who=_who(kept, asked["who"]),
            event=asked["what"],
        )
        verified = kept.audit.list_entries(most=1, event=Event.AUDIT_VERIFIED)
        newest = kept.audit.head()
    again = {name: value for name, value in asked.items() if value is not None and name != "before"}
    columns = (Column("Row", is_number=True), "When", "Who", "What", "About", "Detail")
    empty = "Nothing like that stands in the log." if any(asked.values()) else "Nothing has been done yet."
    rows = [_row(entry, names) for entry in entries[:PER_PAGE]]
    older = url_for("audit.show_all", **again, before=entries[PER_PAGE - 1].number) if entries[PER_PAGE:] else None
    return render_template(
        "admin/audit.html",
        form=form,
        verify_form=verify_form,
        listed=table("What was done", columns, rows, empty=empty),
        newest_href=url_for("audit.show_all", **again) if asked["before"] else None,
        older_href=older,
        verified=verified[0] if verified else None,
        verified_by=_name(verified[0].who, names) if verified else "",
        head=head_text(newest).strip(),
    )


def _who(kept: Kept, asked: str | None) -> str | None:
    """Return by whom entries are asked for: the user of an address, or what stands in the log as it is."""
    user = kept.people.find_user(asked) if asked else None
    return user.id if user else asked


def _row(entry: Entry, names: Mapping[str, str]) -> tuple[object, ...]:
    ref = _name(entry.ref, names) if entry.kind == "user" else entry.ref
    detail = Lines(tuple(f"{name}: {_said(value)}" for name, value in entry.detail.items() if value))
    who = Lines((_name(entry.who, names), *([entry.role] if entry.who != NOBODY.user else [])))
    return (entry.number, moment(entry.at), who, entry.event.replace(":", ": "), f"{entry.kind} {ref}", detail)


def _name(user: str, names: Mapping[str, str]) -> str:
    return names.get(user, user)


def _said(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
