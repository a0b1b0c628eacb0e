"""Which trainees exist for whom, and in what part someone acts: the conditions of every question about training.

A trainer's user is bound to the trainer's record by the e-mail address with which they sign in.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, CompoundSelect, Connection, false, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute

from travel_training.people import Part
from web.access import Principal, Role
from web.store.audit import AuditLog
from web.store.errors import NotKeptError
from web.store.pupil_keys import PupilKeys
from web.store.tables import RecordRow, UserRow
from web.store.tasks import Tasks
from web.store.training_tables import CohortTrainerRow, SessionTraineeRow, TraineeRow, TrainingSessionRow
from web.store.training_views import SessionState

NEAR = timedelta(days=14)
"""How long before and after a session a trainer who takes it sees its trainees, whosever they are."""
_LONDON = ZoneInfo("Europe/London")

Conditions = list[ColumnElement[bool]]


def day_of(moment: datetime) -> date:
    """Return the day of a moment where the authority is."""
    return moment.astimezone(_LONDON).date()


class Sight:
    """Which trainees exist for a principal, in one transaction."""

    def __init__(self, connection: Connection, principal: Principal, now: datetime) -> None:
        self._connection = connection
        self._principal = principal
        self._today = day_of(now)

    @cached_property
    def trainers(self) -> frozenset[str]:
        """The trainers' records to which a trainer's user is bound; most have one, nobody else has any."""
        if self._principal.role is not Role.TRAINER:
            return frozenset()
        email = func.lower(RecordRow.cells["email"].as_string())
        asked = select(RecordRow.key).join(UserRow, UserRow.email == email)
        asked = asked.where(RecordRow.kind == "trainers", RecordRow.is_current, RecordRow.is_removed.is_(False))
        return frozenset(self._connection.scalars(asked.where(UserRow.id == self._principal.user)))

    def of(self, pupil: InstrumentedAttribute[str]) -> Conditions:
        """Return of which pupils' rows anything exists for the principal.

        The office knows all. A trainer knows those who are assigned to them or to a cohort in which they train, and for
        two weeks before and after a session of theirs those whom it is with. For others there is no training.
        """
        if self._principal.sees_everyone:
            return []
        return [pupil.in_(self._own())] if self.trainers else [false()]

    def pupils(self) -> frozenset[str] | None:
        """Return the pupils of whom ``of`` speaks, by reference; None if that is everyone."""
        if self._principal.sees_everyone:
            return None
        return frozenset(self._connection.scalars(self._own())) if self.trainers else frozenset()

    def _own(self) -> CompoundSelect[Any]:
        mine = sorted(self.trainers)
        cohorts = select(CohortTrainerRow.cohort).where(CohortTrainerRow.trainer.in_(mine))
        assigned = select(TraineeRow.pupil).where(or_(TraineeRow.trainer.in_(mine), TraineeRow.cohort.in_(cohorts)))
        met = (
            select(SessionTraineeRow.pupil)
            .join(TrainingSessionRow, TrainingSessionRow.id == SessionTraineeRow.session)
            .where(
                TrainingSessionRow.trainer.in_(mine),
                TrainingSessionRow.state != SessionState.CANCELLED,
                TrainingSessionRow.day.between(self._today - NEAR, self._today + NEAR),
            )
        )
        return union(assigned, met)

    def part(self, trainer: str | None) -> Part:
        """Return in what part the principal makes an entry about a trainee with a trainer."""
        if self._principal.is_machine:
            return Part.MACHINE
        if self._principal.role is Role.TRAINER:
            return Part.TRAINER if trainer in self.trainers else Part.SECOND
        return Part.COORDINATOR if self._principal.role is Role.MANAGER else Part.OFFICE

    def trains_in(self, cohort: str | None) -> bool:
        """Say whether the principal is a trainer of a cohort."""
        mine = (CohortTrainerRow.cohort == cohort) & CohortTrainerRow.trainer.in_(sorted(self.trainers))
        return self._connection.execute(select(CohortTrainerRow.cohort).where(mine)).first() is not None

    def office_only(self) -> None:
        """Raise ``NotKeptError`` for whoever is not of the office."""
        if not self._principal.sees_everyone:
            raise NotKeptError("There is no such thing.")


@dataclass(frozen=True, slots=True)
class Footing:
    """What every repository of training stands on, in one transaction."""

    connection: Connection
    principal: Principal
    keys: PupilKeys
    audit: AuditLog
    now: datetime
    sight: Sight

    def have_transport_follow(self) -> None:
        """Ask that seats and training days follow what is kept now (``web.training.following``)."""
        Tasks(self.connection, self.principal, self.now).ask("follow-training", {})
