"""What stands at the head of every page: the navigation of whoever is there, who they are, and whose service it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for

from web.access import Permission
from web.pages.guard import may
from web.pages.nameplate import nameplate


@dataclass(frozen=True, slots=True)
class Item:
    """A page that the navigation leads to.

    Parameters
    ----------
    words, endpoint
        What it is called, and its view.
    permission
        Who sees it.
    """

    words: str
    endpoint: str
    permission: Permission


NAVIGATION: tuple[Item, ...] = (
    Item("Today", "today.show", Permission.PLAN_VIEW),
    Item("The day", "day.show", Permission.DAY_HANDLE),
    Item("Plans", "plans.days", Permission.PLAN_VIEW),
    Item("Records", "records.show_all", Permission.RECORD_VIEW),
    Item("Reminders", "reminders.show", Permission.RECORD_VIEW),
    Item("Seats", "loop.show_seats", Permission.PLAN_VIEW),
    Item("Runs", "operator.show", Permission.OPERATOR_VIEW),
    Item("My sessions", "phone.show", Permission.TRAINING_LOG),
    Item("School", "school.show", Permission.SCHOOL_VIEW),
    Item("Training", "training.list_trainees", Permission.TRAINING_VIEW),
    Item("Reports", "reports.overview", Permission.REPORT_VIEW),
    Item("Users", "users.show_all", Permission.USER_MANAGE),
    Item("Sessions", "sessions.show_all", Permission.USER_MANAGE),
    Item("Audit log", "audit.show_all", Permission.AUDIT_VIEW),
    Item("Settings", "settings.show", Permission.SETTING_EDIT),
    Item("Data protection", "protection.show", Permission.SUBJECT_EXPORT),
    Item("Clock", "health.jobs", Permission.JOBS_VIEW),
)
"""In the order in which they stand."""


def page_of() -> dict[str, Any]:
    """Return what every page bears, whatever it is about: whose it is, the sections, and who is signed in."""
    session = g.get("session")
    signed_in = None
    if session is not None and session.is_verified:
        signed_in = {"name": session.user.name, "role": str(session.user.role)}
    return {"nameplate": nameplate(), "navigation": tuple(_links()), "signed_in": signed_in}


def _links() -> Iterator[dict[str, Any]]:
    is_lost = g.get("code") == 404  # noqa: PLR2004 -- a page that may not be seen is nowhere, like one that is not
    here = "" if is_lost else (request.endpoint or "").split(".")[0]
    for item in NAVIGATION:
        if may(item.permission):
            active = item.endpoint.split(".")[0] == here
            yield {"text": item.words, "href": url_for(item.endpoint), "active": active}
