"""A plan edited by hand at the desk: each edit is answered at once by the checker, the cost and everyone it touches.

An edit is a pure function of a problem, a plan and what is wanted, and returns an ``Edit``: the new plan, whatever
rules it breaks, and what it does. It refuses only what has no meaning (no such run, no road), in a sentence.
"""

from routing.edits.edit import Edit, edit_of
from routing.edits.pupils import leave_out, move, swap
from routing.edits.runs import Turn, change_assistant, change_order, change_time, change_vehicle

__all__ = [
    "Edit",
    "Turn",
    "change_assistant",
    "change_order",
    "change_time",
    "change_vehicle",
    "edit_of",
    "leave_out",
    "move",
    "swap",
]
