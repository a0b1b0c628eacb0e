"""What the authority sets for the loop between training and transport: one option of the store, each with a default."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from travel_training.candidates import Criteria
from travel_training.ladder import Prices
from web.store import Kept

NAME = "training-loop"
"""The option's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopOptions:
    """Numbers of the authority's own.

    Parameters
    ----------
    criteria
        Whom to look at as candidates, and how a day is put on a year (some authorities count 195 days).
    prices
        What the rungs by bus cost.
    planned_again
        For how many pupils the plan is made again, those first who save most when just taken out of their run.
    """

    criteria: Criteria = Criteria()  # noqa: RUF009 -- a frozen value
    prices: Prices = Prices()  # noqa: RUF009 -- a frozen value
    planned_again: int = 20

    def __post_init__(self) -> None:
        if self.planned_again < 0:
            raise ValueError(f"planned_again must not be less than nothing, not {self.planned_again}.")

    @classmethod
    def of(cls, kept: Kept) -> Self:
        """Return what the authority has set, with the default for the rest."""
        return cls.from_numbers(kept.options.find(NAME) or {})

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any]) -> Self:
        """Return what numbers by name say; ``ValueError`` for one that cannot be."""
        return cls(
            criteria=Criteria(**_those_of(Criteria, numbers)),
            prices=Prices(**_those_of(Prices, numbers)),
            planned_again=numbers.get("planned_again", 20),
        )

    @property
    def numbers(self) -> dict[str, int]:
        """All of them by name."""
        return {**asdict(self.criteria), **asdict(self.prices), "planned_again": self.planned_again}

    def keep(self, kept: Kept) -> None:
        """Set them."""
        kept.options.put(NAME, self.numbers)


def _those_of(kind: type[Any], numbers: Mapping[str, Any]) -> dict[str, Any]:
    return {each.name: numbers[each.name] for each in fields(kind) if each.name in numbers}
