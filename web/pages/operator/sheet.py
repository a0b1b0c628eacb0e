"""One run of an operator's: its sheet on the screen and on paper, and what happens on it.

What the pages show is made from what the store has cut out for crews: no risk assessment, no UPN, no other pupil.
"""

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from routing.files import Document
from web.access import Permission
from web.pages.day.run_log import log, log_page, run_of
from web.pages.day.sheets import changed_told, first_names, imprint, name_of, paper
from web.pages.guard import needs, now, reading, writing
from web.pages.operator.blueprint import pages, run_address
from web.pages.parts import Fact
from web.paper.crew import Sheet, make_sheet
from web.paper.run_sheets import LAST_CHECK, file_name
from web.store import Kept
from web.store.events import Event
from web.store.plan_views import PlanHead, PlanState
from web.words import long_day

_WAYS = {"to-school": "To school", "from-school": "From school"}


@pages.get("/runs/<id_>/<vehicle>/<int:number>")
@needs(Permission.OPERATOR_VIEW)
def show_sheet(id_: str, vehicle: str, number: int) -> str:
    """Show the sheet of a run."""
    run = f"{vehicle}/{number}"
    with writing() as kept:
        head, document = kept.plans.get(id_), kept.plans.crew_document(id_, run)
        view = kept.plans.get_run(id_, run)
        sheet = _sheet(kept, document, number)
        kept.audit.say(Event.RESTRICTED_VIEWED, "plan", id_, run=run, pupils=sorted(document.problem.pupil))
        newest = kept.plans.find_published(head.day, head.direction)
    return render_template(
        "operator/sheet.html",
        head=head,
        way=f"{_WAYS[head.direction]}, {long_day(head.day)}",
        sheet=sheet,
        facts=[Fact(name, text) for name, text in sheet.facts],
        changed=changed_told(head) if view.head.is_changed else "",
        newer=_newer(head, newest),
        is_today=head.day <= now().date(),
        log_href=run_address("show_log", id_, run),
        paper_href=run_address("print_sheet", id_, run),
        large_href=run_address("print_sheet", id_, run, size="large"),
        back=url_for("operator.show", day=head.day.isoformat()),
        last_check=LAST_CHECK,
        printed_at=now(),
    )


def _newer(head: PlanHead, newest: PlanHead | None) -> str:
    """Return what is said of a run of a version that counts no more."""
    if head.state is PlanState.PUBLISHED or newest is None:
        return ""
    return f"Version {newest.version} has been published since: do not drive by this sheet."


def _sheet(kept: Kept, document: Document, number: int) -> Sheet:
    assert document.plan is not None  # noqa: S101 -- what crews are given always holds the shift
    about = document.summary["map"]
    [shift] = document.plan.shifts
    return make_sheet(document.problem, shift, number, about["streets"], name_of(kept, document))


@pages.get("/runs/<id_>/<vehicle>/<int:number>/paper")
@needs(Permission.OPERATOR_VIEW)
def print_sheet(id_: str, vehicle: str, number: int) -> Response:
    """Show the sheet of a run to be printed, in usual or in large print."""
    run = f"{vehicle}/{number}"
    with writing() as kept:
        head, document = kept.plans.get(id_), kept.plans.crew_document(id_, run)
        called, runs = name_of(kept, document), [kept.plans.get_run(id_, run).head]
        kept.audit.say(Event.RESTRICTED_VIEWED, "plan", id_, run=run, pupils=sorted(document.problem.pupil))
    return paper(document, imprint(head, runs), called, file_name(run, ()))


@pages.get("/runs/<id_>/<vehicle>/<int:number>/log")
@needs(Permission.OPERATOR_LOG)
def show_log(id_: str, vehicle: str, number: int) -> str:
    """Show what has happened on a run, and log what happens."""
    run_id = f"{vehicle}/{number}"
    with reading() as kept:
        run = run_of(kept, id_, run_id)
        called = first_names(kept.records.names("pupils", run.rides))
        schools = kept.records.names("schools")
    here, back = run_address("show_log", id_, run_id), run_address("show_sheet", id_, run_id)
    return log_page(run, called, schools, here=here, back=(back, "Run sheet"))


@pages.post("/runs/<id_>/<vehicle>/<int:number>/log")
@needs(Permission.OPERATOR_LOG)
def log_run(id_: str, vehicle: str, number: int) -> BaseResponse:
    """Log what happened at a stop."""
    run = f"{vehicle}/{number}"
    stop = log(id_, run)
    return redirect(f"{run_address('show_log', id_, run, said=str(stop))}#stop-{stop}", 303)
