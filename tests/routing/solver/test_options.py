"""Refusing places by an estimate loses none that is cheaper than the one found."""

import numpy as np

from routing.solver.compiled import compile_problem
from routing.solver.joins import best_joins
from routing.solver.price import price_of
from routing.solver.search import Search, begin_search
from routing.solver.tables import NEVER
from routing.synthesis import plane_problem


def joined_by_trying(search: Search, row: int, pupil: int) -> int:
    """What it adds at least that a pupil boards on a shift as it stands, at any place of theirs; by trying all."""
    tables, state = search.compiled.tables, search.state
    stand, kind = state.nodes[row, : state.length[row]], int(state.kind[row])
    best = NEVER
    for node in range(tables.pupil_node[pupil], tables.pupil_node[pupil + 1]):
        for at in range(len(stand) + 1):
            tried = np.insert(stand, at, node)
            pence = int(price_of(tables, search.work, tried, len(tried), kind, True))  # noqa: FBT003 -- a kernel
            best = min(best, pence - int(state.pence[row]) if pence < NEVER else NEVER)
    return best


def test_no_place_that_is_refused_untimed_is_cheaper_than_the_one_found() -> None:
    search = begin_search(compile_problem(plane_problem(40, 3, 1)))
    search.place_all(1)
    search.improve(50, 1, 0.0, 1.0)
    search.state = search.best_copy()
    tables, compared = search.compiled.tables, 0
    for pupil in range(len(search.compiled.pupils)):
        if (tables.party == tables.party[pupil]).sum() > 1:
            continue
        own = search.state.shift_of[pupil]
        found = {join.row: join.pence for join in best_joins(search.compiled, search.work, search.state, pupil)}
        for row in np.flatnonzero(search.state.length).tolist():
            if row != own:
                tried = joined_by_trying(search, row, pupil)
                assert found.get(row, NEVER) <= tried
                compared += tried < NEVER
    assert compared > 10
