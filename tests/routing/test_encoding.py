"""Any value of the domain goes into JSON and comes back the same; what does not fit is said with its path."""

import json
from dataclasses import fields
from datetime import date
from enum import StrEnum
from types import NoneType
from typing import Any, NewType, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from routing.encoding import CLOCK_FIELDS, WRONG, clock, decode, encode, nearest, read_clock, shown
from routing.plan import Bound, CrewMember, Plan, Run, Shift, Stop, Unplaced
from routing.policy import Policy
from routing.records import (
    Contract,
    Layout,
    Needs,
    PassengerAssistant,
    Phase,
    PickUpPoint,
    Pupil,
    School,
    Usual,
    Vehicle,
    VehicleId,
    Waiver,
)
from routing.risk import RiskAssessment

KINDS = (
    *(Pupil, Needs, PickUpPoint, School, Layout, Contract, Vehicle, PassengerAssistant, Usual, Waiver),
    *(RiskAssessment, Policy, Bound, CrewMember, Stop, Unplaced),
)


SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    str: st.text(min_size=1, max_size=4),
    date: st.dates(),
    int: st.integers(1, 900),
}
CLOCKS = st.sampled_from((28_800, 31_259, 60_000))


def anything(hint: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Draw any value of a type that the domain uses."""
    inner = get_args(hint)
    if isinstance(hint, NewType):
        drawn = anything(hint.__supertype__, name)
    elif NoneType in inner:
        drawn = st.none() | anything(inner[0], name)
    elif get_origin(hint) is frozenset:
        drawn = st.frozensets(anything(inner[0]), max_size=3)
    elif get_origin(hint) is tuple:
        drawn = st.lists(anything(inner[0]), max_size=3).map(tuple)
    elif hint in SIMPLE:
        drawn = CLOCKS if name in CLOCK_FIELDS else SIMPLE[hint]
    else:
        drawn = st.sampled_from(list(hint)) if issubclass(hint, StrEnum) else made(hint)
    return drawn


@st.composite
def made(draw: st.DrawFn, kind: Any) -> Any:
    """Draw a value of a dataclass, if it does not refuse."""
    hints = get_type_hints(kind)
    drawn = {each.name: draw(anything(hints[each.name], each.name)) for each in fields(kind) if each.init}
    try:
        return kind(**drawn)
    except (TypeError, ValueError):
        reject()


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw any plan, sensible or not: stops in no order, times before midnight and after."""
    moments = st.tuples(st.integers(-9999, 999_999), st.integers(0, 99_999))
    names = st.lists(st.text(min_size=1, max_size=3), max_size=2).map(tuple)
    stops = st.builds(
        lambda place, when, boards, joins: Stop(
            place=place, arrive_s=when[0], leave_s=sum(when), boards=boards, joins=joins
        ),
        place=st.text(),
        when=moments,
        boards=names,
        joins=names,
    )
    shifts = []
    for vehicle in draw(st.sets(st.text(max_size=3), max_size=2)):
        runs = st.builds(
            Run,
            vehicle=st.just(vehicle),
            layout=made(Layout),
            stops=st.lists(stops, min_size=2, max_size=3).map(tuple),
            crew=st.lists(made(CrewMember), max_size=2).map(tuple),
        )
        shifts.append(Shift(VehicleId(vehicle), tuple(draw(st.lists(runs, min_size=1, max_size=2)))))
    return Plan(
        shifts=tuple(shifts),
        unplaced=tuple(draw(st.lists(made(Unplaced), max_size=2))),
        made_by=draw(st.text()),
        seed=draw(st.none() | st.integers()),
        versions=tuple(draw(st.lists(st.tuples(st.text(), st.text()), max_size=2))),
        bound=draw(st.none() | made(Bound)),
    )


def decoded(kind: Any, value: Any) -> tuple[Any, list[tuple[str, str]]]:
    """Return what is decoded, and what is said of it."""
    said: list[tuple[str, str]] = []
    return decode(kind, value, "it", lambda path, sentence: said.append((path, sentence))), said


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_record_comes_back_the_same(kind: Any, data: st.DataObject) -> None:
    value = data.draw(made(kind))
    assert decoded(kind, json.loads(json.dumps(encode(value)))) == (value, [])


@given(plans())
def test_every_plan_comes_back_the_same(plan: Plan) -> None:
    assert decoded(Plan, json.loads(json.dumps(encode(plan)))) == (plan, [])


@given(st.integers(-(10**6), 10**6))
def test_every_time_of_day_comes_back_the_same(seconds: int) -> None:
    assert read_clock(clock(seconds)) == seconds


def test_an_empty_set_is_not_the_same_as_none() -> None:
    nowhere = School(id="s", gates=("g",), from_s=0, until_s=9, shares_with=frozenset())  # type: ignore[arg-type]  # plain strings
    assert decoded(School, encode(nowhere)) == (nowhere, [])


def test_what_is_none_or_empty_is_left_out() -> None:
    assert encode(Stop(place="a", arrive_s=60, leave_s=90)) == {  # type: ignore[arg-type]  # a plain string
        "place": "a",
        "arrive_s": "00:01:00",
        "leave_s": "00:01:30",
    }


@pytest.mark.parametrize(
    ("kind", "value", "path", "sentence"),
    [
        (Layout, [], "it", "expected an object, not []"),
        (Layout, {"seats": 4}, "it.wheelchair_spaces", "is missing"),
        (Layout, {"seats": "4", "wheelchair_spaces": 0}, "it.seats", "expected a whole number, not '4'"),
        (Layout, {"seats": True, "wheelchair_spaces": 0}, "it.seats", "expected a whole number, not True"),
        (Layout, {"seats": 4.0, "wheelchair_spaces": 0}, "it.seats", "expected a whole number, not 4.0"),
        (Layout, {"seats": -4, "wheelchair_spaces": 0}, "it", "seats and wheelchair_spaces must not be negative."),
        (tuple[int, ...], 3, "it", "expected a list, not 3"),
        (tuple[int, ...], [1, None], "it[1]", "expected a whole number, not None"),
        (tuple[str, str], ["a"], "it", "expected 2 values, not 1"),
        (frozenset[str], ["a", "a"], "it", "names something twice"),
        (Phase, "nursery", "it", "expected one of primary, secondary, not 'nursery'"),
        (date, "2026-02-31", "it", "expected a date as YYYY-MM-DD, not '2026-02-31'"),
        (date, "20260201", "it", "expected a date as YYYY-MM-DD, not '20260201'"),
        (bool, 1, "it", "expected true or false, not 1"),
        (str, None, "it", "expected text, not None"),
        (float, "1", "it", "expected a number, not '1'"),
        (
            Stop,
            {"place": "a", "arrive_s": 3, "leave_s": "00:00:09"},
            "it.arrive_s",
            "expected a time of day as HH:MM:SS, not 3",
        ),
        (
            Stop,
            {"place": "a", "arrive_s": "8:00", "leave_s": "00:00:09"},
            "it.arrive_s",
            "expected a time of day as HH:MM:SS, not '8:00'",
        ),
    ],
)
def test_what_does_not_fit_is_said_with_its_path(kind: Any, value: Any, path: str, sentence: str) -> None:
    found, said = decoded(kind, value)
    assert found is WRONG
    assert said == [(path, sentence)]


def test_a_strange_field_is_said_though_all_else_fits() -> None:
    _, said = decoded(Layout, {"seats": 4, "wheelchair_spaces": 0, "seets": 4})
    assert said == [("it.seets", "is no field of Layout (nearest: 'seats')")]


def test_everything_that_is_wrong_is_said_not_only_the_first_thing() -> None:
    _, said = decoded(tuple[Layout, ...], [{"seats": "x"}, {"seats": 1, "wheelchair_spaces": "y"}])
    assert [path for path, _ in said] == ["it[0].seats", "it[0].wheelchair_spaces", "it[1].wheelchair_spaces"]


def test_the_nearest_word_is_found_whatever_its_case() -> None:
    assert nearest("Oak Lodge", {"Oaklodge School", "ASH"}) == " (nearest: 'Oaklodge School')"
    assert nearest("zzz", {"Oaklodge School"}) == ""


def test_a_long_value_is_cut_short() -> None:
    assert len(shown("x" * 500)) == 60
