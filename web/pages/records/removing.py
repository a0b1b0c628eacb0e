"""Taking a record out: what would go with it, what keeps it, and the deed itself; its history stays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.forms import Form
from web.pages.guard import needs, reading, writing
from web.pages.parts import Table, table
from web.pages.records.blueprint import called, href_of, kind_asked, pages, refuse_others
from web.pages.records.judging import judge, load_typed, rows_beside, store_changes
from web.pages.records.questions import WHY
from web.records.columns import Kind
from web.records.dropping import drops
from web.records.importing import DryRun
from web.records.layouts import KIND, KINDS
from web.records.rows import Row
from web.store import Kept

_MOST = 50
"""So many records that go along are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What taking a record out would do.

    Parameters
    ----------
    run
        The records that go: it, and what is nothing without it.
    said
        What keeps it, in sentences.
    """

    run: DryRun
    said: tuple[str, ...]


@pages.route("/<kind>/<record_key:key>/remove", methods=["GET", "POST"])
@needs(Permission.RECORD_EDIT)
def remove(kind: str, key: str) -> Response:
    """Ask whether a record is to be taken out, and take it out."""
    of_kind = kind_asked(kind)
    refuse_others(kind)
    why, is_overtaken, is_sent = Form((WHY,)), False, request.method == "POST"
    with writing() if is_sent else reading() as kept:
        row = kept.records.get(kind, key)
        removal = _removal(kept, of_kind, row)
        if is_sent:
            why = why.read(request.form)
            is_overtaken = request.form.get("version", 0, type=int) != row.version
            if why.is_right and not removal.said and not is_overtaken:
                kept.records.apply(store_changes(removal.run), why.values["why"] or "")
                flash(f"Taken out: {called(row)}.")
                return redirect(url_for("records.show_kind", kind=kind), 303)
    along = [each for each in removal.run.dropped if (each.kind, each.key) != (row.kind, row.key)]
    page = render_template(
        "records/remove.html",
        kind=of_kind,
        row=row,
        title=f"Take out {called(row)}",
        back=href_of(row),
        said=removal.said,
        along=_table(along),
        more=max(0, len(along) - _MOST),
        why=why,
        is_overtaken=is_overtaken,
    )
    status = 409 if is_overtaken else 422 if is_sent else 200
    return make_response(page, status)


def _removal(kept: Kept, kind: Kind, row: Row) -> Removal:
    """Return what taking a record out would do to the others."""
    others = [each for each in _namers(kept, kind, row) if (each.kind, each.key) != (row.kind, row.key)]
    going, kept_by = drops([(row, kind.file)], others)
    if kept_by:
        return Removal(DryRun(dropped=(row,)), tuple(finding.said for finding in kept_by))
    run = DryRun(dropped=tuple(going))
    about = {name: row[name] for name in ("pupil", "other") if row[name]}
    current = rows_beside(kept, [load_typed(kind.stem, about)])
    return Removal(run, tuple(str(finding) for finding in judge(current, run).wrong))


def _namers(kept: Kept, kind: Kind, row: Row) -> Sequence[Row]:
    """Return the records that may name one, or are nothing without it."""
    if kind.stem == "pupils":
        return [
            each for rows in rows_beside(kept, [load_typed("pupils", {"pupil": row.key})]).values() for each in rows
        ]
    return [each for stem in _kinds_naming(kind.stem) for each in kept.records.list_kind(stem)]


def _kinds_naming(stem: str) -> Iterator[str]:
    """Yield the kinds whose records name those of a kind."""
    for kind in KINDS:
        if any(column.refers == stem for column in kind.columns) and kind.stem in KIND:
            yield kind.stem


def _table(rows: Sequence[Row]) -> Table:
    found = [(KIND[row.kind].one.capitalize(), ", ".join(filter(None, row.key.split("|")))) for row in rows[:_MOST]]
    return table("What goes with it", ["Record", "Reference"], found)
