"""When a milestone is reached, and when it lapses: read from observations, each on its day.

A milestone is reached when it has been done without help on so many different days in a row; a day on which help was
needed once, whoever saw it, breaks the row. Once reached it stays reached until it lapses, and it lapses in two ways:

- it has not been seen done for longer than the milestone allows (a review that finds the trainee travelling alone
  counts as having seen it);
- it is safety-critical, and help was needed again. Of any other milestone that is remarked as a slip, no more: one bad
  morning does not undo what somebody can do, but nobody signs that a road is crossed safely against last week's note.

A lapsed milestone is reached again as it was the first time. An observation that another replaces does not count.
Observations count on the day on which they were made, whenever they became known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from travel_training.entries import AnyEntry, Observed, Reviewed
from travel_training.programme import Milestone, MilestoneId, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastery:
    """How far a trainee is with one milestone.

    Parameters
    ----------
    in_a_row
        Days without help since help was last needed, or since it lapsed.
    reached_on
        The day on which it was reached; None if it is not, or not again.
    first_on
        The day on which it was reached for the first time, whatever came after.
    seen_on
        The last day on which it was done without help.
    slipped_on
        The last day on which help was needed after it was reached.
    lapsed_on, lapsed_because
        When and why it was last lost, if it has not been reached again since.
    """

    milestone: MilestoneId
    days_needed: int
    in_a_row: int = 0
    has_unplanned: bool = False
    reached_on: date | None = None
    first_on: date | None = None
    seen_on: date | None = None
    slipped_on: date | None = None
    lapsed_on: date | None = None
    lapsed_because: str = ""

    @property
    def is_reached(self) -> bool:
        """Whether it is reached and has not lapsed."""
        return self.reached_on is not None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen of one milestone: on which day, with what help; no level for a review of someone alone."""

    at: datetime
    on: date
    level: int | None = None
    was_unplanned: bool = False


def counted(history: Iterable[AnyEntry]) -> list[Observed]:
    """Return the observations that none replaces, in the order in which they were made."""
    observed = [entry for entry in history if isinstance(entry, Observed)]
    replaced = {entry.replaces for entry in observed}
    return sorted((entry for entry in observed if entry.id not in replaced), key=lambda entry: entry.at)


def masteries(history: Sequence[AnyEntry], programme: Programme, on: date) -> Mapping[MilestoneId, Mastery]:
    """Return how far a trainee is with each milestone of a programme, at the end of a day."""
    seen: dict[MilestoneId, list[_Seen]] = {milestone: [] for milestone in programme.milestone}
    for entry in counted(history):
        if entry.milestone in seen and entry.day <= on:
            seen[entry.milestone].append(_Seen(entry.at, entry.day, entry.level, entry.was_unplanned))
    reviews = [entry for entry in history if isinstance(entry, Reviewed) and entry.travels_alone and entry.day <= on]
    alone = [_Seen(entry.at, entry.day) for entry in reviews]
    found = {}
    for id_, milestone in programme.milestone.items():
        in_order = sorted((*seen[id_], *alone), key=lambda each: each.at)
        found[id_] = _mastery(milestone, programme.scale.top, in_order, on)
    return found


def _mastery(milestone: Milestone, top: int, in_order: Iterable[_Seen], on: date) -> Mastery:
    now = Mastery(milestone=milestone.id, days_needed=milestone.days_needed)
    helped_on: date | None = None
    done_on: date | None = None
    for seen in in_order:
        now = _forgotten(milestone, now, seen.on)
        if seen.level is None:
            now = replace(now, seen_on=seen.on) if now.is_reached else now
        elif seen.level < top:
            now, helped_on = _helped(milestone, now, seen.on), seen.on
        elif seen.on == helped_on:
            now = replace(now, seen_on=seen.on)
        else:
            now, done_on = _done(milestone, now, seen, is_another_day=seen.on != done_on), seen.on
    return _forgotten(milestone, now, on)


def _forgotten(milestone: Milestone, now: Mastery, on: date) -> Mastery:
    """Return a mastery with what has become of it by a day on which nothing has been seen yet."""
    if milestone.lapses_after_days is None or now.seen_on is None:
        return now
    last = now.seen_on + timedelta(days=milestone.lapses_after_days)
    if on <= last:
        return now
    if not now.is_reached:
        return replace(now, in_a_row=0, has_unplanned=False)
    because = f"not seen done for {milestone.lapses_after_days} days"
    return replace(_lost(now), lapsed_on=last + timedelta(days=1), lapsed_because=because)


def _done(milestone: Milestone, now: Mastery, seen: _Seen, *, is_another_day: bool) -> Mastery:
    has_unplanned = now.has_unplanned or seen.was_unplanned
    now = replace(now, in_a_row=now.in_a_row + is_another_day, has_unplanned=has_unplanned, seen_on=seen.on)
    is_enough = now.in_a_row >= milestone.days_needed and (has_unplanned or not milestone.needs_unplanned)
    if now.is_reached or not is_enough:
        return now
    first_on = now.first_on or seen.on
    return replace(now, reached_on=seen.on, first_on=first_on, slipped_on=None, lapsed_on=None, lapsed_because="")


def _helped(milestone: Milestone, now: Mastery, day: date) -> Mastery:
    if not now.is_reached:
        return replace(now, in_a_row=0, has_unplanned=False)
    if milestone.is_safety_critical:
        return replace(_lost(now), slipped_on=day, lapsed_on=day, lapsed_because="help was needed again")
    return replace(now, in_a_row=0, slipped_on=day)


def _lost(now: Mastery) -> Mastery:
    return replace(now, reached_on=None, in_a_row=0, has_unplanned=False)
