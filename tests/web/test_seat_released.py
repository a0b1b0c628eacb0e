"""The whole loop in one: referral, training, sign-off, seat free, plan made again, saving banked, relapse, back."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from routing.authority import read_authority
from routing.problem import Direction
from tests.web.conftest import County
from tests.web.office import OFFICE, Clock, sqlite_url
from tests.web.pages.client import sign_in
from tests.web.trainees import Trainers, attended, begin, by, entry_id, fill_training, observed, session
from travel_training.entries import Moved, Signed, State
from travel_training.people import Part, TraineeId
from web.access import Principal
from web.app import create_app
from web.jobs import JOB
from web.planning.publishing import publish
from web.records.arrangements import arrangements_in
from web.records.writing import rows_of
from web.school_days import calendar_of
from web.settings import Settings
from web.slots import LONDON, run_slot
from web.store import Keyring, Store
from web.store.database import Database
from web.store.plan_views import PlanHead
from web.store.records import Change
from web.store.seats import SavingState, SeatRelease
from web.training.banking import SchoolDays, banked_so_far
from web.training.candidates import SAVINGS, list_candidates
from web.training.costing import paid
from web.training.following import FOLLOW
from web.work import WORK

TUESDAY = date(2026, 11, 17)
NEXT = TUESDAY + timedelta(days=7)
TO, HOME = Direction.TO_SCHOOL, Direction.FROM_SCHOOL
LITTLE = {"iterations": 200, "seed": 1}


@dataclass
class Loop:
    """An office with a county's records on its roads, a worker and a clock at hand."""

    store: Store
    settings: Settings
    clock: Clock
    trainers: Trainers

    def at(self, day: date, hour: int) -> None:
        """Let it be some hour of a day."""
        self.clock.now = datetime.combine(day, time(hour), LONDON)

    def work(self) -> list[str]:
        """Do all that has been asked for, as the worker does; return what kinds of work that was."""
        kinds: list[str] = []
        while True:
            with self.store.writing(OFFICE) as kept:
                task = kept.tasks.claim("a test")
            if task is None:
                return kinds
            little = replace(task, asked={**task.asked, **LITTLE})
            result = WORK[task.kind](self.store, self.settings, little, lambda _: True)
            with self.store.writing(OFFICE) as kept:
                kept.tasks.finish(task, result)
            kinds.append(task.kind)

    def draft_and_publish(self, day: date) -> None:
        """Have both ways of a day drafted from the records, and publish them."""
        with self.store.writing(OFFICE) as kept:
            for way in Direction:
                kept.tasks.ask("draft", {"day": day.isoformat(), "direction": way.value})
        self.work()
        self.publish(day)

    def publish(self, day: date) -> None:
        """Publish the newest draft of both ways of a day."""
        for way in Direction:
            with self.store.writing(OFFICE) as kept:
                head = [each for each in kept.plans.list_plans(day, day) if each.direction is way][-1]
                for each in kept.plans.list_unplaced(head.id):
                    kept.plans.accept_unplaced(head.id, each.pupil, "No vehicle has what they need")
            publish(self.store, self.settings, OFFICE, head.id, head.step)

    def page(self, path: str) -> str:
        """Return a page as whoever coordinates training sees it."""
        return sign_in(create_app(self.store, self.settings), self.trainers.manager).get(path).get_data(as_text=True)

    def published(self, day: date, way: Direction) -> PlanHead:
        with self.store.reading(OFFICE) as kept:
            head = kept.plans.find_published(day, way)
        assert head is not None
        return head

    def carries(self, day: date, way: Direction, pupil: str) -> bool:
        """Say whether the newest plan of a way carries a pupil, or would if it could."""
        with self.store.reading(OFFICE) as kept:
            head = [each for each in kept.plans.list_plans(day, day) if each.direction is way][-1]
            return pupil in kept.plans.load(head.id)[0].pupil

    def runs(self, job: str, day: date, hour: int) -> str:
        """Have the clock run a job at some hour; return what it said."""
        self.at(day, hour)
        slot = run_slot(self.store, self.settings, JOB[job], self.clock.now, "a test")
        assert slot is not None
        return slot.said

    def releases(self) -> dict[Direction, SeatRelease]:
        with self.store.reading(OFFICE) as kept:
            return {each.direction: each for each in kept.seats.list_releases()}

    def moves(self, pupil: TraineeId, *states: State) -> None:
        """Have the coordinator move a trainee, one hour after the other."""
        for state in states:
            self.clock.wait(3600)
            who = by(self.trainers.manager, Part.COORDINATOR)
            entry = Moved(id=entry_id(), at=self.clock.now, by=who, to=state, reason="as agreed with the family")
            with self.store.writing(self.trainers.manager.principal()) as kept:
                kept.training.add(pupil, entry)

    def writes(self, who: Principal, pupil: TraineeId, *, signs: bool = False) -> None:
        """Have somebody see a road crossed without help, or sign their half."""
        with self.store.writing(who) as kept:
            me = kept.training.person(pupil)
            seen = Signed(id=entry_id(), at=self.clock.now, by=me) if signs else observed(me, at=self.clock.now)
            kept.training.add(pupil, seen)


@pytest.fixture
def loop(ready_file: Path, tmp_path: Path, county: County) -> Iterator[Loop]:
    shutil.copy(ready_file, tmp_path / "waymark.sqlite")
    clock = Clock(datetime.combine(TUESDAY - timedelta(days=1), time(9), LONDON))
    store = Store(Database(sqlite_url(tmp_path)), Keyring.fresh(), clock)
    with store.writing(OFFICE) as kept:
        kept.records.apply([Change(row) for rows in rows_of(read_authority(county.authority)).values() for row in rows])
    yield Loop(
        store, Settings(home=tmp_path, roads=str(county.roads), secure_cookies=False), clock, fill_training(store)
    )
    store.database.close()


def test_a_seat_is_freed_by_training_its_saving_banked_and_it_comes_back_after_a_relapse(loop: Loop) -> None:
    loop.draft_and_publish(TUESDAY)
    pupil = choose(loop)
    train(loop, pupil)
    sign_off(loop, pupil)
    bank(loop, pupil)
    relapse(loop, pupil)


def choose(loop: Loop) -> TraineeId:
    """Have every seat costed; the dearest is the first whose pupil one might ask."""
    with loop.store.writing(OFFICE) as kept:
        kept.tasks.ask(SAVINGS, {})
    assert loop.work() == [SAVINGS]
    with loop.store.reading(OFFICE) as kept:
        first = list_candidates(kept)[0]
    assert first.year_pence is not None
    assert first.year_pence > 0
    return first.situation.trainee


def train(loop: Loop, pupil: TraineeId) -> None:
    """Refer the pupil, get consents, train: on the way that is trained no vehicle comes, and one on the other."""
    begin(loop.store, loop.trainers, pupil)
    tamsin = loop.trainers.tamsin.principal()
    lesson = replace(session(trainees=(pupil,), day=TUESDAY + timedelta(days=1)), begins_s=27_000, ends_s=31_000)
    with loop.store.writing(tamsin) as kept:
        kept.training.sessions.keep_all([lesson])
    assert loop.work() == [FOLLOW]
    loop.draft_and_publish(lesson.day)
    assert [loop.carries(lesson.day, way, pupil) for way in (TO, HOME)] == [False, True]
    loop.at(lesson.day, 12)
    with loop.store.writing(tamsin) as kept:
        kept.training.add(pupil, attended(kept.training.person(pupil), at=loop.clock.now))
    loop.writes(tamsin, pupil)


def sign_off(loop: Loop, pupil: TraineeId) -> None:
    """Two sign; from the next school day on no seat is needed, and the plan is made again without it."""
    loop.at(NEXT - timedelta(days=1), 9)
    loop.moves(pupil, State.SHADOWED)
    loop.writes(loop.trainers.tamsin.principal(), pupil, signs=True)
    loop.writes(loop.trainers.manager.principal(), pupil, signs=True)
    loop.moves(pupil, State.ALONE)
    assert loop.work() == [FOLLOW, "draft", "draft"]
    releases = loop.releases()
    assert releases.keys() == {TO, HOME}
    assert {(each.pupil, each.from_day, each.state) for each in releases.values()} == {
        (pupil, NEXT, SavingState.EXPECTED)
    }
    assert sum(each.expected_pence or 0 for each in releases.values()) > 0
    loop.publish(NEXT)
    assert not any(loop.carries(NEXT, way, pupil) for way in Direction)


def bank(loop: Loop, pupil: TraineeId) -> None:
    """What is banked is what the two Tuesdays' plans cost, before and after, and no more."""
    said = loop.runs("bank-savings", NEXT, 5)
    assert said.startswith("2 free seats looked at")
    for way, release in loop.releases().items():
        before, after = loop.published(TUESDAY, way), loop.published(NEXT, way)
        with loop.store.reading(OFFICE) as kept:
            fallen = paid(*kept.plans.load(before.id)) - paid(*kept.plans.load(after.id))
        if release.state is SavingState.BANKED:
            assert (release.before_plan, release.after_plan, release.banked_from) == (before.id, after.id, NEXT)
            assert release.banked_pence == fallen
        else:
            assert fallen <= 0
            assert release.said
    assert any(each.state is SavingState.BANKED for each in loop.releases().values())
    with loop.store.reading(OFFICE) as kept:
        assert pupil not in {each.situation.trainee for each in list_candidates(kept)}
    page = loop.page("/seats/")
    assert ">Banked<" in page
    assert f"({pupil})" in page
    assert f"/seats/ladder/{pupil}" not in loop.page("/seats/candidates")


def relapse(loop: Loop, pupil: TraineeId) -> None:
    """The seat is back the next school day, in records and plans; what was banked until then stays."""
    banked = {way: each.banked_pence for way, each in loop.releases().items()}
    wednesday, thursday = NEXT + timedelta(days=1), NEXT + timedelta(days=2)
    loop.draft_and_publish(thursday)
    assert not loop.carries(thursday, TO, pupil)
    loop.at(wednesday, 10)
    loop.moves(pupil, State.RETURNED)
    assert loop.work() == [FOLLOW, "draft", "draft"]
    assert all(loop.carries(thursday, way, pupil) for way in Direction)
    loop.publish(thursday)
    with loop.store.reading(OFFICE) as kept:
        rides = kept.plans.list_rides_of(pupil, thursday, thursday)
        arranged = arrangements_in(kept.records.all_rows())
        calendar = calendar_of(kept.records.list_kind("calendar"))
        school = kept.records.get("pupils", pupil)["school"]
        assert kept.training.get(pupil).entries > 10  # nothing of the history is lost
    assert {head.direction for head, _ in rides} == set(Direction)
    assert arranged.is_without_seat(pupil, wednesday)
    assert not arranged.is_without_seat(pupil, thursday, TO)
    year_later = thursday + timedelta(days=365)
    for way, release in loop.releases().items():
        assert (release.until_day, release.banked_pence) == (wednesday, banked[way])
        assert banked_so_far(release, SchoolDays(calendar), school, year_later) == 2 * (banked[way] or 0)
