"""Roads kept in a folder: built once from a map file, read back in a moment, and never half written.

The folder holds one file, ``roads.npz``: the arrays of the graph, and the rest of it as JSON in bytes. Nothing in it
is executed when it is read.
"""

from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from geodata.closures import TimedClosure
from geodata.osm import read_pbf
from geodata.report import LoadReport
from geodata.roads import RoadGraph
from geodata.stored import built_once, corrupt, read_arrays, write_arrays

LOADER_VERSION = 1
"""Raised whenever the loader reads the same file differently; roads of another version are built again."""

FILE_NAME = "roads.npz"
_WHAT = "The roads"
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
    write_arrays(folder / FILE_NAME, _WHAT, {name: getattr(roads, name) for name in _ARRAYS}, about)
    return folder / FILE_NAME


def load_roads(folder: Path) -> RoadGraph:
    """Read roads that ``save_roads`` wrote.

    Raises
    ------
    MapFileError
        If the folder holds none, or the file is corrupt or of another version; the text says to build them again.
    """
    arrays, about = read_arrays(folder / FILE_NAME, _WHAT, LOADER_VERSION)
    try:
        return RoadGraph(
            **{name: arrays[name] for name in _ARRAYS},
            names=tuple(about["names"]),
            closures=tuple(TimedClosure(*closure) for closure in about["closures"]),
            report=_report(about["report"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise corrupt(folder / FILE_NAME, _WHAT, error) from error


def build_roads_once(map_file: Path, folder: Path) -> RoadGraph:
    """Return the roads of a map file, from the folder if they were built from the same content, else built and kept.

    Raises
    ------
    MapFileError
        As ``read_pbf`` and ``save_roads`` do; a corrupt or outdated folder is built again without a word.
    """
    return built_once(map_file, lambda: load_roads(folder), read_pbf, lambda roads: save_roads(roads, folder))


def _report(stored: dict[str, Any]) -> LoadReport:
    """Return a report from JSON, which knows lists where the report has tuples."""
    pairs = ("restrictions_unclear", "conditions_unclear")
    stored |= {name: tuple((number, text) for number, text in stored[name]) for name in pairs}
    return LoadReport(**stored | {"dropped_way_ids": tuple(stored["dropped_way_ids"])})
