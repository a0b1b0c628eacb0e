"""From the office's records to the term that is to be planned: trainers, trainees, what remains, when and where.

What records do not say is assumed, and every assumption is told with the result: ``Term.notes``. Whoever cannot be
planned is named with the reason.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from geodata import Place
from routing.records import SchoolId as CalendarSchool
from travel_training.entries import SessionId
from travel_training.people import TraineeId
from travel_training.sessions import SchoolDays, SchoolId, Trainee, Trainer, Travel
from travel_training.term import TermProblem
from travel_training.timetable import PlaceId
from web.school_days import calendar_of
from web.training.known import Known, base_of, days_between, home_of, past_of, school_place
from web.training.term_in_force import with_what_is_planned
from web.training.term_people import WEEKDAYS, WINDOW_S, NotPlannedError, groups_of, trainee_of, trainer_of

Locate = Callable[[Mapping[PlaceId, Place | None]], Travel]


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term to be planned.

    Parameters
    ----------
    kept_ids
        For sessions that are planned already: under which id each is kept.
    left_out
        Trainees for whom nothing can be planned, and why.
    notes
        What was assumed, in sentences.
    """

    problem: TermProblem
    kept_ids: Mapping[SessionId, SessionId]
    left_out: Mapping[TraineeId, str]
    notes: tuple[str, ...]


def term_of(known: Known, locate: Locate) -> Term:
    """Return the term that is to be planned.

    Parameters
    ----------
    locate
        Returns how long a trainer takes between places.
    """
    trainers = tuple(trainer_of(row) for row in known.rows["trainers"])
    past = past_of(known)
    left_out: dict[TraineeId, str] = {}
    trainees: list[Trainee] = []
    for head in known.heads:
        try:
            trainees.append(trainee_of(known, past, head, {each.id for each in trainers}))
        except NotPlannedError as why:
            left_out[head.pupil] = str(why)
    groups = tuple(groups_of(known, trainees))
    sites = dict(_sites(known, trainees, trainers))
    problem = TermProblem(
        schools=tuple(_school_days(known)),
        trainers=trainers,
        trainees=tuple(trainees),
        groups=groups,
        travel=locate(sites),
    )
    problem, kept_ids = with_what_is_planned(past, problem)
    return Term(problem=problem, kept_ids=kept_ids, left_out=left_out, notes=tuple(_notes(known, problem)))


def _sites(
    known: Known, trainees: Sequence[Trainee], trainers: Sequence[Trainer]
) -> Iterator[tuple[PlaceId, Place | None]]:
    for kind, keys, of in (
        ("pupils", [each.id for each in trainees], home_of),
        ("schools", dict.fromkeys(str(each.school) for each in trainees), school_place),
        ("trainers", [each.id for each in trainers], base_of),
    ):
        for key in keys:
            yield of(str(key)), known.sites[kind].get(str(key))


def _school_days(known: Known) -> Iterator[SchoolDays]:
    calendar = calendar_of(known.rows["calendar"])
    for row in known.rows["schools"]:
        days = (day for day in days_between(known.first, known.last))
        of = CalendarSchool(row.key)
        yield SchoolDays(
            school=SchoolId(row.key), days=frozenset(day for day in days if calendar.why_closed(of, day) is None)
        )


def _notes(known: Known, problem: TermProblem) -> Iterator[str]:
    yield (
        "The way is trained at the times of the trainee's signed journey; where none was drawn up here, in the "
        f"{WINDOW_S // 60} minutes before school begins or after it ends. In the classroom, at any hour of the school "
        "day, for lesson-free times are not recorded."
    )
    if not problem.trainers:
        yield "There is no travel trainer in the records."
    for row in known.rows["trainers"]:
        if not any(row[day] for day in WEEKDAYS):
            yield f"Trainer {row.key} has no hours in the records, and gets no session."
