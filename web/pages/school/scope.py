"""Which school a page is about, and which of its pages there are."""

from flask import Blueprint, request, url_for

from web.pages.guard import principal
from web.pages.parts import Link
from web.store import Kept, NotKeptError

pages = Blueprint("school", __name__, url_prefix="/school")

_SECTIONS = (
    ("Arrivals and departures", "school.show"),
    ("Absences", "school.list_absences"),
    ("Records to confirm", "school.list_records"),
    ("Calendar", "school.show_calendar"),
)


def school_asked() -> str:
    """Return the school that the address names, or the first of the user's own; of others, none exists."""
    own = sorted(principal().schools)
    asked = request.values.get("school", own[0] if own else "")
    if asked not in own:
        raise NotKeptError("There is no such school.")
    return asked


def sections(school: str) -> list[Link]:
    """Return the pages about a school."""
    return [
        Link(words, url_for(endpoint, school=school), is_current=request.endpoint == endpoint)
        for words, endpoint in _SECTIONS
    ]


def other_schools(kept: Kept, school: str) -> list[Link]:
    """Return the user's other schools, if there are any: the same page about each."""
    names = kept.records.names("schools")
    return [
        Link(names.get(each, each), url_for(request.endpoint or "school.show", school=each), is_current=each == school)
        for each in sorted(principal().schools)
    ]
