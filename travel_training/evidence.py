"""What a move asks for: each a named predicate over the history, which yields a sentence for whatever is missing.

The first line of each docstring is the sentence that a trainer reads beside the move.
"""
# ruff: noqa: D401 -- those sentences say what is so; they do not order it

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from travel_training.entries import AnyEntry, Consent, State
from travel_training.mastery import masteries
from travel_training.people import Part
from travel_training.programme import Programme, Setting, Stage
from travel_training.standing import IN_TRAINING, Standing

PARENT_UNTIL, OWN_FROM = 18, 16
"""A parent consents for someone younger than the first; from the second the young person consents."""

_LADDER = (*Setting,)
_SETTING = dict(zip(IN_TRAINING, _LADDER, strict=True))
"""Where the sessions of each state of training are held."""

_COMING = (State.WAITING, State.PLANNED, *IN_TRAINING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A move that is to be judged.

    Parameters
    ----------
    programme
        The one that the trainee follows; None if none has been assigned.
    on
        The day of the move.
    age
        The trainee's age in years on that day; None if it is not known: then everyone must have consented.
    """

    history: Sequence[AnyEntry]
    standing: Standing
    programme: Programme | None
    to: State
    on: date
    age: int | None = None


Evidence = Callable[[Case], Iterator[str]]


def sentence_of(evidence: Evidence) -> str:
    """Return what is asked for, as a sentence."""
    return (evidence.__doc__ or "").partition("\n")[0]


def screened(case: Case) -> Iterator[str]:
    """The entry check has been made."""
    if case.standing.screened is None:
        yield "the entry check has not been written down."


def data_agreed(case: Case) -> Iterator[str]:
    """It is agreed that what training asks for may be kept."""
    if not case.standing.consented(Consent.DATA, case.on):
        yield "consent to keep what training asks for is not in force."


def assigned(case: Case) -> Iterator[str]:
    """There are a programme and a trainer."""
    if case.standing.assigned is None or case.programme is None:
        yield "no programme has been assigned."
    if case.standing.trainer is None:
        yield "no trainer has been assigned."


def consented(case: Case) -> Iterator[str]:
    """Everyone whose consent is needed at this age has given it, and it is in force."""
    if (case.age is None or case.age < PARENT_UNTIL) and not case.standing.consented(Consent.PARENT, case.on):
        yield "the parent's consent is not in force."
    if (case.age is None or case.age >= OWN_FROM) and not case.standing.consented(Consent.YOUNG_PERSON, case.on):
        yield "the young person's own consent is not in force."
    yield from data_agreed(case)


def journey_signed(case: Case) -> Iterator[str]:
    """The journey's risk assessment is signed and not past its review."""
    journey = case.standing.journey
    if journey is None:
        yield "no journey with a signed risk assessment."
    elif journey.review_by < case.on:
        yield f"the journey's risk assessment was to be reviewed by {journey.review_by:%-d %B %Y}."


def journey_looked_at(case: Case) -> Iterator[str]:
    """The journey's risk assessment has been signed again since training was stopped."""
    if not case.standing.is_journey_new:
        yield "the journey's risk assessment has not been signed again since training was stopped."


def critical_before(case: Case) -> Iterator[str]:
    """Every safety-critical milestone of the stages before is reached and has not lapsed."""
    reach = _LADDER.index(_SETTING[case.to]) if case.to in _SETTING else len(_LADDER)
    if case.programme is not None:
        stages = [stage for stage in case.programme.stages if _LADDER.index(stage.setting) < reach]
        yield from _critical_missing(case, case.programme, stages)


def critical_reached(case: Case) -> Iterator[str]:
    """Every safety-critical milestone is reached and has not lapsed."""
    if case.programme is not None:
        yield from _critical_missing(case, case.programme, case.programme.stages)


def nothing_skipped(case: Case) -> Iterator[str]:
    """No stage of the programme that comes between is left out."""
    below = _LADDER.index(_SETTING[case.standing.state]) if case.standing.state in _SETTING else -1
    above = _LADDER.index(_SETTING[case.to]) if case.to in _SETTING else len(_LADDER)
    for stage in case.programme.stages if case.programme else ():
        if below < _LADDER.index(stage.setting) < above:
            yield f"the programme's stage {stage.name} comes first."


def signed_by_two(case: Case) -> Iterator[str]:
    """Two different people have signed, one of whom is not the trainer."""
    halves = case.standing.halves
    if len({half.by.user for half in halves}) < 2:  # noqa: PLR2004 -- a sign-off has two halves
        yield f"{'one of the two halves' if halves else 'neither half'} of the sign-off has been signed."
    elif all(half.by.part is Part.TRAINER for half in halves):
        yield "one half of the sign-off must be by someone who is not the trainer."


def reviews_held(case: Case) -> Iterator[str]:
    """Each review of the first year was held and found the trainee travelling alone."""
    for due in case.standing.reviews_due:
        if due.held is None:
            yield f"the review after {due.month} {'month' if due.month == 1 else 'months'} has not been held."
        elif not due.held.travels_alone:
            yield f"the review after {due.month} {'month' if due.month == 1 else 'months'} found them not alone."


def seen_by_a_stranger(case: Case) -> Iterator[str]:
    """One review was by someone whom the trainee does not know."""
    if not any(review.is_by_a_stranger for review in case.standing.reviews):
        yield "no review was by someone whom the trainee does not know."


def incident_told(case: Case) -> Iterator[str]:
    """The incident has been written down."""
    if not case.standing.incidents:
        yield "no incident has been written down since the trainee came into this state."


def was_there(case: Case) -> Iterator[str]:
    """It is where the trainee was before the pause, or an earlier state of training."""
    before = case.standing.before
    is_earlier = before in IN_TRAINING and case.to in IN_TRAINING[: IN_TRAINING.index(before)]
    if before is not case.to and not is_earlier:
        yield f"before the pause the trainee was {before}."


def not_beyond(case: Case) -> Iterator[str]:
    """It is no further than the trainee had come before training was stopped."""
    before = case.standing.before
    if before in _COMING and _COMING.index(case.to) > _COMING.index(before):
        yield f"training was stopped in {before}, which comes before {case.to}."


def once_alone(case: Case) -> Iterator[str]:
    """The trainee has travelled alone before."""
    if not case.standing.has_been_alone:
        yield "the trainee has not travelled alone before, and so has nothing to refresh."


def _critical_missing(case: Case, programme: Programme, stages: Sequence[Stage]) -> Iterator[str]:
    found = masteries(case.history, programme, case.on)
    for stage in stages:
        for milestone in stage.milestones:
            mastery = found[milestone.id]
            if not milestone.is_safety_critical or mastery.is_reached:
                continue
            if mastery.lapsed_on is not None:
                because = f"{mastery.lapsed_because}, {mastery.lapsed_on:%-d %B %Y}"
                yield f"safety-critical: {milestone.name}: has lapsed ({because})."
            else:
                days = f"{mastery.in_a_row} of {mastery.days_needed} days in a row without help"
                yield f"safety-critical: {milestone.name}: not reached ({days})."
