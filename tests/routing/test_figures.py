"""A plan in numbers."""

from routing.cost import cost
from routing.figures import figures_of, guide_s
from routing.records import Phase
from routing.risk import PupilId
from tests.towns import assistant, plan, pupil, run, street, vehicle


def test_a_plan_is_told_in_numbers() -> None:
    people = (
        pupil("ann", "a", assistant="shared", ride_limit_s=5400),
        pupil("bob", "b", wheelchair=True),
        pupil("cat", "c", phase=Phase.SECONDARY),
        pupil("dan", "d"),
    )
    problem = street(*people, vehicles=(vehicle("bus", (8, 1)), vehicle("cab", (4, 0))), assistants=(assistant("zoe"),))
    bus = run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:40", crew="zoe")
    told = plan(bus, run(problem, "cab", "c: +cat", "oak: -cat", at="08:40"), unplaced="dan")
    found = figures_of(problem, told)
    assert sum(found.pence.values()) == found.total_pence == cost(problem, told)
    assert found.pence["unplaced"] == problem.policy.unplaced_pence
    assert (found.vehicles, found.assistants, found.runs, found.unplaced) == (
        frozenset({"bus", "cab"}),
        frozenset({"zoe"}),
        2,
        1,
    )
    assert (found.ride_mean_s, found.ride_p95_s, found.ride_most_s) == (940, 1320, 1320)
    assert found.seats_empty == (8 - 1 - 1) + (4 - 1)  # ann and zoe have seats, bob does not take one
    assert found.single_runs == 1


def test_seats_are_empty_that_nobody_takes_where_a_run_is_at_its_fullest() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"), vehicles=(vehicle("bus", (8, 0)),))
    one_after_another = run(problem, "bus", "a: +ann", "oak: -ann", "b: +bob", "oak: -bob", at="08:40")
    assert figures_of(problem, plan(one_after_another)).seats_empty == 7


def test_rides_are_held_against_the_guide_of_the_phase_whatever_the_own_limit() -> None:
    people = (pupil("ann", "a", ride_limit_s=5400), pupil("bob", "b", phase=Phase.SECONDARY, ride_limit_s=600))
    problem = street(*people)
    assert guide_s(problem, PupilId("ann")) == problem.policy.ride_limit_primary_s
    assert guide_s(problem, PupilId("bob")) == problem.policy.ride_limit_secondary_s
    visits = ("a: +ann", "b: +bob", "a:", "b:", "a:", "b:", "a:", "b:", "oak: -ann -bob")
    assert figures_of(problem, plan(run(problem, "bus", *visits, at="08:40"))).over_guide == 1


def test_a_plan_of_nothing_has_no_rides() -> None:
    found = figures_of(street(), plan())
    assert (found.ride_most_s, found.seats_empty, found.total_pence) == (0, 0, 0)
