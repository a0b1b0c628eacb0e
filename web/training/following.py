"""Transport kept in step with training: seats with where trainees stand, training days with the sessions.

Whoever moves a trainee or changes a session asks for it (``ask``); the clock does it each evening, before tomorrow is
drafted.
It settles what is, and not what has changed, so that nothing is lost where nobody asked, and twice is as good as once.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from routing.wording import counted
from web.access import the_clock
from web.slots import LONDON, Turn
from web.store import Kept, Store
from web.training import banking, seats, training_days

if TYPE_CHECKING:
    from web.planning.drafting import Result
    from web.settings import Settings
    from web.store.tasks import Task
    from web.work import Hear

FOLLOW = "follow-training"
"""The kind of task, and the name of the job."""


def ask(kept: Kept) -> str:
    """Ask for transport to follow training; return the task's id."""
    return kept.tasks.ask(FOLLOW, {})


def follow(kept: Kept, now: datetime) -> str:
    """Have seats and training days be as training has them; return what changed, in words.

    Parameters
    ----------
    now
        As the authority's clocks show it.
    """
    free, back = seats.settle(kept, kept.training.list_trainees(seats.ALONE), now.date())
    new, gone = training_days.mark(kept, now)
    seats_said = f"{counted(free, 'seat')} free, {back} given back"
    return f"{seats_said}; {counted(new, 'training day')} marked, {gone} taken back"


def follow_training(turn: Turn, kept: Kept) -> str:
    """Follow, as a job of the clock."""
    return follow(kept, turn.due_at.astimezone(LONDON))


def bank_savings(turn: Turn, kept: Kept) -> str:
    """Bank what has been saved, as a job of the clock."""
    return banking.look_again(kept, turn.due_at.astimezone(LONDON).date())


def work(store: Store, _settings: "Settings", task: "Task", _hear: "Hear") -> "Result":
    """Follow, as a task that somebody asked for; return ``said``, what changed."""
    with store.writing(the_clock(FOLLOW)) as kept:
        kept.tasks.hold(task)
        return {"said": follow(kept, kept.now.astimezone(LONDON))}
