"""Run sheets on paper: all of a published plan for the office, one run for its operator, in usual or large print.

Crews read a pupil's first name and travel reference: a name to greet by, and no more. The sheets are pages that stand
alone (``web/paper``), so they bear a policy of their own: nothing runs, nothing is fetched, one known style.
"""

import base64
import hashlib
from collections.abc import Mapping

from flask import Response, make_response, request

from routing.files import Document
from routing.plan import Plan
from routing.telling import NameOf
from web.access import Permission
from web.pages.day.blueprint import pages
from web.pages.guard import needs, now, writing
from web.paper.page import static_text
from web.paper.paging import LARGE_PRINT, USUAL_PRINT
from web.paper.road_lines import RoadLines
from web.paper.run_sheets import Imprint, run_sheet_files
from web.store import Kept, NotKeptError
from web.store.events import Event
from web.store.plan_views import PlanHead, PlanState, RunHead
from web.words import moment

ALL_RUNS = "all-runs.html"


@pages.get("/plans/<id_>/sheets")
@needs(Permission.DAY_HANDLE)
def print_sheets(id_: str) -> Response:
    """Show the sheets of all runs of a published plan, to be printed at once."""
    with writing() as kept:
        head = kept.plans.get(id_)
        if head.state not in (PlanState.PUBLISHED, PlanState.REPLACED):
            raise NotKeptError("There is no such plan.")
        document = kept.plans.document(id_)
        runs = kept.plans.list_runs(id_)
        called = name_of(kept, document)
        kept.audit.say(Event.RESTRICTED_VIEWED, "plan", id_, run="all", pupils=sorted(document.problem.pupil))
    return paper(document, imprint(head, runs), called, ALL_RUNS)


def imprint(head: PlanHead, runs: list[RunHead]) -> Imprint:
    """Return what stands on every sheet: the version, when it was printed, and which runs it changes."""
    changed = {run.run: changed_told(head) for run in runs if run.is_changed}
    return Imprint(f"version {head.version}", moment(now()), changed)


def changed_told(head: PlanHead) -> str:
    """Return what is said of a run that the newest version changes."""
    return f"Changed since version {(head.version or 1) - 1}"


def name_of(kept: Kept, document: Document) -> NameOf:
    """Return what crews call whom: pupils by first name and reference, schools and assistants by name."""
    names = {
        "pupils": first_names(kept.records.names("pupils", document.problem.pupil)),
        "schools": kept.records.names("schools"),
        "assistants": kept.records.names("assistants"),
    }

    def called(kind: str, reference: str) -> str:
        return names.get(kind, {}).get(reference, reference)

    return called


def first_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return what crews call pupils.

    Examples
    --------
    >>> first_names({"p1": "Ann Mary Oakley"})
    {'p1': 'Ann (p1)'}
    """
    return {pupil: f"{name.split()[0]} ({pupil})" for pupil, name in names.items() if name.split()}


def paper(document: Document, imprint: Imprint, called: NameOf, file: str) -> Response:
    """Return one of the pages of a document's run sheets; ``size=large`` in the address asks for large print."""
    size = LARGE_PRINT if request.args.get("size") == "large" else USUAL_PRINT
    plan = document.plan or Plan(shifts=(), unplaced=())
    files = run_sheet_files(document.problem, plan, RoadLines.of(document), imprint, name_of=called, size=size)
    response = make_response(files[file])
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{_hash('run_sheet.css')}'; img-src data:; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )
    return response


def _hash(style: str) -> str:
    return base64.b64encode(hashlib.sha256(static_text(style).encode()).digest()).decode()
