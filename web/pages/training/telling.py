"""What each entry of a history says, in words, for those who read it."""

from collections.abc import Iterator

from markupsafe import Markup, escape

from travel_training.entries import (
    AnyEntry,
    Assigned,
    Attendance,
    Attended,
    Consented,
    Felt,
    Happened,
    JourneySigned,
    Moved,
    Observed,
    Reviewed,
    Said,
    Screened,
    Signed,
    State,
    Told,
)
from web.pages.parts import Event, Lines
from web.pages.training.blueprint import CONSENTS, FACES, SCOPES, STATES, in_words
from web.pages.training.criteria import CRITERION
from web.pages.training.trainee import Trainee
from web.store.training_views import KeptEntry
from web.words import moment

ATTENDANCE = {
    Attendance.HELD: "Held",
    Attendance.TRAINEE_ABSENT: "Trainee absent",
    Attendance.TRAINER_ABSENT: "Trainer absent",
    Attendance.CANCELLED: "Cancelled",
}
_LATE_S = 24 * 3600
_SKEW_S = 300


def event_of(kept: KeptEntry, trainee: Trainee) -> Event:
    """Return an entry as an event of a timeline."""
    entry = kept.entry
    title, said = told(entry, trainee)
    lines = [*filter(None, said), *_remarks(kept, trainee)]
    return Event(title, entry.at, f"{trainee.user(entry.by.user)} as the {entry.by.part}", Lines(tuple(lines)))


def _remarks(kept: KeptEntry, trainee: Trainee) -> Iterator[str]:
    """Yield what is to be known of when an entry was made, and of what became of it."""
    late_s = (kept.entered_at - kept.entry.at).total_seconds()
    if late_s > _LATE_S:
        yield f"Entered on {moment(kept.entered_at)}."
    if kept.skew_s is not None and abs(kept.skew_s) > _SKEW_S:
        minutes, way = round(abs(kept.skew_s) / 60), "ahead" if kept.skew_s > 0 else "behind"
        yield f"The phone's clock was {minutes} minutes {way}."
    if any(isinstance(each, Observed) and each.replaces == kept.entry.id for each in trainee.history):
        yield "Corrected since: it does not count."


def told(entry: AnyEntry, trainee: Trainee) -> tuple[str, tuple[object, ...]]:  # noqa: PLR0911 -- one for each kind
    """Return the title of an entry, and what else it says."""
    match entry:
        case Moved():
            return _moved(entry)
        case Assigned():
            return "Assigned", _assigned(entry, trainee)
        case Consented():
            given = "given" if entry.is_given else "taken back"
            until = "" if entry.until is None else f", until {in_words(entry.until)}"
            return f"Consent {given}", (f"{CONSENTS[entry.consent]}; wording {entry.wording}{until}",)
        case Screened():
            return "Entry check", (*_criteria("Met", entry.met), *_criteria("Not met", entry.not_met), entry.note)
        case JourneySigned():
            return "Journey signed", (f"The risk assessment is to be reviewed by {in_words(entry.review_by)}.",)
        case Attended():
            return f"Session: {ATTENDANCE[entry.attendance].lower()}", _attended(entry, trainee)
        case Observed():
            return _observed(entry, trainee)
        case _:
            return _of_people(entry)


def _of_people(entry: AnyEntry) -> tuple[str, tuple[object, ...]]:
    """Return what entries say in which somebody spoke, signed or saw something happen."""
    match entry:
        case Felt():
            return f"Felt {FACES[entry.feeling].lower()} {entry.when} the session", ()
        case Said():
            return f"The {entry.whose} said", (quoted(entry.words),)
        case Told():
            return f"The {entry.whose} told how confident they are", (
                f"{entry.confidence} of 5, {entry.when} training",
            )
        case Signed():
            return f"Signed off by the {entry.by.part}", (entry.note,)
        case Reviewed():
            found = "travels alone" if entry.travels_alone else "does not travel alone"
            known = "The reviewer was unknown to the trainee." if entry.is_by_a_stranger else ""
            return f"Review after {months(entry.month)}: {found}", (known, entry.note)
        case Happened():
            where = "Alone" if entry.was_alone else "With the trainer"
            return f"Incident: {entry.severity}", (f"{where}. {entry.what}",)
        case _:
            raise AssertionError(f"nothing is said of {type(entry).__name__}")


def _moved(entry: Moved) -> tuple[str, tuple[object, ...]]:
    words = STATES[entry.to]
    return f"Moved to: {words[0].lower()}{words[1:]}" if entry.to is not State.ALONE else words, (entry.reason,)


def _assigned(entry: Assigned, trainee: Trainee) -> tuple[object, ...]:
    cohort = trainee.cohorts.get(entry.cohort or "")
    return (
        f"Cohort: {cohort.name if cohort is not None else entry.cohort or 'none'}",
        f"Trainer: {trainee.trainers.get(entry.trainer or '', entry.trainer or 'none')}",
        f"Programme: {entry.programme}, version {entry.version}",
        f"Aim: {SCOPES[entry.scope].lower()}",
    )


def _attended(entry: Attended, trainee: Trainee) -> tuple[object, ...]:
    held = f"{trainee.stage(entry.stage)}, {entry.minutes} minutes" if entry.minutes else trainee.stage(entry.stage)
    return (held, entry.note)


def _observed(entry: Observed, trainee: Trainee) -> tuple[str, tuple[object, ...]]:
    programme = trainee.programme
    milestone = programme.milestone.get(entry.milestone) if programme is not None else None
    name = entry.milestone if milestone is None else milestone.name
    part = "" if entry.part is None else f"On this part of the journey: {entry.part}."
    unplanned = "Something went wrong that nobody had planned." if entry.was_unplanned else ""
    corrects = "It corrects an observation." if entry.replaces is not None else ""
    return f"{name}: {level_said(entry.level, trainee)}", (part, unplanned, entry.note, corrects)


def level_said(level: int, trainee: Trainee) -> str:
    """Return what a level of help is called on the trainee's scale."""
    levels = trainee.programme.scale.levels if trainee.programme is not None else ()
    return next((each.name.lower() for each in levels if each.value == level), f"level {level}")


def months(number: int) -> str:
    """Return a number of months in words.

    Examples
    --------
    >>> months(1), months(12)
    ('1 month', '12 months')
    """
    return f"{number} {'month' if number == 1 else 'months'}"


def quoted(words: str) -> Markup:
    """Return somebody's own words between marks."""
    return Markup("“{}”").format(escape(words))


def _criteria(head: str, ids: tuple[str, ...]) -> Iterator[str]:
    if ids:
        yield f"{head}: {'; '.join(CRITERION[each].short if each in CRITERION else each for each in ids)}"
