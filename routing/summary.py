"""What a plan amounts to, in a few numbers: what it costs, how far from the proof, how long pupils ride."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from routing.cost import cost_lines
from routing.plan import Plan
from routing.problem import Problem


def summarise(problem: Problem, plan: Plan, seconds: float) -> dict[str, Any]:
    """Return the ``summary`` of a document, as JSON knows it.

    Parameters
    ----------
    seconds
        How long the planning took.

    Returns
    -------
    dict
        ``cost_pence``, ``cost_by_kind`` (pence by kind of line), ``bound_pence`` and ``bound_relaxes`` (None without a
        bound), ``gap`` ((cost - bound) / cost, or None), ``seconds``, ``vehicles``, ``runs``, ``assistants`` (numbers),
        ``unplaced`` (each pupil with the reason), ``ride_seconds`` (mean, p95, max; None without a ride), ``made_by``,
        ``versions`` and ``seed``.
    """
    by_kind: Counter[str] = Counter()
    for line in cost_lines(problem, plan):
        by_kind[line.what] += line.pence
    cost_pence = by_kind.total()
    bound = plan.bound
    return {
        "cost_pence": cost_pence,
        "cost_by_kind": dict(sorted(by_kind.items())),
        "bound_pence": None if bound is None else bound.pence,
        "bound_relaxes": None if bound is None else bound.relaxes,
        "gap": None if bound is None or cost_pence == 0 else round((cost_pence - bound.pence) / cost_pence, 6),
        "seconds": round(seconds, 3),
        "vehicles": len(plan.shifts),
        "runs": len(plan.runs),
        "assistants": len({member.assistant for run in plan.runs for member in run.crew}),
        "unplaced": [{"pupil": each.pupil, "reason": each.reason} for each in plan.unplaced],
        "ride_seconds": spread([ride.seconds for run in plan.runs for ride in run.rides()]),
        "made_by": plan.made_by,
        "versions": dict(plan.versions),
        "seed": plan.seed,
    }


def spread(seconds: Sequence[int]) -> dict[str, int] | None:
    """Return the mean, the 95th percentile (the least that 95 in 100 do not exceed) and the maximum, whole seconds."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    return {
        "mean": round(sum(ordered) / len(ordered)),
        "p95": ordered[-(-95 * len(ordered) // 100) - 1],
        "max": ordered[-1],
    }
