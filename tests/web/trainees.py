"""Training in the small town: two trainers with users, two cohorts, and trainees as far as a test wants them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from tests.web import town
from tests.web.office import NOW, OFFICE, rows
from travel_training.entries import (
    AnyEntry,
    Assigned,
    Attendance,
    Attended,
    Consent,
    Consented,
    EntryId,
    JourneySigned,
    Moved,
    Observed,
    Screened,
    SessionId,
    State,
)
from travel_training.people import CohortId, Part, Person, TraineeId, TrainerId
from travel_training.programme import (
    Competency,
    Level,
    Milestone,
    MilestoneId,
    Programme,
    ProgrammeId,
    Scale,
    Setting,
    Stage,
    StageId,
)
from web.access import Role
from web.records.rows import row_of
from web.store import Store
from web.store.people import User
from web.store.records import Change
from web.store.training_views import Cohort, KeptSession

AUTUMN, SPRING = CohortId("autumn"), CohortId("spring")
TAMSIN, ULF = TrainerId("t1"), TrainerId("t2")
ANN, BEN = TraineeId("p1"), TraineeId("p2")
_IDS = count(1)


def programme(version: int = 1, name: str = "One to one") -> Programme:
    """Return a programme of two stages with a milestone each, the second one safety-critical."""
    levels = tuple(Level(value=value, name=f"level {value}", said="") for value in range(3))
    pack = Milestone(
        id=MilestoneId("pack"), name="Packs the bag", said="", competency=Competency.PREPARATION, days_needed=1
    )
    cross = Milestone(
        id=MilestoneId("cross"),
        name="Crosses a road",
        said="",
        competency=Competency.PEDESTRIAN,
        is_safety_critical=True,
        days_needed=1,
    )
    stages = (
        Stage(
            id=StageId("class"),
            name="In class",
            setting=Setting.CLASSROOM,
            sessions=2,
            minutes=60,
            milestones=(pack,),
            group_at_most=4,
        ),
        Stage(
            id=StageId("street"),
            name="In the street",
            setting=Setting.ACCOMPANIED,
            sessions=8,
            minutes=60,
            milestones=(cross,),
        ),
    )
    return Programme(id=ProgrammeId("one"), version=version, name=name, scale=Scale(levels=levels), stages=stages)


@dataclass(frozen=True, slots=True)
class Trainers:
    """The users of the two trainers, and of the coordinator."""

    tamsin: User
    ulf: User
    manager: User
    officer: User


def fill_training(store: Store) -> Trainers:
    """Keep trainers with users, a programme, and two cohorts; the town's records must be there already."""
    with store.writing(OFFICE) as kept:
        for key, name in (("t1", "Tamsin Rowe"), ("t2", "Ulf Larch")):
            cells = {"trainer": key, "name": name, "email": f"{key}@Example.org", "monday": "08:00-16:00"}
            kept.records.apply([Change(row_of("trainers", cells))])
        users = [
            kept.people.make_user(f"{key}@example.org", name, role)
            for key, name, role in (
                ("t1", "Tamsin Rowe", Role.TRAINER),
                ("t2", "Ulf Larch", Role.TRAINER),
                ("boss", "Ada Pine", Role.MANAGER),
                ("desk", "Cyd Alder", Role.OFFICER),
            )
        ]
        kept.training.programmes.keep(programme())
        kept.training.cohorts.keep(cohort(AUTUMN, TAMSIN))
        kept.training.cohorts.keep(cohort(SPRING, ULF))
    return Trainers(*users)


def train_in_town(store: Store) -> Trainers:
    """Keep the town's records and no plan, with trainers and cohorts; quicker than ``fill`` and ``fill_training``."""
    with store.writing(OFFICE) as kept:
        kept.records.apply(rows())
    return fill_training(store)


def cohort(id_: CohortId, *trainers: TrainerId) -> Cohort:
    """Return a cohort of the year."""
    return Cohort(
        id=id_,
        name=id_.title(),
        programme=ProgrammeId("one"),
        begins=date(2026, 9, 1),
        ends=date(2027, 7, 31),
        trainers=trainers,
    )


def entry_id() -> EntryId:
    """Return an id that no entry has."""
    return EntryId(f"entry-{next(_IDS)}")


def by(user: User | str, part: Part) -> Person:
    """Return whoever makes an entry."""
    return Person(user if isinstance(user, str) else user.id, part)


def referral(at: datetime = NOW - timedelta(days=60), who: Person | None = None) -> Moved:
    """Return the entry with which a history begins."""
    return Moved(id=entry_id(), at=at, by=who or by("office", Part.OFFICE), to=State.REFERRED)


def way_to_training(
    trainers: Trainers, in_cohort: CohortId | None = AUTUMN, trainer: TrainerId | None = TAMSIN
) -> Iterator[AnyEntry]:
    """Yield the entries from the referral to accompanied training, but for the journey."""
    boss = by(trainers.manager, Part.COORDINATOR)
    at = (NOW - timedelta(days=60 - n) for n in count())
    yield referral(next(at), boss)
    yield Screened(id=entry_id(), at=next(at), by=boss, met=("danger",), not_met=())
    yield Moved(id=entry_id(), at=next(at), by=boss, to=State.SCREENED)
    for consent in Consent:
        yield Consented(id=entry_id(), at=next(at), by=boss, consent=consent, wording="2026-1", is_given=True)
    yield Moved(id=entry_id(), at=next(at), by=boss, to=State.ASSESSED)
    yield Assigned(
        id=entry_id(), at=next(at), by=boss, cohort=in_cohort, trainer=trainer, programme=ProgrammeId("one"), version=1
    )
    yield Moved(id=entry_id(), at=next(at), by=boss, to=State.WAITING)


def begin(
    store: Store,
    trainers: Trainers,
    pupil: TraineeId = ANN,
    in_cohort: CohortId | None = AUTUMN,
    trainer: TrainerId | None = TAMSIN,
    last: State = State.ACCOMPANIED,
) -> None:
    """Have a pupil be in training, on a journey that has been signed: accompanied, or not as far as that."""
    boss = by(trainers.manager, Part.COORDINATOR)
    with store.writing(OFFICE) as kept:
        kept.training.add_all(pupil, list(way_to_training(trainers, in_cohort, trainer)))
        journey = kept.training.journeys.keep(pupil, {"steps": ["Walk to the stop"]})
        at = NOW - timedelta(days=40)
        signed = JourneySigned(id=entry_id(), at=at, by=boss, document=journey, review_by=date(2027, 8, 31))
        moves = [
            Moved(id=entry_id(), at=at + timedelta(hours=n), by=boss, to=state)
            for n, state in enumerate((State.PLANNED, State.FOUNDATION, State.ACCOMPANIED))
            if state in (State.PLANNED, State.FOUNDATION) or state is last
        ]
        kept.training.add_all(pupil, [signed, *moves])


def session(
    name: str = "s1", trainees: tuple[TraineeId, ...] = (ANN,), day: date = town.DAY, trainer: TrainerId = TAMSIN
) -> KeptSession:
    """Return a session of an hour in the morning."""
    return KeptSession(
        id=SessionId(name),
        day=day,
        begins_s=28800,
        ends_s=32400,
        trainer=trainer,
        stage=StageId("street" if len(trainees) == 1 else "class"),
        setting=Setting.ACCOMPANIED if len(trainees) == 1 else Setting.CLASSROOM,
        trainees=trainees,
        from_place="12 Secret Lane",
        to_place="Oak School",
    )


def attended(who: Person, of: str = "s1", at: datetime = NOW, came: Attendance = Attendance.HELD) -> Attended:
    """Return the entry of how a session went."""
    minutes = 60 if came is Attendance.HELD else 0
    return Attended(
        id=entry_id(), at=at, by=who, session=SessionId(of), stage=StageId("street"), attendance=came, minutes=minutes
    )


def observed(who: Person, level: int = 2, at: datetime = NOW, of: str | None = None, note: str = "") -> Observed:
    """Return an observation of how a road was crossed."""
    return Observed(
        id=entry_id(),
        at=at,
        by=who,
        milestone=MilestoneId("cross"),
        level=level,
        session=None if of is None else SessionId(of),
        note=note,
        was_unplanned=True,
    )
