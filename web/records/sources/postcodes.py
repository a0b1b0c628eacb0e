"""Postcodes: a point for pupils of whom only the postcode is known, marked as the middle of many houses that it is."""

from collections.abc import Iterator

from routing.authority import FindPostcode
from routing.errors import Finding
from web.records.building import named
from web.records.importing import Load, load_of
from web.records.layouts import KIND
from web.records.rows import Row, Rows
from web.records.sense import PLACE_OF

_KINDS = ("pupils", "addresses")
_POINT = ("lat", "lon", "easting", "northing")


def postcode_loads(current: Rows, find: FindPostcode) -> tuple[Load, ...]:
    """Return loads that give a point to pupils' homes and other addresses that have none but their postcode's.

    A point that somebody has set is never touched; one that was taken from a postcode is taken anew.

    Parameters
    ----------
    find
        Where a postcode is (``geodata.postcodes.read_postcodes`` of ONSPD or Code-Point Open, its ``find``).
    """
    return tuple(_load(kind, current, find) for kind in _KINDS)


def _load(kind: str, current: Rows, find: FindPostcode) -> Load:
    found: list[tuple[int, dict[str, str]]] = []
    refused: list[Finding] = []
    for number, row in enumerate(_without_point(kind, current), 1):
        place = find(row["postcode"])
        if place is None:
            said = f"nobody knows {row['postcode']}, of {named(kind, row.key)}: correct it, or set a point"
            refused.append(Finding("postcodes", None, KIND[kind].column("postcode").label, said))
            continue
        point = {"lat": repr(round(place.lat, 6)), "lon": repr(round(place.lon, 6)), "easting": "", "northing": ""}
        key = {name: row[name] for name in KIND[kind].key}
        found.append((number, {**key, **point, "point_of": row["postcode"]}))
    note = (
        f"{len(found)} of {KIND[kind].file} stand at the middle of their postcode, which is about fifteen houses: an "
        "approximate fallback, to plan with and no more; set a point wherever the house is not found by it"
    )
    return load_of("postcodes", kind, found, refused, [note] if found else [])


def _without_point(kind: str, current: Rows) -> Iterator[Row]:
    """Yield the rows that have a postcode, and no point of their own but perhaps a postcode's, and name no place."""
    places = {row.key for row in current.get("places", ())}
    for row in current.get(kind, ()):
        is_set = any(row[name] for name in _POINT) and not row["point_of"]
        if row["postcode"] and not is_set and row[PLACE_OF[kind]] not in places:
            yield row
