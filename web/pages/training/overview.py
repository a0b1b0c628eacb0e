"""Where a trainee stands: since when, what is missing for the next move, what is to be seen to, what is agreed."""

from collections.abc import Iterator
from datetime import timedelta

from flask import render_template, url_for

from routing.wording import clock, counted
from travel_training.entries import LONDON, Consent, State
from travel_training.lifecycle import SIGNS_IN
from travel_training.moves import DESK
from travel_training.people import TEACHING, Part
from travel_training.progress import MilestoneProgress
from web.access import Permission
from web.pages.guard import may, needs, reading
from web.pages.parts import Fact, Lines, Link, Table, Tag, Task, table
from web.pages.training.blueprint import SCOPES, in_words, may_write, pages, state_tag, tabs_of
from web.pages.training.consents import is_needed, last_word
from web.pages.training.moving import beside, forward, ways_of
from web.pages.training.papers import letters_of
from web.pages.training.signing import halves_said, may_sign
from web.pages.training.telling import months
from web.pages.training.trainee import Trainee
from web.store import Kept
from web.store.training_views import KeptSession, SessionState
from web.words import long_day

_SOON = timedelta(days=30)
_AHEAD = timedelta(days=120)
_LONG = 14
"""After so many days without a session somebody should ask why."""
_NEXT = 4
"""So many of the next milestones are named."""


@pages.get("/trainees/<record_key:pupil>")
@needs(Permission.TRAINING_VIEW)
def show(pupil: str) -> str:
    """Show where a trainee stands."""
    with reading() as kept:
        trainee = Trainee.of(kept, pupil)
        following = _following(kept, trainee)
    ways = ways_of(trainee)
    return render_template(
        "training/trainee.html",
        trainee=trainee,
        tabs=tabs_of(pupil),
        state=state_tag(trainee.head.state),
        since=_since(trainee),
        facts=list(_facts(trainee, following)),
        forward=forward(ways, trainee),
        beside=beside(ways, trainee),
        tasks=list(_tasks(trainee)),
        actions=list(_actions(trainee)),
        reviews=_reviews(trainee),
        papers=letters_of(trainee),
    )


def _following(kept: Kept, trainee: Trainee) -> KeptSession | None:
    """Return the next session that is planned."""
    sessions = kept.training.sessions.list_between(trainee.today, trainee.today + _AHEAD, pupil=trainee.id)
    return next((each for each in sessions if each.state is SessionState.PLANNED), None)


def _facts(trainee: Trainee, following: KeptSession | None) -> Iterator[Fact]:
    now = trainee.standing
    yield Fact("School", trainee.names.school(trainee.head.school or ""))
    change = Link("Change", url_for("training.assign", pupil=trainee.id), "what the trainee follows")
    is_office = trainee.part in DESK and may_write()
    followed = "None yet"
    if trainee.programme is not None:
        followed = f"{trainee.programme.name}, version {trainee.programme.version}"
    yield Fact("Programme", followed, change if is_office else None)
    yield Fact("Milestones", _milestones(trainee))
    yield Fact("Cohort", _cohort(trainee))
    yield Fact("Trainer", trainee.trainer or "None yet")
    yield Fact("Aimed at", SCOPES[now.scope])
    journey = "None signed yet" if now.journey is None else f"Signed; review by {in_words(now.journey.review_by)}"
    yield Fact("Journey", journey, Link("Look", url_for("journeys.show_all", pupil=trainee.id), "at the journeys"))
    yield Fact("Last session", "None yet" if trainee.head.last_held_on is None else _ago(trainee))
    yield Fact("Next session", "None planned" if following is None else _when(following))
    if now.halves or now.state in SIGNS_IN:
        sign = Link("Sign", url_for("training.sign_off", pupil=trainee.id), "a half of the sign-off")
        yield Fact("Sign-off", Lines((*halves_said(trainee), _open(trainee))), sign if may_sign(trainee) else None)
    if now.incidents:
        last, history = now.incidents[-1], url_for("training.show_history", pupil=trainee.id)
        said = (
            f"{counted(len(now.incidents), 'incident')} since then, the last on {in_words(last.day)}: {last.severity}"
        )
        yield Fact("Incidents", said, Link("Read", history, "what happened"))
    if now.alone_since is not None:
        yield Fact("Travels alone since", in_words(now.alone_since))


def _since(trainee: Trainee) -> str:
    day = trainee.head.since.astimezone(LONDON).date()
    days = (trainee.today - day).days
    return f"{in_words(day)}, {counted(days, 'day')}" if days else "today"


def _milestones(trainee: Trainee) -> object:
    progress = trainee.progress
    if progress is None:
        return "None yet"
    next_ = [each.name for each in progress.next[:_NEXT]]
    lines = (f"{progress.reached} of {len(progress.milestones)} reached", f"Next: {'; '.join(next_)}" if next_ else "")
    return Lines(tuple(filter(None, lines)))


def _cohort(trainee: Trainee) -> object:
    id_ = trainee.standing.cohort
    return "None yet" if id_ is None else Link(trainee.cohort, url_for("training.show_cohort", id_=id_))


def _ago(trainee: Trainee) -> str:
    last = trainee.head.last_held_on
    assert last is not None  # noqa: S101 -- asked by whoever calls
    days = (trainee.today - last).days
    ago = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    return f"{in_words(last)}, {ago}"


def _when(session: KeptSession) -> str:
    return f"{long_day(session.day)}, {clock(session.begins_s)} to {clock(session.ends_s)}"


def _open(trainee: Trainee) -> str:
    match len(trainee.standing.halves):
        case 0:
            return "Neither half has been signed."
        case 1:
            return "The other half has not been signed."
        case _:
            return "Both halves have been signed."


def _tasks(trainee: Trainee) -> Iterator[Task]:
    """Yield what should be seen to, the gravest first."""
    yield from _progress_tasks(trainee)
    yield from _consent_tasks(trainee)
    journey = trainee.standing.journey
    if journey is not None and journey.review_by <= trainee.today + _SOON:
        tag = Tag("Overdue" if journey.review_by < trainee.today else "Due")
        yield Task("The journey's risk assessment is to be reviewed", tag, hint=f"By {in_words(journey.review_by)}")
    for due in trainee.standing.reviews_due:
        if due.held is None and due.on <= trainee.today + _SOON:
            tag = Tag("Due", "orange") if due.on <= trainee.today else Tag("Soon", "grey")
            href = url_for("training.review", pupil=trainee.id, month=due.month) if due.on <= trainee.today else ""
            yield Task(f"Review after {months(due.month)}", tag, href, f"From {in_words(due.on)}")


def _progress_tasks(trainee: Trainee) -> Iterator[Task]:
    """Yield what has lapsed, and whether training stands still."""
    progress = trainee.progress
    if progress is None:
        return
    for each in progress.lapsed:
        href = url_for("training.show_milestone", pupil=trainee.id, milestone=each.milestone.id)
        critical = "Safety-critical: " if each.milestone.is_safety_critical else ""
        yield Task(f"A milestone has lapsed: {each.milestone.name}", Tag("Lapsed"), href, f"{critical}{_lapse(each)}")
    milestones = url_for("training.show_milestones", pupil=trainee.id)
    if progress.is_stuck():
        said = f"Nothing new was reached in the last {counted(progress.sessions_since_new, 'session')}"
        yield Task(said, Tag("Stuck", "red"), milestones, "What would help?")
    days = progress.days_since_session
    if trainee.standing.is_in_training and days is not None and days >= _LONG:
        yield Task(f"No session for {days} days", Tag("Late"), url_for("training.show_sessions", pupil=trainee.id))


def _lapse(progress: MilestoneProgress) -> str:
    mastery = progress.mastery
    return (
        mastery.lapsed_because
        if mastery.lapsed_on is None
        else f"{mastery.lapsed_because}, {in_words(mastery.lapsed_on)}"
    )


def _consent_tasks(trainee: Trainee) -> Iterator[Task]:
    href = url_for("training.show_consents", pupil=trainee.id)
    for consent in Consent:
        last = last_word(consent, trainee)
        if last is None or not last.is_given or last.until is None or not is_needed(consent, trainee.age):
            continue
        if last.until < trainee.today:
            yield Task(f"A consent has ended: {consent}", Tag("Ended", "red"), href, f"On {in_words(last.until)}")
        elif last.until <= trainee.today + _SOON:
            yield Task(f"A consent ends soon: {consent}", Tag("Due"), href, f"On {in_words(last.until)}")


def _actions(trainee: Trainee) -> Iterator[Link]:
    """Yield what else may be written down by whoever looks."""
    if not may_write():
        return
    can_teach = trainee.part in TEACHING | {Part.SECOND}
    if trainee.standing.state in (State.IDENTIFIED, State.REFERRED, State.SCREENED, State.NOT_YET):
        yield Link("Write down the entry check", url_for("training.check_entry", pupil=trainee.id))
    if can_teach and trainee.programme is not None:
        yield Link("Write down an observation", url_for("training.observe", pupil=trainee.id))
    yield Link("Write down what they said", url_for("training.write_words", pupil=trainee.id))
    yield Link("Report an incident", url_for("training.tell_incident", pupil=trainee.id))
    if may(Permission.PLAN_VIEW):
        yield Link("Ladder of independence", url_for("loop.show_ladder", pupil=trainee.id))


def _reviews(trainee: Trainee) -> Table | None:
    due = trainee.standing.reviews_due
    if not due:
        return None
    rows: list[tuple[object, ...]] = []
    for each in due:
        if each.held is not None:
            found = "Travels alone" if each.held.travels_alone else "Not alone"
            by = f"{trainee.user(each.held.by.user)}{', unknown to them' if each.held.is_by_a_stranger else ''}"
            rows.append((months(each.month), in_words(each.on), Tag("Held", "green"), found, by))
            continue
        link: object = Tag("Later", "grey")
        if each.on <= trainee.today:
            href = url_for("training.review", pupil=trainee.id, month=each.month)
            link = Link("Write it down", href, f"the review after {months(each.month)}")
        rows.append((months(each.month), in_words(each.on), link, "", ""))
    return table("Reviews of the first year alone", ["After", "From", "Now", "Found", "By"], rows)
