"""How a plan is kept: its problem once, homes sealed; the plan's own text; the roads driven, sealed run by run.

Where a pupil lives is sealed with that pupil's key wherever it stands. When the key is erased, their home reads as the
gate of their school: the plan can still be judged, for the judge reads seconds and metres, not the map.
"""

import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from geodata import PlaceId
from routing.encoding import encode, read
from routing.files import Document, LegShape, plan_from_json, plan_to_json, problem_from_json, problem_to_json
from routing.plan import Plan, Run, Shift
from routing.problem import Problem
from web.store.keyring import seal_for_all, unseal_for_all
from web.store.pupil_keys import PupilKeys

_MOST_CACHED = 6


def homes_of(problem: Problem) -> dict[PlaceId, str]:
    """Return whose each personal place is: homes, and pick-up points of one pupil alone; never a gate or a depot."""
    shared = {gate for school in problem.schools for gate in school.gates}
    shared |= {vehicle.depot for vehicle in problem.vehicles if vehicle.depot is not None}
    shared |= {each.joins_at for each in problem.assistants if each.joins_at is not None}
    whose: dict[PlaceId, list[str]] = {}
    for pupil in problem.pupils:
        for place in pupil.boarding_places:
            whose.setdefault(place, []).append(pupil.id)
    return {place: pupils[0] for place, pupils in whose.items() if place not in shared and len(pupils) == 1} | {
        pupil.home: pupil.id for pupil in problem.pupils if pupil.home not in shared
    }


def digest_of(problem: Problem) -> str:
    """Return the name under which a problem is kept: the same problem, the same name."""
    return hashlib.sha256(json.dumps(problem_to_json(problem), sort_keys=True).encode()).hexdigest()


def pack_problem(problem: Problem, keys: PupilKeys) -> bytes:
    """Return a problem as it is kept, homes sealed.

    A place that nobody of the day names may be the home of someone who does not travel on it: it is kept as a gate.
    """
    owner, parts = homes_of(problem), problem_to_json(problem)
    keys.load(owner.values())
    gate = problem.places.place(problem.schools[0].gates[0])
    hidden = {place["id"]: {"lat": gate.lat, "lon": gate.lon} for place in parts["places"]}
    for name in _named_places(problem):
        hidden.pop(name, None)
    places = ({**place, **hidden.get(place["id"], {})} for place in parts["places"])
    parts["places"] = [_sealed_place(place, owner.get(place["id"]), keys) for place in places]
    return zlib.compress(json.dumps(parts).encode(), 6)


def _named_places(problem: Problem) -> Iterator[PlaceId]:
    for pupil in problem.pupils:
        yield from pupil.boarding_places
    for school in problem.schools:
        yield from school.gates
    yield from (vehicle.depot for vehicle in problem.vehicles if vehicle.depot is not None)
    yield from (each.joins_at for each in problem.assistants if each.joins_at is not None)


def _sealed_place(place: dict[str, Any], owner: str | None, keys: PupilKeys) -> dict[str, Any]:
    if owner is None:
        return place
    point = keys.seal(owner, json.dumps([place["lat"], place["lon"]]), f"place|{place['id']}")
    return {"id": place["id"], "owner": owner, "sealed": b64encode(point).decode()}


def unpack_problem(packed: bytes, keys: PupilKeys) -> Problem:
    """Return a problem as it was, but for the homes of pupils whose keys have been erased."""
    parts = json.loads(zlib.decompress(packed))
    keys.load(place["owner"] for place in parts["places"] if "owner" in place)
    gate_of = {school["id"]: school["gates"][0] for school in parts["schools"]}
    school_of = {pupil["id"]: pupil["school"] for pupil in parts["pupils"]}
    known = {place["id"]: place for place in parts["places"] if "owner" not in place}
    parts["places"] = [_open_place(place, known, gate_of, school_of, keys) for place in parts["places"]]
    return problem_from_json(parts)


def _open_place(
    place: dict[str, Any],
    known: Mapping[str, dict[str, Any]],
    gate_of: Mapping[str, str],
    school_of: Mapping[str, str],
    keys: PupilKeys,
) -> dict[str, Any]:
    if "owner" not in place:
        return place
    text = keys.unseal(place["owner"], b64decode(place["sealed"]), f"place|{place['id']}")
    if text is None:
        gate = known[gate_of[school_of[place["owner"]]]]
        return {"id": place["id"], "lat": gate["lat"], "lon": gate["lon"]}
    lat, lon = json.loads(text)
    return {"id": place["id"], "lat": lat, "lon": lon}


class ProblemCache:
    """The problems that this process read last: to parse one takes longer than to judge a plan of it."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str], tuple[Problem, frozenset[str]]] = OrderedDict()

    def find(self, database: str, digest: str, keys: PupilKeys) -> Problem | None:
        """Return a problem, unless the key of one of its pupils has been erased since it was read."""
        held = self._held.get((database, digest))
        if held is None:
            return None
        problem, owners = held
        now = keys.load(owners)
        if any(now[owner] is None for owner in owners):
            del self._held[database, digest]
            return None
        self._held.move_to_end((database, digest))
        return problem

    def put(self, database: str, digest: str, problem: Problem, keys: PupilKeys) -> None:
        """Hold a problem, and let go of the one that was used longest ago."""
        owners = set(homes_of(problem).values())
        now = keys.load(owners)
        self._held[database, digest] = (problem, frozenset(owner for owner in owners if now[owner] is not None))
        while len(self._held) > _MOST_CACHED:
            self._held.popitem(last=False)


def pack_plan(plan: Plan) -> bytes:
    """Return a plan as it is kept."""
    return zlib.compress(json.dumps(plan_to_json(plan)).encode(), 6)


def unpack_plan(packed: bytes) -> Plan:
    """Return a plan as it was."""
    return plan_from_json(json.loads(zlib.decompress(packed)))


@dataclass(frozen=True, slots=True)
class RunLines:
    """The ground of one run: where its places are, which roads it drives, on which streets it stops.

    Parameters
    ----------
    places
        Latitude and longitude of each stop's place.
    legs
        The roads driven, the ways to the first stop and from the last one included.
    streets
        The street of a stop's place, where the map knows one.
    """

    places: Mapping[PlaceId, tuple[float, float]]
    legs: tuple[LegShape, ...] = ()
    streets: Mapping[PlaceId, str] = field(default_factory=dict)


def lines_of(document: Document, shift: Shift, run: Run) -> RunLines:
    """Return the ground of a run, from its document."""
    problem = document.problem
    profile, depot = problem.vehicle[shift.vehicle].road_profile, problem.vehicle[shift.vehicle].depot
    number = shift.runs.index(run)
    before = shift.runs[number - 1].stops[-1].place if number else depot
    places = [stop.place for stop in run.stops]
    whole = [*([before] if before is not None else []), *places]
    if number == len(shift.runs) - 1 and depot is not None:
        whole.append(depot)
    pairs = set(pairwise(whole))
    about = document.summary.get("map")
    streets = about.get("streets", {}) if isinstance(about, dict) else {}
    return RunLines(
        places={
            place: (problem.places.place(place).lat, problem.places.place(place).lon) for place in dict.fromkeys(whole)
        },
        legs=tuple(leg for leg in document.legs if leg.profile == profile and (leg.start, leg.end) in pairs),
        streets={place: streets[place] for place in places if place in streets},
    )


def owners_of(lines: RunLines, run: Run, home_of: Mapping[PlaceId, str]) -> tuple[str, ...]:
    """Return whose keys seal a run's ground: all aboard, and whoever lives where it begins or ends."""
    return tuple(sorted({*run.pupils, *(home_of[place] for place in lines.places if place in home_of)}))


def seal_lines(lines: RunLines, owners: Iterable[str], keys: PupilKeys, place: str) -> bytes:
    """Return the ground of a run, sealed with the keys of its pupils, one around the other."""
    names = tuple(owners)
    said = {
        "places": lines.places,
        "legs": [encode(leg) for leg in lines.legs],
        "streets": dict(lines.streets),
    }
    packed = zlib.compress(json.dumps(said).encode(), 6)
    sealed = seal_for_all([keys.make(name) for name in names], packed, place)
    return json.dumps(names).encode() + b"\n" + sealed


def open_lines(kept: bytes, keys: PupilKeys, place: str) -> RunLines | None:
    """Return the ground of a run, or None if the key of one of its pupils has been erased."""
    head, sealed = kept.split(b"\n", 1)
    names = json.loads(head)
    held = keys.load(names)
    found = [key for name in names if (key := held[name]) is not None]
    if len(found) != len(names):
        return None
    said = json.loads(zlib.decompress(unseal_for_all(found, sealed, place)))
    legs = tuple(read(LegShape, leg) for leg in said["legs"])
    places = {PlaceId(name): (lat, lon) for name, (lat, lon) in said["places"].items()}
    return RunLines(places, legs, said["streets"])
