"""Cohorts: who is taught in the same weeks, and by whom."""

from dataclasses import replace

from sqlalchemy import ColumnElement, delete, insert, select, update

from travel_training.people import CohortId, TrainerId
from web.access import Role
from web.store.errors import ConflictError, NotKeptError
from web.store.events import Event
from web.store.training_scope import Conditions, Footing
from web.store.training_tables import CohortRow, CohortTrainerRow, TraineeRow
from web.store.training_views import Cohort


class Cohorts:
    """The cohorts that exist for a principal, in one transaction."""

    def __init__(self, on: Footing) -> None:
        self._on = on

    def get(self, id_: CohortId) -> Cohort:
        """Return a cohort; ``NotKeptError`` if there is none that the principal may see."""
        found = self._cohorts(CohortRow.id == id_)
        if not found:
            raise NotKeptError("There is no such cohort.")
        return found[0]

    def list_all(self) -> list[Cohort]:
        """Return all cohorts, the newest first; a trainer's are those in which they train, or one of theirs is."""
        return self._cohorts()

    def is_known(self, id_: CohortId) -> bool:
        """Say whether there is a cohort at all."""
        return self._on.connection.execute(select(CohortRow.id).where(CohortRow.id == id_)).first() is not None

    def keep(self, cohort: Cohort) -> Cohort:
        """Keep a cohort; return it with its version.

        Raises
        ------
        ConflictError
            Someone else has changed it since it was seen, or made one of that id.
        """
        self._on.sight.office_only()
        here = CohortRow.id == cohort.id
        before = self._on.connection.execute(select(CohortRow.version).where(here)).scalar_one_or_none()
        if (before or 0) != cohort.version:
            raise ConflictError(f"Someone else has changed the cohort {cohort.name} since you saw it: look again.")
        kept = replace(cohort, trainers=tuple(sorted(set(cohort.trainers))), version=cohort.version + 1)
        names = ("version", "name", "programme", "begins", "ends")
        values = {name: getattr(kept, name) for name in names}
        if before is None:
            self._on.connection.execute(insert(CohortRow).values(id=kept.id, **values))
        else:
            self._on.connection.execute(update(CohortRow).where(here).values(values))
            self._on.connection.execute(delete(CohortTrainerRow).where(CohortTrainerRow.cohort == kept.id))
        trainers = [{"cohort": kept.id, "trainer": trainer} for trainer in kept.trainers]
        if trainers:
            self._on.connection.execute(insert(CohortTrainerRow), trainers)
        self._on.audit.say(Event.COHORT_CHANGED, "cohort", kept.id, version=kept.version, trainers=list(kept.trainers))
        return kept

    def _cohorts(self, *where: ColumnElement[bool]) -> list[Cohort]:
        asked = select(CohortRow.__table__).where(*where, *self._own())
        rows = self._on.connection.execute(asked.order_by(CohortRow.begins.desc(), CohortRow.id)).mappings().all()
        wanted = select(CohortTrainerRow.cohort, CohortTrainerRow.trainer).order_by(CohortTrainerRow.trainer)
        trainers: dict[str, list[TrainerId]] = {}
        for cohort, trainer in self._on.connection.execute(wanted):
            trainers.setdefault(cohort, []).append(TrainerId(trainer))
        return [Cohort(**row, trainers=tuple(trainers.get(row["id"], ()))) for row in rows]

    def _own(self) -> Conditions:
        if self._on.principal.role is not Role.TRAINER:
            return self._on.sight.of(CohortRow.id)
        mine = select(CohortTrainerRow.cohort).where(CohortTrainerRow.trainer.in_(sorted(self._on.sight.trainers)))
        met = select(TraineeRow.cohort).where(*self._on.sight.of(TraineeRow.pupil))
        return [CohortRow.id.in_(mine) | CohortRow.id.in_(met)]
