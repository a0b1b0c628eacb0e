"""Whatever is tried in whatever order: nobody travels alone without a sign-off, and nothing is lost from a history.

What is asserted is worked out here from the bare entries, by other code than the lifecycle's own. The same machine is
run with faults planted in the lifecycle, and has to find each.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.travel_training.test_encoding import drawn
from tests.travel_training.trainees import COORDINATOR, KERB, OFFICE, SECOND, STREETS, TRAINER, Trainee
from travel_training import mastery, standing
from travel_training.entries import (
    AnyEntry,
    Consent,
    Consented,
    JourneySigned,
    Moved,
    Observed,
    Reviewed,
    Signed,
    State,
)
from travel_training.errors import TrainingError
from travel_training.evidence import Evidence, critical_reached, signed_by_two
from travel_training.mastery import Mastery, masteries
from travel_training.moves import MOVES, Move
from travel_training.people import Part, Person, Scope
from travel_training.standing import standing_of

if TYPE_CHECKING:
    from travel_training.programme import MilestoneId

PEOPLE = (TRAINER, SECOND, COORDINATOR, OFFICE, Person("tom", Part.TRAINER), Person("tess", Part.COORDINATOR))
BREAKS = (State.RETURNED, State.STOPPED, State.REFRESHED)
BEGINNINGS: dict[str, Callable[[Trainee], Trainee]] = {
    "nobody": lambda trainee: trainee,
    "assessed": Trainee.assessed,
    "accompanied": Trainee.accompanied,
    "shadowed": Trainee.shadowed,
    "signed": lambda trainee: trainee.shadowed().sign(TRAINER).sign(SECOND),
    "alone": Trainee.alone,
    "refreshed": lambda trainee: trainee.alone().move(State.REFRESHED),
}
"""How far a trainee has come, in the ordinary way, before anything is tried."""


class Lifecycle(RuleBasedStateMachine):
    """One trainee; anyone tries anything; what is refused leaves no trace."""

    beginnings = tuple(BEGINNINGS)

    def __init__(self) -> None:
        super().__init__()
        self.trainee = Trainee()
        self.known: tuple[AnyEntry, ...] = ()
        self.reached: set[MilestoneId] = set()

    def attempt(self, deed: Callable[[Trainee], Any]) -> None:
        with suppress(TrainingError):
            deed(self.trainee)

    @rule(days=st.integers(1, 90))
    def wait(self, days: int) -> None:
        self.trainee.wait(days)

    @initialize(which=st.integers(0, len(BEGINNINGS) - 1))
    def begin(self, which: int) -> None:
        BEGINNINGS[self.beginnings[which % len(self.beginnings)]](self.trainee)

    @rule()
    def reach(self) -> None:
        self.attempt(lambda trainee: trainee.reach("kerb"))

    @rule(milestone=st.sampled_from(sorted(STREETS.milestone)), level=st.integers(0, 2), by=st.sampled_from(PEOPLE))
    def observe(self, milestone: str, level: int, by: Person) -> None:
        self.attempt(lambda trainee: trainee.observe(milestone, level, by))

    @rule(to=st.sampled_from(State), by=st.sampled_from(PEOPLE))
    def move(self, to: State, by: Person) -> None:
        self.attempt(lambda trainee: trainee.move(to, by))

    @rule()
    def travel_alone(self) -> None:
        self.attempt(lambda trainee: trainee.move(State.ALONE))

    @rule(by=st.sampled_from(PEOPLE))
    def sign(self, by: Person) -> None:
        self.attempt(lambda trainee: trainee.sign(by))

    @rule(consent=st.sampled_from(Consent), is_given=st.booleans())
    def consent(self, consent: Consent, *, is_given: bool) -> None:
        self.attempt(lambda trainee: trainee.consent(consent, is_given=is_given))

    @rule(days=st.integers(0, 60))
    def journey(self, days: int) -> None:
        self.attempt(lambda trainee: trainee.journey("j1", trainee.day + timedelta(days=days)))

    @rule(scope=st.sampled_from((Scope.BOTH_WAYS, Scope.FROM_SCHOOL)), trainer=st.sampled_from(("t1", None)))
    def assign(self, scope: Scope, trainer: str | None) -> None:
        self.attempt(lambda trainee: trainee.assign(scope, trainer))

    @rule(month=st.integers(1, 12), by=st.sampled_from(PEOPLE), alone=st.booleans(), stranger=st.booleans())
    def review(self, month: int, by: Person, *, alone: bool, stranger: bool) -> None:
        self.attempt(lambda trainee: trainee.review(month, by, alone=alone, stranger=stranger))

    @rule()
    def incident(self) -> None:
        self.attempt(Trainee.incident)

    @invariant()
    def history_never_shrinks(self) -> None:
        history = tuple(self.trainee.history)
        assert history[: len(self.known)] == self.known
        assert standing_of(history).entries == len(history)
        self.known = history

    @invariant()
    def nobody_is_alone_without_what_it_asks_for(self) -> None:
        if self.known and isinstance(last := self.known[-1], Moved) and last.to is State.ALONE:
            before = self.known[:-1]
            since = max(
                (at for at, each in enumerate(before) if isinstance(each, Moved) and each.to in BREAKS), default=0
            )
            halves = {each.by.user: each.by.part for each in before[since:] if isinstance(each, Signed)}
            assert len(halves) > 1
            assert set(halves.values()) != {Part.TRAINER}
            assert last.by.part is Part.COORDINATOR
            consents = {each.consent: each.is_given for each in before if isinstance(each, Consented)}
            assert consents[Consent.PARENT]
            assert consents[Consent.DATA]
            assert [each for each in before if isinstance(each, JourneySigned)][-1].review_by >= last.day
            kerb = [each for each in before if isinstance(each, Observed) and each.milestone == KERB.id]
            assert [each.level for each in kerb[-2:]] == [2, 2]
            seen = [each.day for each in before if isinstance(each, Reviewed) and each.travels_alone]
            assert (last.day - max(*seen, kerb[-1].day, kerb[-2].day)).days <= 60

    @invariant()
    def a_milestone_once_reached_and_not_lapsed_stays_reached(self) -> None:
        now = masteries(self.known, STREETS, self.trainee.day)
        for milestone in self.reached:
            assert now[milestone].is_reached or now[milestone].lapsed_on is not None
        self.reached = {milestone for milestone, each in now.items() if each.is_reached}


LifecycleTest = Lifecycle.TestCase
LifecycleTest.settings = drawn(max_examples=60, stateful_step_count=20)


def without(start: State, evidence: Evidence) -> Callable[[pytest.MonkeyPatch], None]:
    """Return a fault: one row of the table to alone, or on the way there, does not ask for something."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        row = MOVES[start, State.ALONE]
        left = tuple(each for each in row.evidence if each is not evidence)
        assert left != row.evidence
        patch.setitem(cast("dict[Any, Move]", MOVES), (start, State.ALONE), replace(row, evidence=left))

    return plant


def forgetting_nothing(patch: pytest.MonkeyPatch) -> None:
    """Plant a fault: signatures outlast a refresher."""
    patch.setattr(standing, "_SIGNATURES_LAST_THROUGH", tuple(State))


def lost_without_a_lapse(patch: pytest.MonkeyPatch) -> None:
    """Plant a fault: help takes away what was reached, and nothing says that it lapsed."""

    def helped(milestone: object, now: Mastery, day: object) -> Mastery:
        del milestone, day
        return replace(now, reached_on=None, in_a_row=0)

    patch.setattr(mastery, "_helped", helped)


@pytest.mark.parametrize(
    ("beginning", "plant"),
    [
        ("shadowed", without(State.SHADOWED, signed_by_two)),
        ("signed", without(State.SHADOWED, critical_reached)),
        ("refreshed", without(State.REFRESHED, signed_by_two)),
        ("refreshed", forgetting_nothing),
        ("shadowed", lost_without_a_lapse),
    ],
    ids=["half signed", "lapsed", "not signed again", "old signatures", "no reason"],
)
def test_the_machine_finds_a_planted_fault(
    beginning: str, plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a beginning near the fault, so that it is found soon."""
    quickly = settings(
        max_examples=300,
        stateful_step_count=12,
        deadline=None,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    plant(monkeypatch)
    monkeypatch.setattr(Lifecycle, "beginnings", (beginning,))
    with pytest.raises((AssertionError, KeyError)):
        run_state_machine_as_test(Lifecycle, settings=quickly)
