"""A small application that shows every macro in every state; nothing of it is shipped."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from flask import Flask, Response, jsonify, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from routing.authority.cells import POSTCODE
from web.pages.charts import Chart, Series
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.look import Nameplate, prepare_templates
from web.pages.parts import (
    STATUS_COLOURS,
    Badge,
    Column,
    Event,
    Fact,
    Lines,
    Link,
    Name,
    Pages,
    Table,
    Tag,
    Task,
    table,
)

NONCE = "a-word-for-this-page"
POLICY = (
    f"default-src 'none'; script-src 'self' 'nonce-{NONCE}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'"
)
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch-" * 3

NEEDS = (Choice("seat", "A seat"), Choice("wheelchair", "A wheelchair space", "Travels seated in the wheelchair"))
QUESTIONS = (
    Field(name="name", label="Name", autocomplete="off"),
    Field(name="born", label="Date of birth", kind=Kind.DATE, hint="For example 24/11/2014"),
    Field(name="boarding", label="Boarding", kind=Kind.NUMBER, suffix="minutes", required=False),
    Field(name="bell", label="Bell time", kind=Kind.TIME, hint="For example 08:50"),
    Field(name="postcode", label="Postcode", cell=POSTCODE, width=10, autocomplete="postal-code"),
    Field(name="school", label="School", kind=Kind.SELECT, choices=(Choice("oak", "Oak Lodge"), Choice("elm", "Elm"))),
    Field(name="needs", label="What does the pupil travel in?", kind=Kind.RADIOS, choices=NEEDS),
    Field(
        name="days",
        label="Days",
        kind=Kind.CHECKBOXES,
        required=False,
        choices=tuple(Choice(day.casefold(), day) for day in ("Monday", "Tuesday", "Wednesday")),
    ),
    Field(name="reason", label="Reason", kind=Kind.LONG_TEXT, hint="It is kept with the record.", rows=3),
    Field(name="secret", label="Password", kind=Kind.PASSWORD, autocomplete="current-password"),
    Field(name="rows", label="File of pupils", kind=Kind.FILE, hint="CSV, at most 20 MB"),
)
FILTERS = (
    Field(name="q", label="Run or pupil", kind=Kind.SEARCH, required=False, width=20),
    Field(
        name="status",
        label="Status",
        kind=Kind.SELECT,
        required=False,
        choices=(Choice("changed", "Changed"), Choice("locked", "Locked")),
    ),
)
RUNS = table(
    "Runs of the morning",
    ["Run", "Status", Column("Pupils", is_number=True), "Leaves", "First pupil", Column("Cost", is_number=True), "Do"],
    [
        [
            Link("V12/1", "/runs/1"),
            Lines((Badge("changed"), Badge("locked"))),
            7,
            "07:41",
            Name("Ann Archer", "P0031"),
            "£64.20",
            Link("Change", "/runs/1/change", hidden="run V12/1"),
        ],
        [
            Link("V03/2", "/runs/2"),
            Badge("violation"),
            12,
            "08:02",
            Name("Bo Baker", "P0107"),
            "£1,103.00",
            Link("Change", "/runs/2/change", hidden="run V03/2"),
        ],
        [Link("V07/1", "/runs/3"), Badge("waived"), 1, "08:15", None, "£58.75", ""],
    ],
    foot=["Three runs", "", 20, "", "", "£1,225.95", ""],
)
TASKS = (
    Task("Unplaced pupils", Tag("2 to accept", "red"), "/unplaced", "Each must be placed, or accepted by name."),
    Task("Broken rules", Tag("Done"), "/rules"),
    Task("Families to be told", Tag("Cannot start yet", "grey")),
)
EVENTS = (
    Event("Published", datetime(2026, 11, 23, 16, 2, tzinfo=ZoneInfo("Europe/London")), "Ann Officer"),
    Event(
        "Waiver granted",
        datetime(2026, 11, 23, 15, 40, tzinfo=ZoneInfo("Europe/London")),
        "Mo Manager",
        Markup('<p class="govuk-body">One more minute than 45, until 1 December.</p>'),
    ),
)
RIDES = Chart(
    id="rides",
    title="Longest ride of each pupil",
    said="Most rides take from 20 to 30 minutes; two take longer than 45.",
    first="Minutes",
    labels=("Up to 10", "10 to 20", "20 to 30", "30 to 45", "More than 45"),
    series=(Series(name="Pupils", values=(14, 61, 120, 38, 2)),),
)
MODES = Chart(
    id="modes",
    title="Pupils by locality and vehicle",
    said="Oakham has most pupils, and most of them share a minibus.",
    first="Locality",
    labels=("Oakham", "Uppingham", "Ketton and the villages about it", "Ryhall"),
    series=(
        Series(name="Minibus", values=(60, 31, 9, 0)),
        Series(name="Taxi", values=(22, 12, 14, 3)),
        Series(name="Wheelchair minibus", values=(9, 4, 2, 0)),
        Series(name="Walking, with a trainer", values=(4, 6, 0, 1)),
    ),
)
PUNCTUALITY = Chart(
    id="punctuality",
    title="Arrived on time",
    said="Schools are reached on time more often since October; nothing was logged in week 4.",
    first="Week",
    labels=tuple(f"Week {n}" for n in range(1, 9)),
    series=(
        Series(name="Morning", values=(91, 92, 90, None, 94, 95, 97, 96.5)),
        Series(name="Afternoon", values=(84, 86, 85, None, 90, 91, 90, 93)),
    ),
    unit="%",
)
FACTS = (
    Fact("Vehicle", "Minibus V12", Link("Change", "/vehicle", hidden="the vehicle")),
    Fact("Assistant", Lines(("A04, to Oak Lodge", Tag("Confirmed")))),
)
WAYS = (Link("Morning", "/", is_current=True), Link("Afternoon", "/?way=home"), Link("Map", "/?way=map"))
BAD = f"""<!DOCTYPE html><title>Everything that is not allowed</title><p style="color: #ccc">Pale</p><input>
<img src="http://elsewhere.example/pupil.png" alt="">
<script nonce="{NONCE}">new Worker("/static/js/start.js")</script>"""
"""A page that breaks every promise, to show that each is watched."""
SECTIONS = (
    {"text": "Today", "href": "/", "active": True},
    {"text": "Plans", "href": "/errors"},
    {"text": "Records", "href": "/long"},
    {"text": "Reports", "href": "/charts"},
)
WRONG = MultiDict({"born": "soon", "boarding": "-4", "bell": "25:00", "postcode": "LE15", "days": "friday"})
SHOWN = {"views": WAYS, "facts": FACTS, "tasks": TASKS, "events": EVENTS, "statuses": tuple(map(Tag, STATUS_COLOURS))}
TEMPLATES = Path(__file__).with_name("templates")


def specimens() -> Flask:
    """Return the application."""
    app = Flask("web", template_folder=str(TEMPLATES))
    support = (Link("Help", "/"), Link("Privacy", "/"))
    prepare_templates(
        app, nameplate=Nameplate(organisation="Rutland County Council", support=support), nonce=lambda: NONCE
    )
    app.context_processor(
        lambda: {"navigation": SECTIONS, "signed_in": SimpleNamespace(name="Ann Officer", role="officer")}
    )
    for name, view in VIEWS.items():
        app.add_url_rule(f"/{name}", name or "parts", view, methods=["GET", "POST"])

    @app.get("/work.json")
    def work_so_far() -> Response:
        app.config["ASKED"] = asked = app.config.get("ASKED", 0) + 1
        return jsonify(
            text=f"Run {asked} of 2", done=asked, of=2, ended=asked == 2, href="/empty" if asked == 2 else ""
        )

    @app.after_request
    def policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app


def _parts(runs: Table, pages: Pages) -> str:
    filters = Form.filled(FILTERS, {"q": "V12", "status": "locked"})
    return render_template("parts.html", runs=runs, pages=pages, filters=filters, **SHOWN)


def _empty() -> str:
    nothing = table("Runs of the morning", ["Run", "Pupils"], [], empty="No run leaves this morning.")
    return _parts(nothing, Pages(1, 1, "/?page={}"))


def _long() -> str:
    rows = [[LONG, Name(LONG, "P1"), LONG]] * 2
    return _parts(table(LONG, ["Run", "Pupil", "Where"], rows), Pages(1, 3, "/?page={}"))


def _errors() -> str:
    form = Form(QUESTIONS).read(request.form if request.method == "POST" else WRONG)
    return render_template("questions.html", form=form.refuse("", "This record was changed while you worked on it"))


VIEWS: Mapping[str, Callable[[], str]] = {
    "": lambda: _parts(RUNS, Pages(7, 12, "/?page={}")),
    "errors": _errors,
    "empty": _empty,
    "long": _long,
    "charts": lambda: render_template("charts.html", rides=RIDES, modes=MODES, punctuality=PUNCTUALITY),
    "stop": lambda: render_template("stop.html"),
    "work": lambda: render_template("work.html"),
    "wrong": lambda: render_template("error.html", code=500, said="Something went wrong on our side."),
    "map": lambda: render_template("map.html"),
    "bad": lambda: BAD,
}
PAGES = tuple(name for name in VIEWS if name != "bad")
"""Every page that must be right."""
