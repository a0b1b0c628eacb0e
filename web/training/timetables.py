"""A term's timetable as it is kept: the question and the answer together, judged again before it is put in force."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from travel_training.checker import check
from travel_training.encoding import decode, encode
from travel_training.entries import SessionId
from travel_training.people import TraineeId
from travel_training.programme import Setting
from travel_training.rules import Violation
from travel_training.term import TermProblem
from travel_training.timetable import Timetable
from web.records.rows import Row
from web.store import ConflictError, Kept
from web.store.training_views import KeptSession, SessionState, TimetableId
from web.training.terms import Term

TASK = "training-timetable"
"""The kind of task that plans one."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A timetable that was planned, with the term whose question it answers.

    Parameters
    ----------
    mark
        Of the sessions that stood when it was planned: they must be the same when it is put in force.
    """

    problem: TermProblem
    timetable: Timetable
    kept_ids: Mapping[SessionId, SessionId]
    left_out: Mapping[TraineeId, str]
    notes: tuple[str, ...]
    mark: str

    @property
    def violations(self) -> list[Violation]:
        """What the checker says of it."""
        return check(self.problem, self.timetable)


def planned(term: Term, timetable: Timetable, notes: Iterable[str], mark: str) -> Planned:
    """Return what was planned for a term."""
    return Planned(
        problem=term.problem,
        timetable=timetable,
        kept_ids=term.kept_ids,
        left_out=term.left_out,
        notes=(*term.notes, *notes),
        mark=mark,
    )


def to_document(found: Planned) -> dict[str, Any]:
    """Return a timetable and its term as JSON; no name and no address is in it."""
    return {
        "problem": encode(found.problem),
        "timetable": encode(found.timetable),
        "kept_ids": dict(found.kept_ids),
        "left_out": dict(found.left_out),
        "notes": list(found.notes),
        "mark": found.mark,
    }


def from_document(document: Mapping[str, Any]) -> Planned:
    """Return the timetable and its term that ``to_document`` wrote."""
    return Planned(
        problem=decode(TermProblem, document["problem"]),
        timetable=decode(Timetable, document["timetable"]),
        kept_ids={SessionId(name): SessionId(id_) for name, id_ in document["kept_ids"].items()},
        left_out={TraineeId(pupil): why for pupil, why in document["left_out"].items()},
        notes=tuple(document["notes"]),
        mark=document["mark"],
    )


def mark_of(sessions: Iterable[KeptSession], first: date, last: date) -> str:
    """Return a mark of the sessions that are planned in some days: another one, once one of them is changed."""
    told = [
        f"{each.id}|{each.day}|{each.begins_s}|{each.ends_s}|{each.trainer}|{','.join(each.trainees)}"
        for each in sessions
        if each.state is SessionState.PLANNED and first <= each.day <= last
    ]
    return hashlib.blake2b("\n".join(sorted(told)).encode(), digest_size=16).hexdigest()


def put_in_force(kept: Kept, id_: TimetableId, today: date) -> int:
    """Make the sessions of a timetable that a person has looked at; return how many were cancelled for it.

    Only days after today change.

    Raises
    ------
    ConflictError
        It breaks a rule, it is in force already, or its sessions have been changed since it was planned.
    """
    head = kept.training.timetables.get(id_)
    found = from_document(kept.training.timetables.document(id_))
    if head.taken_at is not None:
        raise ConflictError("This timetable has been put in force already.")
    if mark_of(kept.training.sessions.list_between(head.first, head.last), head.first, head.last) != found.mark:
        raise ConflictError("Sessions have been changed since this was planned: plan again.")
    if found.violations:
        raise ConflictError("This timetable breaks a rule: plan again.")
    rows = {kind: kept.records.list_kind(kind) for kind in ("pupils", "schools")}
    cohorts = {trainee.pupil: trainee.cohort for trainee in kept.training.list_trainees()}
    sessions = sessions_of(found, rows, cohorts)
    return len(kept.training.timetables.take(id_, sessions, max(head.first, _after(today))))


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def sessions_of(
    found: Planned, rows: Mapping[str, Iterable[Row]], cohorts: Mapping[TraineeId, Any]
) -> list[KeptSession]:
    """Return the sessions of a timetable as they are kept; one that stood already keeps its id."""
    words = {f"school-{row.key}": row["name"] or row.key for row in rows["schools"]}
    words |= {f"home-{row.key}": row["address"] or "home" for row in rows["pupils"]}
    return [
        KeptSession(
            id=found.kept_ids.get(each.id, SessionId(uuid4().hex)),
            day=each.day,
            begins_s=each.begins_s,
            ends_s=each.ends_s,
            trainer=each.trainer,
            stage=each.stage,
            setting=setting_of(found.problem, each.id),
            trainees=each.trainees,
            cohort=cohorts.get(each.trainees[0]),
            from_place=words.get(each.begins_at, ""),
            to_place=words.get(each.ends_at, ""),
        )
        for each in found.timetable.sessions
    ]


def setting_of(problem: TermProblem, id_: SessionId) -> Setting:
    """Return the setting of a session of a term."""
    return problem.wanted[id_].setting
