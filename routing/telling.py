"""What one plan does compared with another, in plain English, for the officer who must decide and say so.

Records are called by what ``name_of`` makes of their references; names are joined in only for those who may see them.
"""

from collections.abc import Callable, Iterator, Mapping

from routing.cost import rounded
from routing.effects import Comparison, Journey, PupilChange, PupilEffect, RunEffect
from routing.problem import Direction
from routing.wording import MINUTE_S, clock, counted, listed, minutes, pounds

NameOf = Callable[[str, str], str]
"""What to call a record: the kind (``pupils``, ``vehicles``, ``drivers``, ``assistants``, ``places``), and its id."""

PAID: Mapping[str, str] = {
    "vehicle": "vehicles",
    "miles": "miles",
    "hours": "hours",
    "assistant": "passenger assistants",
}
"""The kinds of cost that are paid, and what they are called."""
WEIGHED: Mapping[str, str] = {
    "ride": "time aboard",
    "moved": "promised times moved",
    "changed": "familiar vehicles and crew changed",
    "unplaced": "pupils without a run",
}
"""The kinds of cost that are weighed and not paid."""


def by_reference(_kind: str, reference: str) -> str:
    """Call a record by its reference; the default, which names nobody."""
    return reference


def in_words(comparison: Comparison, name_of: NameOf = by_reference) -> list[str]:
    """Return what a plan does compared with another, in sentences: the money, who works, the runs, the rides, everyone.

    Examples
    --------
    A comparison of a plan with itself says ``["Nothing changes."]``.
    """
    if comparison.is_empty:
        return ["Nothing changes."]
    return [
        *cost_in_words(comparison),
        *fleet_in_words(comparison, name_of),
        *runs_in_words(comparison),
        *rides_in_words(comparison),
        *(pupil_in_words(change, comparison.direction, name_of) for change in comparison.pupils),
    ]


def cost_in_words(comparison: Comparison) -> Iterator[str]:
    """Yield what is paid more or less, and what is weighed without being paid."""
    extra = comparison.extra_by_kind
    paid = {name: extra[kind] for kind, name in PAID.items() if kind in extra}
    if paid:
        before, after = (
            sum(each.pence.get(kind, 0) for kind in PAID) for each in (comparison.before, comparison.after)
        )
        if after == before:
            yield f"It costs as much as before: {_parts(paid)}."
        else:
            yield f"It costs {_more(after - before)}, {pounds(after)} instead of {pounds(before)}: {_parts(paid)}."
    weighed = {name: extra[kind] for kind, name in WEIGHED.items() if kind in extra}
    if weighed:
        yield f"Weighed, but not paid: {_parts(weighed)}."


def _parts(extra: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {_more(pence)}" for name, pence in extra.items())


def _more(pence: int) -> str:
    return f"{pounds(abs(pence))} {'more' if pence > 0 else 'less'}"


def fleet_in_words(comparison: Comparison, name_of: NameOf = by_reference) -> Iterator[str]:
    """Yield which vehicles and passenger assistants work that did not, and which no longer do."""
    before, after = comparison.before, comparison.after
    for kind, noun, was, now in (
        ("vehicles", "vehicle", before.vehicles, after.vehicles),
        ("assistants", "passenger assistant", before.assistants, after.assistants),
    ):
        for ids, does in ((now - was, "works that did not"), (was - now, "no longer works")):
            if ids:
                verb = does if len(ids) == 1 else does.replace("works", "work", 1)
                yield f"{counted(len(ids), noun)} {verb}: {listed(name_of(kind, each) for each in sorted(ids))}."


def runs_in_words(comparison: Comparison) -> Iterator[str]:
    """Yield which runs are new, gone or changed, and whether others stay the same."""
    runs = comparison.runs
    new = [run.after for run in runs if run.effect is RunEffect.ADDED and run.after]
    gone = [run.before for run in runs if run.effect is RunEffect.GONE and run.before]
    changed = [run.after for run in runs if run.effect is RunEffect.CHANGED and run.after]
    same = sum(run.effect is RunEffect.SAME for run in runs)
    said = [
        f"{counted(len(ids), 'run')} {'is' if len(ids) == 1 else 'are'} {what} ({listed(ids)})"
        for ids, what in ((new, "new"), (gone, "gone"), (changed, "changed"))
        if ids
    ]
    if said:
        yield f"{'; '.join(said)}{'; the others stay the same' if same else ''}."
    if sheets := [run.after for run in runs if run.effect is RunEffect.SAME and run.sheet_changed and run.after]:
        yield f"On {listed(sheets)} pupils and times stay the same, but the crew's sheet changes."


def rides_in_words(comparison: Comparison) -> Iterator[str]:
    """Yield how ride times and empty seats change."""
    before, after = comparison.before, comparison.after
    rides = [
        said.format(minutes(now), was // MINUTE_S)
        for said, was, now in (
            ("pupils ride for {} on average (before: {})", _whole(before.ride_mean_s), _whole(after.ride_mean_s)),
            ("95 in 100 for at most {} (before: {})", _whole(before.ride_p95_s), _whole(after.ride_p95_s)),
            ("the longest ride takes {} (before: {})", _whole(before.ride_most_s), _whole(after.ride_most_s)),
        )
        if was != now
    ]
    if rides:
        said = "; ".join(rides)
        yield f"{said[0].upper()}{said[1:]}."
    for was, now, noun, one, many in (
        (before.over_guide, after.over_guide, "pupil", "rides longer than the guide", "ride longer than the guide"),
        (before.single_runs, after.single_runs, "run", "carries one pupil alone", "carry one pupil alone"),
        (before.seats_empty, after.seats_empty, "seat", "stays empty", "stay empty"),
    ):
        if was != now:
            yield f"{counted(now, noun)} {one if now == 1 else many} (before: {was})."


def _whole(seconds: int) -> int:
    """Return the seconds of the nearest whole minute."""
    return rounded(seconds, MINUTE_S) * MINUTE_S


def pupil_in_words(change: PupilChange, direction: Direction, name_of: NameOf = by_reference) -> str:
    """Return what changes for one pupil, in a sentence."""
    called = name_of("pupils", change.pupil)
    if change.effect is PupilEffect.GONE:
        return f"{called} no longer travels."
    if change.after is None:
        why = (change.why_not or "the plan does not say why").rstrip(".")
        return f"{called} {'is new and has no run' if change.effect is PupilEffect.ADDED else 'has no run now'}: {why}."
    if change.before is None:
        begins = "is new" if change.effect is PupilEffect.ADDED else "has a run now"
        return f"{called} {begins}: {_journey(change.after, direction, name_of)}."
    return f"{called}: {'; '.join(_changed(change, change.before, change.after, direction, name_of))}."


def _journey(journey: Journey, direction: Direction, name_of: NameOf) -> str:
    """Return how a pupil travels, who did not travel before."""
    home, school = _ends(direction)
    with_whom = (
        f", with {listed(name_of('assistants', each) for each in journey.assistants)}" if journey.assistants else ""
    )
    at = [
        (journey.home_s, f"{home} at {clock(journey.home_s)}"),
        (journey.school_s, f"{school} at {clock(journey.school_s)}"),
    ]
    times = ", ".join(said for _, said in sorted(at))
    return f"{times}, in {name_of('vehicles', journey.vehicle)}{with_whom}"


def _ends(direction: Direction) -> tuple[str, str]:
    """Return what happens at a pupil's own stop, and at school."""
    return ("picked up", "at school") if direction is Direction.TO_SCHOOL else ("home", "leaves school")


def _changed(
    change: PupilChange, before: Journey, after: Journey, direction: Direction, name_of: NameOf
) -> Iterator[str]:
    """Yield each thing that changes for a pupil who travels on both plans."""
    home, school = _ends(direction)
    for part, does, later_s, now_s in (
        ("home", home, change.home_later_s, after.home_s),
        ("school", school, change.school_later_s, after.school_s),
    ):
        if part in change.parts:
            yield f"{does} {minutes(abs(later_s))} {'later' if later_s > 0 else 'earlier'}, at {clock(now_s)}"
    if "place" in change.parts:
        yield f"at {name_of('places', after.place)}, not at {name_of('places', before.place)}"
    if "vehicle" in change.parts:
        yield f"in {name_of('vehicles', after.vehicle)}, not {name_of('vehicles', before.vehicle)}"
    if "driver" in change.parts:
        drivers = [name_of("drivers", each) for each in (after.driver, before.driver) if each is not None]
        yield f"driver {', not '.join(drivers)}" if after.driver is not None else f"no longer driven by {drivers[0]}"
    if "assistants" in change.parts:
        now, was = (listed(name_of("assistants", each) for each in one.assistants) for one in (after, before))
        if not after.assistants:
            yield f"no passenger assistant, where {was} was"
        else:
            yield f"with {now}" + (f", not {was}" if before.assistants else ", where there was no passenger assistant")
