"""All that the clock does, on one page. Add a line to ``JOBS`` to have something done at its hour.

``web/clock.py`` runs them in a process of their own (``waymark jobs``); each is a command too (``waymark jobs run``).
"""

from collections.abc import Mapping
from datetime import time, timedelta

from routing.problem import Direction
from routing.wording import counted
from web.keeping import backup, lapses, retention, verification
from web.school_days import is_school_day
from web.slots import LONDON, At, Job, Turn, at_once
from web.store import Kept
from web.training import outbox
from web.training.following import FOLLOW, bank_savings, follow_training
from web.training.reminding import remind_of_training

_SCHOOL_NIGHTS = frozenset({6, 0, 1, 2, 3})
"""Sunday to Thursday."""


def draft_tomorrow(turn: Turn, kept: Kept) -> str:
    """Ask for a draft of each direction of the next day, if a school is open then and nothing is published yet."""
    day = turn.due_at.astimezone(LONDON).date() + timedelta(days=1)
    if not is_school_day(kept, day):
        return f"No school is open on {day:%A %-d %B}."
    wanted = [each for each in Direction if kept.plans.find_published(day, each) is None]
    for direction in wanted:
        asked = {"day": day.isoformat(), "direction": direction.value, "title": "Drafted overnight"}
        kept.tasks.ask("draft", asked)
    return f"{counted(len(wanted), 'draft')} of {day:%A %-d %B} asked for"


JOBS: tuple[Job, ...] = (
    Job(
        name=FOLLOW,
        does="frees and gives back the seats of those in travel training, and marks the days on which they train",
        when=At(time(17, 30)),
        run=at_once(follow_training),
    ),
    Job(
        name="draft-tomorrow",
        does="asks for tomorrow's plans, each evening before a school day",
        when=At(time(18, 0), _SCHOOL_NIGHTS),
        run=at_once(draft_tomorrow),
        within=timedelta(hours=12),
    ),
    Job(
        name="backup",
        does="makes a backup, restores it in a corner and compares",
        when=At(time(2, 30)),
        run=backup.nightly,
    ),
    Job(
        name="retention",
        does="forgets plans, exceptions and actual times that need not be kept",
        when=At(time(3, 30)),
        run=at_once(retention.forget_old),
    ),
    Job(
        name="forget",
        does="forgets old sessions, loaded files and counts of tries",
        when=At(time(4, 0)),
        run=at_once(retention.forget_passing),
    ),
    Job(
        name="verify-audit",
        does="verifies the audit log against the head that the last backup wrote down",
        when=At(time(4, 30)),
        run=verification.verify_audit,
    ),
    Job(
        name="bank-savings",
        does="banks what the seats that training freed have really saved",
        when=At(time(5, 0)),
        run=at_once(bank_savings),
    ),
    Job(
        name="outbox-key",
        does="makes the key of the month to which trainers' phones seal what they log",
        when=At(time(5, 15)),
        run=at_once(outbox.renew_key),
    ),
    Job(
        name="remind-assessments",
        does="reminds of risk assessments that lapse",
        when=At(time(6, 0)),
        run=at_once(lapses.remind_of_assessments),
    ),
    Job(
        name="remind-checks",
        does="reminds of checks of crew, vehicles and operators that lapse",
        when=At(time(6, 15)),
        run=at_once(lapses.remind_of_checks),
    ),
    Job(
        name="remind-training",
        does="reminds of reviews, milestones, consents and journeys of trainees, and of whoever has no session",
        when=At(time(6, 30)),
        run=at_once(remind_of_training),
    ),
)
"""In the order of a night; times are those of the clocks in London."""

JOB: Mapping[str, Job] = {job.name: job for job in JOBS}
"""By name."""
