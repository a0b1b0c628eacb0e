"""Schools: where they stand and where one may be set down, from the register (GIAS) and from OpenStreetMap.

The register knows which schools there are; the map knows their gates. ``with_gates`` brings the two together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from geodata.errors import GeodataError
from geodata.places import Place, PlaceId
from geodata.postcodes import Postcodes, to_degrees
from geodata.tables import read_rows

METRES_PER_DEGREE = 111_195.0

_COLUMNS = {
    "urn": ("unique_reference_number", "ref:edubase", "ref", "id"),
    "name": ("establishmentname", "school_name", "school"),
    "kind": ("typeofestablishment (name)", "type", "school_type"),
    "status": ("establishmentstatus (name)",),
    "authority": ("la (code)", "local_authority_code"),
    "postcode": (),
    "easting": (),
    "northing": (),
    "lat": ("latitude",),
    "lon": ("long", "longitude"),
}
_OPEN = frozenset({"", "open", "open, but proposed to close"})


@dataclass(frozen=True, slots=True)
class SchoolSite:
    """A school on the ground.

    Parameters
    ----------
    place
        The middle of the site; its id is ``urn-`` and the unique reference number, or ``osm-`` and the map's.
    name, kind, postcode
        As the source writes them; empty where it does not.
    gates
        Where one may be set down; empty where nobody has said.
    boundary
        Latitude and longitude of the corners of the site, where it is drawn.
    """

    place: Place
    name: str
    kind: str = ""
    postcode: str = ""
    gates: tuple[Place, ...] = ()
    boundary: tuple[tuple[float, float], ...] = ()

    @property
    def stopping_places(self) -> tuple[Place, ...]:
        """The gates, or the middle of the site where no gate is known."""
        return self.gates or (self.place,)


@dataclass(frozen=True, slots=True)
class SchoolRegister:
    """The schools of a register, and (line, name, why) of those that have no place."""

    sites: tuple[SchoolSite, ...]
    without_place: tuple[tuple[int, str, str], ...] = ()


def read_register(
    path: Path, postcodes: Postcodes | None = None, authority: str = "", *, closed_too: bool = False
) -> SchoolRegister:
    """Read schools from GIAS's ``edubasealldata`` CSV file, or a part of it under its own or plainer column names.

    Parameters
    ----------
    path
        UTF-8 or cp1252.
    postcodes
        Where to find a school of which the register gives no coordinates.
    authority
        Code of the only local authority wanted, such as "857" for Rutland; all of them if empty.
    closed_too
        Whether closed and proposed schools are wanted.

    Raises
    ------
    GeodataError
        If the file cannot be read, lacks a name column or any column of coordinates or postcodes, or a coordinate is
        not a number.
    """
    rows = list(read_rows(path, _COLUMNS, needed=["name"]))
    located: list[tuple[int, dict[str, str]]] = []
    for line, row in enumerate(rows, start=2):
        wanted = closed_too or row.get("status", "").lower() in _OPEN
        if wanted and (not authority or row.get("authority") == authority):
            located.append((line, row))
    sites: list[SchoolSite] = []
    without: list[tuple[int, str, str]] = []
    for line, row in located:
        try:
            place = _place(line, row, postcodes)
        except GeodataError as error:
            without.append((line, row["name"], str(error)))
        except ValueError as error:
            raise GeodataError(f"{path.name}, line {line}: {error}") from error
        else:
            sites.append(SchoolSite(place, row["name"], row.get("kind", ""), row.get("postcode", "")))
    return SchoolRegister(tuple(sites), tuple(without))


def _place(line: int, row: dict[str, str], postcodes: Postcodes | None) -> Place:
    """Return the place of a school by degrees, grid reference or postcode, whichever comes first."""
    place_id = PlaceId(f"urn-{row['urn']}" if row.get("urn") else f"school-{line}")
    if row.get("lat") and row.get("lon"):
        return Place(place_id, float(row["lat"]), float(row["lon"]))
    if row.get("easting", "0") != "0" and row.get("northing") and row["easting"]:
        lat, lon = to_degrees([float(row["easting"])], [float(row["northing"])])
        return Place(place_id, float(lat[0]), float(lon[0]))
    if postcodes is None or not row.get("postcode"):
        raise GeodataError("The register gives no coordinates, and no postcode that could be looked up.")
    found = postcodes.get(row["postcode"])
    return Place(place_id, found.lat, found.lon)


def with_gates(
    sites: Iterable[SchoolSite], drawn: Sequence[SchoolSite], within_m: float = 150.0
) -> tuple[SchoolSite, ...]:
    """Return the sites of a register with the gates and boundaries of the schools drawn on a map.

    A site takes those of the drawn school on whose ground it stands, or that stands nearest within ``within_m``; one
    that has gates already, or finds no such school, stays as it is.
    """
    drawn = [each for each in drawn if each.gates]
    if not drawn:
        return tuple(sites)
    shrink = float(np.cos(np.radians(drawn[0].place.lat)))
    tree = shapely.STRtree([_ground(each, shrink) for each in drawn])
    found = []
    for site in sites:
        point = shapely.Point(site.place.lon * shrink, site.place.lat)
        near = tree.query_nearest(point, max_distance=within_m / METRES_PER_DEGREE)
        if site.gates or not len(near):
            found.append(site)
            continue
        match = drawn[int(near[0])]
        gates = tuple(
            Place(PlaceId(f"{site.place.id}/gate-{number}"), gate.lat, gate.lon)
            for number, gate in enumerate(match.gates, start=1)
        )
        found.append(replace(site, gates=gates, boundary=match.boundary))
    return tuple(found)


def _ground(site: SchoolSite, shrink: float) -> shapely.Geometry:
    if len(site.boundary) < 4:  # noqa: PLR2004 -- a triangle, closed
        return shapely.Point(site.place.lon * shrink, site.place.lat)
    return shapely.Polygon([(lon * shrink, lat) for lat, lon in site.boundary])


def read_gates(path: Path, sites: Iterable[SchoolSite]) -> tuple[SchoolSite, ...]:
    """Return sites with the gates that a CSV file (school, gate, lat, lon) gives them instead of any others.

    Raises
    ------
    GeodataError
        If the file cannot be read, or names a school that is not among the sites.
    """
    columns = {"school": ("urn", "school_id"), "gate": ("name",), "lat": ("latitude",), "lon": ("long", "longitude")}
    by_id = {str(site.place.id): site for site in sites}
    gates: dict[str, list[Place]] = {}
    for line, row in enumerate(read_rows(path, columns, needed=["school", "lat", "lon"]), start=2):
        school = next((each for each in (row["school"], f"urn-{row['school']}") if each in by_id), None)
        if school is None:
            raise GeodataError(f"{path.name}, line {line}: no school has the id {row['school']!r}.")
        here = gates.setdefault(school, [])
        name = row.get("gate") or f"gate-{len(here) + 1}"
        try:
            here.append(Place(PlaceId(f"{school}/{name}"), float(row["lat"]), float(row["lon"])))
        except ValueError as error:
            raise GeodataError(f"{path.name}, line {line}: {error}") from error
    return tuple(replace(site, gates=tuple(gates[key])) if key in gates else site for key, site in by_id.items())
