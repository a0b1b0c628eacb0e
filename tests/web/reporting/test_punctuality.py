"""Arrivals against the published plan."""

from tests.web.reporting.world import PUPILS, lines, view
from web.reporting.figures import Standing
from web.reporting.punctuality import punctuality
from web.reporting.sums import ArrivalSums, Span
from web.reporting.view import By

QUIET = Span(mornings=5, afternoons=0, events={})


def _arrivals(
    pupil: str, planned: int, on_time: int, late: tuple[int, ...] = (0, 0, 0), by: str = "Acorn Cars"
) -> ArrivalSums:
    school = PUPILS[pupil].school
    return ArrivalSums(pupil=pupil, school=school, operator=by, planned=planned, on_time=on_time, late=late)


SUMS = [
    _arrivals("p1", 20, 14, (2, 1, 1)),
    _arrivals("p2", 20, 0),
    _arrivals("p4", 10, 9, (1, 0, 0), by="Own fleet"),
]


def test_what_was_logged_is_held_against_the_plan() -> None:
    table = punctuality(view(By.SCHOOL, targets={("punctual", "", ""): 85}), SUMS, QUIET)
    assert lines(table) == {
        "Elm School": (9, 1, 0, 0, 0, 10, 90, 100),
        "Oak School": (14, 2, 1, 1, 22, 40, 78, 45),
        "All": (23, 3, 1, 1, 22, 50, 82, 56),
    }
    assert [line.standing for line in (*table.lines, table.total)] == [Standing.MET, Standing.NEAR, Standing.NEAR]


def test_by_operator_each_arrival_is_the_operators_own() -> None:
    table = punctuality(view(By.OPERATOR), SUMS, QUIET)
    assert [line.words for line in table.lines] == ["Acorn Cars", "Own fleet"]


def test_what_is_missing_is_said_and_what_was_not_as_usual() -> None:
    span = Span(mornings=5, afternoons=0, events={"pupil-absent": 3, "vehicle-out": 1})
    assert punctuality(view(), SUMS, span).notes == (
        "About 56% of the arrivals were logged; of the others nothing is known.",
        "Reported for these days, over the whole authority: pupils absent 3, vehicles out 1.",
    )
    nobody = punctuality(view(), [_arrivals("p1", 20, 0)], QUIET)
    assert nobody.notes == ("Nobody logged an arrival in these days, so nothing can be said of punctuality.",)
    assert nobody.total.figures[-2:] == (None, 0)


def test_many_arrivals_of_few_pupils_are_hidden() -> None:
    table = punctuality(view(smallest=5), SUMS, QUIET)
    assert {type(figure).__name__ for figure in table.total.figures} == {"Hidden"}
    assert table.total.standing is Standing.NO_TARGET
