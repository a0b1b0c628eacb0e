"""A programme as the questions of one page, and the answers as a programme again.

Every stage and milestone has a prefix (``s2-m0-``); blank ones stand at the end, and are new where they get a name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from routing.authority.cells import AT_LEAST_ONE
from travel_training.errors import ProgrammeError
from travel_training.programme import (
    Competency,
    Level,
    Milestone,
    MilestoneId,
    Programme,
    Scale,
    Setting,
    Stage,
    StageId,
)
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.programmes.blueprint import new_id

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

NEW_MILESTONES = 2
"""So many blank milestones stand at the end of each stage."""
_OUT, _YES = (Choice("yes", "Take it out"),), Choice("yes", "Yes")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Part:
    """A stage or milestone on the page: where its questions are, and what stands there now; nothing for a blank."""

    prefix: str
    now: Stage | Milestone | None
    parts: tuple["Part", ...] = ()


def parts_of(programme: Programme) -> tuple[Part, ...]:
    """Return the stages of a programme as they are asked, each with its milestones; the last of each kind blank."""
    return tuple(
        Part(
            f"s{s}-",
            stage,
            tuple(
                Part(f"s{s}-m{m}-", milestone)
                for m, milestone in enumerate((*(stage.milestones if stage else ()), *(None,) * NEW_MILESTONES))
            ),
        )
        for s, stage in enumerate((*programme.stages, None))
    )


def levels_of(programme: Programme) -> tuple[tuple[str, Level | None], ...]:
    """Return the levels of the scale as they are asked: the prefix of each, and what stands there; a blank one last."""
    return tuple((f"l{n}-", level) for n, level in enumerate((*programme.scale.levels, None)))


def questions_of(programme: Programme) -> Form:
    """Return the form that shows a programme."""
    return Form.filled(_fields(programme), dict(_values(programme)))


def read(programme: Programme, answers: "MultiDict[str, str]") -> tuple[Form, Programme | None]:
    """Return the form with what was answered, and the programme that it says; None if something is wrong with it."""
    reading = _Reading(programme, Form(_fields(programme)).read(answers))
    found = reading.programme() if reading.form.is_right else None
    return reading.form, found


def _fields(programme: Programme) -> tuple[Field, ...]:
    return tuple(_all_fields(programme))


def _all_fields(programme: Programme) -> Iterator[Field]:
    yield Field(name="name", label="Name")
    yield Field(name="said", label="For whom it is", kind=Kind.LONG_TEXT, required=False, rows=3)
    for prefix, level in levels_of(programme):
        is_new = level is None
        yield Field(name=f"{prefix}value", label="Level", kind=Kind.NUMBER, required=not is_new)
        yield Field(name=f"{prefix}name", label="Name of the level", required=not is_new, width=20)
        yield Field(name=f"{prefix}said", label="What it means", required=False)
    for part in parts_of(programme):
        yield from _stage_fields(part)
        for each in part.parts:
            yield from _milestone_fields(each)


def _stage_fields(part: Part) -> Iterator[Field]:
    at, is_there = part.prefix, part.now is not None
    settings = tuple(Choice(each.value, each.capitalize()) for each in Setting)
    yield Field(name=f"{at}name", label="Name of the stage", required=is_there, width=30)
    yield Field(name=f"{at}setting", label="Setting", kind=Kind.SELECT, choices=settings, required=is_there)
    yield _count(f"{at}sessions", "Sessions", is_there=is_there)
    yield _count(f"{at}minutes", "Minutes of a session", is_there=is_there)
    yield _count(f"{at}group", "Trainees in a group, at most", is_there=False, hint="Empty: one alone")
    if is_there:
        yield _count(f"{at}place", "Place among the stages", is_there=True)
        yield Field(name=f"{at}out", label="This stage", kind=Kind.CHECKBOXES, choices=_OUT, required=False)


def _milestone_fields(part: Part) -> Iterator[Field]:
    at, is_there = part.prefix, part.now is not None
    about = tuple(Choice(each.value, each.capitalize()) for each in Competency)
    critical = (Choice("yes", "It must be reached, and not have lapsed, before any sign-off"),)
    unplanned = (Choice("yes", "On one of those days something goes wrong that nobody had planned"),)
    yield Field(name=f"{at}name", label="Name of the milestone", required=is_there)
    yield Field(name=f"{at}said", label="What is looked for", required=False)
    yield Field(name=f"{at}about", label="About", kind=Kind.SELECT, choices=about, required=is_there)
    yield _check(f"{at}critical", "Safety-critical", critical)
    yield _count(f"{at}days", "Days in a row without help", is_there=is_there)
    yield _check(f"{at}unplanned", "An unplanned problem", unplanned)
    yield _count(f"{at}lapses", "Lapses after days", is_there=False, hint="Not seen for so long; empty: never")
    if is_there:
        yield _count(f"{at}place", "Place in the stage", is_there=True)
        yield _check(f"{at}out", "This milestone", _OUT)


def _check(name: str, label: str, choices: tuple[Choice, ...]) -> Field:
    return Field(name=name, label=label, kind=Kind.CHECKBOXES, choices=choices, required=False)


def _count(name: str, label: str, *, is_there: bool, hint: str = "") -> Field:
    return Field(name=name, label=label, kind=Kind.NUMBER, cell=AT_LEAST_ONE, required=is_there, hint=hint)


def _values(programme: Programme) -> Iterator[tuple[str, object]]:
    yield from {"name": programme.name, "said": programme.said or None}.items()
    for prefix, level in levels_of(programme):
        if level is not None:
            said = level.said or None
            yield from {f"{prefix}value": level.value, f"{prefix}name": level.name, f"{prefix}said": said}.items()
    for place, part in enumerate(parts_of(programme), 1):
        if isinstance(part.now, Stage):
            yield from _stage_values(part.prefix, part.now, place)
        for number, each in enumerate(part.parts, 1):
            if isinstance(each.now, Milestone):
                yield from _milestone_values(each.prefix, each.now, number)


def _stage_values(at: str, stage: Stage, place: int) -> Iterator[tuple[str, object]]:
    yield f"{at}name", stage.name
    yield f"{at}setting", stage.setting
    yield f"{at}sessions", stage.sessions
    yield f"{at}minutes", stage.minutes
    yield f"{at}group", stage.group_at_most if stage.group_at_most > 1 else None
    yield f"{at}place", place


def _milestone_values(at: str, milestone: Milestone, place: int) -> Iterator[tuple[str, object]]:
    yield f"{at}name", milestone.name
    yield f"{at}said", milestone.said or None
    yield f"{at}about", milestone.competency
    yield f"{at}critical", ("yes",) if milestone.is_safety_critical else ()
    yield f"{at}days", milestone.days_needed
    yield f"{at}unplanned", ("yes",) if milestone.needs_unplanned else ()
    yield f"{at}lapses", milestone.lapses_after_days
    yield f"{at}place", place


class _Reading:
    """Answers being read as a programme; what cannot be is said at the question where it is mended."""

    def __init__(self, now: Programme, form: Form) -> None:
        self._now, self.form = now, form
        self._ids = {*(str(each.id) for each in now.stages), *map(str, now.milestone)}

    def programme(self) -> Programme | None:
        """Return the programme, or None and what is wrong in the form."""
        scale = self._made("l0-value", lambda: Scale(levels=tuple(self._levels())))
        stages = tuple(self._in_order(parts_of(self._now), self._stage))
        if not self.form.is_right or scale is None:
            return None
        name, said = self.form.values["name"], self.form.values["said"] or ""
        return self._made(
            "name",
            lambda: Programme(
                id=self._now.id, version=self._now.version, name=name, said=said, scale=scale, stages=stages
            ),
        )

    def _levels(self) -> Iterator[Level]:
        values = self.form.values
        for prefix, _ in levels_of(self._now):
            value, name = values[f"{prefix}value"], values[f"{prefix}name"]
            if value is not None and name:
                yield Level(value=value, name=name, said=values[f"{prefix}said"] or "")
            elif value is not None or name:
                self._refuse(f"{prefix}value", "Level: a new level has a number and a name")

    def _in_order(self, parts: tuple[Part, ...], make: Callable[[Part], _Made | None]) -> Iterator[_Made]:
        """Yield what the parts are, in the order of their places; new ones last, those taken out left out."""
        values = self.form.values
        left = [each for each in parts if not values.get(f"{each.prefix}out")]
        for part in sorted(left, key=lambda each: values.get(f"{each.prefix}place") or len(parts) + 1):
            made = make(part)
            if made is not None:
                yield made

    def _stage(self, part: Part) -> Stage | None:
        at, values = part.prefix, self.form.values
        milestones = tuple(self._in_order(part.parts, self._milestone))
        if not values[f"{at}name"]:
            if milestones:
                self._refuse(f"{at}name", "Name of the stage is empty: a new milestone needs a stage")
            return None
        if self._lacks(at, {"setting": "a setting", "sessions": "sessions", "minutes": "minutes"}):
            return None
        return self._made(
            f"{at}group",
            lambda: Stage(
                id=part.now.id if isinstance(part.now, Stage) else StageId(self._new_id(values[f"{at}name"])),
                name=values[f"{at}name"],
                setting=Setting(values[f"{at}setting"]),
                sessions=values[f"{at}sessions"],
                minutes=values[f"{at}minutes"],
                milestones=milestones,
                group_at_most=values[f"{at}group"] or 1,
            ),
        )

    def _milestone(self, part: Part) -> Milestone | None:
        at, values = part.prefix, self.form.values
        if not values[f"{at}name"]:
            return None
        if self._lacks(at, {"about": "what it is about", "days": "days"}):
            return None
        return self._made(
            f"{at}name",
            lambda: Milestone(
                id=part.now.id if isinstance(part.now, Milestone) else MilestoneId(self._new_id(values[f"{at}name"])),
                name=values[f"{at}name"],
                said=values[f"{at}said"] or "",
                competency=Competency(values[f"{at}about"]),
                is_safety_critical=bool(values[f"{at}critical"]),
                days_needed=values[f"{at}days"],
                needs_unplanned=bool(values[f"{at}unplanned"]),
                lapses_after_days=values[f"{at}lapses"],
            ),
        )

    def _lacks(self, at: str, wanted: dict[str, str]) -> bool:
        """Refuse a new part that lacks something; return whether it does."""
        missing = {name: words for name, words in wanted.items() if self.form.values[f"{at}{name}"] is None}
        for name, words in missing.items():
            self._refuse(f"{at}{name}", f"{self.form.field(f'{at}{name}').label} is empty: what is new needs {words}")
        return bool(missing)

    def _made(self, field: str, make: Callable[[], _Made]) -> _Made | None:
        try:
            return make()
        except ProgrammeError as refused:
            said = str(refused)
            self._refuse(field, f"{said[0].upper()}{said[1:]}")
            return None

    def _refuse(self, field: str, sentence: str) -> None:
        self.form = self.form.refuse(field, sentence)

    def _new_id(self, name: str) -> str:
        made = new_id(name, self._ids)
        self._ids.add(made)
        return made
