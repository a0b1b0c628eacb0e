"""Tables with geometry: GeoPackage and GeoJSON in and out, and which locality a place lies in.

Plain functions over rows, so that planners may write routes and pupils' points without this package knowing either.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.access import END_ONLY
from geodata.errors import GeodataError, MapFileError
from geodata.places import Place, PlaceId
from geodata.roads import RoadGraph
from geodata.speeds import KPH_PER_MPH, Area, RoadClass

WGS84 = "EPSG:4326"
BRITISH_NATIONAL_GRID = "EPSG:27700"
DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".json": "GeoJSON"}


def points_frame(places: Iterable[Place], rows: Iterable[Mapping[str, Any]] = ()) -> gpd.GeoDataFrame:
    """Return places as points, each with its id and what its row says.

    Parameters
    ----------
    rows
        One for each place, in the same order, or none at all.
    """
    places, rows = list(places), list(rows)
    if rows and len(rows) != len(places):
        raise ValueError(f"rows must be as many as places ({len(places)}), not {len(rows)}.")
    columns = [{"id": str(place.id), **row} for place, row in zip(places, rows or [{}] * len(places), strict=True)]
    geometry = [shapely.Point(place.lon, place.lat) for place in places]
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=WGS84)


def lines_frame(shapes: Iterable[NDArray[np.float64]], rows: Iterable[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Return polylines (float64 of shape (points, 2): latitude, longitude) as lines, each with its row."""
    geometry = [shapely.LineString(shape[:, ::-1]) for shape in shapes]
    return gpd.GeoDataFrame([dict(row) for row in rows], geometry=geometry, crs=WGS84)


def roads_frame(roads: RoadGraph) -> gpd.GeoDataFrame:
    """Return roads as lines, each piece once, with what is known of them: to look at, or to find what a map lacks."""
    once = np.flatnonzero((roads.road_length_dm > 0) & ((roads.reverse < 0) | (np.arange(roads.roads) < roads.reverse)))
    rows = (
        {
            "way_id": int(roads.way_id[road]),
            "name": roads.names[roads.name[road]],
            "road_class": RoadClass(int(roads.road_class[road])).name.lower(),
            "area": Area(int(roads.area[road])).name.lower(),
            "for_ends_of_a_leg_only": bool(roads.access[road] == END_ONLY),
            "one_way": bool(roads.reverse[road] < 0),
            "limit_mph": round(float(roads.maxspeed_kph[road]) / KPH_PER_MPH, 1),
            "metres": int(roads.road_length_dm[road]) / 10,
        }
        for road in once.tolist()
    )
    return lines_frame((roads.shape(road) for road in once.tolist()), rows)


def places_of(frame: gpd.GeoDataFrame, id_column: str = "id") -> tuple[Place, ...]:
    """Return the rows of a table as places; a line or an area stands for a point within it.

    Raises
    ------
    GeodataError
        If the column is missing, or an id is empty, or a row has no geometry.
    """
    if id_column not in frame.columns:
        raise GeodataError(f"The table has no column {id_column!r}; it has {', '.join(map(str, frame.columns))}.")
    points = _in_degrees(frame).geometry.representative_point()
    places = []
    for row, (name, point) in enumerate(zip(frame[id_column], points, strict=True), start=1):
        if point is None or point.is_empty or not str(name).strip():
            raise GeodataError(f"Row {row} of the table ({id_column} {name!r}) lacks a geometry or an id.")
        places.append(Place(PlaceId(str(name)), point.y, point.x))
    return tuple(places)


def localities_of(places: Sequence[Place], localities: gpd.GeoDataFrame, name_column: str = "name") -> tuple[str, ...]:
    """Return the name of the locality in which each place lies, "" where it lies in none.

    Of overlapping localities the smallest counts, so that a town may lie in its district.

    Raises
    ------
    GeodataError
        If the localities have no such column, or are no areas.
    """
    if name_column not in localities.columns:
        known = ", ".join(str(column) for column in localities.columns if column != localities.geometry.name)
        raise GeodataError(f"The localities have no column {name_column!r}; they have {known}.")
    if not localities.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all():
        raise GeodataError("The localities must be areas (polygons), each of them.")
    areas = _in_degrees(localities)
    names = [str(name) for name in areas[name_column]]
    shapes = np.asarray(areas.geometry.to_numpy(), dtype=object)
    by_size = np.argsort(-shapely.area(shapes), kind="stable")
    points = shapely.points([place.lon for place in places], [place.lat for place in places])
    found = [""] * len(places)
    for area in by_size.tolist():  # the smallest comes last and has the last word
        shapely.prepare(shapes[area])
        for place in np.flatnonzero(shapely.covers(shapes[area], points)).tolist():
            found[place] = names[area]
    return tuple(found)


def read_frame(path: Path, layer: str | None = None) -> gpd.GeoDataFrame:
    """Read a GeoPackage or a GeoJSON file, in degrees of WGS 84 whatever it was written in.

    Raises
    ------
    MapFileError
        If the file is absent, cannot be read, or has no geometry or no coordinate system.
    """
    if not path.is_file():
        raise MapFileError(f"There is no file {path}.")
    try:
        frame = gpd.read_file(path, layer=layer, engine="pyogrio")
    except (RuntimeError, ValueError, OSError) as error:
        raise MapFileError(f"The file {path} cannot be read as a GeoPackage or GeoJSON: {error}") from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise MapFileError(f"The file {path} has no geometry.")
    if frame.crs is None:
        raise MapFileError(f"The file {path} does not say its coordinate system; save it with one, such as EPSG:27700.")
    return _in_degrees(frame)


def write_frames(frames: Mapping[str, gpd.GeoDataFrame], path: Path) -> None:
    """Write tables as the layers of a GeoPackage, or one table as GeoJSON; the suffix of the path decides.

    The file appears whole or not at all.

    Raises
    ------
    MapFileError
        If the suffix is neither, GeoJSON is asked to hold several tables, or the file cannot be written.
    """
    driver = DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise MapFileError(f"{path.name} must end in one of {', '.join(DRIVERS)}.")
    if driver == "GeoJSON" and len(frames) != 1:
        raise MapFileError(f"A GeoJSON file holds one table, not {len(frames)}; write a .gpkg instead.")
    aside = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        for layer, frame in frames.items():
            frame.to_file(aside, layer=layer, driver=driver, engine="pyogrio")
        aside.replace(path)
    except (RuntimeError, OSError) as error:
        raise MapFileError(f"The file {path} cannot be written: {error}") from error
    finally:
        aside.unlink(missing_ok=True)


def _in_degrees(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame if frame.crs is None or frame.crs == WGS84 else frame.to_crs(WGS84)
