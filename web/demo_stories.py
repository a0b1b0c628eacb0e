"""Invented trainees for the demonstration: how each came to where they stand, session by session, entry by entry.

Nothing is set by hand but the plot: who is how quick, since when, and how far they are to come. What they do at each
milestone is drawn (better with practice, with bad days between), and they move on when the lifecycle lets them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from travel_training.entries import (
    LONDON,
    AnyEntry,
    Assigned,
    Attendance,
    Attended,
    Consent,
    Consented,
    EntryId,
    Felt,
    Happened,
    JourneyPart,
    JourneySigned,
    Moved,
    Observed,
    Reviewed,
    Said,
    Screened,
    SessionId,
    Severity,
    Signed,
    State,
    Told,
    When,
)
from travel_training.lifecycle import SIGNS_IN, may_move
from travel_training.mastery import Mastery, masteries
from travel_training.people import CohortId, Part, Person, TraineeId, TrainerId
from travel_training.programme import Milestone, MilestoneId, Programme, Setting, Stage
from travel_training.standing import IN_TRAINING, Standing, standing_of
from web.demo_plots import Plot, Slot
from web.store.training_views import KeptSession, SessionState

_SURE = 0.85
"""From this skill on it is done every time."""
_BAD_DAY, _ABSENT, _CALLED_OFF = 0.06, 0.05, 0.03
_A_SESSION = 4
"""So many milestones that are not safety-critical are practised in a session."""
_STALE = timedelta(days=21)
_SETTINGS: dict[State, Setting] = dict(zip(IN_TRAINING, Setting, strict=True))
_CRITERIA = ("danger", "directions", "decides", "asks", "kerbs", "behaviour", "own-safety", "name-and-address")
_PARTS = {Setting.CLASSROOM: (JourneyPart.CLASSROOM,)}
_UNDER_WAY = (JourneyPart.WALK_TO_STOP, JourneyPart.AT_STOP, JourneyPart.ABOARD, JourneyPart.WALK_FROM_STOP)
_NOTES = (
    "Looked both ways without being asked.",
    "Needed the picture card today.",
    "Waited well back from the kerb.",
    "A lorry was parked at the corner; went on to the next crossing.",
    "Let the first bus pass, it was full.",
    "Rang one stop early and noticed it.",
)
_WORDS = (
    "I want to go by bus like my sister.",
    "The bus was loud but I had my headphones.",
    "I did the big road myself.",
    "I do not like it when the bus is full.",
    "The driver said good morning to me.",
    "I knew where to get off.",
    "Can we do it without you next time?",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who writes about a trainee: their trainer, whom they do not know, the coordinator, the office."""

    trainer: Person
    stranger: Person
    coordinator: Person
    office: Person


@dataclass(slots=True, kw_only=True)
class Story:
    """A trainee's history as it is told; ``entries`` and ``sessions`` are what comes of it."""

    trainee: TraineeId
    plot: Plot
    programme: Programme
    cast: Cast
    cohort: CohortId | None
    trainer: TrainerId
    slots: Sequence[Slot]
    journey: str
    today: date
    is_open: Callable[[date], bool]
    rng: Random
    entries: list[AnyEntry] = field(default_factory=list)
    sessions: list[KeptSession] = field(default_factory=list)
    _skill: dict[MilestoneId, float] = field(default_factory=dict)

    def tell(self) -> "Story":
        """Tell it from the referral to today, and plan what comes."""
        begins = self.today - timedelta(weeks=self.plot.weeks)
        self._enter(begins)
        if self.plot.to in IN_TRAINING or self.plot.to is State.ALONE:
            for day in self._days(begins, self.today - timedelta(days=1)):
                if self.standing.state is self.plot.to is State.ALONE:
                    break
                self._meet(day)
            self._end()
            self._plan()
        return self

    @property
    def standing(self) -> Standing:
        """Where the trainee stands so far."""
        return standing_of(self.entries)

    # -- from the referral to a plan ----------------------------------------------------------------------------------

    def _enter(self, begins: date) -> None:
        """Tell the way to a plan, or to wherever before that the plot ends."""
        office, coordinator = self.cast.office, self.cast.coordinator
        day = begins - timedelta(days=45)
        self._move(State.REFERRED, day, office, "asked for by the school")
        if self.plot.to is State.REFERRED:
            return
        met = _CRITERIA[: 4 if self.plot.to is State.NOT_YET else 8]
        self._add(Screened, day + timedelta(days=4), coordinator, met=met, not_met=_CRITERIA[len(met) :])
        self._add(Consented, day + timedelta(days=6), office, consent=Consent.DATA, wording="2026-1", is_given=True)
        self._move(State.SCREENED, day + timedelta(days=6), office)
        self._move(State.ASSESSED, day + timedelta(days=12 + self.rng.randrange(18)), coordinator)
        if self.plot.to in (State.NOT_YET, State.WAITING, State.DECLINED):
            self._move(self.plot.to, day + timedelta(days=34), coordinator, "look at it again after the summer")
            return
        self._agree(begins - timedelta(days=8))
        self._move(State.PLANNED, begins - timedelta(days=6), coordinator)

    def _agree(self, day: date) -> None:
        office, coordinator = self.cast.office, self.cast.coordinator
        for consent in (Consent.PARENT, Consent.YOUNG_PERSON, Consent.PHOTO):
            is_given = consent is not Consent.PHOTO or self.rng.random() < 0.7  # noqa: PLR2004 -- most do
            self._add(Consented, day, office, consent=consent, wording="2026-1", is_given=is_given)
        self._add(
            Assigned,
            day,
            coordinator,
            cohort=self.cohort,
            trainer=self.trainer,
            programme=self.programme.id,
            version=self.programme.version,
            scope=self.plot.scope,
        )
        for whose in ("young person", "parent"):
            self._add(Told, day, coordinator, whose=whose, when=When.BEFORE, confidence=self.rng.choice((1, 2, 2, 3)))
        review_by = day + timedelta(days=365)
        self._add(JourneySigned, day, coordinator, document=self.journey, review_by=review_by)

    # -- sessions -----------------------------------------------------------------------------------------------------

    def _meet(self, day: date) -> None:
        """Tell a session, and move on after it if that may be."""
        slot = next(each for each in self.slots if each.weekday == day.weekday())
        if self.standing.state is State.PLANNED:
            self._move(State.FOUNDATION, day, self.cast.trainer)
        stage = self._stage(day)
        session = self._session(day, slot, stage)
        drawn = self.rng.random()
        if drawn < _ABSENT + _CALLED_OFF:
            attendance = Attendance.TRAINEE_ABSENT if drawn < _ABSENT else Attendance.CANCELLED
            self._attend(session, stage, attendance)
            return
        is_bad = self.rng.random() < _BAD_DAY
        self._feel(session, When.BEFORE, is_bad=is_bad)
        for milestone in self._practised(stage, day):
            self._practise(session, milestone, is_bad=is_bad)
        self._feel(session, When.AFTER, is_bad=is_bad)
        if self.rng.random() < 0.25:  # noqa: PLR2004 -- now and then
            self._add(Said, day, self.cast.trainer, _ends(session), words=self.rng.choice(_WORDS))
        self._attend(session, stage, Attendance.HELD)
        self._go_on(day)

    def _session(self, day: date, slot: Slot, stage: Stage, state: SessionState = SessionState.PLANNED) -> KeptSession:
        starts = time(10, 30) if slot.is_morning else time(13, 15)
        if stage.setting is not Setting.CLASSROOM:
            starts = time(7, 25) if slot.is_morning else time(15, 5)
        begins_s = starts.hour * 3600 + starts.minute * 60
        places = ("Home", "School gate") if slot.is_morning else ("School gate", "Home")
        session = KeptSession(
            id=SessionId(self._id()),
            day=day,
            begins_s=begins_s,
            ends_s=begins_s + stage.minutes * 60,
            trainer=self.trainer,
            stage=stage.id,
            setting=stage.setting,
            trainees=(self.trainee,),
            cohort=self.cohort,
            from_place="School" if stage.setting is Setting.CLASSROOM else places[0],
            to_place="School" if stage.setting is Setting.CLASSROOM else places[1],
            state=state,
        )
        self.sessions.append(session)
        return session

    def _stage(self, day: date) -> Stage:
        """Return the stage that is taught on a day: the first of its setting with something to reach, or the last."""
        state = self.standing.state
        setting = Setting.CLASSROOM if state is None else _SETTINGS.get(state, Setting.CLASSROOM)
        stages = [stage for stage in self.programme.stages if stage.setting is setting]
        found = self._masteries(day)
        open_ones = (stage for stage in stages if not all(found[each.id].is_reached for each in stage.milestones))
        return next(open_ones, stages[-1])

    def _practised(self, stage: Stage, day: date) -> list[Milestone]:
        """Return what is practised: what is critical so far, and a few things of the stage."""
        found = self._masteries(day)
        known = self.programme.stages[: self.programme.stages.index(stage)]
        same = [each for each in self.programme.stages if each.setting is stage.setting]
        critical = [
            each
            for taught in dict.fromkeys((*known, *same))
            for each in taught.milestones
            if each.is_safety_critical and _is_due(found[each.id], day)
        ]
        others = [each for each in stage.milestones if not each.is_safety_critical and _is_due(found[each.id], day)]
        return [*critical, *others[:_A_SESSION]]

    def _practise(self, session: KeptSession, milestone: Milestone, *, is_bad: bool) -> None:
        skill = self._skill.setdefault(milestone.id, self.rng.uniform(0.2, 0.9) * self.plot.quick)
        top = len(self.programme.scale.levels) - 1
        at = top
        if (is_bad and skill < _SURE) or (self.rng.random() > skill > 0 and skill < _SURE):
            at = max(0, min(top - 1, round(skill * top + self.rng.uniform(-0.7, 0.5)) - is_bad))
        self._skill[milestone.id] = skill + self.plot.quick * (1 - skill) * self.rng.uniform(0.6, 1.1)
        self._add(
            Observed,
            session.day,
            self.cast.trainer,
            _minutes_in(session, self.rng.randrange(5, 55)),
            milestone=milestone.id,
            level=self.programme.scale.levels[at].value,
            session=session.id,
            part=self.rng.choice(_PARTS.get(session.setting, _UNDER_WAY)),
            note=self.rng.choice(_NOTES) if self.rng.random() < 0.08 else "",  # noqa: PLR2004 -- trainers are busy
            was_unplanned=milestone.needs_unplanned and self.rng.random() < 0.6,  # noqa: PLR2004 -- buses are late
        )

    def _feel(self, session: KeptSession, when: When, *, is_bad: bool) -> None:
        mood = 2 if is_bad else self.rng.choice((3, 3, 4, 4, 5))
        feeling = mood if when is When.BEFORE else min(5, mood + self.rng.choice((0, 0, 1)))
        at = _minutes_in(session, 0) if when is When.BEFORE else _ends(session)
        self._add(Felt, session.day, self.cast.trainer, at, when=when, feeling=feeling, session=session.id)

    def _attend(self, session: KeptSession, stage: Stage, attendance: Attendance) -> None:
        is_held = attendance is Attendance.HELD
        self._add(
            Attended,
            session.day,
            self.cast.trainer,
            _ends(session),
            session=session.id,
            stage=stage.id,
            attendance=attendance,
            minutes=stage.minutes if is_held else 0,
            travel_minutes=self.rng.randrange(15, 45) if is_held else 0,
        )

    def _go_on(self, day: date) -> None:
        """Move on after a session if enough were held and the lifecycle lets them."""
        standing = self.standing
        if standing.state is self.plot.to or standing.state not in IN_TRAINING:
            return
        stages = [stage for stage in self.programme.stages if stage.setting is _SETTINGS[standing.state]]
        held = [each for each in self.entries if isinstance(each, Attended) and each.attendance is Attendance.HELD]
        count = sum(each.stage in {stage.id for stage in stages} for each in held)
        found = self._masteries(day)
        is_done = all(found[each.id].is_reached for stage in stages for each in stage.milestones)
        if not is_done and 2 * count < 3 * sum(stage.sessions for stage in stages):
            return
        above = IN_TRAINING[IN_TRAINING.index(standing.state) + 1 :]
        for to in (each for each in above if any(s.setting is _SETTINGS[each] for s in self.programme.stages)):
            if not may_move(self.entries, to, Part.TRAINER, day, self.programme):
                self._move(to, day, self.cast.trainer, hour=18)
            return
        if standing.state in SIGNS_IN and self.plot.to is State.ALONE:
            self._sign_off(day + timedelta(days=1))

    # -- what follows -------------------------------------------------------------------------------------------------

    def _sign_off(self, day: date) -> None:
        trainer, coordinator = self.cast.trainer, self.cast.coordinator
        if day >= self.today or may_move(self._signed(day), State.ALONE, Part.COORDINATOR, day, self.programme):
            return
        self.entries = self._signed(day)
        self._move(State.ALONE, day, coordinator, hour=16)
        for whose in ("young person", "parent"):
            self._add(Told, day, trainer, time(17), whose=whose, when=When.AFTER, confidence=self.rng.choice((4, 4, 5)))

    def _signed(self, day: date) -> list[AnyEntry]:
        """Return the entries with both halves of a sign-off."""
        halves = ((self.cast.trainer, 11), (self.cast.coordinator, 15))
        return [*self.entries, *(Signed(id=self._id(), at=_at(day, time(hour)), by=by) for by, hour in halves)]

    def _end(self) -> None:
        """Tell what follows the last session."""
        yesterday = self.today - timedelta(days=1)
        if self.plot.has_incident:
            what = "Stepped into the road behind a parked van; held back in time."
            self._add(Happened, yesterday, self.cast.trainer, time(17), severity=Severity.NEAR_MISS, what=what)
        if self.plot.half_signed and self.standing.state in SIGNS_IN:
            self._add(Signed, yesterday, self.cast.trainer, time(17), note="Ready, both ways.")
        if self.standing.state is State.ALONE:
            self._review(until=self.today - timedelta(days=14))
        if self.plot.then is State.PAUSED:
            self._move(State.PAUSED, yesterday, self.cast.coordinator, "examinations", hour=18)
        if self.plot.then is State.RETURNED:
            reason = "does not feel safe on the later bus since the timetable changed"
            self._move(State.RETURNED, yesterday, self.cast.coordinator, reason, hour=18)

    def _review(self, until: date) -> None:
        for due in self.standing.reviews_due:
            day = due.on + timedelta(days=self.rng.randrange(1, 6))
            if day <= until:
                is_strange = due.month > 1
                by = self.cast.stranger if is_strange else self.cast.trainer
                note = "Travelled calmly, and knew what to do."
                self._add(
                    Reviewed, day, by, month=due.month, travels_alone=True, is_by_a_stranger=is_strange, note=note
                )

    def _plan(self) -> None:
        """Plan the sessions of the next weeks for whoever is in training."""
        if self.standing.is_in_training:
            for day in self._days(self.today, self.today + timedelta(weeks=3)):
                slot = next(each for each in self.slots if each.weekday == day.weekday())
                self._session(day, slot, self._stage(day))

    # -- inside -------------------------------------------------------------------------------------------------------

    def _days(self, first: date, last: date) -> Iterator[date]:
        """Yield the days on which sessions are held."""
        weekdays = {slot.weekday for slot in self.slots}
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if day.weekday() in weekdays and self.is_open(day):
                yield day

    def _masteries(self, day: date) -> Any:
        return masteries(self.entries, self.programme, day)

    def _move(self, to: State, day: date, by: Person, reason: str = "", hour: int = 9) -> None:
        self._add(Moved, day, by, time(hour, 30), to=to, reason=reason)

    def _add(self, kind: Callable[..., AnyEntry], day: date, by: Person, at: time = time(9), **said: Any) -> None:
        self.entries.append(kind(id=self._id(), at=_at(day, at), by=by, **said))

    def _id(self) -> EntryId:
        return EntryId(str(UUID(int=self.rng.getrandbits(128), version=4)))


def _is_due(mastery: Mastery, day: date) -> bool:
    """Say whether a milestone is to be practised: it is not reached, or has not been seen for some weeks."""
    return not mastery.is_reached or mastery.seen_on is None or day - mastery.seen_on > _STALE


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON)


def _minutes_in(session: KeptSession, minutes: int) -> time:
    at = session.begins_s + 60 * minutes
    return time(at // 3600, at % 3600 // 60)


def _ends(session: KeptSession) -> time:
    return time(session.ends_s // 3600, session.ends_s % 3600 // 60)
