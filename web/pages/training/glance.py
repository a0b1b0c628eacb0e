"""Trainees at a glance, for tables of many: how far each is, how they felt, whether they are stuck or ready."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from travel_training.entries import AnyEntry, Attendance, Attended, Felt, State
from travel_training.evidence import Case, critical_reached
from travel_training.lifecycle import SIGNS_IN
from travel_training.mastery import Mastery, counted, masteries
from travel_training.people import TraineeId
from travel_training.programme import MilestoneId, Programme, ProgrammeId
from travel_training.standing import Standing, standing_of
from web.store import Kept
from web.store.training_views import TraineeHead

STUCK_AFTER = 4
"""After so many sessions in which no milestone was newly reached somebody should look."""
LAST = 5
"""So many of the last levels of help are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """A trainee at a glance.

    Parameters
    ----------
    levels
        The last levels of help, the newest last.
    since_reached
        How many sessions have been held since a milestone was last newly reached.
    minutes
        With the trainer, in all sessions that were held.
    said
        Of how many sessions it has been said whether they were held.
    """

    head: TraineeHead
    standing: Standing
    programme: Programme | None
    mastery: Mapping[MilestoneId, Mastery]
    levels: tuple[int, ...]
    feeling: int | None
    held: int
    said: int
    minutes: int
    since_reached: int
    is_ready: bool

    @property
    def reached(self) -> int:
        """How many milestones are reached and have not lapsed."""
        return sum(each.is_reached for each in self.mastery.values())

    @property
    def is_stuck(self) -> bool:
        """Whether training goes on and has brought nothing new for a while."""
        return self.standing.is_in_training and not self.is_ready and self.since_reached >= STUCK_AFTER


def glances(kept: Kept, heads: Sequence[TraineeHead], on: date) -> list[Glance]:
    """Return trainees at a glance, in their order: so many questions, however many they are."""
    histories = kept.training.histories(each.pupil for each in heads)
    followed = {(each.programme, each.version) for each in heads if each.programme and each.version}
    programmes = kept.training.programmes.get_many(followed)
    return [glance_of(each, histories.get(TraineeId(each.pupil), ()), programmes, on) for each in heads]


def glance_of(
    head: TraineeHead, history: tuple[AnyEntry, ...], programmes: Mapping[tuple[ProgrammeId, int], Programme], on: date
) -> Glance:
    """Return one trainee at a glance."""
    standing = standing_of(history)
    programme = programmes.get((head.programme, head.version)) if head.programme and head.version else None
    mastery = masteries(history, programme, on) if programme is not None else {}
    said = list({each.session: each for each in history if isinstance(each, Attended)}.values())
    held = [each for each in said if each.attendance is Attendance.HELD]
    felt = sorted((each for each in history if isinstance(each, Felt)), key=lambda each: each.at)
    newest = max((each.reached_on for each in mastery.values() if each.reached_on is not None), default=None)
    case = Case(history=history, standing=standing, programme=programme, to=State.ALONE, on=on)
    return Glance(
        head=head,
        standing=standing,
        programme=programme,
        mastery=mastery,
        levels=tuple(each.level for each in counted(history)[-LAST:]),
        feeling=felt[-1].feeling if felt else None,
        held=len(held),
        said=len(said),
        minutes=sum(each.minutes for each in held),
        since_reached=sum(newest is None or each.day > newest for each in held),
        is_ready=programme is not None and standing.state in SIGNS_IN and not any(critical_reached(case)),
    )
