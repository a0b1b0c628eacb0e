"""The recipe: from a term to its timetable, step by step. The tools are in the files beside it.

A small term is planned by one model of everything, which proves its answer. A large one is filled week by week within
seconds, then made better until the budget is spent: trainees are taken out and answered anew, and towards the end, in
turn with that, a few weeks of one trainer's trainees at a time are planned by the model.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from travel_training.rules import RULES, Postable
from travel_training.scheduler.alone import alone_pence
from travel_training.scheduler.assignment import assign
from travel_training.scheduler.budget import Budget, Progress, Watch
from travel_training.scheduler.filling import fill, why_left_out
from travel_training.scheduler.piece import Effort, Piece, plan_anew
from travel_training.scheduler.search import Search
from travel_training.scheduler.state import State, timetable_of
from travel_training.scheduler.tables import Tables, make_tables, with_groups
from travel_training.term import TermProblem
from travel_training.timetable import Bound, Timetable

SMALL = 1500
"""A term with no more openings than this is planned as a whole."""
WHOLE_EFFORT = 20.0
QUICK_EFFORT, BOUND_EFFORT, PIECE_EFFORT = 0.3, 0.3, 0.3
POLISH = 0.85
"""The share of the budget after which pieces are planned by the model."""
PIECE_STEPS = 40
"""Planning a piece counts as so many steps."""
COLD_STEPS = 15
"""Between two pieces the search goes on for so many steps, with nothing dearer kept."""
PIECE_WEEKS = 4
WARMTH = 0.5
ALONE = "one place at a time, weekly limits, groups' common times, and how many trainers a trainee meets"
"""What is left out of the sum by which the bound of a large term is proven."""


def schedule(
    problem: TermProblem,
    *,
    budget: Budget,
    seed: int = 0,
    rules: Sequence[Postable] = RULES,
    report: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Timetable:
    """Return the best timetable found within a budget; every rule that is said is kept.

    Parameters
    ----------
    rules
        What is said to the planner.
    report
        Told from time to time how far it has come.
    stop
        Asked from time to time whether to stop; the best timetable so far is then returned.

    Examples
    --------
    ``schedule(problem, budget=Budget(steps=500), seed=7)`` gives the same timetable each time.
    """
    watch = Watch(budget, report, stop)
    watch.say("reading")
    tables = make_tables(problem, rules)
    alone = alone_pence(tables)
    chosen = assign(tables, alone, keeps_groups=True, seed=seed, effort=QUICK_EFFORT)
    state = State(tables, list(chosen.own))
    fill(state)
    search = Search(state, seed)
    watch.say("filled", search.best_pence)
    bound = _whole(search, watch, seed) if _size(tables) <= SMALL else None
    if bound is None:
        bound = Bound(
            pence=assign(tables, alone, keeps_groups=False, seed=seed, effort=BOUND_EFFORT).bound_pence, relaxes=ALONE
        )
    watch.bound_pence = bound.pence
    if bound.pence < search.best_pence:
        _improve(search, watch, seed)
    watch.say("done", search.best_pence)
    made = timetable_of(state, why_left_out(tables, state))
    return replace(made, pence=search.best_pence, bound=bound, made_by="waymark", seed=seed)


def _size(tables: Tables) -> int:
    """Return how many openings a term has."""
    return sum(len(openings) for task in tables.openings for openings in task)


def _everything(tables: Tables) -> Piece:
    return Piece(
        trainees=frozenset(range(len(tables.chains))),
        first_week=0,
        last_week=tables.problem.last_week,
        trainers=frozenset(range(len(tables.base))),
        may_change_own=True,
    )


def _whole(search: Search, watch: Watch, seed: int) -> Bound | None:
    """Plan a term as a whole, and return what any timetable costs at least; None if that cannot be said."""
    state = search.state
    piece = _everything(state.tables)
    outcome = plan_anew(state, piece, Effort(WHOLE_EFFORT, seed, watch.left_s))
    search.renew()
    search.go_back()
    if not outcome.is_found or state.is_cut:
        return None
    return Bound(pence=search.best_pence - (outcome.above_bound_pence or 0), relaxes="nothing")


def _improve(search: Search, watch: Watch, seed: int) -> None:
    """Make a timetable better until the budget is spent."""
    steps = 0
    while (spent := watch.spent(steps)) < POLISH and not watch.is_stopped():
        search.step(WARMTH * max(0.0, 1 - spent / POLISH) ** 2)
        steps += 1
        if steps % 20 == 0:
            watch.say("improving", search.best_pence)
    search.go_back()
    while watch.spent(steps) < 1 and not watch.is_stopped():
        _polish(search, Effort(PIECE_EFFORT, seed + steps, watch.left_s))
        for _ in range(COLD_STEPS):
            search.step(warmth=0.0)
        steps += PIECE_STEPS + COLD_STEPS
        watch.say("polishing", search.best_pence)


def _polish(search: Search, effort: Effort) -> None:
    """Plan a few weeks of one trainer's trainees by the model, and keep it if it is cheaper."""
    state, weeks = search.state, len(search.state.tables.problem.weeks)
    trainer = search.chance.randrange(len(state.tables.base))
    trainees = with_groups(state.tables, (each for each, own in enumerate(state.own) if own == trainer))
    first = search.chance.randrange(max(1, weeks - PIECE_WEEKS + 1))
    owners = frozenset(own for each in trainees if (own := state.own[each]) is not None)
    piece = Piece(trainees=trainees, first_week=first, last_week=first + PIECE_WEEKS - 1, trainers=owners)
    outcome = plan_anew(state, piece, effort)
    before = search.best_pence
    search.renew()
    if outcome.is_found and search.pence > before:
        outcome.undo(state, piece)
        search.renew()
