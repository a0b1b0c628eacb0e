"""The numbers for the DfE's collection on home-to-school travel, and the records that lack what it asks for.

The collection ("Home to school transport: LA data collection", first in February 2025, the second as of 2 February
2026) asks on one day for pupils by type of school, EHC plan, reason of eligibility and mode of transport, for forecast
spending by mode, and for pupils who travel alone. Its form is filled in online: the file here is what to copy from.

Taken from what the DfE has published of it (guidance updated on 2 February 2026; the data set of 2025-26): the groups
of pupils, the types of school, and the names of the first four modes. Not verified, and to be checked against the guide
of the year: the names of the other modes; that age is taken on 31 August before the school year; that learners of 16
and over count as SEN by their EHC plan; that what is asked of spending is divided by groups of pupils, which the
authority's records do not do.

The numbers are whole: nothing is hidden, for they go to the Department and not to the public.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from web.records.choices import ELIGIBILITY, MODES
from web.reporting.pupils import PupilFacts
from web.reporting.sums import RideSums

WEEK = timedelta(days=6)
"""Who travels alone is taken from the plans of the seven days up to the day of the count."""
_SEPTEMBER = 9
_POST_16, _ADULT = 16, 19
UNKNOWN = "Not recorded"
SEND, MAINSTREAM = "Pre-16 SEND", "Pre-16 mainstream"
SIXTH_FORM, ADULT = "Post-16 SEN, aged 16 to 18", "Post-16 SEN, aged 19 and over"
OTHERS = "Post-16 mainstream"
GROUPS = (SEND, MAINSTREAM, SIXTH_FORM, ADULT, OTHERS, UNKNOWN)
"""The groups of pupils, which the collection asks about one by one."""

_TYPES = (
    ("primary", "Primary mainstream school and early years"),
    ("secondary", "Secondary mainstream school"),
    ("state-special", "State-funded special school"),
    ("independent-special", "Independent special school"),
    ("alternative", "Alternative provision and pupil referral units"),
    ("post-16", "College or other place after 16"),
    ("other", "Another type"),
    ("", UNKNOWN),
)
_PLANS = (("yes", "With an EHC plan"), ("no", "Without an EHC plan"), ("", UNKNOWN))
_REASONS = (*ELIGIBILITY, ("", UNKNOWN))
_DFE_MODES = {
    "taxi": "External contract - taxi or private hire vehicle (PHV)",
    "minibus": "External contract - public service vehicle (PSV)",
    "in-house": "In-house fleet",
    "pass": "Public transport pass",
}
MODE_WORDS = tuple((mode, _DFE_MODES.get(mode, words)) for mode, words in MODES)
"""The modes of travel as the collection calls them, as far as is known."""

HEAD = ("Group", "Question", "Answer", "Unit", "Number")
Row = tuple[str, str, str, str, int | str]
"""A line of the file: group, question, answer, unit and number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the return is made from.

    Parameters
    ----------
    day
        The day of the count.
    school_types
        The type of each school, empty where it is not recorded.
    rides
        What the published rides of the week up to the day come to.
    forecast_pence
        The forecast of spending by mode, for the financial year ``year``.
    """

    day: date
    pupils: Sequence[PupilFacts]
    school_types: Mapping[str, str]
    rides: Sequence[RideSums]
    forecast_pence: Mapping[str, int]
    year: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A record that lacks what the return asks for: its kind and key, and what is not there."""

    kind: str
    key: str
    lacks: tuple[str, ...]


def age_at_start_of_school_year(born_on: date, day: date) -> int:
    """Return the age on 31 August before the school year of a day.

    Examples
    --------
    >>> age_at_start_of_school_year(date(2010, 9, 1), date(2027, 2, 1))
    15
    """
    first = day.year if day.month >= _SEPTEMBER else day.year - 1
    return first - born_on.year - (born_on.month >= _SEPTEMBER)


def group_of(pupil: PupilFacts, day: date) -> str:
    """Return the group of a pupil; that of one whose record does not say is not recorded: nothing is guessed."""
    if pupil.born_on is None:
        return UNKNOWN
    age = age_at_start_of_school_year(pupil.born_on, day)
    if age >= _POST_16:
        of_plan = {"yes": ADULT if age >= _ADULT else SIXTH_FORM, "no": OTHERS}
        return of_plan.get(pupil.ehc_plan, UNKNOWN)
    return UNKNOWN if not pupil.eligibility else SEND if pupil.eligibility == "special-needs" else MAINSTREAM


def travelling(sources: Sources) -> list[PupilFacts]:
    """Return the pupils for whom something is arranged on the day of the count."""
    return [pupil for pupil in sources.pupils if pupil.travels(sources.day)]


def rows(sources: Sources) -> list[Row]:
    """Return the lines of the file; every answer has one, noughts too."""
    pupils = travelling(sources)
    alone = travelling_alone(sources.rides)
    found = [row for group in GROUPS for row in _group_rows(group, pupils, sources, alone)]
    for mode, words in MODE_WORDS:
        pence = sources.forecast_pence.get(mode)
        pounds = UNKNOWN if pence is None else f"{pence / 100:.2f}"
        found.append(("All", f"Forecast spend {sources.year}", words, "pounds", pounds))
    total = sum(sources.forecast_pence.values())
    is_whole = all(mode in sources.forecast_pence for mode, _ in MODE_WORDS)
    words = "Total" if is_whole else "Total of what is recorded"
    return [*found, ("All", f"Forecast spend {sources.year}", words, "pounds", f"{total / 100:.2f}")]


def travelling_alone(rides: Iterable[RideSums]) -> frozenset[str]:
    """Return the pupils more than half of whose rides have no other pupil on the run."""
    made, lonely = Counter[str](), Counter[str]()
    for each in rides:
        made[each.pupil] += each.rides
        lonely[each.pupil] += each.alone
    return frozenset(pupil for pupil, count in made.items() if 2 * lonely[pupil] > count)


def _group_rows(group: str, pupils: Iterable[PupilFacts], sources: Sources, alone: frozenset[str]) -> Iterator[Row]:
    here = [pupil for pupil in pupils if group_of(pupil, sources.day) == group]
    types = Counter(sources.school_types.get(pupil.school, "") for pupil in here)
    questions = (
        ("Type of school", _TYPES, types),
        ("EHC plan", _PLANS, Counter(pupil.ehc_plan for pupil in here)),
        ("Reason of eligibility", _REASONS, Counter(pupil.eligibility for pupil in here)),
        ("Mode of transport", (*MODE_WORDS, ("", UNKNOWN)), Counter(pupil.mode for pupil in here)),
    )
    yield group, "Pupils", "All", "pupils", len(here)
    for question, answers, counts in questions:
        for code, words in answers:
            yield group, question, words, "pupils", counts[code]
    yield group, "Single occupancy", "Travel alone", "pupils", sum(pupil.id in alone for pupil in here)


def gaps(sources: Sources) -> list[Gap]:
    """Return the records that lack something, by kind and key: mend them, and make the return again."""
    pupils = travelling(sources)
    ridden = {each.pupil for each in sources.rides}
    found = [Gap("pupils", pupil.id, lacks) for pupil in pupils if (lacks := tuple(_lacking(pupil, sources, ridden)))]
    schools = {pupil.school for pupil in pupils if pupil.school in sources.school_types}
    found += [Gap("schools", school, ("Type",)) for school in schools if not sources.school_types[school]]
    modes = {pupil.mode for pupil in pupils if pupil.mode} - set(sources.forecast_pence)
    found += [Gap("spending", f"{sources.year}|{mode}", (f"Forecast for {sources.year}",)) for mode in modes]
    return sorted(found, key=lambda gap: (("spending", "schools", "pupils").index(gap.kind), gap.key))


def _lacking(pupil: PupilFacts, sources: Sources, ridden: set[str]) -> Iterator[str]:
    if pupil.born_on is None:
        yield "Date of birth"
    if pupil.school not in sources.school_types:
        yield "School"
    for text, words in (
        (pupil.ehc_plan, "EHC plan"),
        (pupil.eligibility, "Eligible by"),
        (pupil.mode, "Mode of travel"),
    ):
        if not text:
            yield words
    if pupil.is_carried(sources.day) and pupil.id not in ridden:
        yield "A ride in a published plan of the week"
