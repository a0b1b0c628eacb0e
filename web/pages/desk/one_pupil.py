"""One pupil in a plan: how they travel and why, where else they could go, and what an officer decides about them."""

from collections.abc import Mapping
from datetime import date

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.errors import RoutingError
from routing.explain import explain
from routing.problem import Problem
from routing.records import VehicleId
from routing.risk import PupilId
from routing.rules import RULES
from routing.telling import pupil_in_words
from routing.wording import clock, minutes
from web.access import Permission
from web.pages.desk.answers import at_their_end, cost_told
from web.pages.desk.blueprint import frame, pages
from web.pages.desk.naming import Names
from web.pages.desk.needs import needs_told
from web.pages.desk.one_plan import paged, pupil_href, run_href
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import may, needs, now, principal, reading, site, writing
from web.pages.parts import Fact, Lines, Link, Pages, Tag, table
from web.planning.editing import RunRef, Wish, apply, leaving_out, lock, moving, swapping
from web.planning.insertion import Way, carry, ways_to_carry
from web.records.layouts import KIND
from web.records.rows import row_of
from web.store import NotKeptError
from web.store.events import Event
from web.store.plan_views import RideView, UnplacedView
from web.words import moment

NEW_RUN = "new:"
"""Before a vehicle's name, in the list of runs: a run of its own."""
_REASON = Field(name="reason", label="Why", kind=Kind.LONG_TEXT, rows=2, hint="The family and the school will ask")
WAIVER_FIELDS = (
    Field(
        name="rule",
        label="Which rule",
        kind=Kind.SELECT,
        choices=tuple(Choice(rule.id, rule.sentence) for rule in RULES if rule.waivable),
    ),
    Field(name="until", label="Until", kind=Kind.DATE, hint="The last day on which it holds"),
    Field(name="reason", label="Why", cell=KIND["waivers"].column("reason").cell),
    Field(
        name="granted_by",
        label="Granted by",
        cell=KIND["waivers"].column("granted_by").cell,
        hint="A staff reference, not a name",
        width=20,
    ),
)


@pages.get("/<id_>/unplaced")
@needs(Permission.PLAN_VIEW)
def show_unplaced(id_: str) -> str:
    """Show the pupils without a run, why, and who has accepted that."""
    with reading() as kept:
        head, unplaced = kept.plans.get(id_), kept.plans.list_unplaced(id_)
        number, last, shown = paged(unplaced)
        names = Names.of(kept, {each.pupil for each in shown})
        users = {str(user.id): user.name for user in kept.people.list_users()}
    rows = [
        (
            Link(names.plain(each.pupil), pupil_href(id_, each.pupil)),
            names.school(each.school),
            names.in_words(each.reason),
            _accepted(each, users),
            Link(
                "Reason and cheapest mend",
                url_for("plans.show_why", id_=id_, pupil=each.pupil),
                hidden=f"for {each.pupil}",
            ),
        )
        for each in shown
    ]
    return render_template(
        "desk/unplaced.html",
        **frame(head),
        unplaced=table(
            "Pupils without a run",
            ["Pupil", "School", "Why", "Accepted", "Mend"],
            rows,
            empty="Every pupil has a run.",
        ),
        place=Pages(number, last, url_for("plans.show_unplaced", id_=id_) + "?page={}"),
    )


def _accepted(each: UnplacedView, users: Mapping[str, str]) -> object:
    if each.accepted_by is None or each.accepted_at is None:
        return Tag("Not accepted", "red")
    said = f"{users.get(each.accepted_by, each.accepted_by)}, {moment(each.accepted_at)}"
    return Lines((Tag("Accepted"), said, each.accepted_why or ""))


@pages.get("/<id_>/pupils/<pupil>")
@needs(Permission.PLAN_VIEW)
def show_pupil(id_: str, pupil: str) -> str:
    """Show how a pupil travels in a plan, and what can be changed."""
    return _page(id_, pupil, "")


def _page(id_: str, pupil: str, wrong: str) -> str:
    with writing() as kept:
        problem, _ = kept.plans.load(id_)
        if pupil not in problem.pupil:
            raise NotKeptError("There is no such pupil.")
        kept.audit.say(Event.RESTRICTED_VIEWED, "pupil", pupil, plan=id_)
        head, runs = kept.plans.get(id_), kept.plans.list_runs(id_)
        rides = kept.plans.list_rides(id_)
        ride = next((each for each in rides if each.pupil == pupil), None)
        left = next((each for each in kept.plans.list_unplaced(id_) if each.pupil == pupil), None)
        needed = needs_told(problem.pupil[PupilId(pupil)].needs)
        names = Names.of(kept, {pupil, *(each.pupil for each in rides)})
    where = Field(
        name="run", label="To which run", kind=Kind.SELECT, choices=_where(problem, ride, [run.run for run in runs])
    )
    others = tuple(Choice(each.pupil, names.plain(each.pupil)) for each in rides if each.pupil != pupil)
    return render_template(
        "desk/pupil.html",
        **frame(head),
        pupil=pupil,
        name=names.pupil(pupil),
        wrong=wrong,
        facts=_facts(id_, problem, pupil, ride, left, needed, names),
        ride=ride,
        left=left,
        is_locked=pupil in head.locks.pupils,
        may_travel=problem.why_not_planned(PupilId(pupil)) is None,
        move_form=Form((where,)),
        swap_form=Form((Field(name="other", label="With whom", kind=Kind.SELECT, choices=others),)),
        reason_form=Form((_REASON,)),
        may_waive=may(Permission.WAIVER_GRANT),
        has_waived=request.args.get("waived") == "yes",
    )


def _facts(
    id_: str,
    problem: Problem,
    pupil: str,
    ride: RideView | None,
    left: UnplacedView | None,
    needed: tuple[str, ...],
    names: Names,
) -> tuple[Fact, ...]:
    school = problem.pupil[PupilId(pupil)].school
    found = [Fact("School", names.school(school))]
    if may(Permission.RECORD_RESTRICTED):
        found.append(Fact("Needs", Lines(tuple(names.in_words(each) for each in needed)) if needed else "A seat"))
    if ride is not None:
        found += [
            Fact("Run", Link(ride.run, run_href(id_, ride.run))),
            Fact(at_their_end(problem.direction), clock(ride.board_s if problem.is_to_school else ride.alight_s)),
            Fact(
                "At school" if problem.is_to_school else "Leaves school",
                clock(ride.alight_s if problem.is_to_school else ride.board_s),
            ),
            Fact("Aboard", f"{minutes(ride.ride_s // 60 * 60)} of {minutes(ride.limit_s // 60 * 60)} at most"),
            Fact(
                "Passenger assistants",
                Lines(tuple(map(names.assistant, ride.assistants))) if ride.assistants else "None",
            ),
        ]
    if left is not None:
        found.append(Fact("No run", names.in_words(left.reason)))
    return tuple(found)


def _where(problem: Problem, ride: RideView | None, runs: list[str]) -> tuple[Choice, ...]:
    """Return the runs to which a pupil may be moved, and a run of their own in every vehicle."""
    own = None if ride is None else ride.run
    there = [Choice(run, f"Run {run}") for run in sorted(runs) if run != own]
    fresh = [Choice(f"{NEW_RUN}{vehicle.id}", f"A new run of {vehicle.id}") for vehicle in problem.vehicles]
    return (*there, *fresh)


@pages.post("/<id_>/pupils/<pupil>")
@needs(Permission.PLAN_EDIT)
def change_pupil(id_: str, pupil: str) -> Response | tuple[str, int]:
    """Change how a pupil travels as wished: move, exchange, leave out, lock."""
    step, do = request.form.get("step", -1, int), request.form.get("do", "")
    try:
        if do == "lock":
            new = lock(site().store, principal(), id_, step, pupil=pupil)
        else:
            new = apply(site().store, principal(), id_, step, _wish(PupilId(pupil), do, request.form))
    except (RoutingError, ValueError) as refused:
        return _page(id_, pupil, str(refused)), 422
    return redirect(f"{_where_now(id_, pupil)}?answer={new}", 303)


def _wish(pupil: PupilId, do: str, answers: Mapping[str, str]) -> Wish:
    """Return what a form wishes; ``ValueError`` with a sentence if nobody can tell."""
    if do == "move":
        where = answers.get("run", "")
        if where.startswith(NEW_RUN):
            return moving(pupil, VehicleId(where.removeprefix(NEW_RUN)), None)
        if not where.rpartition("/")[2].isdigit():
            raise ValueError("To which run: choose one.")
        run = RunRef.of(where)
        return moving(pupil, run.vehicle, run.number)
    if do == "swap":
        if not answers.get("other"):
            raise ValueError("With whom: choose one.")
        return swapping(pupil, PupilId(answers["other"]))
    if do == "leave-out":
        return leaving_out(pupil, answers.get("reason", ""))
    raise ValueError("Choose one of the changes of this page.")


def _where_now(id_: str, pupil: str) -> str:
    """Return the page that shows best what has become of a pupil: their run's, or their own."""
    with reading() as kept:
        run = next((ride.run for ride in kept.plans.list_rides(id_) if ride.pupil == pupil), None)
    return url_for("plans.show_steps", id_=id_) if run is None else run_href(id_, run)


@pages.get("/<id_>/pupils/<pupil>/why")
@needs(Permission.PLAN_VIEW)
def show_why(id_: str, pupil: str) -> str:
    """Say why a pupil travels as they do, or has no run, and the cheapest mend; worked out when it is asked for."""
    with writing() as kept:
        head = kept.plans.get(id_)
        problem, plan = kept.plans.load(id_)
        if pupil not in problem.pupil:
            raise NotKeptError("There is no such pupil.")
        kept.audit.say(Event.RESTRICTED_VIEWED, "pupil", pupil, plan=id_)
    said = explain(problem, plan, PupilId(pupil)).splitlines()
    with reading() as kept:
        names = Names.in_texts(kept, [pupil, *said])
    groups = [(line.startswith("- "), names.in_words(line.removeprefix("- "))) for line in said]
    return render_template("desk/why.html", **frame(head), pupil=pupil, name=names.pupil(pupil), lines=groups)


@pages.get("/<id_>/pupils/<pupil>/insert")
@needs(Permission.PLAN_EDIT)
def show_insertion(id_: str, pupil: str) -> str:
    """Show the best ways to carry one pupil more, with what each does to everyone else."""
    return _insertion_page(id_, pupil, "")


def _insertion_page(id_: str, pupil: str, wrong: str) -> str:
    with reading() as kept:
        head = kept.plans.get(id_)
        problem, plan = kept.plans.load(id_)
    ways: tuple[Way, ...] = ()
    try:
        ways = ways_to_carry(problem, plan, PupilId(pupil))
    except RoutingError as refused:
        wrong = wrong or str(refused)
    touched = {change.pupil for way in ways for change in way.edit.effects.pupils}
    with reading() as kept:
        names = Names.of(kept, {pupil, *touched})
    shown = [
        {
            "number": way.number,
            "said": names.in_words(way.said),
            "cost": cost_told(way.extra_pence),
            "broken": [names.in_words(str(each)) for each in way.edit.new],
            "touched": table(
                "What it does to everyone else",
                ["Pupil", "What changes"],
                [
                    (names.pupil(change.pupil), names.of_subject(change.pupil, pupil_in_words(change, head.direction)))
                    for change in way.edit.effects.pupils
                    if change.pupil != pupil
                ],
                empty="Nothing changes for any other pupil.",
            ),
        }
        for way in ways
    ]
    return render_template(
        "desk/insert.html", **frame(head), pupil=pupil, name=names.pupil(pupil), ways=shown, wrong=wrong
    )


@pages.post("/<id_>/pupils/<pupil>/insert")
@needs(Permission.PLAN_EDIT)
def insert_pupil(id_: str, pupil: str) -> Response | tuple[str, int]:
    """Carry a pupil in the way that was chosen."""
    step, number = request.form.get("step", -1, int), request.form.get("way", 0, int)
    try:
        new = carry(site().store, principal(), id_, step, PupilId(pupil), number)
    except RoutingError as refused:
        return _insertion_page(id_, pupil, str(refused)), 422
    return redirect(f"{_where_now(id_, pupil)}?answer={new}", 303)


@pages.post("/<id_>/pupils/<pupil>/accept")
@needs(Permission.PLAN_PUBLISH)
def accept_unplaced(id_: str, pupil: str) -> Response | tuple[str, int]:
    """Accept, by name and with a reason, that a pupil has no run in this plan."""
    form = Form((_REASON,)).read(request.form)
    if not form.is_right:
        return _page(id_, pupil, "Say why you accept that they have no run: the family and the school will ask."), 422
    with writing() as kept:
        kept.plans.accept_unplaced(id_, pupil, form.values["reason"])
    return redirect(url_for("plans.show_unplaced", id_=id_), 303)


@pages.get("/<id_>/pupils/<pupil>/waive")
@needs(Permission.WAIVER_GRANT)
def ask_waiver(id_: str, pupil: str) -> str:
    """Ask which rule to waive for a pupil, why, and until when."""
    return _waiver_page(id_, pupil, Form(WAIVER_FIELDS))


def _waiver_page(id_: str, pupil: str, form: Form) -> str:
    with reading() as kept:
        head = kept.plans.get(id_)
        names = Names.of(kept, {pupil})
    return render_template("desk/waive.html", **frame(head), pupil=pupil, name=names.pupil(pupil), questions=form)


@pages.post("/<id_>/pupils/<pupil>/waive")
@needs(Permission.WAIVER_GRANT)
def grant_waiver(id_: str, pupil: str) -> Response | tuple[str, int]:
    """Keep a waiver as a record; drafts take it in when they are made from the records."""
    form = Form(WAIVER_FIELDS).read(request.form)
    if form.is_right and _is_past(form.values["until"]):
        form = form.refuse("until", "Until: choose today or a later day")
    if not form.is_right:
        return _waiver_page(id_, pupil, form), 422
    cells = {
        "rule": form.values["rule"],
        "pupil": pupil,
        "reason": form.values["reason"],
        "granted_by": form.values["granted_by"],
        "until": form.values["until"].isoformat(),
    }
    with writing() as kept:
        kept.records.get("pupils", pupil)
        row = row_of("waivers", cells)
        before = kept.records.find("waivers", row.key)
        if before is not None:
            row = row_of("waivers", cells, before.version)
        kept.records.keep(row, form.values["reason"])
        kept.audit.say(Event.WAIVER_GRANTED, "pupil", pupil, rule=cells["rule"], until=cells["until"])
    return redirect(f"{pupil_href(id_, pupil)}?waived=yes", 303)


def _is_past(day: date) -> bool:
    return day < now().date()
