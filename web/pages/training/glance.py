"""How far many trainees are: each in their own version of a programme, in so many questions however many they are."""

from collections.abc import Sequence
from datetime import date

from travel_training.people import TraineeId
from travel_training.progress import Progress, progress_of
from web.store import Kept
from web.store.training_views import TraineeHead


def progress_by(kept: Kept, heads: Sequence[TraineeHead], on: date) -> dict[TraineeId, Progress]:
    """Return how far trainees are; those without a programme are left out."""
    following = {head.pupil: (head.programme, head.version) for head in heads if head.programme and head.version}
    programmes = kept.training.programmes.get_many(following.values())
    histories = kept.training.histories(following)
    return {
        pupil: progress_of(histories.get(pupil, ()), programmes[followed], on)
        for pupil, followed in following.items()
        if followed in programmes
    }
