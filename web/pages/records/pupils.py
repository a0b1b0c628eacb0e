"""A pupil's page: what matters at a glance, what to see to, the next journeys, and what else is kept about them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import url_for

from routing.authority.measures import KINDS as MEASURES
from routing.problem import Direction
from routing.wording import clock, counted
from travel_training.people import TraineeId
from web.access import Permission
from web.pages.desk.naming import Names
from web.pages.guard import may, now, site
from web.pages.parts import Fact, Lines, Link, Name, Table, Tag, Task, table
from web.pages.records.blueprint import may_change
from web.pages.records.lapsing import (
    Confirmed,
    Lapse,
    State,
    confirmed,
    lapse_of,
    newest_assessments,
    school_confirmed,
)
from web.pages.records.showing import RULE_SENTENCES, lowered, said_of
from web.records.layouts import KIND
from web.records.rows import PAIRS, Row, shown
from web.store import Kept
from web.store.day import Confirmation
from web.store.plan_views import PlanHead, RideView
from web.store.training_views import TraineeHead
from web.words import long_day, short_day

_AHEAD = timedelta(days=6)
"""The journeys of a week are shown."""
_BESIDE = ("addresses", "pick_up_points", "usual", *PAIRS, "waivers")
_WAYS = {Direction.TO_SCHOOL: "To school", Direction.FROM_SCHOOL: "From school"}


@dataclass(frozen=True, slots=True)
class Pupil:
    """What is known of a pupil today.

    Parameters
    ----------
    own
        Records about the pupil, by kind.
    lapse
        How long the newest risk assessment holds.
    word
        What the school last said of the record.
    training
        Where they stand in travel training, if they do.
    """

    row: Row
    own: Mapping[str, Sequence[Row]]
    lapse: Lapse
    school: Confirmed
    address: Confirmed
    word: Confirmation | None
    training: TraineeHead | None

    @property
    def measures(self) -> Row | None:
        """The measures of the risk assessment."""
        return next(iter(self.own.get("measures", ())), None)


def of_pupil(kept: Kept, row: Row, *, opened: bool) -> dict[str, Any]:
    """Return what the page of a pupil shows beside the record itself."""
    pupil = _pupil(kept, row)
    today = now().date()
    others = {each[name] for kind in PAIRS for each in pupil.own.get(kind, ()) for name in ("pupil", "other")}
    names = Names.of(kept, others | {row.key})
    rides = kept.plans.list_rides_of(row.key, today, today + _AHEAD)
    return {
        "name": Name(row["name"] or row.key, row.key),
        "names": names,
        "glance": list(_glance(pupil, names, opened=opened)),
        "tasks": list(_tasks(pupil)),
        "rides": _rides(rides, names),
        "beside": list(_beside(pupil, names)),
    }


def _pupil(kept: Kept, row: Row) -> Pupil:
    own: dict[str, list[Row]] = {}
    for each in kept.records.list_of_pupil(row.key):
        own.setdefault(each.kind, []).append(each)
    for kind in PAIRS:  # a pair is kept under one of the two
        own[kind] = [each for each in kept.records.list_open(kind) if row.key in (each["pupil"], each["other"])]
    today, soon = now().date(), timedelta(days=site().settings.lapse_days)
    newest = newest_assessments(own.get("risk_assessments", ())).get(row.key)
    word = kept.day.list_confirmations().get(row.key)
    return Pupil(
        row=row,
        own=own,
        lapse=lapse_of(newest["review_by"] if newest is not None else "", today, soon),
        school=school_confirmed(row, word, today),
        address=confirmed(today, row["address_confirmed_on"]),
        word=word,
        training=kept.training.find(TraineeId(row.key)),
    )


def _glance(pupil: Pupil, names: Names, *, opened: bool) -> Iterator[Fact]:
    """Yield what an officer asks first."""
    row = pupil.row
    assess = Link("Look, change or renew", url_for("records.show_assessment", pupil=row.key), "the risk assessment")
    yield Fact(
        "Needs", Lines(tuple(needs_said(pupil.measures))) if opened else _needs_hidden(pupil), _show(pupil, opened)
    )
    until = "" if pupil.lapse.until is None else f"Review by {long_day(pupil.lapse.until)}"
    yield Fact(
        "Risk assessment",
        Lines(tuple(filter(None, (pupil.lapse.tag, until)))),
        assess if may(Permission.RECORD_RESTRICTED) else None,
    )
    school = Link(names.school(row["school"]), url_for("records.show", kind="schools", key=row["school"]))
    yield Fact("School", Lines((school, _on(pupil.school))))
    yield Fact("Address", _on(pupil.address))
    mode = shown(KIND["pupils"].column("mode"), row["mode"])
    yield Fact("Travels", Lines(tuple(filter(None, (row["days"] or "Monday to Friday", mode)))))
    if pupil.training is not None:
        trainee = Link("Look", url_for("training.show", pupil=row.key), "at travel training")
        yield Fact("Travel training", pupil.training.state.capitalize(), trainee)
    if row["contact"] or row["contact_phone"]:
        contact = ", ".join(filter(None, (row["contact"], row["contact_phone"])))
        yield Fact("Contact", Name(contact, "Hidden"))


def _show(pupil: Pupil, opened: bool) -> Link | None:  # noqa: FBT001 -- private, and named where it is called
    if opened or pupil.measures is None or not may(Permission.RECORD_RESTRICTED):
        return None
    return Link("Show", url_for("records.show_restricted", kind="pupils", key=pupil.row.key), "needs")


def needs_said(measures: Row | None) -> Iterator[str]:
    """Yield what the measures of a pupil ask, one by one."""
    count = 0
    for kind in MEASURES:
        text = "" if measures is None else measures[kind.name]
        if text not in {"", "no", "none"}:
            column = KIND["measures"].column(kind.name)
            count += 1
            yield column.label if text == "yes" else f"{column.label}: {shown(column, text).lower()}"
    if not count:
        yield "No measures: a seat"


def _needs_hidden(pupil: Pupil) -> str:
    if pupil.measures is None:
        return "None recorded"
    return f"{counted(len(pupil.measures.values) - 1, 'measure')} recorded"


def _on(word: Confirmed) -> Lines:
    return Lines((word.tag, *([] if word.on is None else [f"on {word.on:%-d %B %Y}"])))


def _tasks(pupil: Pupil) -> Iterator[Task]:
    """Yield what should be seen to, the gravest first."""
    key = pupil.row.key
    change = url_for("records.change", kind="pupils", key=key)
    if pupil.lapse.state is not State.CURRENT:
        words = {
            State.MISSING: "There is no risk assessment: they are not planned",
            State.LAPSED: "The risk assessment has lapsed: they are not planned",
        }.get(pupil.lapse.state, "The risk assessment lapses soon")
        yield Task(words, pupil.lapse.tag, url_for("records.show_assessment", pupil=key))
    if pupil.word is not None and not pupil.word.is_right:
        hint = pupil.word.note or ""
        yield Task("The school says that the record is wrong", Tag("Said to be wrong", "red"), change, hint)
    for what, word in (("school", pupil.school), ("address", pupil.address)):
        if word.is_due:
            yield Task(f"Ask whether the {what} is still right", word.tag, change)
    for waiver in pupil.own.get("waivers", ()):
        lapse = lapse_of(waiver["until"], now().date(), timedelta(days=site().settings.lapse_days))
        if lapse.state is not State.CURRENT:
            href = url_for("records.show", kind="waivers", key=waiver.key)
            rule = RULE_SENTENCES.get(waiver["rule"], waiver["rule"])
            yield Task(f"A waiver ends: {lowered(rule)}", lapse.tag, href)


def _rides(rides: Sequence[tuple[PlanHead, RideView]], names: Names) -> Table:
    rows = [
        (
            Link(short_day(head.day), _ride_href(head, ride), hidden=_WAYS[head.direction].lower()),
            _WAYS[head.direction],
            clock(ride.board_s),
            clock(ride.alight_s),
            ride.vehicle,
            Lines(tuple(map(names.assistant, ride.assistants))) if ride.assistants else "None",
        )
        for head, ride in rides
    ]
    titles = ["Day", "Way", "Boards", "Leaves the vehicle", "Vehicle", "Passenger assistants"]
    return table("The next seven days", titles, rows, empty="No journey of the next seven days is published yet.")


def _ride_href(head: PlanHead, ride: RideView) -> str:
    return url_for("plans.show_pupil", id_=head.id, pupil=ride.pupil)


def _beside(pupil: Pupil, names: Names) -> Iterator[Fact]:
    """Yield what else is kept about a pupil, by kind, each with where one is added."""
    key = pupil.row.key
    for stem in _BESIDE:
        kind = KIND[stem]
        there = tuple(said_of(row, names, key) for row in pupil.own.get(stem, ()))
        add = (
            Link("Add", url_for("records.new", kind=stem, pupil=key), f"to {kind.title}") if may_change(stem) else None
        )
        yield Fact(f"{kind.title[0].upper()}{kind.title[1:]}", Lines(there) if there else "None", add)
