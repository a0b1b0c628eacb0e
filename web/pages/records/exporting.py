"""Everything that is kept as files: one kind as CSV, or all of them as a ZIP that can be loaded again."""

from flask import Response, make_response, render_template, url_for

from web.access import Permission
from web.pages.guard import needs, principal, reading, slow_down, writing
from web.pages.parts import Column, Link, table
from web.pages.records.blueprint import kind_asked, pages, titled
from web.records.exporting import csv_of, zip_of
from web.records.layouts import KINDS
from web.store.events import Event
from web.store.throttle import EXPORT


@pages.get("/export")
@needs(Permission.RECORD_EXPORT)
def export() -> str:
    """Show what can be taken out of the service, and what that means."""
    with reading() as kept:
        counts = kept.records.counts()
    rows = [
        (
            titled(kind),
            f"{counts[kind.stem]:,}",
            Link("Download", url_for("records.download_kind", kind=kind.stem), hidden=kind.title),
        )
        for kind in KINDS
        if counts.get(kind.stem)
    ]
    titles: list[str | Column] = ["Records", Column("Number", is_number=True), "CSV"]
    listed = table("One kind", titles, rows, empty="Nothing is kept yet: add records, or load a file of them.")
    return render_template("records/export.html", listed=listed, has_any=bool(rows))


@pages.get("/export/everything.zip")
@needs(Permission.RECORD_EXPORT)
def download_all() -> Response:
    """Give every record, and write down that they were taken out."""
    slow_down(EXPORT, principal().user)
    with writing() as kept:
        rows = kept.records.all_rows()
        kept.audit.say(Event.RECORDS_EXPORTED, "records", "everything", records=sum(map(len, rows.values())))
        day = kept.now.date()
    return _file(zip_of(rows), "application/zip", f"records-{day}.zip")


@pages.get("/export/<kind>.csv")
@needs(Permission.RECORD_EXPORT)
def download_kind(kind: str) -> Response:
    """Give the records of a kind, and write down that they were taken out."""
    slow_down(EXPORT, principal().user)
    of_kind = kind_asked(kind)
    with writing() as kept:
        rows = kept.records.list_kind(kind)
        kept.audit.say(Event.RECORDS_EXPORTED, "records", kind, records=len(rows))
    return _file(csv_of(kind, rows).encode(), "text/csv", f"{of_kind.stem}.csv")


def _file(content: bytes, kind: str, name: str) -> Response:
    response = make_response(content)
    response.mimetype = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
