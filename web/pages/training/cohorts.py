"""Cohorts: everyone at a glance, who is stuck and who is ready, attendance and hours; made and changed by form."""

from collections.abc import Iterator, Mapping, Sequence

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.wording import counted
from travel_training.people import CohortId, TrainerId
from travel_training.programme import ProgrammeId
from travel_training.progress import STUCK_AFTER, CohortProgress, Progress, cohort_progress
from web.access import Permission
from web.pages.desk.naming import Names
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import may, needs, now, reading, writing
from web.pages.parts import Column, Fact, Lines, Link, Table, Tag, table
from web.pages.training.blueprint import FACES, in_words, name_of, pages, sections, state_tag
from web.pages.training.dots import dots
from web.pages.training.glance import progress_by
from web.pages.training.pen import stem_given
from web.pages.training.sessions import hours
from web.store import ConflictError, Kept
from web.store.training_views import Cohort, TraineeHead
from web.words import short_day

_LAST = 5
"""So many of the last levels of help are shown."""


@pages.get("/cohorts")
@needs(Permission.TRAINING_VIEW)
def list_cohorts() -> str:
    """Show the cohorts."""
    with reading() as kept:
        cohorts = kept.training.cohorts.list_all()
        heads = kept.training.list_trainees()
        trainers = kept.records.names("trainers")
        programmes = {each.id: each.name for each in kept.training.programmes.list_current()}
    rows = [
        (
            Link(each.name, url_for("training.show_cohort", id_=each.id)),
            programmes.get(each.programme, each.programme),
            in_words(each.begins),
            in_words(each.ends),
            Lines(tuple(trainers.get(trainer, trainer) for trainer in each.trainers)),
            sum(head.cohort == each.id for head in heads),
        )
        for each in cohorts
    ]
    titles: list[str | Column] = [
        "Cohort",
        "Programme",
        "From",
        "Until",
        "Trainers",
        Column("Trainees", is_number=True),
    ]
    return render_template(
        "training/cohorts.html",
        sections=sections(),
        listed=table("Cohorts", titles, rows, empty="There are no cohorts yet: make one, and put trainees into it."),
        may_manage=may(Permission.TRAINING_MANAGE),
    )


@pages.get("/cohorts/<id_>")
@needs(Permission.TRAINING_VIEW)
def show_cohort(id_: str) -> str:
    """Show everyone of a cohort at a glance."""
    with reading() as kept:
        cohort = kept.training.cohorts.get(CohortId(id_))
        heads = kept.training.list_trainees(cohort=cohort.id)
        found = cohort_progress(progress_by(kept, heads, now().date()))
        names = Names.of(kept, {each.pupil for each in heads})
        trainers = kept.records.names("trainers")
        programme = kept.training.programmes.find(cohort.programme)
    called = cohort.programme if programme is None else programme.name
    return render_template(
        "training/cohort.html",
        cohort=cohort,
        facts=_facts(cohort, found, trainers, called),
        everyone=_everyone(heads, found, names),
        stuck=found.stuck,
        ready=found.ready,
        stuck_after=STUCK_AFTER,
        names=names,
        may_manage=may(Permission.TRAINING_MANAGE),
    )


def _facts(cohort: Cohort, found: CohortProgress, trainers: Mapping[str, str], programme: str) -> list[Fact]:
    percent = found.attended_percent
    share = "" if percent is None else f", {percent}% of those to which trainees could have come"
    return [
        Fact("Days", f"{in_words(cohort.begins)} to {in_words(cohort.ends)}"),
        Fact("Programme", programme),
        Fact("Trainers", Lines(tuple(trainers.get(each, each) for each in cohort.trainers) or ("None yet",))),
        Fact("Attendance", f"{counted(found.held, 'session')} held{share}"),
        Fact("Hours with trainees", hours(found.minutes)),
        Fact("Hours on the way there and back", hours(found.travel_minutes)),
    ]


def _everyone(heads: Sequence[TraineeHead], found: CohortProgress, names: Names) -> Table:
    rows = [
        (
            Link(each.pupil, url_for("training.show", pupil=each.pupil)),
            name_of(names, each.pupil),
            Lines(tuple(_tags(each, found))),
            *_how_far(found.trainees.get(each.pupil)),
        )
        for each in heads
    ]
    titles = ["Reference", "Name", "State", "Stage", "Reached", "Last levels", "Last session", "Felt last"]
    return table("Everyone", titles, rows, empty="Nobody is in this cohort yet: assign trainees to it on their pages.")


def _tags(head: TraineeHead, found: CohortProgress) -> Iterator[Tag]:
    yield state_tag(head.state)
    if head.pupil in found.stuck:
        yield Tag("Stuck", "red")
    if head.pupil in found.ready:
        yield Tag("Ready for sign-off", "green")


def _how_far(progress: Progress | None) -> tuple[object, ...]:
    """Return the cells that say how far a trainee is; empty without a programme."""
    if progress is None:
        return ("", "", "", "", "")
    points = sorted((point for each in progress.milestones for point in each.points), key=lambda point: point.on)
    felt = max(progress.feelings, key=lambda each: each.at, default=None)
    return (
        "Not begun" if progress.taught is None else progress.taught.name,
        f"{progress.reached} of {len(progress.milestones)}",
        dots([point.level for point in points[-_LAST:]], progress.programme.scale),
        short_day(progress.held[-1].day) if progress.held else "None yet",
        "" if felt is None else FACES[felt.feeling],
    )


@pages.route("/cohorts/new", methods=["GET", "POST"])
@needs(Permission.TRAINING_MANAGE)
def new_cohort() -> Response:
    """Make a cohort."""
    return _edited(None)


@pages.route("/cohorts/<id_>/change", methods=["GET", "POST"])
@needs(Permission.TRAINING_MANAGE)
def change_cohort(id_: str) -> Response:
    """Change a cohort and its trainers."""
    with reading() as kept:
        cohort = kept.training.cohorts.get(CohortId(id_))
    return _edited(cohort)


def _edited(cohort: Cohort | None) -> Response:
    with reading() as kept:
        fields = _fields(kept)
    form = Form.filled(fields, _values(cohort))
    version = 0 if cohort is None else cohort.version
    if request.method == "POST":
        form, version = form.read(request.form), _version()
        if form.is_right and form.values["ends"] < form.values["begins"]:
            form = form.refuse("ends", "Last day: must not be before the first day")
        if form.is_right:
            id_ = CohortId(stem_given().hex) if cohort is None else cohort.id
            try:
                with writing() as kept:
                    kept.training.cohorts.keep(_made(id_, form, version))
            except ConflictError as refused:
                form = form.refuse("", str(refused))
            else:
                flash("The cohort has been saved.")
                return redirect(url_for("training.show_cohort", id_=id_), 303)
    page = render_template(
        "training/cohort_form.html", cohort=cohort, questions=form, version=version, stem=stem_given()
    )
    return make_response(page, 422 if form.errors else 200)


def _fields(kept: Kept) -> tuple[Field, ...]:
    programmes = tuple(Choice(each.id, each.name) for each in kept.training.programmes.list_current())
    return (
        Field(name="name", label="Name", hint="Such as Spring 2027, north", width=30),
        Field(name="programme", label="Programme", kind=Kind.SELECT, choices=programmes),
        Field(name="begins", label="First day", kind=Kind.DATE),
        Field(name="ends", label="Last day", kind=Kind.DATE),
        *_trainers(kept),
    )


def _trainers(kept: Kept) -> Iterator[Field]:
    """Yield the question who trains; nothing where no trainer is recorded."""
    names = sorted(kept.records.names("trainers").items(), key=lambda each: each[1])
    choices = tuple(Choice(id_, name) for id_, name in names)
    if choices:
        yield Field(name="trainers", label="Trainers", kind=Kind.CHECKBOXES, choices=choices, required=False)


def _values(cohort: Cohort | None) -> dict[str, object]:
    if cohort is None:
        return {}
    return {name: getattr(cohort, name) for name in ("name", "programme", "begins", "ends", "trainers")}


def _made(id_: CohortId, form: Form, version: int) -> Cohort:
    values = form.values
    return Cohort(
        id=id_,
        name=values["name"],
        programme=ProgrammeId(values["programme"]),
        begins=values["begins"],
        ends=values["ends"],
        trainers=tuple(map(TrainerId, values.get("trainers", ()))),
        version=version,
    )


def _version() -> int:
    """Return the version that was seen; one that nobody can read is that of nothing."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 -- no cohort changes so often
