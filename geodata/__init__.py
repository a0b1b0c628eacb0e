"""Places, roads and time: the ground on which the two services stand.

The face holds the two values that planners and judges read, and is quick to import; whoever reads maps imports
``geodata.osm``, ``geodata.matrix`` and their neighbours by name.
"""

from geodata.places import Place, PlaceId
from geodata.travel import UNREACHABLE_S, TravelMatrix

__all__ = ["UNREACHABLE_S", "Place", "PlaceId", "TravelMatrix"]
