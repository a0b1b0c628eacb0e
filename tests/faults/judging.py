"""What must hold of an installation whatever was done to it: a sentence for each thing that does not."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select, text

from routing.plan import Plan
from routing.problem import Problem
from tests.web.office import OFFICE
from web.store import Kept, Store
from web.store.plan_views import PlanState
from web.store.projection import DraftLocks, ride_rows, run_rows, unplaced_rows
from web.store.tables import PlanRideRow, PlanRow, PlanRunRow, PlanUnplacedRow, RecordRow


def wrong_in(store: Store) -> list[str]:
    """Return what is half, torn or lost in an installation; nothing if it is whole."""
    with store.reading(OFFICE) as kept:
        found = [*kept.audit.verify(), *_wrong_records(store), *_wrong_plans(store, kept)]
        kept.records.all_rows()  # every current record opens
    if store.database.is_sqlite:
        with store.database.reading() as connection:
            found += [said for said in connection.execute(text("PRAGMA integrity_check")).scalars() if said != "ok"]
            found += [str(row) for row in connection.execute(text("PRAGMA foreign_key_check"))]
    return found


def _wrong_records(store: Store) -> Iterator[str]:
    columns = (RecordRow.kind, RecordRow.key, RecordRow.version, RecordRow.is_current)
    versions: dict[tuple[str, str], list[tuple[int, bool]]] = defaultdict(list)
    with store.database.reading() as connection:
        for row in connection.execute(select(*columns).order_by(RecordRow.version)):
            versions[row.kind, row.key].append((row.version, row.is_current))
    for record, found in versions.items():
        if [version for version, _ in found] != list(range(1, len(found) + 1)):
            yield f"{record}: versions {[version for version, _ in found]}"
        if [current for _, current in found] != [False] * (len(found) - 1) + [True]:
            yield f"{record}: current are {[version for version, current in found if current]}"


def _wrong_plans(store: Store, kept: Kept) -> Iterator[str]:
    with store.database.reading() as connection:
        heads = connection.execute(select(PlanRow.__table__).order_by(PlanRow.version)).mappings().all()
    published: dict[Any, list[Any]] = defaultdict(list)
    for head in heads:
        if head["version"] is not None:
            published[head["day"], head["direction"]].append(head)
        yield from _wrong_projection(store, head["id"], *kept.plans.load(head["id"]))
    for of_day, versions in published.items():
        if [head["version"] for head in versions] != list(range(1, len(versions) + 1)):
            yield f"{of_day}: versions {[head['version'] for head in versions]}"
        states = [head["state"] for head in versions]
        if states != [PlanState.REPLACED] * (len(states) - 1) + [PlanState.PUBLISHED]:
            yield f"{of_day}: states {states}"


def _wrong_projection(store: Store, id_: str, problem: Problem, plan: Plan) -> Iterator[str]:
    locks = DraftLocks()
    wanted: Mapping[Any, list[Any]] = {
        PlanRunRow: [row for row, _, _ in run_rows(problem, plan, (), locks)],
        PlanRideRow: list(ride_rows(problem, plan, locks)),
        PlanUnplacedRow: list(unplaced_rows(problem, plan)),
    }
    for table, rows in wanted.items():
        names = sorted(rows[0]) if rows else ["plan_id"]
        with store.database.reading() as connection:
            asked = select(*(table.__table__.columns[name] for name in names)).where(table.plan_id == id_)
            found = Counter(_text(dict(row)) for row in connection.execute(asked).mappings())
        if found != Counter(_text({name: row[name] for name in names}) for row in rows):
            yield f"{table.__tablename__} of plan {id_} is not as its document says"


def _text(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, default=str)
