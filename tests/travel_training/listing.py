"""Every timetable of a tiny term, listed and judged: the oracle to which the planner and the rules are held.

It knows no planner: it puts each session nowhere or anywhere on the grid, drops what the rules forbid as it goes, and
keeps the cheapest of what the checker passes.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from travel_training.checker import check
from travel_training.people import TraineeId, TrainerId
from travel_training.rules import GROUND, RULES, Postable
from travel_training.rules.ground import EverySessionIsPlannedOnceOrNamed
from travel_training.term import TermProblem, Wanted
from travel_training.timetable import OwnTrainer, Session, Timetable, Unplanned
from travel_training.timetable_cost import timetable_cost

Own = tuple[OwnTrainer, ...]


def least_pence(problem: TermProblem, rules: Sequence[Postable] = RULES) -> int:
    """Return what the cheapest timetable costs that the checker passes."""
    able: list[list[TrainerId | None]] = [
        [each.id for each in problem.trainers if one.skills <= each.skills] or [None] for one in problem.trainees
    ]
    owns = (_own(problem, chosen) for chosen in product(*able))
    return min(timetable_cost(problem, each) for own in owns for each in _timetables(problem, own, rules))


def _own(problem: TermProblem, chosen: Sequence[TrainerId | None]) -> Own:
    names: list[TraineeId] = [each.id for each in problem.trainees]
    both = zip(names, chosen, strict=True)
    return tuple(OwnTrainer(trainee=name, trainer=own) for name, own in both if own is not None)


def _timetables(problem: TermProblem, own: Own, rules: Sequence[Postable]) -> Iterator[Timetable]:
    judges = [rule for rule in (*GROUND, *rules) if not isinstance(rule, EverySessionIsPlannedOnceOrNamed)]
    judges = [rule for rule in judges if rule.id != "WhatIsFixedStays"]  # a session may still come
    wanted = list(problem.wanted.values())

    def extend(held: tuple[Session, ...], at: int) -> Iterator[Timetable]:
        if at == len(wanted):
            ids = {each.id for each in held}
            left = tuple(Unplanned(id=each.id, reason="listed so") for each in wanted if each.id not in ids)
            made = Timetable(sessions=held, unplanned=left, trainers=own)
            if not check(problem, made, rules):
                yield made
            return
        yield from extend(held, at + 1)
        for session in _placings(problem, wanted[at]):
            more = (*held, session)
            made = Timetable(sessions=more, trainers=own)
            if not any(True for rule in judges for _ in rule.broken(problem, made)):
                yield from extend(more, at + 1)

    yield from extend((), 0)


def _placings(problem: TermProblem, wanted: Wanted) -> Iterator[Session]:
    """Yield a session on every way of its first trainee, on every step of every day."""
    first, step_s, lasts_s = problem.trainee[wanted.trainees[0]], problem.step_minutes * 60, wanted.minutes * 60
    windows = [each for each in first.windows if wanted.setting in each.settings]
    for day in problem.days:
        of_day = [each for each in windows if each.weekday == day.weekday()]
        for window, trainer in product(of_day, problem.trainers):
            from_s = -(-window.from_s // step_s) * step_s
            for begins_s in range(from_s, window.until_s - lasts_s + 1, step_s):
                yield Session(
                    id=wanted.id,
                    day=day,
                    begins_s=begins_s,
                    ends_s=begins_s + lasts_s,
                    trainer=trainer.id,
                    stage=wanted.stage,
                    trainees=wanted.trainees,
                    begins_at=window.begins_at,
                    ends_at=window.ends_at,
                )
