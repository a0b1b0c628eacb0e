"""What is kept for how long, on one page. What is not here is kept until a person removes or erases it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from web.access import the_clock
from web.keeping.backup import KEPT_DAYS
from web.settings import Settings
from web.slots import Turn
from web.store import Kept, Store
from web.store.events import Event
from web.store.forgetting import Forgetting
from web.store.training_outbox import LATE

_MACHINE_DAYS = 90
"""Long work, slots and reminders that are done: so long one may look back at what the machine did."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long something is kept.

    Parameters
    ----------
    what
        What, as the data protection officer reads it.
    how_long
        How long, by the settings.
    from_when
        From when it is counted.
    forget
        Forgets what is older than a moment, and counts it.
    """

    what: str
    how_long: Callable[[Settings], timedelta]
    from_when: str
    forget: Callable[[Forgetting, datetime], int]


def _keep_days(settings: Settings) -> timedelta:
    return timedelta(days=settings.keep_days)


def _machine_days(_settings: Settings) -> timedelta:
    return timedelta(days=_MACHINE_DAYS)


def _one_day(_settings: Settings) -> timedelta:
    return timedelta(days=1)


def _late(_settings: Settings) -> timedelta:
    return LATE


def _session(settings: Settings) -> timedelta:
    return timedelta(hours=settings.session_hours)


OLD = (
    Rule("Plans, with runs, rides, edits, notices and actual times", _keep_days, "their day", Forgetting.plans),
    Rule("What was not as usual on a day", _keep_days, "its last day", Forgetting.events),
    Rule("Schools' words on records, but the newest", _keep_days, "when they were given", Forgetting.confirmations),
    Rule("Sessions of training, and their timetables", _keep_days, "their day", Forgetting.training_sessions),
    Rule("What was worked out of seats", _keep_days, "when it was worked out", Forgetting.seat_estimates),
    Rule("Why entries of phones were not kept", _machine_days, "when it was said", Forgetting.refused_entries),
    Rule("Links to calendars", _keep_days, "when they were ended", Forgetting.feeds),
    Rule("Reminders", _machine_days, "when they were done", Forgetting.reminders),
    Rule("Long work of the machine", _machine_days, "its end", Forgetting.tasks),
    Rule("Slots of the clock", _machine_days, "when they were due", Forgetting.slots),
)
"""What the job ``retention`` forgets each night."""

PASSING = (
    Rule("Sessions", _session, "when they were last used", Forgetting.sessions),
    Rule("Files loaded to be looked at", _one_day, "when they were loaded", Forgetting.uploads),
    Rule("Keys to which phones seal", _late, "when they retired", Forgetting.outbox_keys),
    Rule("Counts of tries to sign in", _one_day, "when they were begun", Forgetting.throttles),
)
"""What the job ``forget`` forgets each night."""

BY_HAND = (
    "Records with their history: until someone erases the pupil (`waymark erase`), or as the council's schedule says.",
    "Trainees' histories and journeys: until someone erases the pupil, for training is proved by them years later.",
    "Free seats and what they saved, under the travel reference alone: the accounts rest on them.",
    "The audit log: it is a chain, and nothing is taken out of it; it holds references, never a name.",
    "Travel references in past plans, once a pupil is erased: nobody can tell any more whose they were.",
    f"Backups: {KEPT_DAYS} days, then the job `backup` deletes them; copies elsewhere are the council's own.",
    "Users: until an administrator ends them; the audit log names them by reference.",
)
"""What no job forgets."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a rule forgot, or would forget: how much that is older than a moment."""

    rule: Rule
    before: datetime
    count: int


def forget_old(turn: Turn, kept: Kept) -> str:
    """Forget what need not be kept of the office's work."""
    return _said(kept, forget(OLD, kept, turn.settings, turn.due_at))


def forget_passing(turn: Turn, kept: Kept) -> str:
    """Forget what was only passing through."""
    return _said(kept, forget(PASSING, kept, turn.settings, turn.due_at))


def forget(rules: tuple[Rule, ...], kept: Kept, settings: Settings, now: datetime) -> list[Forgotten]:
    """Forget by some rules; return what each forgot."""
    found = []
    for rule in rules:
        before = now - rule.how_long(settings)
        found.append(Forgotten(rule, before, rule.forget(kept.forgetting, before)))
    return found


def would_forget(store: Store, settings: Settings) -> list[Forgotten]:
    """Return what every rule would forget now: it is done, counted, and undone."""
    with store.trying(the_clock("retention")) as kept:
        return forget((*OLD, *PASSING), kept, settings, store.now())


def report(found: list[Forgotten], settings: Settings) -> Iterator[str]:
    """Yield the lines of a report: what, how long, and how much of it is old enough."""
    for each in found:
        days = each.rule.how_long(settings) / timedelta(days=1)
        yield f"{each.rule.what}: {days:g} days from {each.rule.from_when}; {each.count} old enough"
    yield from BY_HAND


def _said(kept: Kept, found: list[Forgotten]) -> str:
    counts = {each.rule.what: each.count for each in found if each.count}
    kept.audit.say(Event.RETENTION_RUN, "retention", "rows", **counts)
    return "; ".join(f"{what}: {count}" for what, count in counts.items()) or "Nothing was old enough."
