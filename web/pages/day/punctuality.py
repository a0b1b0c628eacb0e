"""Which runs come late again and again, by what was logged of the last two weeks."""

from datetime import timedelta

from flask import render_template, url_for

from routing.wording import minutes
from web.access import Permission
from web.learning import Punctuality, punctuality
from web.pages.day.blueprint import HALVES, day_asked, pages, sections
from web.pages.desk.one_plan import paged
from web.pages.guard import needs, now, reading
from web.pages.parts import Column, Pages, table
from web.store.plan_views import PlanState
from web.words import short_day

BACK = timedelta(days=14)
_FIGURES = ("Arrivals logged", "Up to 5 minutes late", "Usually", "At most")


@pages.get("/punctuality")
@needs(Permission.DAY_HANDLE)
def show_punctuality() -> str:
    """Show how punctual each run was."""
    day = day_asked(now().date())
    first = day - BACK
    with reading() as kept:
        heads = kept.plans.list_plans(first, day, [PlanState.PUBLISHED, PlanState.REPLACED])
        actuals = kept.day.list_actuals(first, day)
    found = punctuality(actuals, {head.id: head.direction for head in heads})
    number, last, shown = paged(found)
    figures = [Column(words, is_number=True) for words in _FIGURES]
    return render_template(
        "day/punctuality.html",
        days=f"{short_day(first)} to {short_day(day)}",
        sections=sections(day),
        runs=table(
            "Runs, the latest first",
            ["Run", "Half", *figures],
            [_row(each) for each in shown],
            empty="Nobody has logged an arrival in these days.",
        ),
        place=Pages(number, last, url_for("day.show_punctuality", day=day.isoformat()) + "&page={}"),
    )


def _row(each: Punctuality) -> tuple[object, ...]:
    share = f"{each.punctual / each.arrivals:.0%}"
    return each.run, HALVES[each.direction], each.arrivals, share, _late(each.median_late_s), _late(each.most_late_s)


def _late(seconds: int) -> str:
    """Return by how much something is late, in whole minutes."""
    whole = abs(seconds) // 60 * 60
    return "on time" if not whole else f"{minutes(whole)} {'late' if seconds > 0 else 'early'}"
