"""Draws a whole authority on any ground: schools, pupils, fleet, risk assessments, calendar."""

from datetime import date, timedelta

import numpy as np

from routing.authority.authority import Authority
from routing.authority.calendar import Calendar, Event, EventKind
from routing.authority.measures import measures_of
from routing.authority.records import PupilRecord, SchoolRecord
from routing.policy import Policy
from routing.risk import Hazard, RiskAssessment
from routing.synthesis import shares
from routing.synthesis.fleet import draw_fleet
from routing.synthesis.ground import Ground
from routing.synthesis.names import draw_names
from routing.synthesis.pupils import draw_pupils

_TERMS = (
    (date(2026, 9, 3), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 3, 25)),
    (date(2027, 4, 12), date(2027, 7, 21)),
)
_HOLIDAYS = (
    (date(2026, 10, 26), date(2026, 10, 30)),
    (date(2027, 2, 15), date(2027, 2, 19)),
    (date(2027, 5, 3), date(2027, 5, 3)),
    (date(2027, 5, 31), date(2027, 6, 4)),
)
_INSET_DAYS = (date(2026, 11, 27), date(2027, 1, 4), date(2027, 2, 12), date(2027, 4, 12), date(2027, 6, 25))


def draw(ground: Ground, pupils: int, schools: int, seed: int) -> Authority:
    """Draw an authority of the school year 2026-27; the same for the same ground, numbers and seed.

    Raises
    ------
    ValueError
        Fewer than one pupil or school, or more schools than points.
    """
    if pupils < 1 or schools < 1:
        raise ValueError(f"pupils and schools must be at least 1, not {pupils} and {schools}.")
    drawing = draw_pupils(ground, pupils, schools, seed)
    fleet = draw_fleet(drawing, ground, seed)
    rng = np.random.default_rng((seed, 4))
    return Authority(
        sites=(*drawing.sites, *fleet.sites),
        pupils=tuple(drawing.pupils),
        schools=tuple(drawing.schools),
        contracts=fleet.contracts,
        vehicles=fleet.vehicles,
        assistants=fleet.assistants,
        assessments=tuple(_assessment(rng, pupil) for pupil in drawing.pupils),
        calendar=_calendar(rng, drawing.schools),
        names=draw_names(drawing, fleet.assistants, seed),
    )


def _assessment(rng: np.random.Generator, pupil: PupilRecord) -> RiskAssessment:
    """Draw a risk assessment that asks for the pupil's needs; a few have lapsed by the first day of term."""
    lapsed = rng.random() < shares.LAPSED
    assessed_on = date(2025 if lapsed else 2026, 6, 1) + timedelta(days=int(rng.integers(91)))
    hazards = rng.choice(shares.HAZARDS, size=int(rng.integers(1, 4)), replace=False)
    return RiskAssessment(
        pupil=pupil.id,
        assessed_on=assessed_on,
        review_by=assessed_on + timedelta(days=365 + (0 if lapsed else 30)),
        signed_by=f"RA{int(rng.integers(1, 9))}",
        hazards=tuple(Hazard(str(code)) for code in sorted(hazards)),
        measures=measures_of(pupil.needs, Policy()),
    )


def _calendar(rng: np.random.Generator, schools: list[SchoolRecord]) -> Calendar:
    """Draw the terms of 2026-27, each school's three INSET days, and the early end before Christmas."""
    events = [Event(kind=EventKind.TERM, from_day=start, until_day=end) for start, end in _TERMS]
    events += [Event(kind=EventKind.HOLIDAY, from_day=start, until_day=end) for start, end in _HOLIDAYS]
    for school in schools:
        for day in sorted(rng.choice(len(_INSET_DAYS), 3, replace=False)):
            inset = _INSET_DAYS[int(day)]
            events.append(Event(kind=EventKind.INSET, from_day=inset, until_day=inset, school=school.id))
    last = date(2026, 12, 18)
    events.append(
        Event(
            kind=EventKind.EARLY_CLOSURE,
            from_day=last,
            until_day=last,
            finishes_s=13 * 3600,
            leave_by_s=13 * 3600 + 40 * 60,
        )
    )
    return Calendar(tuple(events))
