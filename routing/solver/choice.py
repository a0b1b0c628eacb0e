"""Choosing: the best set of shifts among all that were met."""

from routing.solver.budget import Watch
from routing.solver.search import Search


def choose(search: Search, watch: Watch, share: float) -> None:
    """Replace the best plan by the best choice."""
