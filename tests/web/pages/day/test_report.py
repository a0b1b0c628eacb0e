"""Reporting what is not as usual: found by searching, said in a form, refused in sentences."""

from datetime import timedelta
from pathlib import Path

import pytest

from geodata.cache import save_roads
from routing.problem import Direction
from tests.geodata.small_roads import roads_of
from tests.web.office import OFFICE, Clock
from tests.web.pages.client import Browser
from tests.web.town import DAY
from web.store import Store
from web.store.day import DayEvent, DayEventKind

GIVEN = {"ref": "taxi-7", "from": f"{DAY:%d/%m/%Y}", "until": "", "way": "both"}


def events(store: Store) -> list[DayEvent]:
    with store.reading(OFFICE) as kept:
        return kept.day.list_events(DAY, DAY)


def test_every_kind_but_training_is_asked_for_by_a_page_of_its_own(officer: Browser) -> None:
    page = officer.get("/day/report").get_data(as_text=True)
    for kind in DayEventKind:
        is_asked_for = kind is not DayEventKind.TRAINING
        assert (f"/day/report/{kind}?" in page) is is_asked_for
        assert officer.get(f"/day/report/{kind}").status_code == (200 if is_asked_for else 404)
    assert officer.get("/day/report/flood").status_code == 404


def test_a_pupil_is_found_by_part_of_the_name_and_no_name_stands_in_an_address(officer: Browser, store: Store) -> None:
    assert "Ann Oakley" not in officer.get("/day/report/pupil-absent").get_data(as_text=True)
    page = officer.post("/day/report/pupil-absent/find", data={"find": "oakw"}).get_data(as_text=True)
    assert "Ben Oakwood (p2)" in page
    assert "Ann Oakley" not in page
    assert "find=" not in page
    given = GIVEN | {"ref": "p2", "find": "oakw", "way": "to-school"}
    assert officer.post("/day/report/pupil-absent", data=given).location == f"/day/?day={DAY}&done=reported"
    [event] = events(store)
    assert (event.ref, event.school, event.direction) == ("p2", "oak", Direction.TO_SCHOOL)


def test_a_search_that_finds_nothing_says_so(officer: Browser) -> None:
    page = officer.post("/day/report/vehicle-out/find", data={"find": "zeppelin"}).get_data(as_text=True)
    assert "Nothing is called like that" in page


def test_a_vehicle_is_out_for_some_days(officer: Browser, store: Store) -> None:
    officer.post("/day/report/vehicle-out", data=GIVEN | {"until": "25/11/2026"})
    [event] = events(store)
    assert (event.kind, event.until_day.isoformat()) == (DayEventKind.VEHICLE_OUT, "2026-11-25")


def test_a_school_that_closes_early_says_when_it_finishes_and_when_vehicles_have_left(
    officer: Browser, store: Store
) -> None:
    given = {"ref": "oak", "from": f"{DAY:%d/%m/%Y}", "finishes": "13:00", "leave_by": "13:30"}
    officer.post("/day/report/school-closes-early", data=given)
    [event] = events(store)
    assert event.detail == {"finishes_s": 13 * 3600, "leave_by_s": 13 * 3600 + 1800}
    assert (event.school, event.direction) == ("oak", Direction.FROM_SCHOOL)
    refused = officer.post("/day/report/school-closes-early", data=given | {"leave_by": "12:00"})
    assert "must be later than the school finishes" in refused.get_data(as_text=True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ref": ""}, "Vehicle is empty: choose one"),
        ({"ref": "taxi-8"}, "&#39;taxi-8&#39; is not one of the choices"),
        ({"from": "20/11/2026"}, "is in the past"),
        ({"until": "20/11/2026"}, "must be the first day or up to 60 days after it"),
        ({"from": "soon"}, "&#39;soon&#39; is not a date"),
        ({"way": "sideways"}, "is not one of the choices"),
    ],
)
def test_nonsense_is_refused_in_a_sentence_and_nothing_is_kept(
    officer: Browser, store: Store, change: dict[str, str], said: str
) -> None:
    answer = officer.post("/day/report/vehicle-out", data=GIVEN | change)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert events(store) == []


def test_without_a_map_a_road_is_a_way_by_its_number(officer: Browser, store: Store) -> None:
    assert "This office has no map of roads" in officer.get("/day/report/road-closed").get_data(as_text=True)
    officer.post("/day/report/road-closed", data=GIVEN | {"ref": "4711"})
    assert [event.ref for event in events(store)] == ["way/4711"]


def test_with_a_map_a_road_is_found_by_its_name_and_where_it_is(
    officer: Browser, store: Store, tmp_path: Path, clock: Clock
) -> None:
    ways = [([0, 1], {"name": "High Street"}), ([2, 3], {"name": "High Street"}), ([0, 2], {"name": "Mill Lane"})]
    roads = roads_of([(0, 0), (500, 0), (20_000, 0), (20_500, 0)], ways)
    save_roads(roads, tmp_path / "roads")
    page = officer.post("/day/report/road-closed/find", data={"find": "high"}).get_data(as_text=True)
    assert page.count('type="radio" value="High Street|') == 2
    assert "from Oak School" in page or "from Elm School" in page
    clock.now += timedelta(minutes=1)
    given = GIVEN | {"ref": "High Street|2", "find": "high"}
    assert officer.post("/day/report/road-closed", data=given).status_code == 303
    [event] = events(store)
    assert (event.ref, event.detail) == ("High Street", {"ways": [2]})
    day = officer.get(f"/day/?day={DAY}").get_data(as_text=True)
    assert "can be driven as it is: everyone who travels has a run" in day
    assert "High Street is closed to traffic" in day
