"""Choosing shifts and naming their assistants together, so that no shift is chosen for a crew that is not to be had.

The search takes an assistant to cost what the cheapest who suits does. Here each shift offered costs what it does
without crew, each of its duties is given to someone who could do it, at what that costs with the way there, and nobody
works on two shifts.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from routing.records import AssistantId, PassengerAssistant
from routing.solver.budget import Watch
from routing.solver.choice import everyone, is_small, offered, rebuilt
from routing.solver.choosing import Bools, Carried, Choosing, carrying, solved
from routing.solver.columns import of_pool
from routing.solver.compiled import suitable
from routing.solver.crews import Duty, Table, all_duties, arcs_of, given_to
from routing.solver.finish import crew_that_stands
from routing.solver.outlines import Draft, drafts_of, runs_of
from routing.solver.price import crewless_pence
from routing.solver.search import Search
from routing.solver.state import State
from routing.solver.tables import Ints

MOST_COLUMNS = (200, 400, 800)
"""How many shifts are offered, besides those that stand: few are chosen from at once, more if there is time."""
EFFORT, ITERATIONS_EACH = 8.0, 2500
"""Deterministic time for one choice at most, about so many seconds; with a budget of iterations, one for so many."""


def choose_and_name(search: Search, watch: Watch, share: float) -> None:
    """Improve the best plan as it will be once assistants are named, until a share of the budget is spent.

    By what the search takes assistants to cost, it may be dearer afterwards. Nothing is done for large plans: there are
    then several who could do each duty for much the same, and nothing was found in ten times the time.
    """
    stop = watch.is_stopped_or_late(share)
    if not (search.compiled.said.crew and is_small(search) and int(search.pool.used[0])):
        return
    columns, counted = of_pool(search.compiled.tables, search.pool), watch.budget.iterations
    effort = EFFORT if counted is None else min(EFFORT, counted / ITERATIONS_EACH)
    for most in MOST_COLUMNS:
        if stop():
            return
        better = _better(search, offered(search, columns, everyone(search), most, stop), effort, watch.left_s(share))
        if better is not None:
            search.best = better
            watch.say("naming assistants")


def _better(search: Search, asked: Choosing, effort: float, left_s: float | None) -> State | None:
    """Return the best plan with shifts and assistants chosen anew; None if none is cheaper."""
    compiled, stands_already = search.compiled, crew_that_stands(search.compiled)
    everybody = [each for each in compiled.problem.assistants if suitable(each, compiled.said)]
    hands = [each for each in everybody if each.id not in stands_already]
    table = Table(compiled, drafts_of(compiled, search.best))
    duties = list(all_duties(table, hands))
    now, unmet = given_to(duties, hands, arcs_of(table, duties, hands))
    if unmet:
        return None
    chosen = _Offer(search, asked, hands).best(now, effort, left_s)
    return None if chosen is None else rebuilt(search, everyone(search), asked.columns.taken(chosen))


class _Offer:
    """Shifts to choose from, their duties, and who could do them."""

    def __init__(self, search: Search, asked: Choosing, hands: Sequence[PassengerAssistant]) -> None:
        compiled, columns = search.compiled, asked.columns
        self.asked, self.hands = asked, hands
        nodes = [columns.nodes[k, : columns.length[k]].tolist() for k in range(columns.length.size)]
        kinds = columns.kind.tolist()
        self.pence = [
            crewless_pence(compiled.tables, search.work, own, kind) for own, kind in zip(nodes, kinds, strict=True)
        ]
        drafts = [
            Draft(compiled.kinds[kind][0], runs_of(compiled, own)) for own, kind in zip(nodes, kinds, strict=True)
        ]
        table = Table(compiled, drafts)
        self.duties = list(all_duties(table, hands))
        alike: dict[object, list[int]] = defaultdict(list)
        promised = {each.assistant for each in compiled.problem.usual.values()}
        for h, hand in enumerate(hands):
            alike[table.terms[hand.id], hand.training, hand.id if hand.id in promised else None].append(h)
        self.groups = list(alike.values())
        self.arcs = arcs_of(table, self.duties, [hands[group[0]] for group in self.groups])

    def best(self, now: Sequence[tuple[Duty, AssistantId]], effort: float, left_s: float | None) -> Ints | None:
        """Return which shifts to take, as rows; None if none are found that cost less than those that stand.

        Parameters
        ----------
        now
            Who does which duty of the shifts that stand, numbered as these are.
        effort, left_s
            See ``choosing.best_of``.
        """
        asked = self.asked
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
        hints = [*asked.stands.tolist(), *self._given(now), *left_out.tolist()]
        solver = solved(model, [*used, *does, *unplaced], pence, hints, effort, left_s)
        now_pence = sum(each for each, hint in zip(pence, hints, strict=True) if hint)
        if solver is None or solver.objective_value >= now_pence:
            return None
        return np.flatnonzero([solver.boolean_value(each) for each in used])

    def _given(self, now: Sequence[tuple[Duty, AssistantId]]) -> Iterator[bool]:
        """Yield whether each arc is taken now."""
        group_of = {self.hands[h].id: g for g, members in enumerate(self.groups) for h in members}
        stands = np.flatnonzero(self.asked.stands)
        does: dict[tuple[int, object, object], list[int]] = defaultdict(list)
        for duty, hand in now:
            does[int(stands[duty.draft]), duty.runs, duty.training].append(group_of[hand])
        taken: dict[int, int] = {}
        for k, duty in enumerate(self.duties):
            if left := does.get((duty.draft, duty.runs, duty.training)):
                taken[k] = left.pop()
        for k, group, _ in self.arcs:
            yield taken.get(k) == group
