"""Risk assessments: who has one that holds, who will soon need another, whose is overdue; and those done in time.

Counted are the pupils who are carried on the last day of the span: no travel without a current assessment is the rule
of the house (an individual assessment before the first journey is practice in Brighton and Hove and in Wokingham), and
whoever needs no seat needs none. The number of assessments done is a measure of Warwickshire's SEND and Inclusion
Strategy 2019-2023; what it divides them by, locality and need, is that strategy's too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from web.records.rows import Row
from web.reporting.breakdown import Kind, Measure, Part, Rate, kinds, share
from web.reporting.figures import Table, Unit
from web.reporting.pupils import PupilFacts, day_of
from web.reporting.view import View


@dataclass(frozen=True, slots=True, order=True)
class Assessment:
    """One risk assessment: the first and the last day on which it holds."""

    assessed_on: date
    review_by: date


Assessments = Mapping[str, Sequence[Assessment]]
"""Each pupil's, the oldest first."""


def assessments_of(rows: Iterable[Row]) -> Assessments:
    """Return the risk assessments that rows record."""
    found = defaultdict[str, list[Assessment]](list)
    for row in rows:
        assessed_on, review_by = day_of(row["assessed_on"]), day_of(row["review_by"])
        if assessed_on is not None and review_by is not None:
            found[row["pupil"]].append(Assessment(assessed_on, review_by))
    return {pupil: sorted(each) for pupil, each in found.items()}


def stands(found: Sequence[Assessment], day: date, lapse_days: int) -> str:
    """Return how a pupil's assessments stand on a day: ``current``, ``due``, ``overdue`` or ``none``.

    What counts is the last day on which any assessment that has begun by then holds. It is due when that day is no more
    than ``lapse_days`` ahead.
    """
    last = max((each.review_by for each in found if each.assessed_on <= day), default=None)
    if last is None:
        return "none"
    if last < day:
        return "overdue"
    return "due" if last <= day + timedelta(days=lapse_days) else "current"


def holding(view: View, assessments: Assessments, lapse_days: int) -> Table:
    """Return how the assessments of carried pupils stand on the last day of the span, against ``assessed``."""
    measure = Measure(
        title="Risk assessments that hold",
        said=(
            "Pupils who are carried on the last day, by their newest risk assessment: it holds; it holds, and lapses "
            f"within {lapse_days} days; it has lapsed; or there is none."
        ),
        unit=Unit.PUPILS,
        kinds=(
            Kind("current", "Holds"),
            Kind("due", f"Due within {lapse_days} days"),
            Kind("overdue", "Overdue"),
            Kind("none", "None recorded"),
        ),
        rates=(
            Rate(
                name="assessed",
                words="Holds or is due",
                unit=Unit.PERCENT,
                worth=share(kinds("current", "due"), kinds("current", "due", "overdue", "none")),
                of=("current", "due"),
            ),
        ),
        judged="assessed",
        target="assessed",
    )
    parts = (
        Part(
            group=view.group(pupil.id, pupil.school),
            pupil=pupil.id,
            counts={stands(assessments.get(pupil.id, ()), view.until_day, lapse_days): 1},
        )
        for pupil in view.seen()
        if pupil.is_carried(view.until_day)
    )
    return view.table(measure, parts)


def done(view: View, assessments: Assessments) -> Table:
    """Return the assessments done in the span, and which of them in time."""
    measure = Measure(
        title="Risk assessments done",
        said=(
            "Assessments made on the days of the span. In time is one made by the last day of the one before it; a "
            "pupil's first, by the first day at the school, where that day is recorded."
        ),
        unit=Unit.ASSESSMENTS,
        kinds=(Kind("in_time", "In time"), Kind("late", "Late"), Kind("unknown", "First day not recorded")),
        rates=(
            Rate(
                name="share",
                words="In time, of those known",
                unit=Unit.PERCENT,
                worth=share(kinds("in_time"), kinds("in_time", "late")),
                of=("in_time", "late"),
                base=("in_time", "late"),
            ),
        ),
    )
    return view.table(measure, _done(view, assessments))


def _done(view: View, assessments: Assessments) -> Iterator[Part]:
    for pupil in view.seen():
        before: Assessment | None = None
        for each in assessments.get(pupil.id, ()):
            if view.from_day <= each.assessed_on <= view.until_day:
                group = view.group(pupil.id, pupil.school)
                yield Part(group=group, pupil=pupil.id, counts={_timely(pupil, each, before): 1})
            before = each


def _timely(pupil: PupilFacts, done: Assessment, before: Assessment | None) -> str:
    by = pupil.from_day if before is None else before.review_by
    return "unknown" if by is None else "in_time" if done.assessed_on <= by else "late"


def to_do(view: View, assessments: Assessments, lapse_days: int) -> list[tuple[str, str, date | None]]:
    """Return the pupils who need an assessment: reference, how theirs stands, its last day; the longest waiting first.

    It is work, not a report: it names pupils, and is for those who may see them.
    """
    found = []
    for pupil in view.seen():
        own = assessments.get(pupil.id, ())
        how = stands(own, view.until_day, lapse_days)
        if pupil.is_carried(view.until_day) and how != "current":
            last = max((each.review_by for each in own if each.assessed_on <= view.until_day), default=None)
            found.append((pupil.id, how, last))
    return sorted(found, key=lambda each: (each[2] or date.min, each[0]))
