"""Heterogeneous dial-a-ride: ``python -m tests.benchmarks.hdarp FOLDER --seconds 60``, Malheiros et al. (2021).

Each instance is also given to the OR-Tools routing library for the same time: cheapest insertion, then guided local
search, on the same problem, judged by the same judge.
"""

from collections.abc import Sequence

from routing.solver.routing_library import solve_with_routing_library
from tests.benchmarks.foreign import Format, main
from tests.benchmarks.formats.ground import Route
from tests.benchmarks.formats.hdarp import SHARED_ROOM, Hdarp, judge_hdarp, read_hdarp
from tests.benchmarks.formats.requests import Stated, Terms


def state_hdarp(instance: Hdarp) -> Terms:
    """Return an instance in the terms of the product; whoever may use the same room shares one load."""
    room = {
        name: (
            [int(sum(instance.load[each.pickup][kind] for kind in kinds)) for each in instance.requests],
            [int(sum(cab.room[kind] for kind in kinds)) for cab in instance.cabs],
        )
        for name, kinds in SHARED_ROOM.items()
    }
    return Terms(
        nodes=instance.nodes,
        requests=instance.requests,
        room=room,
        longest_route=[cab.longest_route for cab in instance.cabs],
    )


def by_the_library(stated: Stated, seconds: float, seed: int) -> Sequence[Route]:
    """Return the routes of the OR-Tools routing library."""
    plan = solve_with_routing_library(stated.problem, seconds=seconds, seed=seed, rules=stated.rules)
    return stated.routes(plan)


FORMAT = Format(read_hdarp, state_hdarp, judge_hdarp, by_the_library)

if __name__ == "__main__":
    main(FORMAT, str(__doc__))
