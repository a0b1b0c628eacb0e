"""What a piece's model says of its trainees: order, spacing, who trains them, and what of it costs how much."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from travel_training.scheduler.nodes import Literal, Node, Open
from travel_training.scheduler.state import State

Cost = Any
"""A linear expression of the model, in pence."""


def add_trainees(state: State, model: cp_model.CpModel, opened: Open) -> Iterator[Cost]:
    """Say everything that concerns trainees, and yield what it costs."""
    by_task: dict[int, list[Node]] = {number: [] for number in opened.needed}
    for node in opened.nodes:
        by_task[node.task].append(node)
    for number, (must, free) in opened.needed.items():
        held = sum(node.is_held for node in by_task[number])
        model.add_linear_constraint(held, must, free)
        _keep_numbers(state, model, number, by_task[number])
    for trainee in opened.trainees:
        nodes = [node for number in state.tables.chains[trainee] for node in by_task.get(number, ())]
        _keep_days(state, model, trainee, nodes)
        _keep_order(state, model, opened, trainee, by_task)
        yield from _weeks(state, model, trainee, nodes)
        yield from _company(state, model, opened, trainee, nodes)


def _keep_numbers(state: State, model: cp_model.CpModel, number: int, nodes: list[Node]) -> None:
    """Have as many free sessions before each one that stays as its number asks."""
    held = [(index, each.day) for index, each in enumerate(state.held[number]) if each is not None]
    for index, day in held:
        before = sum(other < day for _, other in held)
        model.add(sum(node.is_held for node in nodes if node.day < day) == index - before)


def _keep_days(state: State, model: cp_model.CpModel, trainee: int, nodes: list[Node]) -> None:
    """One session a day, and no more in a week than the trainee bears."""
    tables, name = state.tables, state.tables.problem.trainees[trainee].id
    days: dict[int, list[Literal]] = {}
    weeks: dict[int, list[Literal]] = {}
    for node in nodes:
        days.setdefault(node.day, []).append(node.is_held)
        weeks.setdefault(tables.week[node.day], []).append(node.is_held)
    if name in tables.heard.a_day:
        for literals in days.values():
            model.add_at_most_one(literals)
    if name in tables.heard.a_week:
        for week, literals in weeks.items():
            already = sum(
                placed is not None and tables.week[placed.day] == week for *_, placed in state.sequence(trainee)
            )
            model.add(sum(literals) <= max(0, tables.heard.a_week[name] - already))


def _keep_order(
    state: State, model: cp_model.CpModel, opened: Open, trainee: int, by_task: dict[int, list[Node]]
) -> None:
    """Have no session of a task before every session of the task before it has been held."""
    if state.tables.problem.trainees[trainee].id not in state.tables.heard.ordered:
        return
    chain = [number for number in state.tables.chains[trainee] if None in state.held[number]]
    for before, after in pairwise(chain):
        if before not in opened.needed or after not in opened.needed:
            continue
        wanted = opened.needed[before][1]
        first = sorted(by_task[before], key=lambda node: node.day)
        done: Literal | None = None
        seen = 0
        for node in sorted(by_task[after], key=lambda node: node.day):
            upto = seen
            while upto < len(first) and first[upto].day < node.day:
                upto += 1
            if done is None or upto > seen:
                seen, fresh = upto, model.new_bool_var("")
                model.add(sum(each.is_held for each in first[:seen]) >= wanted * fresh)
                if done is not None:
                    model.add_implication(done, fresh)
                done = fresh
            model.add_implication(node.is_held, done)


def _weeks(state: State, model: cp_model.CpModel, trainee: int, nodes: list[Node]) -> Iterator[Cost]:
    """Yield what is unplanned, and what the weeks cost: too many, too few, none, and how late the last one is."""
    tables, record, prices = state.tables, state.tables.problem.trainees[trainee], state.tables.problem.prices
    of_week: list[list[Literal | int]] = [[] for _ in tables.problem.weeks]
    for *_, placed in state.sequence(trainee):
        if placed is not None:
            of_week[tables.week[placed.day]].append(1)
    for node in nodes:
        of_week[tables.week[node.day]].append(node.is_held)
    left = model.new_int_var(0, record.count, "")
    model.add(left == record.count - sum(map(sum, of_week)))
    yield prices.unplanned_pence * left
    begun, goes_on = _under_way(model, of_week)
    for last in goes_on[-1:]:
        model.add(left <= record.count * last)
    yield prices.week_later_pence * sum(goes_on[:-1])
    for week, held in enumerate(of_week):
        if len(held) > record.a_week:
            over = model.new_int_var(0, len(held), "")
            model.add(over >= sum(held) - record.a_week)
            yield prices.week_crowded_pence * over
        if tables.can_come[trainee][week]:
            yield from _thin_week(state, model, trainee, sum(held), (begun[week], goes_on[week]))


def _under_way(model: cp_model.CpModel, of_week: list[list[Literal | int]]) -> tuple[list[Literal], list[Literal]]:
    """Return by week whether a session is held in one before it, and whether in one after it."""
    begun = [model.new_bool_var("") for _ in of_week]
    goes_on = [model.new_bool_var("") for _ in of_week]
    for week, (held, then) in enumerate(pairwise(of_week)):
        model.add_implication(begun[week], begun[week + 1])
        model.add_implication(goes_on[week + 1], goes_on[week])
        for literal in held:
            model.add(begun[week + 1] >= literal)
        for literal in then:
            model.add(goes_on[week] >= literal)
    return begun, goes_on


def _thin_week(
    state: State, model: cp_model.CpModel, trainee: int, held: Cost, under_way: tuple[Literal, Literal]
) -> Iterator[Cost]:
    """Yield what a week under way costs with too few sessions or none."""
    wanted, prices = state.tables.problem.trainees[trainee].a_week, state.tables.problem.prices
    begun, goes_on = under_way
    without = model.new_bool_var("")
    model.add(without >= begun + goes_on - 1 - held)
    yield prices.week_without_pence * without
    short = model.new_int_var(0, wanted, "")
    model.add(short >= wanted * (begun + goes_on - 1) - held)
    yield prices.week_short_pence * short


def _company(state: State, model: cp_model.CpModel, opened: Open, trainee: int, nodes: list[Node]) -> Iterator[Cost]:
    """Have the trainee trained by their own trainer or, where that one is away, by few others; yield what it costs."""
    tables, record, prices = state.tables, state.tables.problem.trainees[trainee], state.tables.problem.prices
    own, known = opened.own.get(trainee), record.trainer
    if own is not None and known is not None:
        kept = sum(literal for trainer, literal in own.items() if tables.problem.trainers[trainer].id == known)
        yield prices.other_trainer_pence * (1 - kept)
    if own is not None:
        yield from _kept_company(state, model, trainee, own)
    for node in nodes:
        if own is None:
            if node.trainer != state.own[trainee]:
                yield prices.cover_pence * node.is_held
            continue
        theirs = own.get(node.trainer)
        if record.id in tables.heard.loyal:
            away = [literal for trainer, literal in own.items() if tables.is_away[trainer][node.day]]
            model.add_bool_or([node.is_held.negated(), *([theirs] if theirs is not None else []), *away])
        cover = model.new_bool_var("")
        model.add_bool_or([node.is_held.negated(), cover, *([theirs] if theirs is not None else [])])
        yield prices.cover_pence * cover
    if record.id in tables.heard.meets:
        _meet_few(state, model, trainee, nodes)


def _kept_company(state: State, model: cp_model.CpModel, trainee: int, own: dict[int, Literal]) -> Iterator[Cost]:
    """Have the own trainer be one with whom what stays may stay; yield what it costs."""
    tables, name = state.tables, state.tables.problem.trainees[trainee].id
    for *_, placed in state.sequence(trainee):
        if placed is None:
            continue
        theirs = [own[placed.trainer]] if placed.trainer in own else []
        yield tables.problem.prices.cover_pence * (1 - sum(theirs))
        if name in tables.heard.loyal and not tables.is_past[placed.day]:
            away = [literal for trainer, literal in own.items() if tables.is_away[trainer][placed.day]]
            model.add_bool_or([*theirs, *away])


def _meet_few(state: State, model: cp_model.CpModel, trainee: int, nodes: list[Node]) -> None:
    most = state.tables.heard.meets[state.tables.problem.trainees[trainee].id][0]
    met = {trainer for trainer, times in state.met[trainee].items() if times}
    fresh = {node.trainer for node in nodes} - met
    if len(fresh) + len(met) <= most:
        return
    used = {trainer: model.new_bool_var("") for trainer in sorted(fresh)}
    for node in nodes:
        if node.trainer in used:
            model.add_implication(node.is_held, used[node.trainer])
    model.add(sum(used.values()) <= max(0, most - len(met)))
