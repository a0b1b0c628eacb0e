"""The tables, on one page. Only the other files of ``web/store`` read it.

Moments are UTC; days are the authority's. What is about one pupil and could harm them is sealed with that pupil's own
key (``sealed`` columns); ids, times and schools are not, for pages are found by them.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A moment with its zone, kept as UTC; SQLite would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return it in UTC; a moment without a zone is a mistake."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment must have a time zone.")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return it with its zone."""
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables; their constraints have names, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy's own way to say it
        datetime: Moment,
        date: Date,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        bytes: LargeBinary,
        str: String,
    }


class PupilKeyRow(Base):
    """A pupil's own key, wrapped; once it is gone, so is what it sealed, in backups too."""

    __tablename__ = "pupil_key"

    pupil: Mapped[str] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]
    made_at: Mapped[datetime]


class RecordRow(Base):
    """One version of one record; the newest is current. Cells are texts, as in the CSV files."""

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_current", "kind", "is_current", "school"),
        Index("ix_record_pupil", "pupil"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    is_current: Mapped[bool]
    is_removed: Mapped[bool]
    pupil: Mapped[str | None]
    school: Mapped[str | None]
    cells: Mapped[dict[str, Any]]
    sealed: Mapped[bytes | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    why: Mapped[str | None]


class ColumnMappingRow(Base):
    """How the columns of a file that is loaded again and again are called, by name."""

    __tablename__ = "column_mapping"

    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    columns: Mapped[dict[str, Any]]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class UploadRow(Base):
    """A file that is being looked at, sealed; nothing of it is kept until it is confirmed."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    sealed: Mapped[bytes]
    options: Mapped[dict[str, Any]]
    loaded_by: Mapped[str]
    loaded_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class ConfirmationRow(Base):
    """A school's word that a pupil's record is right, on a day."""

    __tablename__ = "confirmation"
    __table_args__ = (Index("ix_confirmation_pupil", "pupil"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    pupil: Mapped[str]
    school: Mapped[str]
    confirmed_by: Mapped[str]
    confirmed_at: Mapped[datetime]
    is_right: Mapped[bool]
    sealed_note: Mapped[bytes | None]


class UserRow(Base):
    """Someone who may sign in."""

    __tablename__ = "user_account"

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    is_active: Mapped[bool]
    made_at: Mapped[datetime]
    password_hash: Mapped[str | None]
    sealed_totp: Mapped[bytes | None]
    totp_last_step: Mapped[int | None]
    oidc_issuer: Mapped[str | None]
    oidc_subject: Mapped[str | None]
    invite_hash: Mapped[str | None]
    invite_until: Mapped[datetime | None]


Index("ix_user_oidc", UserRow.oidc_issuer, UserRow.oidc_subject, unique=True)


class UserScopeRow(Base):
    """A school or an operator to which a user is bound."""

    __tablename__ = "user_scope"

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)


class RecoveryCodeRow(Base):
    """A code that stands in once for a lost second factor."""

    __tablename__ = "recovery_code"

    hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    used_at: Mapped[datetime | None]


class SessionRow(Base):
    """A signed-in browser; only the hash of its secret is kept."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_user_id", "user_id"),)

    hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str]
    is_verified: Mapped[bool]
    """Whether the second factor has been given."""


class ThrottleRow(Base):
    """How often something was tried within a span of time."""

    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    begins_at: Mapped[datetime] = mapped_column(primary_key=True)
    tries: Mapped[int]


class AuditRow(Base):
    """What was done, by whom; each row is chained to the one before."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_object", "kind", "ref"), Index("ix_audit_at", "at"))

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[str]
    role: Mapped[str]
    event: Mapped[str]
    kind: Mapped[str]
    ref: Mapped[str]
    detail: Mapped[dict[str, Any]]
    mac: Mapped[str]


class ProblemRow(Base):
    """A problem, kept once however many plans answer it; homes are sealed."""

    __tablename__ = "problem"

    digest: Mapped[str] = mapped_column(primary_key=True)
    packed: Mapped[bytes]
    kept_at: Mapped[datetime]


class PlanRow(Base):
    """A plan of one direction of one day. Its document never changes; an edit is a new step of a draft."""

    __tablename__ = "plan"
    __table_args__ = (Index("ix_plan_day", "day", "direction", "state"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    direction: Mapped[str]
    state: Mapped[str]
    version: Mapped[int | None]
    """Of published plans of that day and direction, counted from 1."""
    replaces: Mapped[str | None]
    problem: Mapped[str] = mapped_column(ForeignKey("problem.digest"))
    step: Mapped[int]
    title: Mapped[str]
    locks: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    violations: Mapped[int]
    unplaced: Mapped[int]
    cost_pence: Mapped[int]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_by: Mapped[str | None]
    published_at: Mapped[datetime | None]
    has_begun_from: Mapped[str | None]
    """The plan from which it was begun, for comparing."""


class PlanStepRow(Base):
    """A draft after each edit, so that every edit can be undone and none is forgotten."""

    __tablename__ = "plan_step"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    packed: Mapped[bytes]
    said: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class PlanRunRow(Base):
    """A run of a plan as pages find it; made from the document, never edited."""

    __tablename__ = "plan_run"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    run: Mapped[str] = mapped_column(primary_key=True)
    vehicle: Mapped[str]
    operator: Mapped[str]
    contract: Mapped[str]
    driver: Mapped[str | None]
    begins_s: Mapped[int]
    ends_s: Mapped[int]
    pupils: Mapped[int]
    wheelchairs: Mapped[int]
    seats: Mapped[int]
    longest_ride_s: Mapped[int]
    metres: Mapped[int]
    pence: Mapped[int]
    schools: Mapped[list[Any]]
    assistants: Mapped[list[Any]]
    stops: Mapped[list[Any]]
    is_changed: Mapped[bool]
    is_locked: Mapped[bool]
    violations: Mapped[int]
    sealed_lines: Mapped[bytes | None]
    """The roads driven, sealed with the key of everyone aboard, one around the other."""


Index("ix_plan_run_operator", PlanRunRow.plan_id, PlanRunRow.operator)


class PlanRideRow(Base):
    """A pupil's ride of a plan: all that a school needs to know of it."""

    __tablename__ = "plan_ride"
    __table_args__ = (Index("ix_plan_ride_school", "plan_id", "school"), Index("ix_plan_ride_pupil", "pupil"))

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    pupil: Mapped[str] = mapped_column(primary_key=True)
    school: Mapped[str]
    run: Mapped[str]
    vehicle: Mapped[str]
    operator: Mapped[str]
    assistants: Mapped[list[Any]]
    board_s: Mapped[int]
    alight_s: Mapped[int]
    ride_s: Mapped[int]
    limit_s: Mapped[int]
    is_locked: Mapped[bool]


class PlanUnplacedRow(Base):
    """A pupil whom a plan leaves without a run; someone must accept that by name before it is published."""

    __tablename__ = "plan_unplaced"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    pupil: Mapped[str] = mapped_column(primary_key=True)
    school: Mapped[str]
    reason: Mapped[str]
    accepted_by: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    accepted_why: Mapped[str | None]


class PlanViolationRow(Base):
    """A rule that a draft breaks, in the checker's words."""

    __tablename__ = "plan_violation"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str]
    vehicle: Mapped[str | None]
    pupils: Mapped[list[Any]]
    said: Mapped[str] = mapped_column(Text)


class TaskRow(Base):
    """Long work that someone asked for; the planner's process takes the oldest."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_state", "state", "asked_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    asked: Mapped[dict[str, Any]]
    state: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    holder: Mapped[str | None]
    token: Mapped[int]
    heard_at: Mapped[datetime | None]
    progress: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]


class SlotRow(Base):
    """One time at which a job of the clock is due; whoever claims it runs it, with a token that fences off the dead."""

    __tablename__ = "slot"

    job: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    holder: Mapped[str]
    token: Mapped[int]
    state: Mapped[str]
    begun_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    said: Mapped[str]


class ReminderRow(Base):
    """Something that lapses soon or has lapsed, said once however often it is looked for."""

    __tablename__ = "reminder"

    kind: Mapped[str] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(primary_key=True)
    due: Mapped[date] = mapped_column(primary_key=True)
    said: Mapped[str]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class DayEventRow(Base):
    """Something that is not as usual on one day: a pupil absent, a vehicle out, a road closed."""

    __tablename__ = "day_event"
    __table_args__ = (Index("ix_day_event_day", "day"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    until_day: Mapped[date]
    direction: Mapped[str | None]
    kind: Mapped[str]
    ref: Mapped[str]
    school: Mapped[str | None]
    detail: Mapped[dict[str, Any]]
    reported_by: Mapped[str]
    reported_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]


class ActualRow(Base):
    """What happened on the road: a vehicle left or arrived, a pupil boarded."""

    __tablename__ = "actual"
    __table_args__ = (Index("ix_actual_day", "day", "plan_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"))
    day: Mapped[date]
    run: Mapped[str]
    stop: Mapped[int]
    what: Mapped[str]
    at_s: Mapped[int]
    planned_s: Mapped[int]
    pupil: Mapped[str | None]
    logged_by: Mapped[str]
    logged_at: Mapped[datetime]


class NoticeRow(Base):
    """Someone who must be told what a published plan changes, and when they were."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_plan_id", "plan_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"))
    audience: Mapped[str]
    ref: Mapped[str]
    said: Mapped[list[Any]]
    due_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    told_by: Mapped[str | None]
    how: Mapped[str | None]
    why_late: Mapped[str | None]


class CalendarFeedRow(Base):
    """A secret link to a school's calendar; only its hash is kept."""

    __tablename__ = "calendar_feed"

    hash: Mapped[str] = mapped_column(primary_key=True)
    school: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class OptionRow(Base):
    """What the authority sets on a page: colours, policy, targets; one row a name."""

    __tablename__ = "option"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
