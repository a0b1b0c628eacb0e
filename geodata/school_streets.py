"""School Streets: which streets, shut at certain hours, are open to the transport of those who live or learn there.

The orders that make School Streets let residents, the school's disabled pupils and their transport in. So a street that
is shut at the hour stays shut as a way through, and is open where a leg begins or ends on it.
"""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.closures import shut_roads
from geodata.roads import RoadGraph, SnappedPlace
from geodata.speeds import TimeBand


def streets_with_access(
    roads: RoadGraph, standing: Sequence[SnappedPlace], when: datetime | TimeBand
) -> NDArray[np.intp]:
    """Return the roads, shut at that time, which make one stretch with a shut road on which a place stands.

    Parameters
    ----------
    standing
        The homes, gates and depots of the day.

    Returns
    -------
    Indices of roads, for ``RoadGraph.road_metric(open_roads=...)``; a stretch that is open can be driven through, too.
    """
    shut = np.array(sorted(set(shut_roads(roads.closures, when))), np.intp)
    here = {snap.road for place in standing for snap in place.snaps}
    if not here.intersection(shut.tolist()):
        return np.zeros(0, np.intp)
    ends = np.column_stack([roads.shape_ptr[shut], roads.shape_ptr[shut + 1] - 1])
    points = np.column_stack([roads.shape_lat[ends.ravel()], roads.shape_lon[ends.ravel()]])
    _, corner = np.unique(points, axis=0, return_inverse=True)
    start, end = corner.reshape(-1, 2).T
    count = int(corner.max()) + 1
    _, stretch_of_corner = connected_components(coo_array((np.ones(len(shut)), (start, end)), shape=(count, count)))
    stretch = stretch_of_corner[start]
    return shut[np.isin(stretch, stretch[np.isin(shut, list(here))])]
