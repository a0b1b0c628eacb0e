"""Shifts that a search has met: which are taken into the proof."""

import pytest

from routing.solver.known import good_shifts
from routing.solver.outlines import routes_of
from routing.synthesis import plane_problem
from tests.routing.solver.mornings import searched


@pytest.mark.parametrize("late", [False, True])
def test_the_shifts_of_the_plan_are_known_however_late_it_is(*, late: bool) -> None:
    search = searched(plane_problem(30, 2, seed=5), 2000)
    asked: list[bool] = []

    def is_late() -> bool:
        asked.append(late)
        return late

    known = good_shifts(search.compiled.tables, search.pool, search.best, is_late)
    own = {(kind, tuple(nodes)) for kind, nodes in routes_of(search.best)}
    assert own <= {(kind, tuple(nodes)) for kind, nodes in known}
    assert asked.count(True) == int(late)
