"""Whatever an office does with drafts, in whatever order: nothing broken is published, nothing is forgotten."""

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from routing.checker import check
from routing.edits import Turn
from routing.errors import RoutingError
from routing.records import VehicleId
from routing.risk import PupilId
from tests.web import town
from tests.web.office import OFFICE, Clock, document, new_store, sqlite_url
from web.planning.editing import RunRef, Wish, apply, driving, leaving_out, lock, moving, restore, timing, turning
from web.planning.publishing import publish
from web.settings import Settings
from web.store import ConflictError, Keyring, NotKeptError, Store
from web.store.database import Database
from web.store.plan_views import PlanHead, PlanState
from web.store.plans import Drafted

PUPILS = st.sampled_from([PupilId(f"p{number}") for number in range(1, 7)])
VEHICLES = st.sampled_from([town.MINIBUS, town.TAXI])
NUMBERS = st.sampled_from([1, 2, None])
TIMES_S = st.integers(7 * 60, 9 * 60 + 30).map(lambda minute: minute * 60)
DIRECTION = town.town().direction


@cache
def _ready() -> bytes:
    """Return an empty database: to make its tables takes longer than a whole run of this machine."""
    with tempfile.TemporaryDirectory() as folder:
        new_store(sqlite_url(Path(folder))).database.close()
        return (Path(folder) / "waymark.sqlite").read_bytes()


class Office(RuleBasedStateMachine):
    """One officer's drafts of one morning."""

    @initialize()
    def open(self) -> None:
        """Begin with an empty store."""
        self.folder = tempfile.TemporaryDirectory()
        (Path(self.folder.name) / "waymark.sqlite").write_bytes(_ready())
        self.store = Store(Database(sqlite_url(Path(self.folder.name))), Keyring.fresh(), Clock())
        self.drafts: list[str] = []
        self.steps: dict[str, int] = {}
        self.versions: list[int] = []

    def teardown(self) -> None:
        """Put everything away."""
        self.store.database.close()
        self.folder.cleanup()

    def head(self, id_: str) -> PlanHead:
        """Return a plan's head."""
        with self.store.reading(OFFICE) as kept:
            return kept.plans.get(id_)

    @rule()
    def draft(self) -> None:
        """Draft the morning."""
        made = document()
        assert made.plan is not None
        with self.store.writing(OFFICE) as kept:
            standing = kept.plans.find_published(town.DAY, DIRECTION)
            violations = tuple(check(made.problem, made.plan))
            replaces = None if standing is None else standing.id
            drafted = Drafted(document=made, violations=violations, title="Drafted", replaces=replaces)
            self.drafts.append(kept.plans.keep_draft(drafted))
        self.steps[self.drafts[-1]] = 0

    def change(self, data: st.DataObject, wish: Wish) -> None:
        """Change the newest draft; what has no meaning or comes too late changes nothing."""
        id_ = self.drafts[-1]
        seen = data.draw(st.sampled_from([self.head(id_).step, self.head(id_).step - 1]))
        before = self.head(id_)
        try:
            step = apply(self.store, OFFICE, id_, seen, wish)
        except (ConflictError, RoutingError):
            assert self.head(id_) == before
            return
        assert (before.state, seen, step) == (PlanState.DRAFT, before.step, before.step + 1)

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), pupil=PUPILS, vehicle=VEHICLES, number=NUMBERS)
    def move(self, data: st.DataObject, pupil: PupilId, vehicle: VehicleId, number: int | None) -> None:
        """Move a pupil."""
        self.change(data, moving(pupil, vehicle, number))

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), pupil=PUPILS)
    def leave_out(self, data: st.DataObject, pupil: PupilId) -> None:
        """Leave a pupil out."""
        self.change(data, leaving_out(pupil, "the family drives"))

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), vehicle=VEHICLES, stop=st.integers(1, 4), at_s=TIMES_S)
    def time(self, data: st.DataObject, vehicle: VehicleId, stop: int, at_s: int) -> None:
        """Change a time."""
        self.change(data, timing(RunRef(vehicle, 1), stop, at_s))

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), vehicle=VEHICLES, stop=st.integers(1, 4), turn=st.sampled_from(Turn))
    def turn(self, data: st.DataObject, vehicle: VehicleId, stop: int, turn: Turn) -> None:
        """Change the order of stops."""
        self.change(data, turning(RunRef(vehicle, 1), stop, turn))

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), vehicle=VEHICLES)
    def swap_vehicle(self, data: st.DataObject, vehicle: VehicleId) -> None:
        """Have the other vehicle make a run."""
        other = town.TAXI if vehicle == town.MINIBUS else town.MINIBUS
        self.change(data, driving(RunRef(vehicle, 1), other))

    @precondition(lambda self: self.drafts)
    @rule(to=st.integers(0, 5))
    def undo(self, to: int) -> None:
        """Go back to an earlier step."""
        id_, before = self.drafts[-1], self.head(self.drafts[-1])
        try:
            step = restore(self.store, OFFICE, id_, before.step, to)
        except (ConflictError, NotKeptError):
            assert self.head(id_) == before
            return
        with self.store.reading(OFFICE) as kept:
            assert kept.plans.load(id_, step)[1] == kept.plans.load(id_, to)[1]

    @precondition(lambda self: self.drafts)
    @rule(pupil=PUPILS)
    def lock_pupil(self, pupil: PupilId) -> None:
        """Lock a pupil into their vehicle, or unlock them."""
        id_, before = self.drafts[-1], self.head(self.drafts[-1])
        try:
            lock(self.store, OFFICE, id_, before.step, pupil=pupil)
        except ConflictError:
            assert self.head(id_) == before
            return
        assert (pupil in self.head(id_).locks.pupils) != (pupil in before.locks.pupils)

    @precondition(lambda self: self.drafts)
    @rule(pupil=PUPILS)
    def accept(self, pupil: PupilId) -> None:
        """Accept that a pupil has no run."""
        try:
            with self.store.writing(OFFICE) as kept:
                kept.plans.accept_unplaced(self.drafts[-1], pupil, "The assessment is on Tuesday")
        except (ConflictError, NotKeptError):
            return

    @precondition(lambda self: self.drafts)
    @rule(number=st.integers(0, 2))
    def publish(self, number: int) -> None:
        """Publish one of the drafts."""
        id_ = self.drafts[number % len(self.drafts)]
        before = self.head(id_)
        with self.store.reading(OFFICE) as kept:
            unaccepted = [each for each in kept.plans.list_unplaced(id_) if each.accepted_by is None]
        try:
            version = publish(self.store, Settings(), OFFICE, id_, before.step)
        except ConflictError:
            assert self.head(id_) == before
            return
        assert (before.state, before.violations, unaccepted) == (PlanState.DRAFT, 0, [])
        self.versions.append(version)

    @invariant()
    def nothing_published_breaks_a_rule(self) -> None:
        """Judge what is published again."""
        with self.store.reading(OFFICE) as kept:
            standing = kept.plans.find_published(town.DAY, DIRECTION)
            assert (standing is None) == (not self.versions)
            if standing is not None:
                assert check(*kept.plans.load(standing.id)) == []

    @invariant()
    def versions_have_no_gap(self) -> None:
        """Count the versions."""
        assert self.versions == list(range(1, len(self.versions) + 1))

    @invariant()
    def no_step_is_forgotten_and_each_pupil_is_there_once(self) -> None:
        """Look at every draft's steps, and at who is where."""
        with self.store.reading(OFFICE) as kept:
            for id_ in self.drafts:
                head = kept.plans.get(id_)
                assert [each.step for each in kept.plans.list_steps(id_)] == list(range(head.step, -1, -1))
                assert head.step >= self.steps[id_]
                self.steps[id_] = head.step
                rides = [ride.pupil for ride in kept.plans.list_rides(id_)]
                left = [each.pupil for each in kept.plans.list_unplaced(id_)]
                assert sorted(rides + left) == [f"p{number}" for number in range(1, 7)]


Office.TestCase.settings = settings(
    max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
TestOffice = Office.TestCase
