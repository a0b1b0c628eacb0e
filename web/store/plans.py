"""Plans: drafts that are edited step by step, and published versions that never change.

The store is the last gate: it publishes nothing that breaks a rule, nor one that leaves a pupil without a run whom
nobody has accepted by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update

from routing.files import Document
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.rules import Violation
from web.store.errors import ConflictError, NotKeptError
from web.store.events import Event
from web.store.plan_documents import (
    digest_of,
    homes_of,
    lines_of,
    owners_of,
    pack_plan,
    pack_problem,
    seal_lines,
)
from web.store.plan_views import (
    PlanHead,
    PlanState,
)
from web.store.plans_seen import CACHE, PlansSeen
from web.store.projection import DraftLocks, ride_rows, run_rows, unplaced_rows, violation_rows
from web.store.tables import (
    PlanRideRow,
    PlanRow,
    PlanRunRow,
    PlanStepRow,
    PlanUnplacedRow,
    PlanViolationRow,
    ProblemRow,
)

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


class Plans(PlansSeen):
    """The plans that a principal may see, and drafts to be made, edited and published; in one transaction."""

    def keep_draft(self, drafted: Drafted) -> str:
        """Keep a draft; return its id.

        Whom somebody accepted as unplaced in the plan that it replaces stays accepted, if the reason is the same.
        """
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
        accepted = {} if drafted.replaces is None else self._accepted(drafted.replaces)
        self._project(id_, document, drafted.violations, drafted.locks, accepted)
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
        CACHE.put(str(self._connection.engine.url), digest, problem, self._keys)
        return digest

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
