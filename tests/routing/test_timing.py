"""The times of a shift: whether there are any, and whether they are the best."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from geodata import PlaceId
from routing.plan import Plan
from routing.problem import Direction
from routing.records import Layout, Usual, VehicleId
from routing.risk import PupilId
from routing.rules import RULES
from routing.said import said_by
from routing.timing import (
    ALIGHTS,
    END,
    GAP,
    HI,
    LIMIT,
    LO,
    NO_PROMISE,
    ROWS,
    SERVICE,
    TOLERANCE,
    USUAL,
    Outline,
    T,
    Visit,
    keep_promises,
    moved_shift,
    outline_of,
    run_slacks_s,
    schedule,
    timed_shift,
)
from tests.towns import broken, pupil, school, seconds, street, vehicle

BUS = VehicleId("bus")


@st.composite
def shifts(draw: st.DrawFn) -> dict[str, np.ndarray]:
    """One or two runs, each of some who board and all alight at its end, with windows that bind."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=2))
    count = sum(size + 1 for size in sizes)
    whole = st.integers(0, 12)
    alights, ends = np.full(count, -1, np.int64), []
    at = 0
    for size in sizes:
        alights[at : at + size] = at + size
        at += size + 1
        ends.append(at)
    service = np.array(draw(st.lists(st.integers(0, 3), min_size=count, max_size=count)), np.int64)
    drive = np.array(draw(st.lists(whole, min_size=count, max_size=count)), np.int64)
    lo = np.array(draw(st.lists(st.integers(0, 40), min_size=count, max_size=count)), np.int64)
    wide = np.array(draw(st.lists(st.integers(0, 40), min_size=count, max_size=count)), np.int64)
    limit = np.array(draw(st.lists(st.integers(2, 40), min_size=count, max_size=count)), np.int64)
    return {
        "end": np.array(ends, np.int64),
        "lo": lo,
        "hi": lo + wide,
        "gap": service + drive,
        "service": service,
        "alights": alights,
        "limit": limit,
    }


def table(shift: dict[str, np.ndarray]) -> np.ndarray:
    """The table of a shift, as the kernels read it."""
    rows = np.zeros((ROWS, len(shift["lo"])), np.int64)
    named = {"lo": LO, "hi": HI, "gap": GAP, "service": SERVICE, "alights": ALIGHTS, "limit": LIMIT}
    for name, row in named.items():
        rows[row] = shift[name]
    rows[END, : len(shift["end"])] = shift["end"]
    return rows


def timed(shift: dict[str, np.ndarray]) -> np.ndarray | None:
    rows = table(shift)
    return rows[T] if schedule(rows, len(shift["lo"]), len(shift["end"])) else None


def shortest(shift: dict[str, np.ndarray]) -> float | None:
    """The shortest time from first to last node, by linear programming; None if no times keep every limit."""
    count = len(shift["lo"])
    rows, most = [], []
    for i in range(count - 1):
        rows.append(np.eye(count)[i] - np.eye(count)[i + 1])
        most.append(-shift["gap"][i])
    for i, to in enumerate(shift["alights"]):
        if to >= 0:
            rows.append(np.eye(count)[to] - np.eye(count)[i])
            most.append(shift["service"][i] + shift["limit"][i])
    bounds = list(zip(shift["lo"], shift["hi"], strict=True))
    found = linprog(np.eye(count)[-1] - np.eye(count)[0], A_ub=np.array(rows), b_ub=np.array(most), bounds=bounds)
    return float(found.fun or 0.0) if found.status == 0 else None


@given(shifts())
@settings(max_examples=150, deadline=None)
def test_there_are_times_exactly_when_a_linear_program_finds_some_and_none_are_shorter(
    shift: dict[str, np.ndarray],
) -> None:
    t, best = timed(shift), shortest(shift)
    assert (t is None) == (best is None)
    if t is None or best is None:
        return
    assert t[-1] - t[0] == pytest.approx(best)
    assert (shift["lo"] <= t).all()
    assert (t <= shift["hi"]).all()
    assert (t[:-1] + shift["gap"][:-1] <= t[1:]).all()
    for i, to in enumerate(shift["alights"]):
        assert to < 0 or t[to] - t[i] - shift["service"][i] <= shift["limit"][i]


@given(shifts())
@settings(max_examples=100, deadline=None)
def test_no_other_times_of_a_run_keep_its_pupils_aboard_for_less_long(shift: dict[str, np.ndarray]) -> None:
    t = timed(shift)
    if t is None or len(shift["end"]) > 1:
        return
    last = len(t) - 1
    for start in range(int(shift["lo"][0]), int(t[0]) + 1):
        earlier = {**shift, "hi": shift["hi"].copy()}
        earlier["hi"][0] = start
        other = timed(earlier)
        if other is not None:
            assert other[last] - other[0] >= t[last] - t[0]


@given(shifts(), st.lists(st.integers(0, 80), min_size=8, max_size=8), st.integers(0, 4))
@settings(max_examples=100, deadline=None)
def test_promises_are_kept_as_well_as_any_move_of_the_shift_keeps_them(
    shift: dict[str, np.ndarray], promised: list[int], tolerance: int
) -> None:
    t = timed(shift)
    if t is None:
        return
    count = len(t)
    usual = np.where(shift["alights"] >= 0, np.array(promised[:count], np.int64), NO_PROMISE)
    allowed = np.full(count, tolerance, np.int64)
    slack = int((t - shift["lo"]).min())

    def price(move: int) -> int:
        over = np.maximum(0, np.abs(t - move - usual) - allowed)[usual != NO_PROMISE]
        return int(sum((2 * each * 25 + 60) // 120 for each in over.tolist()))

    best = min(price(move) for move in range(slack + 1))
    rows = table(shift)
    rows[T], rows[USUAL], rows[TOLERANCE] = t, usual, allowed
    assert keep_promises(rows, count, 25) <= best + 1


def outline(*visits: Visit) -> Outline:
    return Outline(visits, Layout(8, 0))


def boards(name: str, place: str) -> Visit:
    return Visit(place=PlaceId(place), boards=(PupilId(name),))


def test_a_run_leaves_as_late_as_the_school_allows() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"))
    said = said_by(problem, RULES)
    oak = Visit(place=PlaceId("oak"), alights=(PupilId("ann"), PupilId("bob")))
    shift = timed_shift(problem, said, BUS, [outline(boards("ann", "a"), boards("bob", "b"), oak)])
    assert shift is not None
    assert shift.stops[-1].arrive_s == seconds("08:45")
    assert broken(problem, *shift.runs) == set()


def test_from_school_is_the_mirror_image_and_leaves_as_early_as_the_bell_allows() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "b"), direction=Direction.FROM_SCHOOL)
    oak = Visit(place=PlaceId("oak"), boards=(PupilId("ann"), PupilId("bob")))
    homes = Visit(place=PlaceId("b"), alights=(PupilId("bob"),)), Visit(place=PlaceId("a"), alights=(PupilId("ann"),))
    shift = timed_shift(problem, said_by(problem, RULES), BUS, [outline(oak, *homes)])
    assert shift is not None
    assert shift.stops[0].leave_s == seconds("15:30")
    assert broken(problem, *shift.runs) == set()


def test_pupils_who_board_at_one_place_get_a_stop_each_one_after_the_other() -> None:
    problem = street(pupil("ann", "a"), pupil("bob", "a"))
    oak = Visit(place=PlaceId("oak"), alights=(PupilId("ann"), PupilId("bob")))
    both = Visit(place=PlaceId("a"), boards=(PupilId("ann"), PupilId("bob")))
    shift = timed_shift(problem, said_by(problem, RULES), BUS, [outline(both, oak)])
    assert shift is not None
    assert [stop.place for stop in shift.stops] == ["a", "a", "oak"]
    assert shift.stops[0].leave_s == shift.stops[1].arrive_s


def test_there_is_no_shift_where_the_vehicle_is_not_yet_there() -> None:
    bus = vehicle(hours="08:40-10:00")
    problem = street(pupil("ann", "a"), vehicles=(bus,), schools=(school(between="08:30-08:45"),))
    oak = Visit(place=PlaceId("oak"), alights=(PupilId("ann"),))
    assert timed_shift(problem, said_by(problem, RULES), BUS, [outline(boards("ann", "a"), oak)]) is None


def test_a_shift_moves_within_its_slack_to_the_promised_time() -> None:
    usual = Usual(pupil=PupilId("ann"), time_s=seconds("08:15"), tolerance_s=60)
    problem = street(pupil("ann", "a"), usuals=(usual,))
    oak = Visit(place=PlaceId("oak"), alights=(PupilId("ann"),))
    shift = timed_shift(problem, said_by(problem, RULES), BUS, [outline(boards("ann", "a"), oak)])
    assert shift is not None
    assert abs(shift.stops[0].arrive_s - seconds("08:15")) == 60


@pytest.mark.parametrize("direction", list(Direction))
def test_a_shift_may_move_by_its_slack_and_no_further(direction: Direction) -> None:
    problem = street(pupil("ann", "a"), direction=direction)
    said = said_by(problem, RULES)
    school_stop = Visit(place=PlaceId("oak"), alights=(PupilId("ann"),))
    home = boards("ann", "a")
    if direction is Direction.FROM_SCHOOL:
        home, school_stop = (
            Visit(place=PlaceId("oak"), boards=(PupilId("ann"),)),
            Visit(place=PlaceId("a"), alights=(PupilId("ann"),)),
        )
    shift = timed_shift(problem, said, BUS, [outline(home, school_stop)])
    assert shift is not None
    (slack,) = run_slacks_s(problem, said, shift)
    assert slack == 15 * 60
    assert broken(problem, *moved_shift(problem, shift, [slack]).runs) == set()
    assert broken(problem, *moved_shift(problem, shift, [slack + 1]).runs) == {"SchoolsAreServedInTime"}


def test_the_outline_of_a_run_is_the_run_without_its_times() -> None:
    problem = street(pupil("ann", "a"))
    oak = Visit(place=PlaceId("oak"), alights=(PupilId("ann"),))
    first = outline(boards("ann", "a"), oak)
    shift = timed_shift(problem, said_by(problem, RULES), BUS, [first])
    assert shift is not None
    assert Plan(shifts=(shift,)).runs[0].vehicle == BUS
    assert outline_of(shift.runs[0]) == first
