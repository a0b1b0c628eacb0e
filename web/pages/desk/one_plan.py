"""One plan: its runs with filters, what rules it breaks, its steps with the way back, and what else can be done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.commands import bound_words, paid_pence
from routing.wording import clock, counted, minutes, pounds
from web.access import Permission
from web.pages.desk.answers import answer_asked_for
from web.pages.desk.blueprint import frame, pages
from web.pages.desk.naming import Names
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, principal, reading, site, writing
from web.pages.parts import Badge, Column, Fact, Lines, Link, Pages, Table, table
from web.planning.beginning import begin_from
from web.planning.drafting import DRAFT
from web.planning.editing import restore
from web.store.plan_views import PlanHead, RunHead, ViolationView

Thing = TypeVar("Thing")
PAGE = 50
"""So many rows are on a page."""
SHOW_ONLY: Mapping[str, tuple[str, Callable[[RunHead], bool]]] = {
    "changed": ("Changed", lambda run: run.is_changed),
    "locked": ("Locked", lambda run: run.is_locked),
    "broken": ("Breaks a rule", lambda run: run.violations > 0),
    "wheelchair": ("With a wheelchair", lambda run: run.wheelchairs > 0),
    "assistant": ("With a passenger assistant", lambda run: bool(run.assistants)),
    "none": ("Without a passenger assistant", lambda run: not run.assistants),
}
"""What a run may be looked for by, in words."""
SORTS: Mapping[str, tuple[str, Callable[[RunHead], object]]] = {
    "time": ("Time", lambda run: (run.begins_s, run.run)),
    "ride": ("Longest ride first", lambda run: (-run.longest_ride_s, run.run)),
    "pupils": ("Fewest pupils first", lambda run: (run.pupils, run.run)),
    "cost": ("Dearest first", lambda run: (-run.pence, run.run)),
    "vehicle": ("Vehicle", lambda run: (run.vehicle, run.begins_s)),
}


@pages.get("/<id_>")
@needs(Permission.PLAN_VIEW)
def show(id_: str) -> str:
    """Show the runs of a plan."""
    with reading() as kept:
        head, runs = kept.plans.get(id_), kept.plans.list_runs(id_)
        schools = kept.records.names("schools")
        answers = request.args.copy()
        answers["sort"] = answers.get("sort") or next(iter(SORTS))
        form = Form(_filters(runs, schools)).read(answers)
        wanted = _chosen(runs, form.values) if form.is_right else runs
        last = max(1, -(-len(wanted) // PAGE))
        number = min(max(request.args.get("page", 1, int), 1), last)
        shown = wanted[(number - 1) * PAGE : number * PAGE]
        aboard = {member.assistant for run in shown for member in run.assistants}
        names = Names(schools=schools, assistants=kept.records.names("assistants", aboard))
    asked = {name: text for name, text in request.args.items() if name != "page" and text}
    href = f"{url_for('plans.show', id_=id_)}?{urlencode({**asked, 'page': 'PAGE'})}".replace("PAGE", "{}")
    return render_template(
        "desk/runs.html",
        **frame(head),
        facts=_facts(head),
        questions=form,
        is_filtered=bool(asked),
        runs=_table(id_, shown, names, len(wanted), len(runs)),
        place=Pages(number, last, href),
    )


def _filters(runs: Sequence[RunHead], schools: Mapping[str, str]) -> tuple[Field, ...]:
    def select(name: str, label: str, values: set[str], say: Callable[[str], str] = str) -> Field:
        choices = tuple(Choice(value, say(value)) for value in sorted(values))
        return Field(name=name, label=label, kind=Kind.SELECT, required=False, choices=choices)

    return (
        select("operator", "Operator", {run.operator for run in runs}),
        select(
            "school", "School", {school for run in runs for school in run.schools}, lambda ref: schools.get(ref, ref)
        ),
        select("vehicle", "Vehicle", {run.vehicle for run in runs}),
        Field(name="only", label="Only runs that are", kind=Kind.SELECT, required=False, choices=_choices(SHOW_ONLY)),
        Field(name="sort", label="Order", kind=Kind.SELECT, choices=_choices(SORTS)),
    )


def _choices(named: Mapping[str, tuple[str, object]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, words) for value, (words, _) in named.items())


def _chosen(runs: Sequence[RunHead], asked: Mapping[str, Any]) -> list[RunHead]:
    """Return the runs that are asked for, in the order that is asked for."""
    only = asked.get("only")
    keep = SHOW_ONLY[only][1] if only else lambda _: True
    found = [
        run
        for run in runs
        if asked.get("operator") in (None, run.operator)
        and asked.get("vehicle") in (None, run.vehicle)
        and (asked.get("school") is None or asked["school"] in run.schools)
        and keep(run)
    ]
    key: Callable[[RunHead], object] = SORTS[asked["sort"]][1]
    return sorted(found, key=key)  # type: ignore[arg-type]  # each key is a tuple of texts and numbers


def _table(id_: str, runs: Sequence[RunHead], names: Names, count: int, whole: int) -> Table:
    columns: list[str | Column] = [
        "Run",
        "Begins and ends",
        "Schools",
        Column("Pupils", is_number=True),
        Column("Longest ride", is_number=True),
        "Passenger assistants",
        Column("A day", is_number=True),
        "Notes",
    ]
    rows = [
        (
            Link(run.run, run_href(id_, run.run)),
            Lines((f"{clock(run.begins_s)} to {clock(run.ends_s)}", run.operator)),
            Lines(tuple(map(names.school, run.schools))),
            f"{run.pupils} of {run.seats}",
            f"{run.longest_ride_s // 60} min",
            Lines(tuple(names.assistant(member.assistant) for member in run.assistants)) if run.assistants else "None",
            pounds(run.pence),
            Lines(badges_of(run)),
        )
        for run in runs
    ]
    caption = counted(whole, "run") if count == whole else f"{count} of {counted(whole, 'run')}"
    empty = (
        "No run is like that: show all of them again." if whole else "This plan has no runs: everybody is without one."
    )
    return table(caption, columns, rows, empty=empty)


def badges_of(run: RunHead) -> tuple[object, ...]:
    """Return what is special about a run."""
    found: list[object] = [Badge("violation")] if run.violations else []
    found += [Badge("changed")] if run.is_changed else []
    found += [Badge("locked")] if run.is_locked else []
    return tuple(found + ([counted(run.wheelchairs, "wheelchair")] if run.wheelchairs else []))


def run_href(id_: str, run: str) -> str:
    """Return the address of a run's page."""
    vehicle, _, number = run.rpartition("/")
    return url_for("plans.show_run", id_=id_, vehicle=vehicle, number=int(number))


def _facts(head: PlanHead) -> tuple[Fact, ...]:
    """Return what a plan amounts to."""
    summary = head.summary
    rides = summary.get("ride_seconds")
    found = [Fact("Paid a day", pounds(paid_pence(summary)))]
    found.append(Fact("With preferences", f"{pounds(head.cost_pence)}, ride times and broken promises at their price"))
    bound = bound_words(summary)
    found.append(Fact("Proof", f"{bound[0].upper()}{bound[1:]}."))
    if rides:
        said = f"{minutes(rides['mean'] // 60 * 60)} on average, {minutes(rides['max'] // 60 * 60)} at most"
        found.append(Fact("Rides", said))
    found.append(
        Fact(
            "Size",
            f"{counted(summary['runs'], 'run')} of {counted(summary['vehicles'], 'vehicle')}, "
            f"{counted(summary['assistants'], 'passenger assistant')}",
        )
    )
    return tuple(found)


@pages.get("/<id_>/violations")
@needs(Permission.PLAN_VIEW)
def show_violations(id_: str) -> str:
    """Show which rules a plan breaks."""
    with reading() as kept:
        head, violations = kept.plans.get(id_), kept.plans.list_violations(id_)
        names = Names.of(kept, {pupil for each in violations for pupil in each.pupils})
    number, last, shown = paged(violations)
    return render_template(
        "desk/violations.html",
        **frame(head),
        violations=table(
            counted(len(violations), "violation"),
            ["Rule", "For whom", "Where"],
            [_violation_row(id_, each, names) for each in shown],
            empty="Every rule is kept.",
        ),
        place=Pages(number, last, url_for("plans.show_violations", id_=id_) + "?page={}"),
    )


def _violation_row(id_: str, each: ViolationView, names: Names) -> tuple[object, ...]:
    pupils = tuple(Link(names.plain(pupil), pupil_href(id_, pupil)) for pupil in each.pupils)
    where = (
        ""
        if each.vehicle is None
        else Link(each.vehicle, f"{url_for('plans.show', id_=id_)}?{urlencode({'vehicle': each.vehicle})}")
    )
    return names.in_words(each.said), Lines(pupils) if pupils else "", where


def pupil_href(id_: str, pupil: str) -> str:
    """Return the address of a pupil's page in a plan."""
    return url_for("plans.show_pupil", id_=id_, pupil=pupil)


def paged(things: Sequence[Thing]) -> tuple[int, int, Sequence[Thing]]:
    """Return the number of the page that is asked for, of the last, and what is on it."""
    last = max(1, -(-len(things) // PAGE))
    number = min(max(request.args.get("page", 1, int), 1), last)
    return number, last, things[(number - 1) * PAGE : number * PAGE]


@pages.get("/<id_>/steps")
@needs(Permission.PLAN_VIEW)
def show_steps(id_: str) -> str:
    """Show what has been done to a draft, newest first, each step with the way back to it."""
    with reading() as kept:
        head, steps = kept.plans.get(id_), kept.plans.list_steps(id_)
        users = {str(user.id): user.name for user in kept.people.list_users()}
        number, last, shown = paged(steps)
        names = Names.in_texts(kept, [each.said for each in shown])
        answer = answer_asked_for(kept, head)
    rows = [(each, names.in_words(each.said), users.get(each.made_by, each.made_by)) for each in shown]
    return render_template(
        "desk/steps.html",
        **frame(head),
        steps=rows,
        answer=answer,
        place=Pages(number, last, url_for("plans.show_steps", id_=id_) + "?page={}"),
    )


@pages.post("/<id_>/restore")
@needs(Permission.PLAN_EDIT)
def undo(id_: str) -> Response:
    """Bring a draft back to what it was after an earlier step."""
    step, to = request.form.get("step", -1, int), request.form.get("to", -1, int)
    new = restore(site().store, principal(), id_, step, to)
    then = request.form.get("then", "")
    here = url_for("plans.show", id_=id_)
    safe = (
        then
        if then.startswith(f"{here}/") and "//" not in then and "\\" not in then
        else url_for("plans.show_steps", id_=id_)
    )
    return redirect(f"{safe}?{urlencode({'answer': new})}", 303)


@pages.get("/<id_>/more")
@needs(Permission.PLAN_EDIT)
def show_more(id_: str) -> str:
    """Show what else can be done with a draft."""
    with reading() as kept:
        return render_template("desk/more.html", **frame(kept.plans.get(id_)))


@pages.post("/<id_>/begin")
@needs(Permission.PLAN_EDIT)
def begin(id_: str) -> Response:
    """Begin a draft as a copy of a plan."""
    new = begin_from(site().store, principal(), id_)
    return redirect(url_for("plans.show", id_=new), 303)


@pages.post("/<id_>/again")
@needs(Permission.PLAN_EDIT)
def draft_again(id_: str) -> Response:
    """Ask for a draft that begins from this one and its locks, or for this plan with the records as they are now."""
    keeps = request.form.get("what") == "records"
    with writing() as kept:
        head = kept.plans.get(id_)
        asked = {"day": head.day.isoformat(), "direction": head.direction.value, "from_plan": id_, "keeps_plan": keeps}
        task = kept.tasks.ask(DRAFT, asked)
    return redirect(url_for("tasks.show", id_=task), 303)


@pages.get("/<id_>/discard")
@needs(Permission.PLAN_EDIT)
def ask_discard(id_: str) -> str:
    """Ask whether a draft is really to be discarded."""
    with reading() as kept:
        return render_template("desk/discard.html", **frame(kept.plans.get(id_)))


@pages.post("/<id_>/discard")
@needs(Permission.PLAN_EDIT)
def discard(id_: str) -> Response:
    """Discard a draft."""
    with writing() as kept:
        head = kept.plans.get(id_)
        kept.plans.discard(id_)
    return redirect(url_for("plans.days", day=head.day.isoformat()), 303)
