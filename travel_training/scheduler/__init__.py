"""Plans trainers' terms: the only place in travel training that knows OR-Tools. ``schedule`` is the recipe."""

from travel_training.scheduler.budget import Budget, Progress
from travel_training.scheduler.recipe import schedule

__all__ = ["Budget", "Progress", "schedule"]
