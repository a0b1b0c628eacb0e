"""One run: its map, its stops with who boards and alights and what they need, its crew, and every way to change it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from routing.authority.cells import CLOCK
from routing.edits import Turn
from routing.errors import RoutingError
from routing.plan import CrewMember, Stop
from routing.problem import Direction, Problem
from routing.records import AssistantId, VehicleId
from routing.wording import clock, counted, minutes, pounds
from web.access import Permission
from web.pages.desk.answers import answer_asked_for
from web.pages.desk.blueprint import frame, pages
from web.pages.desk.mapping import figure_of, kind_of, view_of
from web.pages.desk.naming import Names
from web.pages.desk.needs import needs_told
from web.pages.desk.one_plan import badges_of, pupil_href, run_href
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import may, needs, principal, reading, site, writing
from web.pages.map_view import StopKind
from web.pages.parts import Badge, Column, Fact, Lines, Link, Table, table
from web.planning.editing import RunRef, Wish, apply, crewing, driving, lock, timing, turning
from web.store import NotKeptError
from web.store.events import Event
from web.store.plan_views import RideView, RunView

NOBODY = "-"
"""Chosen where an assistant is to be taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """A stop as the page shows it: what is said, and by which number it is changed."""

    number: int
    at: str
    typed: str
    place: str
    lines: tuple[object, ...]
    is_first: bool
    is_last: bool


@pages.get("/<id_>/runs/<vehicle>/<int:number>")
@needs(Permission.PLAN_VIEW)
def show_run(id_: str, vehicle: str, number: int) -> str:
    """Show a run."""
    return _page(id_, f"{vehicle}/{number}", "")


def _page(id_: str, run: str, wrong: str) -> str:
    """Return the page of a run, with what went wrong if anything did."""
    _note_view(id_, run)
    with reading() as kept:
        head, view = kept.plans.get(id_), kept.plans.get_run(id_, run)
        problem, _ = kept.plans.load(id_)
        rides = {ride.pupil: ride for ride in kept.plans.list_rides(id_) if ride.run == run}
        names = Names.of(kept, aboard(view))
        answer = answer_asked_for(kept, head)
        violations = [each for each in kept.plans.list_violations(id_) if each.vehicle == view.head.vehicle]
    said = tuple(names.in_words(each.said) for each in violations)
    told = tuple(each for each in said if answer is None or each not in answer.broken)
    about = frame(head)
    return render_template(
        "desk/run.html",
        **about,
        run=view.head,
        badges=badges_of(view.head),
        wrong=wrong,
        answer=answer,
        map=figure_of(view_of(head, f"Run {run}", [view], rides.values(), names, is_one=True)),
        violations=told,
        facts=_facts(view, names),
        stops=_stops(head.direction, view, problem, names),
        pupils=_pupils(id_, view, rides, names),
        vehicle_form=_vehicle_form(problem, view),
        crew_forms=_crew_forms(problem, view, names),
        here=run_href(id_, run),
    )


def _note_view(id_: str, run: str) -> None:
    """Write down that somebody has seen what the pupils of a run need."""
    with writing() as kept:
        view = kept.plans.get_run(id_, run)
        kept.audit.say(Event.RESTRICTED_VIEWED, "plan", id_, run=run, pupils=sorted(aboard(view)))


def aboard(view: RunView) -> set[str]:
    """Return the pupils of a run."""
    return {pupil for stop in view.stops for pupil in stop.boards}


def _facts(view: RunView, names: Names) -> tuple[Fact, ...]:
    run = view.head
    crew = tuple(_member(each, names) for each in run.assistants)
    return (
        Fact("Vehicle", f"{run.vehicle}, {run.operator}"),
        Fact("Driver", run.driver or "Not named"),
        Fact("Passenger assistants", Lines(crew) if crew else "None"),
        Fact("Aboard", f"{counted(run.pupils, 'pupil')} in {run.seats} places"),
        Fact("Longest ride", minutes(run.longest_ride_s // 60 * 60)),
        Fact("Its share of the vehicle's day", pounds(run.pence)),
    )


def _member(member: CrewMember, names: Names) -> Markup:
    alone = member.one_to_one_with
    name = names.assistant(member.assistant)
    if alone is None:
        return Markup("{}").format(name)
    return Markup("{} for {} alone").format(name, names.pupil(alone))


def _stops(direction: Direction, view: RunView, problem: Problem, names: Names) -> tuple[StopLine, ...]:
    last = len(view.stops)
    return tuple(
        StopLine(
            number=number,
            at=clock(stop.arrive_s),
            typed=clock(stop.arrive_s),
            place=_place(direction, stop, view, problem, names),
            lines=tuple(_happens(stop, problem, names)),
            is_first=number == 1,
            is_last=number == last,
        )
        for number, stop in enumerate(view.stops, 1)
    )


def _place(direction: Direction, stop: Stop, view: RunView, problem: Problem, names: Names) -> str:
    """Return where a stop is, in words without a pupil's name: the school, the street, or whose place it is."""
    kind = kind_of(direction, stop)
    street = None if view.lines is None else view.lines.streets.get(stop.place)
    if kind is StopKind.SCHOOL:
        schools = {problem.pupil[p].school for p in (*stop.boards, *stop.alights) if p in problem.pupil}
        return ", ".join(sorted(names.school(school) for school in schools)) or "School"
    if kind is StopKind.ASSISTANT:
        return f"Where a passenger assistant joins or leaves{f', {street}' if street else ''}"
    homes = {problem.pupil[p].home for p in (*stop.boards, *stop.alights) if p in problem.pupil}
    what = "Home" if stop.place in homes else "Pick-up point"
    return f"{what}, {street}" if street else what


def _happens(stop: Stop, problem: Problem, names: Names) -> list[object]:
    """Return who gets on and off, with what they need where they get on."""
    found: list[object] = [Markup("{} gets off").format(names.pupil(pupil)) for pupil in stop.alights]
    for pupil in stop.boards:
        needed = (
            needs_told(problem.pupil[pupil].needs)
            if pupil in problem.pupil and may(Permission.RECORD_RESTRICTED)
            else ()
        )
        said = Markup(" ({})").format(names.in_words("; ".join(needed))) if needed else ""
        found.append(Markup("{} gets on{}").format(names.pupil(pupil), said))
    found += [f"{names.assistant(each)} joins" for each in stop.joins]
    found += [f"{names.assistant(each)} leaves" for each in stop.leaves]
    return found


def _pupils(id_: str, view: RunView, rides: Mapping[str, RideView], names: Names) -> Table:
    columns: list[str | Column] = [
        "Pupil",
        "School",
        Column("Gets on", is_number=True),
        Column("Gets off", is_number=True),
    ]
    columns += [Column("Aboard", is_number=True), Column("At most", is_number=True), "Notes"]
    rows = [
        (
            Link(names.plain(ride.pupil), pupil_href(id_, ride.pupil)),
            names.school(ride.school),
            clock(ride.board_s),
            clock(ride.alight_s),
            f"{ride.ride_s // 60} min",
            f"{ride.limit_s // 60} min",
            Lines((Badge("locked"),)) if ride.is_locked else "",
        )
        for pupil in _in_order(view)
        if (ride := rides.get(pupil)) is not None
    ]
    return table("Pupils aboard", columns, rows, empty="Nobody is on this run.")


def _in_order(view: RunView) -> list[str]:
    return [pupil for stop in view.stops for pupil in stop.boards]


def _vehicle_form(problem: Problem, view: RunView) -> Form:
    choices = tuple(
        Choice(vehicle.id, f"{vehicle.id}, {problem.contract[vehicle.contract].operator}")
        for vehicle in problem.vehicles
        if vehicle.id != view.head.vehicle
    )
    return Form((Field(name="vehicle", label="Another vehicle", kind=Kind.SELECT, choices=choices),))


def _crew_forms(problem: Problem, view: RunView, names: Names) -> tuple[tuple[str, str, Form], ...]:
    """Return a form for each assistant aboard, and one for one more: who it is about, in words and by reference."""
    there = [str(member.assistant) for member in view.head.assistants]
    free = tuple(Choice(each.id, names.assistant(each.id)) for each in problem.assistants if each.id not in there)
    forms = []
    for ref in there:
        choices = (Choice(NOBODY, "Nobody: take them off this run"), *free)
        label = f"In place of {names.assistant(ref)}"
        forms.append((ref, label, Form((Field(name="assistant", label=label, kind=Kind.SELECT, choices=choices),))))
    label = "One passenger assistant more"
    forms.append(("", label, Form((Field(name="assistant", label=label, kind=Kind.SELECT, choices=free),))))
    return tuple(forms)


@pages.post("/<id_>/runs/<vehicle>/<int:number>")
@needs(Permission.PLAN_EDIT)
def change_run(id_: str, vehicle: str, number: int) -> Response | tuple[str, int]:
    """Change a run as wished: a stop's turn or time, the vehicle, an assistant, a lock."""
    run, step = RunRef(VehicleId(vehicle), number), request.form.get("step", -1, int)
    do = request.form.get("do", "")
    try:
        if do == "lock":
            new = lock(site().store, principal(), id_, step, run=str(run))
        else:
            new = apply(site().store, principal(), id_, step, _wish(run, do, request.form))
    except (RoutingError, ValueError) as refused:
        return _page(id_, str(run), str(refused)), 422
    return redirect(f"{_where_now(id_, run)}?answer={new}", 303)


def _wish(run: RunRef, do: str, answers: Mapping[str, str]) -> Wish:
    """Return what a form wishes; ``ValueError`` with a sentence if nobody can tell."""
    wish = _WISHES.get(do)
    if wish is None:
        raise ValueError("Choose one of the changes of this page.")
    return wish(run, answers)


def _timed(run: RunRef, answers: Mapping[str, str]) -> Wish:
    typed = answers.get("at", "").strip()
    try:
        at_s = CLOCK.read(typed)
    except ValueError:
        raise ValueError(f"Time: '{typed}' is not a time of day, such as 08:35.") from None
    return timing(run, _stop(answers), at_s)


def _stop(answers: Mapping[str, str]) -> int:
    text = answers.get("stop", "")
    if not text.isdigit():
        raise ValueError("Choose one of the stops of this page.")
    return int(text)


def _driven(run: RunRef, answers: Mapping[str, str]) -> Wish:
    if not answers.get("vehicle"):
        raise ValueError("Another vehicle: choose one.")
    return driving(run, VehicleId(answers["vehicle"]))


def _crewed(run: RunRef, answers: Mapping[str, str]) -> Wish:
    to = answers.get("assistant", "")
    if not to:
        raise ValueError("Passenger assistant: choose one.")
    was = answers.get("was", "")
    return crewing(run, AssistantId(was) if was else None, None if to == NOBODY else AssistantId(to))


_WISHES: Mapping[str, Callable[[RunRef, Mapping[str, str]], Wish]] = {
    "up": lambda run, answers: turning(run, _stop(answers), Turn.UP),
    "down": lambda run, answers: turning(run, _stop(answers), Turn.DOWN),
    "time": _timed,
    "vehicle": _driven,
    "crew": _crewed,
}


def _where_now(id_: str, run: RunRef) -> str:
    """Return the page of a run, or of the plan's runs if no run is called so any more."""
    with reading() as kept:
        try:
            kept.plans.get_run(id_, str(run))
        except NotKeptError:
            return url_for("plans.show", id_=id_)
    return run_href(id_, str(run))
