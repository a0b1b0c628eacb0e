"""Arrays kept in a file: written whole or not at all, and nothing in it is executed when it is read.

A file holds named arrays and, as JSON in bytes, whatever is no array.
"""

import json
import os
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from geodata.errors import MapFileError
from geodata.osm import content_hash


def write_arrays(path: Path, what: str, arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> None:
    """Write arrays and what is known about them into a file, whose folder is made if need be.

    The file appears whole or not at all: it is written beside itself and then moved into place.

    Raises
    ------
    MapFileError
        If the folder cannot be written; ``what`` says what was to be kept there, such as "The roads".
    """
    text = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
            try:
                np.savez(file, allow_pickle=False, about=text, **arrays)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise MapFileError(f"{what} cannot be written to {path.parent}: {error}. Choose another folder.") from error


def read_arrays(path: Path, what: str, version: int) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Return the arrays of a file that ``write_arrays`` wrote, and what is known about them.

    Raises
    ------
    MapFileError
        If the file is absent, corrupt, or ``about["loader_version"]`` is not ``version``.
    """
    folder = path.parent
    build = f"waymark roads build FILE.osm.pbf --out {folder}"
    if not path.is_file():
        raise MapFileError(f"There are no {what.removeprefix('The ')} in {folder}. Build them: {build}")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = dict(stored.items())
        about = json.loads(arrays.pop("about").tobytes())
        found = about["loader_version"]
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError, OSError) as error:
        raise corrupt(path, what, error) from error
    if found != version:
        raise MapFileError(f"{what} in {folder} were built by another version of Waymark. Build them again: {build}")
    return arrays, about


def corrupt(path: Path, what: str, error: Exception) -> MapFileError:
    """Return what to say of a file that does not hold what it should."""
    build = f"waymark roads build FILE.osm.pbf --out {path.parent}"
    return MapFileError(f"{what} in {path.parent} are corrupt ({error}). Build them again: {build}")


class _Report(Protocol):
    @property
    def content_hash(self) -> str: ...


class _FromMap(Protocol):
    @property
    def report(self) -> _Report: ...


_Built = TypeVar("_Built", bound=_FromMap)


def built_once(
    map_file: Path, load: Callable[[], _Built], build: Callable[[Path], _Built], save: Callable[[_Built], object]
) -> _Built:
    """Return what a map file is built into: as it was kept, if from the same content, else built and kept.

    What is kept and corrupt or of another version is built again without a word; else raises as the three do.
    """
    try:
        kept = load()
    except MapFileError:
        kept = None
    if kept is not None and map_file.is_file() and kept.report.content_hash == content_hash(map_file):
        return kept
    built = build(map_file)
    save(built)
    return built
