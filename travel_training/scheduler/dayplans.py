"""Every plan of a trainer's day: which sessions, in which order, when; what its travel and its changes cost.

Of plans that hold the same sessions only the cheapest is kept: nothing else asks when a session is, or which way.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from travel_training.scheduler.nodes import Chance
from travel_training.scheduler.state import State
from travel_training.scheduler.tables import Placed
from travel_training.term import MINUTE_S

MOST_PLANS = 6000
"""A day with more ways than this to plan it is planned with fewer sessions: then nothing is proven."""


@dataclass(frozen=True, slots=True)
class Call:
    """A session that a day could hold, or must: for whom, how long, at which chances, what its trainees were told."""

    members: tuple[int, ...]
    lasts_s: int
    chances: tuple[Chance, ...]
    told: tuple[Placed, ...] = ()
    must: bool = False


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A plan of a day: by the number of its call each session that it holds, and where; what that costs."""

    held: tuple[tuple[int, Placed], ...]
    pence: int


def day_plans(state: State, trainer: int, day: int, calls: tuple[Call, ...]) -> tuple[DayPlan, ...]:
    """Return every plan of a day that holds something, for each set of sessions the cheapest."""
    tables = state.tables
    key = trainer, tables.hours[trainer][day], calls, 0 if not any(call.told for call in calls) else day
    if key not in state.day_plans:
        listed = _Listing(state, trainer, day, calls)
        listed.extend((), tables.base[trainer], 0, 0)
        state.day_plans[key] = tuple(listed.best.values())
        if listed.is_cut:
            state.is_cut = True
    return tuple(_on(plan, day) for plan in state.day_plans[key])


def _on(plan: DayPlan, day: int) -> DayPlan:
    """Return a plan as one of another day of the same hours."""
    if plan.held[0][1].day == day:
        return plan
    held = tuple((at, Placed(day, it.trainer, it.begins_s, it.start, it.end)) for at, it in plan.held)
    return DayPlan(held, plan.pence)


class _Listing:
    """Lists plans depth first, each session after the one before it."""

    def __init__(self, state: State, trainer: int, day: int, calls: tuple[Call, ...]) -> None:
        self.state, self.trainer, self.day, self.calls = state, trainer, day, calls
        self.best: dict[frozenset[int], DayPlan] = {}
        self.is_cut = False
        self.must = frozenset(at for at, call in enumerate(calls) if call.must)
        tables = state.tables
        self.is_single = tables.problem.trainers[trainer].id in tables.heard.single
        self.once = frozenset(
            member
            for call in calls
            for member in call.members
            if tables.problem.trainees[member].id in tables.heard.a_day
        )

    def extend(self, held: tuple[tuple[int, Placed], ...], place: int, free_s: int, pence: int) -> None:
        """Keep a plan if it is the cheapest of its sessions, and go on from it in every way."""
        tables = self.state.tables
        if held:
            self._keep(held, pence + self._way_pence(place, tables.base[self.trainer]))
        if len(self.best) >= MOST_PLANS:
            self.is_cut = True
            return
        busy = {member for at, _ in held for member in self.calls[at].members} & self.once
        holds = {at for at, _ in held}
        for at, call in enumerate(self.calls):
            if at in holds or busy.intersection(call.members):
                continue
            for chance in call.chances:
                way_s = tables.travel_s[place][chance.start] if held and self.is_single else 0
                earliest_s = max(chance.from_s, tables.stepped(free_s + way_s))
                for begins_s in self._begins(call, chance, earliest_s):
                    placed = Placed(self.day, self.trainer, begins_s, chance.start, chance.end)
                    over_s = begins_s + (call.lasts_s if self.is_single else 0)
                    more = self._way_pence(place, chance.start) + self._change_pence(call, placed)
                    self.extend((*held, (at, placed)), chance.end, over_s, pence + more)

    def _begins(self, call: Call, chance: Chance, earliest_s: int) -> Iterator[int]:
        """Yield when a session could begin: as soon as can be, or when its trainees were told."""
        if earliest_s <= chance.until_s:
            yield earliest_s
        for begins_s in dict.fromkeys(told.begins_s for told in call.told):
            if earliest_s < begins_s <= chance.until_s:
                yield begins_s

    def _keep(self, held: tuple[tuple[int, Placed], ...], pence: int) -> None:
        holds = frozenset(at for at, _ in held)
        if self.must <= holds and (holds not in self.best or pence < self.best[holds].pence):
            self.best[holds] = DayPlan(held, pence)

    def _way_pence(self, start: int, end: int) -> int:
        tables = self.state.tables
        return tables.travel_s[start][end] // MINUTE_S * tables.problem.prices.travel_minute_pence

    def _change_pence(self, call: Call, placed: Placed) -> int:
        if call.must or not call.told:
            return 0
        return sum(self.state.tables.change_pence(member, placed) for member in call.members)
