"""The blueprint of the reports, and what all of their pages share: their tabs, files to download, links to records."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, Response, current_app, make_response, request, url_for

from web.access import Permission
from web.pages.guard import may
from web.pages.parts import Link
from web.paper.exports import csv_text
from web.reporting.catalogue import REPORTS

pages = Blueprint("reports", __name__, url_prefix="/reports")

PAGE = 50
"""So many lines of a list are on one page."""


def tabs(current: str) -> list[Link]:
    """Return the ways to all reports."""
    ways = [("Overview", "", url_for("reports.overview"))]
    ways += [(report.title, report.name, url_for("reports.show", name=report.name)) for report in REPORTS]
    ways.append(("Travel training", "training", url_for("reports.show_training")))
    ways.append(("Return to the DfE", "dfe", url_for("reports.show_dfe")))
    if may(Permission.TARGET_EDIT):
        ways.append(("Targets", "targets", url_for("reports.list_targets")))
    return [Link(words, href, is_current=name == current) for words, name, href in ways]


def page_number() -> int:
    """Return which page of a long list is asked for; the first if nobody can tell."""
    return max(1, request.args.get("page", 1, type=int))


def csv_response(rows: Iterable[Sequence[object]], name: str) -> Response:
    """Return rows as a file to download."""
    response = make_response(csv_text(rows))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def record_link(kind: str, key: str, words: str) -> Link | str:
    """Return a link to a record, or the words alone where records have no pages or are not for whoever is there."""
    return _link("records.show", Permission.RECORD_VIEW, words, kind=kind, key=key)


def new_record_link(kind: str, words: str) -> Link | str:
    """Return a link to where a record of a kind is made, or the words alone."""
    return _link("records.new", Permission.RECORD_EDIT, words, kind=kind)


def _link(endpoint: str, permission: Permission, words: str, **values: Any) -> Link | str:
    if endpoint in current_app.view_functions and may(permission):
        return Link(words, url_for(endpoint, **values))
    return words
