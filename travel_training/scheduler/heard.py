"""What the rules have said to the planner of terms, gathered: it keeps the tightest of what it heard, by id."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from travel_training.people import TraineeId, TrainerId
from travel_training.rules.rule import Postable
from travel_training.sessions import Hours, TimeWindow
from travel_training.term import TermProblem
from travel_training.timetable import Session


@dataclass(slots=True)
class Heard:
    """Everything that was said, by id; what was never said does not bind."""

    days: dict[TraineeId, frozenset[date]] = field(default_factory=dict)
    windows: dict[TraineeId, tuple[TimeWindow, ...]] = field(default_factory=dict)
    a_day: dict[TraineeId, int] = field(default_factory=dict)
    a_week: dict[TraineeId, int] = field(default_factory=dict)
    ordered: set[TraineeId] = field(default_factory=set)
    fixed: list[Session] = field(default_factory=list)
    hours: dict[TrainerId, tuple[Hours, ...]] = field(default_factory=dict)
    away: dict[TrainerId, frozenset[date]] = field(default_factory=dict)
    single: set[TrainerId] = field(default_factory=set)
    contact: dict[TrainerId, int] = field(default_factory=dict)
    only: dict[TraineeId, frozenset[TrainerId]] = field(default_factory=dict)
    loyal: set[TraineeId] = field(default_factory=set)
    meets: dict[TraineeId, tuple[int, frozenset[TrainerId]]] = field(default_factory=dict)

    def trained_on(self, trainee: TraineeId, days: frozenset[date]) -> None:
        """Hear on which days a trainee may be trained."""
        self.days[trainee] = self.days.get(trainee, days) & days

    def trained_within(self, trainee: TraineeId, windows: tuple[TimeWindow, ...]) -> None:
        """Hear at which times a trainee may be trained; what is said last counts."""
        self.windows[trainee] = windows

    def a_day_at_most(self, trainee: TraineeId, most: int) -> None:
        """Hear how many sessions a day a trainee has at most."""
        self.a_day[trainee] = min(most, self.a_day.get(trainee, most))

    def a_week_at_most(self, trainee: TraineeId, most: int) -> None:
        """Hear how many sessions a week a trainee has at most."""
        self.a_week[trainee] = min(most, self.a_week.get(trainee, most))

    def in_order(self, trainee: TraineeId) -> None:
        """Hear whose stages have an order."""
        self.ordered.add(trainee)

    def stays(self, session: Session) -> None:
        """Hear what stays."""
        self.fixed.append(session)

    def works_within(self, trainer: TrainerId, hours: tuple[Hours, ...]) -> None:
        """Hear a trainer's hours; what is said last counts."""
        self.hours[trainer] = hours

    def away_on(self, trainer: TrainerId, days: frozenset[date]) -> None:
        """Hear when a trainer is away."""
        self.away[trainer] = self.away.get(trainer, days) | days

    def one_at_a_time(self, trainer: TrainerId) -> None:
        """Hear who can be in one place at a time."""
        self.single.add(trainer)

    def contact_at_most(self, trainer: TrainerId, minutes: int) -> None:
        """Hear for how many minutes of a week a trainer may be with trainees."""
        self.contact[trainer] = min(minutes, self.contact.get(trainer, minutes))

    def only_by(self, trainee: TraineeId, trainers: frozenset[TrainerId]) -> None:
        """Hear who may train a trainee."""
        self.only[trainee] = self.only.get(trainee, trainers) & trainers

    def own_trainer_unless_away(self, trainee: TraineeId) -> None:
        """Hear whose own trainer trains them."""
        self.loyal.add(trainee)

    def meets_at_most(self, trainee: TraineeId, most: int, had: frozenset[TrainerId]) -> None:
        """Hear how many trainers a trainee meets at most."""
        self.meets[trainee] = (most, had)


def heard_from(problem: TermProblem, rules: Iterable[Postable]) -> Heard:
    """Return what rules say about a term."""
    heard = Heard()
    for rule in rules:
        rule.post(problem, heard)
    return heard
