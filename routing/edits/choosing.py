"""The best of many ways to make one run: the fewest rules broken, then the cheapest."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from routing.cost import cost
from routing.edits.judging import RUN_RULES, Scale, Weighed
from routing.edits.slots import Slot, broken_times, kept_times, moved_times, spread_times, with_runs
from routing.errors import CannotBeDoneError
from routing.plan import Plan, Run, Shift
from routing.problem import Problem
from routing.said import Said
from routing.timing import Outline

LOOKED_AT = 6
"""So many ways, the best by themselves, are judged and priced with everything else in the plan."""

Option = tuple[Slot, Outline]
"""Where a run could be made, and in what order."""
Times = Callable[[Problem, Said, Slot, Outline], Iterator[tuple[Run, ...]]]

TIERS: tuple[tuple[Times, int], ...] = ((kept_times, 80), (spread_times, 4), (moved_times, 20), (broken_times, 12))
"""How times are sought, one after the other until no rule is broken anew, and for how many options."""


def best_of(
    problem: Problem,
    said: Said,
    plan: Plan,
    options: Sequence[Option],
    *,
    against: Plan | None = None,
    standing: Iterable[tuple[Run, ...]] = (),
    insist: bool = True,
) -> Plan:
    """Return a plan with the best of the options in it, at the best times for it.

    Parameters
    ----------
    said
        What the rules say of times.
    plan
        As it is without the run.
    options
        At least one; those that are likely good first; of equals the first is taken.
    against
        The plan whose violations are not held against an option; ``plan`` if None.
    standing
        Runs of the first option's vehicle at times that need not be sought, to be preferred to equals.
    insist
        Whether to go on looking, and move other times to make room, while a rule is broken anew.

    Raises
    ------
    CannotBeDoneError
        If no option can be driven within the day.
    """
    best: tuple[Weighed, Plan] | None = None
    stand = [(options[0][0], runs) for runs in standing]
    for times, most in TIERS:
        timed = ((slot, runs) for slot, outline in options[:most] for runs in times(problem, said, slot, outline))
        likely = _likely(problem, chain(stand, timed))
        plans = [with_runs(problem, plan, slot.vehicle, runs) for slot, runs in likely]
        scale = Scale(problem, against or plan, plans)
        weighed = ([] if best is None else [best]) + [(scale.weigh(each), each) for each in plans]
        best = min(weighed, key=lambda each: each[0].rank, default=None)
        if best is not None and not (insist and best[0].new):
            break
        stand = []
    if best is None:
        raise CannotBeDoneError("No way leads there within the day, so the run cannot be driven.")
    return best[1]


def _likely(problem: Problem, timed: Iterable[tuple[Slot, tuple[Run, ...]]]) -> list[tuple[Slot, tuple[Run, ...]]]:
    """Return those that are best by themselves: rules about one run broken least, then the cheapest shift."""

    def alone(each: tuple[Slot, tuple[Run, ...]]) -> tuple[int, int]:
        shift = Plan(shifts=(Shift(each[0].vehicle, each[1]),))
        return sum(1 for rule in RUN_RULES for _ in rule.broken(problem, shift)), cost(problem, shift)

    return sorted(dict.fromkeys(timed), key=alone)[:LOOKED_AT]
