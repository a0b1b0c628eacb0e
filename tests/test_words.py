"""The words: every rule has its sentence and its source, every number its source, and names keep to the glossary."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from routing.policy import Policy
from routing.rules import GROUND, RULES, Rule

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("geodata", "routing", "travel_training", "web")
EVERY_RULE: tuple[Rule, ...] = (*GROUND, *RULES)
FORBIDDEN = ("child", "children", "kid", "client", "escort", "attendant", "student", "customer", "utils")
"""Words for which the glossary has another: pupil, passenger assistant; and words that say nothing."""


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.id)
def test_every_rule_is_a_sentence_with_a_source(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z].*[a-z]\.", rule.sentence)
    assert rule.sentence == " ".join(rule.sentence.split())
    assert rule.source.strip()


def test_no_two_rules_bear_one_name_or_sentence() -> None:
    assert len({rule.id for rule in EVERY_RULE}) == len({rule.sentence for rule in EVERY_RULE}) == len(EVERY_RULE)


def test_the_ground_is_never_waived() -> None:
    assert not any(rule.waivable for rule in GROUND)


@pytest.mark.parametrize("number", fields(Policy), ids=lambda number: number.name)
def test_every_number_of_the_policy_has_a_source(number: object) -> None:
    assert len(number.metadata["source"]) > 10  # type: ignore[attr-defined]  # a field of a dataclass


def names_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of everything that a module defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def words_of(name: str) -> set[str]:
    """Return the words of which a name is made: ``RunRule`` and ``run_rule`` alike are run and rule."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_names_are_taken_apart_into_words() -> None:
    assert words_of("EveryoneHasASeat") >= {"everyone", "has", "seat"}
    assert words_of("ride_limit_s") == {"ride", "limit", "s"}


def test_names_keep_to_the_words_of_the_glossary() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for package in PACKAGES[1:]  # geodata knows no pupils; a graph has children
        for path in sorted((ROOT / package).rglob("*.py"))
        for line, name in names_in(ast.parse(path.read_text(encoding="utf-8")))
        if words_of(name) & set(FORBIDDEN)
    ]
    assert not found, "names that the glossary has other words for:\n" + "\n".join(found)


def test_no_file_is_longer_than_a_person_holds_in_the_head() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for package in (*PACKAGES, "tests")
        for path in sorted((ROOT / package).rglob("*.py"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    ]
    assert not long, "\n".join(long)
