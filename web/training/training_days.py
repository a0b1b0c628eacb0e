"""Training days: on the way that a trainee makes with their trainer no vehicle comes for them; on the other it does.

They follow from the trainers' sessions and from nothing else: a session that is planned makes one, one that is
cancelled takes it back. Drafts of that day honour it; a plan that is published already is asked to be made again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from routing.authority.cells import CLOCK
from routing.problem import Direction
from travel_training.programme import Setting
from web.records.building import is_carried
from web.records.rows import Row
from web.store import Kept
from web.store.day import DayEvent, DayEventKind
from web.store.training_views import KeptSession, SessionState

AHEAD = timedelta(days=35)
"""So far ahead training days are marked; plans are made for nearer days."""
_NOON_S = 12 * 3600


@dataclass(frozen=True, slots=True, order=True)
class TrainingDay:
    """One way of one day that a trainee makes with their trainer.

    Parameters
    ----------
    at_s
        When they come to school, or leave it, as far as the session says.
    """

    day: date
    direction: Direction
    pupil: str
    session: str
    at_s: int

    def is_over(self, now: datetime) -> bool:
        """Say whether they have come to school by now, or left it."""
        return (self.day, self.at_s) <= (now.date(), now.hour * 3600 + now.minute * 60 + now.second)


@dataclass(frozen=True, slots=True)
class Hours:
    """When lessons begin and end at a school, in seconds after midnight; noon stands for what is not recorded."""

    starts_s: int = _NOON_S
    finishes_s: int = _NOON_S

    @classmethod
    def of(cls, school: Row | None) -> "Hours":
        """Return what a school's record says."""
        if school is None:
            return cls()
        times = (CLOCK.read(school[name]) if school[name] else _NOON_S for name in ("starts", "finishes"))
        return cls(*times)


def ways_of(session: KeptSession, hours: Hours) -> tuple[Direction, ...]:
    """Return in which directions a session takes the place of the vehicle.

    One that begins before lessons do is the way to school; one that ends after them is the way home; one between, and
    any in a classroom, is neither.
    """
    if session.setting is Setting.CLASSROOM:
        return ()
    ways = []
    if session.begins_s < hours.starts_s:
        ways.append(Direction.TO_SCHOOL)
    if session.ends_s > hours.finishes_s:
        ways.append(Direction.FROM_SCHOOL)
    return tuple(ways)


def wanted(kept: Kept, first: date, last: date) -> Iterator[tuple[TrainingDay, str]]:
    """Yield the training days that follow from the sessions of some days, each with the pupil's school."""
    pupils = {row.key: row for row in kept.records.list_kind("pupils")}
    hours = {row.key: Hours.of(row) for row in kept.records.list_kind("schools")}
    for session in kept.training.sessions.list_between(first, last):
        if session.state is SessionState.CANCELLED:
            continue
        for pupil in session.trainees:
            row = pupils.get(pupil)
            if row is None or not is_carried(row, session.day):
                continue
            for way in ways_of(session, hours.get(row["school"], Hours())):
                at_s = session.ends_s if way is Direction.TO_SCHOOL else session.begins_s
                yield TrainingDay(session.day, way, pupil, session.id, at_s), row["school"]


def mark(kept: Kept, now: datetime) -> tuple[int, int]:
    """Have the training days from now on be those that follow from the sessions; return how many are new, and gone.

    Done twice, it changes nothing the second time. A published plan of a way that changes is asked to be made again. A
    way that is over stays as it was: who did not come to the trainer in the morning needs no vehicle for it at noon.

    Parameters
    ----------
    now
        As the authority's clocks show it.
    """
    last = now.date() + AHEAD
    schools = dict(wanted(kept, now.date(), last))
    marked = {_day_of(event): event for event in kept.day.list_events(now.date(), last) if _is_ours(event)}
    new = [each for each in sorted(schools.keys() - marked.keys()) if not each.is_over(now)]
    gone = [each for each in sorted(marked.keys() - schools.keys()) if not each.is_over(now)]
    for each in new:
        detail = {"session": each.session, "at_s": each.at_s}
        kept.day.report(
            DayEventKind.TRAINING,
            each.pupil,
            each.day,
            direction=each.direction,
            school=schools[each],
            detail=detail,
        )
    for each in gone:
        kept.day.withdraw(marked[each].id)
    _ask_again(kept, _changed(new, gone))
    return len(new), len(gone)


def _changed(new: list[TrainingDay], gone: list[TrainingDay]) -> Mapping[tuple[date, Direction], bool]:
    """Return the ways that change, and whether a seat comes back on them."""
    had = {(each.day, each.direction, each.pupil) for each in gone}
    have = {(each.day, each.direction, each.pupil) for each in new}
    changed: dict[tuple[date, Direction], bool] = defaultdict(bool)
    for day, direction, pupil in had ^ have:
        changed[day, direction] |= (day, direction, pupil) in had
    return changed


def _ask_again(kept: Kept, changed: Mapping[tuple[date, Direction], bool]) -> None:
    """Ask for the published plans of some ways to be made again; who comes back is found in the records alone."""
    for (day, direction), has_come_back in sorted(changed.items()):
        head = kept.plans.find_published(day, direction)
        if head is None:
            continue
        if has_come_back:
            asked = {"day": day.isoformat(), "direction": direction.value, "title": "Drafted for a cancelled session"}
            kept.tasks.ask("draft", asked)
        else:
            kept.tasks.ask("replan", {"plan": head.id})


def _is_ours(event: DayEvent) -> bool:
    return event.kind is DayEventKind.TRAINING and event.direction is not None and "session" in event.detail


def _day_of(event: DayEvent) -> TrainingDay:
    way = event.direction or Direction.TO_SCHOOL
    return TrainingDay(event.day, way, event.ref, event.detail["session"], event.detail["at_s"])
