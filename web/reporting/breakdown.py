"""From what single pupils add to groups, to a table of the groups: counted, worked out, and small numbers hidden."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from web.reporting.figures import HIDDEN, Column, Figure, Unit
from web.reporting.suppression import hide

ALL = "all"
"""The name of the column that a group's counts add up to."""
_DIGITS = {Unit.DAYS: 1, Unit.MINUTES: 1, Unit.PUPILS: 1}
"""How many digits after the point a figure has; the others have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one pupil adds to a group.

    Parameters
    ----------
    counts
        How many of each kind.
    sums
        Whatever else adds up, by name: pence, seats, seconds.
    values
        Values of which the median is wanted: days to a decision.
    """

    group: str
    pupil: str
    counts: Mapping[str, int]
    sums: Mapping[str, float] = field(default_factory=dict)
    values: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What a group comes to.

    Parameters
    ----------
    pupils
        Who stands behind the count of each kind.
    """

    pupils: Mapping[str, frozenset[str]]
    counts: Mapping[str, int]
    sums: Mapping[str, float]
    values: tuple[int, ...]

    @property
    def count(self) -> int:
        """All that is counted, of whatever kind."""
        return sum(self.counts.values())

    def behind(self, kinds: Iterable[str]) -> int:
        """Return how many pupils stand behind some kinds together."""
        return len(frozenset[str]().union(*(self.pupils.get(kind, frozenset()) for kind in kinds)))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind into which what is counted falls; each thing is of one kind."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A figure that is worked out of a tally.

    Parameters
    ----------
    worth
        Returns it, or None if there is nothing to work it out from.
    of
        The kinds whose counts could be worked out from it and from those that are shown, so that it is hidden with
        them.
    base
        The kinds that stand behind it: all of them if none is named. It is hidden where they are of few pupils.
    """

    name: str
    words: str
    unit: Unit
    worth: Callable[[Tally], float | None]
    of: tuple[str, ...] = ()
    base: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a table shows of each group.

    Parameters
    ----------
    title, said
        What the table is called, and how its numbers are defined.
    unit
        What is counted.
    judged, target
        The rate that is held against a target, and the target's name; empty if none is.
    """

    title: str
    said: str
    unit: Unit
    kinds: tuple[Kind, ...]
    rates: tuple[Rate, ...] = ()
    judged: str = ""
    target: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The kinds, all of them together where there are several, and the rates."""
        kinds = [Column(kind.name, kind.words, self.unit) for kind in self.kinds]
        whole = [Column(ALL, "All", self.unit)] if len(kinds) > 1 else []
        return (*kinds, *whole, *(Column(rate.name, rate.words, rate.unit) for rate in self.rates))


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of each group and of all of them together, in the order of a measure's columns."""

    groups: Mapping[str, tuple[Figure, ...]]
    total: tuple[Figure, ...]

    @property
    def hides(self) -> bool:
        """Whether anything is hidden."""
        return any(HIDDEN in figures for figures in (*self.groups.values(), self.total))


def counted(measure: Measure, parts: Iterable[Part], smallest: int) -> Counted:
    """Return the figures of each group.

    Parameters
    ----------
    smallest
        The smallest number of pupils of whom anything is told.
    """
    of_group = defaultdict[str, list[Part]](list)
    for part in parts:
        of_group[part.group].append(part)
    names = [kind.name for kind in measure.kinds]
    tallies = {group: _tally(found) for group, found in of_group.items()}
    total = _tally([part for found in of_group.values() for part in found])
    hiding = hide(
        [[tally.counts.get(name, 0) for name in names] for tally in tallies.values()],
        smallest,
        [[*(tally.behind([name]) for name in names), tally.behind(names)] for tally in (*tallies.values(), total)],
    )

    def figures(tally: Tally, hidden: set[int]) -> tuple[Figure, ...]:
        return _figures(measure, tally, hidden, smallest)

    groups = {
        group: figures(tally, {kind for place, kind in hiding.cells if place == at})
        for at, (group, tally) in enumerate(tallies.items())
    }
    return Counted(groups, figures(total, set(hiding.totals)))


def _tally(parts: Sequence[Part]) -> Tally:
    counts, sums, pupils = Counter[str](), Counter[str](), defaultdict[str, set[str]](set)
    for part in parts:
        counts.update(part.counts)
        sums.update(part.sums)
        for kind, count in part.counts.items():
            if count:
                pupils[kind].add(part.pupil)
    behind = {kind: frozenset(found) for kind, found in pupils.items()}
    return Tally(behind, counts, sums, tuple(value for part in parts for value in part.values))


def _figures(measure: Measure, tally: Tally, hidden: set[int], smallest: int) -> tuple[Figure, ...]:
    """Return the figures of one tally, of which some counts are hidden; the one after the last is their sum."""
    names = [kind.name for kind in measure.kinds]
    counts: list[Figure] = [HIDDEN if at in hidden else tally.counts.get(name, 0) for at, name in enumerate(names)]
    if len(names) > 1:
        counts.append(HIDDEN if len(names) in hidden else tally.count)
    unseen = {names[at] for at in hidden if at < len(names)}
    rates = (HIDDEN if len(names) in hidden else _rate(rate, tally, unseen, smallest) for rate in measure.rates)
    return (*counts, *rates)


def _rate(rate: Rate, tally: Tally, unseen: set[str], smallest: int) -> Figure:
    """Return a rate as it is shown.

    A percentage is whole. Of a hundred times the smallest number of pupils and more, each whole per cent stands for as
    many pupils as may be told of at least: so it tells no count exactly, and may stand where those are hidden.
    """
    base = tally.behind(rate.base or tally.counts)
    is_coarse = rate.unit is Unit.PERCENT and base >= 100 * smallest
    if 0 < base < smallest or (unseen.intersection(rate.of) and not is_coarse):
        return HIDDEN
    worth = rate.worth(tally)
    if worth is None:
        return None
    digits = _DIGITS.get(rate.unit, 0)
    shown = round(worth + 10**-9, digits)  # a half goes up, as people round
    return int(shown) if shown == int(shown) else shown


def share(part: Callable[[Tally], float], whole: Callable[[Tally], float]) -> Callable[[Tally], float | None]:
    """Return what works out a percentage."""

    def worth(tally: Tally) -> float | None:
        of = whole(tally)
        return 100 * part(tally) / of if of else None

    return worth


def kinds(*names: str) -> Callable[[Tally], int]:
    """Return what adds up the counts of some kinds."""
    return lambda tally: sum(tally.counts.get(name, 0) for name in names)


def summed(name: str) -> Callable[[Tally], float]:
    """Return what gives a sum."""
    return lambda tally: tally.sums.get(name, 0)
