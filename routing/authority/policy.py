"""Reads and writes ``policy.toml``: any of the policy's numbers, by its name; times of day as 06:30:00."""

import tomllib
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
    found: dict[str, int] = {}
    for name, value in given.items():
        said = _wrong(name, value)
        if said is not None:
            report(Finding(POLICY_FILE, _line_of(text or "", name), name, said))
        else:
            found[name] = _number(value)
    try:
        return Policy(**found)
    except ValueError as refused:
        report(Finding(POLICY_FILE, None, None, str(refused)))
        return Policy()


def _wrong(name: str, value: Any) -> str | None:
    """Return what is wrong with one line, or None."""
    if name not in _NAMES:
        return f"'{name}' is no number of the policy{nearest(name, _NAMES)}"
    if name in CLOCK_FIELDS and not isinstance(value, time) and read_clock(str(value)) is None:
        if not isinstance(value, int) or isinstance(value, bool):
            return f"expected a time of day (06:30:00), not {value!r}"
    elif name not in CLOCK_FIELDS and (not isinstance(value, int) or isinstance(value, bool)):
        return f"expected a whole number, not {value!r}"
    try:
        Policy(**{name: _number(value)})
    except ValueError as refused:
        return str(refused)
    return None


def _number(value: Any) -> int:
    if isinstance(value, time):
        return value.hour * 3600 + value.minute * 60 + value.second
    return read_clock(value) or 0 if isinstance(value, str) else int(value)


def _line_of(text: str, name: str) -> int | None:
    """Return the line that sets a name."""
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.split("=")[0].strip(" \"'") == name), None)


def policy_text(policy: Policy) -> str:
    """Return a policy as ``read_policy`` reads it, every number with its source."""
    lines = []
    for each in fields(Policy):
        value = getattr(policy, each.name)
        shown = clock(value) if each.name in CLOCK_FIELDS and value < 24 * 3600 else str(value)
        lines.append(f"# {each.metadata['source']}\n{each.name} = {shown}\n")
    return "".join(lines)
