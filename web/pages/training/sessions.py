"""A trainee's sessions: planned, held and missed; and the form by which one is logged at the desk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from flask import render_template, url_for
from werkzeug.wrappers import Response

from routing.wording import clock
from travel_training.entries import LONDON, AnyEntry, Attendance, Attended, Observed, Said, SessionId, When
from travel_training.people import TEACHING, Part
from travel_training.programme import Milestone, MilestoneId, Stage
from travel_training.progress import sessions_of
from web.access import Permission
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import may, needs, reading
from web.pages.parts import Column, Fact, Link, Table, Tag, table
from web.pages.training.blueprint import in_words, may_write, pages, tabs_of
from web.pages.training.observing import level_field
from web.pages.training.pen import Pen, Sheet, Values, ask
from web.pages.training.telling import ATTENDANCE
from web.pages.training.trainee import Trainee
from web.pages.training.voice import feeling_field, felt_entries
from web.store import Kept, NotKeptError
from web.store.training_views import KeptSession, SessionState
from web.words import long_day

_AHEAD = timedelta(days=200)
_COLOURS = {Attendance.HELD: "green", Attendance.TRAINEE_ABSENT: "orange", Attendance.TRAINER_ABSENT: "orange"}


@pages.get("/trainees/<record_key:pupil>/sessions")
@needs(Permission.TRAINING_VIEW)
def show_sessions(pupil: str) -> str:
    """Show the sessions of a trainee, the last first."""
    with reading() as kept:
        trainee = Trainee.of(kept, pupil)
        first = trainee.history[0].day
        sessions = kept.training.sessions.list_between(first, trainee.today + _AHEAD, pupil=trainee.id)
    return render_template(
        "training/sessions.html",
        trainee=trainee,
        tabs=tabs_of(pupil),
        facts=list(_facts(trainee)),
        listed=_table(trainee, sessions),
    )


def hours(minutes: int) -> str:
    """Return minutes as hours.

    Examples
    --------
    >>> hours(0), hours(95)
    ('0 h', '1 h 35 min')
    """
    whole, rest = divmod(minutes, 60)
    return f"{whole} h {rest} min" if rest else f"{whole} h"


def _facts(trainee: Trainee) -> Iterator[Fact]:
    said = sessions_of(trainee.history)
    held = [each for each in said if each.attendance is Attendance.HELD]
    yield Fact("Sessions held", f"{len(held)} of {len(said)}")
    yield Fact("With the trainer", hours(sum(each.minutes for each in held)))
    yield Fact("The trainer's way there and back", hours(sum(each.travel_minutes for each in said)))


def _table(trainee: Trainee, sessions: list[KeptSession]) -> Table:
    went = {each.session: each for each in sessions_of(trainee.history)}
    rows = [
        (
            in_words(each.day),
            f"{clock(each.begins_s)} to {clock(each.ends_s)}",
            trainee.stage(each.stage),
            trainee.trainers.get(each.trainer, each.trainer),
            _how(each, went),
            went[each.id].minutes if each.id in went else "",
            _log(each, trainee, went),
        )
        for each in reversed(sessions)
    ]
    titles: list[str | Column] = [
        "Day",
        "Time",
        "Stage",
        "Trainer",
        "How it went",
        Column("Minutes", is_number=True),
        "Do",
    ]
    return table(
        "Sessions", titles, rows, empty="No session is planned yet: plan them in the timetable of the trainers."
    )


def _how(session: KeptSession, went: dict[SessionId, Attended]) -> Tag:
    if session.id in went:
        attendance = went[session.id].attendance
        return Tag(ATTENDANCE[attendance], _COLOURS.get(attendance, "grey"))
    return Tag(session.state.capitalize(), "blue" if session.state is SessionState.PLANNED else "grey")


def _log(session: KeptSession, trainee: Trainee, went: dict[SessionId, Attended]) -> object:
    can_teach = trainee.part in TEACHING | {Part.SECOND} and may_write()
    is_open = session.state is not SessionState.CANCELLED and session.id not in went
    if is_open and session.day > trainee.today and may(Permission.TRAINING_MANAGE):
        href = url_for("timetable.ask_change", id_=session.id)
        return Link("Move or cancel", href, f"the session of {in_words(session.day)}")
    if not (can_teach and is_open and session.day <= trainee.today):
        return ""
    href = url_for("training.log_session", pupil=trainee.id, session=session.id)
    return Link("Log it", href, f"the session of {in_words(session.day)}")


@pages.route("/trainees/<record_key:pupil>/sessions/<session>/log", methods=["GET", "POST"])
@needs(Permission.TRAINING_WRITE)
def log_session(pupil: str, session: str) -> Response:
    """Write down how a session went, with what was seen and felt."""
    with reading() as kept:
        found = kept.training.sessions.get(SessionId(session))
    if pupil not in found.trainees:
        raise NotKeptError("There is no such session.")
    return ask(_sheet(found), pupil)


def _sheet(session: KeptSession) -> Sheet:
    when = f"{long_day(session.day)}, {clock(session.begins_s)} to {clock(session.ends_s)}"
    return Sheet(
        title="Log a session",
        button="Save the session",
        done="The session has been written down.",
        fields=_fields(session),
        begins=lambda _trainee: {"minutes": (session.ends_s - session.begins_s) // 60},
        said=lambda trainee: (f"{when}. {trainee.stage(session.stage)}.",),
        check=_checked(session),
        entries=_entries(session),
        then="training.show_sessions",
    )


def _stage(session: KeptSession, trainee: Trainee) -> Stage | None:
    stages = trainee.programme.stages if trainee.programme is not None else ()
    return next((each for each in stages if each.id == session.stage), None)


def _fields(session: KeptSession) -> Callable[[Kept, Trainee], tuple[Field, ...]]:
    def fields(_kept: Kept, trainee: Trainee) -> tuple[Field, ...]:
        stage = _stage(session, trainee)
        milestones = stage.milestones if stage is not None else ()
        levels = (level_field(trainee, f"{_LEVEL}{each.id}", f"Help: {each.name}", Kind.SELECT) for each in milestones)
        return (
            *_HEAD,
            feeling_field(When.BEFORE),
            *levels,
            *_unplanned(milestones),
            feeling_field(When.AFTER),
            *_FOOT,
        )

    return fields


def _unplanned(milestones: Sequence[Milestone]) -> Iterator[Field]:
    choices = tuple(Choice(each.id, each.name) for each in milestones)
    if choices:
        yield Field(name="unplanned", label=_UNPLANNED, kind=Kind.CHECKBOXES, choices=choices, required=False)


_LEVEL = "level-"
_UNPLANNED = "Where something had gone wrong that nobody had planned"
_HEAD = (
    Field(
        name="attendance",
        label="How it went",
        kind=Kind.RADIOS,
        choices=tuple(Choice(each, words) for each, words in ATTENDANCE.items()),
    ),
    Field(name="minutes", label="Minutes with the trainee", kind=Kind.NUMBER, required=False, width=4),
    Field(
        name="travel", label="Minutes of the trainer's way there and back", kind=Kind.NUMBER, required=False, width=4
    ),
)
_FOOT = (
    Field(name="words", label="What the young person said", kind=Kind.LONG_TEXT, required=False, rows=2),
    Field(name="note", label="Note", kind=Kind.LONG_TEXT, required=False, rows=3),
)


def _checked(session: KeptSession) -> Callable[[Form, Trainee], Form]:
    def checked(form: Form, trainee: Trainee) -> Form:
        is_held = form.values["attendance"] == Attendance.HELD
        if session.day > trainee.today:
            return form.refuse("attendance", f"How it went: the session is on {long_day(session.day)}; log it then")
        if is_held and not form.values["minutes"]:
            return form.refuse("minutes", "Minutes with the trainee is empty: say how long it lasted")
        if not is_held and any(value for name, value in form.values.items() if name.startswith(_LEVEL)):
            return form.refuse("attendance", "How it went: nothing was seen in a session that was not held")
        return form

    return checked


def _entries(session: KeptSession) -> Callable[[Trainee, Values, Pen], Iterable[AnyEntry]]:
    def entries(_trainee: Trainee, values: Values, pen: Pen) -> Iterator[AnyEntry]:
        ended = datetime.combine(session.day, time(), LONDON) + timedelta(seconds=session.ends_s)
        then = replace(pen, at=min(ended, pen.now))
        attendance = Attendance(values["attendance"])
        yield Attended(
            **then.head(),
            session=session.id,
            stage=session.stage,
            attendance=attendance,
            minutes=values["minutes"] or 0 if attendance is Attendance.HELD else 0,
            travel_minutes=values["travel"] or 0,
            note=values["note"] or "",
        )
        yield from felt_entries(values, then, session.id)
        yield from _observed(session, values, then)
        if values["words"]:
            yield Said(**then.head("words"), words=values["words"])

    return entries


def _observed(session: KeptSession, values: Values, pen: Pen) -> Iterator[AnyEntry]:
    """Yield what was seen at each milestone that was looked at."""
    for name, level in values.items():
        if name.startswith(_LEVEL) and level:
            milestone = MilestoneId(name.removeprefix(_LEVEL))
            yield Observed(
                **pen.head(name),
                milestone=milestone,
                level=int(level),
                session=session.id,
                was_unplanned=milestone in values["unplanned"],
            )
