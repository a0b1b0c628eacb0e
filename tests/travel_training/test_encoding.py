"""Every entry and programme goes into JSON and comes back the same; what does not fit is said with its path."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from functools import partial
from itertools import count
from types import NoneType
from typing import Any, NewType, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from travel_training.encoding import (
    KINDS,
    decode,
    encode,
    entry_from_json,
    entry_to_json,
    programme_from_json,
    programme_to_json,
)
from travel_training.entries import AnyEntry, EntryId, Observed, Said
from travel_training.errors import DocumentError
from travel_training.people import Part, Person
from travel_training.programme import (
    Level,
    Milestone,
    MilestoneId,
    Programme,
    ProgrammeId,
    Scale,
    Setting,
    Stage,
    StageId,
)

drawn = partial(settings, deadline=None, suppress_health_check=[HealthCheck.too_slow])
OFFSETS = st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(timedelta(minutes=-210))])
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    str: st.text(min_size=1, max_size=6),
    date: st.dates(),
    datetime: st.datetimes(timezones=OFFSETS),
    int: st.integers(1, 5),
}


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Draw any value of a type that entries and programmes use."""
    inner = get_args(hint)
    if isinstance(hint, NewType):
        return anything(hint.__supertype__)
    if NoneType in inner:
        return st.none() | anything(inner[0])
    if get_origin(hint) is tuple:
        return st.lists(anything(inner[0]), max_size=3).map(tuple)
    if hint in SIMPLE:
        return SIMPLE[hint]
    return st.sampled_from(list(hint)) if issubclass(hint, StrEnum) else made(hint)


@st.composite
def made(draw: st.DrawFn, kind: Any) -> Any:
    """Draw a value of a dataclass, if it does not refuse."""
    hints = get_type_hints(kind)
    drawn = {each.name: draw(anything(hints[each.name])) for each in fields(kind) if each.init}
    try:
        return kind(**drawn)
    except ValueError:
        reject()


@st.composite
def stages(draw: st.DrawFn, numbers: Iterator[int]) -> Stage:
    """Draw a stage whose id, and whose milestones' ids, are no other's."""
    setting = draw(st.sampled_from(Setting))
    milestones = draw(st.lists(made(Milestone), max_size=3))
    return Stage(
        id=StageId(f"{draw(st.text(max_size=3))}{next(numbers)}"),
        name=draw(st.text(max_size=5)),
        setting=setting,
        sessions=draw(st.integers(1, 9)),
        minutes=draw(st.integers(1, 90)),
        group_at_most=draw(st.integers(1, 8)) if setting is Setting.CLASSROOM else 1,
        milestones=tuple(replace(each, id=MilestoneId(f"{each.id}{next(numbers)}")) for each in milestones),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Draw a programme of a few stages."""
    numbers = count()
    values = sorted(draw(st.sets(st.integers(-2, 9), min_size=2, max_size=5)))
    levels = tuple(Level(value=value, name=draw(st.text(max_size=5)), said=draw(st.text())) for value in values)
    return Programme(
        id=ProgrammeId(draw(st.text(max_size=5))),
        version=draw(st.integers()),
        name=draw(st.text()),
        scale=Scale(levels=levels),
        stages=tuple(draw(st.lists(stages(numbers), min_size=1, max_size=3))),
        said=draw(st.text()),
    )


def said_of(kind: Any, value: Any) -> tuple[str, ...]:
    with pytest.raises(DocumentError) as refused:
        decode(kind, value)
    return refused.value.findings


AN_ENTRY = Said(
    id=EntryId("e1"), at=datetime(2026, 3, 2, 8, tzinfo=UTC), by=Person("ann", Part.TRAINER), words="I did it myself."
)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@drawn(max_examples=25)
@given(data=st.data())
def test_every_entry_comes_back_the_same(kind: type[AnyEntry], data: st.DataObject) -> None:
    entry = data.draw(made(kind))
    assert entry_from_json(json.loads(json.dumps(entry_to_json(entry)))) == entry


@drawn(max_examples=40)
@given(programmes())
def test_every_programme_comes_back_the_same(programme: Programme) -> None:
    assert programme_from_json(json.loads(json.dumps(programme_to_json(programme)))) == programme


def test_an_entry_bears_its_kind_and_leaves_out_only_what_is_none() -> None:
    entry = Observed(id=EntryId("e"), at=AN_ENTRY.at, by=AN_ENTRY.by, milestone=MilestoneId("kerb"), level=0)
    assert entry_to_json(entry) == {
        "kind": "observed",
        "id": "e",
        "at": "2026-03-02T08:00:00+00:00",
        "by": {"user": "ann", "part": "trainer"},
        "milestone": "kerb",
        "level": 0,
        "note": "",
        "was_unplanned": False,
    }


@pytest.mark.parametrize("value", [None, [], {}, {"kind": "wished"}, {"kind": ["said"]}, {"kind": 3}])
def test_what_is_of_no_kind_is_refused(value: Any) -> None:
    with pytest.raises(DocumentError, match="kind: expected one of assigned, attended"):
        entry_from_json(value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"words": 3}, "words: expected text, not 3"),
        ({"word": "x"}, "word: is no field of a said (nearest: words)"),
        ({"at": "2026-03-02"}, "an entry's moment must have a time zone."),
        ({"at": "yesterday"}, "at: expected a moment as YYYY-MM-DDTHH:MM:SS+00:00, not 'yesterday'"),
        ({"by": {"user": "", "part": "trainer"}}, "by: whoever makes an entry has a name to the system."),
        ({"by": {"user": "a", "part": "king"}}, "by.part: expected one of trainer, second person,"),
        ({"by": {"user": "a"}}, "by.part: is missing"),
        ({"by": 1}, "by: expected an object, not 1"),
    ],
)
def test_what_does_not_fit_is_said_with_its_path(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DocumentError) as refused:
        entry_from_json({**entry_to_json(AN_ENTRY), **change})
    assert refused.value.findings[0].startswith(sentence)


def test_everything_that_is_wrong_is_said_not_only_the_first_thing() -> None:
    assert said_of(tuple[Level, ...], [{"value": True, "name": "a"}, 4]) == (
        "[0].value: expected a whole number, not True",
        "[0].said: is missing",
        "[1]: expected an object, not 4",
    )


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (tuple[int, str], [1], "expected 2 values, not 1"),
        (frozenset[str], ["a", "a"], "names something twice"),
        (tuple[int, ...], "ab", "expected a list, not 'ab'"),
        (float, 10**400, f"expected a number, not 1{'0' * 56}..."),
        (float, True, "expected a number, not True"),
        (date, "2026-02-30", "expected a date as YYYY-MM-DD, not '2026-02-30'"),
        (bool, 1, "expected true or false, not 1"),
    ],
)
def test_a_plain_value_of_the_wrong_shape_is_refused(kind: Any, value: Any, sentence: str) -> None:
    assert said_of(kind, value) == (sentence,)


def test_sets_are_written_in_order() -> None:
    assert encode(frozenset({"b", "a"})) == ["a", "b"]
    assert decode(frozenset[str], ["a", "b"]) == {"a", "b"}
