"""A morning (or an afternoon) on one page: folder, places, roads, matrices, problem, plan, check, document.

``plan_day`` reads from top to bottom as the job does; every other function here is one of its lines.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from geodata import Place, PlaceId, TravelMatrix
from geodata.matrix import PricedRoads, contract, price_roads, refuse_unreachable, to_matrix
from geodata.paths import leg_paths
from geodata.roads import RoadGraph, SnappedPlace, snap
from geodata.school_streets import streets_with_access
from geodata.speeds import SpeedProfile, TimeBand, british_profile
from geodata.vehicles import RoadVehicle, VehicleKind
from routing.authority import Authority
from routing.authority.records import FindPostcode
from routing.commands import Ear, Effort, Outcome, make_plan
from routing.errors import FilesError, Finding
from routing.files import Document, LegShape
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.records import RoadProfile, Vehicle
from routing.summary import summarise
from routing.wording import counted
from web.paper.road_lines import drives

WITHIN_M = 250.0
"""A place must be so near to a road."""

BANDS = {Direction.TO_SCHOOL: TimeBand.MORNING, Direction.FROM_SCHOOL: TimeBand.AFTERNOON}
"""When the runs of each direction drive."""

ROAD_VEHICLES: Mapping[RoadProfile, RoadVehicle] = {
    RoadProfile("car"): RoadVehicle(VehicleKind.CAR),
    RoadProfile("taxi"): RoadVehicle(VehicleKind.TAXI),
    RoadProfile("minibus"): RoadVehicle(VehicleKind.MINIBUS, height_m=2.9, width_m=2.1, weight_t=5.0),
    RoadProfile("coach"): RoadVehicle(VehicleKind.MINIBUS, height_m=3.6, width_m=2.55, weight_t=18.0),
}
"""How large the vehicles of a road profile are to the roads; of cars and taxis no limit needs to be asked."""

OSM_CREDIT = "Map data © OpenStreetMap contributors"
INVENTED_MAP = "invented-county.osm.pbf"
"""The file of the demonstration's county; whatever is drawn from it says that it is invented."""
_INVENTED_CREDIT = "Invented county: no such place exists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be planned, and how the roads are to be driven.

    Parameters
    ----------
    speeds
        What share of the limits is driven.
    has_permits
        Whether vehicles may enter School Streets while they are shut.
    closed_ways
        Ids of ways of OpenStreetMap that are closed on the day.
    find_postcode
        Where a postcode is, for places that have nothing better.
    """

    day: date
    direction: Direction
    effort: Effort
    speeds: SpeedProfile = field(default_factory=british_profile)
    has_permits: bool = False
    closed_ways: frozenset[int] = frozenset()
    find_postcode: FindPostcode | None = None


@dataclass(frozen=True, slots=True)
class Driving:
    """The roads of one day and direction, with a price for each road profile, and where its places stand on them."""

    roads: RoadGraph
    standing: tuple[SnappedPlace, ...]
    priced: Mapping[RoadProfile, PricedRoads]

    def travels(self) -> dict[RoadProfile, TravelMatrix]:
        """Return the matrices between the places; ``UnreachableError`` where nobody can drive between two."""
        places = tuple(each.place for each in self.standing)
        found = {
            name: to_matrix(places, each.drives(self.standing, self.standing)) for name, each in self.priced.items()
        }
        refuse_unreachable(*found.values())
        return found


def plan_day(
    authority: Authority,
    roads: RoadGraph,
    order: Order,
    ear: Ear,
    cache: Path | None = None,
    *,
    keep: Callable[[Document], None] | None = None,
) -> tuple[Document, Outcome]:
    """Return the document of one day and direction: problem, plan, roads driven and summary, judged by the checker.

    The officer's desk goes the same way and stops between the lines, for the day's exceptions and an officer's locks
    (``web/planning/drafting.py``).

    Parameters
    ----------
    ear
        Who hears how far it is.
    cache
        A file in which the roads' node order is kept from one time to the next.
    keep
        Given the document of each better plan on the way that the checker has passed.

    Raises
    ------
    FilesError
        Places too far from any road, and whatever else of the records cannot be planned: all of it at once.
    UnreachableError
        Places between which nobody can drive.
    """
    problem, driving = state_problem(authority, roads, order, ear, cache)
    document = partial(written_down, problem, driving=driving)
    told = None if keep is None else lambda plan, seconds: keep(document(plan, seconds))
    outcome = make_plan(problem, order.effort, ear, keep=told)
    return document(outcome.plan, outcome.seconds), outcome


def state_problem(
    authority: Authority, roads: RoadGraph, order: Order, ear: Ear, cache: Path | None = None
) -> tuple[Problem, Driving]:
    """Return the question of one day and direction, and the roads on which it stands; raises as ``plan_day`` does."""
    places = authority.places(order.day, order.direction, order.find_postcode)
    standing = stand_on_roads(roads, places, lambda place: whose(authority, place))
    ear.step(f"{counted(len(places), 'place')} found on the roads; working out the drives between them.")
    driving = Driving(roads, standing, price_profiles(authority.vehicles, roads, order, standing, cache))
    problem = authority.problem(order.day, order.direction, driving.travels())
    ear.step(f"Planning {problem.direction.value} for {counted(len(problem.pupils), 'pupil')}.")
    return problem, driving


def drive_again(problem: Problem, roads: RoadGraph, order: Order, cache: Path | None = None) -> Driving:
    """Return the roads of a problem that stands already, as an order has them driven: with other roads closed, say."""
    standing = stand_on_roads(roads, problem.places.places)
    return Driving(roads, standing, price_profiles(problem.vehicles, roads, order, standing, cache))


def written_down(problem: Problem, plan: Plan, seconds: float, driving: Driving) -> Document:
    """Return the document of a plan: with the roads that it drives, and what it amounts to."""
    legs = tuple(legs_driven(problem, plan, driving))
    summary = summarise(problem, plan, seconds)
    summary["map"] = {"credit": credit_of(driving.roads), "streets": streets_of(driving.roads, plan, driving.standing)}
    return Document(problem, plan, legs, summary)


def stand_on_roads(
    roads: RoadGraph, places: Sequence[Place], whose: Callable[[PlaceId], str] = str
) -> tuple[SnappedPlace, ...]:
    """Return where places stand on the roads; ``FilesError`` names each that is too far from any, and whose it is."""
    standing = snap(roads, places, within_m=math.inf)
    wrong = [
        Finding("places.csv", None, None, f"place {each.place.id} ({whose(each.place.id)}) {_far(each)}")
        for each in standing
        if each.distance_m > WITHIN_M
    ]
    if wrong:
        raise FilesError(wrong)
    return standing


def _far(place: SnappedPlace) -> str:
    return (
        f"is {place.distance_m:,.0f} m from the nearest road, and {WITHIN_M:g} m are allowed: "
        "correct where it is, or use a map that covers it"
    )


def whose(authority: Authority, place: PlaceId) -> str:
    """Return what a place is, in words."""
    for pupil in authority.pupils:
        if place == pupil.home or any(other.place == place for other in pupil.other_homes):
            return f"home of pupil {pupil.id}"
        if any(point.place == place for point in pupil.pick_up_points):
            return f"pick-up point of pupil {pupil.id}"
    for school in authority.schools:
        if place in school.gates:
            return f"gate of school {school.id}"
    for vehicle in authority.vehicles:
        if place == vehicle.depot:
            return f"depot of vehicle {vehicle.id}"
    for assistant in authority.assistants:
        if place == assistant.joins_at:
            return f"where assistant {assistant.id} joins"
    return "named by no record"


def price_profiles(
    vehicles: Iterable[Vehicle], roads: RoadGraph, order: Order, standing: Sequence[SnappedPlace], cache: Path | None
) -> dict[RoadProfile, PricedRoads]:
    """Return the roads under the metric of each road profile that a vehicle has, at the time of day of the runs.

    A School Street on which someone lives or learns is open to the vehicles; every other is shut without a permit.
    """
    profiles = dict.fromkeys(vehicle.road_profile for vehicle in vehicles)
    unknown = [profile for profile in profiles if profile not in ROAD_VEHICLES]
    if unknown:
        said = f"expected one of {', '.join(ROAD_VEHICLES)}, not {', '.join(unknown)}"
        raise FilesError([Finding("vehicles.csv", None, "road_profile", said)])
    hierarchy = contract(roads, cache)
    band = BANDS[order.direction]
    access = streets_with_access(roads, standing, band)
    priced = {}
    for profile in profiles:
        vehicle = ROAD_VEHICLES[profile]
        permitted = RoadVehicle(vehicle.kind, vehicle.height_m, vehicle.width_m, vehicle.weight_t, order.has_permits)
        road_ms = roads.road_metric(order.speeds, permitted, band, order.closed_ways, access)
        priced[profile] = price_roads(roads, road_ms, hierarchy=hierarchy)
    return priced


def legs_driven(problem: Problem, plan: Plan, driving: Driving) -> Iterator[LegShape]:
    """Yield the road of each drive of the plan once for each road profile, drives from and to depots included."""
    driven: dict[RoadProfile, dict[tuple[PlaceId, PlaceId], None]] = {profile: {} for profile in driving.priced}
    for shift in plan.shifts:
        profile = problem.vehicle[shift.vehicle].road_profile
        driven[profile].update(dict.fromkeys((start, end) for start, end, _ in drives(problem, shift)))
    for profile, pairs in driven.items():
        yield from trace(driving, profile, tuple(pairs))


def trace(driving: Driving, profile: RoadProfile, pairs: Sequence[tuple[PlaceId, PlaceId]]) -> Iterator[LegShape]:
    """Yield the road from each first place to each second one."""
    row = {each.place.id: number for number, each in enumerate(driving.standing)}
    paths = leg_paths(driving.priced[profile], driving.standing, [(row[start], row[end]) for start, end in pairs])
    for (start, end), path in zip(pairs, paths, strict=True):
        points = tuple((round(float(lat), 6), round(float(lon), 6)) for lat, lon in path.points)
        yield LegShape(profile=profile, start=start, end=end, seconds=path.seconds, metres=path.metres, points=points)


def streets_of(roads: RoadGraph, plan: Plan, standing: Sequence[SnappedPlace]) -> dict[PlaceId, str]:
    """Return the name of the street on which each stop of the plan stands, where the map has one."""
    stops = {stop.place for run in plan.runs for stop in run.stops}
    streets = {
        each.place.id: roads.names[roads.name[each.snaps[0].road]] for each in standing if each.place.id in stops
    }
    return {place: street for place, street in sorted(streets.items()) if street}


def credit_of(roads: RoadGraph) -> str:
    """Return whom to thank for the map."""
    return _INVENTED_CREDIT if roads.report.source == INVENTED_MAP else OSM_CREDIT
