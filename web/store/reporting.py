"""What reports count of published plans and of what happened: the database adds up, a row for each pupil comes back.

Everything here is a fixed number of questions, whatever the span and however many rides it holds. Locality, need and
mode stand in the pupils' records, so reports join those afterwards: a row a pupil is few, a row a ride is not.
"""

from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Integer,
    SQLColumnExpression,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from routing.problem import Direction
from web.access import Principal
from web.records.rows import Row
from web.reporting.sums import (
    BAND_MINUTES,
    GUIDE_MINUTES,
    LATE_MINUTES,
    ON_TIME_MINUTES,
    ArrivalSums,
    RideSums,
    Span,
)
from web.store.day import OF_PUPILS, DayEventKind, What
from web.store.errors import NotKeptError
from web.store.plan_views import PlanState
from web.store.tables import ActualRow, DayEventRow, PlanRideRow, PlanRow, PlanRunRow, RecordRow

_MINUTE_S = 60


class Reporting:
    """What is counted, in one transaction; for the office alone."""

    def __init__(self, connection: Connection, principal: Principal) -> None:
        self._connection = connection
        self._principal = principal

    def open_rows(self, kind: str) -> list[Row]:
        """Return all records of a kind, by key, without what is sealed: who only counts need not open it."""
        self._office_only()
        asked = select(RecordRow.key, RecordRow.version, RecordRow.cells).where(
            RecordRow.kind == kind, RecordRow.is_current, RecordRow.is_removed.is_(False)
        )
        found = self._connection.execute(asked.order_by(RecordRow.key))
        return [Row(kind, each.key, each.cells, each.version) for each in found]

    def span(self, from_day: date, until_day: date) -> Span:
        """Return for how many days plans were published, and how many events of each kind were reported."""
        self._office_only()
        plans = (
            select(PlanRow.direction, func.count()).where(*_published(from_day, until_day)).group_by(PlanRow.direction)
        )
        days = {Direction(direction): count for direction, count in self._connection.execute(plans)}
        events = (
            select(DayEventRow.kind, func.count())
            .where(DayEventRow.day <= until_day, DayEventRow.until_day >= from_day, DayEventRow.withdrawn_at.is_(None))
            .group_by(DayEventRow.kind)
        )
        found = {DayEventKind(kind): count for kind, count in self._connection.execute(events)}
        return Span(
            mornings=days.get(Direction.TO_SCHOOL, 0),
            afternoons=days.get(Direction.FROM_SCHOOL, 0),
            events={f"{kind}": found[kind] for kind in DayEventKind if kind in found},
        )

    def list_rides(self, from_day: date, until_day: date) -> list[RideSums]:
        """Return what the published rides of some days come to, for each pupil, school and operator."""
        self._office_only()
        crews = _crews(from_day, until_day)
        is_alone = PlanRunRow.pupils == 1
        pence = _pence(crews)
        sums: dict[str, ColumnElement[Any]] = {
            "rides": func.count(),
            "alone": _count(is_alone),
            "over_primary": _count(_is_over(GUIDE_MINUTES[0])),
            "over_secondary": _count(_is_over(GUIDE_MINUTES[1])),
            "seconds": func.sum(PlanRideRow.ride_s),
            **{f"band_{number}": _count(band) for number, band in enumerate(_bands(PlanRideRow.ride_s, BAND_MINUTES))},
            "pence": func.sum(pence),
            "pence_alone": func.sum(case((is_alone, pence), else_=0.0)),
            "seats": func.sum(_each(PlanRunRow.seats)),
            "assistants": func.sum(_each(func.json_array_length(PlanRunRow.assistants))),
            "runs": func.sum(_each(literal(1))),
        }
        of = (PlanRideRow.pupil, PlanRideRow.school, PlanRideRow.operator)
        asked = (
            select(*of, *(value.label(name) for name, value in sums.items()))
            .join(PlanRow, PlanRow.id == PlanRideRow.plan_id)
            .join(PlanRunRow, and_(PlanRunRow.plan_id == PlanRideRow.plan_id, PlanRunRow.run == PlanRideRow.run))
            .join(crews, crews.c.plan_id == PlanRideRow.plan_id)
            .where(*_published(from_day, until_day))
            .group_by(*of)
            .order_by(*of)
        )
        return [_ride_sums(dict(found)) for found in self._connection.execute(asked).mappings()]

    def list_arrivals(self, from_day: date, until_day: date) -> list[ArrivalSums]:
        """Return how the published rides of some days ended, for each pupil, school and operator.

        What was logged of an arrival counts for whoever alights on that run at that planned second, whichever version
        of the plan it was logged against; what was logged last counts.
        """
        self._office_only()
        logged = _logged(from_day, until_day)
        late = logged.c.late_minutes
        bands = _bands(late * _MINUTE_S, (ON_TIME_MINUTES, *LATE_MINUTES))
        of = (PlanRideRow.pupil, PlanRideRow.school, PlanRideRow.operator)
        asked = (
            select(
                *of,
                func.count().label("planned"),
                *(_count(and_(late.is_not(None), band)).label(f"band_{n}") for n, band in enumerate(bands)),
            )
            .join(PlanRow, PlanRow.id == PlanRideRow.plan_id)
            .outerjoin(
                logged,
                and_(
                    logged.c.day == PlanRow.day,
                    logged.c.direction == PlanRow.direction,
                    logged.c.run == PlanRideRow.run,
                    logged.c.planned_s == PlanRideRow.alight_s,
                ),
            )
            .where(*_published(from_day, until_day), ~_absent())
            .group_by(*of)
            .order_by(*of)
        )
        return [_arrival_sums(dict(found)) for found in self._connection.execute(asked).mappings()]

    def _office_only(self) -> None:
        if not self._principal.sees_everyone:
            raise NotKeptError("There are no such reports.")


def _published(from_day: date, until_day: date) -> tuple[ColumnElement[bool], ...]:
    return (PlanRow.state == PlanState.PUBLISHED, PlanRow.day.between(from_day, until_day))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _each(of_run: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    """Return a pupil's part of what a run has."""
    return cast(of_run, Float) / PlanRunRow.pupils


def _is_over(guide_minutes: int) -> ColumnElement[bool]:
    """Say whether a ride is longer than its own limit or than a guide."""
    return or_(PlanRideRow.ride_s > PlanRideRow.limit_s, PlanRideRow.ride_s > guide_minutes * _MINUTE_S)


def _bands(seconds: SQLColumnExpression[Any], ends: tuple[int, ...]) -> list[ColumnElement[bool]]:
    """Return the conditions of falling into bands that end at some minutes, and beyond the last."""
    limits = [end * _MINUTE_S for end in ends]
    inner = [and_(seconds > low, seconds <= high) for low, high in pairwise(limits)]
    return [seconds <= limits[0], *inner, seconds > limits[-1]]


def _crews(from_day: date, until_day: date) -> Subquery:
    """Return how many places on runs the assistants of each plan fill, and what they are paid."""
    crew = func.json_array_length(PlanRunRow.assistants)
    pay = func.coalesce(PlanRow.summary[("cost_by_kind", "assistant")].as_integer(), 0)
    return (
        select(PlanRow.id.label("plan_id"), func.max(pay).label("pay_pence"), func.sum(crew).label("places"))
        .join(PlanRunRow, PlanRunRow.plan_id == PlanRow.id)
        .where(*_published(from_day, until_day))
        .group_by(PlanRow.id)
        .subquery()
    )


def _pence(crews: Subquery) -> ColumnElement[Any]:
    """Return a pupil's part of what a run costs: its vehicle, and its part of the assistants' pay."""
    crew = cast(func.json_array_length(PlanRunRow.assistants), Float)
    pay = case((crews.c.places > 0, crews.c.pay_pence * crew / crews.c.places), else_=0.0)
    return (cast(PlanRunRow.pence, Float) + pay) / PlanRunRow.pupils


def _logged(from_day: date, until_day: date) -> Subquery:
    """Return the arrivals as they were logged last, and by how many minutes on the clock they were late."""
    of = (PlanRow.day, PlanRow.direction, ActualRow.run, ActualRow.planned_s)
    newest = func.row_number().over(partition_by=of, order_by=(ActualRow.logged_at.desc(), ActualRow.id.desc()))
    late = _minute(ActualRow.at_s) - _minute(ActualRow.planned_s)
    every = (
        select(*of, late.label("late_minutes"), newest.label("place"))
        .join(PlanRow, PlanRow.id == ActualRow.plan_id)
        .where(ActualRow.what == What.ARRIVED, ActualRow.day.between(from_day, until_day))
        .subquery()
    )
    return select(every).where(every.c.place == 1).subquery()


def _minute(seconds: SQLColumnExpression[int]) -> ColumnElement[int]:
    """Return the minute of a time of day that has begun, as it is printed."""
    return cast(seconds, Integer) // _MINUTE_S


def _absent() -> ColumnElement[bool]:
    """Say whether a ride's pupil was absent that day, or with their trainer."""
    return exists().where(
        DayEventRow.kind.in_(sorted(OF_PUPILS)),
        DayEventRow.ref == PlanRideRow.pupil,
        DayEventRow.day <= PlanRow.day,
        DayEventRow.until_day >= PlanRow.day,
        or_(DayEventRow.direction.is_(None), DayEventRow.direction == PlanRow.direction),
        DayEventRow.withdrawn_at.is_(None),
    )


def _ride_sums(found: dict[str, Any]) -> RideSums:
    bands = tuple(int(found.pop(f"band_{number}")) for number in range(len(BAND_MINUTES) + 1))
    whole = ("rides", "alone", "over_primary", "over_secondary", "seconds")
    return RideSums(**found | {name: int(found[name]) for name in whole}, bands=bands)


def _arrival_sums(found: dict[str, Any]) -> ArrivalSums:
    on_time, *late = (int(found.pop(f"band_{number}")) for number in range(len(LATE_MINUTES) + 2))
    return ArrivalSums(**found, on_time=on_time, late=tuple(late))
