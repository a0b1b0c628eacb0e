"""What may come before a label is never dearer than it is: nothing that is worth having is dropped."""

from dataclasses import fields, replace

import numpy as np
import pytest

from routing.solver.bound import APART
from routing.solver.compiled import compile_problem
from routing.solver.labels import Floats
from routing.solver.master import Duals, Hands, Terms
from routing.solver.pricing import LABELS, Pricing, price_runs
from routing.solver.subproblem import Subproblem, Worth, labels_for
from routing.solver.tables import NOBODY
from routing.synthesis import plane_problem
from tests.routing.solver.test_bound import drawn


def least_with(sub: Subproblem, worth: Worth, *, step: int) -> Floats:
    """Return the least reduced costs below nothing by first pupil, the time left rounded to so many seconds."""
    sub = replace(sub, local=sub.local._replace(step=step))
    found = price_runs(sub, worth, labels_for(LABELS, sub.local.ng.shape[1]), most=0, apart=APART[-1])
    assert found is not None
    least: Floats = np.minimum(found.least.min(axis=1), 0.0)
    return least


@pytest.mark.parametrize("seed", range(6))
def test_with_and_without_the_table_the_same_runs_are_best(seed: int) -> None:
    tab = compile_problem(plane_problem(9, 3, seed=seed)).tables
    pricing = Pricing(tab)
    nothing = np.zeros(0, np.int64)
    terms = Terms(pricing, Hands(nothing, nothing, nothing))
    rng, worthwhile = np.random.default_rng(seed), 0
    shape = terms.nothing()
    for _ in range(4):
        duals = Duals(**{each.name: drawn(rng, getattr(shape, each.name)) for each in fields(Duals)})
        pupil = rng.uniform(0.0, 6000.0, duals.pupil.size)
        worth = terms.worth(terms.feasible(replace(duals, pupil=pupil, fleet=duals.fleet / 10.0)))
        for sub in pricing.subproblems:
            plain = least_with(sub, worth, step=0)
            np.testing.assert_allclose(least_with(sub, worth, step=sub.local.step), plain, rtol=1e-9, atol=1e-6)
            np.testing.assert_allclose(least_with(sub, worth, step=30), plain, rtol=1e-9, atol=1e-6)
            worthwhile += int((plain < 0.0).any() and sub.other != NOBODY)
    assert worthwhile
