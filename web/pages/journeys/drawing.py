"""A trainee's journeys, and a new one drawn up from the pupil's home, the school's gates and its hours."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from geodata import Place
from geodata.errors import GeodataError
from routing.authority.cells import CLOCK
from routing.records import SchoolId
from travel_training.people import TraineeId
from web.access import Permission
from web.pages.desk.naming import Names
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import may, needs, now, reading, site, writing
from web.pages.journeys.blueprint import pages
from web.pages.parts import Link, Table, Tag, table
from web.pages.training.blueprint import tabs_of
from web.planning.ground import has_roads, roads_of
from web.school_days import calendar_of
from web.store import Kept, NotKeptError
from web.store.training_views import JourneyDocument
from web.training.journeys import Asked, TrainedJourney, draw_up, journey_from_json, missing
from web.training.sites import places_of
from web.words import moment

if TYPE_CHECKING:
    from web.records.rows import Row

SCHOOL_DAYS = 10
"""On so many school days to come the same stops must serve."""
_AHEAD = 60
FARTHEST_M = 5_000
"""On foot: more than three miles."""
_PACES = (Choice("0.8", "Slowly: 0.8 metres a second"), Choice("1.2", "Usual: 1.2"), Choice("1.4", "Briskly: 1.4"))
_FIELDS = (
    Field(name="by", label="To be at school by", kind=Kind.TIME),
    Field(name="from", label="To leave school from", kind=Kind.TIME),
    Field(name="pace", label="How fast the trainee walks", kind=Kind.SELECT, choices=_PACES),
    Field(name="to_stop", label="How far to a stop, at most", kind=Kind.NUMBER, suffix="metres"),
    Field(name="all_the_way", label="How far without a bus, at most", kind=Kind.NUMBER, suffix="metres"),
)


@pages.get("/<record_key:pupil>")
@needs(Permission.TRAINING_VIEW)
def show_all(pupil: str) -> Response:
    """Show the journeys of a trainee, and ask for another."""
    with reading() as kept:
        kept.training.get(TraineeId(pupil))
        form = _questions(kept, pupil)
        return _page(kept, pupil, form)


@pages.post("/<record_key:pupil>")
@needs(Permission.TRAINING_MANAGE)
def draw(pupil: str) -> Response:
    """Draw up a journey, and keep it."""
    with writing() as kept:
        trainee = kept.training.get(TraineeId(pupil))
        form = Form(_FIELDS).read(request.form)
        for name in ("to_stop", "all_the_way"):
            if form.is_right and not 100 <= form.values[name] <= FARTHEST_M:  # noqa: PLR2004 -- more than next door
                form = form.refuse(name, f"{form.field(name).label}: from 100 to {FARTHEST_M:,} metres")
        if not form.is_right:
            return _page(kept, pupil, form)
        try:
            journey = _drawn_up(kept, pupil, trainee.school, form)
        except GeodataError as why:
            return _page(kept, pupil, form.refuse("", str(why)))
        id_ = kept.training.journeys.keep(TraineeId(pupil), journey.to_json())
    return redirect(url_for("journeys.show", id_=id_), 303)


def _drawn_up(kept: Kept, pupil: str, school: str | None, form: Form) -> TrainedJourney:
    values = form.values
    asked = Asked(
        by_s=values["by"],
        from_s=values["from"],
        walk_mps=float(values["pace"]),
        to_stop_m=values["to_stop"],
        all_the_way_m=values["all_the_way"],
    )
    homes, gates = _ends(kept, pupil, school)
    if not homes:
        raise GeodataError("Nobody knows where the pupil lives: give the record of the pupil a point or a postcode.")
    if not gates:
        raise GeodataError("Nobody knows where the school is: give the record of the school a gate.")
    return draw_up(site().settings, homes[0], gates, _school_days(kept, school), asked)


def _ends(kept: Kept, pupil: str, school: str | None) -> tuple[list[Place], list[Place]]:
    """Return where the pupil lives, and the gates of the school."""
    named = kept.records.list_kind("places")
    homes, firsts = kept.records.list_keys("pupils", [pupil]), kept.records.list_keys("schools", [school or ""])
    others = [row for row in kept.records.list_kind("gates") if row["school"] == school]
    find = roads_of(site().settings).find_postcode if has_roads(site().settings) else None
    gates = [*places_of(firsts, named, find).values(), *places_of(others, named, find).values()]
    return list(places_of(homes, named, find).values()), gates


def _school_days(kept: Kept, school: str | None) -> list[date]:
    calendar, today = calendar_of(kept.records.list_kind("calendar")), now().date()
    days = (today + timedelta(days=number) for number in range(1, _AHEAD))
    found = [day for day in days if calendar.why_closed(SchoolId(school or ""), day) is None]
    return found[:SCHOOL_DAYS] or [today + timedelta(days=1)]


def _questions(kept: Kept, pupil: str) -> Form:
    head = kept.training.get(TraineeId(pupil))
    rows: Sequence[Row] = kept.records.list_keys("schools", [head.school or ""])
    hours = {"by": CLOCK.read(rows[0]["starts"]), "from": CLOCK.read(rows[0]["finishes"])} if rows else {}
    return Form.filled(_FIELDS, hours | {"pace": "1.2", "to_stop": 1000, "all_the_way": 1600})


def _page(kept: Kept, pupil: str, form: Form) -> Response:
    names = Names.of(kept, [pupil])
    if pupil not in names.pupils and kept.training.find(TraineeId(pupil)) is None:
        raise NotKeptError("There is no such trainee.")
    page = render_template(
        "journeys/list.html",
        tabs=tabs_of(pupil, "journeys.show_all"),
        pupil=pupil,
        trainee=names.pupil(pupil),
        questions=form,
        listed=_table(kept.training.journeys.list_of(TraineeId(pupil))),
        missing=missing(site().settings),
        may_draw=may(Permission.TRAINING_MANAGE),
    )
    return make_response(page, 422 if form.errors else 200)


def _link(document: JourneyDocument) -> Link | str:
    """Return a journey with the way to it, or in words alone if it was not drawn up here."""
    if document.document is None or journey_from_json(document.document) is None:
        return moment(document.made_at)
    return Link(moment(document.made_at), url_for("journeys.show", id_=document.id))


def _table(documents: Sequence[JourneyDocument]) -> Table:
    return table(
        "Journeys",
        ["Drawn up", "State", "Risk assessment holds until"],
        [
            (
                _link(each),
                Tag("Draft", "blue") if each.signed_at is None else Tag("Signed", "green"),
                "" if each.review_by is None else f"{each.review_by.day} {each.review_by:%B %Y}",
            )
            for each in documents
        ],
        empty="No journey has been drawn up yet.",
    )
