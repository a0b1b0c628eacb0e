"""Which events, actual times and confirmations exist for whom: the conditions of every question about the day."""

from sqlalchemy import ColumnElement, exists, false, or_, select

from web.access import Principal, Role
from web.store.plan_views import PlanState
from web.store.tables import ActualRow, ConfirmationRow, DayEventRow, PlanRideRow, PlanRow, PlanRunRow

Conditions = list[ColumnElement[bool]]
_PUBLIC = PlanRow.state.in_((PlanState.PUBLISHED, PlanState.REPLACED))


def events_of(principal: Principal) -> Conditions:
    """Return which events exist for someone.

    The office knows all, a school those of its own pupils and of itself. An operator knows of pupils whom its own runs
    carry on those days that they do not travel, and of roads that are closed.
    """
    if principal.sees_everyone:
        return []
    if principal.role is Role.SCHOOL:
        return [DayEventRow.school.in_(sorted(principal.schools))]
    if principal.role is not Role.OPERATOR:
        return [false()]
    aboard = exists(
        select(PlanRideRow.pupil)
        .join(PlanRow, PlanRow.id == PlanRideRow.plan_id)
        .where(
            PlanRideRow.pupil == DayEventRow.ref,
            PlanRideRow.operator.in_(sorted(principal.operators)),
            PlanRow.day.between(DayEventRow.day, DayEventRow.until_day),
            _PUBLIC,
        )
    )
    return [or_(DayEventRow.kind.in_(["pupil-absent", "training"]) & aboard, DayEventRow.kind == "road-closed")]


def actuals_of(principal: Principal) -> Conditions:
    """Return which actual times exist for someone: those of runs that carry a school's pupils, or are an operator's."""
    if principal.sees_everyone:
        return []
    here = (PlanRideRow.plan_id == ActualRow.plan_id) & (PlanRideRow.run == ActualRow.run)
    if principal.role is Role.SCHOOL:
        return [exists().where(here, PlanRideRow.school.in_(sorted(principal.schools)))]
    return [exists().where(here, PlanRideRow.operator.in_(sorted(principal.operators)))]


def confirmations_of(principal: Principal) -> Conditions:
    """Return which schools' words exist for someone: their own schools' alone."""
    return [] if principal.sees_everyone else [ConfirmationRow.school.in_(sorted(principal.schools))]


def runs_to_log(principal: Principal) -> Conditions:
    """Return of which runs someone may say what happened: published ones; an operator of its own, a school of none."""
    if principal.sees_everyone:
        return [_PUBLIC]
    return [_PUBLIC, PlanRunRow.operator.in_(sorted(principal.operators))]


def pupils_to_report(principal: Principal, pupil: str) -> Conditions:
    """Return of which published rides an operator's crew may say that a pupil does not take them: of its own runs'."""
    return [_PUBLIC, PlanRideRow.pupil == pupil, PlanRideRow.operator.in_(sorted(principal.operators))]
