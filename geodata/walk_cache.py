"""The walk network kept in the folder of the roads: built once from a map file, read back in a moment."""

from dataclasses import asdict, astuple, fields
from pathlib import Path

from geodata.stored import built_once, corrupt, read_arrays, write_arrays
from geodata.walk_map import read_walks
from geodata.walk_network import Landmark, WalkNetwork, WalkReport
from geodata.walk_tags import CrossingKind, CrossingTags, LandmarkTags, Recorded

LOADER_VERSION = 1
"""Raised whenever the same map file is read differently; a network of another version is built again."""

FILE_NAME = "walks.npz"
_WHAT = "The ways to walk"
_NOT_ARRAYS = frozenset({"names", "crossings", "landmarks", "report"})
_ARRAYS = tuple(each.name for each in fields(WalkNetwork) if each.name not in _NOT_ARRAYS)


def save_walks(network: WalkNetwork, folder: Path) -> None:
    """Write a walk network into the folder of the roads, whole or not at all.

    Raises
    ------
    MapFileError
        If the folder cannot be written.
    """
    about = {
        "loader_version": LOADER_VERSION,
        "names": network.names,
        "crossings": [astuple(each) for each in network.crossings],
        "landmarks": [(*astuple(each.tags), each.corners) for each in network.landmarks],
        "report": asdict(network.report),
    }
    write_arrays(folder / FILE_NAME, _WHAT, {name: getattr(network, name) for name in _ARRAYS}, about)


def load_walks(folder: Path) -> WalkNetwork:
    """Read a walk network that ``save_walks`` wrote.

    Raises
    ------
    MapFileError
        If the folder holds none, or the file is corrupt or of another version; the text says what to run.
    """
    arrays, about = read_arrays(folder / FILE_NAME, _WHAT, LOADER_VERSION)
    try:
        return WalkNetwork(
            **{name: arrays[name] for name in _ARRAYS},
            names=tuple(about["names"]),
            crossings=tuple(
                CrossingTags(CrossingKind(kind), *map(Recorded, says)) for kind, *says in about["crossings"]
            ),
            landmarks=tuple(
                Landmark(LandmarkTags(*tags), tuple(map(tuple, corners))) for *tags, corners in about["landmarks"]
            ),
            report=WalkReport(**about["report"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise corrupt(folder / FILE_NAME, _WHAT, error) from error


def build_walks_once(map_file: Path, folder: Path) -> WalkNetwork:
    """Return the walk network of a map file, from the folder if built from the same content, else built and kept.

    Raises
    ------
    MapFileError
        As ``read_walks`` and ``save_walks`` do; a corrupt or outdated file is built again without a word.
    """
    return built_once(map_file, lambda: load_walks(folder), read_walks, lambda network: save_walks(network, folder))
