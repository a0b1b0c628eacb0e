"""The checker: the gate through which every plan goes, whoever made it, human or machine.

It never meets the planner and loads no OR-Tools; it reads what is written in the plan, and drives every leg again.
"""

from collections.abc import Sequence

from routing.plan import Plan
from routing.problem import Problem
from routing.rules import GROUND, RULES, Rule, Violation
from routing.rules.ground import OnlyWhatIsKnown, known_part


def check(problem: Problem, plan: Plan, rules: Sequence[Rule] = RULES) -> list[Violation]:
    """Return every way in which a plan is not a plan, or breaks a rule; an empty list if there is none.

    Parameters
    ----------
    problem, plan
        The question, and the answer to be judged; it may be any nonsense that can be written down.
    rules
        The rules to judge by, beside the ground rules, which are always judged.
    """
    known = known_part(problem, plan)
    unknown = list(OnlyWhatIsKnown().broken(problem, plan))
    return unknown + [violation for rule in (*GROUND, *rules) for violation in rule.broken(problem, known)]
