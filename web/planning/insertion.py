"""One pupil more in a draft that stands: the best ways, each with its price and what it does to everyone else."""

from dataclasses import dataclass

from routing.edits import Edit, edit_of
from routing.errors import CannotBeDoneError, NoSuchRecordError
from routing.plan import Plan
from routing.problem import Problem
from routing.risk import PupilId
from web.access import Principal
from web.planning.editing import Wish, apply
from web.store import ConflictError, Store

MOST = 5
"""So many ways are offered."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to carry a pupil.

    Parameters
    ----------
    number
        Counted from 1, the cheapest first; the same draft has the same ways.
    said
        With references and no names.
    edit
        The plan that results, what the checker says of it, and what changes for everyone else.
    """

    number: int
    said: str
    edit: Edit

    @property
    def extra_pence(self) -> int:
        """What it costs more than leaving the pupil out does, the price of which is not counted."""
        extra = self.edit.effects.extra_by_kind
        return sum(pence for kind, pence in extra.items() if kind != "unplaced")


def ways_to_carry(problem: Problem, plan: Plan, pupil: PupilId) -> tuple[Way, ...]:
    """Return the best ways to carry a pupil who has no run, the cheapest first; perhaps none.

    Raises
    ------
    NoSuchRecordError
        If the draft knows no such pupil.
    CannotBeDoneError
        If they have a run already, or may not travel at all.
    """
    from routing.solver import insert  # noqa: PLC0415 -- OR-Tools takes a second to load

    if pupil not in problem.pupil:
        raise NoSuchRecordError(f"There is no pupil {pupil!r} in this plan. Take in the records as they are now first.")
    if why := problem.why_not_planned(pupil):
        raise CannotBeDoneError(f"{pupil} may not travel: {why}.")
    try:
        choices = insert(problem, plan, pupil, most=MOST)
    except ValueError as refused:
        raise CannotBeDoneError(str(refused)) from None
    return tuple(
        Way(number, choice.said, edit_of(problem, plan, choice.plan)) for number, choice in enumerate(choices, 1)
    )


def carry(store: Store, principal: Principal, id_: str, step: int, pupil: PupilId, number: int) -> int:
    """Carry a pupil in the way of that number; return the new step. Raises as ``editing.apply`` does."""

    def make(problem: Problem, plan: Plan) -> Edit:
        ways = ways_to_carry(problem, plan, pupil)
        if not 1 <= number <= len(ways):
            raise ConflictError("There is no such way to carry them any more: look at the choices again.")
        return ways[number - 1].edit

    return apply(store, principal, id_, step, Wish(f"{pupil} inserted, choice {number}", make))
