"""What preferences of a term's timetable cost, each with its source; in whole pence, so that one may weigh them."""

from dataclasses import dataclass, field, fields
from typing import Any

from travel_training.errors import TrainingError


def _price(default: int, source: str) -> Any:
    return field(default=default, metadata={"source": source})


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices of what is not wished, each set by the authority."""

    unplanned_pence: int = _price(30_000, "more than any session: none is left out to save money")
    travel_minute_pence: int = _price(30, "a trainer's hour at about £18, on the way and not with a trainee")
    other_trainer_pence: int = _price(6_000, "a preference: a trainee gets another trainer than the one they know")
    cover_pence: int = _price(1_500, "a preference: one session with someone who is not the trainee's own trainer")
    week_without_pence: int = _price(2_500, "a preference: training that rests for a week is partly begun again")
    week_short_pence: int = _price(800, "a preference: a session fewer in a week than was agreed")
    week_crowded_pence: int = _price(1_000, "a preference: a session more in a week than was agreed")
    week_later_pence: int = _price(500, "a preference: a week in which a seat in a vehicle is still needed")
    overload_minute_pence: int = _price(20, "a preference: a minute of contact above a trainer's fair share")
    given_up_pence: int = _price(2_000, "a preference: a trainee's appointment does not hold")
    moved_pence: int = _price(700, "a preference: an appointment holds on its day, at another time or with another")

    def __post_init__(self) -> None:
        for price in fields(self):
            value = getattr(self, price.name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise TrainingError(f"{price.name} must be a whole number of pence, 0 or more, not {value!r}.")


USUAL = Prices()
"""The prices of an authority that has set none."""
