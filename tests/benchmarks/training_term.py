"""Plans a believable term, and plans it again when two trainers fall ill for two weeks in its midst.

``python -m tests.benchmarks.training_term --trainers 12 --trainees 120 --weeks 13 --seed 1 --seconds 120`` prints a
line for each: sessions, cost, bound, gap, violations, how soon the first timetable stood; and after the illness, how
many appointments had to change and how many did.
"""

import argparse
import json
import time
from collections import Counter

from travel_training.checker import check
from travel_training.scheduler import Budget, Progress, schedule
from travel_training.term import TermProblem
from travel_training.terms import believable_term, fallen_ill
from travel_training.timetable import Timetable
from travel_training.timetable_cost import cost_lines, holds


def planned(problem: TermProblem, budget: Budget, seed: int) -> tuple[Timetable, dict[str, object]]:
    """Return a timetable of a term, and the figures of it."""
    told: list[Progress] = []
    began_s = time.process_time()
    made = schedule(problem, budget=budget, seed=seed, report=told.append)
    lines: Counter[str] = Counter()
    for line in cost_lines(problem, made):
        lines[line.what] += line.pence
    first = next(each for each in told if each.doing == "filled")
    pence, bound = made.pence or 0, made.bound
    return made, {
        "sessions": len(made.sessions),
        "unplanned": len(made.unplanned),
        "violations": len(check(problem, made)),
        "pence": pence,
        "lines": dict(+lines),
        "bound": None if bound is None else bound.pence,
        "gap": None if bound is None else round(1 - bound.pence / max(1, pence), 3),
        "relaxes": None if bound is None else bound.relaxes,
        "first_seconds": round(first.seconds, 1),
        "first_pence": first.cost_pence,
        "seconds": round(told[-1].seconds, 1),
        "cpu_seconds": round(time.process_time() - began_s, 1),
    }


def changes(problem: TermProblem, made: Timetable) -> dict[str, object]:
    """Return how many appointments there were to come, how many had to change, and how many did."""
    had_to = sum(told.day in problem.trainer[told.trainer].away for _, told in problem.appointments)
    changed = sum(
        not any(holds(told, now) for now in made.of_trainee.get(trainee, ())) for trainee, told in problem.appointments
    )
    return {"appointments": len(problem.appointments), "had_to_change": had_to, "changed": changed}


def main() -> None:
    """Read the command line, plan, plan again, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trainers", type=int, default=12)
    parser.add_argument("--trainees", type=int, default=120)
    parser.add_argument("--weeks", type=int, default=13)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--steps", type=int)
    asked = parser.parse_args()
    budget = Budget(seconds=asked.seconds) if asked.steps is None else Budget(steps=asked.steps)
    problem = believable_term(asked.trainers, asked.trainees, asked.weeks, asked.seed)
    made, figures = planned(problem, budget, asked.seed)
    print(json.dumps(figures), flush=True)  # noqa: T201 -- a benchmark speaks to who runs it
    ill = fallen_ill(problem, made, trainers=2, week=asked.weeks // 2)
    again, figures = planned(ill, budget, asked.seed)
    print(json.dumps(figures | changes(ill, again)))  # noqa: T201 -- a benchmark speaks to who runs it


if __name__ == "__main__":
    main()
