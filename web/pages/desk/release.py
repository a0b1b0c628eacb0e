"""Publishing a draft: what is to be done before, the answers to check, the gate, and afterwards who is told what."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.commands import paid_pence
from routing.wording import counted, listed, pounds
from web.access import Permission
from web.pages.desk.blueprint import frame, pages
from web.pages.desk.naming import Names
from web.pages.desk.one_plan import PAGE, paged
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import may, needs, principal, reading, site, writing
from web.pages.parts import Fact, Lines, Pages, Tag, Task
from web.planning.before_publishing import ToDo, stands_in_the_way, to_do
from web.planning.publishing import FAMILY, HOW, OPERATOR, SCHOOL, publish
from web.store import ConflictError
from web.store.day import Notice

_WHERE = {"violations": "plans.show_violations", "unplaced": "plans.show_unplaced", "events": "plans.show_more"}
"""Where each line of the list is seen to."""
AUDIENCES = {FAMILY: "Families", SCHOOL: "Schools", OPERATOR: "Operators"}
TOLD_FIELDS = (
    Field(name="how", label="How", kind=Kind.SELECT, choices=tuple(Choice(how, how.capitalize()) for how in HOW)),
    Field(name="why_late", label="Why later than the notice period, or not at all", required=False),
)
_FILTERS = (
    Field(
        name="audience",
        label="Whom",
        kind=Kind.SELECT,
        required=False,
        choices=tuple(Choice(value, words) for value, words in AUDIENCES.items()),
    ),
    Field(
        name="state",
        label="State",
        kind=Kind.SELECT,
        required=False,
        choices=(Choice("open", "Not yet told"), Choice("late", "Late"), Choice("told", "Told")),
    ),
)


@pages.get("/<id_>/before-publishing")
@needs(Permission.PLAN_PUBLISH)
def show_tasks(id_: str) -> str:
    """Show what is to be done or known before a draft is published."""
    with reading() as kept:
        head = kept.plans.get(id_)
        todos = to_do(kept, site().settings, head)
        shown = [task for todo in todos for task in todo.tasks[:PAGE]]
        known = Names.in_texts(kept, [task.said for task in shown]).pupils
        names = Names.of(kept, {*known, *(pupil for task in shown for pupil in task.pupils)})
    details = [
        (todo.text, len(todo.tasks), [(names.in_words(task.said), task.do) for task in todo.tasks[:PAGE]])
        for todo in todos
        if todo.tasks
    ]
    return render_template(
        "desk/tasks_before.html",
        **frame(head),
        musts=[_task(id_, todo) for todo in todos if todo.is_must],
        others=[_task(id_, todo) for todo in todos if not todo.is_must],
        details=details,
        is_ready=not stands_in_the_way(todos),
    )


def _task(id_: str, todo: ToDo) -> Task:
    endpoint = _WHERE.get(todo.about)
    colour, words = ("green", "Done") if todo.is_done else ("red", "To do") if todo.is_must else ("orange", "To know")
    return Task(todo.text, Tag(words, colour), url_for(endpoint, id_=id_) if endpoint else "", todo.said)


@pages.get("/<id_>/publish")
@needs(Permission.PLAN_PUBLISH)
def check_answers(id_: str) -> str:
    """Show once more what is about to be published."""
    with reading() as kept:
        head = kept.plans.get(id_)
        todos = to_do(kept, site().settings, head)
        names = Names.of(kept, {each.pupil for each in kept.plans.list_unplaced(id_)})
        unplaced = kept.plans.list_unplaced(id_)
    summary = head.summary
    facts = [
        Fact("Plan", f"{counted(summary.get('runs', 0), 'run')} of {counted(summary.get('vehicles', 0), 'vehicle')}"),
        Fact("Paid a day", pounds(paid_pence(summary))),
        *(Fact(todo.text, todo.said) for todo in todos),
    ]
    for words, is_accepted in (("Without a run, accepted", True), ("Without a run, not accepted", False)):
        if own := [names.pupil(each.pupil) for each in unplaced if (each.accepted_by is not None) is is_accepted]:
            facts.append(Fact(words, Lines(tuple(own))))
    return render_template(
        "desk/check.html", **frame(head), facts=facts, in_the_way=stands_in_the_way(todos), step=head.step
    )


@pages.post("/<id_>/publish")
@needs(Permission.PLAN_PUBLISH)
def publish_plan(id_: str) -> Response | tuple[str, int]:
    """Publish a draft; where it may not be, say why, and keep it as it is."""
    step = request.form.get("step", -1, int)
    try:
        publish(site().store, site().settings, principal(), id_, step)
    except ConflictError as refused:
        with reading() as kept:
            head = kept.plans.get(id_)
            names = Names.in_texts(kept, [str(refused)])
        return render_template("desk/refused.html", **frame(head), said=names.in_words(str(refused))), 409
    return redirect(url_for("plans.show_notices", id_=id_, published="yes"), 303)


@pages.get("/<id_>/notices")
@needs(Permission.PLAN_VIEW)
def show_notices(id_: str) -> str:
    """Show who must be told what a published plan changes for them, and who has been."""
    return _notices_page(id_, "", "")


def _notices_page(id_: str, wrong: str, which: str) -> str:
    form = Form(_FILTERS).read(request.args)
    with reading() as kept:
        head, notices = kept.plans.get(id_), kept.day.list_notices(id_)
        wanted = [notice for notice in notices if not form.is_right or _is_wanted(notice, form.values, kept.now)]
        number, last, shown = paged(wanted)
        said = [text for notice in shown for _, text in notice.said]
        pupils = {pupil for notice in shown for pupil, _ in notice.said if pupil}
        names = Names.of(kept, pupils | set(Names.in_texts(kept, said).pupils))
        users = {str(user.id): user.name for user in kept.people.list_users()}
        late = {notice.id for notice in notices if notice.told_at is None and notice.due_at < kept.now}
    rows = [_notice(notice, names, users, is_late=notice.id in late) for notice in shown]
    open_ = sum(notice.told_at is None for notice in notices)
    return render_template(
        "desk/notices.html",
        **frame(head),
        questions=form,
        rows=rows,
        how=Form(TOLD_FIELDS),
        counts=f"{counted(len(notices), 'notice')}: {open_} to tell, {len(late)} of them late.",
        has_any=bool(notices),
        is_new=request.args.get("published") == "yes",
        wrong=wrong,
        which=which,
        may_tell=may(Permission.PLAN_PUBLISH),
        place=Pages(number, last, url_for("plans.show_notices", id_=id_) + "?page={}"),
    )


def _is_wanted(notice: Notice, asked: Mapping[str, Any], now: datetime) -> bool:
    states = {
        "open": notice.told_at is None,
        "late": notice.told_at is None and notice.due_at < now,
        "told": notice.told_at is not None,
        None: True,
    }
    return asked.get("audience") in (None, notice.audience) and states[asked.get("state")]


def _notice(notice: Notice, names: Names, users: Mapping[str, str], *, is_late: bool) -> Mapping[str, object]:
    said = []
    for pupil, text in notice.said:
        said.append(names.of_subject(pupil, text) if notice.audience == FAMILY else names.in_words(text))
    return {
        "id": notice.id,
        "audience": {FAMILY: "Family of", SCHOOL: "School", OPERATOR: "Operator"}[notice.audience],
        "title": _whom(notice, names),
        "said": said,
        "due_at": notice.due_at,
        "told_at": notice.told_at,
        "how": notice.how,
        "why_late": notice.why_late,
        "told_by": users.get(notice.told_by or "", notice.told_by),
        "tag": Tag("Told", "green") if notice.told_at else Tag("Late") if is_late else Tag("To tell", "blue"),
        "is_late": is_late,
    }


def _whom(notice: Notice, names: Names) -> object:
    if notice.audience == FAMILY:
        return names.pupil(notice.ref)
    return names.school(notice.ref) if notice.audience == SCHOOL else notice.ref


@pages.post("/<id_>/notices/<notice>")
@needs(Permission.PLAN_PUBLISH)
def tell(id_: str, notice: str) -> Response | tuple[str, int]:
    """Write down that somebody has been told, and how."""
    form = Form(TOLD_FIELDS).read(request.form)
    if not form.is_right:
        return _notices_page(id_, listed(form.errors.values()), notice), 422
    why = form.values["why_late"]
    if form.values["how"] == HOW[-1] and not why:
        return _notices_page(id_, "Say why they are not told.", notice), 422
    try:
        with writing() as kept:
            kept.plans.get(id_)
            kept.day.tell(notice, form.values["how"], why)
    except ValueError:
        return _notices_page(id_, "This is later than the notice period: say why.", notice), 422
    return redirect(url_for("plans.show_notices", id_=id_), 303)
