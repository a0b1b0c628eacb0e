"""What the phone's pages show of a session and a visit: values for the templates, with names or, in copies, without."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import url_for

from travel_training.entries import Attendance, Attended, EntryId, Felt, JourneyPart, Observed, When
from travel_training.people import TraineeId
from travel_training.programme import Level, Milestone, Programme, Setting, Stage
from web.pages.parts import Name
from web.store import Kept
from web.store.training_views import KeptEntry, KeptSession, SessionState
from web.training.logged import LONGEST_NOTE
from web.training.outbox import SKEW, apart
from web.training.visits import Visit
from web.words import HERE

FEELINGS = ("Very worried", "Worried", "OK", "Happy", "Very happy")
ATTENDANCES = {
    Attendance.HELD: "Held",
    Attendance.TRAINEE_ABSENT: "Trainee absent",
    Attendance.TRAINER_ABSENT: "Trainer absent",
    Attendance.CANCELLED: "Cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLink:
    """The way to a visit: its label, the trainee's name where that may stand, and how it went."""

    href: str
    label: str
    name: Name | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLook:
    """A session in the list of the day; ``where`` is empty in a copy."""

    begins_s: int
    ends_s: int
    stage: str
    where: str
    is_cancelled: bool
    visits: tuple[VisitLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that has been logged; ``replace_href`` is where it can be put right."""

    id: str
    said: str
    mark: str
    replace_href: str = ""
    is_replaced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several answers."""

    value: str
    text: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A milestone and what has been logged of it; ``replaces`` is the entry that the next one puts right."""

    id: str
    name: str
    is_safety_critical: bool
    lines: tuple[Line, ...]
    replaces: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLook:
    """The page of a visit."""

    label: str
    day: date
    begins_s: int
    ends_s: int
    is_over: bool
    stage: str
    name: Name | None
    where: str
    part: str
    parts: tuple[Choice, ...]
    levels: tuple[Level, ...]
    cards: tuple[Card, ...]
    felt_before: tuple[Line, ...]
    felt_after: tuple[Line, ...]
    attended: tuple[Line, ...]
    attendances: tuple[Choice, ...]
    minutes: int
    longest: int = LONGEST_NOTE


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of some visits: their trainees' programmes, and, where they may stand, names and entries."""

    programmes: Mapping[TraineeId, Programme]
    names: Mapping[str, str]
    entries: Mapping[TraineeId, Sequence[KeptEntry]]

    @classmethod
    def of(cls, kept: Kept, visits: Iterable[Visit], *, logged: bool = False) -> "Ground":
        """Return what is known, in a fixed number of questions."""
        pupils = {visit.pupil for visit in visits}
        heads = [head for head in kept.training.list_trainees() if head.pupil in pupils]
        wanted = {each.pupil: (each.programme, each.version) for each in heads if each.programme and each.version}
        found = kept.training.programmes.get_many(key for key in wanted.values())
        programmes = {pupil: found[key] for pupil, key in wanted.items() if key in found}
        entries = {pupil: kept.training.list_entries(pupil) for pupil in pupils} if logged else {}
        return cls(programmes, kept.records.names("pupils", pupils), entries)

    def without_names(self) -> "Ground":
        """Return what a copy may show: programmes alone."""
        return replace(self, names={}, entries={})

    def name(self, pupil: TraineeId) -> Name | None:
        """Return a trainee's name, where it may stand."""
        return Name(f"{self.names[pupil]} ({pupil})", pupil) if pupil in self.names else None

    def stage(self, session: KeptSession, pupil: TraineeId) -> Stage | None:
        """Return the stage of a session, as the trainee's programme has it."""
        programme = self.programmes.get(pupil)
        return next((each for each in programme.stages if each.id == session.stage), None) if programme else None


def session_looks(visits: Iterable[Visit], ground: Ground) -> list[SessionLook]:
    """Return the sessions of visits in their order, each with its visits."""
    by_session: dict[str, list[Visit]] = {}
    for visit in visits:
        by_session.setdefault(visit.session.id, []).append(visit)
    return [_session(each, ground) for each in by_session.values()]


def _session(visits: Sequence[Visit], ground: Ground) -> SessionLook:
    session = visits[0].session
    stage = ground.stage(session, visits[0].pupil)
    return SessionLook(
        begins_s=session.begins_s,
        ends_s=session.ends_s,
        stage=stage.name if stage else str(session.setting).capitalize(),
        where=where_of(session) if ground.names else "",
        is_cancelled=session.state is SessionState.CANCELLED,
        visits=tuple(
            VisitLink(
                href=url_for("phone.show_visit", ref=visit.ref),
                label=visit.label,
                name=ground.name(visit.pupil),
                said=ATTENDANCES[session.attendance[visit.pupil]]
                if ground.names and visit.pupil in session.attendance
                else "",
            )
            for visit in visits
        ),
    )


def where_of(session: KeptSession) -> str:
    """Return where a session begins and ends, in words."""
    places = [place for place in (session.from_place, session.to_place) if place]
    return " to ".join(dict.fromkeys(places))


def visit_look(visit: Visit, ground: Ground, today: date, *, part: str = "", replaces: str = "") -> VisitLook:
    """Return the page of a visit.

    Parameters
    ----------
    part
        The part of the journey that was chosen last.
    replaces
        An entry that is to be put right.
    """
    session, stage = visit.session, ground.stage(visit.session, visit.pupil)
    programme = ground.programmes.get(visit.pupil)
    own = [each for each in ground.entries.get(visit.pupil, ()) if getattr(each.entry, "session", None) == session.id]
    lines = _Lines(programme, own, visit)
    chosen = _part(session, part)
    return VisitLook(
        label=visit.label,
        day=session.day,
        begins_s=session.begins_s,
        ends_s=session.ends_s,
        is_over=session.day < today,
        stage=stage.name if stage else str(session.setting).capitalize(),
        name=ground.name(visit.pupil),
        where=where_of(session) if ground.names else "",
        part=chosen,
        parts=tuple(Choice(value=one, text=one.capitalize(), is_current=one == chosen) for one in JourneyPart),
        levels=programme.scale.levels if programme else (),
        cards=tuple(_card(each, lines, replaces) for each in (stage.milestones if stage else ())),
        felt_before=lines.felt(When.BEFORE),
        felt_after=lines.felt(When.AFTER),
        attended=lines.attended(),
        attendances=tuple(Choice(value=one, text=text) for one, text in ATTENDANCES.items()),
        minutes=(session.ends_s - session.begins_s) // 60,
    )


def _part(session: KeptSession, asked: str) -> JourneyPart:
    if asked in set(JourneyPart):
        return JourneyPart(asked)
    return JourneyPart.CLASSROOM if session.setting is Setting.CLASSROOM else JourneyPart.WALK_TO_STOP


def _card(milestone: Milestone, lines: "_Lines", replaces: str) -> Card:
    found = lines.observed(milestone)
    return Card(
        id=milestone.id,
        name=milestone.name,
        is_safety_critical=milestone.is_safety_critical,
        lines=found,
        replaces=replaces if any(each.id == replaces and not each.is_replaced for each in found) else "",
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of what has been logged of one visit."""

    programme: Programme | None
    entries: Sequence[KeptEntry]
    visit: Visit

    def observed(self, milestone: Milestone) -> tuple[Line, ...]:
        """Return what was seen at a milestone."""
        replaced = {each.entry.replaces for each in self.entries if isinstance(each.entry, Observed)}
        levels = {each.value: each.name for each in self.programme.scale.levels} if self.programme else {}
        return tuple(
            self._line(each, [levels.get(entry.level, str(entry.level)), entry.part, entry.note and "with a note"],
                       replaced, anchor=milestone.id)
            for each in self.entries
            if isinstance(entry := each.entry, Observed) and entry.milestone == milestone.id
        )  # fmt: skip

    def felt(self, when: When) -> tuple[Line, ...]:
        """Return what was felt."""
        return tuple(
            self._line(each, [FEELINGS[entry.feeling - 1]])
            for each in self.entries
            if isinstance(entry := each.entry, Felt) and entry.when is when
        )

    def attended(self) -> tuple[Line, ...]:
        """Return how the session went."""
        return tuple(
            self._line(each, [ATTENDANCES[entry.attendance], entry.note and "with a note"])
            for each in self.entries
            if isinstance(entry := each.entry, Attended)
        )

    def _line(
        self, kept: KeptEntry, said: Sequence[str | None], replaced: Iterable[EntryId | None] = (), anchor: str = ""
    ) -> Line:
        entry = kept.entry
        is_replaced = entry.id in replaced
        href = url_for("phone.show_visit", ref=self.visit.ref, replace=entry.id, _anchor=f"m-{anchor}")
        time = f"{entry.at.astimezone(HERE):%H:%M}"
        return Line(
            id=entry.id,
            said=f"{time} {', '.join(each for each in said if each)}",
            mark="Replaced" if is_replaced else _mark(kept.skew_s),
            replace_href=href if anchor and not is_replaced else "",
            is_replaced=is_replaced,
        )


def _mark(skew_s: int | None) -> str:
    """Return that an entry is kept, and whether its phone's clock was wrong."""
    skew = timedelta(seconds=skew_s or 0)
    return "Kept" if abs(skew) <= SKEW else f"Kept; the phone's clock was {apart(skew)}"
