"""What is not as usual on a day: who said so, what it leaves open in the plans that are published, and the way on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from routing.plan import RunId
from routing.problem import Direction
from routing.wording import counted
from web.access import Permission
from web.pages.day.blueprint import HALVES, KINDS, day_asked, days_of, pages, sections, when_told
from web.pages.desk.naming import Names
from web.pages.desk.one_plan import run_href
from web.pages.guard import needs, now, reading, site, writing
from web.pages.parts import Lines, Link, Table, Tag, table
from web.planning.consequences import Consequences, consequences, open_events, over_events, runs_along
from web.planning.disruption import REPLAN, event_told
from web.planning.ground import has_roads, roads_of
from web.store import Kept
from web.store.day import OF_PUPILS, DayEvent, DayEventKind
from web.store.plan_views import PlanHead, PlanState
from web.words import long_day, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One direction of a day, as it stands among the day's events.

    Parameters
    ----------
    published, waiting
        The plan that counts; the newest draft that is to take its place.
    left
        What the events of which it takes no account leave open in it.
    over
        The events that it takes account of, though they have been withdrawn.
    """

    direction: Direction
    published: PlanHead | None = None
    waiting: PlanHead | None = None
    left: Consequences = Consequences(events=())  # noqa: RUF009 -- a frozen value
    over: tuple[DayEvent, ...] = ()


@pages.get("/")
@needs(Permission.DAY_HANDLE)
def show() -> str:
    """Show what is not as usual on a day."""
    day = day_asked(now().date())
    with reading() as kept:
        everything = kept.day.list_events(day, day, withdrawn=True)
        halves = [_half(kept, day, direction, everything) for direction in Direction]
        names = Names.of(kept, _pupils_of(everything, halves))
        users = {str(user.id): user.name for user in kept.people.list_users()}
        days = days_of(kept, day, "day.show")
    events = [event for event in everything if event.withdrawn_at is None]
    return render_template(
        "day/day.html",
        title=long_day(day),
        day=day.isoformat(),
        days=days,
        sections=sections(day),
        events=_events(events, halves, names, users),
        withdrawn=_withdrawn([event for event in everything if event.withdrawn_at is not None], names, users),
        halves=[_shown(half, names) for half in halves],
        done=request.args.get("done", ""),
    )


def _half(kept: Kept, day: date, direction: Direction, events: Sequence[DayEvent]) -> Half:
    head = kept.plans.find_published(day, direction)
    if head is None:
        return Half(direction=direction)
    problem, plan = kept.plans.load(head.id)
    open_ = open_events(problem, head, [event for event in events if event.withdrawn_at is None])
    closing = [event for event in open_ if event.kind is DayEventKind.ROAD_CLOSED]
    shut = tuple[RunId, ...]()
    if closing and has_roads(site().settings):
        shut = runs_along(kept.plans.document(head.id), roads_of(site().settings).roads, closing)
    drafts = [each for each in kept.plans.list_plans(day, day, [PlanState.DRAFT]) if each.replaces == head.id]
    return Half(
        direction=direction,
        published=head,
        waiting=drafts[-1] if drafts else None,
        left=consequences(problem, plan, open_, shut) if open_ else Consequences(events=()),
        over=over_events(problem, head, events),
    )


def _pupils_of(events: Sequence[DayEvent], halves: Sequence[Half]) -> set[str]:
    """Return the pupils whose names a day's page shows."""
    named = {event.ref for event in events if event.kind in OF_PUPILS}
    for half in halves:
        named |= {pupil for pupil, _ in half.left.left_out} | set(half.left.gone)
        named |= {pupil for each in half.left.broken for pupil in each.pupils}
    return named


def _events(events: Sequence[DayEvent], halves: Sequence[Half], names: Names, users: Mapping[str, str]) -> Table:
    rows = [
        (
            whom(event, names),
            KINDS[event.kind],
            when_told(event),
            Lines((users.get(event.reported_by, event.reported_by), moment(event.reported_at))),
            Lines(tuple(_accounts(event, halves))),
            _change(event),
        )
        for event in events
    ]
    return table(
        "Reported",
        ["Of whom", "What", "When", "Reported by", "In the published plans", "Change"],
        rows,
        empty="Nothing is reported: all is as usual.",
    )


def _change(event: DayEvent) -> object:
    """Return the way to take an event back; a training day goes when its session does."""
    if event.kind is DayEventKind.TRAINING:
        return "Follows the session"
    return Link("Withdraw", url_for("day.ask_withdrawal", id_=event.id), hidden=f"{KINDS[event.kind]}: {event.ref}")


def whom(event: DayEvent, names: Names) -> object:
    """Return whom or what an event is about, as a page shows it."""
    if event.kind in OF_PUPILS:
        return names.pupil(event.ref)
    if event.kind is DayEventKind.ASSISTANT_OUT:
        return names.assistant(event.ref)
    return names.schools.get(event.ref, event.ref)


def _accounts(event: DayEvent, halves: Sequence[Half]) -> Iterator[object]:
    """Yield whether each published plan that an event may concern takes account of it."""
    for half in halves:
        if event.direction not in (None, half.direction):
            continue
        what = HALVES[half.direction]
        if half.published is None:
            yield Markup("{} <span>not published</span>").format(what)
        elif event in half.left.events:
            yield Markup("{} {}").format(what, Tag("Not yet", "orange"))
        else:
            seen = event.reported_at <= half.published.made_at
            words = f"In version {half.published.version}" if seen else "Nothing to change"
            yield Markup("{} {}").format(what, Tag(words, "green"))


def _withdrawn(events: Sequence[DayEvent], names: Names, users: Mapping[str, str]) -> Table:
    rows = [
        (
            whom(event, names),
            KINDS[event.kind],
            when_told(event),
            f"{users.get(event.withdrawn_by or '', event.withdrawn_by)}, {moment(event.withdrawn_at)}",
        )
        for event in events
        if event.withdrawn_at is not None
    ]
    return table("Withdrawn", ["Of whom", "What", "When", "Withdrawn by"], rows)


def _shown(half: Half, names: Names) -> dict[str, object]:
    """Return what the page says of one direction of the day."""
    head, left = half.published, half.left
    shown: dict[str, object] = {"name": HALVES[half.direction], "head": head, "left": left, "over": ()}
    if head is None:
        return shown
    return shown | {
        "waiting": half.waiting,
        "why": [names.in_words(event_told(event)) for event in left.events],
        "gone": [names.pupil(pupil) for pupil in left.gone],
        "left_out": table(
            f"Without a run: {counted(len(left.left_out), 'pupil')}",
            ["Pupil", "Why"],
            [(names.pupil(pupil), why) for pupil, why in left.left_out],
        ),
        "broken": [names.in_words(str(each)) for each in left.broken],
        "touched": [Link(run, run_href(head.id, run)) for run in left.touched],
        "stands": counted(left.stands, "run"),
        "over": [names.in_words(event_told(event)) for event in half.over],
        "is_answered": half.waiting is not None
        and all(event.reported_at <= half.waiting.made_at for event in left.events),
    }


@pages.post("/plans/<id_>/again")
@needs(Permission.DAY_HANDLE)
def plan_again(id_: str) -> Response:
    """Ask for the next version of a published plan, and go where one sees how far it is."""
    with writing() as kept:
        head = kept.plans.get(id_)
        task = kept.tasks.ask(REPLAN, {"plan": head.id})
    return redirect(url_for("tasks.show", id_=task), 303)


@pages.get("/events/<id_>/withdraw")
@needs(Permission.DAY_HANDLE)
def ask_withdrawal(id_: str) -> str:
    """Ask once more before something that was reported counts no more."""
    with reading() as kept:
        event = kept.day.get_event(id_)
        pupils = {event.ref} if event.kind in OF_PUPILS else set[str]()
        names = Names.of(kept, pupils)
    return render_template(
        "day/withdraw.html",
        event=event,
        what=KINDS[event.kind],
        whom=whom(event, names),
        when=when_told(event),
        back=url_for("day.show", day=event.day.isoformat()),
    )


@pages.post("/events/<id_>/withdraw")
@needs(Permission.DAY_HANDLE)
def withdraw(id_: str) -> Response:
    """Withdraw something that was reported: all is as usual again."""
    with writing() as kept:
        event = kept.day.withdraw(id_)
    return redirect(url_for("day.show", day=event.day.isoformat(), done="withdrawn"), 303)
