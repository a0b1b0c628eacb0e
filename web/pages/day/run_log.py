"""Logging what happens on a run, by its crew or by the office for it: a phone's page, one card for each stop.

Nothing is ever changed: a correction is a new entry, and what was said last counts. Who does not travel is reported
absent for that journey, so that school and office see it; who boards after all is not absent any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.plan import Stop
from routing.wording import clock
from web.access import Permission
from web.pages.day.blueprint import HALVES, pages
from web.pages.desk.naming import Names
from web.pages.forms import Field, Form, Kind
from web.pages.guard import needs, now, principal, reading, writing
from web.store import Kept, NotKeptError
from web.store.day import Actual, DayEventKind, What
from web.store.plan_views import PlanHead, PlanState, RideView, RunView
from web.underway import StopSoFar, last_said, stops_so_far, told
from web.words import long_day

_AT = Field(name="at", label="Time", kind=Kind.TIME, width=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A published run, and all that is needed to log it."""

    head: PlanHead
    view: RunView
    rides: Mapping[str, RideView]
    actuals: Sequence[Actual]

    @property
    def is_today(self) -> bool:
        """Whether its day has come: nothing happens before."""
        return self.head.day <= now().date()


@pages.get("/runs/<id_>/<vehicle>/<int:number>")
@needs(Permission.DAY_HANDLE)
def show_run(id_: str, vehicle: str, number: int) -> str:
    """Show what has happened on a run, and log what happens."""
    with reading() as kept:
        run = run_of(kept, id_, f"{vehicle}/{number}")
        names = Names.of(kept, set(run.rides))
    called = {pupil: names.plain(pupil) for pupil in run.rides}
    here = url_for("day.show_run", id_=id_, vehicle=vehicle, number=number)
    back = url_for("day.list_runs", day=run.head.day.isoformat(), direction=run.head.direction.value)
    return log_page(run, called, names.schools, here=here, back=(back, "Runs as they go"))


@pages.post("/runs/<id_>/<vehicle>/<int:number>")
@needs(Permission.DAY_HANDLE)
def log_run(id_: str, vehicle: str, number: int) -> Response:
    """Log what happened at a stop."""
    stop = log(id_, f"{vehicle}/{number}")
    return redirect(
        url_for("day.show_run", id_=id_, vehicle=vehicle, number=number, said=stop, _anchor=f"stop-{stop}"), 303
    )


def run_of(kept: Kept, id_: str, run: str) -> Run:
    """Return a published run; ``NotKeptError`` if there is none that the principal may see."""
    head = kept.plans.get(id_)
    if head.state not in (PlanState.PUBLISHED, PlanState.REPLACED):
        raise NotKeptError("There is no such run.")
    view = kept.plans.get_run(id_, run)
    rides = {ride.pupil: ride for ride in kept.plans.list_rides(id_) if ride.run == run}
    versions = {each.id for each in kept.plans.list_versions(head.day, head.direction)}
    said = [a for a in kept.day.list_actuals(head.day, head.day) if a.plan_id in versions and a.run == run]
    return Run(head=head, view=view, rides=rides, actuals=said)


def log_page(
    run: Run, called: Mapping[str, str], schools: Mapping[str, str], *, here: str, back: tuple[str, str]
) -> str:
    """Return the page on which a run is logged.

    Parameters
    ----------
    called
        What to call the pupils aboard.
    here, back
        Where entries are sent; where the page came from, and what that is called.
    """
    so_far = stops_so_far(run.view.stops, run.actuals)
    return render_template(
        "day/run_log.html",
        run=run,
        half=HALVES[run.head.direction],
        day=long_day(run.head.day),
        going=told(last_said(run.actuals)),
        stops=[_card(run, each, called, schools) for each in so_far],
        at=clock(_now_s()),
        said=request.args.get("said", 0, int),
        here=here,
        back=back,
    )


def _card(run: Run, so_far: StopSoFar, called: Mapping[str, str], schools: Mapping[str, str]) -> dict[str, object]:
    stop = so_far.stop
    return {
        "number": so_far.number,
        "title": _title(run, stop, called, schools),
        "planned": clock(stop.arrive_s),
        "arrived": None if so_far.arrived is None else clock(so_far.arrived.at_s),
        "left": None if so_far.left is None else clock(so_far.left.at_s),
        "alights": [called.get(pupil, pupil) for pupil in stop.alights],
        "pupils": [
            {"id": pupil, "name": called.get(pupil, pupil), "said": _pupil_said(so_far.pupils.get(pupil))}
            for pupil in stop.boards
        ],
    }


def _title(run: Run, stop: Stop, called: Mapping[str, str], schools: Mapping[str, str]) -> str:
    """Return what a stop is, in words."""
    if run.head.direction == "to-school":
        here, at_school = stop.boards, stop.alights
    else:
        here, at_school = stop.alights, stop.boards
    if at_school:
        names = dict.fromkeys(run.rides[pupil].school for pupil in at_school if pupil in run.rides)
        return ", ".join(schools.get(name, name) for name in names) or "School"
    if here:
        return ", ".join(called.get(pupil, pupil) for pupil in here)
    return "Passenger assistant joins" if stop.joins else "Passenger assistant leaves"


def _pupil_said(actual: Actual | None) -> str:
    if actual is None:
        return ""
    what = "Boarded" if actual.what is What.BOARDED else "Not travelling"
    return f"{what}, {clock(actual.at_s)}"


def _now_s() -> int:
    this = now()
    return this.hour * 3600 + this.minute * 60 + this.second


def log(id_: str, run_id: str) -> int:
    """Keep what a crew or the office says of a stop, by the request's form; return the stop.

    ``do`` is what happened, of a pupil followed by a blank and whom; ``at`` the time, now if nothing is typed.
    """
    stop_number = request.form.get("stop", 0, int)
    with writing() as kept:
        run = run_of(kept, id_, run_id)
        what, pupil = _what(request.form.get("do", ""))
        if not run.is_today or not 1 <= stop_number <= len(run.view.stops):
            abort(400)
        stop = run.view.stops[stop_number - 1]
        if pupil is not None and pupil not in stop.boards:
            raise NotKeptError("There is no such pupil.")
        planned_s = stop.leave_s if what is What.LEFT else stop.arrive_s
        kept.day.log(id_, run.head.day, run_id, stop_number, what, _at_s(), planned_s, pupil)
        if pupil is not None:
            _tell_absence(kept, run, pupil, is_absent=what is What.NOT_TRAVELLING)
    return stop_number


def _what(do: str) -> tuple[What, str | None]:
    word, _, pupil = do.partition(" ")
    try:
        what = What(word)
    except ValueError:
        abort(400)
    if (what in (What.BOARDED, What.NOT_TRAVELLING)) != bool(pupil):
        abort(400)
    return what, pupil or None


def _at_s() -> int:
    """Return the time that was typed; to the second if it is this minute, as the page had put it there."""
    form = Form((_AT,)).read(request.form)
    if not form.is_right:
        return _now_s()
    typed_s: int = form.values["at"]
    this_s = _now_s()
    return this_s if typed_s // 60 == this_s // 60 else typed_s


def _tell_absence(kept: Kept, run: Run, pupil: str, *, is_absent: bool) -> None:
    """Report that a pupil does not travel this way today; or take back that the crew had said so."""
    head = run.head
    known = [
        event
        for event in kept.day.list_events(head.day, head.day)
        if event.kind is DayEventKind.PUPIL_ABSENT and event.ref == pupil and event.direction in (None, head.direction)
    ]
    if is_absent and not known:
        kept.day.report(
            DayEventKind.PUPIL_ABSENT,
            pupil,
            head.day,
            direction=head.direction,
            school=run.rides[pupil].school,
            detail={"logged_on": run.view.head.run},
        )
    for event in known:
        is_ours = principal().sees_everyone or event.reported_by == principal().user
        if not is_absent and is_ours and event.detail.get("logged_on") == run.view.head.run:
            kept.day.withdraw(event.id)
