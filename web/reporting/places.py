"""Who travels alone, what that costs, and how many seats stay empty, from published plans.

A ride is alone if its pupil is the only one of the run (passenger assistants are no company here): the DfE's collection
and many requests under the Freedom of Information Act ask for single occupancy. Alone may be what a risk assessment
asks for; the number says what is so, not what is wrong.

Seats are those of the layout in use, wheelchair spaces among them; each pupil and each passenger assistant of the run
takes one, whoever sits there when. What a run has is shared equally among its pupils, so that runs of several schools
and localities count in each by their pupils.
"""

from collections.abc import Iterable, Iterator

from web.reporting.breakdown import Kind, Measure, Part, Rate, Tally, kinds, share, summed
from web.reporting.costs import RIDES_A_YEAR
from web.reporting.figures import Table, Unit
from web.reporting.sums import RideSums
from web.reporting.view import View


def _alone_a_year(tally: Tally) -> float | None:
    alone = kinds("alone")(tally)
    return summed("pence_alone")(tally) / 100 / alone * RIDES_A_YEAR if alone else None


def _shared_a_year(tally: Tally) -> float | None:
    shared = kinds("shared")(tally)
    pence = summed("pence")(tally) - summed("pence_alone")(tally)
    return pence / 100 / shared * RIDES_A_YEAR if shared else None


def _pupils_a_run(tally: Tally) -> float | None:
    runs = summed("runs")(tally)
    return tally.count / runs if runs else None


_ALONE = Measure(
    title="Travelling alone",
    said=(
        "Planned rides on runs with no other pupil, and what a year of each kind of ride costs for a pupil "
        f"({RIDES_A_YEAR} rides)."
    ),
    unit=Unit.RIDES,
    kinds=(Kind("alone", "Alone"), Kind("shared", "With others")),
    rates=(
        Rate(
            name="share",
            words="Share alone",
            unit=Unit.PERCENT,
            worth=share(kinds("alone"), kinds("alone", "shared")),
            of=("alone", "shared"),
        ),
        Rate(
            name="alone_cost",
            words="Alone, a year",
            unit=Unit.POUNDS,
            worth=_alone_a_year,
            of=("alone",),
            base=("alone",),
        ),
        Rate(
            name="shared_cost",
            words="With others, a year",
            unit=Unit.POUNDS,
            worth=_shared_a_year,
            of=("shared",),
            base=("shared",),
        ),
    ),
    judged="share",
    target="single-occupancy",
)
_SEATS = Measure(
    title="Seats empty",
    said="Seats and wheelchair spaces of the runs that no pupil and no passenger assistant takes.",
    unit=Unit.RIDES,
    kinds=(Kind("rides", "Rides"),),
    rates=(
        Rate(
            name="empty",
            words="Seats empty",
            unit=Unit.PERCENT,
            worth=share(
                lambda tally: max(0, summed("seats")(tally) - tally.count - summed("assistants")(tally)),
                summed("seats"),
            ),
        ),
        Rate(name="aboard", words="Pupils on a run", unit=Unit.PUPILS, worth=_pupils_a_run),
    ),
    judged="empty",
    target="empty-seats",
)


def alone(view: View, sums: Iterable[RideSums]) -> Table:
    """Return how many rides are made alone, and what they cost, against ``single-occupancy``."""
    return view.table(_ALONE, _parts(view, sums, "alone"))


def seats(view: View, sums: Iterable[RideSums]) -> Table:
    """Return how many seats stay empty, against ``empty-seats``."""
    return view.table(_SEATS, _parts(view, sums, "rides"))


def _parts(view: View, sums: Iterable[RideSums], first: str) -> Iterator[Part]:
    for each in sums:
        if view.includes(each.pupil, each.school):
            others = {"shared": each.rides - each.alone} if first == "alone" else {}
            yield Part(
                group=view.group(each.pupil, each.school, each.operator),
                pupil=each.pupil,
                counts={first: each.alone if first == "alone" else each.rides, **others},
                sums={
                    "pence": each.pence,
                    "pence_alone": each.pence_alone,
                    "seats": each.seats,
                    "assistants": each.assistants,
                    "runs": each.runs,
                },
            )
