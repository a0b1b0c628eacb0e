"""The blueprint of the plans, and what every page of one plan bears: heading, state, and the ways to its parts."""

from typing import Any

from flask import Blueprint, request, url_for

from routing.problem import Direction
from web.access import Permission
from web.pages.guard import may
from web.pages.parts import Link, Tag
from web.store.plan_views import PlanHead, PlanState
from web.words import long_day

pages = Blueprint("plans", __name__, url_prefix="/plans")

WAYS = {Direction.TO_SCHOOL: "to school", Direction.FROM_SCHOOL: "from school"}
"""What the directions are called."""
HALVES = {Direction.TO_SCHOOL: "Morning", Direction.FROM_SCHOOL: "Afternoon"}


def title_of(head: PlanHead) -> str:
    """Return what a plan is called, without anybody's name: "Monday 23 November 2026, to school"."""
    return f"{long_day(head.day)}, {WAYS[head.direction]}"


def tag_of(head: PlanHead) -> Tag:
    """Return a plan's state as a tag."""
    return (
        Tag(f"Version {head.version}", "green" if head.state is PlanState.PUBLISHED else "grey")
        if (head.version is not None)
        else Tag(head.state.capitalize(), "blue" if head.state is PlanState.DRAFT else "grey")
    )


def frame(head: PlanHead) -> dict[str, Any]:
    """Return what the head of every page of a plan is drawn from."""
    is_draft = head.state is PlanState.DRAFT
    parts = [
        ("Runs", "plans.show"),
        ("Map", "plans.show_map"),
        (f"Without a run ({head.unplaced})", "plans.show_unplaced"),
        (f"Rules broken ({head.violations})", "plans.show_violations"),
        ("Steps", "plans.show_steps"),
        ("Compare", "plans.choose_comparison"),
    ]
    if is_draft and may(Permission.PLAN_EDIT):
        parts += [("More", "plans.show_more"), ("Publish", "plans.show_tasks")]
    elif not is_draft and head.version is not None:
        parts += [("Who is told", "plans.show_notices"), ("Run sheets", "day.print_sheets")]
    tabs = [
        Link(words, url_for(endpoint, id_=head.id), is_current=request.endpoint == endpoint)
        for words, endpoint in parts
    ]
    return {
        "head": head,
        "title": title_of(head),
        "state": tag_of(head),
        "tabs": tabs,
        "may_edit": is_draft and may(Permission.PLAN_EDIT),
        "may_begin": head.version is not None and may(Permission.PLAN_EDIT),
    }
