"""Plans runs and judges plans.

The face holds what judging needs, and is quick to import. It leaves out ``routing.solver`` on purpose: a plan is judged
with no OR-Tools loaded. ``routing.explain`` says why a pupil travels as they do; it loads numba, for times.
"""

from routing.checker import check
from routing.cost import cost
from routing.plan import Plan, Run, Stop
from routing.problem import Problem
from routing.rules import Violation

__all__ = ["Plan", "Problem", "Run", "Stop", "Violation", "check", "cost"]
