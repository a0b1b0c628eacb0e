"""What is to be done or known before a draft is published: what stands in the way first, then what to look at.

What follows from the plan itself, ``routing.tasks`` says; here is added what has happened since, and who must be told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from routing.risk import PupilId
from routing.tasks import Task, TaskKind, before_publishing
from routing.wording import counted
from web.planning.drafting import events_of
from web.planning.publishing import FAMILY, SUPPOSED, moment_of, owed_for
from web.settings import Settings
from web.store import Kept
from web.store.plan_views import PlanHead

RULES = (TaskKind.RULE_BROKEN, TaskKind.NO_ASSISTANT)
PUPILS = (TaskKind.UNPLACED, TaskKind.UNASSESSED)
OTHERS = {
    TaskKind.MIX_TO_ASSESS: "Risk assessments of vehicles",
    TaskKind.LONG_RIDE: "Rides above the guide",
    TaskKind.ASSESSMENT_LAPSES: "Risk assessments that lapse soon",
    TaskKind.CREW_LAPSES: "Checks of crews that lapse soon",
}
"""What stands in nobody's way, and what it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One line of the list before publishing.

    Parameters
    ----------
    about
        ``what-if``, ``violations``, ``unplaced``, ``version``, ``events``, ``notices`` or the plan's own: where it is
        seen to.
    is_done, is_must
        Whether it is seen to, and whether nothing is published before it is.
    said
        How it stands, with references and no names.
    tasks
        One by one, what is so and what to do about it.
    """

    about: str
    text: str
    said: str
    is_done: bool
    is_must: bool = False
    tasks: tuple[Task, ...] = ()


def to_do(kept: Kept, settings: Settings, head: PlanHead) -> tuple[ToDo, ...]:
    """Return the list of a draft; each must is on it, done or not, and of the rest what there is."""
    problem, plan = kept.plans.load(head.id)
    accepted = frozenset(PupilId(e.pupil) for e in kept.plans.list_unplaced(head.id) if e.accepted_by is not None)
    tasks = before_publishing(problem, plan, accepted, soon_days=settings.lapse_days)
    return (*_musts(kept, head, tasks), *_shoulds(kept, settings, head, tasks))


def stands_in_the_way(todos: Iterable[ToDo]) -> tuple[str, ...]:
    """Return why a draft cannot be published, a sentence each; nothing if it can."""
    return tuple(todo.said for todo in todos if todo.is_must and not todo.is_done)


def _musts(kept: Kept, head: PlanHead, tasks: tuple[Task, ...]) -> Iterator[ToDo]:
    if head.is_supposed:
        yield ToDo(about="what-if", text="What it supposes", said=SUPPOSED, is_done=False, is_must=True)
    broken = tuple(task for task in tasks if task.kind in RULES)
    said = f"{counted(len(broken), 'violation')} to mend." if broken else "Every rule is kept."
    yield ToDo(about="violations", text="Rules", said=said, is_done=not broken, is_must=True, tasks=broken)
    open_ = tuple(task for task in tasks if task.kind in PUPILS and task.blocks)
    said = f"{counted(len(open_), 'pupil')} to place, or to accept by name." if open_ else _all_placed(head)
    yield ToDo(about="unplaced", text="Pupils without a run", said=said, is_done=not open_, is_must=True, tasks=open_)
    published = kept.plans.find_published(head.day, head.direction)
    if published is None:
        said = "None: it is the first for this day and direction."
    elif head.replaces == published.id:
        said = f"It takes the place of version {published.version}."
    else:
        said = f"Version {published.version} has been published since this draft was begun: begin again from it."
    is_newest = published is None or head.replaces == published.id
    yield ToDo(about="version", text="The plan that it replaces", said=said, is_done=is_newest, is_must=True)


def _all_placed(head: PlanHead) -> str:
    return f"{counted(head.unplaced, 'pupil')} accepted by name." if head.unplaced else "Every pupil has a run."


def _shoulds(kept: Kept, settings: Settings, head: PlanHead, tasks: tuple[Task, ...]) -> Iterator[ToDo]:
    for kind, text in OTHERS.items():
        if own := tuple(task for task in tasks if task.kind is kind):
            yield ToDo(about=kind.value, text=text, said=f"{len(own)} to see to.", is_done=False, tasks=own)
    new = [event for event in events_of(kept, head.day, head.direction) if event.reported_at > head.made_at]
    said = f"{counted(len(new), 'thing')} reported since it was drafted: take in the records, or draft it again."
    said = said if new else "Nothing has been reported since it was drafted."
    yield ToDo(about="events", text="The day", said=said, is_done=not new)
    owed = [each for each in owed_for(kept, head.id) if each.audience == FAMILY]
    notice = timedelta(hours=settings.notice_hours)
    late = [each for each in owed if moment_of(head.day, each.from_s) - notice < kept.now]
    said = f"{len(owed)} to be told of a change"
    said += f", {len(late)} of them later than {settings.notice_hours} hours before it." if late else "."
    yield ToDo(about="notices", text="Families", said=said, is_done=not late)
