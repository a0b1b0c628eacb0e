"""A trainee as their pages know them: where they stand, what has been written, who is who."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from travel_training.entries import AnyEntry, State
from travel_training.evidence import Case
from travel_training.lifecycle import may_move
from travel_training.moves import Move
from travel_training.people import Part, TraineeId
from travel_training.programme import Programme, StageId
from travel_training.progress import Progress, progress_of
from travel_training.standing import Standing, standing_of
from web.pages.desk.naming import Names
from web.pages.guard import now
from web.pages.parts import Name
from web.store import Kept
from web.store.training_views import Cohort, KeptEntry, TraineeHead


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainee:
    """What is known of a trainee today by whoever looks.

    Parameters
    ----------
    kept
        The entries as they are kept, in the order in which they became known.
    programme
        The one that they follow, in their version.
    part
        In what part whoever looks would write about them.
    age
        In years; None if it is not known.
    users, trainers
        Names by reference, of those who wrote, and of travel trainers.
    """

    head: TraineeHead
    kept: Sequence[KeptEntry]
    history: tuple[AnyEntry, ...]
    standing: Standing
    programme: Programme | None
    part: Part
    age: int | None
    today: date
    names: Names
    users: Mapping[str, str] = field(default_factory=dict)
    trainers: Mapping[str, str] = field(default_factory=dict)
    cohorts: Mapping[str, Cohort] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Kept, pupil: str) -> "Trainee":
        """Return a trainee; ``NotKeptError`` if there is none whom whoever looks may see."""
        id_, today = TraineeId(pupil), now().date()
        entries = kept.training.list_entries(id_)
        history = tuple(each.entry for each in entries)
        standing = standing_of(history)
        return cls(
            head=kept.training.get(id_),
            kept=entries,
            history=history,
            standing=standing,
            programme=kept.training.programmes.find(*standing.programme) if standing.programme else None,
            part=kept.training.person(id_).part,
            age=kept.training.age(id_, today),
            today=today,
            names=Names.of(kept, {pupil}),
            users=kept.people.names(),
            trainers=kept.records.names("trainers"),
            cohorts={each.id: each for each in kept.training.cohorts.list_all()},
        )

    @property
    def id(self) -> TraineeId:
        """The pupil's reference."""
        return self.head.pupil

    @property
    def name(self) -> object:
        """The trainee as a page shows them."""
        found = self.names.pupils.get(self.id)
        return self.id if found is None else Name(found, self.id)

    @property
    def progress(self) -> Progress | None:
        """How far the trainee is; None without a programme."""
        return None if self.programme is None else progress_of(self.history, self.programme, self.today)

    @property
    def cohort(self) -> str:
        """What the trainee's cohort is called; empty without one."""
        id_ = self.standing.cohort
        return "" if id_ is None else self.cohorts[id_].name if id_ in self.cohorts else id_

    @property
    def trainer(self) -> str:
        """What the trainee's trainer is called; empty without one."""
        id_ = self.standing.trainer
        return "" if id_ is None else self.trainers.get(id_, id_)

    def user(self, id_: str) -> str:
        """Return what someone who wrote is called."""
        return self.users.get(id_, id_)

    def stage(self, id_: StageId) -> str:
        """Return what a stage is called in the trainee's programme."""
        stages = self.programme.stages if self.programme is not None else ()
        return next((each.name for each in stages if each.id == id_), id_)

    def case(self, to: State) -> Case:
        """Return a move of today, to be judged."""
        return Case(
            history=self.history,
            standing=self.standing,
            programme=self.programme,
            to=to,
            on=self.today,
            age=self.age,
        )

    def lacks(self, move: Move) -> tuple[str, ...]:
        """Return what a move lacks today, whoever makes it."""
        by = next(iter(sorted(move.by)))
        return may_move(self.history, move.to, by, self.today, self.programme, self.age)
