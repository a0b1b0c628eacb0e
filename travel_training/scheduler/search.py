"""Ruin and recreate: some trainees' sessions are taken out, and each is answered anew; better ones are kept.

A group is taken out whole or not at all: its own sessions are put in first, with one trainer for all its trainees, then
those of each trainee.
"""

import math
import random
from dataclasses import dataclass, field

from travel_training.scheduler.filling import placings
from travel_training.scheduler.pence import overload_pence, total_pence, trainee_pence
from travel_training.scheduler.response import respond, take_out
from travel_training.scheduler.state import State
from travel_training.scheduler.tables import Placed, with_groups

MOST_RUINED = 6
WARM_PENCE = 900.0
"""How much dearer a change may be at the beginning and still be kept, about one time in three."""


@dataclass(slots=True)
class Search:
    """A timetable that is being made better.

    Parameters
    ----------
    pence
        What it costs now.
    best_pence, best
        The cheapest so far, and what was held where and by whom.
    """

    state: State
    seed: int
    pence: int = 0
    best_pence: int = 0
    best: tuple[list[list[Placed | None]], list[int | None]] = field(default_factory=lambda: ([], []))
    of_trainee: list[int] = field(default_factory=list)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 -- a search, no secret
        self.renew()

    def renew(self) -> None:
        """Count again what the state costs, and keep it if it is the best."""
        self.of_trainee = [trainee_pence(self.state, trainee) for trainee in range(len(self.state.own))]
        self.pence = total_pence(self.state)
        self._keep()

    def _keep(self) -> None:
        if not self.best[0] or self.pence < self.best_pence:
            self.best_pence = self.pence
            self.best = [list(held) for held in self.state.held], list(self.state.own)

    def go_back(self) -> None:
        """Return to the best so far."""
        restore(self.state, *self.best)
        self.renew()

    def step(self, warmth: float) -> None:
        """Ruin a few trainees' terms and answer them anew; keep that if it is cheaper, or by chance a little dearer."""
        state = self.state
        ruined = self._ruined()
        whole = with_groups(state.tables, ruined) if self.chance.random() < 0.25 else frozenset()  # noqa: PLR2004
        if 0 < len(whole) <= 2 * MOST_RUINED:
            ruined = sorted(whole)
        own_before = {trainee: state.own[trainee] for trainee in ruined}
        groups = sorted({n for each in ruined for n in state.tables.chains[each] if self._is_open_group(n, ruined)})
        taken = [each for trainee in ruined for each in take_out(state, trainee)]
        for number in groups:
            fixed = state.tables.tasks[number].fixed
            held = [(n, placed) for n, placed in enumerate(state.held[number]) if placed is not None and n not in fixed]
            taken += [(number, index, state.take(number, index)) for index, _ in held]
        for number in groups:
            self._put_group(number)
        self.chance.shuffle(ruined)
        is_done = False not in [self._answer(trainee, is_free=bool(groups)) for trainee in ruined]
        concerned = {member for n in groups for member in state.tables.tasks[n].members} | set(ruined)
        fresh = {trainee: trainee_pence(state, trainee) for trainee in concerned}
        others = sum(pence for trainee, pence in enumerate(self.of_trainee) if trainee not in fresh)
        pence = state.travel_pence + overload_pence(state) + others + sum(fresh.values())
        limit = (
            self.pence - WARM_PENCE * warmth * math.log(max(1e-9, self.chance.random())) if warmth > 0 else self.pence
        )
        if is_done and pence <= limit:
            self.pence = pence
            for trainee, each in fresh.items():
                self.of_trainee[trainee] = each
            self._keep()
            return
        self._undo(ruined, groups, taken, own_before)

    def _undo(
        self,
        ruined: list[int],
        groups: list[int],
        taken: list[tuple[int, int, Placed]],
        own_before: dict[int, int | None],
    ) -> None:
        for trainee in ruined:
            take_out(self.state, trainee)
        for number in groups:
            fixed = self.state.tables.tasks[number].fixed
            for index, placed in enumerate(list(self.state.held[number])):
                if placed is not None and index not in fixed:
                    self.state.take(number, index)
        for trainee, own in own_before.items():
            self.state.own[trainee] = own
        for number, index, placed in taken:
            self.state.put(number, index, placed)

    def _ruined(self) -> list[int]:
        """Return a few trainees who have something to do with each other: a trainer, a school, or dear sessions."""
        state, count = self.state, len(self.state.own)
        first = max((self.chance.randrange(count) for _ in range(3)), key=lambda each: self.of_trainee[each])
        records = state.tables.problem.trainees
        kind = self.chance.randrange(3)
        if kind == 0:
            near = [each for each in range(count) if state.own[each] == state.own[first]]
        elif kind == 1:
            near = [each for each in range(count) if records[each].school == records[first].school]
        else:
            near = list(range(count))
        others = self.chance.sample(near, min(len(near), self.chance.randrange(MOST_RUINED)))
        return list(dict.fromkeys((first, *others)))

    def _is_open_group(self, number: int, ruined: list[int]) -> bool:
        members = self.state.tables.tasks[number].members
        return len(members) > 1 and set(members) <= set(ruined)

    def _put_group(self, number: int) -> None:
        """Put in a group's sessions week by week from a week drawn by chance, with a trainer drawn by chance."""
        state, task = self.state, self.state.tables.tasks[number]
        able = set.intersection(*(set(state.tables.able[member]) for member in task.members))
        if not able:
            return
        now = state.own[task.members[0]]
        trainer = self.chance.choice(sorted(able))
        if now is not None and now in able and self.chance.random() < 0.5:  # noqa: PLR2004 -- as often as not
            trainer = now
        for member in task.members:
            state.own[member] = trainer
        day = -1 if self.chance.random() < 0.5 else self.chance.randrange(len(state.tables.week) // 3 + 1)  # noqa: PLR2004
        week = -1
        for index, placed in enumerate(state.held[number]):
            if placed is not None:
                day, week = placed.day, state.tables.week[placed.day]
                continue
            options = [
                (state.tables.week[spot.day], pence, at.day, at)
                for opening in state.tables.openings[number][trainer]
                if (spot := opening[0]).day > day and state.tables.week[spot.day] > week
                for pence, at in placings(state, task, opening, trainer, is_told=False)
            ]
            if not options:
                return
            at = min(options, key=lambda each: each[:3])[3]
            state.put(number, index, at)
            day, week = at.day, state.tables.week[at.day]

    def _answer(self, trainee: int, *, is_free: bool) -> bool:
        """Put in a trainee's own sessions anew."""
        state, own = self.state, self.state.own[trainee]
        able = list(state.tables.able[trainee])
        in_group = any(len(state.tables.tasks[n].members) > 1 for n in state.tables.chains[trainee])
        if own is not None and (in_group or is_free or self.chance.random() < 0.5):  # noqa: PLR2004 -- as often as not
            return respond(state, trainee, [own])
        return respond(state, trainee, able)


def restore(state: State, held: list[list[Placed | None]], own: list[int | None]) -> None:
    """Have the state hold just this."""
    for number, theirs in enumerate(state.held):
        for index, placed in enumerate(list(theirs)):
            if placed is not None and placed != held[number][index]:
                state.take(number, index)
    state.own[:] = own
    for number, theirs in enumerate(held):
        for index, placed in enumerate(theirs):
            if placed is not None and state.held[number][index] is None:
                state.put(number, index, placed)
