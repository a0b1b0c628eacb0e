"""A calendar to subscribe to: when vehicles come and go, behind a secret link; nothing in it is about any one pupil."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import icalendar
from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from routing.problem import Direction
from routing.wording import counted
from web.access import Permission, Principal, Role
from web.arrivals import at_school_s
from web.pages.guard import LONDON, NOBODY, everyone, needs, now, reading, site, writing
from web.pages.school.scope import pages, school_asked, sections
from web.store import NotKeptError
from web.store.plan_views import PlanHead, PlanState, RideView

_AHEAD = timedelta(days=21)
_BACK = timedelta(days=7)
_LASTS = timedelta(minutes=10)


@pages.get("/calendar")
@needs(Permission.SCHOOL_VIEW)
def show_calendar() -> str:
    """Show the links that work."""
    school = school_asked()
    with reading() as kept:
        feeds = [feed for feed in kept.feeds.list_live() if feed.school == school]
        title = kept.records.names("schools").get(school, school)
    return render_template(
        "school/calendar.html", school=school, title=title, sections=sections(school), feeds=feeds, made=None
    )


@pages.post("/calendar")
@needs(Permission.SCHOOL_REPORT)
def make_calendar() -> str:
    """Make a link, and show it: once, for only its hash is kept."""
    school = school_asked()
    with writing() as kept:
        secret = kept.feeds.make(school)
        feeds = [feed for feed in kept.feeds.list_live() if feed.school == school]
        title = kept.records.names("schools").get(school, school)
    made = url_for("school.feed", secret=secret, _external=True)
    return render_template(
        "school/calendar.html", school=school, title=title, sections=sections(school), feeds=feeds, made=made
    )


@pages.post("/calendar/<hash_>/end")
@needs(Permission.SCHOOL_REPORT)
def end_calendar(hash_: str) -> BaseResponse:
    """End a link: it shows nothing from then on."""
    with writing() as kept:
        kept.feeds.end(hash_)
    return redirect(url_for("school.show_calendar", school=request.form.get("school", "")), 303)


@pages.get("/feed/<secret>.ics")
@everyone
def feed(secret: str) -> Response:
    """Give the calendar of a secret link."""
    store = site().store
    with store.reading(NOBODY) as kept:
        school = kept.feeds.find_school(secret)
    if school is None:
        raise NotKeptError("There is no such calendar.")
    today = now().date()
    whose = Principal(user=NOBODY.user, role=Role.SCHOOL, schools=frozenset({school}))
    with store.reading(whose) as kept:
        heads = kept.plans.list_plans(today - _BACK, today + _AHEAD, [PlanState.PUBLISHED])
        days = [(head, kept.plans.list_rides(head.id)) for head in heads]
    response = make_response(_calendar(school, days).to_ical())
    response.mimetype = "text/calendar"
    return response


def _calendar(school: str, days: list[tuple[PlanHead, list[RideView]]]) -> icalendar.Calendar:
    """Return an event for each vehicle that comes or goes."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Waymark//School transport//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "School transport")
    for head, rides in days:
        for event in _events(school, head, rides):
            made.add_component(event)
    made.add_missing_timezones()
    return made


def _events(school: str, head: PlanHead, rides: list[RideView]) -> Iterator[icalendar.Event]:
    aboard = Counter((ride.run, ride.vehicle, at_school_s(ride, head.direction)) for ride in rides)
    words = "arrives" if head.direction is Direction.TO_SCHOOL else "leaves"
    midnight = datetime(head.day.year, head.day.month, head.day.day, tzinfo=LONDON)
    for (run, vehicle, at_s), pupils in sorted(aboard.items(), key=lambda each: (each[0][2], each[0][0])):
        begins = midnight.replace(hour=at_s // 3600, minute=at_s // 60 % 60)
        event = icalendar.Event()
        event.add("uid", f"{head.day}-{head.direction}-{run.replace('/', '-')}-{school}@waymark")
        event.add("dtstamp", head.published_at or head.changed_at)
        event.add("sequence", head.version or 0)
        event.add("summary", f"School transport {words}")
        event.add("description", f"{vehicle}, {counted(pupils, 'pupil')}")
        event.add("dtstart", begins)
        event.add("dtend", begins + _LASTS)
        yield event
