"""``waymark what-if``: a table of what a plan would cost if each pupil, requirement, vehicle or bell were otherwise."""

import argparse
from collections.abc import Sequence

from routing.commands import planned
from routing.console import CommandError, Exit, Interrupts, Teller, check_may_write_file
from routing.files import write_whole
from routing.hands import hands
from routing.questions import About, questions
from routing.solver.what_if import Answer, answers
from routing.wording import counted, pounds
from web.paper.exports import csv_text

CAUTION = (
    "These prices are for contracts, bell times and shared training. A risk assessment asks what a pupil needs: what "
    "that costs is no reason to ask less."
)
HEADING = (
    "of",
    "if it were otherwise",
    "costs more (pounds)",
    "if nobody planned again (pounds)",
    "vehicles more",
    "pupils unplaced more",
)
MOST_SHOWN = 5


def run(options: argparse.Namespace) -> Exit:
    """Ask, answer, write, and show the first few; Ctrl-C once writes the answers so far."""
    teller = Teller(quiet=options.quiet)
    check_may_write_file(options.out)
    document, plan = planned(options.plan)
    asked = questions(document.problem, plan, About(options.about))
    if not asked:
        raise CommandError(f"{options.plan} leaves nothing to ask about {options.about}.")
    teller.step(f"{counted(len(asked), 'question')} about {options.about}.")
    with Interrupts() as interrupts, hands(options) as executor:
        found = answers(
            document.problem,
            plan,
            asked,
            iterations=options.iterations,
            seed=options.seed,
            executor=executor,
            report=lambda done, most: teller.step(f"  {done} of {most} answered"),
            stop=interrupts.asked,
        )
        stopped = interrupts.asked()
    write_whole(options.out, csv_text([HEADING, *(_row(each) for each in found)]))
    for each in sorted(found, key=lambda answer: answer.extra_pence)[:MOST_SHOWN]:
        teller.step(in_words(each))
    teller.step(f"{CAUTION}\nWritten to {options.out}: {counted(len(found), 'answer')}, of one day in one direction.")
    return Exit.INTERRUPTED if stopped else Exit.FINE


def in_words(answer: Answer) -> str:
    """Return an answer in a sentence.

    Examples
    --------
    >>> in_words(Answer("p7", "does not travel", -1250, -400, -1, 0))
    'p7: does not travel. £12.50 less, with 1 vehicle fewer.'
    """
    price = f"{pounds(abs(answer.extra_pence))} {'less' if answer.extra_pence <= 0 else 'more'}"
    vehicles = f"{counted(abs(answer.vehicles), 'vehicle')} {'fewer' if answer.vehicles < 0 else 'more'}"
    return f"{answer.of}: {answer.said}. {price}{f', with {vehicles}' if answer.vehicles else ''}."


def _row(answer: Answer) -> Sequence[object]:
    money = answer.extra_pence / 100, answer.unchanged_pence / 100
    return (answer.of, answer.said, *money, answer.vehicles, answer.unplaced)
