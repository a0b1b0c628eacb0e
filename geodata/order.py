"""In which order to contract the nodes of a road network: nested dissection by inertial flow.

Cut the map in two where few roads cross, put the nodes of the cut last, and do the same with either half. Contracting
the nodes in that order (``geodata.hierarchy``) adds few shortcuts, whatever the roads cost to drive.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

_DIRECTIONS = np.array([[1.0, 0.0], [0.0, 1.0], [0.7071, 0.7071], [0.7071, -0.7071]])
_BANK = 0.3  # the share of the nodes at either end of a direction which must not be parted
_LEAF = 3  # so few nodes need no cutting


def node_order(
    lat: NDArray[np.float64], lon: NDArray[np.float64], tail: NDArray[np.int32], head: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return the nodes in the order in which to contract them.

    Parameters
    ----------
    lat, lon
        Degrees of each node, shape (n,). They only guide the cuts: any numbers give a valid order.
    tail, head
        The nodes at either end of each arc, shape (m,).

    Returns
    -------
    NDArray[np.int32]
        A permutation of ``0 .. n-1``: first the node that is contracted first.

    Notes
    -----
    Inertial flow: A. Schild and C. Sommer, "On balanced separators in road networks", SEA 2015; as an order for
    customisable contraction: J. Dibbelt, B. Strasser and D. Wagner, "Customizable contraction hierarchies",
    ACM JEA 21, 2016.
    """
    n = len(lat)
    first, neighbour = undirected(n, tail, head)
    east = np.asarray(lon, np.float64) * np.cos(np.radians(np.mean(lat))) if n else np.zeros(0)
    fringe, core = _peel(first, neighbour)
    dissected = _dissect(first, neighbour, east, np.asarray(lat, np.float64), core)
    return np.concatenate([fringe, dissected])


def undirected(n: int, tail: NDArray[np.int32], head: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return each node's neighbours by an arc in either direction, without loops and repeats.

    The neighbours of ``v`` are ``neighbour[first[v]:first[v + 1]]``, in ascending order.
    """
    low, high = np.minimum(tail, head).astype(np.int64), np.maximum(tail, head).astype(np.int64)
    edges = np.unique((low * n + high)[low != high])
    ends = np.concatenate([edges, edges % max(n, 1) * n + edges // max(n, 1)])
    ends.sort()
    first = np.searchsorted(ends, np.arange(n + 1, dtype=np.int64) * n).astype(np.int32)
    return first, (ends % max(n, 1)).astype(np.int32)


@njit(cache=True, nogil=True)
def _peel(first: Any, neighbour: Any) -> Any:
    """Take away dead ends until there are none: the nodes taken, in that order, and those which stay."""
    n = len(first) - 1
    degree = first[1:] - first[:-1]
    fringe = np.empty(n, np.int32)
    taken = np.zeros(n, np.bool_)
    count = 0
    for v in range(n):
        if degree[v] <= 1:
            taken[v] = True
            fringe[count] = v
            count += 1
    done = 0
    while done < count:
        v = fringe[done]
        done += 1
        for a in range(first[v], first[v + 1]):
            u = neighbour[a]
            degree[u] -= 1
            if degree[u] <= 1 and not taken[u]:
                taken[u] = True
                fringe[count] = u
                count += 1
    return fringe[:count].copy(), np.flatnonzero(~taken).astype(np.int32)


@njit(cache=True, nogil=True)
def _dissect(first: Any, neighbour: Any, x: Any, y: Any, nodes: Any) -> Any:
    """Order ``nodes`` in place: each piece of the array becomes one half, the other half, the nodes between."""
    local = np.full(len(first) - 1, -1, np.int32)  # a node's number in the piece being cut; -1 outside of it
    stack = [(0, len(nodes))]
    while len(stack) > 0:
        low, high = stack.pop()
        piece = nodes[low:high].copy()
        if len(piece) <= _LEAF:
            continue
        here = np.empty((2, len(piece)))
        for i in range(len(piece)):
            local[piece[i]] = i
            here[0, i], here[1, i] = x[piece[i]], y[piece[i]]
        start, end, twin = _induced(first, neighbour, piece, local)
        for v in piece:
            local[v] = -1
        part = _components(start, end)
        if part.max() == 0:
            part = _best_cut(start, end, twin, here[0], here[1])
        at = low
        for k in range(part.max() + 1):
            begin = at
            for i in range(len(piece)):
                if part[i] == k:
                    nodes[at] = piece[i]
                    at += 1
            stack.append((begin, at))
    return nodes


@njit(cache=True, nogil=True)
def _induced(first: Any, neighbour: Any, piece: Any, local: Any) -> Any:
    """Return the graph among the nodes of a piece: first arcs, their ends, and each arc's way back."""
    n = len(piece)
    start = np.zeros(n + 1, np.int32)
    for i in range(n):
        v = piece[i]
        start[i + 1] = start[i]
        for a in range(first[v], first[v + 1]):
            start[i + 1] += local[neighbour[a]] >= 0
    end = np.empty(start[n], np.int32)
    twin = np.empty(start[n], np.int32)
    at = 0
    for i in range(n):
        v = piece[i]
        for a in range(first[v], first[v + 1]):
            j = local[neighbour[a]]
            if j >= 0:
                end[at] = j
                if j < i:
                    for back in range(start[j], start[j + 1]):
                        if end[back] == i:
                            twin[at] = back
                            twin[back] = at
                at += 1
    return start, end, twin


@njit(cache=True, nogil=True)
def _components(start: Any, end: Any) -> Any:
    """Return the number of the connected part to which each node belongs."""
    n = len(start) - 1
    part = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    parts = 0
    for seed in range(n):
        if part[seed] >= 0:
            continue
        part[seed] = parts
        queue[0] = seed
        done, count = 0, 1
        while done < count:
            v = queue[done]
            done += 1
            for a in range(start[v], start[v + 1]):
                if part[end[a]] < 0:
                    part[end[a]] = parts
                    queue[count] = end[a]
                    count += 1
        parts += 1
    return part


@njit(cache=True, nogil=True)
def _best_cut(start: Any, end: Any, twin: Any, x: Any, y: Any) -> Any:
    """Cut a connected graph along the best of several directions: 0 one half, 1 the other, 2 between."""
    n = len(start) - 1
    bank = max(1, int(_BANK * n))
    best = np.zeros(n, np.bool_)
    best_score = np.inf
    for d in range(len(_DIRECTIONS)):
        along = _DIRECTIONS[d, 0] * x + _DIRECTIONS[d, 1] * y
        row = np.arange(n)
        _part(row, along, bank)
        _part(row, along, n - bank)
        near = _near_side(start, end, twin, row[:bank], row[n - bank :], best_score * n / 2)
        if len(near) == 0:
            continue
        crossing = 0
        for v in range(n):
            if near[v]:
                for a in range(start[v], start[v + 1]):
                    crossing += not near[end[a]]
        score = crossing / min(near.sum(), n - near.sum())
        if score < best_score:
            best_score, best = score, near
    return _separate(start, end, best)


@njit(cache=True, nogil=True)
def _part(row: Any, along: Any, count: int) -> None:
    """Put those ``count`` of a row that come first ``along`` a line before the others (Hoare's "Find", 1961)."""
    low, high = 0, len(row) - 1
    while low < high:
        middle = along[row[(low + high) // 2]]
        i, j = low, high
        while i <= j:
            while along[row[i]] < middle:
                i += 1
            while along[row[j]] > middle:
                j -= 1
            if i <= j:
                row[i], row[j] = row[j], row[i]
                i += 1
                j -= 1
        if count <= j:
            high = j
        elif count >= i:
            low = i
        else:
            return


@njit(cache=True, nogil=True)
def _separate(start: Any, end: Any, near: Any) -> Any:
    """Turn a cut of edges into one of nodes: the nodes on that bank where fewer stand."""
    n = len(start) - 1
    part = np.empty(n, np.int32)
    on_cut = np.zeros(n, np.bool_)
    standing = np.zeros(2, np.int32)
    for v in range(n):
        part[v] = 0 if near[v] else 1
        for a in range(start[v], start[v + 1]):
            if near[end[a]] != near[v]:
                on_cut[v] = True
        standing[part[v]] += on_cut[v]
    bank = 0 if standing[0] < standing[1] else 1
    for v in range(n):
        if on_cut[v] and part[v] == bank:
            part[v] = 2
    return part


@njit(cache=True, nogil=True)
def _near_side(start: Any, end: Any, twin: Any, sources: Any, sinks: Any, give_up: float) -> Any:
    """Return who stands on the sources' side of a smallest cut; nobody if the cut needs ``give_up`` edges.

    Each edge carries one unit either way. Augmented level by level (Dinic 1970): E. A. Dinic, "Algorithm for
    solution of a problem of maximum flow in networks with power estimation".
    """
    n = len(start) - 1
    graph = (start, end, twin)
    flow = np.zeros(len(end), np.int8)
    is_sink = np.zeros(n, np.bool_)
    for sink in sinks:
        is_sink[sink] = True
    level = np.empty(n, np.int32)
    queue = np.empty(n, np.int32)
    pointer = np.empty(n, np.int32)
    path = np.empty(n + 1, np.int32)
    total = 0
    while _set_levels(start, end, flow, sources, is_sink, level, queue):
        for v in range(n):
            pointer[v] = start[v]
        for source in sources:
            total += _send(graph, flow, source, is_sink, level, pointer, path)
        if total >= give_up:
            return np.zeros(0, np.bool_)
    return level >= 0


@njit(cache=True, nogil=True)
def _set_levels(start: Any, end: Any, flow: Any, sources: Any, is_sink: Any, level: Any, queue: Any) -> Any:
    """Count each node's steps from a source over edges with room; say whether a sink was met."""
    for v in range(len(level)):
        level[v] = -1
    count = 0
    for source in sources:
        level[source] = 0
        queue[count] = source
        count += 1
    done = 0
    while done < count:
        v = queue[done]
        done += 1
        for a in range(start[v], start[v + 1]):
            u = end[a]
            if level[u] < 0 and flow[a] < 1:
                level[u] = level[v] + 1
                if is_sink[u]:
                    return True
                queue[count] = u
                count += 1
    return False


@njit(cache=True, nogil=True)
def _send(graph: Any, flow: Any, source: int, is_sink: Any, level: Any, pointer: Any, path: Any) -> Any:
    """Send what one source can along rising levels; return how much."""
    start, end, twin = graph
    sent = 0
    depth = 0
    v = source
    while True:
        if is_sink[v]:
            for k in range(depth):
                flow[path[k]] += 1
                flow[twin[path[k]]] -= 1
            sent += 1
            depth = 0
            v = source
            continue
        while pointer[v] < start[v + 1]:
            a = pointer[v]
            if flow[a] < 1 and level[end[a]] == level[v] + 1:
                break
            pointer[v] += 1
        if pointer[v] < start[v + 1]:
            path[depth] = pointer[v]
            depth += 1
            v = end[pointer[v]]
        elif depth == 0:
            return sent
        else:
            depth -= 1
            v = end[twin[path[depth]]]
            pointer[v] += 1
