"""Looking at programmes: all of them, one in one of its versions, and that version as a file."""

from collections import Counter
from collections.abc import Mapping

from flask import Response, make_response, render_template, url_for

from routing.wording import counted
from travel_training.programme import Milestone, Programme, ProgrammeId, Stage
from travel_training.programme_files import programme_to_toml
from web.access import Permission
from web.pages.guard import may, needs, reading, writing
from web.pages.parts import Column, Fact, Lines, Link, Table, Tag, table
from web.pages.programmes.blueprint import pages
from web.pages.training.blueprint import sections
from web.store import Kept, NotKeptError
from web.store.events import Event

Trained = Mapping[tuple[ProgrammeId | None, int | None], int]
"""How many trainees follow each version of each programme."""


@pages.get("/")
@needs(Permission.TRAINING_VIEW)
def show_all() -> str:
    """Show every programme in its newest version."""
    with reading() as kept:
        programmes, trained = kept.training.programmes.list_current(), _trained(kept)
    listed = table(
        "Programmes",
        ["Programme", "Version", "Stages", "Milestones", Column("Sessions", is_number=True), "Trainees"],
        [_row(each, trained) for each in programmes],
        empty="There is no programme yet: import one from a file.",
    )
    return render_template(
        "programmes/list.html", sections=sections(), programmes=listed, may_edit=may(Permission.TRAINING_MANAGE)
    )


@pages.get("/<id_>")
@needs(Permission.TRAINING_VIEW)
def show(id_: str) -> str:
    """Show a programme as it is now."""
    return _show(id_, None)


@pages.get("/<id_>/<int:version>")
@needs(Permission.TRAINING_VIEW)
def show_version(id_: str, version: int) -> str:
    """Show a programme as one version has it."""
    return _show(id_, version)


@pages.get("/<id_>/<int:version>.toml")
@needs(Permission.TRAINING_VIEW)
def download(id_: str, version: int) -> Response:
    """Give a version of a programme as a file, which an editor shows and another authority imports."""
    with writing() as kept:
        programme = kept.training.programmes.get(ProgrammeId(id_), version)
        kept.audit.say(Event.RECORDS_EXPORTED, "programme", id_, version=version)
    response = make_response(programme_to_toml(programme))
    response.headers["Content-Type"] = "application/toml; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="programme-{version}.toml"'
    return response


def _show(id_: str, version: int | None) -> str:
    with reading() as kept:
        versions, trained = kept.training.programmes.list_versions(ProgrammeId(id_)), _trained(kept)
    newest = versions[0]
    wanted = newest.version if version is None else version
    programme = next((each for each in versions if each.version == wanted), None)
    if programme is None:
        raise NotKeptError("There is no such version.")
    return render_template(
        "programmes/programme.html",
        programme=programme,
        is_newest=programme is newest,
        newest=newest,
        facts=facts_of(programme, trained[programme.id, programme.version]),
        scale=scale_table(programme),
        stages=[(stage, said_of(stage), milestones_table(stage)) for stage in programme.stages],
        versions=_versions(versions, programme, trained),
        may_edit=may(Permission.TRAINING_MANAGE),
    )


def _trained(kept: Kept) -> Trained:
    return Counter((head.programme, head.version) for head in kept.training.list_trainees())


def _row(programme: Programme, trained: Trained) -> tuple[object, ...]:
    return (
        Link(programme.name, url_for("programmes.show", id_=programme.id)),
        programme.version,
        len(programme.stages),
        len(programme.milestone),
        sum(stage.sessions for stage in programme.stages),
        sum(count for (id_, _), count in trained.items() if id_ == programme.id),
    )


def facts_of(programme: Programme, trainees: int) -> list[Fact]:
    """Return a programme in a few lines."""
    critical = sum(each.is_safety_critical for each in programme.milestone.values())
    sessions = sum(stage.sessions for stage in programme.stages)
    minutes = sum(stage.sessions * stage.minutes for stage in programme.stages)
    return [
        Fact("Stages", len(programme.stages)),
        Fact("Sessions", f"{sessions}, {minutes // 60} hours with the trainee"),
        Fact("Milestones", f"{len(programme.milestone)}, safety-critical among them: {critical}"),
        Fact("Followed by", counted(trainees, "trainee")),
    ]


def said_of(stage: Stage) -> str:
    """Return what a stage is, in a sentence."""
    group = f", in groups of up to {stage.group_at_most}" if stage.group_at_most > 1 else ""
    return f"{stage.setting.capitalize()}{group}: {counted(stage.sessions, 'session')} of {stage.minutes} minutes."


def scale_table(programme: Programme) -> Table:
    """Return the scale of help, from the most to none."""
    levels = [(level.value, level.name, level.said) for level in programme.scale.levels]
    return table("Scale of help", ["Level", "Name", "What it means"], levels)


def milestones_table(stage: Stage) -> Table:
    """Return the milestones of a stage, in their order."""
    return table(
        "Milestones",
        ["Milestone", "About", "Reached after", "Lapses"],
        [_milestone_row(each) for each in stage.milestones],
        empty="This stage has no milestones.",
    )


def _milestone_row(milestone: Milestone) -> tuple[object, ...]:
    days = f"{counted(milestone.days_needed, 'day')} in a row without help"
    unplanned = ", one of them with something unplanned" if milestone.needs_unplanned else ""
    lapses, about = milestone.lapses_after_days, milestone.competency.capitalize()
    return (
        milestone.name,
        Lines((about, Tag("Safety-critical", "red"))) if milestone.is_safety_critical else about,
        days + unplanned,
        "never" if lapses is None else f"{counted(lapses, 'day')} after it was last seen",
    )


def _versions(versions: list[Programme], shown: Programme, trained: Trained) -> Table:
    rows = [
        (
            f"Version {each.version}"
            if each is shown
            else Link(f"Version {each.version}", url_for("programmes.show_version", id_=each.id, version=each.version)),
            "newest" if each is versions[0] else "older",
            trained[each.id, each.version],
        )
        for each in versions
    ]
    return table("Versions", ["Version", "Which", Column("Trainees", is_number=True)], rows)
