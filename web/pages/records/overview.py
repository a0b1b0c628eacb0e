"""The first page of the records: a pupil to look for, what to see to, and every kind with how many there are."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from flask import render_template, url_for

from routing.wording import counted
from web.access import Permission
from web.pages.forms import Field, Form, Kind
from web.pages.guard import may, needs, now, reading, site
from web.pages.parts import Column, Link, Table, Tag, Task, table
from web.pages.records.arranging import SECTIONS
from web.pages.records.blueprint import kind_asked, pages, titled
from web.pages.records.lapsing import LAST_DAYS, WORDS, State, lapse_of, last_day, newest_assessments
from web.records.layouts import KIND
from web.store import Kept

_FIND = Form((Field(name="find", label="Pupil", kind=Kind.SEARCH, required=False, hint="Travel reference or name"),))
_OF_PUPILS = {
    State.MISSING: "without a risk assessment",
    State.LAPSED: "whose risk assessment has lapsed",
    State.SOON: "whose risk assessment lapses soon",
}
_CHECKED = ("vehicles", "drivers", "assistants", "operators")
"""Those of whom a check lapses; others lapse themselves."""
_COLOURS = {State.MISSING: "red", State.LAPSED: "red", State.SOON: "orange"}


@pages.get("/")
@needs(Permission.RECORD_VIEW)
def show_all() -> str:
    """Show what is kept."""
    with reading() as kept:
        counts = kept.records.counts()
        tasks = list(_tasks(kept))
    return render_template(
        "records/overview.html",
        questions=_FIND,
        tasks=tasks,
        sections=[(title, _table(title, kinds, counts)) for title, kinds in SECTIONS],
        may_load=may(Permission.RECORD_IMPORT),
        may_export=may(Permission.RECORD_EXPORT),
    )


def _tasks(kept: Kept) -> Iterator[Task]:
    """Yield what has lapsed or soon will, by kind of record."""
    today, soon = now().date(), timedelta(days=site().settings.lapse_days)
    pupils = kept.records.list_open("pupils")
    newest = newest_assessments(kept.records.list_open("risk_assessments"))
    states = [lapse_of(newest[row.key]["review_by"] if row.key in newest else "", today, soon).state for row in pupils]
    for state, words in _OF_PUPILS.items():
        if count := states.count(state):
            href = url_for("records.show_kind", kind="pupils", state=state)
            yield Task(f"{counted(count, 'pupil')} {words}", Tag(WORDS[state], _COLOURS[state]), href)
    for stem in LAST_DAYS:
        if stem == "risk_assessments":
            continue
        held = [lapse_of(last_day(row), today, soon).state for row in kept.records.list_open(stem)]
        for state in (State.LAPSED, State.SOON):
            if count := held.count(state):
                href = url_for("records.show_kind", kind=stem, state=state)
                kind = KIND[stem]
                said = f"{count:,} {kind.one if count == 1 else kind.title} {_ends(stem, count, state)}"
                yield Task(said, Tag(WORDS[state], _COLOURS[state]), href)


def _ends(stem: str, count: int, state: State) -> str:
    """Return what lapses of some records: a check of theirs, or they themselves."""
    if stem in _CHECKED:
        return "with a check that has lapsed" if state is State.LAPSED else "with a check that lapses soon"
    if state is State.LAPSED:
        return "that has lapsed" if count == 1 else "that have lapsed"
    return "that lapses soon" if count == 1 else "that lapse soon"


def _table(title: str, kinds: tuple[str, ...], counts: Mapping[str, int]) -> Table:
    rows = [
        (Link(titled(kind_asked(stem)), url_for("records.show_kind", kind=stem)), f"{counts.get(stem, 0):,}")
        for stem in kinds
    ]
    return table(title, ["Records", Column("Number", is_number=True)], rows)
