"""A small world for the tests of reports: seven pupils of two schools and two localities, all numbers by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from web.reporting.figures import Table
from web.reporting.pupils import PupilFacts
from web.reporting.sums import RideSums
from web.reporting.targets import Targets
from web.reporting.view import By, View

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 27)
SCHOOLS = {"oak": "Oak School", "elm": "Elm School"}


def _pupil(number: int, school: str, locality: str, **more: Any) -> PupilFacts:
    return PupilFacts(id=f"p{number}", school=school, locality=locality, phase="secondary", **more)


PUPILS: Mapping[str, PupilFacts] = {
    pupil.id: pupil
    for pupil in (
        _pupil(1, "oak", "North", mode="taxi", need="ASD"),
        _pupil(2, "oak", "North", mode="taxi", need="ASD"),
        _pupil(3, "oak", "South", mode="minibus", need="SLD"),
        _pupil(4, "elm", "South", mode="minibus"),
        _pupil(5, "elm", "", mode=""),
        _pupil(6, "elm", "South", mode="pass"),
        _pupil(7, "oak", "North", mode="taxi", decision="refused"),
    )
}


def view(by: By = By.LOCALITY, smallest: int = 1, targets: dict[tuple[str, str, str], int] | None = None) -> View:
    """Return a view of the world; by default of all of it, with nothing hidden."""
    return View(
        by=by,
        from_day=FIRST,
        until_day=LAST,
        pupils=PUPILS,
        schools=SCHOOLS,
        targets=Targets(targets or {}),
        smallest=smallest,
    )


def with_pupils(seen: View, **facts: PupilFacts) -> View:
    """Return a view in which some pupils are others."""
    return replace(seen, pupils={**seen.pupils, **facts})


def lines(table: Table) -> dict[str, tuple[object, ...]]:
    """Return the figures of each line and of the total, by its words."""
    return {line.words: line.figures for line in (*table.lines, table.total)}


def ride_sums(pupil: str, rides: int, **more: Any) -> RideSums:
    """Return what some rides of a pupil come to; each of 20 minutes, with three others, at £10 of £40 for a run."""
    facts = PUPILS[pupil]
    usual: dict[str, Any] = {
        "school": facts.school,
        "operator": "Acorn Cars",
        "alone": 0,
        "over_primary": 0,
        "over_secondary": 0,
        "seconds": 1200 * rides,
        "bands": (0, rides, 0, 0, 0, 0),
        "pence": 1000.0 * rides,
        "pence_alone": 0.0,
        "seats": 2.0 * rides,
        "assistants": 0.25 * rides,
        "runs": 0.25 * rides,
    }
    return RideSums(pupil=pupil, rides=rides, **usual | more)
