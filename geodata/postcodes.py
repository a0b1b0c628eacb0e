"""Postcodes to points, offline: from ONSPD, Code-Point Open or any CSV file of postcodes with coordinates.

A postcode is the middle of about fifteen addresses, in the country hundreds of metres from some of them: good enough
to plan with, never to decide a walking distance by.
"""

import re
from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from geodata.errors import GeodataError, PlaceNotFoundError
from geodata.places import Place, PlaceId
from geodata.tables import read_rows

_COLUMNS = {
    "postcode": ("pcds", "pcd", "pcd7", "pcd8", "pcd2", "post code"),
    "easting": ("oseast1m", "east1m", "eastings", "x"),
    "northing": ("osnrth1m", "north1m", "northings", "y"),
    "lat": ("latitude",),
    "lon": ("long", "longitude", "lng"),
}
_GRID, _DEGREES = ("easting", "northing"), ("lat", "lon")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR|NPT)([0-9][A-Z]{2})")
"""GIR 0AA and the NPT codes of old Newport have no digit where others do; ONSPD still has them."""
_NO_GRID_REFERENCE = 99.0
"""ONSPD writes latitude 99.999999 where a postcode has no place."""


def normalise_postcode(text: str) -> str:
    """Return a postcode as the Royal Mail writes it.

    Raises
    ------
    GeodataError
        If the text is no postcode.

    Examples
    --------
    >>> normalise_postcode(" le15 6sd")
    'LE15 6SD'
    """
    match = _POSTCODE.fullmatch("".join(text.split()).upper())
    if match is None:
        raise GeodataError(f"{text!r} is not a British postcode, such as LE15 6SD.")
    return f"{match[1]} {match[2]}"


def to_degrees(easting: ArrayLike, northing: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return latitude and longitude (WGS 84) of British National Grid metres, good to a few metres."""
    to_wgs84 = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    lon, lat = to_wgs84.transform(np.asarray(easting, dtype=np.float64), np.asarray(northing, dtype=np.float64))
    return lat, lon


@dataclass(frozen=True, slots=True, eq=False)
class Postcodes:
    """Postcodes and where they are.

    Parameters
    ----------
    points
        Normalised postcode -> latitude and longitude in degrees.
    """

    points: dict[str, tuple[float, float]]

    def __len__(self) -> int:
        return len(self.points)

    def find(self, postcode: str) -> Place | None:
        """Return the place of a postcode, or None if it is unknown; its id is the postcode."""
        code = normalise_postcode(postcode)
        point = self.points.get(code)
        return None if point is None else Place(PlaceId(code), *point)

    def get(self, postcode: str) -> Place:
        """Return the place of a postcode.

        Raises
        ------
        PlaceNotFoundError
            If no file had it; the text names the postcodes nearest in spelling.
        """
        place = self.find(postcode)
        if place is None:
            raise PlaceNotFoundError(self._unknown(normalise_postcode(postcode)))
        return place

    def _unknown(self, code: str) -> str:
        outward = code.split(maxsplit=1)[0]
        alike = [each for each in self.points if each.split(maxsplit=1)[0] == outward] or list(self.points)
        near = get_close_matches(code, alike, n=3)
        hint = f" Did you mean {' or '.join(near)}?" if near else " It may be new, or of another county."
        return f"The postcode {code} is in none of the postcode files.{hint}"


def read_postcodes(paths: Path | Iterable[Path], areas: Collection[str] = ()) -> Postcodes:
    """Read postcodes from one or more CSV files (``.csv`` or ``.csv.gz``), as ONSPD and Code-Point Open write them.

    A row without coordinates is passed over. Of rows of the same postcode the last counts.

    Parameters
    ----------
    areas
        The letters with which the wanted postcodes begin, such as "LE" and "PE"; a county needs only a few of the
        whole country's. All of them if empty.

    Raises
    ------
    GeodataError
        If a file cannot be read, has neither grid references nor degrees, or holds no postcode.
    """
    points: dict[str, tuple[float, float]] = {}
    for path in [paths] if isinstance(paths, Path) else paths:
        points.update(_read_points(path, frozenset(areas)))
    return Postcodes(points)


def _read_points(path: Path, areas: frozenset[str]) -> Iterator[tuple[str, tuple[float, float]]]:
    codes: list[str] = []
    first, second = array("d"), array("d")
    pair: tuple[str, str] | None = None
    for line, row in enumerate(read_rows(path, _COLUMNS, needed=["postcode"]), start=2):
        pair = pair or _coordinates(path, row)
        try:
            here = [float(row[name] or "nan") for name in pair]
            code = normalise_postcode(row["postcode"])
        except (ValueError, GeodataError) as error:
            raise GeodataError(f"{path.name}, line {line}: {error}") from error
        wanted = not areas or code[: 1 + code[1].isalpha()] in areas
        if wanted and _has_place(here, in_degrees=pair == _DEGREES):
            codes.append(code)
            first.append(here[0])
            second.append(here[1])
    if pair is None:
        raise GeodataError(f"{path.name} holds no postcodes.")
    lat, lon = (np.array(first), np.array(second)) if pair == _DEGREES else to_degrees(first, second)
    return zip(codes, zip(lat.tolist(), lon.tolist(), strict=True), strict=True)


def _coordinates(path: Path, row: dict[str, str]) -> tuple[str, str]:
    """Return which columns say where, grid references before degrees."""
    for pair in (_GRID, _DEGREES):
        if row.keys() >= set(pair):
            return pair
    raise GeodataError(f"{path.name} has neither easting and northing nor lat and long.")


def _has_place(here: list[float], *, in_degrees: bool) -> bool:
    if any(np.isnan(here)):
        return False
    return abs(here[0]) < _NO_GRID_REFERENCE if in_degrees else any(here)
