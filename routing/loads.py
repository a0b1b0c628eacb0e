"""Which layouts of a vehicle have room for a run: what is said of loads, asked of an order of visits."""

from collections.abc import Iterator, Mapping, Sequence

from routing.problem import Problem
from routing.records import Layout, VehicleId
from routing.risk import PupilId
from routing.said import Said
from routing.timing import Visit


def roomy_layouts(
    problem: Problem, said: Said, vehicle: VehicleId, visits: Sequence[Visit], assistants: int
) -> Iterator[Layout]:
    """Yield the layouts of a vehicle with room for a run and so many assistants."""
    most = [_most_aboard(visits, load.takes) for load in said.loads]
    for number, layout in enumerate(problem.vehicle[vehicle].layouts):
        needs = zip(most, said.loads, strict=True)
        if all(load.room[vehicle][number] >= peak + assistants * load.each_assistant_takes for peak, load in needs):
            yield layout


def fitting_layout(
    problem: Problem, said: Said, vehicle: VehicleId, visits: Sequence[Visit], assistants: int, now: Layout | None
) -> Layout:
    """Return the layout in use now, if it has room; or else the first that has; or else, for none has, the one now.

    Where a vehicle has no such layout as the one in use now, its layout with the most seats stands for it.
    """
    layouts = problem.vehicle[vehicle].layouts
    roomy = list(roomy_layouts(problem, said, vehicle, visits, assistants))
    if now in layouts and (now in roomy or not roomy):
        return now
    return roomy[0] if roomy else max(layouts, key=lambda layout: layout.seats)


def _most_aboard(visits: Sequence[Visit], takes: Mapping[PupilId, int]) -> int:
    now = most = 0
    for visit in visits:
        now -= sum(takes.get(pupil, 0) for pupil in visit.alights)
        now += sum(takes.get(pupil, 0) for pupil in visit.boards)
        most = max(most, now)
    return most
