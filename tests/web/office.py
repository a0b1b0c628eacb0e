"""An office for the tests of the web: the small town of ``town.py`` as records, users of every role, and its plans.

Names are such that a leak is seen: "Ann Oakley" stands nowhere but in the record of p1.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from geodata import Place
from routing.checker import check
from routing.files import Document
from routing.plan import Plan
from routing.problem import Direction, Problem
from routing.summary import summarise
from tests.web import town
from web.access import Principal, Role, the_clock
from web.records.rows import row_of
from web.store import Keyring, Store
from web.store.database import Database
from web.store.people import User
from web.store.plans import Drafted
from web.store.records import Change
from web.store.schema import upgrade
from web.store.tables import PlanRideRow, PlanRunRow

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
"""The Sunday evening before the town's Monday."""
NAMES = {
    "p1": "Ann Oakley",
    "p2": "Ben Oakwood",
    "p3": "Cat Oakes",
    "p4": "Dan Okafor",
    "p5": "Eve Elmhurst",
    "p6": "Fay Oakden",
}
OFFICE = the_clock("test")
SCOPES = {Role.SCHOOL: ["oak"], Role.OPERATOR: ["Acorn Cars"]}


class Clock:
    """A clock that tests set."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        """Let so much time pass."""
        self.now += timedelta(seconds=seconds)


def new_store(url: str, clock: Clock | None = None) -> Store:
    """Return an empty store."""
    database = Database(url)
    upgrade(database)
    return Store(database, Keyring.fresh(), clock or Clock())


def sqlite_url(folder: Path) -> str:
    """Return the URL of a database in a folder."""
    return f"sqlite:///{folder / 'waymark.sqlite'}"


def rows() -> list[Change]:
    """Return the town's records."""
    where = {str(place.id): place for place in town.PLACES}
    found = [
        ("schools", {"school": name, "name": f"{name.title()} School", "opens": "08:15", "starts": "09:00"}
         | {"finishes": "15:15", "leave_by": "15:45", **_point(where[f"gate-{name}"])})
        for name in ("oak", "elm")
    ]  # fmt: skip
    for pupil in town.PUPILS:
        home = _point(where[pupil.home])
        cells = {"pupil": pupil.id, "name": NAMES[pupil.id], "school": pupil.school, "phase": "secondary"}
        found.append(("pupils", cells | home | {"address": f"{pupil.id} Secret Lane", "primary_need": "ASD"}))
        if pupil.id != "p6":
            dates = {"assessed_on": "2026-09-01", "review_by": "2027-08-31", "signed_by": "RA7"}
            found.append(("risk_assessments", {"pupil": pupil.id, **dates, "hazards": "seizures"}))
    found += [
        ("contracts", {"contract": "c1", "operator": "Own fleet", "day_rate": "180.00", "mile_rate": "0.90"}),
        ("contracts", {"contract": "c2", "operator": "Acorn Cars", "day_rate": "60.00", "mile_rate": "1.60"}),
        ("vehicles", {"vehicle": "minibus-1", "contract": "c1", "layouts": "12+0; 8+2", "features": "lift"}),
        ("vehicles", {"vehicle": "taxi-7", "contract": "c2", "layouts": "4+0"}),
        ("assistants", {"assistant": "a1", "name": "Gil Ashe", "training": "rescue-medication"}),
        ("assistants", {"assistant": "a2", "name": "Hal Beech"}),
    ]
    return [Change(row_of(kind, cells)) for kind, cells in found]


def _point(place: Place) -> dict[str, str]:
    return {"lat": str(place.lat), "lon": str(place.lon)}


def document(problem: Problem | None = None, plan: Plan | None = None, day: date = town.DAY) -> Document:
    """Return the document of the town's morning, of its Monday or of another day."""
    asked = problem or replace(town.town(), day=day)
    answer = plan or town.plan_to_school(asked)
    return Document(asked, answer, (), summarise(asked, answer, 1.0) | {"map": {"credit": "Invented", "streets": {}}})


def keep_draft(store: Store, drafted: Document | None = None, replaces: str | None = None) -> str:
    """Keep a draft of the town's morning; return its id."""
    made = drafted or document()
    assert made.plan is not None
    found = tuple(check(made.problem, made.plan))
    with store.writing(OFFICE) as kept:
        return kept.plans.keep_draft(Drafted(document=made, violations=found, title="By hand", replaces=replaces))


def publish(store: Store, id_: str) -> int:
    """Accept whoever is unplaced, and publish; return the version."""
    with store.writing(OFFICE) as kept:
        for each in kept.plans.list_unplaced(id_):
            kept.plans.accept_unplaced(id_, each.pupil, "The assessment is on Tuesday")
        return kept.plans.publish(id_, kept.plans.get(id_).step)


def keep_users(store: Store) -> Mapping[Role, User]:
    """Keep a user of each role; return them."""
    with store.writing(OFFICE) as kept:
        return {
            role: kept.people.make_user(f"{role}@example.org", f"{role.title()} User", role, SCOPES.get(role, ()))
            for role in Role
        }


def fill(store: Store) -> Mapping[Role, User]:
    """Put the town into a store, with a user of each role and a published morning; return the users."""
    with store.writing(OFFICE) as kept:
        kept.records.apply(rows())
    users = keep_users(store)
    publish(store, keep_draft(store))
    return users


def moved_document(day: date = town.DAY) -> Document:
    """Return the town's morning with the taxi ten minutes earlier."""
    problem = replace(town.town(), day=day)
    plan = town.plan_to_school(problem)
    minibus, taxi = plan.shifts
    run = taxi.runs[0]
    stops = tuple(replace(stop, arrive_s=stop.arrive_s - 600, leave_s=stop.leave_s - 600) for stop in run.stops)
    earlier = replace(taxi, runs=(replace(run, stops=stops),))
    return document(problem, replace(plan, shifts=(minibus, earlier)))


def more_rides(store: Store, plan_id: str, number: int) -> None:
    """Write as many more rides to Oak School, beside those of the plan's document: as long a list as there may be."""
    with store.database.writing() as connection:
        asked = select(PlanRideRow.__table__).where(PlanRideRow.plan_id == plan_id, PlanRideRow.pupil == "p1")
        ride = dict(connection.execute(asked).mappings().one())
        connection.execute(insert(PlanRideRow), [ride | {"pupil": f"q{each}"} for each in range(number)])


def more_runs(store: Store, plan_id: str, number: int) -> None:
    """Write as many runs and rides more into a plan's rows."""
    with store.database.writing() as connection:
        for table, key, name in ((PlanRunRow, "run", "taxi-7/{}"), (PlanRideRow, "pupil", "r{}")):
            asked = select(table.__table__).where(table.plan_id == plan_id).order_by(getattr(table, key).desc())
            row = dict(connection.execute(asked).mappings().first() or {})
            row |= {"sealed_lines": None} if key == "run" else {}
            connection.execute(insert(table), [row | {key: name.format(each)} for each in range(2, number)])


def afternoon() -> Document:
    """Return an afternoon on which nobody is carried yet."""
    problem = town.town(Direction.FROM_SCHOOL)
    return document(problem, town.plan_for_nobody(problem))


def school_of(name: str) -> Principal:
    """Return a user of one school."""
    return Principal(user=OFFICE.user, role=Role.SCHOOL, schools=frozenset({name}))
