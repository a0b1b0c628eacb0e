"""What the cells of one row must be to each other: in order, whole points, a place where there must be one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geodata import PlaceId
from routing.authority.building import backwards_in
from routing.authority.calendar import Event
from routing.authority.checks import ORDERS
from routing.authority.measures import KINDS as MEASURES
from routing.authority.records import Site
from routing.records import Needs
from web.records.columns import Kind

POINT = ("lat", "lon", "easting", "northing", "postcode")
"""The columns with which a row says where something is."""

PLACE_OF = {
    "pupils": "home",
    "addresses": "place",
    "pick_up_points": "place",
    "gates": "place",
    "schools": "gate",
    "assistants": "joins_at",
    "trainers": "base",
}
"""For each kind that says where, the column with which it may name a place, or its own point."""
_NEED_NOT_SAY = ("schools", "assistants", "trainers")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a row: in which column (None for the whole row), and the sentence."""

    column: str | None
    said: str


def wrong_together(kind: Kind, values: Mapping[str, Any]) -> list[Wrong]:
    """Return what is wrong between the values of one row, each of which is right by itself."""
    return list(_wrong(kind, values))


def _wrong(kind: Kind, values: Mapping[str, Any]) -> Iterator[Wrong]:
    for layout, columns in ORDERS:
        if layout.stem == kind.stem and (backwards := backwards_in(layout, values, columns)):
            yield Wrong(*backwards)
    if "pupil" in values and values["pupil"] == values.get("other"):
        yield Wrong("other", f"'{values['other']}' is paired with themselves")
    yield from _wrong_place(kind, values)
    if kind.stem == "calendar":
        yield from _wrong_event(values)
    if kind.stem == "arrangements" and (backwards := backwards_in(kind, values, ("from", "until"))):
        yield Wrong(*backwards)
    if kind.stem == "measures":
        yield from _wrong_needs(kind, values)


def _wrong_place(kind: Kind, values: Mapping[str, Any]) -> Iterator[Wrong]:
    """Yield what is wrong with where something is."""
    if kind.stem != "places" and kind.stem not in PLACE_OF:
        return
    point = {name: values[name] for name in POINT if name in values}
    column = PLACE_OF.get(kind.stem, "place")
    is_named = kind.stem != "places" and column in values
    if not point and not is_named and kind.stem not in _NEED_NOT_SAY:
        yield Wrong(column, "does not say where: give lat and lon, or easting and northing, or a postcode")
    elif point:
        try:
            Site(id=PlaceId(values.get(column, "here")), **point)
        except ValueError as refused:
            yield Wrong(next(iter(point)), str(refused).removesuffix("."))


def _wrong_needs(kind: Kind, values: Mapping[str, Any]) -> Iterator[Wrong]:
    """Yield what is wrong between the measures of one pupil."""
    if backwards := backwards_in(kind, values, ("home_from", "home_until")):
        yield Wrong(*backwards)
        return
    parts = {each.part: values[each.name] for each in MEASURES if each.name in values and each.part != "harness"}
    parts |= {name: frozenset(parts.get(name, ())) for name in ("training", "features")}
    try:
        Needs(**parts)
    except ValueError as refused:
        yield Wrong(None, str(refused).removesuffix("."))
    if parts.get("solo") and parts.get("most_aboard", 1) > 1:
        yield Wrong("most_aboard", "says nothing of a pupil who travels solo: leave it empty")


def _wrong_event(values: Mapping[str, Any]) -> Iterator[Wrong]:
    try:
        Event(
            kind=values["what"],
            from_day=values["from"],
            until_day=values.get("until", values["from"]),
            finishes_s=values.get("finishes"),
            leave_by_s=values.get("leave_by"),
        )
    except ValueError as refused:
        yield Wrong(None, str(refused).removesuffix("."))
