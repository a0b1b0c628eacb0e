"""Ride times of published plans: against 45 and 75 minutes or the pupil's own limit, and how they spread.

A ride is one pupil's planned time aboard, one way on one day: from leaving the stop where they board to arriving where
they alight. Its limit is the guide for the pupil's phase, or the pupil's own (their risk assessment's, or the
authority's policy) where that is shorter. Source: DfE, Travel to school for children of compulsory school age (2024),
45 minutes for primary and 75 for secondary age, each way; Leicestershire's policy: "or where a shorter journey is
specified" in the risk assessment. Walks to a pick-up point are not counted.
"""

from collections.abc import Iterable, Iterator

from routing.records import Phase
from web.reporting.breakdown import Kind, Measure, Part, Rate, Tally, kinds, share, summed
from web.reporting.figures import Table, Unit
from web.reporting.sums import BAND_MINUTES, GUIDE_MINUTES, RideSums
from web.reporting.view import View


def _mean(tally: Tally) -> float | None:
    return summed("seconds")(tally) / 60 / tally.count if tally.count else None


_WITHIN = Measure(
    title="Rides within the guide",
    said=(
        f"Planned rides, one way, held against {GUIDE_MINUTES[0]} minutes for pupils of primary and {GUIDE_MINUTES[1]} "
        "for those of secondary age, or against the pupil's own limit where that is shorter."
    ),
    unit=Unit.RIDES,
    kinds=(Kind("within", "Within"), Kind("over", "Over")),
    rates=(
        Rate(
            name="share",
            words="Share within",
            unit=Unit.PERCENT,
            worth=share(kinds("within"), kinds("within", "over")),
            of=("within", "over"),
        ),
        Rate(
            name="mean",
            words="Mean ride",
            unit=Unit.MINUTES,
            worth=_mean,
        ),
    ),
    judged="share",
    target="rides-within-guide",
)


def within_guide(view: View, sums: Iterable[RideSums]) -> Table:
    """Return how many rides keep to the guide, against ``rides-within-guide``."""
    return view.table(_WITHIN, _within(view, sums))


def _within(view: View, sums: Iterable[RideSums]) -> Iterator[Part]:
    for each in sums:
        if view.includes(each.pupil, each.school):
            facts = view.pupils.get(each.pupil)
            is_primary = facts is not None and facts.phase == Phase.PRIMARY
            over = each.over_primary if is_primary else each.over_secondary
            yield Part(
                group=view.group(each.pupil, each.school, each.operator),
                pupil=each.pupil,
                counts={"within": each.rides - over, "over": over},
                sums={"seconds": each.seconds},
            )


def _band_words() -> tuple[str, ...]:
    """Return what people call the bands.

    Examples
    --------
    >>> _band_words()[0], _band_words()[1], _band_words()[-1]
    ('Up to 15 minutes', 'Up to 30', 'Over 75 minutes')
    """
    first, *others = BAND_MINUTES
    return (f"Up to {first} minutes", *(f"Up to {end}" for end in others), f"Over {BAND_MINUTES[-1]} minutes")


BANDS = tuple(f"band_{number}" for number in range(len(BAND_MINUTES) + 1))
"""The names of the bands' columns."""


_SPREAD = Measure(
    title="How long rides take",
    said="Planned rides, one way, by the minutes aboard. Each is counted once, in the shortest band that holds it.",
    unit=Unit.RIDES,
    kinds=tuple(Kind(name, words) for name, words in zip(BANDS, _band_words(), strict=True)),
    rates=(
        Rate(
            name="long",
            words="Over 75 minutes",
            unit=Unit.PERCENT,
            worth=share(kinds(BANDS[-1]), kinds(*BANDS)),
            of=BANDS[-1:],
        ),
    ),
)


def spread(view: View, sums: Iterable[RideSums]) -> Table:
    """Return how many rides are of each length."""
    parts = (
        Part(
            group=view.group(each.pupil, each.school, each.operator),
            pupil=each.pupil,
            counts=dict(zip(BANDS, each.bands, strict=True)),
        )
        for each in sums
        if view.includes(each.pupil, each.school)
    )
    return view.table(_SPREAD, parts)
