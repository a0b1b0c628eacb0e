"""What a risk assessment's measures ask of a run: how a row of ``measures.csv`` is read, and which rule keeps it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from routing.authority import cells
from routing.authority.cells import Cell, choice
from routing.authority.tables import plain
from routing.policy import Policy
from routing.records import AssistantNeed, Feature, Needs
from routing.risk import Measure, RuleId


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """A kind of measure.

    Parameters
    ----------
    name, also
        What the column ``measure`` says; other words for it.
    part
        The part of ``Needs`` that it sets.
    cell
        What the column ``value`` holds; None if the measure needs no value.
    many
        Whether a pupil may have several.
    """

    name: str
    part: str
    cell: Cell | None = None
    many: bool = False
    also: tuple[str, ...] = ()


HARNESS = Feature("harness")

KINDS = (
    MeasureKind("wheelchair", "wheelchair", also=("travels in wheelchair",)),
    MeasureKind("boarding_minutes", "boarding_s", cells.MINUTES, also=("boarding",)),
    MeasureKind("assistant", "assistant", choice(AssistantNeed), also=("passenger assistant",)),
    MeasureKind("training", "training", cells.ID, many=True, also=("assistant trained in",)),
    MeasureKind("solo", "solo", also=("travels alone", "single occupancy")),
    MeasureKind("most_aboard", "most_aboard", cells.AT_LEAST_ONE, also=("most pupils aboard",)),
    MeasureKind("ride_limit_minutes", "ride_limit_s", cells.MINUTES, also=("ride limit", "longest ride")),
    MeasureKind("harness", "harness"),
    MeasureKind("feature", "features", cells.ID, many=True, also=("vehicle feature",)),
    MeasureKind("home_from", "home_from_s", cells.CLOCK, also=("someone at home from",)),
    MeasureKind("home_until", "home_until_s", cells.CLOCK, also=("someone at home until",)),
)

BY_NAME = {plain(word): kind for kind in KINDS for word in (kind.name, *kind.also)}
"""By plain name and by every other word."""


def boarding_s_of(policy: Policy, *, wheelchair: bool) -> int:
    """Return the boarding time of a pupil for whom no measure gives another."""
    return policy.boarding_wheelchair_s if wheelchair else policy.boarding_s


def rows_of(needs: Needs, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield measure and value of each row that asks for these needs; apart and together have files of their own."""
    usual_s = boarding_s_of(policy, wheelchair=needs.wheelchair)
    for kind in KINDS:
        for value in _values(needs, kind.part):
            if not (kind.part == "boarding_s" and value == usual_s):
                yield kind.name, "" if kind.cell is None else kind.cell.write(value)


def _values(needs: Needs, part: str) -> Iterator[Any]:
    """Yield what the needs ask in one part; nothing if that part asks nothing."""
    if part == "harness":
        value: Any = HARNESS in needs.features
    else:
        value = getattr(needs, part)
    if isinstance(value, frozenset):
        yield from sorted(value - {HARNESS})
    elif value is not None and value is not False and value is not AssistantNeed.NONE:
        yield value


def measures_of(needs: Needs, policy: Policy) -> tuple[Measure, ...]:
    """Return the measures that ask for these needs, each with the rule that keeps it."""
    usual_s = boarding_s_of(policy, wheelchair=needs.wheelchair)
    said = (*_of_their_own(needs, usual_s), *_of_the_assistant(needs), *_of_company(needs))
    return tuple(Measure(RuleId(rule), asks) for rule, asks in said)


def _of_their_own(needs: Needs, boarding_s: int) -> Iterator[tuple[str, str]]:
    """Yield the rule and the words of each measure about the vehicle, the ride and the home."""
    if needs.wheelchair:
        yield "EveryWheelchairHasASpace", "travels in a wheelchair space"
    if needs.boarding_s != boarding_s:
        yield "ThereIsTimeForEverything", f"{_minutes(needs.boarding_s)} to board"
    for feature in sorted(needs.features):
        yield "TheVehicleHasWhatAPupilNeeds", f"a vehicle with {feature}"
    if needs.ride_limit_s is not None:
        yield "NoOneRidesTooLong", f"no longer than {_minutes(needs.ride_limit_s)} aboard"
    if needs.home_from_s is not None:
        yield "SomeoneIsAtHome", f"nobody is at home before {cells.CLOCK.write(needs.home_from_s)}"
    if needs.home_until_s is not None:
        yield "SomeoneIsAtHome", f"nobody is at home after {cells.CLOCK.write(needs.home_until_s)}"


def _of_the_assistant(needs: Needs) -> Iterator[tuple[str, str]]:
    if needs.assistant is AssistantNeed.NONE:
        return
    alone = needs.assistant is AssistantNeed.ONE_TO_ONE
    rule = "OneToOneHaveTheirOwnAssistant" if alone else "AnAssistantIsAboard"
    yield rule, f"a passenger assistant {'for this pupil alone' if alone else 'aboard'}"
    for training in sorted(needs.training):
        yield rule, f"a passenger assistant trained in {training}"


def _of_company(needs: Needs) -> Iterator[tuple[str, str]]:
    if needs.solo:
        yield "SoloTravelAlone", "travels with no other pupil"
    if needs.most_aboard is not None:
        yield "NoMoreAboardThanAPupilBears", f"no more than {needs.most_aboard} pupils aboard"
    for other in sorted(needs.apart_from):
        yield "KeptApartStayApart", f"never on a run with {other}"
    for other in sorted(needs.together_with):
        yield "TogetherStayTogether", f"always on a run with {other}"


def _minutes(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} minutes" if not rest else f"{minutes} minutes {rest} seconds"
