"""Room aboard: seats, wheelchair spaces, and what a vehicle must have."""

from collections.abc import Iterator

from routing.plan import Run
from routing.problem import Problem
from routing.rules.reading import aboard_after_each_stop
from routing.rules.rule import Model, Postable, RunRule, Wrong
from routing.wording import clock, counted, listed


class EveryoneHasASeat(RunRule, Postable):
    """Everyone aboard who is not in a wheelchair has a seat, passenger assistants too."""

    source = "Road Traffic Act 1988, sections 14 and 15: a belt or restraint for each; the vehicle's licence"

    def post(self, problem: Problem, model: Model) -> None:
        takes = {pupil.id: 0 if pupil.needs.wheelchair else 1 for pupil in problem.pupils}
        room = {vehicle.id: tuple(layout.seats for layout in vehicle.layouts) for vehicle in problem.vehicles}
        model.carry_at_most("seats", takes, 1, room)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        crew = len({member.assistant for member in run.crew})
        moments = [
            (stop, sorted(pupil for pupil in aboard if not problem.pupil[pupil].needs.wheelchair))
            for stop, aboard in aboard_after_each_stop(run)
        ]
        stop, seated = max(moments, key=lambda moment: len(moment[1]))
        if len(seated) + crew > run.layout.seats:
            there = f"{counted(len(seated), 'pupil')} and {counted(crew, 'passenger assistant')}"
            seats = f"{counted(run.layout.seats, 'seat')} for {there} from {clock(stop.leave_s)}"
            yield tuple(seated), f"{seats} ({listed(seated)})"


class EveryWheelchairHasASpace(RunRule, Postable):
    """Everyone aboard who travels in a wheelchair has a space with restraints."""

    source = "BS 8603; Department for Transport guidance on wheelchairs in vehicles: tie-downs and occupant restraint"

    def post(self, problem: Problem, model: Model) -> None:
        takes = {pupil.id: 1 if pupil.needs.wheelchair else 0 for pupil in problem.pupils}
        room = {
            vehicle.id: tuple(layout.wheelchair_spaces for layout in vehicle.layouts) for vehicle in problem.vehicles
        }
        model.carry_at_most("wheelchair spaces", takes, 0, room)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        moments = [
            (stop, sorted(pupil for pupil in aboard if problem.pupil[pupil].needs.wheelchair))
            for stop, aboard in aboard_after_each_stop(run)
        ]
        stop, in_wheelchairs = max(moments, key=lambda moment: len(moment[1]))
        if len(in_wheelchairs) > run.layout.wheelchair_spaces:
            spaces = counted(run.layout.wheelchair_spaces, "wheelchair space")
            there = f"{counted(len(in_wheelchairs), 'pupil')} in wheelchairs from {clock(stop.leave_s)}"
            yield tuple(in_wheelchairs), f"{spaces} for {there} ({listed(in_wheelchairs)})"


class TheVehicleHasWhatAPupilNeeds(RunRule, Postable):
    """A pupil who needs a lift, a harness or the like travels only in a vehicle that has it."""

    source = "The pupil's risk assessment"
    waivable = True

    def post(self, problem: Problem, model: Model) -> None:
        for pupil in self.applies_to(problem):
            if features := problem.pupil[pupil].needs.features:
                fit = (vehicle.id for vehicle in problem.vehicles if features <= vehicle.features)
                model.only_aboard(pupil, frozenset(fit))

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        for pupil in run.pupils:
            if lacks := problem.pupil[pupil].needs.features - problem.vehicle[run.vehicle].features:
                yield (pupil,), f"{pupil} needs {listed(sorted(lacks))}, which {run.vehicle} lacks"
