"""Banking: each night it is seen whether the cost of a free seat has fallen, by how much, and from which day on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from routing.authority.calendar import Calendar
from routing.records import SchoolId
from routing.risk import PupilId
from routing.wording import counted
from web.planning.standing import LOOK_BACK
from web.store import Kept
from web.store.plan_views import PlanHead, PlanState
from web.store.seats import SavingState, SeatRelease
from web.training.savings import Fallen, NotFallen, measured, shares

MOST_DAYS = 10
"""So many of the newest plans since a seat became free are looked at, at most."""
WEEK = 7
_NONE_YET = NotFallen(
    "No two published plans of one weekday, one before and one since, can be compared yet.", is_measured=False
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two published plans of one weekday and direction, one from before a seat was free and one since."""

    before: PlanHead
    after: PlanHead


def look_again(kept: Kept, today: date) -> str:
    """Look at every free seat whose saving is not banked; return what came of it, in words."""
    releases = kept.seats.list_releases()
    waiting = [each for each in releases if each.state is not SavingState.BANKED and _has_begun(each, today)]
    for each in waiting:
        if kept.seats.get_release(each.id).state is not SavingState.BANKED:  # unless banked with another just now
            _look_at(kept, each, releases, today)
    banked = sum(kept.seats.get_release(each.id).state is SavingState.BANKED for each in waiting)
    return f"{counted(len(waiting), 'free seat')} looked at, {counted(banked, 'saving')} banked"


def _has_begun(release: SeatRelease, today: date) -> bool:
    ends = release.until_day
    return release.from_day <= today and (ends is None or ends >= release.from_day)


def _look_at(kept: Kept, release: SeatRelease, releases: Sequence[SeatRelease], today: date) -> None:
    """Bank the saving of a seat, and of those with which it is measured, by the first pair that shows it."""
    said = _NONE_YET
    for pair in _pairs(kept, release, today):
        freed = [each for each in releases if _is_freed_between(each, release, pair)]
        before, after = (kept.plans.load(head.id) for head in (pair.before, pair.after))
        found = measured(before, after, PupilId(release.pupil), {PupilId(each.pupil) for each in freed})
        if isinstance(found, Fallen):
            _bank(kept, [each for each in freed if each.pupil in found.freed], pair, found)
            return
        if found.is_measured or said is _NONE_YET:
            said = found
    kept.seats.say_not_fallen(release.id, said.said)


def _bank(kept: Kept, freed: Iterable[SeatRelease], pair: _Pair, found: Fallen) -> None:
    """Bank what is due to each of the seats that were measured together."""
    of = {PupilId(each.pupil): each for each in freed}
    banked = {pupil: each.banked_pence or 0 for pupil, each in of.items() if each.state is SavingState.BANKED}
    open_ = {pupil: each.expected_pence for pupil, each in of.items() if pupil not in banked}
    for pupil, pence in shares(max(0, found.pence - sum(banked.values())), open_).items():
        if pence > 0:
            kept.seats.bank(of[pupil].id, pence, pair.after.day, (pair.before.id, pair.after.id), found.said)
        else:
            kept.seats.say_not_fallen(of[pupil].id, f"All that was saved is due to other seats: {found.said}")


def _is_freed_between(each: SeatRelease, release: SeatRelease, pair: _Pair) -> bool:
    return each.direction is release.direction and each.is_free(pair.after.day) and not each.is_free(pair.before.day)


def _pairs(kept: Kept, release: SeatRelease, today: date) -> Iterator[_Pair]:
    """Yield what can be compared: the first plans since, each with those of its weekday before, the newest first."""
    last = today if release.until_day is None else min(today, release.until_day)
    before = _published(kept, release, release.from_day - LOOK_BACK, release.from_day - timedelta(days=1))
    since = _published(kept, release, max(release.from_day, last - LOOK_BACK), last)
    for after in since[-MOST_DAYS:]:
        for each in reversed(before):
            if (after.day - each.day).days % WEEK == 0:
                yield _Pair(each, after)


def _published(kept: Kept, release: SeatRelease, first: date, last: date) -> list[PlanHead]:
    heads = kept.plans.list_plans(first, last, [PlanState.PUBLISHED])
    return [head for head in heads if head.direction is release.direction]


class SchoolDays:
    """Counts the days on which schools are open, looking at each day of a school once."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._open: dict[tuple[str, date], bool] = {}

    def count(self, school: str, first: date, last: date) -> int:
        """Return on how many days from one to another a school is open."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return sum(self._is_open(school, day) for day in days)

    def _is_open(self, school: str, day: date) -> bool:
        here = (school, day)
        if here not in self._open:
            is_weekday = day.weekday() < 5  # noqa: PLR2004 -- Saturday
            self._open[here] = is_weekday and self._calendar.why_closed(SchoolId(school), day) is None
        return self._open[here]


def banked_so_far(release: SeatRelease, days: SchoolDays, school: str, today: date) -> int:
    """Return what a seat has saved until a day, in pence: what a day costs less, times the school days since."""
    if release.banked_pence is None or release.banked_from is None:
        return 0
    last = today if release.until_day is None else min(today, release.until_day)
    return release.banked_pence * days.count(school, release.banked_from, last)
