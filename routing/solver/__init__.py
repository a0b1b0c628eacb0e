"""The planner: the only place in routing that knows OR-Tools."""

from routing.solver.again import make_again
from routing.solver.budget import Budget, Progress
from routing.solver.insertion import Choice, insert
from routing.solver.locks import NO_LOCKS, Locks
from routing.solver.recipe import solve

__all__ = ["NO_LOCKS", "Budget", "Choice", "Locks", "Progress", "insert", "make_again", "solve"]
