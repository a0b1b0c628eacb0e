"""What a timetable changes for each trainee: appointments that move, are given up, or are new."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from travel_training.people import TraineeId
from travel_training.term import TermProblem
from travel_training.timetable import Session, Timetable
from travel_training.timetable_cost import holds


@dataclass(frozen=True, slots=True)
class Change:
    """An appointment of a trainee as it was told, and as it would be; None on either side where there is none."""

    trainee: TraineeId
    was: Session | None
    now: Session | None


def changes_of(problem: TermProblem, timetable: Timetable) -> list[Change]:
    """Return what becomes of the appointments that families know, trainee by trainee, in the order of their days.

    Of trainees to whom nothing has been told yet there is nothing to change.
    """
    told: dict[TraineeId, list[Session]] = {}
    for trainee, session in problem.appointments:
        told.setdefault(trainee, []).append(session)
    return [
        change
        for trainee, sessions in told.items()
        for change in _changes(trainee, sessions, timetable.of_trainee.get(trainee, ()))
    ]


def _changes(trainee: TraineeId, told: Sequence[Session], now: Sequence[Session]) -> Iterator[Change]:
    lost = [each for each in told if not any(holds(each, other) for other in now)]
    new = [each for each in now if not any(holds(other, each) for other in told)]
    pairs = [(was, became) for was in lost for became in new if was.day == became.day]
    lost = [each for each in lost if each not in {was for was, _ in pairs}]
    new = [each for each in new if each not in {became for _, became in pairs}]
    pairs += list(zip(lost, new, strict=False))
    found = [Change(trainee, was, became) for was, became in pairs]
    found += [Change(trainee, was, None) for was in lost[len(new) :]]
    found += [Change(trainee, None, became) for became in new[len(lost) :]]
    yield from sorted(found, key=_when)


def _when(change: Change) -> tuple[object, ...]:
    session = change.was or change.now
    assert session is not None  # noqa: S101 -- a change has one side at least
    return (session.day, session.begins_s, session.id)
