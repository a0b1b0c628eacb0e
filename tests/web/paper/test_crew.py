from dataclasses import replace

import pytest

from geodata import PlaceId
from routing.plan import CrewMember, Run, Shift, Stop
from routing.problem import Direction
from routing.records import AssistantId, Layout
from routing.risk import PupilId
from tests.web.town import MINIBUS, TAXI, plan_to_school, town
from web.paper.crew import Sheet, make_sheet, plain


@pytest.fixture
def sheet() -> Sheet:
    problem = town()
    return make_sheet(problem, plan_to_school(problem).shifts[0], 1, {PlaceId("home-2"): "Mill Lane"})


def test_the_head_says_vehicle_operator_layout_and_when_to_leave_the_depot(sheet: Sheet) -> None:
    facts = dict(sheet.facts)
    assert sheet.title == "To oak"
    assert facts["Vehicle"] == "minibus-1"
    assert facts["Operator"] == "Own fleet (contract c1)"
    assert facts["Layout"] == "8 passenger seats and 2 wheelchair spaces"
    assert facts["Starts from"] == "the depot; leave by 07:47"


def test_stops_bear_times_places_and_who(sheet: Sheet) -> None:
    told = [(stop.number, stop.where, [each.called for each in stop.boards]) for stop in sheet.stops]
    assert told == [
        (1, "Passenger assistant joins", []),
        (2, "Home of p1", ["p1"]),
        (3, "Home of p2", ["p2"]),
        (4, "Home of p3", ["p3"]),
        (5, "Pick-up point corner", ["p4"]),
        (6, "oak", []),
        (7, "Passenger assistant leaves", []),
    ]
    assert [stop.aboard_after for stop in sheet.stops] == [0, 1, 2, 3, 4, 0, 0]
    assert sheet.stops[2].spot == "Mill Lane · 52.66100, -1.09800"


def test_needs_are_tasks_in_words(sheet: Sheet) -> None:
    tasks = {each.called: each.tasks for stop in sheet.stops for each in stop.boards}
    assert "Wheelchair space: tie down the chair at all four points, then belt the pupil." in tasks["p1"]
    assert "Use the lift." in tasks["p1"]
    assert tasks["p2"] == ("The assistant trained in rescue medication looks after this pupil.",)
    assert tasks["p3"] == ("a2 stays with this pupil alone.",)
    assert tasks["p4"] == ()


def test_assistants_say_where_they_join_and_whom_they_look_after(sheet: Sheet) -> None:
    assert sheet.crew == (
        "a1, with all pupils who share an assistant. Joins at 07:50, leaves at 08:27.",
        "a2, with p3 and nobody else. At the first stop at 07:50, leaves at the last.",
    )


def test_a_pupil_who_travels_alone_is_a_task() -> None:
    problem = town()
    sheet = make_sheet(problem, plan_to_school(problem).shifts[1], 1, {})
    assert sheet.stops[0].boards[0].tasks == ("Travels alone: take no other pupil.",)


def test_names_take_the_place_of_references_everywhere() -> None:
    problem = town()
    sheet = make_sheet(problem, plan_to_school(problem).shifts[0], 1, {}, lambda file, id_: f"<{file} {id_}>")
    told = repr(sheet)
    assert "<pupils p1>" in told
    assert "<schools oak>" in told
    assert "<assistants a2> stays with this pupil alone." in told
    assert "'p1'" not in told


def homeward() -> Sheet:
    problem = town(Direction.FROM_SCHOOL)
    begin_s = 15 * 3600 + 1200
    stops = [
        Stop(place=PlaceId("gate-oak"), arrive_s=begin_s, leave_s=begin_s + 180, boards=(PupilId("p1"), PupilId("p4")))
    ]
    for place, pupil in (("home-1", "p1"), ("corner", "p4")):
        at_s = stops[-1].leave_s + problem.places.seconds_between(stops[-1].place, PlaceId(place))
        stops.append(Stop(place=PlaceId(place), arrive_s=at_s, leave_s=at_s + 120, alights=(PupilId(pupil),)))
    run = Run(vehicle=MINIBUS, layout=Layout(8, 2), stops=tuple(stops), crew=(CrewMember(AssistantId("a1")),))
    return make_sheet(problem, Shift(MINIBUS, (run,)), 1, {})


def test_from_school_pupils_are_handed_over() -> None:
    sheet = homeward()
    assert sheet.title == "Home from oak"
    alights = {each.called: each.tasks for stop in sheet.stops for each in stop.alights}
    assert alights["p1"] == ("Free the belt, then the chair.", "Hand over to the adult who is expected at the door.")
    assert alights["p4"] == ("Set down here as agreed with the family.",)


def test_an_assistant_on_a_later_run_is_aboard_from_the_first_stop() -> None:
    assert homeward().crew[0].endswith("Aboard from the first stop, stays aboard after the last stop.")


def test_a_second_run_starts_where_the_first_ends() -> None:
    problem = town()
    run = plan_to_school(problem).shifts[1].runs[0]
    sheet = make_sheet(problem, Shift(TAXI, (run, run)), 2, {})
    assert dict(sheet.facts)["Starts from"] == "the end of run taxi-7/1, at 08:33"


def test_stops_at_one_place_are_shown_as_one() -> None:
    problem = town()
    run = plan_to_school(problem).shifts[1].runs[0]
    first = run.stops[0]
    twice = replace(run, stops=(first, replace(first, boards=(), joins=(AssistantId("a1"),)), run.stops[1]))
    sheet = make_sheet(problem, Shift(TAXI, (twice,)), 1, {})
    assert [stop.number for stop in sheet.stops] == [1, 2]
    assert sheet.stops[0].joins == ("a1",)


def test_codes_are_read_as_words() -> None:
    assert plain("moving-and_handling") == "moving and handling"
