"""What is to be done or known before a draft is published: what stands in the way first, then what to look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from routing.explain import mixes_to_assess
from routing.wording import counted
from web.planning.drafting import events_of
from web.planning.publishing import FAMILY, moment_of, owed_for
from web.settings import Settings
from web.store import Kept
from web.store.plan_views import PlanHead


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One line of the list before publishing.

    Parameters
    ----------
    about
        ``violations``, ``unplaced``, ``version``, ``mixes``, ``events``, ``roads`` or ``notices``: where it is seen to.
    is_done, is_must
        Whether it is seen to, and whether nothing is published before it is.
    said
        How it stands, with references and no names.
    """

    about: str
    text: str
    said: str
    is_done: bool
    is_must: bool = False


def to_do(kept: Kept, settings: Settings, head: PlanHead) -> tuple[ToDo, ...]:
    """Return the list of a draft."""
    return (*_musts(kept, head), *_shoulds(kept, settings, head))


def stands_in_the_way(todos: tuple[ToDo, ...]) -> tuple[str, ...]:
    """Return why a draft cannot be published, a sentence each; nothing if it can."""
    return tuple(todo.said for todo in todos if todo.is_must and not todo.is_done)


def _musts(kept: Kept, head: PlanHead) -> Iterator[ToDo]:
    said = f"{counted(head.violations, 'violation')} to mend." if head.violations else "Every rule is kept."
    yield ToDo(about="violations", text="Rules", said=said, is_done=not head.violations, is_must=True)
    open_ = [each.pupil for each in kept.plans.list_unplaced(head.id) if each.accepted_by is None]
    said = f"{counted(len(open_), 'pupil')} to place or to accept by name." if open_ else "Placed, or accepted by name."
    yield ToDo(about="unplaced", text="Pupils without a run", said=said, is_done=not open_, is_must=True)
    published = kept.plans.find_published(head.day, head.direction)
    is_newest = published is None or head.replaces == published.id
    if not is_newest and published is not None:
        said = f"Version {published.version} has been published since this draft was begun: begin again from it."
    elif published is not None:
        said = f"It takes the place of version {published.version}."
    else:
        said = "It is the first for this day and direction."
    yield ToDo(about="version", text="The plan that it replaces", said=said, is_done=is_newest, is_must=True)


def _shoulds(kept: Kept, settings: Settings, head: PlanHead) -> Iterator[ToDo]:
    problem, plan = kept.plans.load(head.id)
    mixes = mixes_to_assess(problem, plan)
    said = (
        f"{counted(len(mixes), 'run')} asks for a risk assessment of the vehicle."
        if len(mixes) == 1
        else (
            f"{counted(len(mixes), 'run')} ask for a risk assessment of the vehicle."
            if mixes
            else "No run asks for one."
        )
    )
    yield ToDo(about="mixes", text="Risk assessments of vehicles", said=said, is_done=not mixes)
    late = [event for event in events_of(kept, head.day, head.direction) if event.reported_at > head.made_at]
    said = f"{counted(len(late), 'thing')} reported since it was drafted: draft it again to take them in."
    yield ToDo(
        about="events", text="The day", said=said if late else "Nothing new since it was drafted.", is_done=not late
    )
    owed = [each for each in owed_for(kept, head.id) if each.audience == FAMILY]
    notice = timedelta(hours=settings.notice_hours)
    short = [each for each in owed if moment_of(head.day, each.from_s) - notice < kept.now]
    said = f"{counted(len(owed), 'family')} to tell".replace("familys", "families")
    if short:
        said += f", {len(short)} of them later than {settings.notice_hours} hours before: say why when you tell them"
    yield ToDo(about="notices", text="Families", said=f"{said}.", is_done=not short)
