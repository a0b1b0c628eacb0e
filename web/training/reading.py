"""What a term is made of, read from the store: in as many questions however many trainees there are."""

from collections.abc import Mapping
from datetime import date, timedelta

from geodata import Place
from routing.authority.records import FindPostcode
from travel_training.journey import JourneyPlan
from web.records.rows import Row
from web.store import Kept
from web.store.day import DayEventKind
from web.training.journeys import journey_from_json
from web.training.known import Known, days_between
from web.training.sites import places_of
from web.training.term_people import TRAINED

LOOK_BACK = timedelta(days=400)
"""So far back sessions are counted as held in a programme: longer than any."""


def known_of(kept: Kept, first: date, last: date, find_postcode: FindPostcode | None = None) -> Known:
    """Return what is kept that the term from one day to another is made of."""
    rows = {kind: kept.records.list_kind(kind) for kind in ("pupils", "schools", "trainers", "calendar", "places")}
    heads = kept.training.list_trainees(TRAINED)
    followed = {(head.programme, head.version) for head in heads if head.programme is not None and head.version}
    return Known(
        first=first,
        last=last,
        rows=rows,
        sites={kind: _sites(rows, kind, find_postcode) for kind in ("pupils", "schools", "trainers")},
        heads=heads,
        programmes=kept.training.programmes.get_many(followed),
        cohorts={cohort.id: cohort for cohort in kept.training.cohorts.list_all()},
        sessions=kept.training.sessions.list_between(first - LOOK_BACK, last),
        absences=_absences(kept, first, last),
        journeys=_journeys(kept),
    )


def _sites(rows: Mapping[str, list[Row]], kind: str, find_postcode: FindPostcode | None) -> Mapping[str, Place]:
    return places_of(rows[kind], rows["places"], find_postcode)


def _journeys(kept: Kept) -> Mapping[str, JourneyPlan]:
    signed = kept.training.journeys.list_signed()
    read = {pupil: journey_from_json(each.document or {}) for pupil, each in signed.items()}
    return {pupil: journey.plan for pupil, journey in read.items() if journey is not None}


def _absences(kept: Kept, first: date, last: date) -> Mapping[str, frozenset[date]]:
    found: dict[str, frozenset[date]] = {}
    for event in kept.day.list_events(first, last):
        if event.kind is DayEventKind.PUPIL_ABSENT:
            days = frozenset(days_between(max(first, event.day), min(last, event.until_day)))
            found[event.ref] = found.get(event.ref, frozenset()) | days
    return found
