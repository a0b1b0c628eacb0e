"""Lifelike authorities from a seed: on any roads, or as a problem on a plane."""

from routing.synthesis.draw import draw
from routing.synthesis.ground import Ground, plane_ground
from routing.synthesis.plane import plane_problem, plane_travels
from routing.synthesis.road_ground import road_ground, synthesise
from routing.synthesis.shares import SIZES, Size

__all__ = [
    "SIZES",
    "Ground",
    "Size",
    "draw",
    "plane_ground",
    "plane_problem",
    "plane_travels",
    "road_ground",
    "synthesise",
]
