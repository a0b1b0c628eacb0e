"""What travel costs for each pupil: planned, from published plans, and forecast, from the records of spending.

The planned cost of a run is its part of the vehicle's shift (half a day rate, miles and hours, divided equally among
the shift's runs), and its part of the pay of the plan's passenger assistants (divided among the runs by how many
assistants each has). It is shared equally among the pupils of the run. What the planner prices but nobody pays
(a long ride, a broken promise) is left out. The mean of a ride is put on a year at 380 rides: two on each of the 190
days of a maintained school's year (Education (School Day and School Year) Regulations 1999: 380 sessions).

For comparison: the DfE's unit costs for 2025-26, pre-16 SEND: 8,800 pounds overall, taxi 10,700, PSV contract 7,000,
in-house fleet 7,600, public transport pass 900.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from web.records.choices import MODES
from web.reporting.breakdown import Kind, Measure, Part, Rate, Tally, summed
from web.reporting.figures import Table, Unit
from web.reporting.sums import RideSums
from web.reporting.view import By, View

RIDES_A_YEAR = 380


def _planned(tally: Tally) -> float | None:
    rides = summed("rides")(tally)
    return summed("pence")(tally) / 100 / rides * RIDES_A_YEAR if rides else None


def _forecast(tally: Tally) -> float | None:
    pence = summed("forecast_pence")(tally)
    return pence / 100 if pence else None


def _forecast_each(tally: Tally) -> float | None:
    pupils = summed("forecast_pupils")(tally)
    return summed("shared_pence")(tally) / 100 / pupils if pupils else None


_PLANNED = Rate(name="planned", words="Planned, a carried pupil a year", unit=Unit.POUNDS, worth=_planned)
_SAID = (
    "Pupils who travel on the last day of the span. Planned: what the runs of the published plans cost, each shared "
    f"equally among its pupils; the mean of a ride, times {RIDES_A_YEAR} rides a year."
)
_COSTS = Measure(
    title="Cost for each pupil",
    said=_SAID,
    unit=Unit.PUPILS,
    kinds=(Kind("pupils", "Pupils"),),
    rates=(_PLANNED,),
    judged="planned",
    target="cost-per-pupil",
)
_BY_MODE = Measure(
    title="Cost for each pupil by mode of travel",
    said=f"{_SAID} Forecast: the record of spending for the financial year, and that divided by the pupils.",
    unit=Unit.PUPILS,
    kinds=_COSTS.kinds,
    rates=(
        _PLANNED,
        Rate(name="forecast", words="Forecast, the year", unit=Unit.POUNDS, worth=_forecast),
        Rate(name="forecast_each", words="Forecast, a pupil a year", unit=Unit.POUNDS, worth=_forecast_each),
    ),
    judged="planned",
    target="cost-per-pupil",
)


def costs(view: View, sums: Iterable[RideSums], forecast_pence: Mapping[str, int], year: str) -> Table:
    """Return what travel costs, against ``cost-per-pupil``.

    Parameters
    ----------
    forecast_pence
        What is forecast to be spent in the financial year ``year`` on each mode of travel; it is shown by mode alone,
        and only of the whole authority, for the records divide it no further.
    """
    is_whole = view.by is By.MODE and not view.locality and not view.school
    parts = [*_travelling(view), *_riding(view, sums)]
    if not is_whole:
        return view.table(_COSTS, parts)
    travelling = Counter(part.group for part in parts if part.counts)
    parts += [_forecast_part(mode, pence, travelling[mode]) for mode, pence in forecast_pence.items()]
    missing = [words for mode, words in MODES if travelling[mode] and mode not in forecast_pence]
    notes = (f"No forecast of spending is recorded for {year}: {'; '.join(missing)}.",) if missing else ()
    return view.table(_BY_MODE, parts, notes)


def _forecast_part(mode: str, pence: int, pupils: int) -> Part:
    """Return what a forecast adds to its mode; it is shared among the pupils of that mode, if there are any."""
    shared = {"forecast_pupils": pupils, "shared_pence": pence} if pupils else {}
    return Part(group=mode, pupil="", counts={}, sums={"forecast_pence": pence, **shared})


def _travelling(view: View) -> Iterator[Part]:
    for pupil in view.seen():
        if pupil.travels(view.until_day):
            yield Part(group=view.group(pupil.id, pupil.school), pupil=pupil.id, counts={"pupils": 1})


def _riding(view: View, sums: Iterable[RideSums]) -> Iterator[Part]:
    """Yield what rides cost, in the groups in which their pupils are."""
    for each in sums:
        facts = view.pupils.get(each.pupil)
        school = each.school if facts is None else facts.school
        if view.includes(each.pupil, school):
            group = view.group(each.pupil, school, each.operator)
            yield Part(group=group, pupil=each.pupil, counts={}, sums={"rides": each.rides, "pence": each.pence})
