"""Mutation as a habit: each planted fault is noticed by the hand-made mornings of its face."""

import inspect
from collections.abc import Iterator
from itertools import product
from types import ModuleType
from typing import Any

import pytest

from tests.routing.rules import (
    faults,
    test_company,
    test_crew,
    test_fleet,
    test_ground,
    test_journey,
    test_room,
    test_said,
)

MORNINGS = {
    "journey": test_journey,
    "room": test_room,
    "company": test_company,
    "crew": test_crew,
    "fleet": test_fleet,
    "ground": test_ground,
}


def cases(module: ModuleType) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield each test of a module with each set of its parameters."""
    for name, test in inspect.getmembers(module, inspect.isfunction):
        if name.startswith("test_") and test.__module__ == module.__name__:
            marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
            for values in product(*(mark.args[1] for mark in marks)):
                yield test, _named([mark.args[0] for mark in marks], values)


def _named(names: list[Any], values: tuple[Any, ...]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for name, value in zip(names, values, strict=True):
        if isinstance(name, str):
            named[name] = value
        else:
            named.update(zip(name, value, strict=True))
    return named


def fails(module: ModuleType) -> bool:
    """Say whether any test of a module fails."""
    for test, parameters in cases(module):
        try:
            test(**parameters)
        except AssertionError:
            return True
    return False


@pytest.mark.parametrize("module", [*MORNINGS.values(), test_said], ids=lambda module: module.__name__.split(".")[-1])
def test_without_a_fault_every_morning_is_as_it_should_be(module: ModuleType) -> None:
    assert not fails(module)


@pytest.mark.parametrize("fault", faults.JUDGED, ids=lambda fault: f"{fault.rule.__name__}: {fault.name}")
def test_a_fault_in_how_a_rule_is_judged_is_noticed(fault: faults.Fault) -> None:
    with fault.planted():
        assert fails(MORNINGS[fault.rule.__module__.rsplit(".", 1)[-1]])


@pytest.mark.parametrize("fault", faults.SAID, ids=lambda fault: f"{fault.rule.__name__}: {fault.name}")
def test_a_fault_in_how_a_rule_is_said_is_noticed(fault: faults.Fault) -> None:
    with fault.planted():
        assert fails(test_said)
