"""The demonstration's journeys: found as any trainee's, on invented streets and buses, and finished as by a person."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from geodata.errors import GeodataError
from routing.problem import Problem
from routing.risk import PupilId
from travel_training.people import Scope, TraineeId
from web.settings import Settings
from web.training.journeys import Asked, draw_up, missing

JourneyOf = Callable[[TraineeId], Mapping[str, Any] | None]
"""Returns the document of a trainee's journey, or None if there is no journey that they could learn."""
_ASKED = Asked(by_s=8 * 3600 + 3000, from_s=15 * 3600 + 1800, to_stop_m=1500, all_the_way_m=2500)
_SATURDAY = 5


def without_journeys(_trainee: TraineeId) -> Mapping[str, Any] | None:
    """Return the document of a trainee in an installation without streets to walk: a page says that it has no steps."""
    return {"said": "An invented journey: on foot to the stop, by bus to the school."}


def journeys_of(settings: Settings, problem: Problem, today: date) -> JourneyOf:
    """Return what draws up a trainee's journey, on the school days around one day."""
    if missing(settings):
        return without_journeys
    days = [day for number in range(9) if (day := today + timedelta(days=number)).weekday() < _SATURDAY]

    def drawn(trainee: TraineeId) -> Mapping[str, Any] | None:
        pupil = problem.pupil.get(PupilId(trainee))
        if pupil is None:  # not every pupil travels on every day
            return None
        gates = [problem.places.place(gate) for gate in problem.school[pupil.school].gates]
        try:
            found = draw_up(settings, problem.places.place(pupil.home), gates, days, _ASKED)
        except GeodataError:
            return None
        lines = tuple(replace(line, answer="stands") for line in found.lines)
        finished = replace(found, lines=lines, walked_on=today - timedelta(days=14))
        return None if list(finished.lacks(Scope.BOTH_WAYS)) else finished.to_json()

    return drawn
