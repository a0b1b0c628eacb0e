"""The map of everything: all runs of a plan, and below it the same as a list."""

from flask import jsonify, render_template, url_for
from werkzeug.wrappers import Response

from routing.wording import clock, counted
from web.access import Permission
from web.pages.desk.blueprint import frame, pages
from web.pages.desk.mapping import figure_of, view_of
from web.pages.desk.naming import Names
from web.pages.desk.one_plan import paged, run_href
from web.pages.guard import needs, reading
from web.pages.map_view import geojson
from web.pages.parts import Lines, Link, Pages, table

TITLE = "All runs"


@pages.get("/<id_>/map")
@needs(Permission.PLAN_VIEW)
def show_map(id_: str) -> str:
    """Show all runs of a plan on a map, and as a list below it."""
    with reading() as kept:
        head, views, rides = kept.plans.get(id_), kept.plans.list_run_views(id_), kept.plans.list_rides(id_)
        names = Names.of(kept, assistants=())
    number, last, shown = paged(views)
    rows = [
        (
            Link(view.head.run, run_href(id_, view.head.run)),
            f"{clock(view.head.begins_s)} to {clock(view.head.ends_s)}",
            Lines(tuple(map(names.school, view.head.schools))),
            counted(view.head.pupils, "pupil"),
        )
        for view in shown
    ]
    return render_template(
        "desk/map.html",
        **frame(head),
        map=figure_of(view_of(head, TITLE, views, rides, names, is_one=False), url_for("plans.show_map_json", id_=id_)),
        runs=table("The runs on the map", ["Run", "Times", "Schools", "Aboard"], rows, empty="This plan has no runs."),
        place=Pages(number, last, url_for("plans.show_map", id_=id_) + "?page={}"),
    )


@pages.get("/<id_>/map.json")
@needs(Permission.PLAN_VIEW)
def show_map_json(id_: str) -> Response:
    """Tell the map that moves what is on it."""
    with reading() as kept:
        head, views, rides = kept.plans.get(id_), kept.plans.list_run_views(id_), kept.plans.list_rides(id_)
        names = Names.of(kept, assistants=())
    view = view_of(head, TITLE, views, rides, names, is_one=False)
    return jsonify(geojson(view) if view.runs else {})
