import numpy as np
import pytest

from geodata import PlaceId
from routing.files import Document, LegShape
from tests.web.town import CAR, MINIBUS, TAXI, plan_to_school, town
from web.paper.road_lines import RoadLines, drives


def test_a_document_gives_its_lines_streets_and_credit() -> None:
    problem = town()
    leg = LegShape(
        profile=CAR,
        start=PlaceId("home-5"),
        end=PlaceId("gate-elm"),
        seconds=10,
        metres=100,
        points=((52.63, -1.16), (52.64, -1.17), (52.648, -1.165)),
    )
    about = {"map": {"credit": "someone", "streets": {"home-5": "Mill Lane"}}}
    lines = RoadLines.of(Document(problem, plan_to_school(problem), (leg,), about))
    assert lines.line(problem, TAXI, leg.start, leg.end).shape == (3, 2)
    assert lines.streets == {"home-5": "Mill Lane"}
    assert lines.credit == "someone"


@pytest.mark.parametrize("about", [{}, {"map": 3}, {"map": {"streets": []}}])
def test_a_document_that_says_nothing_of_its_map_is_read_all_the_same(about: dict[str, object]) -> None:
    assert RoadLines.of(Document(town(), None, (), about)).credit == ""


def test_a_drive_without_a_road_is_a_straight_line() -> None:
    problem = town()
    line = RoadLines().line(problem, TAXI, PlaceId("home-5"), PlaceId("gate-elm"))
    assert np.array_equal(line, [[52.63, -1.16], [52.648, -1.165]])
    assert RoadLines().find(problem, TAXI, PlaceId("home-5"), PlaceId("gate-elm")) is None
    assert not RoadLines().know(problem, plan_to_school(problem).runs[1])


def test_a_shift_drives_from_its_depot_and_back() -> None:
    problem = town()
    shift = plan_to_school(problem).shifts[0]
    driven = list(drives(problem, shift))
    assert shift.vehicle == MINIBUS
    assert driven[0] == ("depot", "ann", False)
    assert driven[-1] == ("ann", "depot", False)
    assert all(is_loaded for *_, is_loaded in driven[1:-1])
    assert len(driven) == 8


def test_a_shift_without_a_depot_drives_only_its_runs() -> None:
    problem = town()
    assert list(drives(problem, plan_to_school(problem).shifts[1])) == [("home-5", "gate-elm", True)]
