"""A trainee's milestones, stage by stage: the last levels of help, what is reached, what has lapsed, and the curve."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask import render_template, url_for

from travel_training.entries import Observed
from travel_training.mastery import Mastery, counted, masteries
from travel_training.moves import TEACHING
from travel_training.people import Part
from travel_training.programme import Milestone, MilestoneId, Programme, Scale
from web.access import Permission
from web.pages.charts import Chart, Series
from web.pages.guard import needs, reading, writing
from web.pages.parts import Fact, Lines, Link, Table, Tag, table
from web.pages.training.blueprint import in_words, may_write, pages, tabs_of
from web.pages.training.dots import dots
from web.pages.training.telling import level_said
from web.pages.training.trainee import Trainee
from web.store.errors import NotKeptError
from web.store.events import Event
from web.words import short_day

_LAST = 5
_MOST = 26
"""So many weeks, or days, are drawn."""


@pages.get("/trainees/<record_key:pupil>/milestones")
@needs(Permission.TRAINING_VIEW)
def show_milestones(pupil: str) -> str:
    """Show how far a trainee is with each milestone."""
    with reading() as kept:
        trainee = Trainee.of(kept, pupil)
    programme = trainee.programme
    return render_template(
        "training/milestones.html",
        trainee=trainee,
        tabs=tabs_of(pupil),
        stages=[] if programme is None else list(_stages(trainee, programme)),
        scale=() if programme is None else programme.scale.levels,
        curve=None if programme is None else curve(trainee, programme),
        observe_href=url_for("training.observe", pupil=pupil) if _may_teach(trainee) else "",
    )


def _may_teach(trainee: Trainee) -> bool:
    return may_write() and trainee.programme is not None and trainee.part in TEACHING | {Part.SECOND}


def by_milestone(trainee: Trainee) -> dict[MilestoneId, list[Observed]]:
    """Return the observations that count, of each milestone, in the order in which they were made."""
    found: dict[MilestoneId, list[Observed]] = defaultdict(list)
    for each in counted(trainee.history):
        found[each.milestone].append(each)
    return found


def _stages(trainee: Trainee, programme: Programme) -> Iterator[Table]:
    mastery, seen = masteries(trainee.history, programme, trainee.today), by_milestone(trainee)
    for stage in programme.stages:
        reached = sum(mastery[each.id].is_reached for each in stage.milestones)
        rows = [_row(trainee, each, mastery[each.id], seen[each.id], programme.scale) for each in stage.milestones]
        caption = f"{stage.name}: {reached} of {len(stage.milestones)} reached"
        yield table(caption, ["Milestone", "Now", "Last levels of help", "Last seen"], rows)


def _row(
    trainee: Trainee, milestone: Milestone, mastery: Mastery, seen: Sequence[Observed], scale: Scale
) -> tuple[object, ...]:
    href = url_for("training.show_milestone", pupil=trainee.id, milestone=milestone.id)
    name: object = Link(milestone.name, href)
    if milestone.is_safety_critical:
        name = Lines((name, "Safety-critical"))
    last = seen[-1].day if seen else None
    return (
        name,
        now_of(mastery),
        dots([each.level for each in seen[-_LAST:]], scale),
        "Not yet" if last is None else short_day(last),
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


def curve(trainee: Trainee, programme: Programme) -> Chart | None:
    """Return from prompts to independence: how much of what was seen in each week was done without help."""
    weeks: dict[date, list[bool]] = defaultdict(list)
    for each in counted(trainee.history):
        weeks[each.day - timedelta(days=each.day.weekday())].append(each.level >= programme.scale.top)
    shown = sorted(weeks)[-_MOST:]
    if not shown:
        return None
    shares = tuple(round(100 * sum(weeks[each]) / len(weeks[each])) for each in shown)
    return Chart(
        id="curve",
        title="From prompts to independence",
        said=f"Without help in the week of {short_day(shown[-1])}: {shares[-1]}% of what was seen.",
        first="Week of",
        labels=tuple(map(short_day, shown)),
        series=(Series(name="Without help", values=shares),),
        unit="%",
    )


@pages.get("/trainees/<record_key:pupil>/milestones/<milestone>")
@needs(Permission.TRAINING_VIEW)
def show_milestone(pupil: str, milestone: str) -> str:
    """Show every observation of a milestone, and write down that somebody looked at the notes."""
    with writing() as kept:
        trainee = Trainee.of(kept, pupil)
        found = None if trainee.programme is None else trainee.programme.milestone.get(MilestoneId(milestone))
        if found is None or trainee.programme is None:
            raise NotKeptError("There is no such milestone.")
        kept.audit.say(Event.RESTRICTED_VIEWED, "trainee", trainee.id, what=f"milestone {found.id}")
    mastery = masteries(trainee.history, trainee.programme, trainee.today)[found.id]
    observe = url_for("training.observe", pupil=pupil, milestone=found.id)
    return render_template(
        "training/milestone.html",
        trainee=trainee,
        milestone=found,
        facts=list(_facts(found, mastery)),
        levels=_levels(trainee, found, trainee.programme.scale),
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


def _levels(trainee: Trainee, milestone: Milestone, scale: Scale) -> Chart | None:
    """Return the levels of help over time."""
    seen = by_milestone(trainee)[milestone.id][-_MOST:]
    if not seen:
        return None
    bottom, top = scale.levels[0], scale.levels[-1]
    return Chart(
        id="levels",
        title="Help that was needed",
        said=f"From {bottom.value}, {bottom.name.lower()}, to {top.value}, {top.name.lower()}.",
        first="Day",
        labels=tuple(short_day(each.day) for each in seen),
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
