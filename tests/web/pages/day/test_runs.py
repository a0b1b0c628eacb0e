"""The runs of a day as they go."""

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.queries import counted_queries
from tests.web.town import DAY
from web.store import Store
from web.store.day import What

RUNS = f"/day/runs?day={DAY}&direction=to-school"


def say(store: Store, run: str, what: What, later_s: int, stop: int = 1) -> None:
    with store.writing(OFFICE) as kept:
        head = kept.plans.list_plans(DAY, DAY)[0]
        kept.day.log(head.id, DAY, run, stop, what, 30_000 + later_s, 30_000)


def test_late_runs_come_first_and_silent_ones_can_be_asked_for(officer: Browser, store: Store) -> None:
    assert officer.get(RUNS).get_data(as_text=True).count("Nothing said yet.") == 2
    say(store, "taxi-7/1", What.LEFT, 900)
    page = officer.get(RUNS).get_data(as_text=True)
    assert "Left stop 1 at 08:35, 15 minutes late." in page
    assert page.index("taxi-7/1") < page.index("minibus-1/1")
    late = officer.get(f"{RUNS}&which=late").get_data(as_text=True)
    silent = officer.get(f"{RUNS}&which=silent").get_data(as_text=True)
    assert ("minibus-1/1" in late, "minibus-1/1" in silent) == (False, True)


def test_a_run_is_found_by_its_operator(officer: Browser) -> None:
    page = officer.get(f"{RUNS}&run=acorn").get_data(as_text=True)
    assert "taxi-7/1" in page
    assert "minibus-1/1" not in page
    assert "No run is like that" in officer.get(f"{RUNS}&run=zeppelin").get_data(as_text=True)


def test_a_half_without_a_plan_says_so(officer: Browser) -> None:
    page = officer.get(f"/day/runs?day={DAY}&direction=from-school").get_data(as_text=True)
    assert "No plan is published for this half of the day" in page


def test_the_list_asks_as_much_whatever_has_been_said(officer: Browser, store: Store) -> None:
    with counted_queries(store) as few:
        officer.get(RUNS)
    for number in range(20):
        say(store, "minibus-1/1", What.ARRIVED, number * 10, number + 1)
    with counted_queries(store) as many:
        officer.get(RUNS)
    assert len(many) == len(few)


def test_which_runs_come_late_again_and_again_is_shown(officer: Browser, store: Store) -> None:
    path = f"/day/punctuality?day={DAY}"
    assert "Nobody has logged an arrival in these days." in officer.get(path).get_data(as_text=True)
    say(store, "minibus-1/1", What.ARRIVED, 60)
    say(store, "taxi-7/1", What.ARRIVED, 700)
    page = officer.get(path).get_data(as_text=True)
    assert page.index("taxi-7/1") < page.index("minibus-1/1")
    assert "11 minutes late" in page
    assert "100%" in page
