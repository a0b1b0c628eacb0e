"""The checker of timetables: the gate through which every one goes, whoever made it. It never meets the planner."""

from collections.abc import Sequence

from travel_training.rules import GROUND, RULES, Rule, Violation
from travel_training.rules.ground import OnlyWhatIsKnown, known_part
from travel_training.term import TermProblem
from travel_training.timetable import Timetable


def check(problem: TermProblem, timetable: Timetable, rules: Sequence[Rule] = RULES) -> list[Violation]:
    """Return every way in which a timetable is not one, or breaks a rule; an empty list if there is none.

    What only the past has broken is past: a violation all of whose sessions are over, as they were, is not told.

    Parameters
    ----------
    problem, timetable
        The question, and the answer to be judged; it may be any nonsense that can be written down.
    rules
        The rules to judge by, beside the ground rules, which are always judged.
    """
    known = known_part(problem, timetable)
    ground = [violation for rule in GROUND for violation in rule.broken(problem, known)]
    over = {each.id for each in known.sessions if problem.is_past(each.day) and problem.fixed.get(each.id) == each}
    judged = (violation for rule in rules for violation in rule.broken(problem, known))
    broken = [each for each in judged if not each.sessions or not over.issuperset(each.sessions)]
    return [*OnlyWhatIsKnown().broken(problem, timetable), *ground, *broken]
