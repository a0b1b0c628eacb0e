"""The records refuse nonsense when they are made, in a sentence that names the field."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from geodata import PlaceId
from routing.records import (
    AssistantNeed,
    Contract,
    ContractId,
    Layout,
    Needs,
    PassengerAssistant,
    PickUpPoint,
    School,
    SchoolId,
    Training,
    Usual,
    Vehicle,
    VehicleId,
    Waiver,
)
from routing.risk import PupilId, RuleId
from tests.towns import assistant, contract, pupil, school, vehicle

ANN, BOB = PupilId("ann"), PupilId("bob")


def needs(**more: Any) -> Callable[[], Needs]:
    return lambda: Needs(**more)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (needs(boarding_s=-1), "boarding_s must be from 0 to 3600, not -1"),
        (needs(boarding_s=3601), "boarding_s"),
        (needs(training=frozenset({Training("t")})), "training asks for an assistant"),
        (needs(most_aboard=0), "most_aboard must be at least 1"),
        (needs(ride_limit_s=0), "ride_limit_s must be positive"),
        (needs(solo=True, together_with=frozenset({BOB})), "solo"),
        (needs(apart_from=frozenset({BOB}), together_with=frozenset({BOB})), "both name bob"),
        (needs(home_from_s=2, home_until_s=1), "home_from_s must be <= home_until_s"),
        (lambda: PickUpPoint(PlaceId("a"), -1), "walk_s must not be negative"),
        (lambda: pupil("ann", "a", apart_from="ann"), "pupil ann cannot be kept apart from"),
        (lambda: School(id=SchoolId("oak"), gates=(), from_s=0, until_s=1), "school oak must have a gate"),
        (lambda: school(between="09:00-08:00"), "from_s must be <= until_s"),
        (lambda: school(handover_s=-1), "handover_s must not be negative"),
        (lambda: school(bays=0), "bays must be at least 1"),
        (lambda: Layout(-1, 2), "must not be negative"),
        (lambda: Layout(0, 0), "room for someone"),
        (lambda: Contract(id=ContractId("c"), operator="o", day_rate_pence=-1, mile_rate_pence=0), "day_rate_pence"),
        (lambda: contract(mile_rate_pence=-1), "mile_rate_pence must not be negative"),
        (lambda: contract(hour_rate_pence=-1), "hour_rate_pence must not be negative"),
        (lambda: Vehicle(id=VehicleId("v"), contract=ContractId("c"), layouts=()), "vehicle v must have a layout"),
        (lambda: vehicle("v", hours="09:00-08:00"), "for vehicle v"),
        (lambda: vehicle("v", hours="09:00-24:00"), "within the day"),
        (lambda: assistant("zoe", hours="09:00-08:00"), "for assistant zoe"),
        (lambda: assistant("zoe", shift_limit_s=0), "shift_limit_s must be positive"),
        (lambda: assistant("zoe", hour_rate_pence=-1), "hour_rate_pence not negative"),
        (lambda: Usual(pupil=ANN, tolerance_s=-1), "tolerance_s must not be negative"),
        (lambda: waiver(reason=""), "a waiver must have a reason"),
        (lambda: waiver(granted_by=""), "someone who granted it"),
    ],
)
def test_a_record_refuses_nonsense(make: Callable[[], object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make()


def waiver(**more: Any) -> Waiver:
    told: dict[str, Any] = {
        "rule": RuleId("R"),
        "pupil": ANN,
        "reason": "agreed",
        "granted_by": "T2",
        "until": date(2027, 1, 1),
    }
    return Waiver(**(told | more))


def test_a_pupil_boards_at_home_or_at_a_pick_up_point_of_their_own() -> None:
    ann = pupil("ann", "a", walks={"b": 240})
    assert ann.boarding_places == ("a", "b")
    assert [ann.walk_s(PlaceId(place)) for place in "abc"] == [0, 240, None]


def test_records_are_equal_by_value_and_hold_no_name_or_address() -> None:
    assert pupil("ann", "a") == pupil("ann", "a")
    assert not {"name", "address", "diagnosis", "upn"} & set(pupil("ann", "a").__slots__)
    assert Needs().assistant is AssistantNeed.NONE
    assert PassengerAssistant.__slots__[0] == "id"
