"""What loading a file would do, and the word to do it: all of it, at the versions that were seen, or nothing."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.wording import listed
from web.access import Permission
from web.pages.admin.listing import PER_PAGE, page_asked, pages_of
from web.pages.desk.naming import Names
from web.pages.guard import may, needs, now, reading, writing
from web.pages.parts import Lines, Link, Name, Table, table
from web.pages.records.blueprint import pages
from web.pages.records.judging import store_changes
from web.pages.records.loading import Trial, open_upload, sent_of, tried
from web.pages.records.sheets import say_waivers
from web.pages.records.showing import changes_of
from web.records.building import RecordFinding
from web.records.layouts import KIND
from web.records.quoting import quoted
from web.records.rows import Row
from web.store import ConflictError
from web.store.events import Event
from web.store.uploads import KeptUpload

_MOST_SAID = 50
"""So many of the things that stand in the way are told; the others are counted."""
_PARTS = {"new": "New", "changed": "Changed", "dropped": "Taken out", "refused": "Refused"}


@pages.get("/import/<id_>")
@needs(Permission.RECORD_IMPORT)
def show_load(id_: str) -> Response:
    """Show what loading a file would do, but not what is restricted."""
    with reading() as kept:
        upload = kept.uploads.get(id_)
        if upload.confirmed_at is not None:
            return make_response(render_template("records/loaded.html", upload=upload))
        trial = tried(sent_of(upload), kept.records.all_rows(), now().date())
        names = Names.of(kept)
    return _load_page(upload, trial, names)


@pages.get("/import/<id_>/restricted")
@needs(Permission.RECORD_RESTRICTED)
def show_restricted_load(id_: str) -> Response:
    """Show what loading a file would do with what is restricted, and write down that it was looked at."""
    with reading() as kept:
        upload = open_upload(kept, id_)
        trial = tried(sent_of(upload), kept.records.all_rows(), now().date())
        names = Names.of(kept)
    with writing() as kept:
        kept.audit.say(Event.RESTRICTED_VIEWED, "upload", id_, what="import")
    return _load_page(upload, trial, names, opened=True)


def _load_page(
    upload: KeptUpload, trial: Trial, names: Names, *, is_overtaken: bool = False, opened: bool = False
) -> Response:
    run = trial.run
    parts = {"new": run.new, "changed": run.changed, "dropped": run.dropped, "refused": run.refused}
    asked = request.args.get("part", "")
    part = asked if asked in parts else next((name for name, rows in parts.items() if rows), "new")
    number, count = page_asked(), len(parts[part])
    here = url_for("records.show_restricted_load" if opened else "records.show_load", id_=upload.id)
    hides = part == "changed" or any(_is_restricted(each) for each in (*trial.judged.wrong, *trial.judged.unmet))
    can_open = hides and not opened and may(Permission.RECORD_RESTRICTED)
    page = render_template(
        "records/dry_run.html",
        upload=upload,
        trial=trial,
        tabs=[
            Link(f"{words} ({len(parts[name]):,})", f"{here}?part={name}", is_current=name == part)
            for name, words in _PARTS.items()
        ],
        listed=_part(part, trial, names, slice((number - 1) * PER_PAGE, number * PER_PAGE), opened=opened),
        show_href=url_for("records.show_restricted_load", id_=upload.id, part=part) if can_open else "",
        pages=pages_of(number, count, here, {"part": part}),
        wrong=[_told(each, opened=opened) for each in trial.judged.wrong[:_MOST_SAID]],
        alerts=[*run.notes, *(_told(each, opened=opened) for each in trial.judged.unmet)][:_MOST_SAID],
        forbidden=listed(trial.forbidden) if trial.forbidden else "",
        said=_said(trial),
        is_overtaken=is_overtaken,
        has_columns=upload.kind in KIND or upload.kind == "register",
    )
    return make_response(page, 409 if is_overtaken else 200)


def _is_restricted(finding: RecordFinding) -> bool:
    return finding.column is not None and KIND[finding.file].column(finding.column).restricted


def _told(finding: RecordFinding, *, opened: bool) -> str:
    """Return what was found, without what is restricted unless that was asked for."""
    if opened or not _is_restricted(finding):
        return str(finding)
    return str(replace(finding, said="something is wrong with it (restricted)"))


def _said(trial: Trial) -> str:
    """Return what would be done in one line."""
    run = trial.run
    parts = [
        f"{len(rows):,} {words}"
        for rows, words in ((run.new, "new"), (run.changed, "changed"), (run.dropped, "taken out"))
        if rows
    ]
    return listed(parts) if parts else "nothing"


def _part(part: str, trial: Trial, names: Names, page: slice, *, opened: bool) -> Table:
    """Return one page of what would be done."""
    run = trial.run
    if part == "refused":
        found = [(str(each.line or "All"), each.column or "", each.said) for each in run.refused[page]]
        return table(
            "Lines that would not be loaded", ["Line", "Column", "Why"], found, empty="Every line can be read."
        )
    if part == "changed":
        changed = [
            (*_record(each.after, names), Lines(tuple(changes_of(each.differences, opened=opened))))
            for each in run.changed[page]
        ]
        return table("Records that would change", ["Record", "Which", "What"], changed, empty="No record would change.")
    rows = run.new if part == "new" else run.dropped
    words = "Records that would be new" if part == "new" else "Records that would be taken out"
    empty = "No record would be new." if part == "new" else "No record would be taken out."
    return table(words, ["Record", "Which"], [_record(row, names) for row in rows[page]], empty=empty)


def _record(row: Row, names: Names) -> tuple[str, object]:
    """Return the kind of a record, and which it is."""
    kind = KIND[row.kind]
    ref = ", ".join(filter(None, row.key.split("|")))
    name = row["name"] if row.kind == "pupils" else names.pupils.get(row["pupil"], "")
    return kind.one.capitalize(), Lines((ref, Name(name, ""))) if name else ref


@pages.get("/import/<id_>/refused.csv")
@needs(Permission.RECORD_IMPORT)
def download_refused(id_: str) -> Response:
    """Give the lines that would not be loaded as a table, to mend the file by."""
    with reading() as kept:
        upload = open_upload(kept, id_)
        run = tried(sent_of(upload), kept.records.all_rows(), now().date()).run
    response = make_response(_csv([(each.line or "", each.column or "", each.said) for each in run.refused]))
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return response


def _csv(rows: Sequence[tuple[object, ...]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(("line", "column", "why"))
    writer.writerows([quoted(str(cell)) for cell in row] for row in rows)
    return f"\ufeff{stream.getvalue()}"


@pages.post("/import/<id_>/confirm")
@needs(Permission.RECORD_IMPORT)
def confirm_load(id_: str) -> Response:
    """Do what was shown, all of it or nothing, if it still is what would be done."""
    with reading() as kept:
        upload = open_upload(kept, id_)
        trial = tried(sent_of(upload), kept.records.all_rows(), now().date())
        mark, names = kept.records.mark(), Names.of(kept)
    if request.form.get("mark") != trial.mark or not trial.may_be_kept:
        return _load_page(upload, trial, names, is_overtaken=True)
    with writing() as kept:
        if kept.records.mark() != mark:
            raise ConflictError("Someone else has changed a record at this moment: look at the file again.")
        changes = store_changes(trial.run)
        kept.uploads.confirm(id_)
        kept.records.apply(changes, f"Loaded from {upload.name}")
        say_waivers(kept, (each.row for each in changes if not each.is_removal))
        run = trial.run
        done = {"new": len(run.new), "changed": len(run.changed), "dropped": len(run.dropped)}
        kept.audit.say(Event.IMPORT_CONFIRMED, upload.kind, id_, **done, refused=len(run.refused))
    flash(f"Loaded: {_said(trial)}.")
    return redirect(url_for("records.show_all"), 303)


@pages.post("/import/<id_>/forget")
@needs(Permission.RECORD_IMPORT)
def forget_load(id_: str) -> Response:
    """Forget a file that is not to be loaded."""
    with writing() as kept:
        kept.uploads.forget(id_)
    flash("The file has been forgotten. Nothing was changed.")
    return redirect(url_for("records.load"), 303)
