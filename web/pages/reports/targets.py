"""The targets that the authority sets itself, over all or for a locality or a school; kept as records, in versions."""

from collections.abc import Mapping, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, reading, writing
from web.pages.parts import Column, Link, table
from web.pages.reports.blueprint import pages, tabs
from web.pages.reports.facts import Office
from web.records.choices import TARGETS
from web.records.rows import Row, row_of
from web.reporting.figures import Unit, told_alone
from web.reporting.pupils import PupilFacts
from web.reporting.targets import MORE_IS_BETTER, UNITS
from web.store import Kept

_WORDS = dict(TARGETS)
_WHOLE = 100


@pages.get("/targets")
@needs(Permission.TARGET_EDIT)
def list_targets() -> str:
    """Show the targets that are set, and ask for another."""
    with reading() as kept:
        return _page(kept, None)


@pages.post("/targets")
@needs(Permission.TARGET_EDIT)
def set_target() -> str | Response | tuple[str, int]:
    """Set a target, in the place of the one that there may be for the same locality and school."""
    with writing() as kept:
        office = Office(kept)
        form = _checked(Form(_fields(office.pupils, office.schools)).read(request.form))
        if not form.is_right:
            return _page(kept, form), 422
        row = row_of("targets", {name: f"{value or ''}" for name, value in form.values.items()})
        before = kept.records.find("targets", row.key)
        kept.records.keep(Row("targets", row.key, row.values, 0 if before is None else before.version))
    flash("The target is set: reports show how things stand to it from now on.")
    return redirect(url_for("reports.list_targets"), 303)


def _checked(form: Form) -> Form:
    value, unit = form.values.get("value"), UNITS.get(form.values.get("target") or "")
    if value is not None and unit is Unit.PERCENT and value > _WHOLE:
        return form.refuse("value", f"Value: a share is at most {_WHOLE}%, not {value}%")
    return form


def _page(kept: Kept, form: Form | None) -> str:
    office = Office(kept)
    rows = kept.records.list_kind("targets")
    order = list(_WORDS)
    rows.sort(key=lambda row: (order.index(row["target"]), row["locality"].casefold(), row["school"].casefold()))
    columns: list[str | Column] = ["Target", "For", Column("Value", is_number=True), ""]
    return render_template(
        "reports/targets.html",
        tabs=tabs("targets"),
        form=form or Form(_fields(office.pupils, office.schools)),
        table=table(
            "Targets that are set",
            columns,
            [_row(row, office.schools) for row in rows],
            empty="None is set: set the first below, and the overview says how things stand to it.",
        ),
    )


def _row(row: Row, schools: Mapping[str, str]) -> Sequence[object]:
    words, where = _WORDS[row["target"]], _where(row, schools)
    remove = Link("Remove", url_for("reports.ask_removal", key=row.key), hidden=f"{words}, {where}")
    least = "at least" if row["target"] in MORE_IS_BETTER else "at most"
    return (words, where, f"{least} {told_alone(int(row['value']), UNITS[row['target']])}", remove)


def _where(row: Row, schools: Mapping[str, str]) -> str:
    parts = [row["locality"], schools.get(row["school"], row["school"])]
    return ", ".join(part for part in parts if part) or "The whole authority"


def _fields(pupils: Mapping[str, PupilFacts], schools: Mapping[str, str]) -> tuple[Field, ...]:
    localities = sorted({pupil.locality for pupil in pupils.values() if pupil.locality}, key=str.casefold)
    names = sorted(schools.items(), key=lambda each: each[1].casefold())
    return (
        Field(name="target", label="Target", kind=Kind.SELECT, choices=tuple(Choice(*each) for each in TARGETS)),
        Field(
            name="locality",
            label="Locality",
            kind=Kind.SELECT,
            required=False,
            hint="Leave it open for all",
            choices=tuple(Choice(each, each) for each in localities),
        ),
        Field(
            name="school",
            label="School",
            kind=Kind.SELECT,
            required=False,
            hint="Leave it open for all",
            choices=tuple(Choice(school, words) for school, words in names),
        ),
        Field(name="value", label="Value", kind=Kind.NUMBER, hint="Per cent, days or pounds, as the target says"),
    )


@pages.get("/targets/remove")
@needs(Permission.TARGET_EDIT)
def ask_removal() -> str:
    """Ask whether a target is to go."""
    with reading() as kept:
        row = kept.records.get("targets", request.args.get("key", ""))
        where = _where(row, Office(kept).schools)
    return render_template(
        "reports/remove_target.html", tabs=tabs("targets"), row=row, words=_WORDS[row["target"]], where=where
    )


@pages.post("/targets/remove")
@needs(Permission.TARGET_EDIT)
def remove_target() -> Response:
    """Take a target out; its history stays."""
    version = request.form.get("version", type=int)
    if version is None:
        abort(400)
    with writing() as kept:
        kept.records.remove("targets", request.form.get("key", ""), version)
    flash("The target is removed.")
    return redirect(url_for("reports.list_targets"), 303)
