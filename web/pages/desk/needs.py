"""What a pupil needs of a run, in a few words each: what a crew must know, never why."""

from collections.abc import Iterator

from routing.records import AssistantNeed, Needs
from routing.wording import clock, counted, listed, minutes

_USUAL_BOARDING_S = 120


def needs_told(needs: Needs) -> tuple[str, ...]:
    """Return what a pupil needs, the plainest first; nothing if a seat will do.

    Examples
    --------
    >>> needs_told(Needs(wheelchair=True, solo=True))
    ('wheelchair space', 'travels alone')
    """
    return tuple(_told(needs))


def _told(needs: Needs) -> Iterator[str]:
    if needs.wheelchair:
        yield "wheelchair space"
    yield from sorted(needs.features)
    if needs.assistant is not AssistantNeed.NONE:
        yield "own assistant" if needs.assistant is AssistantNeed.ONE_TO_ONE else "assistant"
    if needs.training:
        yield f"assistant trained in {listed(sorted(needs.training))}"
    yield from _of_company(needs)
    if needs.ride_limit_s is not None:
        yield f"{minutes(needs.ride_limit_s)} aboard at most"
    if needs.boarding_s != _USUAL_BOARDING_S:
        yield f"{minutes(needs.boarding_s)} to board"
    if needs.home_from_s is not None:
        yield f"somebody is at home from {clock(needs.home_from_s)}"


def _of_company(needs: Needs) -> Iterator[str]:
    if needs.solo:
        yield "travels alone"
    if needs.apart_from:
        yield f"apart from {listed(sorted(needs.apart_from))}"
    if needs.together_with:
        yield f"together with {listed(sorted(needs.together_with))}"
    if needs.most_aboard is not None:
        yield f"{counted(needs.most_aboard, 'pupil')} aboard at most"
