"""Locks: what a person has decided before the solver begins."""

from dataclasses import dataclass

from routing.plan import Run
from routing.records import VehicleId
from routing.risk import PupilId
from routing.said import Said


@dataclass(frozen=True, slots=True)
class Locks:
    """What must stay as a person has decided it.

    Parameters
    ----------
    aboard
        These pupils travel in these vehicles, whenever and with whomever.
    as_it_stands
        These runs are made exactly as they are; their vehicles make no other run.
    """

    aboard: frozenset[tuple[PupilId, VehicleId]] = frozenset()
    as_it_stands: tuple[Run, ...] = ()

    @property
    def pupils(self) -> frozenset[PupilId]:
        """Those on runs that stand."""
        return frozenset(pupil for run in self.as_it_stands for pupil in run.pupils)

    @property
    def vehicles(self) -> frozenset[VehicleId]:
        """Those that make runs that stand."""
        return frozenset(run.vehicle for run in self.as_it_stands)

    def post(self, said: Said) -> None:
        """Say the locks as rules are said."""
        for pupil, vehicle in sorted(self.aboard):
            said.only_aboard(pupil, frozenset({vehicle}))


NO_LOCKS = Locks()
