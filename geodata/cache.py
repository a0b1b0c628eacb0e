"""Roads kept in a folder: built once from a map file, read back in a moment, and never half written.

The folder holds one file, ``roads.npz``: the arrays of the graph, and the rest of it as JSON in bytes. Nothing in it
is executed when it is read.
"""

import json
import os
import zipfile
import zlib
from dataclasses import asdict, fields
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from geodata.closures import TimedClosure
from geodata.errors import MapFileError
from geodata.osm import content_hash, read_pbf
from geodata.report import LoadReport
from geodata.roads import RoadGraph

LOADER_VERSION = 1
"""Raised whenever the loader reads the same file differently; roads of another version are built again."""

FILE_NAME = "roads.npz"
_NOT_ARRAYS = frozenset({"names", "closures", "report"})
_ARRAYS = tuple(each.name for each in fields(RoadGraph) if each.name not in _NOT_ARRAYS)


def save_roads(roads: RoadGraph, folder: Path) -> Path:
    """Write roads into a folder, which is made if need be, and return the file.

    The file appears whole or not at all: it is written beside itself and then moved into place.

    Raises
    ------
    MapFileError
        If the folder cannot be written.
    """
    about = {
        "loader_version": LOADER_VERSION,
        "names": roads.names,
        "closures": roads.closures,
        "report": asdict(roads.report),
    }
    arrays = {name: getattr(roads, name) for name in _ARRAYS}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=FILE_NAME, delete=False) as file:
            try:
                np.savez(file, allow_pickle=False, **arrays)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(folder / FILE_NAME)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise MapFileError(f"The roads cannot be written to {folder}: {error}. Choose another folder.") from error
    return folder / FILE_NAME


def load_roads(folder: Path) -> RoadGraph:
    """Read roads that ``save_roads`` wrote.

    Raises
    ------
    MapFileError
        If the folder holds none, or the file is corrupt or of another version; the text says to build them again.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise MapFileError(
            f"There are no roads in {folder}. Build them: waymark roads build FILE.osm.pbf --out {folder}"
        )
    again = f"Build them again: waymark roads build FILE.osm.pbf --out {folder}"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            about = json.loads(stored["about"].tobytes())
            if about["loader_version"] != LOADER_VERSION:
                raise MapFileError(f"The roads in {folder} were built by another version of Waymark. {again}")
            return RoadGraph(
                **{name: stored[name] for name in _ARRAYS},
                names=tuple(about["names"]),
                closures=tuple(TimedClosure(*closure) for closure in about["closures"]),
                report=_report(about["report"]),
            )
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError, OSError) as error:
        raise MapFileError(f"The roads in {folder} are corrupt ({error}). {again}") from error


def build_roads_once(map_file: Path, folder: Path) -> RoadGraph:
    """Return the roads of a map file, from the folder if they were built from the same content, else built and kept.

    Raises
    ------
    MapFileError
        As ``read_pbf`` and ``save_roads`` do; a corrupt or outdated folder is built again without a word.
    """
    try:
        roads = load_roads(folder)
    except MapFileError:
        roads = None
    if roads is not None and map_file.is_file() and roads.report.content_hash == content_hash(map_file):
        return roads
    roads = read_pbf(map_file)
    save_roads(roads, folder)
    return roads


def _report(stored: dict[str, Any]) -> LoadReport:
    """Return a report from JSON, which knows lists where the report has tuples."""
    pairs = ("restrictions_unclear", "conditions_unclear")
    stored |= {name: tuple((number, text) for number, text in stored[name]) for name in pairs}
    return LoadReport(**stored | {"dropped_way_ids": tuple(stored["dropped_way_ids"])})
