"""The rules of the formats: those of the catalogue that they share with the product, and what is aboard.

What a vehicle has room for is the one rule that the catalogue cannot say in its own words: there people take seats and
wheelchair spaces, here parcels take some of a capacity. It is said with the same verb, and judged on the finished run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from routing.plan import Run
from routing.problem import Problem
from routing.records import VehicleId
from routing.risk import PupilId
from routing.rules import Model, Postable, RunRule, fleet, journey
from routing.rules.rule import Wrong

TIMES: tuple[Postable, ...] = (
    journey.SchoolsAreServedInTime(),
    journey.SomeoneIsAtHome(),
    fleet.VehiclesKeepTheirHours(),
    fleet.VehiclesAreInOnePlace(),
)
RIDES: tuple[Postable, ...] = (journey.NoOneRidesTooLong(), fleet.VehiclesAreBackInTime())


@dataclass(frozen=True, eq=False)
class ThereIsRoom(RunRule, Postable):
    """What is aboard at once never takes more than the vehicle has room for.

    Parameters
    ----------
    load
        Of what there is so much room.
    takes, room
        What each request takes, and each vehicle has.
    """

    source = "The format"

    load: str
    takes: Mapping[PupilId, int]
    room: Mapping[VehicleId, int]

    def post(self, problem: Problem, model: Model) -> None:
        room = {each.id: (self.room[each.id],) * len(each.layouts) for each in problem.vehicles}
        model.carry_at_most(self.load, self.takes, 0, room)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        del problem  # the room is the rule's own
        aboard = most = 0
        for stop in run.stops:
            aboard += sum(self.takes[each] for each in stop.boards) - sum(self.takes[each] for each in stop.alights)
            most = max(most, aboard)
        if most > self.room[run.vehicle]:
            yield run.pupils, f"{most} take the room of {self.room[run.vehicle]} ({self.load})"
