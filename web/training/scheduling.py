"""Planning the trainers' weeks as long work: records, term, timetable, check, and kept for a person to look at."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from geodata import Place
from travel_training.sessions import Travel
from travel_training.term import TermProblem
from travel_training.timetable import PlaceId, Timetable
from web.planning.asking import TaskEar, on_behalf_of
from web.planning.ground import RoadsOfHere, has_roads, roads_of
from web.settings import Settings
from web.store import Store
from web.store.tasks import Task
from web.training.reading import known_of
from web.training.sites import Journeys, journeys_between
from web.training.terms import term_of
from web.training.timetables import mark_of, planned, to_document
from web.work import Hear

DEFAULT_SECONDS = 60


def schedule_term(store: Store, settings: Settings, task: Task, hear: Hear) -> Mapping[str, Any]:
    """Plan the sessions of a term and keep the timetable, not yet in force; return ``timetable``, its id.

    What is planned already counts: appointments hold where they can, and each that does not has its price.
    """
    office, ear = on_behalf_of(task), TaskEar(hear)
    first, last = date.fromisoformat(task.asked["first"]), date.fromisoformat(task.asked["last"])
    here = roads_of(settings) if has_roads(settings) else None
    ear.step("Reading trainers, trainees and what remains of their programmes")
    with store.reading(office) as kept:
        known = known_of(kept, first, last, here.find_postcode if here else None)
    on_the_way = _OnTheWay(here)
    term = term_of(known, on_the_way)
    ear.step(f"{len(term.problem.wanted)} sessions for {len(term.problem.trainees)} trainees")
    timetable = _planned(term.problem, task.asked, ear)
    if not ear.is_wanted:
        return {}
    found = planned(term, timetable, [on_the_way.said], mark_of(known.sessions, first, last))
    bound = None if timetable.bound is None else timetable.bound.pence
    with store.writing(office) as kept:
        kept.tasks.hold(task)
        id_ = kept.training.timetables.keep(to_document(found), first, last, timetable.pence or 0, bound)
    return {"timetable": id_}


def _planned(problem: TermProblem, asked: Mapping[str, Any], ear: TaskEar) -> Timetable:
    """Return a timetable of a term: with so many seconds, or so many steps, with which the seed decides everything."""
    from travel_training.scheduler import Budget, schedule  # noqa: PLC0415 -- OR-Tools takes a second to load

    steps, seconds = asked.get("steps"), float(asked.get("seconds") or DEFAULT_SECONDS)
    budget = Budget(seconds=seconds) if steps is None else Budget(steps=int(steps))
    return schedule(
        problem,
        budget=budget,
        seed=int(asked.get("seed", 0)),
        report=lambda progress: ear.progress(progress, None if budget.seconds is None else seconds),
        stop=ear.is_unwanted,
    )


class _OnTheWay:
    """Finds how long trainers take between places, and remembers how that is known."""

    def __init__(self, here: RoadsOfHere | None) -> None:
        self._here = here
        self.said = ""

    def __call__(self, places: Mapping[PlaceId, Place | None]) -> Travel:
        found: Journeys = journeys_between(places, self._here)
        self.said = found.said
        return found.travel
