"""Small histories for tests: a programme of two milestones, a trainee whose every entry is checked when added."""

from datetime import UTC, date, datetime, time, timedelta

from travel_training.entries import (
    AnyEntry,
    Assigned,
    Attendance,
    Attended,
    Consent,
    Consented,
    EntryId,
    Happened,
    JourneySigned,
    Moved,
    Observed,
    Reviewed,
    Screened,
    SessionId,
    Severity,
    Signed,
    State,
)
from travel_training.lifecycle import check_entry
from travel_training.people import CohortId, Part, Person, Scope, TrainerId
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
from travel_training.standing import REVIEW_MONTHS, Standing, standing_of

FIRST_DAY = date(2026, 1, 5)
AGE = 14
TRAINER = Person("tess", Part.TRAINER)
SECOND = Person("sam", Part.SECOND)
COORDINATOR = Person("cora", Part.COORDINATOR)
OFFICE = Person("olu", Part.OFFICE)
MACHINE = Person("clock", Part.MACHINE)

KERB = Milestone(
    id=MilestoneId("kerb"),
    name="Kerb",
    said="",
    competency=Competency.PEDESTRIAN,
    is_safety_critical=True,
    days_needed=2,
    lapses_after_days=60,
)
BELL = Milestone(id=MilestoneId("bell"), name="Bell", said="", competency=Competency.STOP_AND_VEHICLE, days_needed=2)


def stage(name: str, setting: Setting, *milestones: Milestone) -> Stage:
    return Stage(id=StageId(name), name=name.title(), setting=setting, sessions=3, minutes=60, milestones=milestones)


STREETS = Programme(
    id=ProgrammeId("streets"),
    version=1,
    name="Streets",
    scale=Scale(
        levels=tuple(Level(value=value, name=name, said="") for value, name in enumerate(("hand", "word", "alone")))
    ),
    stages=(stage("walk", Setting.ACCOMPANIED, KERB), stage("watch", Setting.SHADOWED, BELL)),
)


class Trainee:
    """Someone's history as it grows; each entry is added a day after the one before unless told otherwise."""

    def __init__(self, programme: Programme = STREETS, age: int | None = AGE) -> None:
        self.programme, self.age = programme, age
        self.day = FIRST_DAY
        self.history: list[AnyEntry] = []

    @property
    def standing(self) -> Standing:
        return standing_of(self.history)

    def at(self, hour: int = 8) -> datetime:
        return datetime.combine(self.day, time(hour), UTC)

    def next_id(self) -> EntryId:
        return EntryId(f"e{len(self.history) + 1}")

    def wait(self, days: int) -> "Trainee":
        self.day += timedelta(days=days)
        return self

    def add(self, entry: AnyEntry) -> "Trainee":
        check_entry(self.history, entry, self.programme, self.age)
        self.history.append(entry)
        return self

    def move(self, to: State, by: Person = COORDINATOR, reason: str = "as agreed") -> "Trainee":
        return self.add(Moved(id=self.next_id(), at=self.at(), by=by, to=to, reason=reason))

    def assign(self, scope: Scope = Scope.BOTH_WAYS, trainer: str | None = "t1") -> "Trainee":
        return self.add(
            Assigned(
                id=self.next_id(),
                at=self.at(),
                by=COORDINATOR,
                cohort=CohortId("spring"),
                trainer=TrainerId(trainer) if trainer else None,
                programme=self.programme.id,
                version=self.programme.version,
                scope=scope,
            )
        )

    def consent(self, consent: Consent, *, is_given: bool = True, until: date | None = None) -> "Trainee":
        given = Consented(
            id=self.next_id(), at=self.at(), by=OFFICE, consent=consent, wording="1", is_given=is_given, until=until
        )
        return self.add(given)

    def journey(self, document: str = "j1", review_by: date | None = None) -> "Trainee":
        review_by = review_by or self.day + timedelta(days=700)
        return self.add(
            JourneySigned(id=self.next_id(), at=self.at(), by=COORDINATOR, document=document, review_by=review_by)
        )

    def observe(self, milestone: str, level: int = 2, by: Person = TRAINER, *, unplanned: bool = False) -> "Trainee":
        self.wait(1)
        return self.add(
            Observed(
                id=self.next_id(),
                at=self.at(),
                by=by,
                milestone=MilestoneId(milestone),
                level=level,
                was_unplanned=unplanned,
            )
        )

    def attend(self, session: str, attendance: Attendance = Attendance.HELD, minutes: int = 60) -> "Trainee":
        return self.add(
            Attended(
                id=self.next_id(),
                at=self.at(),
                by=TRAINER,
                session=SessionId(session),
                stage=self.programme.stages[0].id,
                attendance=attendance,
                minutes=minutes if attendance is Attendance.HELD else 0,
                travel_minutes=20,
            )
        )

    def reach(self, *milestones: str) -> "Trainee":
        for milestone in milestones:
            for _ in range(2):
                self.observe(milestone)
        return self

    def sign(self, by: Person) -> "Trainee":
        return self.add(Signed(id=self.next_id(), at=self.at(), by=by))

    def review(self, month: int, by: Person = TRAINER, *, alone: bool = True, stranger: bool = False) -> "Trainee":
        entry = Reviewed(
            id=self.next_id(), at=self.at(), by=by, month=month, travels_alone=alone, is_by_a_stranger=stranger
        )
        return self.add(entry)

    def incident(self, severity: Severity = Severity.SERIOUS, *, alone: bool = False) -> "Trainee":
        what = "stepped out"
        return self.add(
            Happened(id=self.next_id(), at=self.at(), by=TRAINER, severity=severity, what=what, was_alone=alone)
        )

    def referred(self) -> "Trainee":
        return self.move(State.REFERRED, OFFICE)

    def assessed(self) -> "Trainee":
        self.referred()
        self.add(Screened(id=self.next_id(), at=self.at(), by=COORDINATOR, met=("danger",), not_met=()))
        return self.consent(Consent.DATA).move(State.SCREENED, OFFICE).move(State.ASSESSED)

    def planned(self) -> "Trainee":
        return self.assessed().consent(Consent.PARENT).assign().journey().move(State.PLANNED)

    def accompanied(self) -> "Trainee":
        return self.planned().move(State.ACCOMPANIED, TRAINER)

    def shadowed(self) -> "Trainee":
        return self.accompanied().reach("kerb").move(State.SHADOWED, TRAINER)

    def alone(self) -> "Trainee":
        return self.shadowed().sign(TRAINER).sign(SECOND).move(State.ALONE)

    def reviewed(self) -> "Trainee":
        """Hold every review of the first year, the last by a stranger."""
        for due in self.standing.reviews_due:
            self.day = due.on
            is_last = due.month == REVIEW_MONTHS[-1]
            self.review(due.month, Person("uma", Part.SECOND) if is_last else TRAINER, stranger=is_last)
        return self
