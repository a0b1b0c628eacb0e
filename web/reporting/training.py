"""What training came to, as a report: how much, how well, is anyone better off; and who gets how far, by group.

Small numbers are hidden as in every report: a count of from 1 pupil to one fewer than the smallest that may be shown,
and whatever is worked out from so few.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from routing.wording import counted, pounds
from travel_training.courses import Course
from travel_training.entries import State
from travel_training.outcomes import BetterOff, HowMuch, HowWell, Outcomes, Share, Span
from web.reporting.breakdown import Kind, Measure, Part, Rate, kinds, share
from web.reporting.figures import Table, Unit
from web.reporting.view import View

NOT_SHOWN = "not shown"
_ALONE = (State.ALONE, State.SUSTAINED)
_NEVER = (State.NOT_YET, State.DECLINED)
MEASURE = Measure(
    title="How far those come who are referred",
    said=(
        "Trainees who were referred, started, completed or left in the span, by where they stand on its last day. "
        "Travels alone are those who have been signed off and whom nobody has found otherwise."
    ),
    unit=Unit.PUPILS,
    kinds=(
        Kind("before", "Before training"),
        Kind("training", "In training"),
        Kind("alone", "Travel alone"),
        Kind("never", "Not yet, or declined"),
        Kind("left", "Stopped or returned"),
    ),
    rates=(
        Rate(
            name="share",
            words="Travel alone",
            unit=Unit.PERCENT,
            worth=share(kinds("alone"), kinds("before", "training", "alone", "never", "left")),
            of=("alone",),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure in words; ``said`` says what it counts."""

    words: str
    figure: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the three questions, and its figures."""

    title: str
    lines: tuple[Line, ...]


def groups_table(courses: Iterable[Course], span: Span, view: View) -> Table:
    """Return how far those come who are referred, for each group of a view."""
    return view.table(MEASURE, _parts(courses, span, view))


def _parts(courses: Iterable[Course], span: Span, view: View) -> Iterator[Part]:
    for course in courses:
        facts = view.pupils.get(course.trainee)
        days = (course.referred_on, course.started_on, course.alone_on, course.left.day if course.left else None)
        if facts is not None and any(span.holds(day) for day in days):
            group = view.group(facts.id, facts.school)
            yield Part(group=group, pupil=facts.id, counts={kind_of(course): 1})


def kind_of(course: Course) -> str:
    """Return where a course stands at its end, as one of the kinds of the measure."""
    if course.state in _ALONE:
        return "alone"
    if course.state in _NEVER:
        return "never"
    if course.state in (State.STOPPED, State.RETURNED):
        return "left"
    return "before" if course.started_on is None else "training"


def seen(courses: Iterable[Course], view: View) -> tuple[Course, ...]:
    """Return the courses of the locality and the school that are looked at."""
    schools = {pupil.id: pupil.school for pupil in view.pupils.values()}
    return tuple(each for each in courses if view.includes(each.trainee, schools.get(each.trainee, "")))


def sections(found: Outcomes, smallest: int = 0, names: Mapping[str, str] | None = None) -> tuple[Section, ...]:
    """Return the three questions with their figures.

    Parameters
    ----------
    smallest
        The smallest number of trainees of whom anything is told; 0 to tell all, to whoever sees each of them anyway.
    names
        What people call the trainers' users.
    """
    tell = _Teller(smallest)
    return (
        Section("How much was done", tuple(_how_much(found.how_much, tell))),
        Section("How well was it done", tuple(_how_well(found.how_well, found.how_much, tell, names or {}))),
        Section("Is anyone better off", tuple(_better_off(found.better_off, found.how_much, tell))),
    )


def file_rows(found: Sequence[Section]) -> Iterator[tuple[object, ...]]:
    """Yield the figures as a file has them."""
    yield ("Question", "What", "Figure", "What it counts")
    for section in found:
        for line in section.lines:
            yield (section.title, line.words, line.figure, line.said)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells figures, but none that is of too few."""

    smallest: int

    def count(self, words: str, number: int, said: str = "") -> Line:
        return Line(words, NOT_SHOWN if self._is_few(number) else f"{number:,}", said)

    def share(self, words: str, found: Share, said: str = "") -> Line:
        if self._is_few(found.part) or self._is_few(found.whole - found.part):
            return Line(words, NOT_SHOWN, said)
        percent = "" if found.percent is None else f" ({found.percent:.0f}%)"
        return Line(words, f"{found.part:,} of {found.whole:,}{percent}", said)

    def number(self, words: str, number: float | None, behind: int, said: str = "") -> Line:
        if self._is_few(behind):
            return Line(words, NOT_SHOWN, said)
        return Line(words, "no figure" if number is None else f"{number:,.1f}", said)

    def money(self, words: str, pence: int | None, behind: int, said: str = "") -> Line:
        if self._is_few(behind):
            return Line(words, NOT_SHOWN, said)
        return Line(words, "no figure" if pence is None else pounds(pence), said)

    def _is_few(self, number: int) -> bool:
        return 0 < number < self.smallest


def _how_much(much: HowMuch, tell: _Teller) -> Iterator[Line]:
    yield tell.count("Referrals", much.referrals)
    yield tell.count("Assessments", much.assessments)
    yield tell.count("Starts", much.starts)
    yield tell.count("Completions", much.completions, "signed off by two people to travel alone")
    yield Line("Sessions held", f"{much.sessions:,}", "a group’s session counts once")
    yield Line("Hours with trainees", f"{much.minutes / 60:,.0f}")
    yield tell.count("Waiting at the end", much.waiting)
    yield tell.number("Days that half of them have waited", much.waiting_days, much.waiting, "median")


def _how_well(well: HowWell, much: HowMuch, tell: _Teller, names: Mapping[str, str]) -> Iterator[Line]:
    yield tell.number("Days from referral to assessment", well.days_to_assessment, much.assessments, "median")
    yield tell.share("Assessed in time", well.assessed_in_time)
    yield tell.share("Took up what was offered", well.take_up)
    yield tell.share("Completed, of the courses that ended", well.completed)
    yield tell.number("Weeks for a completion", well.weeks, much.completions, "median")
    yield tell.number("Sessions for a completion", well.sessions_each, much.completions, "mean")
    hours = None if well.minutes_each is None else well.minutes_each / 60
    yield tell.number("Hours for a completion", hours, much.completions, "mean")
    yield tell.share("Sessions to which the trainee came", well.attended)
    for load in well.loads:
        name = names.get(load.trainer, load.trainer)
        said = "minutes with trainees, of those and the trainer’s travelling"
        yield Line(f"{name}: {counted(load.sessions, 'session')}", tell.share("", load.contact).figure, said)
    for state, count in _reasons(well):
        yield tell.count(f"Why not: {state}", count)


def _reasons(well: HowWell) -> Iterator[tuple[str, int]]:
    """Yield how often something did not go on; what was written about a trainee is on their own page alone."""
    counts: dict[State, int] = {}
    for state, _, count in well.reasons:
        counts[state] = counts.get(state, 0) + count
    yield from ((str(state), count) for state, count in counts.items())


def _better_off(off: BetterOff, much: HowMuch, tell: _Teller) -> Iterator[Line]:
    for held in off.sustained:
        said = f"of those for whom the month is past; {held.unknown} were not looked at, and count as not sustained"
        yield tell.share(f"Travel alone {held.month} months later", held.share, said)
    yield tell.count("Returned to transport", off.returned)
    yield Line("Journeys alone", f"{off.solo_journeys:,}", "school days, there and back as agreed")
    yield Line("Incidents alone", f"{off.solo_incidents:,}")
    per_100 = "no figure" if off.incidents_per_100 is None else f"{off.incidents_per_100:.2f}"
    yield Line("Incidents in 100 journeys alone", per_100)
    yield Line("Serious incidents", f"{off.serious_incidents:,}", "on sessions and alone")
    for whose, (known, change) in off.confidence.items():
        figure = NOT_SHOWN if 0 < known < tell.smallest else f"{change:+.1f}"
        yield Line(f"Confidence of the {whose}", figure, "change from before to after, from 1 to 5")
    if off.seats_released is not None:
        yield tell.count("Seats released", off.seats_released, "each way counts as one")
    if off.saving_banked_pence is not None:
        said = "what plans cost less, measured between published ones, times the school days"
        yield tell.money("Saving banked", off.saving_banked_pence, off.seats_released or 0, said)
    yield tell.money("Cost of a completion", off.pence_a_completion, much.completions, "of the cost that was given")
