"""What a risk assessment's measures ask of a run: one kind a line, the rule that keeps it, and its words for the crew.

``measures.csv`` names a kind and, where there is one, a value; ``Needs`` holds them all; ``measures_of`` says them.
"""

from collections.abc import Iterator

from routing.records import AssistantNeed, Needs
from routing.risk import Measure, RuleId

KEPT_BY: dict[str, RuleId] = {
    "wheelchair": RuleId("EveryoneHasASeatOrASpace"),
    "boarding": RuleId("ThereIsTimeForEverything"),
    "assistant": RuleId("AnAssistantIsAboardForWhoNeedsOne"),
    "training": RuleId("AnAssistantIsAboardForWhoNeedsOne"),
    "solo": RuleId("SoloTravelsAlone"),
    "apart": RuleId("KeptApart"),
    "together": RuleId("Together"),
    "most aboard": RuleId("NoMoreAboardThanAPupilCanBear"),
    "ride limit": RuleId("NoOneRidesTooLong"),
    "feature": RuleId("TheVehicleHasWhatAPupilNeeds"),
    "home": RuleId("SomeoneIsAtHome"),
}
"""By the kind of measure, the rule of the catalogue that keeps it."""


def measures_of(needs: Needs, boarding_s: int = 120) -> tuple[Measure, ...]:
    """Return the measures that ask for these needs, each with the rule that keeps it.

    Parameters
    ----------
    boarding_s
        The boarding time that needs no measure.
    """
    return tuple(Measure(KEPT_BY[kind], asks) for kind, asks in _said(needs, boarding_s))


def _said(needs: Needs, boarding_s: int) -> Iterator[tuple[str, str]]:
    """Yield the kind and the words of each measure."""
    if needs.wheelchair:
        yield "wheelchair", "travels in a wheelchair space"
    if needs.boarding_s != boarding_s:
        yield "boarding", f"{_minutes(needs.boarding_s)} to board"
    if needs.assistant is AssistantNeed.SHARED:
        yield "assistant", "a passenger assistant aboard"
    if needs.assistant is AssistantNeed.ONE_TO_ONE:
        yield "assistant", "a passenger assistant for this pupil alone"
    for training in sorted(needs.training):
        yield "training", f"an assistant trained in {training}"
    if needs.solo:
        yield "solo", "travels with no other pupil"
    for other in sorted(needs.apart_from):
        yield "apart", f"never on a run with {other}"
    for other in sorted(needs.together_with):
        yield "together", f"always on a run with {other}"
    if needs.most_aboard is not None:
        yield "most aboard", f"no more than {needs.most_aboard} pupils aboard"
    if needs.ride_limit_s is not None:
        yield "ride limit", f"no longer than {_minutes(needs.ride_limit_s)} aboard"
    for feature in sorted(needs.features):
        yield "feature", f"a vehicle with {feature}"
    if needs.home_from_s is not None:
        yield "home", f"nobody is at home before {_clock(needs.home_from_s)}"
    if needs.home_until_s is not None:
        yield "home", f"nobody is at home after {_clock(needs.home_until_s)}"


def _minutes(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} minutes" if not rest else f"{minutes} minutes {rest} seconds"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
