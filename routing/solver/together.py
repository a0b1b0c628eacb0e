"""Choosing shifts and naming their assistants together, so that no shift is chosen for a crew that is not to be had.

The search takes an assistant to cost what the cheapest who suits does. Here each shift offered costs what it does
without crew, each of its duties is given to someone who could do it, at what that costs with the way there, and nobody
works on two shifts.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from routing.records import PassengerAssistant
from routing.solver.budget import Watch
from routing.solver.choice import everyone, is_small, offered, rebuilt
from routing.solver.choosing import Bools, Carried, Choosing, carrying, solved
from routing.solver.columns import of_pool
from routing.solver.crews import Duty, Table, all_duties, arcs_of, given_to
from routing.solver.finish import crew_that_stands
from routing.solver.outlines import Draft, runs_of
from routing.solver.price import crewless_pence
from routing.solver.search import Search
from routing.solver.tables import Ints

MOST_COLUMNS = (200, 400, 800)
"""How many shifts are offered, besides those that stand: few are chosen from at once, more if there is time."""
EFFORT, ITERATIONS_EACH = 8.0, 2500
"""Deterministic time for one choice at most, about so many seconds; with a budget of iterations, one for so many."""


def choose_and_name(search: Search, watch: Watch, share: float) -> None:
    """Improve the best plan as it will be once assistants are named, until a share of the budget is spent.

    By what the search takes assistants to cost, it may be dearer afterwards. Nothing is done for large plans: there are
    then several who could do each duty for much the same, and little or nothing was found.
    """
    stop, compiled = watch.is_stopped_or_late(share), search.compiled
    if not (compiled.said.crew and is_small(search) and int(search.pool.used[0])):
        return
    columns, counted = of_pool(compiled.tables, search.pool), watch.budget.iterations
    effort = EFFORT if counted is None else min(EFFORT, counted / ITERATIONS_EACH)
    elsewhere = crew_that_stands(compiled)
    hands = [each for each in compiled.hands if each.id not in elsewhere]
    for most in MOST_COLUMNS:
        if stop():
            return
        rows = everyone(search)
        asked = offered(search, columns, rows, most, stop)
        chosen = _Offer(search, asked, hands).best(effort, watch.left_s(share))
        better = None if chosen is None else rebuilt(search, rows, asked.columns.taken(chosen))
        if better is not None:
            search.best = better


class _Offer:
    """Shifts to choose from, their duties, and who could do them."""

    def __init__(self, search: Search, asked: Choosing, hands: Sequence[PassengerAssistant]) -> None:
        compiled, columns = search.compiled, asked.columns
        self.asked, self.hands = asked, hands
        shifts = columns.taken(np.arange(columns.length.size))
        self.pence = [crewless_pence(compiled.tables, search.work, each.nodes, each.kind) for each in shifts]
        drafts = [Draft(compiled.kinds[each.kind][0], runs_of(compiled, each.nodes)) for each in shifts]
        self.table = Table(compiled, drafts)
        self.duties = list(all_duties(self.table, hands))
        alike: dict[object, list[int]] = defaultdict(list)
        promised = {each.assistant for each in compiled.problem.usual.values()}
        for h, hand in enumerate(hands):
            alike[self.table.terms[hand.id], hand.training, hand.id if hand.id in promised else None].append(h)
        self.groups = list(alike.values())
        self.arcs = arcs_of(self.table, self.duties, [hands[group[0]] for group in self.groups])

    def best(self, effort: float, left_s: float | None) -> Ints | None:
        """Return which shifts to take, as rows; None if none are found that cost less than those that stand.

        Also None if there is no one for some duty of those that stand.

        Parameters
        ----------
        effort, left_s
            See ``choosing.best_of``.
        """
        asked, now = self.asked, self._done_now()
        if now is None:
            return None
        model, used, unplaced = carrying(asked, Carried.AT_LEAST_ONCE)
        does = [model.new_bool_var("") for _ in self.arcs]
        doing: list[Bools] = [[] for _ in self.duties]
        working: list[Bools] = [[] for _ in self.groups]
        for (k, group, _), each in zip(self.arcs, does, strict=True):
            doing[k].append(each)
            working[group].append(each)
        for duty, some in zip(self.duties, doing, strict=True):
            model.add(sum(some) == used[duty.draft])
        for members, some in zip(self.groups, working, strict=True):
            model.add(sum(some) <= len(members))
        pence = [*self.pence, *(pence for _, _, pence in self.arcs), *([asked.supply.unplaced_pence] * len(unplaced))]
        left_out = ~asked.columns.carried(asked.stands)
        hints = [*asked.stands.tolist(), *(now.get(k) == group for k, group, _ in self.arcs), *left_out.tolist()]
        solver = solved(model, [*used, *does, *unplaced], pence, hints, effort, left_s)
        now_pence = sum(each for each, hint in zip(pence, hints, strict=True) if hint)
        if solver is None or solver.objective_value >= now_pence:
            return None
        return np.flatnonzero([solver.boolean_value(each) for each in used])

    def _done_now(self) -> dict[int, int] | None:
        """Return the group that does each duty of the shifts that stand, at least cost; None if no one can do one."""
        own = [k for k, duty in enumerate(self.duties) if self.asked.stands[duty.draft]]
        duties = [self.duties[k] for k in own]
        given, unmet = given_to(duties, self.hands, arcs_of(self.table, duties, self.hands))
        if unmet:
            return None
        group_of = {self.hands[h].id: g for g, members in enumerate(self.groups) for h in members}
        left: dict[Duty, list[int]] = defaultdict(list)  # two duties may be equal
        for duty, hand in given:
            left[duty].append(group_of[hand])
        return {k: left[self.duties[k]].pop() for k in own}
