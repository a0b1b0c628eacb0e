"""Stages of the improving: a share of the budget each, a few iterations at a time, so that one may look and stop.

With a budget of iterations they are shared out in chunks of a fixed size, and the result does not depend on the clock;
with seconds, chunks are as large as the clock allows. Large plans are improved in parts, side by side (``abreast.py``);
others are walked through by as many walks as there are cores (``walks.py``).
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

from routing.solver.abreast import improve_abreast, is_large, number_of_parts
from routing.solver.budget import Watch
from routing.solver.search import Search
from routing.solver.walks import seed_of, side_by_side

CHUNK = 500
"""Iterations between two looks at the clock, where a budget of iterations counts them."""
SHORT_S = 0.4
"""About so long the kernel runs between two looks, where the clock decides."""
ROUND = 1000
"""Iterations of each part between two cuts of a large plan, where a budget of iterations counts them."""
ROUND_S = 2.0
"""About so long a round takes where the clock decides."""
SEEDS = 1_000_003


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the improving.

    Parameters
    ----------
    doing
        What it is, in a word.
    begin, end
        Which part of the budget it takes, as fractions.
    cooled, until
        How far the annealing has cooled when it begins, from 0 to 1, and when it ends.
    near
        Whether to look only around those who are unplaced, while anyone is.
    """

    doing: str
    begin: float
    end: float
    cooled: float
    near: bool = False
    until: float = 1.0

    def part(self, begin: float, end: float) -> "Stage":
        """Return a part of the stage, from one share of it to another."""
        span, cooling = self.end - self.begin, self.until - self.cooled
        return replace(
            self,
            begin=self.begin + begin * span,
            end=self.begin + end * span,
            cooled=self.cooled + begin * cooling,
            until=self.cooled + end * cooling,
        )


def improve(walks: Sequence[Search], watch: Watch, seed: int, stage: Stage) -> None:
    """Ruin and recreate for one stage, each walk from the best plan that it has met."""
    for walk in walks:
        walk.state = walk.best_copy()
    steps = _Steps(walks, seed, stage, watch.budget.executor)
    if watch.budget.seconds is None:
        _improve_counted(steps, watch)
    else:
        _improve_by_the_clock(steps, watch)


class _Steps:
    """Some iterations at a time: of the whole, by one walk or several, or of every part of a large plan."""

    def __init__(self, walks: Sequence[Search], seed: int, stage: Stage, executor: Executor | None) -> None:
        self.walks, self.seed, self.stage, self.executor = walks, seed, stage, executor
        search = walks[0]
        self.in_parts = is_large(search) and not stage.near
        self.parts = number_of_parts(search) if self.in_parts else 1
        self.chunk, self.short_s = (ROUND * self.parts, ROUND_S) if self.in_parts else (CHUNK, SHORT_S)

    def step(self, count: int, number: int, after: float, until: float) -> int:
        """Take so many iterations in all, from one share of the stage to another; return the best price."""
        stage = self.stage
        cooled = [stage.cooled + (stage.until - stage.cooled) * min(1.0, share) for share in (after, until)]
        seed = (self.seed * SEEDS + int(stage.begin * 1000) * 10_007 + number) % 2**31
        if self.in_parts:
            each = -(-count // self.parts)
            return improve_abreast(self.walks[0], each, seed, (cooled[0], cooled[1]), self.executor)
        walked = [
            partial(walk.improve, count, seed_of(k, seed), *cooled, near=stage.near)
            for k, walk in enumerate(self.walks)
        ]
        return min(side_by_side(walked))


def _improve_counted(steps: _Steps, watch: Watch) -> None:
    total = int((watch.budget.iterations or 0) * (steps.stage.end - steps.stage.begin))
    for at in range(0, total, steps.chunk):
        if watch.is_stopped():
            return
        count = min(steps.chunk, total - at)
        watch.say(steps.stage.doing, steps.step(count, at, at / total, (at + count) / total))


def _improve_by_the_clock(steps: _Steps, watch: Watch) -> None:
    began_s, left_s = watch.seconds, watch.left_s(steps.stage.end) or 0.0
    total_s, count, number = max(left_s, 1e-6), steps.chunk // 20, 0
    while left_s > 0 and not watch.is_stopped():
        before_s = watch.seconds
        share = (before_s - began_s) / total_s
        watch.say(steps.stage.doing, steps.step(count, number, share, share + steps.short_s / total_s))
        took_s = max(1e-4, watch.seconds - before_s)
        left_s = watch.left_s(steps.stage.end) or 0.0
        count = max(1, min(4 * count, int(count * min(steps.short_s, max(0.02, left_s)) / took_s)))
        number += 1
