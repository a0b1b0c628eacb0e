"""One week of the trainers: every session by day, and each trainer's load; a trainer sees their own."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import render_template, request, url_for

from routing.authority.cells import DATE
from travel_training.people import TrainerId
from web.access import Permission, Role
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import may, needs, now, principal, reading
from web.pages.parts import Column, Lines, Link, Table, Tag, table
from web.pages.timetable.blueprint import People, hours_text, monday_of, pages, span
from web.pages.training.blueprint import sections
from web.records.rows import Row
from web.records.spans import HOURS_A_WEEK
from web.store.training_views import KeptSession, SessionState
from web.words import long_day, short_day

_WEEK = timedelta(days=7)


@pages.get("/")
@needs(Permission.TRAINING_VIEW)
def show() -> str:
    """Show a week: of one trainer or of all; to a trainer, their own."""
    monday = monday_of(_day())
    is_own = principal().role is Role.TRAINER
    trainer = "" if is_own else request.args.get("trainer", "")
    with reading() as kept:
        found = kept.training.sessions
        if is_own:
            sessions = found.list_own(monday, monday + timedelta(days=6))
        else:
            sessions = found.list_between(
                monday, monday + timedelta(days=6), trainer=TrainerId(trainer) if trainer else None
            )
        people = People.of(kept, {pupil for each in sessions for pupil in each.trainees})
        rows = [] if is_own else kept.records.list_kind("trainers")
    return render_template(
        "timetable/week.html",
        sections=sections(),
        monday=long_day(monday),
        is_own=is_own,
        form=Form.filled(_filter(people), {"trainer": trainer or None, "day": monday}),
        before=_link(monday - _WEEK, trainer, "The week before"),
        after=_link(monday + _WEEK, trainer, "The week after"),
        days=[_day_table(day, sessions, people) for day in _days(monday)],
        loads=None if is_own else _loads(rows, sessions, people),
        may_manage=may(Permission.TRAINING_MANAGE),
        count=sum(each.state is not SessionState.CANCELLED for each in sessions),
    )


def _day() -> date:
    """Return the day that is asked for; today if nobody can tell."""
    try:
        day: date = DATE.read(request.args.get("day", ""))
    except ValueError:
        return now().date()
    return day


def _filter(people: People) -> tuple[Field, ...]:
    choices = tuple(Choice(ref, name) for ref, name in sorted(people.trainers.items(), key=lambda each: each[1]))
    return (
        Field(name="day", label="Week of", kind=Kind.DATE, required=False),
        Field(name="trainer", label="Trainer", kind=Kind.SELECT, choices=choices, required=False),
    )


def _link(monday: date, trainer: str, words: str) -> Link:
    return Link(words, url_for("timetable.show", day=monday.isoformat(), trainer=trainer or None))


def _days(monday: date) -> list[date]:
    return [monday + timedelta(days=number) for number in range(5)]


def _day_table(day: date, sessions: Sequence[KeptSession], people: People) -> Table:
    here = [each for each in sessions if each.day == day]
    return table(
        short_day(day),
        ["Time", "Trainer", "Trainees", "Stage", "From and to", "State"],
        [_row(each, people) for each in here],
        empty="No session.",
    )


def _row(session: KeptSession, people: People) -> tuple[object, ...]:
    state: object = Tag(session.state.capitalize(), "blue" if session.state is SessionState.PLANNED else "")
    if session.state is SessionState.PLANNED and may(Permission.TRAINING_MANAGE):
        when = span(session.begins_s, session.ends_s)
        change = Link("Change", url_for("timetable.ask_change", id_=session.id), hidden=f"the session at {when}")
        state = Lines((state, change))
    places = dict.fromkeys(each for each in (session.from_place, session.to_place) if each)
    return (
        span(session.begins_s, session.ends_s),
        people.trainer(session.trainer),
        people.trainees(session.trainees),
        people.stage(session.stage),
        " to ".join(places),
        state,
    )


def _loads(rows: Sequence[Row], sessions: Sequence[KeptSession], people: People) -> Table:
    held = [each for each in sessions if each.state is not SessionState.CANCELLED]
    minutes = {row.key: 0 for row in rows} | {each.trainer: 0 for each in held}
    for each in held:
        minutes[each.trainer] += (each.ends_s - each.begins_s) // 60
    limit = {row.key: HOURS_A_WEEK.read(row["hours_a_week"]) // 60 for row in rows if row["hours_a_week"]}
    return table(
        "Load of the week",
        ["Trainer", Column("Sessions", is_number=True), Column("With trainees", is_number=True), "At most"],
        [
            (
                people.trainer(ref),
                sum(each.trainer == ref for each in held),
                hours_text(total),
                hours_text(limit[ref]) if ref in limit else "no limit",
            )
            for ref, total in sorted(minutes.items(), key=lambda each: people.trainer(each[0]))
        ],
        empty="There is no travel trainer in the records.",
    )
