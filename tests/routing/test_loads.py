"""Which layouts have room for a run, and which one it is made in."""

from routing.loads import fitting_layout, roomy_layouts
from routing.problem import Problem
from routing.records import Layout, VehicleId
from routing.risk import PupilId
from routing.rules import RULES
from routing.said import said_by
from routing.timing import Visit
from tests.towns import pupil, street, vehicle

BUS = VehicleId("bus")


def town() -> Problem:
    people = (pupil("ann", "a", wheelchair=True), pupil("bob", "b"), pupil("cat", "c"))
    return street(*people, vehicles=(vehicle("bus", (2, 0), (1, 1), (3, 0)),))


def visits(problem: Problem, *names: str) -> list[Visit]:
    here = [Visit(place=problem.pupil[PupilId(name)].home, boards=(PupilId(name),)) for name in names]
    return [*here, Visit(place=problem.school["oak"].gates[0], alights=tuple(PupilId(name) for name in names))]  # type: ignore[index]  # an id is a string


def test_a_layout_has_room_for_everyone_at_once_and_for_the_assistants() -> None:
    problem = town()
    said = said_by(problem, RULES)
    for names, assistants, expected in (
        (["bob", "cat"], 0, [Layout(2), Layout(3)]),
        (["bob", "cat"], 1, [Layout(3)]),
        (["ann", "bob"], 0, [Layout(1, 1)]),
        (["ann", "bob"], 1, []),
    ):
        assert list(roomy_layouts(problem, said, BUS, visits(problem, *names), assistants)) == expected


def test_the_layout_in_use_stays_where_it_has_room_or_none_has() -> None:
    problem = town()
    said = said_by(problem, RULES)
    both, three = visits(problem, "bob", "cat"), visits(problem, "ann", "bob", "cat")
    assert fitting_layout(problem, said, BUS, both, 0, Layout(3)) == Layout(3)
    assert fitting_layout(problem, said, BUS, both, 0, Layout(1, 1)) == Layout(2)
    assert fitting_layout(problem, said, BUS, three, 0, Layout(1, 1)) == Layout(1, 1)
    assert fitting_layout(problem, said, BUS, three, 0, Layout(9)) == Layout(3)
