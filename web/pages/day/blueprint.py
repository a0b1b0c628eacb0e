"""The blueprint of the day's pages, its sections, and what its exceptions are called."""

from datetime import date

from flask import Blueprint, request, url_for

from routing.problem import Direction
from web.pages.guard import now
from web.pages.parts import Link
from web.planning.school_days import next_school_day
from web.store import Kept
from web.store.day import DayEvent, DayEventKind
from web.words import short_day

pages = Blueprint("day", __name__, url_prefix="/day")

HALVES = {Direction.TO_SCHOOL: "Morning", Direction.FROM_SCHOOL: "Afternoon"}
KINDS = {
    DayEventKind.PUPIL_ABSENT: "Pupil absent",
    DayEventKind.TRAINING: "Travel training",
    DayEventKind.VEHICLE_OUT: "Vehicle out",
    DayEventKind.ASSISTANT_OUT: "Passenger assistant away",
    DayEventKind.ROAD_CLOSED: "Road closed",
    DayEventKind.SCHOOL_CLOSED: "School closed",
    DayEventKind.SCHOOL_CLOSES_EARLY: "School closes early",
}
_SECTIONS = (("Exceptions", "day.show"), ("Runs as they go", "day.list_runs"), ("Punctuality", "day.show_punctuality"))


def day_asked(today: date) -> date:
    """Return the day that the address names, or today."""
    try:
        return date.fromisoformat(request.values.get("day", ""))
    except ValueError:
        return today


def sections(day: date) -> list[Link]:
    """Return the pages of a day."""
    return [
        Link(words, url_for(endpoint, day=day.isoformat()), is_current=request.endpoint == endpoint)
        for words, endpoint in _SECTIONS
    ]


def days_of(kept: Kept, shown: date, endpoint: str) -> list[Link]:
    """Return the ways to the days of which an office asks most: today, and the next school day."""
    today = now().date()
    days = {today: "Today", next_school_day(kept.records.list_kind("calendar"), today): "Next school day"}
    days.setdefault(shown, short_day(shown))
    return [
        Link(words, url_for(endpoint, day=day.isoformat()), is_current=day == shown)
        for day, words in sorted(days.items())
    ]


def when_told(event: DayEvent) -> str:
    """Return the days and journeys of an event, in words."""
    first, last = short_day(event.day), short_day(event.until_day)
    way = "both ways" if event.direction is None else event.direction.replace("-", " ")
    return f"{first if first == last else f'{first} to {last}'}, {way}"
