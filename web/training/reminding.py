"""What somebody must see to in training: reviews, lapsed milestones, consents and journeys that run out, silence.

A sentence names a trainee by reference alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from routing.wording import listed
from travel_training.entries import AnyEntry
from travel_training.mastery import masteries
from travel_training.people import TraineeId
from travel_training.programme import Programme, ProgrammeId
from travel_training.standing import IN_TRAINING, Standing, standing_of
from web.slots import LONDON, Turn
from web.store import Kept
from web.store.reminders import Lapse
from web.store.training_views import TraineeHead

REVIEW, MILESTONE, CONSENT, JOURNEY, SILENCE = KINDS = (
    "training_review",
    "training_milestone",
    "training_consent",
    "training_journey",
    "training_silence",
)
"""Kinds of reminder; each is about a trainee."""

Programmes = Mapping[tuple[ProgrammeId, int], Programme]


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many days ahead a lapse is said, and after how many weeks without a session somebody is asked."""

    lapse_days: int
    silent_weeks: int


def remind_of_training(turn: Turn, kept: Kept) -> str:
    """Remind of whatever in training is due, has lapsed, or lapses soon."""
    today = turn.due_at.astimezone(LONDON).date()
    heads = [head for head in kept.training.list_trainees() if head.programme is not None]
    histories = kept.training.histories([head.pupil for head in heads])
    followed = {(head.programme, head.version) for head in heads if head.programme is not None and head.version}
    programmes = kept.training.programmes.get_many(followed)
    ahead = Ahead(turn.settings.lapse_days, turn.settings.silent_weeks)
    lapses = [lapse for head in heads for lapse in lapses_of(head, histories[head.pupil], programmes, today, ahead)]
    new, done = kept.reminders.settle(set(KINDS), lapses)
    return f"{new} new, {done} no longer needed"


def lapses_of(
    head: TraineeHead, history: Sequence[AnyEntry], programmes: Programmes, today: date, ahead: Ahead
) -> Iterator[Lapse]:
    """Yield what is to be seen to of one trainee."""
    now = standing_of(history)
    until = today + timedelta(days=ahead.lapse_days)
    yield from _reviews(head.pupil, now, until)
    if not (now.is_in_training or now.alone_since):
        return
    yield from _consents(head.pupil, now, until)
    if now.journey is not None and now.journey.review_by <= until:
        said = f"Journey of trainee {head.pupil}: its risk assessment holds until {_day(now.journey.review_by)}"
        yield Lapse(JOURNEY, head.pupil, now.journey.review_by, said)
    programme = programmes.get(now.programme) if now.programme else None
    if programme is not None:
        yield from _milestones(head.pupil, history, programme, today)
    yield from _silence(head, now, today, ahead.silent_weeks)


def _reviews(pupil: TraineeId, now: Standing, until: date) -> Iterator[Lapse]:
    for due in now.reviews_due:
        if due.held is None and due.on <= until:
            months = f"{due.month} month{'s' if due.month > 1 else ''}"
            said = f"Trainee {pupil}: review after {months} of travelling alone, due {_day(due.on)}"
            yield Lapse(REVIEW, pupil, due.on, said)


def _consents(pupil: TraineeId, now: Standing, until: date) -> Iterator[Lapse]:
    """Yield the consents that run out, those of one day together: a reminder has one sentence."""
    days: dict[date, list[str]] = {}
    for each in now.consents:
        if each.is_given and each.until is not None and each.until <= until:
            days.setdefault(each.until, []).append(each.consent)
    for day, consents in days.items():
        yield Lapse(
            CONSENT, pupil, day, f"Trainee {pupil}: consent ({listed(sorted(consents))}) holds until {_day(day)}"
        )


def _milestones(pupil: TraineeId, history: Sequence[AnyEntry], programme: Programme, today: date) -> Iterator[Lapse]:
    days: dict[date, list[str]] = {}
    for id_, mastery in masteries(history, programme, today).items():
        if mastery.lapsed_on is not None and programme.milestone[id_].is_safety_critical:
            days.setdefault(mastery.lapsed_on, []).append(f"“{programme.milestone[id_].name}”")
    for day, names in days.items():
        said = f"Trainee {pupil}: safety-critical {listed(sorted(names))} lapsed on {_day(day)}"
        yield Lapse(MILESTONE, pupil, day, said)


def _silence(head: TraineeHead, now: Standing, today: date, weeks: int) -> Iterator[Lapse]:
    if now.state not in IN_TRAINING or now.since is None:
        return
    last = max(head.last_held_on or date.min, now.since.astimezone(LONDON).date())
    due = last + timedelta(weeks=weeks)
    if due <= today:
        yield Lapse(SILENCE, head.pupil, due, f"Trainee {head.pupil}: no session was held since {_day(last)}")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
