"""Which counts are not shown, so that no table tells of a few pupils, alone or by what is left after taking away.

A table here is groups by kinds: how many of each group are of each kind, with the sum of each group, of each kind, and
of all. Hidden are:

1. every count behind which stand from 1 pupil to one fewer than the smallest number that may be shown (a nought is
   shown: it tells of nobody);
2. as many more as it takes that none of those can be worked out from sums.

For 2, every hidden count stands in a corner of a rectangle of hidden ones around which one may be counted elsewhere
(one fewer here, one more there) without changing a number that is shown: two tables at least fit what is published, and
differ there. The sums over all groups are the same however a report is divided, and whoever has one division may have
another; so they are taken as known. A kind whose sum over all groups is small is hidden in every group, together with
the next smallest, so that the two are one.

What the hidden counts of one group come to together may be known, as in any such table.

Practice: the Department for Education's and the ONS's disclosure control for tables of counts (primary suppression of
small numbers, then secondary suppression). Not guarded against, and said on the pages: two reports of nearly the same
pupils (another span of days, another filter) that somebody compares.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SUM_WEIGHS = 10
"""The sum of a group is worth as much to a reader as so many of its counts: others are hidden rather than it."""

Cell = tuple[int, int]
"""A group and a kind, by number; the kind after the last is the group's sum."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """What is not shown.

    Parameters
    ----------
    cells
        The counts of groups.
    totals
        The kinds whose sum over all groups is not shown; the kind after the last is all of them.
    """

    cells: frozenset[Cell] = frozenset()
    totals: frozenset[int] = frozenset()


Counts = Sequence[Sequence[int]]
"""For each group, a number for each kind."""


def hide(counts: Counts, smallest: int, pupils: Counts | None = None) -> Hiding:
    """Return what is not shown of a table.

    Parameters
    ----------
    counts
        How many of each kind.
    smallest
        The smallest number of pupils of whom anything is told.
    pupils
        How many pupils stand behind each count and, last, behind the group; and a row more, for all groups together.
        If not given, each count is of pupils, each counted once.
    """
    if not counts:
        return Hiding()
    kinds = len(counts[0])
    whole = pupils or _summed(counts)
    if 0 < whole[-1][kinds] < smallest:
        every = frozenset((group, kind) for group in range(len(counts)) for kind in range(kinds + 1))
        return Hiding(every, frozenset(range(kinds + 1)))
    totals = [sum(row[kind] for row in counts) for kind in range(kinds)]
    merged = _merged(totals, {kind for kind in range(kinds) if 0 < whole[-1][kind] < smallest})
    cells = {(group, kind) for group in range(len(counts)) for kind in merged}
    if len(counts) > 1:
        kept = [kind for kind in range(kinds) if kind not in merged]
        grid = [[*(row[kind] for kind in kept), sum(row[kind] for kind in merged), sum(row)] for row in counts]
        people = [
            [*(row[kind] for kind in kept), max((row[kind] for kind in merged), default=0), row[kinds]] for row in whole
        ]
        small = {
            (group, at)
            for group, row in enumerate(grid)
            for at, count in enumerate(row)
            if count and people[group][at] < smallest
        }
        place = [*kept, None, kinds]
        found = _Grid(grid, free=len(kept)).hide(small)
        cells |= {(group, kind) for group, at in found if (kind := place[at]) is not None}
    return Hiding(frozenset(cells), frozenset(merged))


def _summed(counts: Counts) -> list[list[int]]:
    """Return counts with the sum of each group, and a row of the sums over all groups."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _merged(totals: Sequence[int], small: set[int]) -> set[int]:
    """Return the kinds that are small over all groups, and the next one if there is but one of them."""
    if len(small) != 1:
        return small
    return small | {min((total, kind) for kind, total in enumerate(totals) if total and kind not in small)[1]}


class _Grid:
    """Groups by the kinds that may be shown; then what the hidden kinds come to, and the group's sum.

    Parameters
    ----------
    free
        The column of what the hidden kinds come to: to hide it costs nobody anything.
    """

    def __init__(self, counts: list[list[int]], free: int) -> None:
        self._counts = counts
        self._free = free
        self._sum = len(counts[0]) - 1
        self._hidden: set[Cell] = set()

    def hide(self, small: set[Cell]) -> set[Cell]:
        """Return the small cells and those that protect them; the largest first, for they may help the others."""
        self._hidden |= small
        for group, at in sorted(small, key=lambda cell: (-self._counts[cell[0]][cell[1]], cell)):
            corners = min(self._rectangles((group, at)), key=self._price)
            self._hidden.update(corners)
        return self._hidden

    def _rectangles(self, cell: Cell) -> Iterator[tuple[Cell, ...]]:
        """Yield the corners of each rectangle around which one may be counted elsewhere than in a cell.

        One fewer stands in the cell. The cell beside it takes one more, or one fewer if it is the sum; and the two of
        the other group make up for both. A cell that has none cannot have one fewer.
        """
        group, at = cell
        for beside in range(self._sum + 1):
            if beside == at:
                continue
            for other in range(len(self._counts)):
                if other == group:
                    continue
                less = {(group, beside)} if self._sum in (at, beside) else {(other, beside)}
                if all(self._counts[g][b] for g, b in less):
                    yield cell, (group, beside), (other, at), (other, beside)

    def _price(self, corners: tuple[Cell, ...]) -> tuple[int, tuple[Cell, ...]]:
        """Return what it takes from a reader to hide some corners; the smaller the count, the less."""
        price = 0
        for group, at in corners:
            if (group, at) not in self._hidden and at != self._free:
                price += (self._counts[group][at] + 1) * (_SUM_WEIGHS if at == self._sum else 1)
        return price, corners
