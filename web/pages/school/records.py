"""Whether what we hold of a pupil is right: a school says so, with the date, or says what is wrong."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import LONDON, needs, now, reading, writing
from web.pages.parts import Link, Name, Tag, table
from web.pages.school.scope import pages, school_asked, sections
from web.store import Kept, NotKeptError
from web.store.day import Confirmation
from web.words import long_day

_STALE = timedelta(days=180)
"""A word older than this should be given again: two a year, as schools change in September and in spring."""
_FIELDS = (
    Field(
        name="is_right",
        label="Is this right?",
        kind=Kind.RADIOS,
        choices=(Choice("yes", "Yes, it is right"), Choice("no", "No, something is wrong")),
    ),
    Field(
        name="note",
        label="What is wrong",
        kind=Kind.LONG_TEXT,
        required=False,
        hint="For the transport team alone. No medical details, please.",
    ),
)


@pages.get("/records")
@needs(Permission.SCHOOL_VIEW)
def list_records() -> str:
    """Show a school's pupils, and when it last confirmed each."""
    school = school_asked()
    with reading() as kept:
        pupils = [row for row in kept.records.list_kind("pupils") if row["school"] == school]
        confirmed = kept.day.list_confirmations()
        title = kept.records.names("schools").get(school, school)
    rows = [
        (
            Name(row["name"] or row.key, row.key),
            row["days"] or "Monday to Friday",
            _state(confirmed.get(row.key)),
            Link("Check", url_for("school.ask_record", pupil=row.key), row.key),
        )
        for row in sorted(pupils, key=lambda row: row["name"] or row.key)
    ]
    return render_template(
        "school/records.html",
        title=title,
        sections=sections(school),
        list=table("Pupils who travel with us", ["Pupil", "Days", "Last confirmed", "Record"], rows, empty=_NOBODY),
        done=request.args.get("done", ""),
    )


_NOBODY = "Nobody of this school travels with us."


@pages.route("/records/<pupil>", methods=["GET", "POST"])
@needs(Permission.SCHOOL_REPORT)
def ask_record(pupil: str) -> str | Response | tuple[str, int]:
    """Show what is held of a pupil, and ask whether it is right."""
    asked = Form(_FIELDS)
    if request.method == "POST":
        asked = asked.read(request.form)
        if asked.is_right and asked.values["is_right"] == "no" and not asked.values["note"]:
            asked = asked.refuse("note", "What is wrong: say it in a few words, so that it can be put right")
        if asked.is_right:
            with writing() as kept:
                school = kept.records.get("pupils", pupil)["school"]
                is_right = asked.values["is_right"] == "yes"
                kept.day.confirm(pupil, school, is_right=is_right, note=asked.values["note"] or "")
            return redirect(url_for("school.list_records", school=school, done="yes"), 303)
    with reading() as kept:
        page = _page(kept, pupil, asked)
    return page if asked.is_right else (page, 422)


def _page(kept: Kept, pupil: str, asked: Form) -> str:
    row = kept.records.get("pupils", pupil)
    school = kept.records.find("schools", row["school"])
    if school is None:
        raise NotKeptError("There is no such school.")
    return render_template(
        "school/record.html",
        row=row,
        name=Name(row["name"] or row.key, row.key),
        title=school["name"] or school.key,
        sections=sections(school.key),
        questions=asked,
        back=url_for("school.list_records", school=school.key),
    )


def _state(word: Confirmation | None) -> Tag | str:
    """Return when a school last gave its word, or that it should."""
    if word is None:
        return Tag("Never", "red")
    if not word.is_right:
        return Tag("Said to be wrong", "orange")
    if now() - word.confirmed_at > _STALE:
        return Tag(f"Due: {long_day(word.confirmed_at.astimezone(LONDON).date())}", "yellow")
    return long_day(word.confirmed_at.astimezone(LONDON).date())
