"""The authority's numbers: each with its unit, its default and where the default comes from.

A number may be a law, guidance, practice or a price; the ``source`` in its metadata says which. An authority's
``policy.toml`` may set any of them.
"""

from dataclasses import dataclass, field, fields
from typing import Any

_GUIDE = "DfE, Travel to school for children of compulsory school age (2024): general guide, not law"


def _number(default: int, source: str) -> Any:
    return field(default=default, metadata={"source": source})


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Limits and prices of one authority, in whole seconds and whole pence.

    Examples
    --------
    >>> Policy(most_schools_per_run=1).ride_limit_primary_s
    2700
    """

    ride_limit_primary_s: int = _number(45 * 60, _GUIDE)
    ride_limit_secondary_s: int = _number(75 * 60, _GUIDE)
    boarding_s: int = _number(120, "Scottish Borders: two minutes for a pupil who walks on")
    boarding_wheelchair_s: int = _number(600, "Scottish Borders: ten minutes for a wheelchair")
    earliest_pick_up_s: int = _number(6 * 3600 + 30 * 60, "practice; set by the authority")
    latest_hand_over_s: int = _number(18 * 3600 + 30 * 60, "practice; set by the authority")
    most_schools_per_run: int = _number(2, "practice; set by the authority")
    pupils_per_assistant: int = _number(8, "practice; set by the authority")
    assistant_minimum_paid_s: int = _number(3600, "practice; set by the authority's terms of employment")
    ride_hour_pence: int = _number(60, "a preference: the price of one pupil's hour aboard")
    moved_minute_pence: int = _number(50, "a preference: a minute by which a promised time moves too far")
    changed_vehicle_pence: int = _number(150, "a preference: a pupil meets another vehicle")
    changed_driver_pence: int = _number(200, "a preference: a pupil meets another driver")
    changed_assistant_pence: int = _number(250, "a preference: a pupil meets another passenger assistant")
    unplaced_pence: int = _number(100_000, "more than any run: no one is left unplaced to save money")
    mix_review_pupils: int = _number(6, "Brighton & Hove: six or more pupils ask for a vehicle risk assessment")

    def __post_init__(self) -> None:
        for number in fields(self):
            value = getattr(self, number.name)
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"{number.name} must be a whole number, not {value!r}.")
            if value < 0:
                raise ValueError(f"{number.name} must not be negative, not {value}.")
        for name in ("most_schools_per_run", "pupils_per_assistant"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1.")
        if self.earliest_pick_up_s >= self.latest_hand_over_s:
            raise ValueError("earliest_pick_up_s must be before latest_hand_over_s.")
