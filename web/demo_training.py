"""The demonstration's travel training: two cohorts in mid-term, their trainers, and whoever waits or has returned."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from routing.authority import Authority
from routing.authority.calendar import Calendar, EventKind
from routing.authority.records import PupilRecord
from routing.records import Phase, SchoolId
from travel_training.entries import LONDON
from travel_training.people import CohortId, Part, Person, TraineeId, TrainerId
from travel_training.programme import Programme
from travel_training.templates import offered
from web.access import Role
from web.demo_journeys import JourneyOf, without_journeys
from web.demo_plots import BOOKS, ONE_TO_ONE, OUTSIDE, Plot, Slot
from web.demo_stories import Cast, Story
from web.records.rows import row_of
from web.store import Kept
from web.store.records import Change
from web.store.training_views import Cohort

TRAINERS = (
    ("t1", "Invented Trainer", "trainer@example.org"),
    ("t2", "Tess Invented", "trainer-2@example.org"),
    ("t3", "Sam Invented", "trainer-3@example.org"),
)
"""The first signs in with the account that the demonstration prints; the last one holds reviews."""
_STRANGER = TrainerId("t3")
_AUGUST, _SATURDAY = 8, 5
_HOURS = "07:00-11:30; 13:00-17:00"


def fill_training(kept: Kept, authority: Authority, seed: int, journey_of: JourneyOf = without_journeys) -> int:
    """Keep trainers, cohorts, and the histories of as many trainees as there are pupils for; return how many.

    The users of the demonstration must be there already; whoever keeps it is the machine, which writes down what
    others have said.
    """
    today = kept.now.astimezone(LONDON).date()
    trainers = _keep_trainers(kept)
    one_to_one, books, _ = offered()
    scenes = [
        _Scene(_keep_cohort(kept, "one-to-one", one_to_one, today), one_to_one, "t1", ONE_TO_ONE),
        _Scene(_keep_cohort(kept, "books", books, today), books, "t2", BOOKS),
        _Scene(None, one_to_one, "t1", OUTSIDE),
    ]
    pupils = iter(_pupils(authority))
    slots = {trainer: _slots(today) for trainer in trainers}
    office = _user(kept, Role.OFFICER, Part.OFFICE)
    coordinator = _user(kept, Role.MANAGER, Part.COORDINATOR)
    rng, count = Random(seed), 0  # noqa: S311 -- an invented history is no secret
    for scene in scenes:
        trainer = TrainerId(scene.trainer)
        cast = Cast(trainer=trainers[trainer], stranger=trainers[_STRANGER], coordinator=coordinator, office=office)
        learners = _learners(pupils, journey_of) if scene.cohort else ((pupil, None) for pupil in pupils)
        for plot, (pupil, journey) in zip(scene.plots, learners, strict=False):
            story = Story(
                trainee=TraineeId(pupil.id),
                plot=plot,
                programme=scene.programme,
                cast=cast,
                cohort=scene.cohort.id if scene.cohort else None,
                trainer=trainer,
                slots=_taken(slots[trainer], plot.a_week if scene.cohort else 0),
                journey="" if journey is None else kept.training.journeys.keep(TraineeId(pupil.id), journey),
                today=today,
                is_open=_opening(authority.calendar, pupil.school),
                rng=rng,
            )
            _keep(kept, story.tell())
            count += 1
    return count


@dataclass(frozen=True, slots=True)
class _Scene:
    """A cohort with its programme, trainer and plots; or those who are in none."""

    cohort: Cohort | None
    programme: Programme
    trainer: str
    plots: tuple[Plot, ...]


def _keep_trainers(kept: Kept) -> dict[TrainerId, Person]:
    """Keep the trainers' records and users; return each as whoever writes."""
    found = {}
    for key, name, email in TRAINERS:
        hours = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), _HOURS)
        kept.records.apply([Change(row_of("trainers", {"trainer": key, "name": name, "email": email, **hours}))])
        user = kept.people.find_user(email) or kept.people.make_user(email, name, Role.TRAINER)
        found[TrainerId(key)] = Person(user.id, Part.SECOND if key == _STRANGER else Part.TRAINER)
    return found


def _keep_cohort(kept: Kept, id_: str, programme: Programme, today: date) -> Cohort:
    begins, ends = today - timedelta(weeks=12), today + timedelta(weeks=8)
    cohort = Cohort(
        id=CohortId(id_),
        name=f"{programme.name.partition(' on ')[0]}, {begins:%B} to {ends:%B %Y}",
        programme=programme.id,
        begins=begins,
        ends=ends,
        trainers=tuple(TrainerId(key) for key, *_ in TRAINERS[:2]),
    )
    return kept.training.cohorts.keep(cohort)


def _user(kept: Kept, role: Role, part: Part) -> Person:
    user = kept.people.find_user(f"{role}@example.org")
    if user is None:
        raise ValueError(f"the demonstration must have a user of role {role} before its trainees.")
    return Person(user.id, part)


def _pupils(authority: Authority) -> list[PupilRecord]:
    """Return the pupils who may be trainees: those of secondary age first."""
    return sorted(authority.pupils, key=lambda pupil: (pupil.phase is not Phase.SECONDARY, pupil.id))


def _learners(
    pupils: Iterator[PupilRecord], journey_of: JourneyOf
) -> Iterator[tuple[PupilRecord, Mapping[str, Any] | None]]:
    """Yield the pupils for whom there is a journey that they could learn, with it."""
    for pupil in pupils:
        journey = journey_of(TraineeId(pupil.id))
        if journey is not None:
            yield pupil, journey


def _slots(today: date) -> list[Slot]:
    """Return the times of a trainer's week, beginning with today's."""
    first = today.weekday() if today.weekday() < _SATURDAY else 0
    weekdays = [(first + number) % _SATURDAY for number in range(_SATURDAY)]
    return [Slot(weekday, is_morning) for weekday in weekdays for is_morning in (True, False)]


def _taken(slots: list[Slot], count: int) -> list[Slot]:
    """Take so many times out of a trainer's week, each on another day."""
    found: list[Slot] = []
    for _ in range(count):
        found.append(next(slot for slot in slots if slot.weekday not in {each.weekday for each in found}))
        slots.remove(found[-1])
    return found


def _opening(calendar: Calendar, school: SchoolId) -> Callable[[date], bool]:
    """Return what says whether a school is open; before and after the invented year, every weekday but August's."""
    closed = [event for event in calendar.events if event.kind in (EventKind.HOLIDAY, EventKind.INSET)]
    return lambda day: (
        day.weekday() < _SATURDAY and day.month != _AUGUST and not any(event.is_about(school, day) for event in closed)
    )


def _keep(kept: Kept, story: Story) -> None:
    """Keep a story: whoever it is about first, then the sessions, then what became of them."""
    referral, rest = story.entries[:1], story.entries[1:]
    kept.training.add_all(story.trainee, referral)
    kept.training.sessions.keep_all(story.sessions)
    kept.training.add_all(story.trainee, rest)
