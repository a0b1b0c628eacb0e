"""Dial-a-ride: ``python -m tests.benchmarks.darp FOLDER --seconds 60 [--best FILE]``, Cordeau's (2006) instances."""

from tests.benchmarks.foreign import Format, main
from tests.benchmarks.formats.darp import Darp, judge_darp, read_darp
from tests.benchmarks.formats.requests import Terms


def state_darp(instance: Darp) -> Terms:
    """Return an instance in the terms of the product."""
    takes = [int(instance.load[each.pickup]) for each in instance.requests]
    return Terms(
        nodes=instance.nodes,
        requests=instance.requests,
        room={"places": (takes, [int(instance.capacity)] * instance.vehicles)},
        longest_route=[instance.longest_route] * instance.vehicles,
    )


FORMAT = Format(read_darp, state_darp, judge_darp)

if __name__ == "__main__":
    main(FORMAT, str(__doc__))
