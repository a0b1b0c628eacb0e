"""Pick-up and delivery: ``python -m tests.benchmarks.pdptw FOLDER --seconds 60 [--best FILE]``, Li and Lim's (2001)."""

from tests.benchmarks.foreign import Format, main
from tests.benchmarks.formats.pdptw import Pdptw, judge_pdptw, read_pdptw
from tests.benchmarks.formats.requests import Terms

VEHICLE_COSTS = 10_000.0
"""More distance than any plan has: vehicles count first."""


def state_pdptw(instance: Pdptw) -> Terms:
    """Return an instance in the terms of the product."""
    takes = [int(instance.load[each.pickup]) for each in instance.requests]
    return Terms(
        nodes=instance.nodes,
        requests=instance.requests,
        room={"capacity": (takes, [int(instance.capacity)] * instance.vehicles)},
        longest_route=[None] * instance.vehicles,
        vehicle_costs=VEHICLE_COSTS,
    )


FORMAT = Format(read_pdptw, state_pdptw, judge_pdptw)

if __name__ == "__main__":
    main(FORMAT, str(__doc__))
