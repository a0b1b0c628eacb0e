"""Days from a request for transport to the authority's decision, and requests that are still open.

The clock is the calendar's: the days between ``requested_on`` and ``decided_on`` of a pupil's record. No statute sets a
number; the Ombudsman finds fault with decisions too late to appeal (Worcestershire 18-012-656), so the authority's own
target, ``days-to-decision``, is the measure. A request that the family withdrew is no decision of the authority.
"""

from collections.abc import Iterator
from statistics import median

from web.reporting.breakdown import Kind, Measure, Part, Rate, Tally, kinds, share
from web.reporting.figures import Table, Unit
from web.reporting.view import View, few

_TARGET = "days-to-decision"


def decisions(view: View) -> Table:
    """Return the requests decided in the span and those open at its end, and the median of the days that it took."""
    limit = view.targets.find(_TARGET, view.locality, view.school)
    measure = Measure(
        title="From request to decision",
        said=(
            "Requests that were decided in the span, and those still open on its last day, in calendar days. Half of "
            "the decisions took no longer than the median. Requests that families withdrew are left out."
        ),
        unit=Unit.REQUESTS,
        kinds=_kinds(limit),
        rates=_rates(limit),
        judged="median",
        target=_TARGET,
    )
    return view.table(measure, _parts(view, limit), tuple(_notes(view)))


def _kinds(limit: int | None) -> tuple[Kind, ...]:
    if limit is None:
        return (Kind("decided", "Decided"), Kind("open", "Open"))
    return (
        Kind("decided", f"Decided within {limit} days"),
        Kind("late", "Decided later"),
        Kind("open", f"Open for up to {limit} days"),
        Kind("waiting", "Open for longer"),
    )


def _rates(limit: int | None) -> tuple[Rate, ...]:
    decided = ("decided", "late")
    half = Rate(name="median", words="Median", unit=Unit.DAYS, worth=_median, base=decided)
    if limit is None:
        return (half,)
    worth = share(kinds("decided"), kinds(*decided))
    within = Rate(name="within", words="In time", unit=Unit.PERCENT, worth=worth, of=decided, base=decided)
    return (half, within)


def _median(tally: Tally) -> float | None:
    return median(tally.values) if tally.values else None


def _parts(view: View, limit: int | None) -> Iterator[Part]:
    for pupil in view.seen():
        asked, told = pupil.requested_on, pupil.decided_on
        if asked is None or asked > view.until_day or pupil.decision == "withdrawn":
            continue
        group = view.group(pupil.id, pupil.school)
        if told is not None and told <= view.until_day:
            days = (told - asked).days
            if told >= view.from_day:
                kind = "decided" if limit is None or days <= limit else "late"
                yield Part(group=group, pupil=pupil.id, counts={kind: 1}, values=(days,))
        elif told is not None or not pupil.decision:
            days = (view.until_day - asked).days
            yield Part(group=group, pupil=pupil.id, counts={"open" if limit is None or days <= limit else "waiting": 1})


def _notes(view: View) -> Iterator[str]:
    """Yield what is missing."""
    seen = [pupil for pupil in view.seen() if pupil.decision != "withdrawn"]
    undated = sum(bool(pupil.decision) and pupil.decided_on is None for pupil in seen)
    unasked = sum(pupil.requested_on is None for pupil in seen)
    if undated:
        yield f"Left out: decisions whose day is not recorded, {few(undated, view.smallest)}."
    if unasked:
        yield f"Left out: pupils whose day of request is not recorded, {few(unasked, view.smallest)}."
