"""Reporting what is not as usual: what kind, whom or what it is about (found by searching), and when."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.problem import Direction
from routing.wording import miles
from web.access import Permission
from web.pages.day.blueprint import KINDS, day_asked, pages
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, now, reading, site, writing
from web.pages.parts import Link
from web.planning.exceptions import WAY
from web.planning.ground import has_roads, roads_of
from web.planning.streets import Point, Street, find_streets
from web.records.rows import Row
from web.store import Kept, NotKeptError
from web.store.day import DayEventKind

MOST = 20
"""So many are offered; a longer search says which."""
LONGEST = timedelta(days=60)
_WAYS = (
    Choice("both", "Both ways"),
    Choice(Direction.TO_SCHOOL, "To school only"),
    Choice(Direction.FROM_SCHOOL, "From school only"),
)
_HINTS: Mapping[DayEventKind, str] = {
    DayEventKind.PUPIL_ABSENT: "The name, or the travel reference",
    DayEventKind.VEHICLE_OUT: "The reference or the registration",
    DayEventKind.ASSISTANT_OUT: "The name or the reference",
    DayEventKind.ROAD_CLOSED: "The name of the street",
    DayEventKind.SCHOOL_CLOSED: "The name or the reference",
    DayEventKind.SCHOOL_CLOSES_EARLY: "The name or the reference",
}
"""What may be reported, with what to look for; training days follow from the trainers' sessions."""
_OF = {
    DayEventKind.PUPIL_ABSENT: ("pupils", "Pupil"),
    DayEventKind.VEHICLE_OUT: ("vehicles", "Vehicle"),
    DayEventKind.ASSISTANT_OUT: ("assistants", "Passenger assistant"),
    DayEventKind.SCHOOL_CLOSED: ("schools", "School"),
    DayEventKind.SCHOOL_CLOSES_EARLY: ("schools", "School"),
}
_FIND = "find"


@pages.get("/report")
@needs(Permission.DAY_HANDLE)
def choose_kind() -> str:
    """Ask what is not as usual."""
    day = day_asked(now().date()).isoformat()
    kinds = [Link(KINDS[kind], url_for("day.ask_report", kind=kind.value, day=day)) for kind in _HINTS]
    return render_template("day/kinds.html", kinds=kinds, back=url_for("day.show", day=day))


@pages.get("/report/<kind>")
@needs(Permission.DAY_HANDLE)
def ask_report(kind: str) -> str:
    """Ask whom or what it is about, and when."""
    return _asked(_kind(kind), "", day_asked(now().date()))


@pages.post("/report/<kind>/find")
@needs(Permission.DAY_HANDLE)
def find_ref(kind: str) -> str:
    """Show what a search finds; by POST, for a pupil's name must stand in no address and no log."""
    return _asked(_kind(kind), request.form.get(_FIND, ""), day_asked(now().date()))


def _asked(what: DayEventKind, find: str, day: date) -> str:
    with reading() as kept:
        choices = _choices(kept, what, find)
    return _page(what, Form.filled(_fields(what, choices), {"from": day, "way": "both"}), find, day)


@pages.post("/report/<kind>")
@needs(Permission.DAY_HANDLE)
def report(kind: str) -> Response | tuple[str, int]:
    """Write down what is not as usual."""
    what, find = _kind(kind), request.form.get(_FIND, "")
    with reading() as kept:
        choices = _choices(kept, what, find)
    form = Form(_fields(what, choices)).read(request.form)
    if form.is_right:
        form = _checked(form)
    if not form.is_right:
        return _page(what, form, find, now().date()), 422
    values = form.values
    first: date = values["from"]
    with writing() as kept:
        ref, detail = _about(what, values)
        kept.day.report(
            what,
            ref,
            first,
            until_day=values.get("until") or first,
            direction=_direction(what, values),
            school=_school_of(kept, what, ref),
            detail=detail,
        )
    return redirect(url_for("day.show", day=first.isoformat(), done="reported"), 303)


def _kind(kind: str) -> DayEventKind:
    found = next((each for each in _HINTS if each == kind), None)
    if found is None:
        raise NotKeptError("Nothing of this kind can be reported.")
    return found


def _choices(kept: Kept, what: DayEventKind, find: str) -> tuple[Choice, ...]:
    """Return whom or what a search finds, as far as one page offers them; without a search the first few."""
    if what is DayEventKind.ROAD_CLOSED:
        return _streets(kept, find)
    wanted = find.strip().casefold()
    rows = kept.records.list_kind(_OF[what][0])
    if what is DayEventKind.PUPIL_ABSENT and not wanted:
        return ()
    found = [row for row in rows if not wanted or any(wanted in text.casefold() for text in _called(row))]
    found.sort(key=lambda row: (row.values.get("name") or row.key, row.key))
    return tuple(Choice(row.key, _words(row)) for row in found[:MOST])


def _called(row: Row) -> Iterable[str]:
    """Return by what a record may be looked for."""
    return (row.key, *(row.values.get(name) or "" for name in ("name", "registration")))


def _words(row: Row) -> str:
    name = row.values.get("name") or row.values.get("registration")
    return f"{name} ({row.key})" if name else row.key


def _streets(kept: Kept, find: str) -> tuple[Choice, ...]:
    """Return the streets of the map that a search finds, each with its ways as the value."""
    if not has_roads(site().settings) or not find.strip():
        return ()
    places = dict(_places(kept.records.list_kind("schools")))
    found = find_streets(roads_of(site().settings).roads, find, places, MOST)
    return tuple(Choice(_street_value(street), _street_words(street)) for street in found)


def _places(schools: Iterable[Row]) -> Iterable[tuple[str, Point]]:
    for row in schools:
        if row.values.get("lat") and row.values.get("lon"):
            yield row.values.get("name") or row.key, (float(row["lat"]), float(row["lon"]))


def _street_value(street: Street) -> str:
    return f"{street.name}|{' '.join(map(str, street.ways))}"


def _street_words(street: Street) -> str:
    return street.name if street.near is None else f"{street.name}, {miles(street.near_m)} from {street.near}"


def _fields(what: DayEventKind, choices: tuple[Choice, ...]) -> tuple[Field, ...]:
    today = now().date()
    first = Field(name="from", label="First day", kind=Kind.DATE, hint=f"Such as {today:%d/%m/%Y}")
    until = Field(name="until", label="Last day", kind=Kind.DATE, required=False, hint="Empty: one day")
    way = Field(name="way", label="Which journeys", kind=Kind.RADIOS, choices=_WAYS)
    if what is DayEventKind.SCHOOL_CLOSES_EARLY:
        day = Field(name="from", label="Day", kind=Kind.DATE, hint=f"Such as {today:%d/%m/%Y}")
        return (_ref(what, choices), day, *_TIMES)
    if what is DayEventKind.SCHOOL_CLOSED:
        return (_ref(what, choices), first, until)
    return (_ref(what, choices), first, until, way)


_TIMES = (
    Field(name="finishes", label="Finishes at", kind=Kind.TIME, hint="Such as 13:00"),
    Field(name="leave_by", label="Every vehicle has left by", kind=Kind.TIME, hint="Such as 13:30"),
)


def _ref(what: DayEventKind, choices: tuple[Choice, ...]) -> Field:
    """Return the question whom or what it is about."""
    if what is DayEventKind.ROAD_CLOSED:
        if not has_roads(site().settings):
            hint = "This office has no map of roads: give the number of the way in OpenStreetMap"
            return Field(name="ref", label="Road", kind=Kind.NUMBER, width=10, hint=hint)
        return Field(name="ref", label="Road", kind=Kind.RADIOS if choices else Kind.SELECT, choices=choices)
    return Field(name="ref", label=_OF[what][1], kind=Kind.RADIOS if choices else Kind.SELECT, choices=choices)


def _checked(form: Form) -> Form:
    """Refuse days and times that cannot be meant."""
    first: date = form.values["from"]
    last: date = form.values.get("until") or first
    if first < now().date():
        return form.refuse("from", f"{form.field('from').label}: is in the past; say today or a later day")
    if not first <= last <= first + LONGEST:
        return form.refuse("until", f"Last day: must be the first day or up to {LONGEST.days} days after it")
    if "finishes" in form.values and form.values["finishes"] >= form.values["leave_by"]:
        return form.refuse("leave_by", "Every vehicle has left by: must be later than the school finishes")
    return form


def _about(what: DayEventKind, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the reference of an event, and what else there is to know of it."""
    if what is DayEventKind.SCHOOL_CLOSES_EARLY:
        return values["ref"], {"finishes_s": values["finishes"], "leave_by_s": values["leave_by"]}
    if what is not DayEventKind.ROAD_CLOSED:
        return values["ref"], {}
    if isinstance(values["ref"], int):
        return f"{WAY}{values['ref']}", {}
    name, _, ways = values["ref"].rpartition("|")
    return name, {"ways": [int(way) for way in ways.split()]}


def _direction(what: DayEventKind, values: Mapping[str, Any]) -> Direction | None:
    if what is DayEventKind.SCHOOL_CLOSES_EARLY:
        return Direction.FROM_SCHOOL
    way = values.get("way", "both")
    return None if way == "both" else Direction(way)


_SCHOOL_OF: Mapping[DayEventKind, Callable[[Kept, str], str]] = {
    DayEventKind.PUPIL_ABSENT: lambda kept, ref: kept.records.get("pupils", ref)["school"],
    DayEventKind.SCHOOL_CLOSED: lambda kept, ref: kept.records.get("schools", ref).key,
    DayEventKind.SCHOOL_CLOSES_EARLY: lambda kept, ref: kept.records.get("schools", ref).key,
}
"""Which school may see an event of a kind."""


def _school_of(kept: Kept, what: DayEventKind, ref: str) -> str | None:
    return _SCHOOL_OF[what](kept, ref) if what in _SCHOOL_OF else None


def _page(what: DayEventKind, form: Form, find: str, day: date) -> str:
    is_found = bool(form.field("ref").choices) or form.field("ref").kind is Kind.NUMBER
    search = Form(
        (Field(name=_FIND, label=f"Look for the {_noun(what)}", kind=Kind.SEARCH, hint=_HINTS[what], required=False),),
        {_FIND: (find,)},
    )
    return render_template(
        "day/report.html",
        kind=what.value,
        title=KINDS[what],
        search=None if form.field("ref").kind is Kind.NUMBER else search,
        find=find,
        is_found=is_found,
        is_full=len(form.field("ref").choices) == MOST,
        most=MOST,
        questions=form,
        day=day.isoformat(),
        back=url_for("day.choose_kind", day=day.isoformat()),
    )


def _noun(what: DayEventKind) -> str:
    return "road" if what is DayEventKind.ROAD_CLOSED else _OF[what][1].lower()
