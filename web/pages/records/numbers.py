"""The numbers of the policy and the settings of the office: each with its default, where it comes from, what is set."""

from collections.abc import Iterator
from dataclasses import fields
from urllib.parse import urlencode

from flask import render_template, url_for

from routing.encoding import CLOCK_FIELDS
from routing.policy import Policy
from routing.wording import clock, minutes, pounds
from web.pages.guard import reading
from web.pages.parts import Lines, Link, table
from web.pages.records.blueprint import kind_asked, may_change, titled
from web.records.figures import POLICY_NUMBERS, SETTINGS, typed
from web.records.layouts import KIND
from web.records.rows import Row

NUMBERS = ("policy", "settings")
"""The kinds of which every record that there may be is shown, the ones that nobody has set too."""
_Line = tuple[str, str, str, str]
"""A name, its words, its default, and where the default comes from."""


def numbers_page(kind: str) -> str:
    """Return the page of the policy's numbers, or of the settings."""
    with reading() as kept:
        rows = {row.key: row for row in kept.records.list_open(kind)}
    lines = _policy() if kind == "policy" else _settings()
    listed = [_row(kind, line, rows.get(line[0])) for line in lines]
    titles = ["Number" if kind == "policy" else "Setting", "In force", "Default", "Source", "Action"]
    of_kind = kind_asked(kind)
    return render_template("records/numbers.html", title=titled(of_kind), listed=table(titled(of_kind), titles, listed))


def _policy() -> Iterator[_Line]:
    words = dict(POLICY_NUMBERS)
    for each in fields(Policy):
        name = words[each.name].partition(" (")[0]
        yield each.name, name, amount_said(each.name, str(each.default)), _sentence(each.metadata["source"])


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _settings() -> Iterator[_Line]:
    for setting in SETTINGS:
        yield setting.name, setting.label, setting.default, "Default of this service" if setting.default else ""


def _row(kind: str, line: _Line, row: Row | None) -> tuple[object, ...]:
    name, words, default, source = line
    if row is None:
        action = Link(
            "Set", f"{url_for('records.new', kind=kind)}?{urlencode({KIND[kind].key[0]: name})}", hidden=words
        )
        return words, default or "Nothing", default, source, action if may_change(kind) else ""
    value = amount_said(name, row["value"]) if kind == "policy" else row["value"]
    action = Link("Change", url_for("records.show", kind=kind, key=row.key), hidden=words)
    return words, Lines((value, "Set here")), default, row["source"] or "Nobody has said", action


def amount_said(name: str, text: str) -> str:
    """Return a number of the policy as people say it.

    Examples
    --------
    >>> amount_said("boarding_s", "120"), amount_said("ride_hour_pence", "60"), amount_said("pupils_per_assistant", "8")
    ('2 minutes', '£0.60', '8')
    >>> amount_said("earliest_pick_up_s", "23400"), amount_said("earliest_pick_up_s", "07:00:00")
    ('06:30', '07:00')
    """
    value = typed(text)
    if not isinstance(value, int):
        return text[:5]
    if name in CLOCK_FIELDS:
        return clock(value)
    if name.endswith("_s"):
        return minutes(value)
    return pounds(value) if name.endswith("_pence") else str(value)
