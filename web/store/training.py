"""Training: each trainee's history, which only grows, and where that has brought them.

>>> kept.training.add(pupil, entry)                                               # doctest: +SKIP
<Added.STORED: 'stored'>

Cohorts, programmes, sessions, journeys and the phones' outbox have a repository each, found here by name.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, func, select

from travel_training.entries import AnyEntry, EntryId, State
from travel_training.people import CohortId, Person, Scope, TraineeId, TrainerId
from web.access import Principal
from web.store.audit import AuditLog
from web.store.errors import NotKeptError
from web.store.pupil_keys import PupilKeys
from web.store.tables import RecordRow
from web.store.training_adding import Adding
from web.store.training_cohorts import Cohorts
from web.store.training_entries import Entries
from web.store.training_journeys import Journeys
from web.store.training_outbox import Outbox
from web.store.training_programmes import Programmes
from web.store.training_scope import Footing, Sight
from web.store.training_sessions import Sessions
from web.store.training_tables import TraineeRow
from web.store.training_timetables import Timetables
from web.store.training_views import Added, KeptEntry, TraineeHead


class Training:
    """Trainees and their histories for one principal, in one transaction; a trainer's own alone."""

    def __init__(
        self, connection: Connection, principal: Principal, keys: PupilKeys, audit: AuditLog, now: datetime
    ) -> None:
        self._on = Footing(connection, principal, keys, audit, now, Sight(connection, principal, now))
        self._entries = Entries(self._on)

    @cached_property
    def programmes(self) -> Programmes:
        """Programmes in their versions."""
        return Programmes(self._on)

    @cached_property
    def cohorts(self) -> Cohorts:
        """Cohorts and their trainers."""
        return Cohorts(self._on)

    @cached_property
    def sessions(self) -> Sessions:
        """Sessions, planned and held."""
        return Sessions(self._on)

    @cached_property
    def timetables(self) -> Timetables:
        """Timetables from which sessions are made."""
        return Timetables(self._on, self.sessions)

    @cached_property
    def journeys(self) -> Journeys:
        """Journeys with their risk assessments."""
        return Journeys(self._on)

    @cached_property
    def outbox(self) -> Outbox:
        """What phones send: keys to seal it with, and what of it was refused."""
        return Outbox(self._on)

    @cached_property
    def _adding(self) -> Adding:
        return Adding(self._on, self._entries, self.sessions, self.journeys, self.programmes, self.cohorts)

    # -- where trainees stand -----------------------------------------------------------------------------------------

    def get(self, pupil: TraineeId) -> TraineeHead:
        """Return where a trainee stands; ``NotKeptError`` if they are none, or none of the principal's."""
        found = self.find(pupil)
        if found is None:
            raise NotKeptError("There is no such trainee.")
        return found

    def find(self, pupil: TraineeId) -> TraineeHead | None:
        """Return where a trainee stands, or None."""
        heads = self._heads(self._asked().where(TraineeRow.pupil == pupil))
        return heads[0] if heads else None

    def list_trainees(
        self,
        states: Iterable[State] = (),
        *,
        cohort: CohortId | None = None,
        trainer: TrainerId | None = None,
        school: str | None = None,
        skip: int = 0,
        most: int | None = None,
    ) -> list[TraineeHead]:
        """Return where trainees stand, by reference.

        Parameters
        ----------
        states, cohort, trainer, school
            Only of those; nothing for all.
        skip, most
            A page of them.
        """
        asked = _narrowed(self._asked(), states, cohort, trainer, school)
        return self._heads(asked.order_by(TraineeRow.pupil).offset(skip).limit(most))

    def count_trainees(
        self,
        states: Iterable[State] = (),
        *,
        cohort: CohortId | None = None,
        trainer: TrainerId | None = None,
        school: str | None = None,
    ) -> int:
        """Return how many trainees ``list_trainees`` would return."""
        asked = _narrowed(self._asked(), states, cohort, trainer, school).subquery()
        return self._on.connection.execute(select(func.count()).select_from(asked)).scalar_one()

    def count_states(self) -> dict[State, int]:
        """Return how many trainees stand in each state in which somebody does."""
        asked = (
            select(TraineeRow.state, func.count())
            .where(*self._on.sight.of(TraineeRow.pupil))
            .group_by(TraineeRow.state)
        )
        return {State(state): count for state, count in self._on.connection.execute(asked)}

    # -- histories ----------------------------------------------------------------------------------------------------

    def list_entries(self, pupil: TraineeId) -> list[KeptEntry]:
        """Return a trainee's entries with when each was entered; ``NotKeptError`` if they are not the principal's."""
        self.get(pupil)
        return list(self._entries.of(pupil))

    def history(self, pupil: TraineeId) -> tuple[AnyEntry, ...]:
        """Return a trainee's history; ``NotKeptError`` if they are not the principal's."""
        return tuple(each.entry for each in self.list_entries(pupil))

    def has_made(self, id_: EntryId) -> bool:
        """Say whether an entry of an id is kept that the principal has made, whoever's its trainee is by now."""
        found = self._entries.known([id_]).get(id_)
        return found is not None and found[1].by.user == self._on.principal.user

    def histories(
        self, pupils: Iterable[TraineeId] | None = None, *, cohort: CohortId | None = None
    ) -> dict[TraineeId, tuple[AnyEntry, ...]]:
        """Return the histories of many trainees, in as many questions for a thousand as for one.

        Parameters
        ----------
        pupils
            Of whom; None for all that exist for the principal.
        cohort
            Only of those who are in it now.
        """
        found = self._entries.of_many(pupils, cohort)
        return {pupil: tuple(each.entry for each in kept) for pupil, kept in found.items()}

    def age(self, pupil: TraineeId, on: date) -> int | None:
        """Return a trainee's age in whole years on a day, or None; ``NotKeptError`` if they are not the principal's."""
        self.get(pupil)
        return self._adding.age(pupil, on)

    # -- adding -------------------------------------------------------------------------------------------------------

    def person(self, pupil: TraineeId) -> Person:
        """Return as whom the principal makes an entry about a pupil: themselves, in the part that is theirs."""
        head = self.find(pupil)
        return Person(self._on.principal.user, self._on.sight.part(head.trainer if head else None))

    def add(self, pupil: TraineeId, entry: AnyEntry, *, skew_s: int | None = None) -> Added:
        """Keep an entry of a pupil's history; sent twice, it is kept once. See ``add_all``."""
        return self.add_all(pupil, [entry], skew_s=skew_s)[0]

    def add_all(self, pupil: TraineeId, entries: Sequence[AnyEntry], *, skew_s: int | None = None) -> list[Added]:
        """Keep entries of a pupil's history in their order, all or none, and what they say of sessions and journeys.

        Parameters
        ----------
        entries
            By ``person``; the machine alone may write down what others have said.
        skew_s
            By how much the clock of the phone from which they come is ahead of ours.

        Returns
        -------
        What became of each. Of two with one id the first is kept, and the audit log says so.

        Raises
        ------
        NotKeptError
            If there is no such pupil, or none for the principal.
        TrainingError
            If an entry may not be added, with a sentence that says why; nothing has been kept then.
        """
        return self._adding.add_all(pupil, entries, skew_s, is_known=self.find(pupil) is not None)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _asked(self) -> Select[Any]:
        about = and_(RecordRow.kind == "pupils", RecordRow.key == TraineeRow.pupil, RecordRow.is_current)
        asked = select(TraineeRow.__table__, RecordRow.school).join(RecordRow, about, isouter=True)
        return asked.where(*self._on.sight.of(TraineeRow.pupil))

    def _heads(self, asked: Select[Any]) -> list[TraineeHead]:
        return [_head(row) for row in self._on.connection.execute(asked).mappings()]


def _narrowed(
    asked: Select[Any],
    states: Iterable[State],
    cohort: CohortId | None,
    trainer: TrainerId | None,
    school: str | None,
) -> Select[Any]:
    wanted = sorted(states)
    if wanted:
        asked = asked.where(TraineeRow.state.in_(wanted))
    for column, value in ((TraineeRow.cohort, cohort), (TraineeRow.trainer, trainer), (RecordRow.school, school)):
        if value is not None:
            asked = asked.where(column == value)
    return asked


def _head(row: RowMapping) -> TraineeHead:
    return TraineeHead(**dict(row) | {"state": State(row["state"]), "scope": Scope(row["scope"])})
