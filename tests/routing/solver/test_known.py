"""Shifts that a search has met: which are taken into the proof."""

import pytest

from routing.solver.compiled import compile_problem
from routing.solver.known import good_shifts
from routing.solver.outlines import routes_of
from routing.solver.search import Search, begin_search
from routing.synthesis import plane_problem


@pytest.fixture(scope="module")
def searched() -> Search:
    """Return a search that has met some shifts."""
    search = begin_search(compile_problem(plane_problem(30, 2, seed=5)))
    search.place_all(1)
    search.improve(2000, 1, 0.0, 1.0)
    return search


@pytest.mark.parametrize("late", [False, True])
def test_the_shifts_of_the_plan_are_known_however_late_it_is(searched: Search, *, late: bool) -> None:
    asked: list[bool] = []

    def is_late() -> bool:
        asked.append(late)
        return late

    known = good_shifts(searched.compiled.tables, searched.pool, searched.best, is_late)
    own = {(kind, tuple(nodes)) for kind, nodes in routes_of(searched.best)}
    assert own <= {(kind, tuple(nodes)) for kind, nodes in known}
    assert asked.count(True) == int(late)
