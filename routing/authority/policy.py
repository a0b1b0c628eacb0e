"""Reads and writes ``policy.toml``: any of the policy's numbers, by its name; times of day as 06:30:00."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import time
from pathlib import Path
from typing import Any

from routing.authority.layout import POLICY_FILE
from routing.authority.tables import Report, text_of
from routing.encoding import CLOCK_FIELDS, clock, nearest, read_clock
from routing.errors import Finding
from routing.policy import Policy

_NAMES = {each.name for each in fields(Policy)}


def read_policy(path: Path, report: Report) -> Policy:
    """Return the policy that a file sets, the defaults for what it does not, having reported what is wrong."""
    if not (path.exists() or path.is_symlink()):
        return Policy()
    text = text_of(path, report)
    try:
        given = tomllib.loads(text or "")
    except tomllib.TOMLDecodeError as refused:
        report(Finding(POLICY_FILE, None, None, f"is no TOML: {refused}"))
        return Policy()

    def say(name: str | None, said: str) -> None:
        report(Finding(POLICY_FILE, None if name is None else _line_of(text or "", name), name, said))

    return policy_of(given, say)


def policy_of(given: Mapping[str, Any], say: Callable[[str | None, str], None]) -> Policy:
    """Return the policy that sets these numbers, the defaults for all others.

    Parameters
    ----------
    say
        Called with the name (None if the whole is meant) and the sentence of everything that is wrong; the policy is
        then not the one that was meant.
    """
    found: dict[str, int] = {}
    for name, value in given.items():
        try:
            found[name] = number_of(name, value)
        except ValueError as refused:
            say(name, str(refused))
    try:
        return Policy(**found)
    except ValueError as refused:
        say(None, str(refused))
        return Policy()


def number_of(name: str, value: Any) -> int:
    """Return what a number of the policy is set to, by TOML or by text; ``ValueError`` if it may not be that."""
    if name not in _NAMES:
        raise ValueError(f"'{name}' is no number of the policy{nearest(name, _NAMES)}")
    if isinstance(value, time):
        number: int | None = value.hour * 3600 + value.minute * 60 + value.second
    else:
        number = value if isinstance(value, int) and not isinstance(value, bool) else None
    if name in CLOCK_FIELDS:
        number = read_clock(str(value)) if number is None else number
        if number is None:
            raise ValueError(f"expected a time of day (06:30:00), not {value!r}")
    elif number is None or isinstance(value, time):
        raise ValueError(f"expected a whole number, not {value!r}")
    Policy(**{name: number})
    return number


def _line_of(text: str, name: str) -> int | None:
    """Return the line that sets a name."""
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.split("=")[0].strip(" \"'") == name), None)


def number_text(name: str, number: int) -> str:
    """Return a number of the policy as text that ``number_of`` reads."""
    return clock(number) if name in CLOCK_FIELDS and number < 24 * 3600 else str(number)


def policy_text(policy: Policy) -> str:
    """Return a policy as ``read_policy`` reads it, every number with its source."""
    lines = [
        f"# {each.metadata['source']}\n{each.name} = {number_text(each.name, getattr(policy, each.name))}\n"
        for each in fields(Policy)
    ]
    return "".join(lines)
