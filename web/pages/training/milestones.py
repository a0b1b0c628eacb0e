"""A trainee's milestones, stage by stage: the last levels of help, what is reached, what has lapsed, and the curve."""

from collections.abc import Iterator

from flask import render_template, url_for

from routing.wording import counted
from travel_training.entries import Observed
from travel_training.mastery import Mastery
from travel_training.people import TEACHING, Part
from travel_training.programme import Milestone, Scale
from travel_training.progress import MilestoneProgress, Progress
from web.access import Permission
from web.pages.charts import Chart, Series
from web.pages.guard import needs, reading, writing
from web.pages.parts import Fact, Lines, Link, Table, Tag, table
from web.pages.training.blueprint import foot, in_words, may_write, pages, tabs_of
from web.pages.training.dots import dots
from web.pages.training.telling import level_said
from web.pages.training.trainee import Trainee
from web.store import NotKeptError
from web.store.events import Event
from web.words import short_day

_MOST = 26
"""So many weeks, or days, are drawn."""


@pages.get("/trainees/<record_key:pupil>/milestones")
@needs(Permission.TRAINING_VIEW)
def show_milestones(pupil: str) -> str:
    """Show how far a trainee is with each milestone."""
    with reading() as kept:
        trainee = Trainee.of(kept, pupil)
    progress = trainee.progress
    return render_template(
        "training/milestones.html",
        trainee=trainee,
        tabs=tabs_of(pupil),
        stages=[] if progress is None else list(_stages(trainee, progress)),
        scale=() if progress is None else progress.programme.scale.levels,
        curve=None if progress is None else _curve(progress),
        observe_href=url_for("training.observe", pupil=pupil) if _may_teach(trainee) else "",
    )


def _may_teach(trainee: Trainee) -> bool:
    return may_write() and trainee.programme is not None and trainee.part in TEACHING | {Part.SECOND}


def _stages(trainee: Trainee, progress: Progress) -> Iterator[Table]:
    for each in progress.stages:
        rows = [_row(trainee, one, progress.programme.scale) for one in progress.milestones if one.stage is each.stage]
        held = f"{counted(each.held, 'session')} held, {each.stage.sessions} planned"
        caption = f"{each.stage.name}: {each.reached} of {len(rows)} reached, {held}"
        yield table(caption, ["Milestone", "Now", "Last levels of help", "Last seen"], rows)


def _row(trainee: Trainee, progress: MilestoneProgress, scale: Scale) -> tuple[object, ...]:
    milestone = progress.milestone
    href = url_for("training.show_milestone", pupil=trainee.id, milestone=milestone.id)
    name: object = Link(milestone.name, href)
    if milestone.is_safety_critical:
        name = Lines((name, "Safety-critical"))
    return (
        name,
        now_of(progress.mastery),
        dots([point.level for point in progress.last], scale),
        short_day(progress.last[-1].on) if progress.last else "Not yet",
    )


def now_of(mastery: Mastery) -> object:
    """Return how far a milestone is, with why it has lapsed if it has."""
    if mastery.lapsed_on is not None:
        return Lines((Tag("Lapsed"), f"{mastery.lapsed_because}, {in_words(mastery.lapsed_on)}"))
    if mastery.reached_on is not None:
        slipped = (f"help was needed again on {in_words(mastery.slipped_on)}",) if mastery.slipped_on else ()
        return Lines((Tag("Reached", "green"), f"on {in_words(mastery.reached_on)}", *slipped))
    if mastery.seen_on is None and not mastery.in_a_row:
        return Tag("Not yet", "grey")
    days = f"{mastery.in_a_row} of {mastery.days_needed} days in a row"
    return Lines((Tag("On the way", "blue"), days))


def _curve(progress: Progress) -> Chart | None:
    """Return from prompts to independence: how much of what was seen in each week was done without help."""
    shown = progress.weeks[-_MOST:]
    if not shown:
        return None
    shares = tuple(100 - week.helped_percent for week in shown)
    return Chart(
        id="curve",
        title="From prompts to independence",
        said=f"Without help in the week of {short_day(shown[-1].monday)}: {shares[-1]}% of what was seen.",
        first="Week of",
        labels=tuple(foot(week.monday) for week in shown),
        series=(Series(name="Without help", values=shares),),
        unit="%",
    )


@pages.get("/trainees/<record_key:pupil>/milestones/<milestone>")
@needs(Permission.TRAINING_VIEW)
def show_milestone(pupil: str, milestone: str) -> str:
    """Show every observation of a milestone, and write down that somebody looked at the notes."""
    with writing() as kept:
        trainee = Trainee.of(kept, pupil)
        ways = trainee.progress.milestones if trainee.progress is not None else ()
        progress = next((each for each in ways if each.milestone.id == milestone), None)
        if progress is None or trainee.programme is None:
            raise NotKeptError("There is no such milestone.")
        kept.audit.say(Event.RESTRICTED_VIEWED, "trainee", trainee.id, what=f"milestone {milestone}")
    found = progress.milestone
    observe = url_for("training.observe", pupil=pupil, milestone=found.id)
    return render_template(
        "training/milestone.html",
        trainee=trainee,
        milestone=found,
        facts=list(_facts(found, progress.mastery)),
        levels=_levels(progress, trainee.programme.scale),
        listed=_observations(trainee, found),
        observe_href=observe if _may_teach(trainee) else "",
    )


def _facts(milestone: Milestone, mastery: Mastery) -> Iterator[Fact]:
    yield Fact("Now", now_of(mastery))
    yield Fact("It is about", milestone.competency.capitalize())
    yield Fact("Safety-critical", "Yes: it is wanted before any sign-off" if milestone.is_safety_critical else "No")
    unplanned = ", one of them with an unplanned problem" if milestone.needs_unplanned else ""
    yield Fact("Reached after", f"{milestone.days_needed} days in a row without help{unplanned}")
    lapses = milestone.lapses_after_days
    yield Fact("Lapses", "Never" if lapses is None else f"When it has not been seen done for {lapses} days")


def _levels(progress: MilestoneProgress, scale: Scale) -> Chart | None:
    """Return the levels of help over time."""
    seen = progress.points[-_MOST:]
    if not seen:
        return None
    bottom, top = scale.levels[0], scale.levels[-1]
    return Chart(
        id="levels",
        title="Help that was needed",
        said=f"From {bottom.value}, {bottom.name.lower()}, to {top.value}, {top.name.lower()}.",
        first="Day",
        labels=tuple(foot(each.on) for each in seen),
        series=(Series(name="Level", values=tuple(each.level for each in seen)),),
    )


def _observations(trainee: Trainee, milestone: Milestone) -> Table:
    all_ = [each for each in trainee.history if isinstance(each, Observed) and each.milestone == milestone.id]
    replaced = {each.replaces for each in all_}
    rows = [
        (
            in_words(each.day),
            level_said(each.level, trainee).capitalize(),
            "" if each.part is None else each.part.capitalize(),
            Lines(tuple(filter(None, ("Unplanned problem" if each.was_unplanned else "", each.note)))),
            trainee.user(each.by.user),
            _correct(trainee, each, is_replaced=each.id in replaced),
        )
        for each in sorted(all_, key=lambda each: each.at, reverse=True)
    ]
    titles = ["Day", "Help", "Part of the journey", "Note", "Seen by", "Correct"]
    return table("Observations", titles, rows, empty="Nothing has been seen of it yet: write down an observation.")


def _correct(trainee: Trainee, seen: Observed, *, is_replaced: bool) -> object:
    if is_replaced:
        return "Corrected since: it does not count"
    if not _may_teach(trainee):
        return ""
    href = url_for("training.correct", pupil=trainee.id, entry=seen.id)
    return Link("Correct", href, f"the observation of {in_words(seen.day)}")
