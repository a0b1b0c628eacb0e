"""A timetable before it is in force: what it changes, what is not planned and why, each trainer's load; then taken."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from routing.wording import counted, pounds
from travel_training.timetable import Session
from web.access import Permission
from web.pages.guard import needs, now, reading, writing
from web.pages.parts import Column, Fact, Table, table
from web.pages.timetable.blueprint import People, hours_text, monday_of, pages, told
from web.store.training_views import TimetableHead, TimetableId
from web.training.changes import Change, changes_of
from web.training.term_people import gaps_filled
from web.training.timetables import Planned, from_document, put_in_force
from web.words import moment, short_day

if TYPE_CHECKING:
    from datetime import date


@pages.get("/plans/<id_>")
@needs(Permission.TRAINING_MANAGE)
def look(id_: str) -> str:
    """Show a timetable that was planned."""
    with reading() as kept:
        head = kept.training.timetables.get(TimetableId(id_))
        found = from_document(kept.training.timetables.document(head.id))
        people = People.of(kept, [each.id for each in found.problem.trainees] + list(found.left_out))
        rows = kept.records.list_kind("trainers")
    changes = changes_of(found.problem, found.timetable)
    return render_template(
        "timetable/look.html",
        head=head,
        days=f"{short_day(head.first)} to {short_day(head.last)}",
        taken=None if head.taken_at is None else moment(head.taken_at),
        facts=_facts(head, found, changes),
        violations=[each.detail for each in found.violations],
        notes=found.notes,
        gaps=[_said(each, people) for each in gaps_filled(rows, found.timetable.sessions)],
        has_stood=found.problem.in_force is not None,
        changes=_changes(changes, people),
        unplanned=_unplanned(found, people),
        left_out=_left_out(found, people),
        loads=_loads(found, people),
        weeks=list(_weeks(found, people)),
    )


@pages.post("/plans/<id_>/take")
@needs(Permission.TRAINING_MANAGE)
def take(id_: str) -> Response:
    """Put a timetable in force: its sessions are made, and take the place of those that were planned."""
    with writing() as kept:
        cancelled = put_in_force(kept, TimetableId(id_), now().date())
        first = kept.training.timetables.get(TimetableId(id_)).first
    flash(f"The timetable is in force. {counted(cancelled, 'session')} of the old one are cancelled.")
    return redirect(url_for("timetable.show", day=first.isoformat()), 303)


def _facts(head: TimetableHead, found: Planned, changes: list[Change]) -> list[Fact]:
    sessions, bound = found.timetable.sessions, found.timetable.bound
    facts = [
        Fact("Sessions", f"{len(sessions)} planned, {len(found.timetable.unplanned)} not"),
        Fact("Trainees", f"{len(found.timetable.of_trainee)} have sessions"),
        Fact("Appointments that families know", _kept_and_changed(found, changes)),
        Fact("Cost of what is not wished", pounds(head.cost)),
    ]
    if bound is not None:
        facts.append(Fact("No timetable costs less than", f"{pounds(bound.pence)} ({bound.relaxes})"))
    return facts


def _kept_and_changed(found: Planned, changes: list[Change]) -> str:
    known, new = len(found.problem.appointments), sum(each.was is None for each in changes)
    return f"{known}, of which {len(changes) - new} change; {new} more are made with the same trainees"


def _said(session: Session, people: People) -> str:
    return f"{told(session.day, session.begins_s, session.ends_s)}, {people.trainer(session.trainer)}"


def _changes(changes: list[Change], people: People) -> Table:
    """Return what becomes of appointments that were told; those that are only added change nothing for anyone."""
    return table(
        "What changes for families",
        ["Trainee", "Was", "Will be"],
        [
            (
                people.names.pupil(each.trainee),
                _said(each.was, people),
                "given up" if each.now is None else _said(each.now, people),
            )
            for each in changes
            if each.was is not None
        ],
        empty="Every appointment that families know of stays as it is.",
    )


def _unplanned(found: Planned, people: People) -> Table:
    wanted = found.problem.wanted
    return table(
        "Not planned",
        ["Trainees", "Stage", "Why"],
        [
            (
                people.trainees(wanted[each.id].trainees if each.id in wanted else ()),
                people.stage(wanted[each.id].stage) if each.id in wanted else each.id,
                each.reason,
            )
            for each in found.timetable.unplanned
        ],
        empty="Every session that remains is planned.",
    )


def _left_out(found: Planned, people: People) -> Table:
    rows = [(people.names.pupil(pupil), why) for pupil, why in found.left_out.items()]
    return table("Trainees for whom nothing is planned", ["Trainee", "Why"], rows, empty="There is none.")


def _loads(found: Planned, people: People) -> Table:
    minutes, sessions = Counter[str](), Counter[str]()
    for each in found.timetable.sessions:
        minutes[each.trainer] += each.minutes
        sessions[each.trainer] += 1
    fair = found.problem.fair_minutes
    return table(
        "Load of each trainer",
        [
            "Trainer",
            Column("Sessions", is_number=True),
            Column("With trainees", is_number=True),
            Column("Fair share", is_number=True),
        ],
        [
            (people.trainer(each.id), sessions[each.id], hours_text(minutes[each.id]), hours_text(fair[each.id]))
            for each in found.problem.trainers
        ],
        empty="There is no travel trainer in the records.",
    )


def _weeks(found: Planned, people: People) -> Iterator[tuple[str, Table]]:
    weeks: dict[date, list[Session]] = {}
    for each in sorted(found.timetable.sessions, key=lambda one: (one.day, one.begins_s, one.trainer)):
        weeks.setdefault(monday_of(each.day), []).append(each)
    for monday, sessions in weeks.items():
        words = f"Week of {short_day(monday)}"
        rows = [
            (
                told(each.day, each.begins_s, each.ends_s),
                people.trainer(each.trainer),
                people.trainees(each.trainees),
                people.stage(each.stage),
            )
            for each in sessions
        ]
        listed = table(words, ["When", "Trainer", "Trainees", "Stage"], rows)
        yield f"{words}: {counted(len(sessions), 'session')}", listed
