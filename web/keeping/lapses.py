"""What lapses soon: risk assessments, and the checks of crew, vehicles and operators, read off the office's records."""

from collections.abc import Iterator
from datetime import date, timedelta

from web.records.building import is_carried
from web.records.layouts import KIND
from web.records.rows import Row, shown
from web.slots import LONDON, Turn
from web.store import Kept
from web.store.reminders import Lapse

ASSESSMENTS = "risk_assessments"
CHECKS = (
    ("assistants", "dbs_until"),
    ("assistants", "badge_until"),
    ("assistants", "cleared_until"),
    ("assistant_training", "expires"),
    ("drivers", "dbs_until"),
    ("drivers", "badge_until"),
    ("drivers", "licence_until"),
    ("drivers", "training_until"),
    ("vehicles", "cleared_until"),
    ("vehicles", "licensed_until"),
    ("vehicles", "inspected_until"),
    ("vehicles", "insured_until"),
    ("operators", "licence_until"),
    ("contracts", "until"),
)
"""Kinds of record, and the columns that say until when something of theirs holds."""


def remind_of_assessments(turn: Turn, kept: Kept) -> str:
    """Remind of risk assessments that lapse soon or have lapsed."""
    today = turn.due_at.astimezone(LONDON).date()
    until = today + timedelta(days=turn.settings.lapse_days)
    pupils = kept.records.list_kind("pupils")
    lapses = lapsing_assessments(kept.records.list_kind(ASSESSMENTS), pupils, today, until)
    return _said(*kept.reminders.settle({ASSESSMENTS}, lapses))


def remind_of_checks(turn: Turn, kept: Kept) -> str:
    """Remind of checks of crew, vehicles and operators that lapse soon or have lapsed."""
    until = turn.due_at.astimezone(LONDON).date() + timedelta(days=turn.settings.lapse_days)
    rows = {kind: kept.records.list_kind(kind) for kind in dict.fromkeys(kind for kind, _ in CHECKS)}
    lapses = [lapse for kind, column in CHECKS for lapse in lapsing_checks(rows[kind], column, until)]
    return _said(*kept.reminders.settle({kind_of(*check) for check in CHECKS}, lapses))


def lapsing_assessments(assessments: list[Row], pupils: list[Row], today: date, until: date) -> Iterator[Lapse]:
    """Yield the lapse of each pupil who is carried and whose newest assessment holds no longer than ``until``.

    The newest is the one that holds longest; its reference is the pupil, as the office looks for it.
    """
    newest: dict[str, str] = {}
    for row in assessments:
        newest[row["pupil"]] = max(row["review_by"], newest.get(row["pupil"], ""))
    for pupil in pupils:
        review_by = newest.get(pupil.key, "")
        is_there = today.isoformat() <= (pupil["school_until"] or "9999")
        if review_by and is_there and is_carried(pupil) and review_by <= until.isoformat():
            column = KIND[ASSESSMENTS].column("review_by")
            said = f"Risk assessment of pupil {pupil.key}: review by {shown(column, review_by)}"
            yield Lapse(ASSESSMENTS, pupil.key, date.fromisoformat(review_by), said)


def lapsing_checks(rows: list[Row], column: str, until: date) -> Iterator[Lapse]:
    """Yield the lapse of each record of which a check holds no longer than ``until``."""
    for row in rows:
        last = row[column]
        if last and last <= until.isoformat():
            kind = KIND[row.kind]
            label = kind.column(column).label
            named = row.key.replace("|", ", ")
            said = f"{kind.one[0].upper()}{kind.one[1:]} {named}: {_lower(label)} {shown(kind.column(column), last)}"
            yield Lapse(kind_of(row.kind, column), row.key, date.fromisoformat(last), said)


def kind_of(kind: str, column: str) -> str:
    """Return the kind of a reminder of a check."""
    return f"{kind}.{column}"


def _lower(label: str) -> str:
    """Return a label as it stands within a sentence; what is written in capitals stays so."""
    return label if label[:2].isupper() else f"{label[0].lower()}{label[1:]}"


def _said(new: int, done: int) -> str:
    return f"{new} new, {done} no longer needed"
