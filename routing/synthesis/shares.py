"""What a lifelike authority is made of: shares of needs, kinds of vehicle, English prices, and five named sizes."""

from dataclasses import dataclass
from typing import NamedTuple

from routing.records import Feature, Layout, RoadProfile, Training


class Size(NamedTuple):
    """So many pupils and schools."""

    pupils: int
    schools: int


SIZES = {
    "school": Size(60, 1),
    "town": Size(200, 10),
    "unitary": Size(650, 25),
    "county": Size(1000, 30),
    "shire": Size(2500, 70),
}
"""The five sizes of the open benchmark."""

CAR = RoadProfile("car")
MINIBUS = RoadProfile("minibus")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of vehicle: its layouts, what it always has, and what a contract for it costs.

    Parameters
    ----------
    layouts
        Seats for passengers, the driver's not counted; a wheelchair space takes the room of two seats or so.
    day_pence, mile_pence
        The middle of the prices; each contract's own lies within a tenth of it.
    most_seats
        Of its licence: 8 for taxis and private hire, None for a PSV operator's.
    """

    code: str
    name: str
    layouts: tuple[Layout, ...]
    road_profile: RoadProfile
    day_pence: int
    mile_pence: int
    features: frozenset[Feature] = frozenset()
    most_seats: int | None = 8


LIFT, RAMP, LOW_STEP, HARNESS = Feature("lift"), Feature("ramp"), Feature("low-step"), Feature("harness")

KINDS = (
    Kind(code="T", name="taxi", layouts=(Layout(4),), road_profile=CAR, day_pence=6200, mile_pence=120),
    Kind(
        code="P",
        name="people carrier",
        layouts=(Layout(6), Layout(7)),
        road_profile=CAR,
        day_pence=7600,
        mile_pence=135,
    ),
    Kind(
        code="W",
        name="small wheelchair taxi",
        layouts=(Layout(4), Layout(2, 1)),
        road_profile=CAR,
        day_pence=8200,
        mile_pence=150,
        features=frozenset({RAMP, LOW_STEP}),
    ),
    Kind(
        code="V",
        name="large wheelchair taxi",
        layouts=(Layout(8), Layout(6, 1), Layout(4, 2)),
        road_profile=CAR,
        day_pence=10500,
        mile_pence=170,
        features=frozenset({RAMP, LOW_STEP}),
    ),
    Kind(
        code="M",
        name="minibus",
        layouts=(Layout(16), Layout(14, 1)),
        road_profile=MINIBUS,
        day_pence=16500,
        mile_pence=150,
        most_seats=None,
    ),
    Kind(
        code="L",
        name="lift minibus",
        layouts=(Layout(14), Layout(11, 2), Layout(8, 4), Layout(4, 6)),
        road_profile=MINIBUS,
        day_pence=20500,
        mile_pence=170,
        features=frozenset({LIFT, LOW_STEP}),
        most_seats=None,
    ),
)
"""From the cheapest to the dearest."""

WHEELCHAIR = 0.13
SHARED, ONE_TO_ONE, SOLO = 0.50, 0.10, 0.06
SHORTER_RIDE, FEW_ABOARD, SLOW_TO_BOARD, HOME_HOURS = 0.08, 0.10, 0.05, 0.02
HARNESS_NEEDED, LOW_STEP_NEEDED = 0.06, 0.03
APART, SIBLINGS = 0.015, 0.02
PICK_UP_POINTS = 0.10
LAPSED = 0.02
SPARE = 0.12
"""Of vehicles and of assistants, beyond one for each run of the simplest plan."""
NO_CAR = 0.10
"""Of the assistants: they are collected at home."""
OWN_FLEET = 0.5
"""Of the minibuses: the authority's own, from its depot."""
SPECIAL = 0.60
"""Of the pupils: at special schools; the others at mainstream schools' resource bases."""

TRAININGS: tuple[tuple[Training, float], ...] = (
    (Training("rescue-medication"), 0.10),
    (Training("positive-handling"), 0.06),
    (Training("feeding-pump"), 0.03),
    (Training("bsl"), 0.03),
)
"""What assisted pupils' assistants must be trained in, and the share of those pupils."""
MOVING_AND_HANDLING = Training("moving-and-handling")
"""Asked for by a third of the assisted pupils in wheelchairs."""

HAZARDS = ("absconds", "choking", "distress", "falls", "seizure", "strikes-out", "unbuckles", "wanders")
"""Codes of an invented list; chosen by lot, since a measure never says why."""
