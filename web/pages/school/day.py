"""Today and tomorrow at a school: who comes and goes, when, with whom; as a page, on paper, and as a table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, make_response, render_template, request, url_for

from routing.problem import Direction
from routing.wording import clock, counted, minutes
from web.access import Permission
from web.arrivals import Arrival, SchoolDay, Standing, arrivals
from web.pages.guard import needs, now, principal, reading, slow_down
from web.pages.parts import Column, Lines, Link, Name, Table, Tag, table
from web.pages.school.scope import other_schools, pages, school_asked, sections
from web.paper.exports import csv_text
from web.store import Kept
from web.store.plan_views import PlanHead, PlanState, RideView
from web.store.throttle import EXPORT

LOOK_BACK = timedelta(days=7)
"""How far back the last journey that way is looked for."""
_EVENING_HOUR = 17
_WAYS = {Direction.TO_SCHOOL: ("Morning", "Arrives"), Direction.FROM_SCHOOL: ("Afternoon", "Leaves")}


@dataclass(frozen=True, slots=True)
class Half:
    """One direction of a school's day: what was published, and the list; no list if nothing was."""

    direction: Direction
    published: PlanHead | None
    lines: tuple[Arrival, ...]


@pages.get("/")
@needs(Permission.SCHOOL_VIEW)
def show() -> str:
    """Show one day of a school."""
    school, day, this = school_asked(), _day_asked(), now()
    with reading() as kept:
        halves = _halves(kept, school, day)
        names = kept.records.names("pupils")
        title = kept.records.names("schools").get(school, school)
        others = other_schools(kept, school)
    return render_template(
        "school/day.html",
        school=school,
        title=title,
        day=day,
        days=_days(school, this.date(), day),
        sections=sections(school),
        others=others if len(others) > 1 else [],
        halves=[(half, *_WAYS[half.direction], _table(half, names)) for half in halves],
        late=_late(halves),
        csv_href=url_for("school.download", school=school, day=day),
        seen_at=this,
    )


@pages.get("/day.csv")
@needs(Permission.SCHOOL_VIEW)
def download() -> Response:
    """Give one day of a school as a table for a spreadsheet."""
    slow_down(EXPORT, principal().user)
    school, day = school_asked(), _day_asked()
    with reading() as kept:
        halves = _halves(kept, school, day)
        names = kept.records.names("pupils")
    head = ("day", "way", "time", "pupil", "reference", "vehicle", "assistants", "state", "changes")
    response = make_response(csv_text([head, *_csv_rows(halves, names, day)]))
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f'attachment; filename="school-transport-{day}.csv"'
    return response


def _csv_rows(halves: list[Half], names: Mapping[str, str], day: date) -> Iterator[tuple[str, ...]]:
    for half in halves:
        for line in half.lines:
            yield (
                day.isoformat(),
                _WAYS[half.direction][0].lower(),
                "" if line.at_s is None else clock(line.at_s),
                names.get(line.pupil, line.pupil),
                line.pupil,
                line.vehicle or "",
                "; ".join(line.assistants),
                line.standing,
                "; ".join(line.changes),
            )


def _day_asked() -> date:
    """Return the day that the address names; otherwise today, and tomorrow once the day is over."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        this = now()
        return _next_school_day(this.date()) if this.hour >= _EVENING_HOUR else this.date()


def _next_school_day(day: date) -> date:
    """Return the first weekday after a day."""
    later = day + timedelta(days=1)
    while later.weekday() > 4:  # noqa: PLR2004 -- Friday
        later += timedelta(days=1)
    return later


def _days(school: str, today: date, shown: date) -> list[Link]:
    """Return the ways to the days of which a school asks most."""
    days = {today: "Today", _next_school_day(today): "Next school day"}
    days.setdefault(shown, f"{shown:%-d %B}")
    return [
        Link(words, url_for("school.show", school=school, day=day), is_current=day == shown)
        for day, words in sorted(days.items())
    ]


def _halves(kept: Kept, school: str, day: date) -> list[Half]:
    """Return both directions of a school's day."""
    heads = kept.plans.list_plans(day - LOOK_BACK, day, [PlanState.PUBLISHED])
    events, actuals = kept.day.list_events(day, day), kept.day.list_actuals(day, day)
    asked: list[tuple[PlanHead | None, SchoolDay]] = []
    for direction in Direction:
        mine = [head for head in heads if head.direction is direction]
        published = next((head for head in mine if head.day == day), None)
        earlier = [head for head in mine if head.day < day]
        if published is None:
            asked.append((None, SchoolDay(direction=direction, rides=())))
            continue
        versions = [head.id for head in kept.plans.list_versions(day, direction)]  # crews may log on an older sheet
        half = SchoolDay(
            direction=direction,
            rides=_own(kept.plans.list_rides(published.id), school),
            unplaced=[each for each in kept.plans.list_unplaced(published.id) if each.school == school],
            before=_own(kept.plans.list_rides(earlier[-1].id), school) if earlier else None,
            replaced=_own(kept.plans.list_rides(versions[1]), school) if len(versions) > 1 else None,
            events=[event for event in events if event.school == school],
            actuals=[each for each in actuals if each.plan_id in versions],
        )
        asked.append((published, half))
    called = _called(kept, [half for _, half in asked])
    return [Half(half.direction, published, tuple(arrivals(half, called))) for published, half in asked]


def _own(rides: list[RideView], school: str) -> list[RideView]:
    """Return the rides of one of the user's schools; the store has given those of all of them."""
    return [ride for ride in rides if ride.school == school]


def _called(kept: Kept, days: Iterable[SchoolDay]) -> dict[str, str]:
    """Return what to call the vehicles and assistants of rides: by registration and by name, where these are known."""
    rides = [ride for day in days for each in (day.rides, day.before, day.replaced) for ride in each or ()]
    vehicles = kept.records.list_keys("vehicles", {ride.vehicle for ride in rides})
    plates = {row.key: row["registration"] for row in vehicles if row["registration"]}
    assistants = kept.records.names("assistants", {assistant for ride in rides for assistant in ride.assistants})
    return {key: f"{key} ({plate})" for key, plate in plates.items()} | assistants


def _table(half: Half, names: Mapping[str, str]) -> Table:
    way, at = _WAYS[half.direction]
    return table(
        f"{way}: {counted(len(half.lines), 'pupil')}",
        [Column(at), "Pupil", "Vehicle", "Passenger assistant", "State"],
        [_row(line, names) for line in half.lines],
        empty="Nobody of this school travels with us.",
    )


def _row(line: Arrival, names: Mapping[str, str]) -> tuple[object, ...]:
    pupil = Name(names.get(line.pupil, line.pupil), line.pupil)
    state: list[object] = [Tag(_TAGS[line.standing][0], _TAGS[line.standing][1])]
    if line.late_s >= 60 and line.standing in (Standing.LATE, Standing.EXPECTED):  # noqa: PLR2004 -- a minute
        state.append(f"about {minutes(line.late_s // 60 * 60)} behind")
    state += [*line.changes, *([line.said] if line.said else [])]
    time = "" if line.standing is Standing.TRAINING else "no run"
    time = time if line.at_s is None else clock(line.at_s)
    return time, pupil, line.vehicle or "", ", ".join(line.assistants) or "none", Lines(tuple(state))


_TAGS = {
    Standing.EXPECTED: ("Expected", "blue"),
    Standing.ARRIVED: ("Done", "green"),
    Standing.LATE: ("Late", "orange"),
    Standing.ABSENT: ("Not travelling", "grey"),
    Standing.TRAINING: ("With the trainer", "teal"),
    Standing.UNPLACED: ("No run", "red"),
}


def _late(halves: list[Half]) -> list[str]:
    """Return a sentence for each vehicle that is late: how many are aboard, not who, for others may see the screen."""
    found: dict[tuple[str, int], list[str]] = {}
    for half in halves:
        for line in half.lines:
            if line.standing is Standing.LATE and line.vehicle is not None:
                found.setdefault((line.vehicle, line.late_s), []).append(line.pupil)
    return [
        f"{vehicle} is about {minutes(late_s // 60 * 60)} behind, with {counted(len(pupils), 'pupil')} of yours."
        for (vehicle, late_s), pupils in sorted(found.items())
    ]
