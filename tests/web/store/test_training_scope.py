"""A trainer's world: their own trainees, and of anyone else not even that they are there."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.web import town
from tests.web.office import NAMES, NOW, OFFICE, fill, school_of
from tests.web.trainees import (
    ANN,
    AUTUMN,
    BEN,
    SPRING,
    TAMSIN,
    ULF,
    Trainers,
    attended,
    begin,
    by,
    entry_id,
    fill_training,
    observed,
    referral,
    session,
)
from travel_training.entries import Assigned, EntryId, Moved, Signed, State
from travel_training.errors import TrainingError
from travel_training.people import CohortId, Part, Person, TraineeId, TrainerId
from travel_training.programme import ProgrammeId
from web.access import Principal, Role
from web.store import Kept, NotKeptError, Store
from web.store.day import DayEventKind
from web.store.records import TRAINERS_SEE
from web.store.store import Ground
from web.store.training_views import Added, JourneyId, KeptSession, SessionState, TimetableId

PUPILS = tuple(TraineeId(name) for name in NAMES)
TODAY = NOW.date()
EVER = (date.min, date.max)
World = tuple[dict[TraineeId, tuple[CohortId | None, TrainerId | None]], list[KeptSession]]
"""In which cohort and with which trainer each trainee is, and the sessions."""


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Return who is assigned where, and which sessions there are."""
    chosen = draw(st.lists(st.sampled_from(PUPILS), min_size=1, unique=True))
    where = st.tuples(st.sampled_from([None, AUTUMN, SPRING]), st.sampled_from([None, TAMSIN, ULF]))
    trainees = {pupil: draw(where) for pupil in chosen}
    sessions = []
    for number in range(draw(st.integers(0, 4))):
        group = draw(st.lists(st.sampled_from(chosen), min_size=1, max_size=3, unique=True))
        day = TODAY + timedelta(days=draw(st.sampled_from([-40, -15, -14, -1, 0, 14, 15, 40])))
        made = session(f"s{number}", tuple(group), day, draw(st.sampled_from([TAMSIN, ULF])))
        sessions.append(replace(made, state=draw(st.sampled_from([SessionState.PLANNED, SessionState.CANCELLED]))))
    return trainees, sessions


def theirs(world: World, trainer: TrainerId) -> set[TraineeId]:
    """Return whom a trainer may see, said once more and otherwise."""
    trainees, sessions = world
    cohort = {TAMSIN: AUTUMN, ULF: SPRING}[trainer]
    found = {pupil for pupil, (in_cohort, by_whom) in trainees.items() if in_cohort == cohort or by_whom == trainer}
    for each in sessions:
        is_near = abs((each.day - TODAY).days) <= 14
        if each.trainer == trainer and is_near and each.state is SessionState.PLANNED:
            found |= set(each.trainees)
    return found


@dataclass(frozen=True, slots=True)
class Drawn:
    """A world as it has been kept: the ids of a journey of each trainee, and of a timetable."""

    journeys: dict[TraineeId, JourneyId]
    timetable: TimetableId


def draw_up(kept: Kept, world: World) -> Drawn:
    """Keep a world."""
    trainees, sessions = world
    journeys = {}
    for pupil, (cohort, trainer) in trainees.items():
        office = by("office", Part.OFFICE)
        at = NOW - timedelta(days=3)
        assigned = Assigned(
            id=entry_id(),
            at=at,
            by=office,
            cohort=cohort,
            trainer=trainer,
            programme=ProgrammeId("one"),
            version=1,
        )
        kept.training.add_all(pupil, [referral(at, office), assigned])
        journeys[pupil] = kept.training.journeys.keep(pupil, {"steps": f"of {pupil}"})
    kept.training.sessions.keep_all(sessions)
    document = {"trainees": list(trainees)}
    return Drawn(journeys, kept.training.timetables.keep(document, TODAY, TODAY, 100, None))


Looks = dict[str, Callable[[], Any]]


def looks_at(kept: Kept, pupil: TraineeId, drawn: Drawn) -> Looks:
    """Return every way to look at the training of one pupil, and some to look elsewhere."""
    training = kept.training
    return {
        "Training.get": lambda: training.get(pupil),
        "Training.age": lambda: training.age(pupil, TODAY),
        "Training.find": lambda: training.find(pupil),
        "Training.list_entries": lambda: training.list_entries(pupil),
        "Training.history": lambda: training.history(pupil),
        "Training.person": lambda: training.person(pupil),
        "Journeys.get": lambda: training.journeys.get(drawn.journeys[pupil]),
        "Journeys.list_of": lambda: training.journeys.list_of(pupil),
        "Records.list_of_pupil": lambda: kept.records.list_of_pupil(pupil),
        "Plans.list_rides_of": lambda: kept.plans.list_rides_of(pupil, *EVER),
    }


def looks_around(kept: Kept, drawn: Drawn) -> Looks:
    """Return every way to look at training without naming a pupil, and some to look elsewhere."""
    training = kept.training
    return {
        "Training.list_trainees": training.list_trainees,
        "Training.count_trainees": training.count_trainees,
        "Training.count_states": training.count_states,
        "Training.histories": training.histories,
        "Training.has_made": lambda: training.has_made(EntryId("e")),
        "Journeys.list_signed": training.journeys.list_signed,
        "Sessions.get": lambda: [training.sessions.get(each.id) for each in training.sessions.list_between(*EVER)],
        "Sessions.list_between": lambda: training.sessions.list_between(*EVER),
        "Sessions.list_own": lambda: training.sessions.list_own(*EVER),
        "Sessions.find_where": training.sessions.find_where,
        "Cohorts.get": lambda: [training.cohorts.get(each.id) for each in training.cohorts.list_all()],
        "Cohorts.list_all": training.cohorts.list_all,
        "Cohorts.is_known": lambda: training.cohorts.is_known(AUTUMN),
        "Timetables.get": lambda: training.timetables.get(drawn.timetable),
        "Timetables.document": lambda: training.timetables.document(drawn.timetable),
        "Timetables.list_all": training.timetables.list_all,
        "Records.all_rows": kept.records.all_rows,
        "Records.names": lambda: kept.records.names("pupils"),
        "Plans.list_plans": lambda: kept.plans.list_plans(*EVER),
        "Day.list_events": lambda: kept.day.list_events(*EVER),
        "Day.list_actuals": lambda: kept.day.list_actuals(*EVER),
        "Day.list_confirmations": kept.day.list_confirmations,
    }


def found_by(looks: Looks) -> dict[str, str]:
    """Return what is found, as text, by each way that is not refused."""
    found = {}
    for name, look in looks.items():
        with suppress(NotKeptError):
            found[name] = str(look())
    return found


CHANGES = {
    "Training": {"add", "add_all"},
    "Sessions": {"keep_all", "cancel", "cancel_all", "check", "attend"},
    "Journeys": {"keep", "check", "sign"},
    "Cohorts": {"keep"},
    "Timetables": {"keep", "take"},
}
"""What is no look."""


@contextmanager
def trying(store: Store) -> Iterator[Callable[[Principal], Kept]]:
    """Give what makes the repositories of anyone, in one transaction that is undone."""
    with store.database.writing() as connection:
        yield lambda principal: Kept(Ground(connection, principal, store.keyring, store.now()))
        connection.rollback()


@pytest.fixture
def trainers(store: Store) -> Trainers:
    """Return the trainers of the filled town."""
    fill(store)
    with store.writing(OFFICE) as kept:
        kept.day.report(DayEventKind.PUPIL_ABSENT, "p1", town.DAY, school="oak")
        kept.day.confirm("p2", "oak", is_right=True)
    return fill_training(store)


def named_in(found: dict[str, str]) -> set[TraineeId]:
    """Return the pupils whom anything that was found names."""
    return {pupil for said in found.values() for pupil in PUPILS if f"'{pupil}'" in said}


@pytest.mark.parametrize("engine", ["sqlite"])  # the conditions are the same; the other tests ask both
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
@example(world=({ANN: (None, None), BEN: (None, None)}, [session(day=TODAY + timedelta(days=15))]))
@example(world=({ANN: (None, None)}, [session(day=TODAY - timedelta(days=14))]))
def test_no_look_of_a_trainer_finds_anything_of_someone_else_s_trainee(
    store: Store, trainers: Trainers, world: World
) -> None:
    with trying(store) as as_:
        drawn = draw_up(as_(OFFICE), world)
        for user, trainer in ((trainers.tamsin, TAMSIN), (trainers.ulf, ULF)):
            kept, own = as_(user.principal()), theirs(world, trainer)
            around = found_by(looks_around(kept, drawn))
            assert named_in(around) <= own
            for pupil in world[0]:
                found = found_by(looks_at(kept, pupil, drawn))
                assert named_in(found) <= own
                assert ("Training.get" in found, "Journeys.get" in found) == (pupil in own, pupil in own)
            assert kept.training.count_trainees() == len(own)
            assert {head.pupil for head in kept.training.list_trainees()} == own
            assert kept.training.histories().keys() == own


def test_every_way_to_look_at_training_is_looked_through(store: Store) -> None:
    with trying(store) as as_:
        kept = as_(OFFICE)
        drawn = Drawn({}, TimetableId(""))
        known = looks_at(kept, ANN, drawn) | looks_around(kept, drawn)
        training = kept.training
        for on in (training, training.sessions, training.journeys, training.cohorts, training.timetables):
            ways = {name for name, _ in inspect.getmembers(type(on), inspect.isfunction) if not name.startswith("_")}
            named = {name.partition(".")[2] for name in known if name.startswith(f"{type(on).__name__}.")}
            assert ways == named | CHANGES[type(on).__name__]


def test_a_school_an_operator_and_a_trainer_without_a_record_see_no_training(store: Store, trainers: Trainers) -> None:
    begin(store, trainers)
    with store.writing(OFFICE) as kept:
        stray = kept.people.make_user("stray@example.org", "Stray", Role.TRAINER)
    for principal in (school_of("oak"), stray.principal()):
        with store.reading(principal) as kept:
            assert kept.training.list_trainees() == []
            assert kept.training.cohorts.list_all() == []
            with pytest.raises(NotKeptError):
                kept.training.history(ANN)


def test_a_trainer_sees_of_their_trainee_s_record_no_more_than_they_need(store: Store, trainers: Trainers) -> None:
    begin(store, trainers)
    with store.reading(trainers.tamsin.principal()) as kept:
        assert kept.records.names("pupils") == {ANN: "Ann Oakley"}
        assert kept.records.get("pupils", ANN).values.keys() <= TRAINERS_SEE["pupils"]
        assert kept.records.find("risk_assessments", ANN) is None
        assert kept.records.names("trainers").keys() == {TAMSIN, ULF}
        with pytest.raises(NotKeptError):
            _ = kept.subject
    with store.reading(trainers.ulf.principal()) as kept:
        assert kept.records.names("pupils") == {}


def test_in_what_part_someone_acts_is_told_of_who_they_are(store: Store, trainers: Trainers) -> None:
    begin(store, trainers)
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session(trainer=ULF)])
    for user, part in (
        (trainers.tamsin, Part.TRAINER),
        (trainers.ulf, Part.SECOND),
        (trainers.manager, Part.COORDINATOR),
        (trainers.officer, Part.OFFICE),
    ):
        with store.reading(user.principal()) as kept:
            assert kept.training.person(ANN) == Person(user.id, part)


def test_a_stand_in_logs_and_does_not_sign_for_the_cohort(store: Store, trainers: Trainers) -> None:
    begin(store, trainers)
    shadow(store, trainers)
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session(trainer=ULF)])
    with store.writing(trainers.ulf.principal()) as kept:
        me = kept.training.person(ANN)
        assert kept.training.add(ANN, attended(me)) is Added.STORED
        with pytest.raises(TrainingError, match="another trainer of the cohort"):
            kept.training.add(ANN, Signed(id=entry_id(), at=NOW, by=me))
    with store.writing(OFFICE) as kept:
        kept.training.cohorts.keep(replace(kept.training.cohorts.get(AUTUMN), trainers=(TAMSIN, ULF)))
    with store.writing(trainers.ulf.principal()) as kept:
        assert kept.training.add(ANN, Signed(id=entry_id(), at=NOW, by=kept.training.person(ANN))) is Added.STORED


def shadow(store: Store, trainers: Trainers) -> None:
    """Have the trainee be shadowed, with what is safety-critical reached."""
    with store.writing(OFFICE) as kept:
        tamsin = by(trainers.tamsin, Part.TRAINER)
        seen = [observed(tamsin, at=NOW - timedelta(days=day)) for day in (9, 8, 7)]
        moves = [
            Moved(id=entry_id(), at=NOW - timedelta(days=6), by=tamsin, to=state)
            for state in (State.FADING, State.SHADOWED)
        ]
        kept.training.add_all(ANN, [*seen, *moves])


def test_a_trainer_plans_for_themselves_and_with_their_own_alone(store: Store, trainers: Trainers) -> None:
    begin(store, trainers)
    begin(store, trainers, BEN, SPRING, ULF)
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session("ulf's", (BEN,), trainer=ULF)])
    mine = session()
    with store.writing(trainers.tamsin.principal()) as kept:
        kept.training.sessions.keep_all([mine])
        for foreign in (
            session("x", (BEN,)),
            session("x", trainer=ULF),
            session("x", (ANN, BEN)),
            session("ulf's", (ANN,)),
        ):
            with pytest.raises(NotKeptError):
                kept.training.sessions.keep_all([foreign])
        with pytest.raises(NotKeptError):
            kept.training.sessions.cancel(session("ulf's").id, "Not mine")
        assert kept.training.sessions.cancel(mine.id, "Snow").why == "Snow"


def test_what_was_sent_before_the_trainee_went_to_another_is_still_told_to_be_kept(
    store: Store, trainers: Trainers
) -> None:
    begin(store, trainers)
    with store.writing(trainers.tamsin.principal()) as kept:
        entry = observed(kept.training.person(ANN))
        assert kept.training.add(ANN, entry) is Added.STORED
    with store.writing(OFFICE) as kept:
        boss = by(trainers.manager, Part.COORDINATOR)
        moved = Assigned(
            id=entry_id(), at=NOW, by=boss, cohort=SPRING, trainer=ULF, programme=ProgrammeId("one"), version=1
        )
        kept.training.add(ANN, moved)
    with store.writing(trainers.tamsin.principal()) as kept:
        assert kept.training.add(ANN, entry) is Added.DUPLICATE
        with pytest.raises(NotKeptError):
            kept.training.add(ANN, observed(kept.training.person(ANN)))
