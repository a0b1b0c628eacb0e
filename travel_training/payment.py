"""The evidence pack for payment by results: what is paid for, and which entries prove it.

Per trainee, by reference and without a name: that training was started, signed off, and sustained. Of each proof the
pack has what an auditor needs to find it in the record: id, kind, day, who and in what part; never what was written.
A digest over all of it shows whether a pack was changed since.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from travel_training.courses import Course, Sustained
from travel_training.encoding import encode, kind_of
from travel_training.entries import AnyEntry, Moved, Signed, State
from travel_training.outcomes import Span
from travel_training.people import TraineeId
from travel_training.standing import IN_TRAINING, after_months, standing_of

PAID_MONTHS = (3, 6, 12)


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry that proves something."""

    entry: str
    kind: str
    day: date
    user: str
    part: str


@dataclass(frozen=True, slots=True)
class Result:
    """Something that is paid for: what, of whom, on which day, and what proves it."""

    trainee: TraineeId
    what: str
    on: date
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Every result within a span, by trainee and day."""

    first: date
    last: date
    results: tuple[Result, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of all that the pack says."""
        return hashlib.sha256(json.dumps(encode(self), sort_keys=True).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return the pack as an object of JSON, with its digest."""
        return {**encode(self), "digest": self.digest}


def evidence_pack(courses: Iterable[Course], span: Span) -> Pack:
    """Return the results of courses within a span."""
    found = [result for course in courses for result in _results(course) if span.holds(result.on)]
    return Pack(span.first, span.last, tuple(sorted(found, key=lambda each: (each.trainee, each.on, each.what))))


def _results(course: Course) -> Iterator[Result]:
    started = course.first(*IN_TRAINING)
    if started is not None and course.taught:
        first = course.taught[0]
        yield Result(course.trainee, "started", max(started.day, first.day), _proofs([started, first]))
    alone = course.first(State.ALONE)
    if alone is None:
        return
    yield Result(course.trainee, "signed off", alone.day, _proofs([*_halves(course, alone), alone]))
    for month in PAID_MONTHS:
        if course.sustained_at(month) is Sustained.YES:
            review = next(each for each in course.reviews if each.month == month)
            on = max(review.day, after_months(alone.day, month))
            yield Result(course.trainee, f"sustained at {month} months", on, _proofs([review]))


def _halves(course: Course, alone: Moved) -> tuple[Signed, ...]:
    """Return the halves of the sign-off that counted when the move was made."""
    return standing_of(course.entries[: course.entries.index(alone)]).halves


def _proofs(entries: Sequence[AnyEntry]) -> tuple[Proof, ...]:
    return tuple(Proof(each.id, kind_of(each), each.day, each.by.user, each.by.part) for each in entries)
