"""From an authority to the text of its files: the same records that reading them gives back.

Every place goes into places.csv and is named from the other files, so that pupils.csv holds no address.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from routing.authority import layout as files
from routing.authority.authority import Authority
from routing.authority.calendar import EventKind
from routing.authority.layout import FileLayout
from routing.authority.measures import rows_of
from routing.authority.policy import policy_text
from routing.problem import Direction

_Rows = Iterable[dict[str, Any]]


def texts_of(authority: Authority) -> dict[str, str]:
    """Return the text of each file, by its name; a file that may be absent and has no rows is left out."""
    tables = tables_of(authority)
    found = {layout.file: _text(layout, tables[layout.stem]) for layout in files.FILES}
    return {files.POLICY_FILE: policy_text(authority.policy)} | {file: text for file, text in found.items() if text}


def tables_of(authority: Authority) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each file by its stem, as the texts of the cells that are not empty."""
    return {layout.stem: [_row(layout, row) for row in rows] for layout, rows in _tables(authority)}


def _row(layout: FileLayout, row: dict[str, Any]) -> dict[str, str]:
    values = [(column, row.get(column.name)) for column in layout.columns]
    return {column.name: column.cell.write(value) for column, value in values if value is not None}


def _text(layout: FileLayout, rows: list[dict[str, str]]) -> str:
    """Return a file's text, with a column for everything that a row says or that must be there."""
    if not rows and not layout.required:
        return ""
    said = {name for row in rows for name in row}
    columns = [column.name for column in layout.columns if column.required or column.name in said]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _tables(authority: Authority) -> Iterator[tuple[FileLayout, _Rows]]:
    yield files.PLACES, (_place(site) for site in authority.sites)
    yield files.PUPILS, _pupils(authority)
    yield files.ADDRESSES, _addresses(authority)
    yield files.PICK_UP_POINTS, _points(authority)
    yield files.RISK_ASSESSMENTS, _assessments(authority)
    yield files.MEASURES, _measures(authority)
    yield files.KEPT_APART, _apart(authority)
    yield files.TOGETHER, _together(authority)
    yield files.SCHOOLS, _schools(authority)
    yield files.GATES, ({"school": s.id, "place": gate} for s in authority.schools for gate in s.gates[1:])
    yield files.CONTRACTS, _contracts(authority)
    yield files.VEHICLES, _vehicles(authority)
    yield files.ASSISTANTS, _assistants(authority)
    yield files.USUAL, _usuals(authority)
    yield (
        files.WAIVERS,
        (
            {"rule": w.rule, "pupil": w.pupil, "reason": w.reason, "granted_by": w.granted_by, "until": w.until}
            for w in authority.waivers
        ),
    )
    yield files.CALENDAR, _calendar(authority)


def _place(site: Any) -> dict[str, Any]:
    return {"place": site.id} | {
        name: getattr(site, name) for name in ("lat", "lon", "easting", "northing", "postcode")
    }


def _named(authority: Authority, file: str, id_: str) -> str | None:
    return authority.names.get(file, {}).get(id_)


def _pupils(authority: Authority) -> _Rows:
    for pupil in authority.pupils:
        yield {
            "pupil": pupil.id,
            "name": _named(authority, "pupils", pupil.id),
            "school": pupil.school,
            "phase": pupil.phase,
            "home": pupil.home,
            "days": pupil.days,
        }


def _addresses(authority: Authority) -> _Rows:
    for pupil in authority.pupils:
        for other in pupil.other_homes:
            days = frozenset({other.weekday})
            yield {"pupil": pupil.id, "days": days, "direction": other.direction, "place": other.place}


def _points(authority: Authority) -> _Rows:
    for pupil in authority.pupils:
        for point in pupil.pick_up_points:
            yield {"pupil": pupil.id, "walk_minutes": point.walk_s, "place": point.place}


def _assessments(authority: Authority) -> _Rows:
    for each in authority.assessments:
        yield {
            "pupil": each.pupil,
            "assessed_on": each.assessed_on,
            "review_by": each.review_by,
            "signed_by": each.signed_by,
            "hazards": tuple(hazard.code for hazard in each.hazards) or None,
        }


def _measures(authority: Authority) -> _Rows:
    for pupil in authority.pupils:
        for measure, value in rows_of(pupil.needs, authority.policy):
            yield {"pupil": pupil.id, "measure": measure, "value": value or None}


def _apart(authority: Authority) -> _Rows:
    for pupil in authority.pupils:
        for other in sorted(pupil.needs.apart_from):
            if pupil.id < other:
                yield {"pupil": pupil.id, "other": other}


def _together(authority: Authority) -> _Rows:
    """Yield each group as pairs of its first pupil with every other."""
    done: set[str] = set()
    for pupil in authority.pupils:
        if pupil.id not in done:
            done |= pupil.needs.together_with
            for other in sorted(pupil.needs.together_with):
                yield {"pupil": pupil.id, "other": other}


def _schools(authority: Authority) -> _Rows:
    for school in authority.schools:
        yield {
            "school": school.id,
            "name": _named(authority, "schools", school.id),
            "opens": school.opens_s,
            "starts": school.starts_s,
            "finishes": school.finishes_s,
            "leave_by": school.leave_by_s,
            "handover_minutes": school.handover_s,
            "bays": school.bays,
            "shares_with": None if school.shares_with is None else tuple(sorted(school.shares_with)),
            "gate": school.gates[0],
        }


def _contracts(authority: Authority) -> _Rows:
    for record in authority.contracts:
        contract = record.contract
        yield {
            "contract": contract.id,
            "operator": contract.operator,
            "day_rate": contract.day_rate_pence,
            "mile_rate": contract.mile_rate_pence,
            "hour_rate": contract.hour_rate_pence,
            "schools": None if contract.schools is None else tuple(sorted(contract.schools)),
            "most_seats": contract.most_seats,
            "until": record.until,
        }


def _vehicles(authority: Authority) -> _Rows:
    for vehicle in authority.vehicles:
        yield {
            "vehicle": vehicle.id,
            "contract": vehicle.contract,
            "layouts": vehicle.layouts,
            "road_profile": vehicle.road_profile,
            "depot": vehicle.depot,
            "from": vehicle.from_s,
            "until": vehicle.until_s,
            "shift_limit": vehicle.shift_limit_s,
            "features": tuple(sorted(vehicle.features)) or None,
            "driver": vehicle.driver,
            "cleared_until": vehicle.cleared_until,
        }


def _assistants(authority: Authority) -> _Rows:
    for each in authority.assistants:
        yield {
            "assistant": each.id,
            "name": _named(authority, "assistants", each.id),
            "joins_at": each.joins_at,
            "training": tuple(sorted(each.training)) or None,
            "from": each.from_s,
            "until": each.until_s,
            "shift_limit": each.shift_limit_s,
            "hour_rate": each.hour_rate_pence,
            "cleared_until": each.cleared_until,
        }


def _usuals(authority: Authority) -> _Rows:
    for record in authority.usuals:
        usual = record.usual
        yield {
            "pupil": usual.pupil,
            "direction": Direction(record.direction),
            "time": usual.time_s,
            "tolerance_minutes": usual.tolerance_s,
            "vehicle": usual.vehicle,
            "driver": usual.driver,
            "assistant": usual.assistant,
        }


def _calendar(authority: Authority) -> _Rows:
    for event in authority.calendar.events:
        yield {
            "what": EventKind(event.kind),
            "from": event.from_day,
            "until": event.until_day,
            "school": event.school,
            "finishes": event.finishes_s,
            "leave_by": event.leave_by_s,
        }
