"""Looking at plans: what a principal may see of them, mostly without opening a document."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, false, select

from routing.encoding import read
from routing.files import Document, LegShape
from routing.plan import CrewMember, Plan, Stop
from routing.problem import Direction, Problem
from web.access import Principal, Role
from web.store.audit import AuditLog
from web.store.crew_ground import crew_document
from web.store.errors import NotKeptError
from web.store.plan_documents import (
    ProblemCache,
    open_lines,
    unpack_plan,
    unpack_problem,
)
from web.store.plan_views import (
    PlanHead,
    PlanState,
    RideView,
    RunHead,
    RunView,
    StepView,
    UnplacedView,
    ViolationView,
)
from web.store.projection import DraftLocks
from web.store.pupil_keys import PupilKeys
from web.store.tables import (
    PlanRideRow,
    PlanRow,
    PlanRunRow,
    PlanStepRow,
    PlanUnplacedRow,
    PlanViolationRow,
    ProblemRow,
)

_HEAD = [column for column in PlanRow.__table__.columns if column.name in {each.name for each in fields(PlanHead)}]
_RUN = [column for column in PlanRunRow.__table__.columns if column.name in {each.name for each in fields(RunHead)}]
_PUBLIC = (PlanState.PUBLISHED, PlanState.REPLACED)
CACHE = ProblemCache()


class PlansSeen:
    """The plans that a principal may see, in one transaction.

    The office sees all; a school and an operator only what is published, and of that only their own rows.
    """

    def __init__(
        self, connection: Connection, principal: Principal, keys: PupilKeys, audit: AuditLog, now: datetime
    ) -> None:
        self._connection = connection
        self._principal = principal
        self._keys = keys
        self._audit = audit
        self._now = now

    def get(self, id_: str) -> PlanHead:
        """Return a plan in one line; ``NotKeptError`` if there is none that the principal may see."""
        found = self._connection.execute(self._heads().where(PlanRow.id == id_)).mappings().one_or_none()
        if found is None:
            raise NotKeptError("There is no such plan.")
        return self._head(found)

    def find_published(self, day: date, direction: Direction) -> PlanHead | None:
        """Return the plan that counts for a direction of a day, or None."""
        here = (PlanRow.day == day) & (PlanRow.direction == direction) & (PlanRow.state == PlanState.PUBLISHED)
        found = self._connection.execute(self._heads().where(here)).mappings().one_or_none()
        return None if found is None else self._head(found)

    def list_plans(
        self, from_day: date, until_day: date, states: Iterable[PlanState] = (PlanState.DRAFT, PlanState.PUBLISHED)
    ) -> list[PlanHead]:
        """Return the plans of some days, by day, direction and time of making."""
        here = PlanRow.day.between(from_day, until_day) & PlanRow.state.in_(list(states))
        asked = self._heads().where(here).order_by(PlanRow.day, PlanRow.direction.desc(), PlanRow.made_at)
        return [self._head(found) for found in self._connection.execute(asked).mappings()]

    def list_versions(self, day: date, direction: Direction) -> list[PlanHead]:
        """Return every version published for a direction of a day, the newest first."""
        here = (PlanRow.day == day) & (PlanRow.direction == direction) & PlanRow.state.in_(_PUBLIC)
        asked = self._heads().where(here).order_by(PlanRow.version.desc())
        return [self._head(found) for found in self._connection.execute(asked).mappings()]

    def list_steps(self, id_: str) -> list[StepView]:
        """Return the edits of a plan, the newest first."""
        self._office_only()
        columns = (PlanStepRow.step, PlanStepRow.said, PlanStepRow.made_by, PlanStepRow.made_at)
        asked = select(*columns).where(PlanStepRow.plan_id == id_).order_by(PlanStepRow.step.desc())
        return [StepView(**found) for found in self._connection.execute(asked).mappings()]

    def load(self, id_: str, step: int | None = None) -> tuple[Problem, Plan]:
        """Return problem and plan as values, the plan as it was after a step; by default as it is."""
        self._office_only()
        head = self.get(id_)
        number = head.step if step is None else step
        here = (PlanStepRow.plan_id == id_) & (PlanStepRow.step == number)
        packed = self._connection.execute(select(PlanStepRow.packed).where(here)).scalar_one_or_none()
        if packed is None:
            raise NotKeptError(f"This plan has no step {number}.")
        return self._problem(head.problem), unpack_plan(packed)

    def document(self, id_: str) -> Document:
        """Return the whole document of a plan, with the roads driven: for run sheets, maps, files."""
        problem, plan = self.load(id_)
        head = self.get(id_)
        legs: dict[tuple[str, str, str], LegShape] = {}
        streets: dict[str, str] = {}
        asked = select(PlanRunRow.run, PlanRunRow.sealed_lines).where(PlanRunRow.plan_id == id_)
        for found in self._connection.execute(asked):
            lines = self._lines(id_, found.run, found.sealed_lines)
            if lines is not None:
                legs.update({(leg.profile, leg.start, leg.end): leg for leg in lines.legs})
                streets.update(lines.streets)
        credit = head.summary.get("map", {}).get("credit", "")
        summary = dict(head.summary) | {"map": {"credit": credit, "streets": streets}}
        return Document(problem, plan, tuple(legs.values()), summary)

    def list_runs(self, id_: str) -> list[RunHead]:
        """Return the runs of a plan by time; an operator's own alone."""
        self.get(id_)
        asked = self._runs(select(*_RUN), id_).order_by(PlanRunRow.begins_s, PlanRunRow.run)
        return [_run(found) for found in self._connection.execute(asked).mappings()]

    def get_run(self, id_: str, run: str) -> RunView:
        """Return a run whole; ``NotKeptError`` if there is none that the principal may see."""
        self.get(id_)
        asked = self._runs(select(PlanRunRow.__table__), id_).where(PlanRunRow.run == run)
        found = self._connection.execute(asked).mappings().one_or_none()
        if found is None:
            raise NotKeptError("There is no such run.")
        return self._run_view(id_, found)

    def crew_document(self, id_: str, run: str) -> Document:
        """Return what the crew of a run is given: its vehicle's runs alone, no more than they must know."""
        view, head = self.get_run(id_, run), self.get(id_)
        here = (PlanStepRow.plan_id == id_) & (PlanStepRow.step == head.step)
        plan = unpack_plan(self._connection.execute(select(PlanStepRow.packed).where(here)).scalar_one())
        [shift] = [each for each in plan.shifts if each.vehicle == view.head.vehicle]
        credit = head.summary.get("map", {}).get("credit", "")
        return crew_document(self._problem(head.problem), shift, view.lines, credit)

    def list_run_views(self, id_: str) -> list[RunView]:
        """Return every run whole, for a map of everything."""
        self.get(id_)
        asked = self._runs(select(PlanRunRow.__table__), id_).order_by(PlanRunRow.run)
        rows = self._connection.execute(asked).mappings().all()
        self._keys.load(pupil for found in rows for stop in found["stops"] for pupil in stop.get("boards", ()))
        return [self._run_view(id_, found) for found in rows]

    def list_rides(self, id_: str) -> list[RideView]:
        """Return the rides of a plan by the time at which they end; a school's or an operator's own alone."""
        self.get(id_)
        asked = select(PlanRideRow.__table__).where(PlanRideRow.plan_id == id_, *self._own_rides())
        rows = self._connection.execute(asked.order_by(PlanRideRow.alight_s, PlanRideRow.pupil)).mappings()
        return [_ride(found) for found in rows]

    def list_rides_of(self, pupil: str, from_day: date, until_day: date) -> list[tuple[PlanHead, RideView]]:
        """Return the published rides of one pupil on some days."""
        asked = (
            select(PlanRideRow.__table__, *(column.label(f"head_{column.name}") for column in _HEAD))
            .join(PlanRow, PlanRow.id == PlanRideRow.plan_id)
            .where(PlanRideRow.pupil == pupil, PlanRow.state == PlanState.PUBLISHED, *self._own_rides())
            .where(PlanRow.day.between(from_day, until_day))
            .order_by(PlanRow.day, PlanRow.direction.desc())
        )
        rows = self._connection.execute(asked).mappings().all()
        return [
            (self._head({column.name: found[f"head_{column.name}"] for column in _HEAD}), _ride(found))
            for found in rows
        ]

    def list_unplaced(self, id_: str) -> list[UnplacedView]:
        """Return the pupils whom a plan leaves without a run; a school's own alone, an operator's none."""
        self.get(id_)
        asked = select(PlanUnplacedRow.__table__).where(PlanUnplacedRow.plan_id == id_)
        if self._principal.role is Role.SCHOOL:
            asked = asked.where(PlanUnplacedRow.school.in_(sorted(self._principal.schools)))
        elif not self._principal.sees_everyone:
            return []
        names = [each.name for each in fields(UnplacedView)]
        rows = self._connection.execute(asked.order_by(PlanUnplacedRow.pupil)).mappings()
        return [UnplacedView(**{name: found[name] for name in names}) for found in rows]

    def list_violations(self, id_: str) -> list[ViolationView]:
        """Return how a draft breaks the rules."""
        self._office_only()
        asked = (
            select(PlanViolationRow.__table__).where(PlanViolationRow.plan_id == id_).order_by(PlanViolationRow.number)
        )
        return [
            ViolationView(
                number=found["number"],
                rule=found["rule"],
                vehicle=found["vehicle"],
                pupils=tuple(found["pupils"]),
                said=found["said"],
            )
            for found in self._connection.execute(asked).mappings()
        ]

    def _office_only(self) -> None:
        if not self._principal.sees_everyone:
            raise NotKeptError("There is no such plan.")

    def _heads(self) -> Select[Any]:
        asked = select(*_HEAD)
        if self._principal.sees_everyone:
            return asked
        return asked.where(false() if self._principal.role is Role.TRAINER else PlanRow.state.in_(_PUBLIC))

    def _head(self, found: RowMapping | Mapping[str, Any]) -> PlanHead:
        head = _head(found)
        return head if self._principal.sees_everyone else replace(head, locks=DraftLocks())  # they name pupils

    def _runs(self, asked: Select[Any], id_: str) -> Select[Any]:
        asked = asked.where(PlanRunRow.plan_id == id_)
        if self._principal.role is Role.OPERATOR:
            return asked.where(PlanRunRow.operator.in_(sorted(self._principal.operators)))
        self._office_only()
        return asked

    def _own_rides(self) -> list[Any]:
        if self._principal.role is Role.SCHOOL:
            return [PlanRideRow.school.in_(sorted(self._principal.schools))]
        if self._principal.role is Role.OPERATOR:
            return [PlanRideRow.operator.in_(sorted(self._principal.operators))]
        return [] if self._principal.sees_everyone else [false()]

    def _problem(self, digest: str) -> Problem:
        database = str(self._connection.engine.url)
        held = CACHE.find(database, digest, self._keys)
        if held is None:
            packed = self._connection.execute(select(ProblemRow.packed).where(ProblemRow.digest == digest)).scalar_one()
            held = unpack_problem(packed, self._keys)
            CACHE.put(database, digest, held, self._keys)
        return held

    def _run_view(self, id_: str, found: RowMapping) -> RunView:
        stops = tuple(read(Stop, stop) for stop in found["stops"])
        return RunView(_run(found), stops, self._lines(id_, found["run"], found["sealed_lines"]))

    def _lines(self, id_: str, run: str, sealed: bytes | None) -> Any:
        return None if sealed is None else open_lines(sealed, self._keys, f"run|{id_}|{run}")


def _head(found: RowMapping | Mapping[str, Any]) -> PlanHead:
    values = dict(found) | {
        "direction": Direction(found["direction"]),
        "state": PlanState(found["state"]),
        "locks": DraftLocks.from_json(found["locks"]),
    }
    return PlanHead(**values)


def _run(found: RowMapping) -> RunHead:
    names = [each.name for each in fields(RunHead)]
    values = {name: found[name] for name in names}
    crew = tuple(read(CrewMember, member) for member in found["assistants"])
    return RunHead(**values | {"schools": tuple(found["schools"]), "assistants": crew})


def _ride(found: RowMapping) -> RideView:
    names = [each.name for each in fields(RideView)]
    return RideView(**{name: found[name] for name in names} | {"assistants": tuple(found["assistants"])})
