"""What the store adds up of published plans and of what happened, for each pupil, school and operator in a span."""

from dataclasses import dataclass

BAND_MINUTES = (15, 30, 45, 60, 75)
"""Where the bands of ride times end, the last minute included; the last band has no end."""
GUIDE_MINUTES = (45, 75)
"""The guide for pupils of primary and of secondary age, each way (DfE, Travel to school for children of compulsory
school age, 2024): guidance, not law."""
ON_TIME_MINUTES = 5
"""As many minutes late is on time: the tolerance that nobody minds, as promises have it by default."""
LATE_MINUTES = (10, 20)
"""Where the bands of minutes late end. Families are asked to ring after ten (Dorset's standards)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RideSums:
    """What the published rides of one pupil with one operator come to.

    Parameters
    ----------
    rides, alone
        How many; of them, how many on a run with no other pupil.
    over_primary, over_secondary
        How many are longer than the pupil's own limit or than the guide for that age, whichever is shorter.
    seconds, bands
        The time aboard; how many rides in each band of ``BAND_MINUTES``.
    pence, pence_alone
        What the runs cost, each shared equally among its pupils; of that, for rides alone.
    seats, assistants
        The seats (wheelchair spaces among them) and the passenger assistants of the runs, shared likewise.
    runs
        How many runs that is, shared likewise: a run with four pupils is a quarter for each.
    """

    pupil: str
    school: str
    operator: str
    rides: int
    alone: int
    over_primary: int
    over_secondary: int
    seconds: int
    bands: tuple[int, ...]
    pence: float
    pence_alone: float
    seats: float
    assistants: float
    runs: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalSums:
    """How the rides of one pupil with one operator ended.

    Parameters
    ----------
    planned
        How many were to arrive, those of days on which the pupil was reported absent left out.
    on_time, late
        How many of those that somebody logged were on time, and how many in each band of minutes late.
    """

    pupil: str
    school: str
    operator: str
    planned: int
    on_time: int
    late: tuple[int, ...]

    @property
    def unlogged(self) -> int:
        """How many nobody logged."""
        return self.planned - self.on_time - sum(self.late)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What was published and what happened in a span, in a few numbers.

    Parameters
    ----------
    mornings, afternoons
        For how many of its days a plan was published, in each direction.
    events
        How many events of each kind were reported, withdrawn ones left out.
    """

    mornings: int
    afternoons: int
    events: dict[str, int]
