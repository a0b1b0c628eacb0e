"""OpenStreetMap to roads: one pass over an .osm.pbf file, then arrays.

``read_pbf`` is all that others need. Private ways are never dropped: a leg may begin and end on them.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import osmium

from geodata.access import PUBLIC
from geodata.closures import is_understood
from geodata.errors import MapFileError
from geodata.pieces import MapData, build_roads
from geodata.report import LoadReport
from geodata.roads import RoadGraph
from geodata.tags import Tags, read_barrier, read_way
from geodata.turns import Restriction
from geodata.vehicles import ALL_KINDS

_AT_HOURS = re.compile(r"(\w+)\s*@\s*\(?([^()]*)\)?")
_KEYS = ("highway", "barrier", "restriction", "restriction:conditional", "restriction:motorcar")


def read_pbf(path: Path) -> RoadGraph:
    """Read the roads of an ``.osm.pbf`` file.

    Raises
    ------
    MapFileError
        If the file is absent, empty, not an .osm.pbf, corrupt, or holds no roads that hang together.
    """
    reader = _Reader()
    with corrupt_files_are_named(path):
        for thing in open_map(path).with_locations("flex_mem").with_filter(osmium.filter.KeyFilter(*_KEYS)):
            reader.add(thing)
    if not reader.data.ways:
        raise MapFileError(f"The map file {path} holds no roads. Was it filtered, or is it of the sea?")
    report = LoadReport(
        source=path.name,
        content_hash=content_hash(path),
        closed_ways=dict(reader.closed_ways),
        restrictions_elsewhere=reader.elsewhere,
        restrictions_via_way=reader.via_way,
        restrictions_unclear=tuple(reader.unclear_turns),
    )
    return build_roads(reader.data, report)


def content_hash(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_map(path: Path) -> osmium.FileProcessor:
    """Return a pass over an ``.osm.pbf`` file that has yet to begin.

    Raises
    ------
    MapFileError
        If the file is absent or empty.
    """
    if not path.is_file():
        raise MapFileError(f"There is no map file {path}. Fetch your county's .osm.pbf, for instance from Geofabrik.")
    if path.stat().st_size == 0:
        raise MapFileError(f"The map file {path} is empty. Fetch it again.")
    return osmium.FileProcessor(osmium.io.File(str(path), "pbf"))


@contextmanager
def corrupt_files_are_named(path: Path) -> Iterator[None]:
    """Turn what osmium says of a broken file into a ``MapFileError``."""
    try:
        yield
    except (RuntimeError, osmium.InvalidLocationError) as error:
        raise MapFileError(
            f"The map file {path} is not an .osm.pbf, or is corrupt ({error}). Fetch it again."
        ) from error


@dataclass(slots=True)
class _Reader:
    """Collects what concerns a driver, and counts the rest."""

    data: MapData = field(default_factory=MapData)
    closed_ways: Counter[str] = field(default_factory=Counter)
    via_way: int = 0
    elsewhere: int = 0
    unclear_turns: list[tuple[int, str]] = field(default_factory=list)

    def add(self, thing: object) -> None:
        """Keep what concerns a driver."""
        if isinstance(thing, osmium.osm.Node):
            self.add_node(thing)
        elif isinstance(thing, osmium.osm.Way):
            self.add_way(thing)
        elif isinstance(thing, osmium.osm.Relation):
            self.add_relation(thing)

    def add_node(self, node: osmium.osm.Node) -> None:
        """Keep traffic lights, and barriers that stop someone."""
        tags = _tags(node)
        if tags.get("highway") == "traffic_signals":
            self.data.signals[node.id] = tags.get("traffic_signals:direction", "both")
        if "barrier" in tags:
            barrier = read_barrier(tags)
            if barrier != (PUBLIC, int(ALL_KINDS), math.inf):
                self.data.barriers[node.id] = barrier

    def add_way(self, way: osmium.osm.Way) -> None:
        """Keep a way on which one may drive, with its points."""
        read = read_way(_tags(way))
        if isinstance(read, str):
            if read:
                self.closed_ways[read] += 1
            return
        known = [node for node in way.nodes if node.location.valid()]
        if len(known) < 2:  # noqa: PLR2004 -- a line
            self.closed_ways["beyond the edge of the map"] += 1
            return
        self.data.ways.append(read)
        self.data.way_ids.append(way.id)
        self.data.points.append(len(known))
        self.data.refs.extend(node.ref for node in known)
        self.data.lat.extend(node.location.y for node in known)
        self.data.lon.extend(node.location.x for node in known)

    def add_relation(self, relation: osmium.osm.Relation) -> None:
        """Keep a turn restriction for cars at a junction, or count why not."""
        tags = _tags(relation)
        kind = tags.get("restriction:motorcar") or tags.get("restriction") or _kind_at_times(tags)
        excepted = set(tags.get("except", "").replace(" ", "").split(";"))
        if not kind or excepted & {"motorcar", "motor_vehicle"}:
            self.elsewhere += 1
        elif not kind.startswith(("no_", "only_")) or "@" in kind:
            self.unclear_turns.append((relation.id, f"{kind!r} is no kind of turn restriction"))
        else:
            self._add_restriction(relation, kind)

    def _add_restriction(self, relation: osmium.osm.Relation, kind: str) -> None:
        members = [(member.role, member.type, member.ref) for member in relation.members]
        from_ways = tuple(ref for role, type_, ref in members if (role, type_) == ("from", "w"))
        to_ways = tuple(ref for role, type_, ref in members if (role, type_) == ("to", "w"))
        via = [ref for role, type_, ref in members if (role, type_) == ("via", "n")]
        if any((role, type_) == ("via", "w") for role, type_, _ in members):
            self.via_way += 1
        elif not from_ways or not to_ways or len(via) != 1:
            self.unclear_turns.append((relation.id, "it lacks a way from, a way to, or one node between"))
        else:
            self.data.restrictions.append(Restriction(relation.id, kind, from_ways, via[0], to_ways))


def _kind_at_times(tags: Tags) -> str:
    """Return the kind of a restriction that holds at certain hours, which we keep at all hours; else all of its text.

    To keep it at all hours is always lawful, and costs a detour at the others.
    """
    text = tags.get("restriction:conditional", "")
    match = _AT_HOURS.fullmatch(text)
    return match[1] if match and is_understood(match[2]) else text


def _tags(thing: osmium.osm.Node | osmium.osm.Way | osmium.osm.Relation) -> dict[str, str]:
    return {tag.k: tag.v for tag in thing.tags}
