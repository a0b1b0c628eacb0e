"""The ground of an installation: its roads, and what lies beside them; read once by each process.

The folder of the settings holds ``roads.npz`` and ``map.pmtiles`` (``waymark roads build``), and may hold
``postcodes.csv`` (ONSPD or Code-Point Open) and ``speeds.toml`` (the speeds that are driven here).
"""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geodata.cache import FILE_NAME, load_roads
from geodata.errors import MapFileError
from geodata.postcodes import read_postcodes
from geodata.roads import RoadGraph
from geodata.speeds import SpeedProfile, british_profile, read_profile
from routing.authority.records import FindPostcode
from web.settings import Settings

ORDER_FILE = "order.npz"
"""The order in which the roads' nodes are contracted, worked out once."""
POSTCODES_FILE = "postcodes.csv"
SPEEDS_FILE = "speeds.toml"


@dataclass(frozen=True, slots=True, eq=False)
class RoadsOfHere:
    """What plans are driven on.

    Parameters
    ----------
    order_file
        Where the roads' node order is kept; None if nothing may be written there.
    find_postcode
        Where a postcode is; None without a file of postcodes.
    """

    roads: RoadGraph
    order_file: Path | None
    speeds: SpeedProfile
    find_postcode: FindPostcode | None


def has_roads(settings: Settings) -> bool:
    """Say whether there are roads to plan on."""
    return (settings.roads_folder / FILE_NAME).is_file()


def roads_of(settings: Settings) -> RoadsOfHere:
    """Return the roads of an installation; ``MapFileError`` says what to do if there are none."""
    folder = settings.roads_folder
    files = (folder / name for name in (FILE_NAME, POSTCODES_FILE, SPEEDS_FILE))
    stamps = tuple(file.stat().st_mtime_ns if file.is_file() else 0 for file in files)
    if not stamps[0]:
        raise MapFileError(f"There are no roads in {folder} to plan on: build them with `waymark roads build`.")
    return _read(folder, stamps)


@lru_cache(maxsize=1)
def _read(folder: Path, _stamps: tuple[int, ...]) -> RoadsOfHere:
    """Read the folder again when one of its files is another than before."""
    postcodes, speeds = folder / POSTCODES_FILE, folder / SPEEDS_FILE
    return RoadsOfHere(
        roads=load_roads(folder),
        order_file=folder / ORDER_FILE if os.access(folder, os.W_OK) else None,
        speeds=read_profile(speeds) if speeds.is_file() else british_profile(),
        find_postcode=read_postcodes(postcodes).find if postcodes.is_file() else None,
    )
