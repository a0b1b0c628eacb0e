"""The seats that are free because their pupils travel alone: what was expected of each, and what was really saved."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from flask import render_template, url_for

from web.access import Permission
from web.pages.desk.blueprint import WAYS
from web.pages.desk.naming import Names
from web.pages.desk.one_plan import paged
from web.pages.guard import needs, now, reading
from web.pages.loop.blueprint import money, pages, sections
from web.pages.parts import Column, Fact, Lines, Link, Pages, Table, Tag, table
from web.school_days import calendar_of
from web.store.seats import SavingState, SeatRelease
from web.training.banking import SchoolDays, banked_so_far
from web.words import short_day

_COLOURS = {SavingState.EXPECTED: "blue", SavingState.NOT_FALLEN: "orange", SavingState.BANKED: "green"}


@pages.get("/")
@needs(Permission.PLAN_VIEW)
def show_seats() -> str:
    """Show the free seats, and those that were free, the newest first."""
    today = now().date()
    with reading() as kept:
        releases = kept.seats.list_releases()
        number, last, shown = paged(releases)
        told = Names.in_texts(kept, [each.said for each in shown]).pupils
        names = Names.of(kept, {*told, *(each.pupil for each in shown)})
        school_of = {row.key: row["school"] for row in kept.records.list_kind("pupils")} if releases else {}
        days = SchoolDays(calendar_of(kept.records.list_kind("calendar")))
    so_far = {each.id: banked_so_far(each, days, school_of.get(each.pupil, ""), today) for each in releases}
    return render_template(
        "loop/seats.html",
        sections=sections(),
        facts=list(_facts(releases, sum(so_far.values()), today)),
        seats=_table(shown, so_far, names),
        place=Pages(number, last, f"{url_for('loop.show_seats')}?page={{}}"),
    )


def _facts(releases: Sequence[SeatRelease], so_far_pence: int, today: date) -> Iterator[Fact]:
    free = [each for each in releases if each.is_free(today)]
    yield Fact("Free today", f"{len(free)} (each way counts as one)")
    expected = [each.expected_pence for each in free if each.expected_pence is not None]
    yield Fact("Expected to be saved a day", money(sum(expected)))
    yield Fact("Banked a day", money(sum(each.banked_pence or 0 for each in free)))
    yield Fact("Banked so far", money(so_far_pence))


def _table(shown: Sequence[SeatRelease], so_far: Mapping[str, int], names: Names) -> Table:
    columns: list[str | Column] = [
        "Pupil",
        "Which way",
        "Without a seat",
        Column("Expected a day", is_number=True),
        Column("Banked a day", is_number=True),
        Column("So far", is_number=True),
        "How it stands",
    ]
    return table(
        "Seats",
        columns,
        [_row(each, so_far[each.id], names) for each in shown],
        empty="No seat is free yet: one is from the next school day after a trainee has been signed off.",
    )


def _row(each: SeatRelease, so_far_pence: int, names: Names) -> tuple[object, ...]:
    span = f"from {short_day(each.from_day)}"
    if each.until_day is not None:
        span = "never" if each.until_day < each.from_day else f"{span} to {short_day(each.until_day)}"
    return (
        names.pupil(each.pupil),
        WAYS[each.direction].capitalize(),
        span,
        money(each.expected_pence),
        "" if each.banked_pence is None else money(each.banked_pence),
        money(so_far_pence) if each.state is SavingState.BANKED else "",
        Lines((_tag(each), *_said(each, names))),
    )


def _tag(each: SeatRelease) -> Tag:
    if each.until_day is not None and each.state is not SavingState.BANKED:
        return Tag("Ended, nothing banked", "grey")
    return Tag(each.state.capitalize(), _COLOURS[each.state])


def _said(each: SeatRelease, names: Names) -> Iterator[object]:
    if each.said:
        yield names.in_words(each.said)
    for words, plan in (("Plan before", each.before_plan), ("Plan since", each.after_plan)):
        if plan is not None:
            yield Link(words, url_for("plans.show", id_=plan), hidden=f"of the seat of {each.pupil}")
