"""The planner is prepared before any clock runs: each step, or the first plan on a machine waits in its own time."""

from typing import Any

import pytest

from routing.commands import prepare_planner
from routing.solver.bound import Proof, lower_bound


def test_the_proof_is_prepared_too(monkeypatch: pytest.MonkeyPatch) -> None:
    proofs: list[Proof] = []

    def noted(*args: Any, **options: Any) -> Proof:
        proofs.append(lower_bound(*args, **options))
        return proofs[-1]

    monkeypatch.setattr("routing.solver.recipe.lower_bound", noted)
    prepare_planner.cache_clear()
    prepare_planner()
    assert [proof.rounds > 0 for proof in proofs] == [True]
