"""A plan's summary says what it costs, how far from the proof, and how long pupils ride."""

from dataclasses import replace

from routing.cost import cost
from routing.plan import Bound
from routing.summary import summarise
from tests.towns import assistant, plan, pupil, run, street


def test_a_summary_adds_up_what_the_plan_says() -> None:
    problem = street(
        pupil("ann", "a", assistant="shared"), pupil("bob", "b"), pupil("cat", "c"), assistants=(assistant("zoe"),)
    )
    made = plan(run(problem, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:20", crew="zoe"), unplaced="cat")
    total_pence = cost(problem, made)
    made = replace(made, bound=Bound(total_pence // 2, "shifts"), seed=7, versions=(("waymark", "1"),))
    told = summarise(problem, made, 1.23456)
    assert told["cost_pence"] == total_pence == sum(told["cost_by_kind"].values())
    assert told["cost_by_kind"]["unplaced"] == problem.policy.unplaced_pence
    assert (told["bound_pence"], told["bound_relaxes"], told["gap"]) == (total_pence // 2, "shifts", 0.5)
    assert (told["vehicles"], told["runs"], told["assistants"], told["seconds"]) == (1, 1, 1, 1.235)
    assert [each["pupil"] for each in told["unplaced"]] == ["cat"]
    assert (told["seed"], told["versions"]) == (7, {"waymark": "1"})
    rides = sorted(ride.seconds for ride in made.runs[0].rides())
    assert told["ride_seconds"] == {"mean": round(sum(rides) / 2), "p95": rides[1], "max": rides[1]}


def test_a_plan_of_nothing_has_no_rides_and_no_gap() -> None:
    told = summarise(street(), plan(), 0)
    assert (told["cost_pence"], told["bound_pence"], told["gap"], told["ride_seconds"]) == (0, None, None, None)
