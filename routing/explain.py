"""Why a pupil travels as they do, or has no run: for the desk, a family's question, an appeal. In plain English.

It reads a finished plan and asks the checker and the cost about others; it needs no planner and loads no OR-Tools.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from routing.alternatives import Alternative, Judge, Way, ways, without
from routing.changes import Change, cheapest_change, conflicts
from routing.cost import cost
from routing.errors import NoSuchRecordError
from routing.plan import Plan, Run, RunId, Stop
from routing.problem import Problem
from routing.risk import PupilId, RuleId
from routing.rules import Rule
from routing.rules.reading import own_stops
from routing.slack import Limit, Slack, slacks
from routing.wording import clock, counted, listed, minutes, pounds


@dataclass(frozen=True, slots=True)
class Placed:
    """How a pupil travels, and why so.

    Parameters
    ----------
    run_id, run, stop
        Their run, and the stop at their own end of it.
    later, earlier
        How far that stop could move, and what stands in the way beyond.
    next_best
        The cheapest other way to carry them, everyone else staying where they are; None if there is none.
    extra_pence
        What that would cost more than the plan as it is.
    """

    pupil: PupilId
    run_id: RunId
    run: Run
    stop: Stop
    later: Slack
    earlier: Slack
    next_best: Alternative | None
    extra_pence: int


@dataclass(frozen=True, slots=True)
class Left:
    """Why a pupil has no run.

    Parameters
    ----------
    reason
        What the plan itself says.
    rules
        Sets of rules, each of which leaves no run; none if there is one after all, or no current risk assessment.
    way_out
        The cheapest run, if there is one after all.
    change
        The cheapest single change that would place them; None if none of those tried would.
    """

    pupil: PupilId
    reason: str
    rules: tuple[tuple[Rule, ...], ...] = ()
    way_out: Alternative | None = None
    change: Change | None = None


def explain(problem: Problem, plan: Plan, pupil: PupilId) -> str:
    """Return, in a few sentences, why a pupil travels as they do in a plan, or why they have no run.

    Raises
    ------
    NoSuchRecordError
        If the problem knows no such pupil.
    """
    found = explanation(problem, plan, pupil)
    lines = _placed_lines(problem, found) if isinstance(found, Placed) else _left_lines(problem, found)
    return "\n".join([*lines, *_assessment_lines(problem, pupil)])


def explanation(problem: Problem, plan: Plan, pupil: PupilId) -> Placed | Left:
    """Return what ``explain`` puts into words."""
    if pupil not in problem.pupil:
        raise NoSuchRecordError(f"There is no pupil {pupil!r} in this plan. Look at the travel references it lists.")
    rest = without(problem, plan, pupil)
    for shift in plan.shifts:
        for number, run in enumerate(shift.runs, 1):
            stop = dict(own_stops(problem, run)).get(pupil)
            if pupil in run.pupils and stop is not None:
                others = (way for way in ways(problem, rest, pupil) if not _is_as_now(problem, run, way))
                best = Judge(problem, rest, pupil).find_cheapest(others)
                extra = 0 if best is None else best.pence - cost(problem, plan)
                run_id = RunId(f"{shift.vehicle}/{number}")
                return Placed(pupil, run_id, run, stop, *slacks(problem, shift, run, stop), best, extra)
    reason = next((each.reason for each in plan.unplaced if each.pupil == pupil), "the plan does not name them")
    if lapsed := problem.why_not_planned(pupil):
        return Left(pupil, lapsed)
    if rules := conflicts(problem, rest, pupil):
        return Left(pupil, reason, tuple(rules), change=cheapest_change(problem, rest, pupil, rules))
    return Left(pupil, reason, way_out=Judge(problem, rest, pupil).find_cheapest(ways(problem, rest, pupil)))


def mixes_to_assess(problem: Problem, plan: Plan) -> list[tuple[RunId, Run, str]]:
    """Return the runs whose mix of pupils asks for a risk assessment of the vehicle, each with the reason."""
    found = []
    for run_id, run in plan.numbered_runs():
        most = problem.policy.mix_review_pupils
        if len(run.pupils) >= most:
            found.append((run_id, run, f"{counted(len(run.pupils), 'pupil')} travel together, {most} or more"))
        elif alone := [pupil for pupil in run.pupils if problem.pupil[pupil].needs.solo]:
            found.append((run_id, run, f"{listed(alone)} travels with no other pupil"))
    return found


def _is_as_now(problem: Problem, run: Run, way: Way) -> bool:
    """Say whether a way is the run that they have: the same company, in the same vehicle or in one just like it."""
    aboard = {pupil for visit in way.runs[way.number].visits for pupil in visit.boards}
    return aboard == set(run.pupils) and problem.vehicle[way.vehicle].kind == problem.vehicle[run.vehicle].kind


def _placed_lines(problem: Problem, found: Placed) -> Iterator[str]:
    ride = next(ride for ride in found.run.rides() if ride.pupil == found.pupil)
    yield (
        f"{found.pupil} travels on run {found.run_id}, {_times(found.run, found.pupil)}: "
        f"{minutes(ride.seconds)} aboard, where {minutes(problem.ride_limit_s(found.pupil))} are allowed."
    )
    yield f"{_company(found)} {_crew(found)}"
    comes = "The pick-up" if problem.is_to_school else "Coming home"
    yield f"{comes} {_moves(problem, found.later, 'later')}"
    yield f"{comes} {_moves(problem, found.earlier, 'earlier')}"
    if found.next_best is None:
        yield "No other run would keep every rule, the other pupils staying where they are."
        return
    plan, more = found.next_best.plan, found.extra_pence
    run_id, run = next((each, run) for each, run in plan.numbered_runs() if found.pupil in run.pupils)
    others = [pupil for pupil in run.pupils if pupil != found.pupil]
    company = f"with {listed(others)}" if others else "alone"
    price = f"{pounds(abs(more))} {'more' if more >= 0 else 'less'}"
    yield f"The next best would be run {run_id}, {_times(run, found.pupil)}, {company}: it would cost {price}."


def _times(run: Run, pupil: PupilId) -> str:
    """Return when and where a pupil boards and alights."""
    boards = next(stop for stop in run.stops if pupil in stop.boards)
    alights = next(stop for stop in run.stops if pupil in stop.alights)
    return f"from {boards.place} at {clock(boards.arrive_s)} to {alights.place} at {clock(alights.arrive_s)}"


def _company(found: Placed) -> str:
    others = [pupil for pupil in found.run.pupils if pupil != found.pupil]
    return f"On the run with {listed(others)}." if others else "On the run with no other pupil."


def _crew(found: Placed) -> str:
    members = [
        f"{each.assistant} (for {each.one_to_one_with} alone)" if each.one_to_one_with else each.assistant
        for each in found.run.crew
    ]
    return f"Passenger assistants: {listed(members)}." if members else "No passenger assistant."


def _moves(problem: Problem, slack: Slack, way: str) -> str:
    """Return how far the pupil's stop could move one way, and what stands in the way."""
    if slack.seconds is None or not slack.limits:
        return f"could be {way} as far as any rule goes."
    why = listed(_with_assessment(problem, limit) for limit in slack.limits)
    if slack.seconds <= 0:
        return f"cannot be {way}: {why}."
    return f"could be {minutes(slack.seconds)} {way} at most: {why}."


def _with_assessment(problem: Problem, limit: Limit) -> str:
    """Return a limit, with the risk assessment from which it comes, if it does."""
    if limit.pupil is None or limit.rule is None:
        return limit.said
    asked = _asked(problem, limit.pupil, limit.rule)
    return f"{limit.said} ({asked})" if asked else limit.said


def _asked(problem: Problem, pupil: PupilId, rule: RuleId) -> str | None:
    """Return which risk assessment asks a rule for a pupil, and in which words; None if none does."""
    assessment = problem.assessment.get(pupil)
    asks = [measure.asks for measure in assessment.measures if measure.rule == rule] if assessment else []
    if not assessment or not asks:
        return None
    return f"risk assessment of {assessment.assessed_on:%-d %B %Y}: {listed(asks)}"


def _left_lines(problem: Problem, found: Left) -> Iterator[str]:
    pupil = found.pupil
    if problem.why_not_planned(pupil):
        yield f"{pupil} may not travel: {found.reason}."
        yield f"A risk assessment that holds on {problem.day:%-d %B %Y}, signed, would let {pupil} be planned."
        return
    yield f"{pupil} has no run: {found.reason.rstrip('.')}."
    if found.way_out is not None:
        run = found.way_out.plan.find_run_of(pupil)
        if run is not None:
            yield f"There is room after all on {run.vehicle}, {_times(run, pupil)}: plan again, or put {pupil} there."
        return
    for number, rules in enumerate(found.rules):
        which = "This rule leaves" if len(rules) == 1 else "These rules together leave"
        yield f"{which} no run, {'whatever else were loosened' if number else 'the others staying where they are'}:"
        for rule in rules:
            asked = _asked(problem, pupil, rule.id)
            yield f"- {rule.sentence}" + (f" ({asked})" if asked else "")
    if found.change is None:
        yield "None of the single changes that were tried would make one."
    else:
        more = f"With {pupil} aboard the plan would cost {pounds(found.change.extra_pence)} more."
        yield f"The cheapest single change that would make one: {found.change.said}. {more}"


def _assessment_lines(problem: Problem, pupil: PupilId) -> Iterator[str]:
    """Yield what the risk assessment asks of the run."""
    assessment = problem.assessment.get(pupil)
    if assessment is not None and assessment.measures:
        asks = "; ".join(measure.asks for measure in assessment.measures)
        until = f"to be reviewed by {assessment.review_by:%-d %B %Y}"
        yield f"The risk assessment of {assessment.assessed_on:%-d %B %Y} ({until}) asks for: {asks}."
