"""Plans: drafts that are edited step by step, and published versions that never change.

The store is the last gate: it publishes nothing that breaks a rule, nor one that leaves a pupil without a run whom
nobody has accepted by name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, select, update

from routing.files import Document, LegShape
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.rules import Violation
from web.access import Principal, Role
from web.store.audit import AuditLog
from web.store.errors import ConflictError, NotKeptError
from web.store.events import Event
from web.store.plan_documents import (
    ProblemCache,
    digest_of,
    homes_of,
    lines_of,
    open_lines,
    owners_of,
    pack_plan,
    pack_problem,
    seal_lines,
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
from web.store.projection import DraftLocks, ride_rows, run_rows, unplaced_rows, violation_rows
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

_CACHE = ProblemCache()
_PUBLIC = (PlanState.PUBLISHED, PlanState.REPLACED)
_HEAD = [column for column in PlanRow.__table__.columns if column.name in {each.name for each in fields(PlanHead)}]
_RUN = [column for column in PlanRunRow.__table__.columns if column.name in {each.name for each in fields(RunHead)}]
_PROJECTIONS: tuple[type[PlanRunRow | PlanRideRow | PlanUnplacedRow | PlanViolationRow], ...] = (
    PlanRunRow,
    PlanRideRow,
    PlanUnplacedRow,
    PlanViolationRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft to be kept.

    Parameters
    ----------
    document
        Problem, plan, roads driven and summary.
    violations
        What the checker says of it.
    title
        What to call it: "Drafted overnight", "What if V9 were gone".
    replaces, has_begun_from
        The published plan whose place it is to take; the plan from which it was begun.
    """

    document: Document
    violations: Sequence[Violation]
    title: str
    locks: DraftLocks = DraftLocks()  # noqa: RUF009 -- a frozen value
    replaces: str | None = None
    has_begun_from: str | None = None


class Plans:
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

    # -- drafts -------------------------------------------------------------------------------------------------------

    def keep_draft(self, drafted: Drafted) -> str:
        """Keep a draft; return its id."""
        document, plan = drafted.document, _plan_of(drafted.document)
        id_ = uuid4().hex
        row = {
            "id": id_,
            "day": document.problem.day,
            "direction": document.problem.direction,
            "state": PlanState.DRAFT,
            "replaces": drafted.replaces,
            "problem": self._keep_problem(document.problem),
            "step": 0,
            "title": drafted.title,
            "locks": drafted.locks.to_json(),
            "made_by": self._principal.user,
            "made_at": self._now,
            "has_begun_from": drafted.has_begun_from,
        }
        self._connection.execute(insert(PlanRow).values(row | self._figures(document, drafted.violations)))
        self._keep_step(id_, 0, plan, drafted.title)
        self._project(id_, document, drafted.violations, drafted.locks)
        self._audit.say(Event.PLAN_DRAFTED, "plan", id_, day=str(document.problem.day), direction=row["direction"])
        return id_

    def edit(
        self,
        id_: str,
        step: int,
        document: Document,
        violations: Sequence[Violation],
        said: str,
        locks: DraftLocks | None = None,
    ) -> int:
        """Keep a draft as it is after an edit; return the new step.

        Raises
        ------
        ConflictError
            Someone else has edited it since ``step``, or it is no draft any more.
        """
        head = self._get_draft(id_, step)
        locks = head.locks if locks is None else locks
        self._keep_step(id_, step + 1, _plan_of(document), said)
        accepted = self._accepted(id_)
        values = self._figures(document, violations) | {"step": step + 1, "locks": locks.to_json()}
        self._connection.execute(update(PlanRow).where(PlanRow.id == id_).values(values))
        self._project(id_, document, violations, locks, accepted)
        self._audit.say(Event.PLAN_EDITED, "plan", id_, step=step + 1, said=said)
        return step + 1

    def accept_unplaced(self, id_: str, pupil: str, why: str) -> None:
        """Accept, by name and with a reason, that a draft leaves a pupil without a run; ``NotKeptError`` if not so."""
        self._get_draft(id_)
        here = (PlanUnplacedRow.plan_id == id_) & (PlanUnplacedRow.pupil == pupil)
        values = {"accepted_by": self._principal.user, "accepted_at": self._now, "accepted_why": why}
        if self._connection.execute(update(PlanUnplacedRow).where(here).values(values)).rowcount != 1:
            raise NotKeptError(f"{pupil} is not without a run in this draft.")
        self._audit.say(Event.UNPLACED_ACCEPTED, "plan", id_, pupil=pupil)

    def discard(self, id_: str) -> None:
        """Discard a draft; it is kept, and shown no more."""
        self._get_draft(id_)
        self._connection.execute(update(PlanRow).where(PlanRow.id == id_).values(state=PlanState.DISCARDED))
        self._audit.say(Event.PLAN_DISCARDED, "plan", id_)

    def publish(self, id_: str, step: int) -> int:
        """Publish a draft in the place of the plan of its day and direction; return its version.

        Raises
        ------
        ConflictError
            It was edited since ``step``; it breaks a rule; it leaves pupils unplaced whom nobody accepted by name; or
            another version has been published since it was begun.
        """
        head = self._get_draft(id_, step)
        if head.violations:
            raise ConflictError(f"It breaks a rule {head.violations} times: mend them first.")
        if open_ := [each.pupil for each in self.list_unplaced(id_) if each.accepted_by is None]:
            raise ConflictError(f"Nobody has accepted that {', '.join(open_)} has no run.")
        before = self.find_published(head.day, head.direction)
        if before is not None and head.replaces != before.id:
            raise ConflictError(
                f"Version {before.version} has been published since this draft was begun: begin again from it."
            )
        version = self._last_version(head.day, head.direction) + 1
        if before is not None:
            self._mark_changed(id_, before.id)
            self._connection.execute(update(PlanRow).where(PlanRow.id == before.id).values(state=PlanState.REPLACED))
        values = {
            "state": PlanState.PUBLISHED,
            "version": version,
            "published_by": self._principal.user,
            "published_at": self._now,
        }
        self._connection.execute(update(PlanRow).where(PlanRow.id == id_).values(values))
        detail = {"day": str(head.day), "direction": head.direction, "version": version, "replaces": head.replaces}
        self._audit.say(Event.PLAN_PUBLISHED, "plan", id_, **detail)
        return version

    def draw(self, id_: str, document: Document) -> None:
        """Keep the roads that a draft drives, traced since it was edited; nothing else of it changes."""
        self._get_draft(id_)
        home_of = homes_of(document.problem)
        for shift in _plan_of(document).shifts:
            for number, run in enumerate(shift.runs, 1):
                lines = lines_of(document, shift, run)
                name = f"{shift.vehicle}/{number}"
                sealed = seal_lines(lines, owners_of(lines, run, home_of), self._keys, f"run|{id_}|{name}")
                here = (PlanRunRow.plan_id == id_) & (PlanRunRow.run == name)
                self._connection.execute(update(PlanRunRow).where(here).values(sealed_lines=sealed))

    # -- looking ------------------------------------------------------------------------------------------------------

    def get(self, id_: str) -> PlanHead:
        """Return a plan in one line; ``NotKeptError`` if there is none that the principal may see."""
        found = self._connection.execute(self._heads().where(PlanRow.id == id_)).mappings().one_or_none()
        if found is None:
            raise NotKeptError("There is no such plan.")
        return _head(found)

    def find_published(self, day: date, direction: Direction) -> PlanHead | None:
        """Return the plan that counts for a direction of a day, or None."""
        here = (PlanRow.day == day) & (PlanRow.direction == direction) & (PlanRow.state == PlanState.PUBLISHED)
        found = self._connection.execute(self._heads().where(here)).mappings().one_or_none()
        return None if found is None else _head(found)

    def list_plans(
        self, from_day: date, until_day: date, states: Iterable[PlanState] = (PlanState.DRAFT, PlanState.PUBLISHED)
    ) -> list[PlanHead]:
        """Return the plans of some days, by day, direction and time of making."""
        here = PlanRow.day.between(from_day, until_day) & PlanRow.state.in_(list(states))
        asked = self._heads().where(here).order_by(PlanRow.day, PlanRow.direction.desc(), PlanRow.made_at)
        return [_head(found) for found in self._connection.execute(asked).mappings()]

    def list_versions(self, day: date, direction: Direction) -> list[PlanHead]:
        """Return every version published for a direction of a day, the newest first."""
        here = (PlanRow.day == day) & (PlanRow.direction == direction) & PlanRow.state.in_(_PUBLIC)
        asked = self._heads().where(here).order_by(PlanRow.version.desc())
        return [_head(found) for found in self._connection.execute(asked).mappings()]

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
        return RunView(_run(found), tuple(found["stops"]), self._lines(id_, run, found["sealed_lines"]))

    def list_run_views(self, id_: str) -> list[RunView]:
        """Return every run whole, for a map of everything."""
        self.get(id_)
        rows = (
            self._connection.execute(self._runs(select(PlanRunRow.__table__), id_).order_by(PlanRunRow.run))
            .mappings()
            .all()
        )
        pupils = {pupil for found in rows for stop in found["stops"] for pupil in stop.get("boards", ())}
        self._keys.load(pupils)
        return [RunView(_run(r), tuple(r["stops"]), self._lines(id_, r["run"], r["sealed_lines"])) for r in rows]

    def list_rides(self, id_: str) -> list[RideView]:
        """Return the rides of a plan by the time at which they end; a school's or an operator's own alone."""
        self.get(id_)
        asked = select(PlanRideRow.__table__).where(PlanRideRow.plan_id == id_, *self._own_rides())
        rows = self._connection.execute(asked.order_by(PlanRideRow.alight_s, PlanRideRow.pupil)).mappings()
        return [_ride(found) for found in rows]

    def list_rides_of(self, pupil: str, from_day: date, until_day: date) -> list[tuple[PlanHead, RideView]]:
        """Return the published rides of one pupil on some days."""
        asked = (
            select(PlanRideRow.__table__, *(column.label(f"plan_{column.name}") for column in _HEAD))
            .join(PlanRow, PlanRow.id == PlanRideRow.plan_id)
            .where(PlanRideRow.pupil == pupil, PlanRow.state == PlanState.PUBLISHED, *self._own_rides())
            .where(PlanRow.day.between(from_day, until_day))
            .order_by(PlanRow.day, PlanRow.direction.desc())
        )
        rows = self._connection.execute(asked).mappings().all()
        return [
            (_head({column.name: found[f"plan_{column.name}"] for column in _HEAD}), _ride(found)) for found in rows
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

    # -- inside -------------------------------------------------------------------------------------------------------

    def _office_only(self) -> None:
        if not self._principal.sees_everyone:
            raise NotKeptError("There is no such plan.")

    def _heads(self) -> Select[Any]:
        asked = select(*_HEAD)
        return asked if self._principal.sees_everyone else asked.where(PlanRow.state.in_(_PUBLIC))

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
        return []

    def _get_draft(self, id_: str, step: int | None = None) -> PlanHead:
        self._office_only()
        head = self.get(id_)
        if head.state is not PlanState.DRAFT:
            raise ConflictError(f"This plan is {head.state}, and no draft any more: begin a new draft from it.")
        if step is not None and head.step != step:
            raise ConflictError("Someone else has changed this draft since you saw it: look at it again.")
        return head

    def _last_version(self, day: date, direction: Direction) -> int:
        here = (PlanRow.day == day) & (PlanRow.direction == direction)
        return self._connection.execute(select(func.max(PlanRow.version)).where(here)).scalar_one() or 0

    def _keep_problem(self, problem: Problem) -> str:
        digest = digest_of(problem)
        if self._connection.execute(select(ProblemRow.digest).where(ProblemRow.digest == digest)).first() is None:
            row = {"digest": digest, "packed": pack_problem(problem, self._keys), "kept_at": self._now}
            self._connection.execute(insert(ProblemRow).values(row))
        _CACHE.put(str(self._connection.engine.url), digest, problem, self._keys)
        return digest

    def _problem(self, digest: str) -> Problem:
        database = str(self._connection.engine.url)
        held = _CACHE.find(database, digest, self._keys)
        if held is None:
            packed = self._connection.execute(select(ProblemRow.packed).where(ProblemRow.digest == digest)).scalar_one()
            held = unpack_problem(packed, self._keys)
            _CACHE.put(database, digest, held, self._keys)
        return held

    def _figures(self, document: Document, violations: Sequence[Violation]) -> dict[str, Any]:
        summary = dict(document.summary)
        about = summary.pop("map", {})
        return {
            "summary": summary | {"map": {"credit": about.get("credit", "")}},
            "violations": len(violations),
            "unplaced": len(_plan_of(document).unplaced),
            "cost_pence": summary.get("cost_pence", 0),
            "changed_at": self._now,
        }

    def _keep_step(self, id_: str, step: int, plan: Plan, said: str) -> None:
        row = {
            "plan_id": id_,
            "step": step,
            "packed": pack_plan(plan),
            "said": said,
            "made_by": self._principal.user,
            "made_at": self._now,
        }
        self._connection.execute(insert(PlanStepRow).values(row))

    def _accepted(self, id_: str) -> Mapping[str, dict[str, Any]]:
        names = ("accepted_by", "accepted_at", "accepted_why")
        asked = select(PlanUnplacedRow.__table__).where(PlanUnplacedRow.plan_id == id_)
        rows = self._connection.execute(asked.where(PlanUnplacedRow.accepted_by.is_not(None))).mappings()
        return {found["pupil"]: {name: found[name] for name in ("reason", *names)} for found in rows}

    def _project(
        self,
        id_: str,
        document: Document,
        violations: Sequence[Violation],
        locks: DraftLocks,
        accepted: Mapping[str, dict[str, Any]] | None = None,
    ) -> None:
        """Write the rows that pages read, in the place of those of the step before."""
        problem, plan = document.problem, _plan_of(document)
        for table in _PROJECTIONS:
            self._connection.execute(delete(table).where(table.plan_id == id_))
        home_of = homes_of(problem)
        self._keys.load(pupil.id for pupil in problem.pupils)
        runs = []
        for row, shift, run in run_rows(problem, plan, violations, locks):
            lines = lines_of(document, shift, run)
            sealed = seal_lines(lines, owners_of(lines, run, home_of), self._keys, f"run|{id_}|{row['run']}")
            runs.append(row | {"plan_id": id_, "is_changed": False, "sealed_lines": sealed})
        unplaced = []
        for row in unplaced_rows(problem, plan):
            kept = (accepted or {}).get(row["pupil"], {})
            nobody = {"accepted_by": None, "accepted_at": None, "accepted_why": None}
            unplaced.append(nobody | (kept if kept.get("reason") == row["reason"] else {}) | row | {"plan_id": id_})
        rides = [row | {"plan_id": id_} for row in ride_rows(problem, plan, locks)]
        broken = [row | {"plan_id": id_} for row in violation_rows(violations)]
        for table, rows in zip(_PROJECTIONS, (runs, rides, unplaced, broken), strict=True):
            if rows:
                self._connection.execute(insert(table), rows)

    def _lines(self, id_: str, run: str, sealed: bytes | None) -> Any:
        return None if sealed is None else open_lines(sealed, self._keys, f"run|{id_}|{run}")

    def _mark_changed(self, id_: str, before: str) -> None:
        """Flag the runs that no crew has on paper as they now are."""
        columns = (PlanRunRow.run, PlanRunRow.vehicle, PlanRunRow.driver, PlanRunRow.stops, PlanRunRow.assistants)
        asked = select(*columns).where(PlanRunRow.plan_id == before)
        known = {_sheet(found) for found in self._connection.execute(asked)}
        for found in self._connection.execute(select(*columns).where(PlanRunRow.plan_id == id_)).all():
            if _sheet(found) not in known:
                here = (PlanRunRow.plan_id == id_) & (PlanRunRow.run == found.run)
                self._connection.execute(update(PlanRunRow).where(here).values(is_changed=True))


def _sheet(found: Any) -> str:
    return repr((found.vehicle, found.driver, found.stops, found.assistants))


def _plan_of(document: Document) -> Plan:
    if document.plan is None:
        raise ValueError("a document without a plan cannot be kept.")
    return document.plan


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
    return RunHead(**values | {"schools": tuple(found["schools"]), "assistants": tuple(found["assistants"])})


def _ride(found: RowMapping) -> RideView:
    names = [each.name for each in fields(RideView)]
    return RideView(**{name: found[name] for name in names} | {"assistants": tuple(found["assistants"])})
