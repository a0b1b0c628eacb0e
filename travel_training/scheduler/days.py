"""What a piece's model says of its trainers: one plan of each day among all that could be; weeks; loads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from travel_training.scheduler.dayplans import Call, DayPlan, day_plans
from travel_training.scheduler.nodes import Chance, Literal, Node, Open
from travel_training.scheduler.state import State
from travel_training.scheduler.tables import Placed
from travel_training.scheduler.terms import Cost


@dataclass(frozen=True, slots=True)
class Choice:
    """A plan of a trainer's day that may be chosen: the free sessions that it holds, each with where it then is."""

    free: tuple[tuple[Node, Placed], ...]
    plan: DayPlan
    is_chosen: Literal


def add_days(state: State, model: cp_model.CpModel, opened: Open) -> tuple[list[Cost], list[Choice]]:
    """Say everything that concerns trainers; return what it costs, and the plans that may be chosen."""
    by_day: dict[tuple[int, int], list[Node]] = {}
    for node in opened.nodes:
        by_day.setdefault((node.trainer, node.day), []).append(node)
    choices: list[Choice] = []
    for nodes in by_day.values():
        choices += _choices(state, model, nodes)
    costs = [choice.plan.pence * choice.is_chosen for choice in choices]
    return [*costs, *_loads(state, model, opened.nodes)], choices


def _choices(state: State, model: cp_model.CpModel, nodes: Sequence[Node]) -> list[Choice]:
    """Have one plan of a day chosen, or none; each node is held if its plan is chosen."""
    trainer, day = nodes[0].trainer, nodes[0].day
    standing = [
        Call(
            state.tables.tasks[number].members, ends_s - begins_s, (Chance(begins_s, begins_s, start, end),), must=True
        )
        for begins_s, ends_s, start, end, number in state.agenda[trainer][day]
    ]
    calls = [_call(state, node) for node in nodes]
    of_node: list[list[Literal]] = [[] for _ in nodes]
    found = []
    for plan in day_plans(state, trainer, day, (*calls, *standing)):
        theirs = [(at, placed) for at, placed in plan.held if at < len(nodes)]
        chosen = model.new_bool_var("")
        for at, _ in theirs:
            of_node[at].append(chosen)
        found.append(Choice(tuple((nodes[at], placed) for at, placed in theirs), plan, chosen))
    one = [choice.is_chosen for choice in found]
    if standing:
        model.add_exactly_one(one)
    else:
        model.add_at_most_one(one)
    for node, literals in zip(nodes, of_node, strict=True):
        model.add(sum(literals) == node.is_held)
    return found


def _call(state: State, node: Node) -> Call:
    task = state.tables.tasks[node.task]
    told = [each for member in task.members for each in state.tables.told.get((member, node.day), ())]
    return Call(task.members, task.lasts_s, node.chances, told=tuple(told))


def _loads(state: State, model: cp_model.CpModel, nodes: list[Node]) -> Iterator[Cost]:
    """Keep weekly limits, and yield what minutes above a fair share cost."""
    tables, problem = state.tables, state.tables.problem
    weeks: dict[tuple[int, int], list[Cost]] = {}
    terms: dict[int, list[Cost]] = {}
    for node in nodes:
        minutes = tables.tasks[node.task].minutes * node.is_held
        weeks.setdefault((node.trainer, tables.week[node.day]), []).append(minutes)
        terms.setdefault(node.trainer, []).append(minutes)
    for (trainer, week), minutes_held in weeks.items():
        limit = tables.heard.contact.get(problem.trainers[trainer].id)
        if limit is not None:
            model.add(sum(minutes_held) <= max(0, limit - state.minutes[trainer][week]))
    for trainer, minutes_held in terms.items():
        already, fair = sum(state.minutes[trainer]), problem.fair_minutes[problem.trainers[trainer].id]
        over = model.new_int_var(0, sum(each.minutes for each in problem.wanted.values()), "")
        model.add(over >= sum(minutes_held) + already - fair)
        yield problem.prices.overload_minute_pence * over
