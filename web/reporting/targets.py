"""What the authority has set itself (its records of ``targets``), and how a figure stands to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from web.records.rows import Row
from web.reporting.figures import Figure, Hidden, Standing, Unit

MORE_IS_BETTER = frozenset({"assessed", "punctual", "rides-within-guide"})
"""The targets that are a least; the others are a most."""
UNITS: Mapping[str, Unit] = {
    "assessed": Unit.PERCENT,
    "days-to-decision": Unit.DAYS,
    "punctual": Unit.PERCENT,
    "rides-within-guide": Unit.PERCENT,
    "cost-per-pupil": Unit.POUNDS,
    "single-occupancy": Unit.PERCENT,
    "empty-seats": Unit.PERCENT,
}
"""In what each target is measured."""
NEAR = 0.1
"""A target is nearly met if it is missed by no more than this share of it. A choice of ours: no source sets one."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets by name, locality and school; an empty locality or school is all of them."""

    values: Mapping[tuple[str, str, str], int]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Targets":
        """Return the targets that rows set."""
        return cls({(row["target"], row["locality"], row["school"]): int(row["value"]) for row in rows})

    def find(self, name: str, locality: str = "", school: str = "") -> int | None:
        """Return what counts for a locality, a school or both: what was set nearest to them, or None.

        Examples
        --------
        >>> targets = Targets({("punctual", "", ""): 95, ("punctual", "", "oak"): 90})
        >>> targets.find("punctual", school="oak"), targets.find("punctual", "North"), targets.find("assessed")
        (90, 95, None)
        """
        for where in ((locality, school), ("", school), (locality, ""), ("", "")):
            if (name, *where) in self.values:
                return self.values[(name, *where)]
        return None


def standing(name: str, figure: Figure, target: int | None) -> Standing:
    """Return how a figure, as it is shown, stands to a target.

    Examples
    --------
    >>> f"{standing('punctual', 96, 95)}, {standing('punctual', 86, 95)}, {standing('empty-seats', 40, 30)}"
    'Met, Nearly met, Not met'
    """
    if target is None:
        return Standing.NO_TARGET
    if figure is None:
        return Standing.NO_FIGURE
    if isinstance(figure, Hidden):
        return Standing.NOT_SHOWN
    short = target - figure if name in MORE_IS_BETTER else figure - target
    return Standing.MET if short <= 0 else Standing.NEAR if short <= NEAR * target else Standing.MISSED
