"""What a report is asked: the span of days, what to divide by, which locality or school; all of it in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from routing.authority.cells import DATE, Cell
from web.pages.forms import Choice, Field, Form, Kind
from web.reporting.pupils import PupilFacts
from web.reporting.view import By

DAYS = 28
"""The span that is shown where nobody says: so many days, today the last."""
LONGEST_DAYS = 400
"""The longest span: a school year, and some."""


_YEARS = range(2000, 2100)


def _day(text: str) -> date:
    day: date = DATE.read(text)
    if day.year not in _YEARS:
        raise ValueError(f"'{text}' is not in this century")
    return day


REPORT_DAY = Cell("a date (24/11/2026 or 2026-11-24)", _day, lambda day: f"{day:%d/%m/%Y}")
"""A day of which something can be reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked, as far as it can be read; what cannot is as if nobody had said it, and the form says why."""

    form: Form
    from_day: date
    until_day: date
    by: By
    locality: str
    school: str

    @property
    def query(self) -> dict[str, Any]:
        """What asks the same again, in an address."""
        said = {"from": f"{self.from_day}", "until": f"{self.until_day}", "by": f"{self.by}"}
        return said | {name: text for name, text in (("locality", self.locality), ("school", self.school)) if text}

    @property
    def is_filtered(self) -> bool:
        """Whether only a part of the authority is looked at."""
        return bool(self.locality or self.school)


def ask(
    by: Sequence[By], pupils: Mapping[str, PupilFacts], schools: Mapping[str, str], today: date, days: int = DAYS
) -> Asked:
    """Return what the request asks.

    Parameters
    ----------
    by
        By what the report may be divided; the first if nobody says.
    days
        How many days are shown where nobody says.
    """
    fields = _fields(by, pupils, schools)
    form = Form(fields).read(MultiDict({"by": by[0].value, **request.args}))
    until = form.values.get("until") or today
    first = form.values.get("from") or until - timedelta(days=days - 1)
    if first > until:
        form = form.refuse("until", "Until is before From: the first day comes first")
    elif (until - first).days >= LONGEST_DAYS:
        form = form.refuse("from", f"From is more than {LONGEST_DAYS} days before Until: choose fewer days")
    if not form.is_right:
        until, first = today, today - timedelta(days=days - 1)
    chosen = {name: form.values.get(name) for name in ("by", "locality", "school")}
    divided = By(chosen.pop("by") or by[0])
    return Asked(
        form=form if form.errors else Form.filled(fields, chosen | {"by": divided, "from": first, "until": until}),
        from_day=first,
        until_day=until,
        by=divided,
        locality=chosen["locality"] or "",
        school=chosen["school"] or "",
    )


def _fields(by: Sequence[By], pupils: Mapping[str, PupilFacts], schools: Mapping[str, str]) -> tuple[Field, ...]:
    localities = sorted({pupil.locality for pupil in pupils.values() if pupil.locality}, key=str.casefold)
    found = [
        Field(name="from", label="From", kind=Kind.DATE, cell=REPORT_DAY, required=False),
        Field(name="until", label="Until", kind=Kind.DATE, cell=REPORT_DAY, required=False),
    ]
    if len(by) > 1:
        ways = tuple(Choice(each.value, each.words) for each in by)
        found.append(Field(name="by", label="Divided by", kind=Kind.SELECT, choices=ways))
    if localities:
        places = tuple(Choice(each, each) for each in localities)
        found.append(Field(name="locality", label="Locality", kind=Kind.SELECT, required=False, choices=places))
    names = sorted(schools.items(), key=lambda each: each[1].casefold())
    places = tuple(Choice(school, words) for school, words in names)
    found.append(Field(name="school", label="School", kind=Kind.SELECT, required=False, choices=places))
    return tuple(found)
