"""One session moved by a person: what would be broken that is not broken now, judged by the checker of timetables."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geodata import Place
from travel_training.checker import check
from travel_training.people import TrainerId
from travel_training.sessions import Travel
from travel_training.timetable import PlaceId
from web.store import ConflictError, Kept
from web.store.training_views import KeptSession, SessionState
from web.training.known import Known
from web.training.reading import known_of
from web.training.sites import journeys_between
from web.training.terms import term_of
from web.training.timetables import from_document

AROUND = timedelta(days=21)
"""What is planned in so many days about a session is judged with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """When and by whom a session is to be held."""

    day: date
    begins_s: int
    trainer: TrainerId


def moved(session: KeptSession, wish: Wish) -> KeptSession:
    """Return a session as it would be; made by hand, so that planning again leaves it alone.

    Raises
    ------
    ConflictError
        It is not planned any more.
    """
    if session.state is not SessionState.PLANNED:
        raise ConflictError(f"This session is not planned any more, but {session.state}.")
    ends_s = wish.begins_s + session.ends_s - session.begins_s
    return replace(session, day=wish.day, begins_s=wish.begins_s, ends_s=ends_s, trainer=wish.trainer, timetable=None)


def objections(kept: Kept, session: KeptSession, wanted: KeptSession, today: date) -> list[str]:
    """Return a sentence for each rule that a move would break; none if it may be made."""
    first = max(today, min(session.day, wanted.day) - AROUND)
    known = known_of(kept, first, max(session.day, wanted.day) + AROUND)
    travel = _travel_of(kept)
    now = _broken(known, travel)
    others = tuple(wanted if each.id == session.id else each for each in known.sessions)
    return [said for said in _broken(replace(known, sessions=others), travel) if said not in now]


def _broken(known: Known, travel: Travel | None) -> list[str]:
    problem = term_of(replace(known, sessions=sorted(known.sessions, key=_when)), _Located(travel)).problem
    if problem.in_force is None:
        return []
    told = check(problem, problem.in_force)
    return [f"{each.sentence} {each.detail}" for each in told]


def _when(session: KeptSession) -> tuple[date, int, str]:
    return session.day, session.begins_s, session.id


def _travel_of(kept: Kept) -> Travel | None:
    """Return the trainers' ways as the newest timetable has them: worked out over the roads, which takes a while."""
    newest = kept.training.timetables.list_all(most=1)
    return from_document(kept.training.timetables.document(newest[0].id)).problem.travel if newest else None


class _Located:
    """Gives the ways of a timetable where it knows all places, and guesses them from straight lines where not."""

    def __init__(self, travel: Travel | None) -> None:
        self._travel = travel

    def __call__(self, places: Mapping[PlaceId, Place | None]) -> Travel:
        if self._travel is not None and set(places) <= set(self._travel.places):
            return self._travel
        return journeys_between(places, None).travel
