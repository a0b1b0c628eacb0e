"""A piece of a timetable planned anew, all else as it is: what is free in it, and what comes of it.

A piece is some trainees in some weeks with some trainers. With everyone in all weeks it is the whole term, and then
what the model proves holds of the term.
"""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from travel_training.scheduler.days import Choice, add_days
from travel_training.scheduler.nodes import Open, open_nodes
from travel_training.scheduler.state import State
from travel_training.scheduler.tables import Placed
from travel_training.scheduler.terms import add_trainees


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is planned anew.

    Parameters
    ----------
    trainees
        Whose sessions are free, with everyone who is in a group with them.
    first_week, last_week
        In which weeks.
    trainers
        Who may take sessions.
    may_change_own
        Whether a trainee all of whose sessions are free may get another trainer of their own.
    """

    trainees: frozenset[int]
    first_week: int
    last_week: int
    trainers: frozenset[int]
    may_change_own: bool = False


@dataclass(frozen=True, slots=True)
class Effort:
    """How long the model is searched, in the solver's own counting, which no clock disturbs; from which seed.

    Where the clock decides, also for how many seconds at most.
    """

    amount: float
    seed: int
    seconds: float | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a piece: whether anything was found, whether nothing better is possible, and the model's bound."""

    is_found: bool
    is_proven: bool = False
    above_bound_pence: int | None = None
    taken: list[tuple[int, int, Placed]] = field(default_factory=list)
    own_before: dict[int, int | None] = field(default_factory=dict)

    def undo(self, state: State, piece: Piece) -> None:
        """Put back what was there before."""
        clear(state, piece)
        for trainee, own in self.own_before.items():
            state.own[trainee] = own
        for number, index, placed in self.taken:
            state.put(number, index, placed)


def clear(state: State, piece: Piece) -> list[tuple[int, int, Placed]]:
    """Take out what is free in a piece, and return it."""
    tables, taken = state.tables, []
    for number in sorted({number for trainee in piece.trainees for number in tables.chains[trainee]}):
        task = tables.tasks[number]
        if not piece.trainees.issuperset(task.members):
            continue
        for index, placed in enumerate(state.held[number]):
            if placed is None or index in task.fixed:
                continue
            if piece.first_week <= tables.week[placed.day] <= piece.last_week:
                taken.append((number, index, state.take(number, index)))
    return taken


def plan_anew(state: State, piece: Piece, effort: Effort) -> Outcome:
    """Plan a piece anew, and leave the state as well as it was or better as the model sees it."""
    own_before = {trainee: state.own[trainee] for trainee in piece.trainees}
    taken = clear(state, piece)
    outcome = Outcome(is_found=False, taken=taken, own_before=own_before)
    model = cp_model.CpModel()
    opened = open_nodes(state, model, piece.trainees, (piece.first_week, piece.last_week), piece.trainers, piece)
    day_costs, choices = add_days(state, model, opened)
    model.minimize(sum([*add_trainees(state, model, opened), *day_costs]))
    _hint(model, opened, choices, taken, own_before)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_deterministic_time = effort.amount
    if effort.seconds is not None:
        solver.parameters.max_time_in_seconds = effort.seconds
    solver.parameters.cp_model_probing_level = 0  # it would take all of a short effort
    solver.parameters.symmetry_level = 0
    solver.parameters.linearization_level = 2  # plans of whole days: their linear relaxation is nearly whole
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        outcome.undo(state, piece)
        return outcome
    _apply(state, solver, opened, choices)
    outcome.is_found, outcome.is_proven = True, status == cp_model.OPTIMAL
    outcome.above_bound_pence = int(solver.objective_value - solver.best_objective_bound)
    return outcome


def _hint(
    model: cp_model.CpModel,
    opened: Open,
    choices: list[Choice],
    taken: list[tuple[int, int, Placed]],
    own_before: dict[int, int | None],
) -> None:
    """Begin the search where the state was."""
    was = {(number, placed.day, placed.trainer) for number, _, placed in taken}
    of_day: dict[tuple[int, int], set[int]] = {}
    for number, day, trainer in was:
        of_day.setdefault((day, trainer), set()).add(number)
    for node in opened.nodes:
        model.add_hint(node.is_held, (node.task, node.day, node.trainer) in was)
    for choice in choices:
        placed = choice.plan.held[0][1]
        tasks = {node.task for node, _ in choice.free}
        model.add_hint(choice.is_chosen, tasks == of_day.get((placed.day, placed.trainer), set()))
    for trainee, literals in opened.own.items():
        for trainer, literal in literals.items():
            model.add_hint(literal, own_before[trainee] == trainer)


def _apply(state: State, solver: cp_model.CpSolver, opened: Open, choices: list[Choice]) -> None:
    """Hold what the model has chosen; sessions of a task are numbered in the order of their days."""
    for trainee, literals in opened.own.items():
        state.own[trainee] = next(trainer for trainer, literal in literals.items() if solver.value(literal))
    chosen = [
        (node.task, placed) for choice in choices if solver.value(choice.is_chosen) for node, placed in choice.free
    ]
    for number, placed in sorted(chosen, key=lambda each: (each[1].day, each[0])):
        state.put(number, _next_index(state, number, placed.day), placed)


def _next_index(state: State, number: int, day: int) -> int:
    """Return the first session of a task that is not held; those held on earlier days stand before it."""
    held = state.held[number]
    after = max((index for index, placed in enumerate(held) if placed is not None and placed.day < day), default=-1)
    return next(index for index in range(after + 1, len(held)) if held[index] is None)
