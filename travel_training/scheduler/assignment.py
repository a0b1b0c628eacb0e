"""Who is whose own trainer: chosen for all trainees at once by what each costs alone, and by fair shares.

The same model, without what keeps groups together, is the bound: no timetable costs less.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from travel_training.scheduler.course import NEVER, Pence
from travel_training.scheduler.tables import Tables, with_groups


@dataclass(frozen=True, slots=True)
class Assignment:
    """Each trainee's own trainer (None where nobody is able), and what any assignment costs at least."""

    own: tuple[int | None, ...]
    bound_pence: int


def assign(tables: Tables, alone: Pence, *, keeps_groups: bool, seed: int, effort: float) -> Assignment:
    """Return the cheapest assignment found within an effort (of the solver's own counting, not of the clock)."""
    model = cp_model.CpModel()
    chosen: list[dict[int, cp_model.IntVar]] = []
    base_pence, terms = 0, []
    for trainee, able in enumerate(tables.able):
        possible = [trainer for trainer in able if alone[trainee, trainer] < NEVER] or list(able)
        theirs = {trainer: model.new_bool_var("") for trainer in possible}
        chosen.append(theirs)
        if not theirs:
            base_pence += _never_trained_pence(tables, trainee)
            continue
        model.add_exactly_one(theirs.values())
        pence = {n: int(alone[trainee, n]) if alone[trainee, n] < NEVER else 0 for n in possible}
        base_pence += min(pence.values())
        terms += [(pence[n] - min(pence.values())) * literal for n, literal in theirs.items()]
    if keeps_groups:
        _keep_groups(tables, model, chosen)
    fair = [tables.problem.fair_minutes[each.id] for each in tables.problem.trainers]
    price = tables.problem.prices.overload_minute_pence
    minutes = [_own_minutes(tables, trainee) for trainee in range(len(chosen))]
    for trainer, share in enumerate(fair):
        load = [minutes[n] * theirs[trainer] for n, theirs in enumerate(chosen) if trainer in theirs]
        over = model.new_int_var(0, sum(minutes), "")
        model.add(over >= sum(load) - share)
        terms.append(price * over)
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.relative_gap_limit = 0.0005
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Assignment(_first(tables, alone), 0)
    own = tuple(next((n for n, each in theirs.items() if solver.value(each)), None) for theirs in chosen)
    return Assignment(own, base_pence + max(0, int(-(-solver.best_objective_bound // 1))))


def _first(tables: Tables, alone: Pence) -> tuple[int | None, ...]:
    """Return an assignment at a glance: one after the other, groups together, where cost and load are least."""
    problem = tables.problem
    price, load = problem.prices.overload_minute_pence, [0] * len(tables.base)
    fair = [problem.fair_minutes[each.id] for each in problem.trainers]
    own: list[int | None] = [None] * len(tables.able)
    for trainee in range(len(own)):
        together = sorted(with_groups(tables, (trainee,)))
        able = set.intersection(*(set(tables.able[each]) for each in together)) or set(tables.able[trainee])
        if trainee != together[0] or not able:
            continue
        minutes = sum(_own_minutes(tables, each) for each in together)
        pence = {
            trainer: sum(int(alone[each, trainer]) for each in together)
            + price * max(0, load[trainer] + minutes - fair[trainer])
            for trainer in sorted(able)
        }
        best = min(pence, key=lambda each: pence[each])
        load[best] += minutes
        for each in together:
            own[each] = best if best in tables.able[each] else next(iter(tables.able[each]), None)
    return tuple(own)


def _keep_groups(tables: Tables, model: cp_model.CpModel, chosen: Sequence[dict[int, cp_model.IntVar]]) -> None:
    """Have those who are taught together share a trainer, if there is one who may train them all."""
    for task in tables.tasks:
        first, *others = task.members
        for other in others:
            shared = chosen[first].keys() & chosen[other].keys()
            if shared:
                for trainer in shared:
                    model.add(chosen[first][trainer] == chosen[other][trainer])


def _own_minutes(tables: Tables, trainee: int) -> int:
    """Return a trainee's share of the minutes of their sessions, rounded down."""
    tasks = (tables.tasks[number] for number in tables.chains[trainee])
    return sum(len(task.ids) * task.minutes // len(task.members) for task in tasks)


def _never_trained_pence(tables: Tables, trainee: int) -> int:
    """Return what it costs that nobody is able to train someone."""
    prices, record = tables.problem.prices, tables.problem.trainees[trainee]
    if not record.count:
        return 0
    other = prices.other_trainer_pence if record.trainer is not None else 0
    later = tables.problem.last_week * prices.week_later_pence
    return record.count * prices.unplanned_pence + later + tables.told_count[trainee] * prices.given_up_pence + other
