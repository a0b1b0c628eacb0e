"""Roads from and to networkx: graphs as osmnx makes them, GraphML files, and places by name through osmnx.

Such graphs know neither barriers nor turn restrictions; an .osm.pbf read by ``geodata.osm`` knows both. Use these
where there is no file, and to look at roads with the tools of networkx.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import networkx as nx
import numpy as np
import osmnx
from numpy.typing import NDArray
from shapely import LineString

from geodata.access import ACCESS_KEYS, PUBLIC, strictest
from geodata.areas import SILENT, settle_areas
from geodata.errors import GeodataError, MapFileError, PlaceNotFoundError
from geodata.network import PhysicalRoads, assemble
from geodata.pieces import columns_of_ways
from geodata.report import LoadReport
from geodata.roads import NO_ROAD, RoadGraph
from geodata.speeds import KPH_PER_MPH, RoadClass
from geodata.tags import ROAD_CLASSES, WayTags, read_way

Ints = NDArray[np.int64]

_TAGS = frozenset(
    {"access", "vehicle", "motor_vehicle", "motorcar", "psv", "bus", "taxi", "minibus", "area", "junction", "highway"}
    | {"lit", "sidewalk", "maxspeed", "maxspeed:type", "source:maxspeed", "maxheight", "maxwidth", "maxweight", "name"}
    | {"access:conditional", "vehicle:conditional", "motor_vehicle:conditional", "motorcar:conditional", "ref"}
)


def from_networkx(graph: "nx.MultiDiGraph[Any]", source: str = "") -> RoadGraph:
    """Return the roads of a graph as osmnx makes them.

    Nodes bear ``x`` and ``y`` (degrees, or the units of ``graph.graph["crs"]``); edges bear ``highway``, ``osmid``
    and ``length`` in metres, and may bear ``geometry``, ``maxspeed``, ``access`` and other tags, each of which may be
    a list. Every edge is one direction of a road. Of a list the first value counts, of limits the lowest, and of
    access the strictest.

    Raises
    ------
    MapFileError
        If a node or an edge lacks what it must bear, or no roads hang together.
    """
    if graph.graph.get("crs", "epsg:4326") != "epsg:4326":
        graph = osmnx.projection.project_graph(graph, to_latlong=True)
    number = {node: at for at, node in enumerate(graph.nodes)}
    edges: list[tuple[int, int, dict[str, Any], WayTags]] = []
    ways_out: dict[str, int] = {}
    for start, end, data in graph.edges(data=True):
        tags = read_way(_tags_of(data))
        if isinstance(tags, WayTags):
            edges.append((number[start], number[end], data, tags))
        elif tags:
            ways_out[tags] = ways_out.get(tags, 0) + 1
    if not edges:
        raise MapFileError("The graph holds no edge with a highway tag on which one may drive.")
    try:
        physical = _physical(graph, edges)
    except (KeyError, TypeError, ValueError) as error:
        raise MapFileError(
            f"The graph lacks what a road needs ({error!r}): x and y of each node, osmid and length of each edge."
        ) from error
    report = LoadReport(source=source, closed_ways=ways_out, ways=len(edges), nodes=len(number))
    return assemble(physical, {}, report)


def to_networkx(roads: RoadGraph, metric: NDArray[np.int32] | None = None) -> "nx.MultiDiGraph[int]":
    """Return the graph as networkx and osmnx know it: one edge for each arc, ``length`` in metres.

    Junctions with restricted approaches are several nodes, so that fastest ways found on it are lawful. An arc that
    drives nowhere (``NO_ROAD``) is an edge of no length whose highway is "none". With ``metric`` (milliseconds) each
    edge bears ``travel_time`` in seconds.
    """
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="epsg:4326")
    places = zip(roads.node_lat.tolist(), roads.node_lon.tolist(), strict=True)
    graph.add_nodes_from((node, {"y": lat, "x": lon}) for node, (lat, lon) in enumerate(places))
    for arc, (tail, head, road) in enumerate(
        zip(roads.tail.tolist(), roads.head.tolist(), roads.road.tolist(), strict=True)
    ):
        data = _edge(roads, road) if road != NO_ROAD else {"osmid": 0, "highway": "none", "length": 0.0}
        if metric is not None:
            data["travel_time"] = int(metric[arc]) / 1000
        graph.add_edge(tail, head, **data)
    return graph


def read_graphml(path: Path) -> RoadGraph:
    """Read roads from a GraphML file that osmnx or ``write_graphml`` wrote.

    Raises
    ------
    MapFileError
        If the file is absent, not GraphML, or not of roads.
    """
    if not path.is_file():
        raise MapFileError(f"There is no map file {path}.")
    try:
        graph = osmnx.load_graphml(path)
    except (ParseError, KeyError, ValueError, TypeError, AttributeError, nx.NetworkXError, StopIteration) as error:
        raise MapFileError(f"The map file {path} is not GraphML as osmnx writes it ({error!r}).") from error
    return from_networkx(graph, path.name)


def write_graphml(roads: RoadGraph, path: Path) -> None:
    """Write roads as GraphML that osmnx and ``read_graphml`` read."""
    osmnx.save_graphml(to_networkx(roads), path)


def from_place(name: str) -> RoadGraph:
    """Fetch the roads of a place ("Rutland, England") from OpenStreetMap through osmnx; needs the network.

    Raises
    ------
    PlaceNotFoundError
        If OpenStreetMap knows no area of that name.
    GeodataError
        If the network cannot be reached.
    """
    highways = "|".join(ROAD_CLASSES)
    try:
        with _our_tags():
            graph = osmnx.graph_from_place(
                name, custom_filter=f'["highway"~"^({highways})$"]', retain_all=True, simplify=False
            )
        graph = osmnx.simplify_graph(graph, edge_attrs_differ=["osmid"])  # so that no edge mixes the tags of two ways
    except OSError as error:
        raise GeodataError(
            f"Roads of {name!r} come from OpenStreetMap over the network, which cannot be reached. Without it, use an "
            "extract of the county, such as Geofabrik's: waymark roads build FILE.osm.pbf --out ROADS"
        ) from error
    except (ValueError, TypeError) as error:  # osmnx says so of a place that is not found, or is no area
        raise PlaceNotFoundError(f"OpenStreetMap knows no area named {name!r}: {error}") from error
    return from_networkx(graph, name)


@contextmanager
def _our_tags() -> Iterator[None]:
    """Let osmnx keep the tags that concern us, and nothing on disk."""
    settings = osmnx.settings
    before = settings.useful_tags_way, settings.use_cache
    settings.useful_tags_way, settings.use_cache = sorted({*before[0], *_TAGS}), False
    try:
        yield
    finally:
        settings.useful_tags_way, settings.use_cache = before


def _tags_of(data: dict[str, Any]) -> dict[str, str]:
    """Return the tags of an edge as one text each; the direction is the edge's own and so is left out."""
    tags = {}
    for key, value in data.items():
        if isinstance(value, str):
            tags[key] = value
        elif isinstance(value, list | tuple | set) and value:
            texts = [str(each) for each in value]
            tags[key] = ";".join(texts) if key.startswith("maxspeed") else texts[0]
            if key in ACCESS_KEYS:
                tags[key] = strictest(texts)
    return {key: value for key, value in tags.items() if key != "junction" and not key.startswith("oneway")}


def _way_ids(data: dict[str, Any]) -> list[int]:
    value = data["osmid"]
    return [abs(int(each)) for each in (value if isinstance(value, list | tuple) else [value])]


def _physical(graph: "nx.MultiDiGraph[Any]", edges: list[tuple[int, int, dict[str, Any], WayTags]]) -> PhysicalRoads:
    lat = np.array([data["y"] for _, data in graph.nodes(data=True)], dtype=np.float64)
    lon = np.array([data["x"] for _, data in graph.nodes(data=True)], dtype=np.float64)
    lights = np.array([data.get("highway") == "traffic_signals" for _, data in graph.nodes(data=True)])
    tags = [each for *_, each in edges]
    start = np.array([each[0] for each in edges], dtype=np.int64)
    end = np.array([each[1] for each in edges], dtype=np.int64)
    metres = np.array([data["length"] for *_, data, _ in edges], dtype=np.float64)
    shapes = [_shape(data, lat[[a, b]], lon[[a, b]]) for a, b, data, _ in edges]
    middle = np.array([shape[len(shape) // 2] for shape in shapes])
    said = np.array([SILENT if each.area is None else each.area for each in tags], dtype=np.int8)
    road_class = np.array([each.road_class for each in tags], dtype=np.int8)
    points = np.concatenate(shapes)
    return PhysicalRoads(
        lat=lat,
        lon=lon,
        start=start,
        end=end,
        reverse=_reverses(edges),
        way_id=np.array([_way_ids(data)[0] for *_, data, _ in edges], dtype=np.int64),
        area=settle_areas(said, road_class, metres, middle[:, 0], middle[:, 1]),
        kinds=np.array([each.forward_kinds for each in tags], dtype=np.uint8),
        maxspeed_kph=np.array([each.forward_kph for each in tags], dtype=np.float32),
        road_length_dm=np.rint(metres * 10).astype(np.int32),
        signals=lights[end],
        shape_ptr=np.concatenate([[0], np.cumsum([len(shape) for shape in shapes])]),
        shape_lat=points[:, 0],
        shape_lon=points[:, 1],
        **columns_of_ways(tags, np.arange(len(edges))),
    )


def _shape(data: dict[str, Any], lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return latitude and longitude of the points of an edge, straight where it bears no geometry."""
    geometry = data.get("geometry")
    if geometry is None:
        return np.column_stack([lat, lon])
    return np.asarray(geometry.coords)[:, 1::-1]


def _reverses(edges: list[tuple[int, int, dict[str, Any], WayTags]]) -> Ints:
    """Return the edge that is the same piece of road the other way, or -1."""
    waiting: dict[tuple[int, int, frozenset[int], int], list[int]] = {}
    reverse = np.full(len(edges), -1, dtype=np.int64)
    for edge, (start, end, data, _) in enumerate(edges):
        ways, length_dm = frozenset(_way_ids(data)), round(data["length"] * 10)
        if twins := waiting.get((end, start, ways, length_dm)):
            reverse[edge] = twins.pop()
            reverse[reverse[edge]] = edge
        else:
            waiting.setdefault((start, end, ways, length_dm), []).append(edge)
    return reverse


def _edge(roads: RoadGraph, road: int) -> dict[str, Any]:
    """Return what osmnx would keep of a road."""
    data: dict[str, Any] = {
        "osmid": int(roads.way_id[road]),
        "highway": RoadClass(int(roads.road_class[road])).name.lower(),
        "length": float(roads.road_length_dm[road]) / 10,
        "oneway": bool(roads.reverse[road] < 0),
        "road": road,
    }
    if roads.names[roads.name[road]]:
        data["name"] = roads.names[roads.name[road]]
    if roads.access[road] != PUBLIC:
        data["access"] = "destination"
    if not math.isnan(roads.maxspeed_kph[road]):
        data["maxspeed"] = f"{roads.maxspeed_kph[road] / KPH_PER_MPH:.3f} mph"
    if roads.road_length_dm[road]:
        data["geometry"] = LineString(roads.shape(road)[:, ::-1])
    return data
