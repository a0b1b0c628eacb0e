"""The seat: free from sign-off on, on the ways that were agreed; back from the next school day after a relapse.

It is written in two places, together: as a travel arrangement in the records, by which every draft leaves the pupil out
from that day on, and as a free seat whose saving is looked for (``savings``). Nothing that is published changes by
itself: the plans of the days that it concerns are asked to be drafted again, and an officer publishes them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from routing.problem import Direction
from travel_training.entries import State
from travel_training.people import Scope
from web.planning.school_days import next_school_day
from web.records.arrangements import STEM
from web.records.rows import row_of
from web.store import Kept
from web.store.records import Change
from web.store.seats import EstimateKind, SeatRelease
from web.store.training_views import TraineeHead

ALONE = (State.ALONE, State.SUSTAINED)
"""A seat is free while its pupil stands here, and no day longer: whoever is paused, stopped or refreshed is carried."""
WAYS: Mapping[Scope, tuple[Direction, ...]] = {
    Scope.BOTH_WAYS: (Direction.TO_SCHOOL, Direction.FROM_SCHOOL),
    Scope.TO_SCHOOL: (Direction.TO_SCHOOL,),
    Scope.FROM_SCHOOL: (Direction.FROM_SCHOOL,),
    Scope.TO_PICK_UP_POINT: (),
}
"""The ways on which no seat is needed, by what was agreed; from a pick-up point one is."""
LOOK_AHEAD = timedelta(days=60)
"""Plans so far ahead are drafted again."""


def settle(kept: Kept, heads: Iterable[TraineeHead], today: date) -> tuple[int, int]:
    """Have the free seats be those of the trainees who travel alone; return how many are newly free, and given back.

    Both from the next school day on. Done twice, it changes nothing the second time.
    """
    begins = next_school_day(kept.records.list_kind("calendar"), today)
    wanted = {(str(head.pupil), way) for head in heads if head.state in ALONE for way in WAYS[head.scope]}
    free = {(each.pupil, each.direction): each for each in kept.seats.list_releases() if each.until_day is None}
    new = sorted(wanted - free.keys())
    back = [free[key] for key in sorted(free.keys() - wanted)]
    for pupil in sorted({pupil for pupil, _ in new}):
        release(kept, pupil, [way for other, way in new if other == pupil], begins)
    for pupil in sorted({each.pupil for each in back}):
        give_back(kept, [each for each in back if each.pupil == pupil], begins)
    return len(new), len(back)


def release(kept: Kept, pupil: str, ways: Sequence[Direction], from_day: date) -> None:
    """Free a pupil's seat from a day on, and ask for the plans of that day and later ones to be drafted again."""
    expected = expected_pence(kept, pupil)
    rows = [row_of(STEM, _cells(pupil, from_day, way) | {"mode": "independent"}) for way in ways]
    new = [Change(row) for row in rows if kept.records.find(STEM, row.key) is None]  # an officer may have said so first
    kept.records.apply(new, "Signed off: travels alone")
    for way in ways:
        kept.seats.release(pupil, way, from_day, expected.get(way))
    draft_again(kept, ways, from_day, f"Drafted without {pupil}")


def give_back(kept: Kept, releases: Sequence[SeatRelease], from_day: date) -> None:
    """Give a pupil their seat back from a day on, and ask for the plans of that day and later ones to be made again."""
    last = from_day - timedelta(days=1)
    changes = []
    for each in releases:
        kept.seats.give_back(each.id, last)
        row = kept.records.find(STEM, row_of(STEM, _cells(each.pupil, each.from_day, each.direction)).key)
        if row is None:
            continue  # an officer has taken it out already
        ended = row_of(STEM, {**row.values, "until": last.isoformat()}, row.version)
        changes.append(Change(ended if each.from_day <= last else row, is_removal=each.from_day > last))
    kept.records.apply(changes, "Needs the seat again")
    pupil = releases[0].pupil
    draft_again(kept, [each.direction for each in releases], from_day, f"Drafted with {pupil} again")


def _cells(pupil: str, from_day: date, way: Direction) -> dict[str, str]:
    return {"pupil": pupil, "from": from_day.isoformat(), "direction": way.value}


def expected_pence(kept: Kept, pupil: str) -> dict[Direction, int]:
    """Return what a day is expected to cost less without a pupil, each way, as far as anybody has worked it out."""
    estimate = kept.seats.find_estimate(pupil, EstimateKind.SAVING)
    found = {} if estimate is None else estimate.found
    return {way: max(found[way].values()) for way in Direction if found.get(way)}


def draft_again(kept: Kept, ways: Iterable[Direction], from_day: date, title: str) -> None:
    """Ask for a draft of a day and of every later one that is planned already."""
    heads = kept.plans.list_plans(from_day, from_day + LOOK_AHEAD)
    for way in ways:
        for day in sorted({from_day, *(head.day for head in heads if head.direction is way)}):
            kept.tasks.ask("draft", {"day": day.isoformat(), "direction": way.value, "title": title})
