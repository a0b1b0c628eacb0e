"""Draws a fleet, its contracts and the assistants.

They suffice for the simplest plan, which packs each school's pupils by bearing into runs with a vehicle each, and leave
a little to spare.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geodata import PlaceId
from routing.authority.records import ContractRecord, PupilRecord, Site
from routing.records import (
    AssistantId,
    AssistantNeed,
    Contract,
    ContractId,
    DriverId,
    Feature,
    Layout,
    PassengerAssistant,
    Phase,
    SchoolId,
    Training,
    Vehicle,
    VehicleId,
)
from routing.synthesis import shares
from routing.synthesis.ground import Ground
from routing.synthesis.pupils import Drawing, drive_s
from routing.synthesis.shares import KINDS, Kind

_PUPILS_PER_ASSISTANT = 8
_VEHICLES_PER_CONTRACT = 9
_NEAR_M = 1500.0
_MARGIN = 1.06
"""A minibus is slower than a car."""


@dataclass(slots=True)
class Group:
    """Pupils, by number, who could make a run of their own in one kind of vehicle."""

    pupils: list[int]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Fleet:
    """Vehicles with their contracts, and assistants; further sites are the depot's and the assistants' homes."""

    contracts: tuple[ContractRecord, ...]
    vehicles: tuple[Vehicle, ...]
    assistants: tuple[PassengerAssistant, ...]
    sites: tuple[Site, ...]


def draw_fleet(drawing: Drawing, ground: Ground, seed: int) -> Fleet:
    """Draw vehicles and assistants for a drawing's pupils."""
    rng = np.random.default_rng((seed, 3))
    groups = pack(rng, drawing)
    kinds = [group.kind for group in groups]
    wanted = [frozenset(f for p in group.pupils for f in drawing.pupils[p].needs.features) for group in groups]
    spare = math.ceil(shares.SPARE * len(groups))
    kinds += [KINDS[-1 - number % len(KINDS)] for number in range(spare)]
    wanted += [frozenset()] * spare
    depot = _site_at(
        ground, PlaceId("depot"), int(rng.choice(len(ground.lat), p=ground.school_weight / ground.school_weight.sum()))
    )
    vehicles, contracts = _contracted(rng, kinds, wanted, depot.id)
    asked = [(training, drawing.home_at[group.pupils[0]]) for group in groups for training in _crew_of(drawing, group)]
    spare = math.ceil(shares.SPARE * len(asked))
    asked += [asked[int(k)] for k in rng.integers(len(asked), size=spare)] if asked else []
    assistants, sites = _assistants(rng, ground, asked)
    return Fleet(contracts, vehicles, assistants, (depot, *sites))


def pack(rng: np.random.Generator, drawing: Drawing) -> list[Group]:
    """Pack all pupils into groups that could each be a run of the simplest plan.

    The n-th group of a kind has the n-th vehicle of that kind; assistants come in the order of groups.
    """
    return [group for school in drawing.schools for group in _groups_of(rng, drawing, school.id)]


def _site_at(ground: Ground, place: PlaceId, point: int) -> Site:
    return Site(id=place, lat=round(float(ground.lat[point]), 6), lon=round(float(ground.lon[point]), 6))


def _groups_of(rng: np.random.Generator, drawing: Drawing, school: SchoolId) -> list[Group]:
    """Pack the pupils of one school, by bearing, into groups."""
    number = next(n for n, record in enumerate(drawing.schools) if record.id == school)
    own = [n for n, pupil in enumerate(drawing.pupils) if pupil.school == school]
    offset = drawing.home_at[own] - drawing.school_at[number]
    by_bearing = [own[int(k)] for k in np.argsort(np.arctan2(offset[:, 1], offset[:, 0]), kind="stable")]
    groups: list[Group] = []
    room = 0
    units = _units(drawing, by_bearing)
    for unit in sorted(units, key=lambda unit: drawing.pupils[unit[0]].needs.solo):
        grown = [*groups[-1].pupils, *unit] if groups and len(groups[-1].pupils) + len(unit) <= room else []
        kind = _kind_for(drawing, number, grown) if grown else None
        if kind is not None:
            groups[-1] = Group(grown, kind)
            continue
        groups.append(Group(unit, _kind_for(drawing, number, unit) or KINDS[-1]))
        room = int(rng.choice((3, 4, 4, 6, 8, 10, 12, 14)))
    return groups


def _units(drawing: Drawing, numbers: list[int]) -> list[list[int]]:
    """Put those who travel together into one unit."""
    number_of = {drawing.pupils[n].id: n for n in numbers}
    units, done = [], set[int]()
    for number in numbers:
        if number in done:
            continue
        unit = [number, *sorted(number_of[mate] for mate in drawing.pupils[number].needs.together_with)]
        done.update(unit)
        units.append(unit)
    return units


def _kind_for(drawing: Drawing, school: int, numbers: list[int]) -> Kind | None:
    """Return the cheapest kind of vehicle in which these may travel as one run; None if they may not."""
    pupils = [drawing.pupils[n] for n in numbers]
    ids = {pupil.id for pupil in pupils}
    needs = [pupil.needs for pupil in pupils]
    if any(need.apart_from & ids or (need.solo and len(ids) > 1) for need in needs):
        return None
    if any(need.most_aboard is not None and len(ids) > need.most_aboard for need in needs):
        return None
    if len(ids) > 1 and not _short_enough(drawing, school, numbers):
        return None
    crew = len(crew_needed(pupils))
    spaces = sum(need.wheelchair for need in needs)
    fits = Layout(len(ids) - spaces + crew, spaces)
    for kind in KINDS:
        if any(each.seats >= fits.seats and each.wheelchair_spaces >= spaces for each in kind.layouts):
            return kind
    return None


def _short_enough(drawing: Drawing, school: int, numbers: list[int]) -> bool:
    """Say whether, collected from the farthest to the nearest, everyone's ride keeps its limit by a wary guess."""
    gate = drawing.school_at[school]
    order = sorted(numbers, key=lambda n: -float(np.linalg.norm(drawing.home_at[n] - gate)))
    ride_s = 0.0
    at = gate
    for number in reversed(order):
        ride_s += drive_s(float(np.linalg.norm(drawing.home_at[number] - at)))
        if _MARGIN * ride_s > _limit_s(drawing.pupils[number]):
            return False
        ride_s += drawing.pupils[number].needs.boarding_s
        at = drawing.home_at[number]
    return True


def _limit_s(pupil: PupilRecord) -> int:
    return pupil.needs.ride_limit_s or (45 if pupil.phase is Phase.PRIMARY else 75) * 60


def crew_needed(pupils: list[PupilRecord]) -> list[frozenset[Training]]:
    """Return the training of each assistant whom these pupils need: one-to-one first, then those who are shared."""
    crew = [pupil.needs.training for pupil in pupils if pupil.needs.assistant is AssistantNeed.ONE_TO_ONE]
    sharing = [pupil for pupil in pupils if pupil.needs.assistant is AssistantNeed.SHARED]
    all_of_it = frozenset(training for pupil in sharing for training in pupil.needs.training)
    return crew + [all_of_it] * -(-len(sharing) // _PUPILS_PER_ASSISTANT)


def _crew_of(drawing: Drawing, group: Group) -> list[frozenset[Training]]:
    return crew_needed([drawing.pupils[n] for n in group.pupils])


def _contracted(
    rng: np.random.Generator, kinds: list[Kind], wanted: list[frozenset[Feature]], depot: PlaceId
) -> tuple[tuple[Vehicle, ...], tuple[ContractRecord, ...]]:
    """Draw vehicles of these kinds with these features, and contracts for them."""
    vehicles: list[Vehicle] = []
    contracts: list[ContractRecord] = []
    for kind in KINDS:
        own = [number for number, each in enumerate(kinds) if each is kind]
        is_bus = kind.most_seats is None
        for count, number in enumerate(own):
            if count % _VEHICLES_PER_CONTRACT == 0:
                in_house = is_bus and rng.random() < shares.OWN_FLEET
                contracts.append(ContractRecord(_contract(rng, kind, len(contracts) + 1, in_house=in_house)))
            contract = contracts[-1].contract
            fitted = wanted[number] | ({shares.HARNESS} if rng.random() < 0.5 else set())  # noqa: PLR2004 -- half
            vehicles.append(
                Vehicle(
                    id=VehicleId(f"{kind.code}{count + 1:03d}"),
                    contract=contract.id,
                    layouts=kind.layouts,
                    road_profile=kind.road_profile,
                    depot=depot if contract.operator == "own-fleet" else None,
                    from_s=5 * 3600 + 1800,
                    until_s=19 * 3600,
                    features=kind.features | fitted,
                    driver=DriverId(f"D{len(vehicles) + 1:03d}"),
                )
            )
    return tuple(vehicles), tuple(contracts)


def _contract(rng: np.random.Generator, kind: Kind, number: int, *, in_house: bool) -> Contract:
    """Draw a price within a tenth of the kind's; the authority's own vehicles cost less a mile."""
    factor = rng.uniform(0.9, 1.1)
    return Contract(
        id=ContractId(f"C{number:02d}"),
        operator="own-fleet" if in_house else f"operator-{number:02d}",
        day_rate_pence=50 * round(factor * kind.day_pence / 50),
        mile_rate_pence=round(factor * kind.mile_pence * (0.6 if in_house else 1.0)),
        most_seats=kind.most_seats,
    )


def _assistants(
    rng: np.random.Generator, ground: Ground, asked: list[tuple[frozenset[Training], NDArray[np.float64]]]
) -> tuple[tuple[PassengerAssistant, ...], tuple[Site, ...]]:
    """Draw assistants with at least the training asked for; a tenth have no car, and live near the pupils."""
    assistants: list[PassengerAssistant] = []
    sites: list[Site] = []
    common = [training for training, _ in shares.TRAININGS[:2]] + [shares.MOVING_AND_HANDLING]
    metres = ground.metres
    for number, (training, near) in enumerate(asked, 1):
        more = frozenset(each for each in common if rng.random() < 0.25)  # noqa: PLR2004 -- a quarter hold each
        assistant = PassengerAssistant(
            id=AssistantId(f"A{number:03d}"),
            training=training | more,
            from_s=6 * 3600,
            until_s=18 * 3600,
            hour_rate_pence=int(rng.choice((1290, 1340, 1420))),
        )
        if rng.random() < shares.NO_CAR:
            pull = (ground.home_weight + 1e-9) * np.exp(-np.linalg.norm(metres - near, axis=1) / _NEAR_M)
            point = int(rng.choice(len(pull), p=pull / pull.sum()))
            site = _site_at(ground, PlaceId(f"assistant-{number}"), point)
            sites.append(site)
            assistant = replace(assistant, joins_at=site.id)
        assistants.append(assistant)
    return tuple(assistants), tuple(sites)
