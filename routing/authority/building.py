"""From rows of values to an authority's records: places, schools, contracts, vehicles, assistants, promises, calendar.

Pupils are built in ``people``. A record that refuses to be made is reported with its file and line.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

from geodata import PlaceId
from routing.authority import layout as files
from routing.authority.calendar import Calendar, Event, EventKind
from routing.authority.layout import FileLayout
from routing.authority.reading import Record
from routing.authority.records import ContractRecord, SchoolRecord, Site, UsualRecord
from routing.authority.tables import Report
from routing.encoding import WRONG
from routing.errors import Finding
from routing.policy import Policy
from routing.records import (
    Contract,
    PassengerAssistant,
    RoadProfile,
    SchoolId,
    Training,
    Usual,
    Vehicle,
    Waiver,
)
from routing.risk import RuleId

_Made = TypeVar("_Made")
_INLINE = ("lat", "lon", "easting", "northing", "postcode")


@dataclass(slots=True)
class Folder:
    """What has been read of a folder, while an authority is built from it.

    Attributes
    ----------
    records
        By file stem; every file of the layout is there.
    sites
        By id; rows that give a point of their own add to it.
    """

    records: dict[str, list[Record]]
    policy: Policy
    report: Report
    sites: dict[PlaceId, Site] = field(default_factory=dict)

    def of(self, layout: FileLayout) -> list[Record]:
        """Return the records of a file, the broken ones too."""
        return self.records[layout.stem]

    def say(self, layout: FileLayout, record: Record, column: str | None, said: str) -> None:
        """Report what is wrong with a record."""
        self.report(Finding(layout.file, record.line, column, said))

    def make(self, layout: FileLayout, record: Record, build: Callable[[Record], _Made]) -> _Made | None:
        """Return what is built from a record, or None if it is broken or refuses, having reported why."""
        if not record.is_whole:
            return None
        try:
            return build(record)
        except ValueError as refused:
            self.say(layout, record, None, str(refused).removesuffix("."))
            return None

    def say_order(self, layout: FileLayout, *columns: str) -> None:
        """Report rows in which a time or a date is later than one in a column that follows it; they are broken then."""
        for record in self.of(layout):
            backwards = backwards_in(layout, record.values, columns)
            if backwards is not None:
                self.say(layout, record, *backwards)
                record.values[backwards[0]] = WRONG

    def all_of(self, layout: FileLayout, build: Callable[[Record], _Made]) -> tuple[_Made, ...]:
        """Return what is built from all records of a file."""
        made = (self.make(layout, record, build) for record in self.of(layout))
        return tuple(each for each in made if each is not None)

    def place(self, record: Record, column: str, own: str) -> PlaceId | None:
        """Return where a row says that something is: a place of places.csv, or a new one of its own point.

        None if it says nothing. Raises ``ValueError`` if it says both, or half.
        """
        named = record[column]
        point = {name: record[name] for name in _INLINE if record[name] is not None}
        if named is not None and point:
            raise ValueError(f"gives both {column} '{named}' and {', '.join(point)}: give one of them")
        if named is not None or not point:
            return None if named is None else PlaceId(named)
        place = PlaceId(own)
        if place in self.sites:
            raise ValueError(f"gives a point, but places.csv has a place '{own}' already: name it under {column}")
        self.sites[place] = Site(id=place, **point)
        return place

    def place_or_refuse(self, record: Record, column: str, own: str) -> PlaceId:
        """Return where a row says that something is; ``ValueError`` if it does not say."""
        place = self.place(record, column, own)
        if place is None:
            raise ValueError(f"does not say where: give {column}, or lat and lon, or easting and northing, or postcode")
        return place


def backwards_in(layout: FileLayout, values: Mapping[str, Any], columns: Sequence[str]) -> tuple[str, str] | None:
    """Return the first column that is later than the next one, and the sentence; None if all are in order."""
    for before, after in pairwise(columns):
        one: Any = values.get(before)
        other: Any = values.get(after)
        if None not in (one, other) and WRONG not in (one, other) and one > other:
            write = layout.column(before).cell.write
            return before, f"{write(one)} is after {after}, which is {write(other)}"
    return None


def build_sites(folder: Folder) -> None:
    """Put the places of places.csv into the folder's sites."""

    def build(record: Record) -> Site:
        return Site(id=PlaceId(record["place"]), **record.given(**{name: name for name in _INLINE}))

    for site in folder.all_of(files.PLACES, build):
        folder.sites[site.id] = site


def build_schools(folder: Folder) -> tuple[SchoolRecord, ...]:
    """Return the schools, with the gates of gates.csv after their own."""
    gates: dict[str, list[PlaceId]] = {}

    def gate(record: Record) -> None:
        own = gates.setdefault(record["school"], [])
        own.append(folder.place_or_refuse(record, "place", f"gate-{record['school']}-{len(own) + 1}"))

    folder.all_of(files.GATES, gate)

    def build(record: Record) -> SchoolRecord:
        first = folder.place(record, "gate", f"gate-{record['school']}")
        found = tuple([first] if first is not None else []) + tuple(gates.get(record["school"], []))
        if not found:
            raise ValueError("has no gate: give one here (gate, lat and lon, postcode) or in gates.csv")
        shares = record["shares_with"]
        return SchoolRecord(
            id=SchoolId(record["school"]),
            gates=found,
            opens_s=record["opens"],
            starts_s=record["starts"],
            finishes_s=record["finishes"],
            leave_by_s=record["leave_by"],
            shares_with=None if shares is None else frozenset(shares),
            **record.given(handover_s="handover_minutes", bays="bays"),
        )

    return folder.all_of(files.SCHOOLS, build)


def build_contracts(folder: Folder) -> tuple[ContractRecord, ...]:
    """Return the contracts."""

    def build(record: Record) -> ContractRecord:
        contract = Contract(
            id=record["contract"],
            operator=record["operator"],
            schools=None if record["schools"] is None else frozenset(record["schools"]),
            day_rate_pence=record["day_rate"],
            mile_rate_pence=record["mile_rate"],
            most_seats=record["most_seats"],
            **record.given(hour_rate_pence="hour_rate"),
        )
        return ContractRecord(contract, record["until"])

    return folder.all_of(files.CONTRACTS, build)


def build_vehicles(folder: Folder) -> tuple[Vehicle, ...]:
    """Return the vehicles; one of more than eight seats drives as a minibus unless its road profile is given."""

    def build(record: Record) -> Vehicle:
        large = any(layout.seats + layout.wheelchair_spaces > 8 for layout in record["layouts"])  # noqa: PLR2004 -- the law's
        return Vehicle(
            id=record["vehicle"],
            contract=record["contract"],
            layouts=record["layouts"],
            road_profile=RoadProfile(record["road_profile"] or ("minibus" if large else "car")),
            depot=record["depot"],
            features=frozenset(record["features"] or ()),
            driver=record["driver"],
            cleared_until=record["cleared_until"],
            **record.given(from_s="from", until_s="until", shift_limit_s="shift_limit"),
        )

    return folder.all_of(files.VEHICLES, build)


def build_assistants(folder: Folder) -> tuple[PassengerAssistant, ...]:
    """Return the assistants."""

    def build(record: Record) -> PassengerAssistant:
        return PassengerAssistant(
            id=record["assistant"],
            joins_at=folder.place(record, "joins_at", f"joins-{record['assistant']}"),
            training=frozenset(Training(plain_word) for plain_word in record["training"] or ()),
            cleared_until=record["cleared_until"],
            **record.given(from_s="from", until_s="until", shift_limit_s="shift_limit", hour_rate_pence="hour_rate"),
        )

    return folder.all_of(files.ASSISTANTS, build)


def build_usuals(folder: Folder) -> tuple[UsualRecord, ...]:
    """Return the promises."""

    def build(record: Record) -> UsualRecord:
        usual = Usual(
            pupil=record["pupil"],
            time_s=record["time"],
            vehicle=record["vehicle"],
            driver=record["driver"],
            assistant=record["assistant"],
            **record.given(tolerance_s="tolerance_minutes"),
        )
        return UsualRecord(record["direction"], usual)

    return folder.all_of(files.USUAL, build)


def build_waivers(folder: Folder, rules: dict[str, str]) -> tuple[Waiver, ...]:
    """Return the waivers.

    Parameters
    ----------
    rules
        Each rule's id by the id in small letters.
    """

    def build(record: Record) -> Waiver:
        values: dict[str, Any] = {name: record[name] for name in ("pupil", "reason", "granted_by", "until")}
        return Waiver(rule=RuleId(rules[record["rule"].casefold()]), **values)

    return folder.all_of(files.WAIVERS, build)


def build_calendar(folder: Folder) -> Calendar:
    """Return the calendar."""

    def build(record: Record) -> Event:
        kind: EventKind = record["what"]
        return Event(
            kind=kind,
            from_day=record["from"],
            until_day=record["until"] or record["from"],
            school=record["school"],
            finishes_s=record["finishes"],
            leave_by_s=record["leave_by"],
        )

    return Calendar(folder.all_of(files.CALENDAR, build))


def names_of(folder: Folder) -> dict[str, dict[str, str]]:
    """Return what people call pupils, schools and assistants, by file and id."""
    found: dict[str, dict[str, str]] = {}
    for layout in (files.PUPILS, files.SCHOOLS, files.ASSISTANTS):
        own = {
            record[layout.key[0]]: record["name"]
            for record in folder.of(layout)
            if isinstance(record["name"], str) and record[layout.key[0]] is not WRONG
        }
        if own:
            found[layout.stem] = own
    return found
