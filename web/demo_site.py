"""The demonstration's own installation: the invented authority's records, its plans published, a user of every role."""

import random
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from routing.authority import Authority
from routing.files import Document
from routing.records import Phase
from web.access import Role, the_clock
from web.demo import Half
from web.demo_buses import write_timetable
from web.demo_journeys import JourneyOf, journeys_of
from web.demo_training import fill_training
from web.opening import open_store
from web.passwords import PASSWORDS
from web.records.rows import Row, row_of
from web.records.writing import rows_of
from web.settings import Settings
from web.store import Kept
from web.store.plans import Drafted
from web.store.records import Change

HOME = "office"
"""The installation's folder, within that of the demonstration."""
_WHY = "A demonstration: the assessment is to be renewed"
_WORDS = (
    "amber",
    "birch",
    "cedar",
    "fern",
    "hazel",
    "maple",
    "river",
    "stone",
    "willow",
    "meadow",
    "harbour",
    "orchard",
)


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may sign in to the demonstration."""

    role: Role
    email: str
    password: str
    about: str


def settings_of(folder: Path) -> Settings:
    """Return the settings of the demonstration's installation: for one's own machine alone."""
    return Settings(
        home=folder / HOME,
        roads=str(folder / "roads"),
        organisation="Invented County Council",
        secure_cookies=False,
        second_factor=False,
        plan_seconds=30,
    )


def fill_office(folder: Path, authority: Authority, halves: Iterable[Half]) -> list[Account]:
    """Make the installation: records, a published plan of each half, a user of each role; return who may sign in."""
    settings, halves = settings_of(folder), list(halves)
    store = open_store(settings, create=True)
    with store.writing(the_clock("demo")) as kept:
        rows = [row for of_kind in rows_of(authority).values() for row in of_kind]
        kept.records.apply([Change(_born(row, kept.now.date())) for row in rows], "Invented")
        for half in halves:
            _publish(kept, half)
        accounts = [_add_user(kept, role, authority) for role in Role]
        fill_training(kept, authority, 1, _journeys(settings, halves[0].document, kept.now.date()))
    store.database.close()
    return accounts


_AGES = {Phase.PRIMARY: (5, 11), Phase.SECONDARY: (11, 18)}
"""From which birthday on, and until which."""
_YEAR_DAYS = 365


def _born(row: Row, today: date) -> Row:
    """Return a pupil's row with a date of birth, the same each time for the same pupil; any other row as it is."""
    if row.kind != "pupils":
        return row
    first, last = _AGES[Phase(row["phase"])]
    age_days = random.Random(row.key).randrange(first * _YEAR_DAYS, last * _YEAR_DAYS)  # noqa: S311 -- an invention
    return row_of("pupils", {**row.values, "born_on": (today - timedelta(days=age_days)).isoformat()})


def _journeys(settings: Settings, document: Document, today: date) -> JourneyOf:
    """Write the bus timetable beside the roads, and return what finds trainees' journeys by it."""
    if settings.roads_folder.is_dir():
        write_timetable(settings.gtfs_file, document, today)
    return journeys_of(settings, document.problem, today)


def _publish(kept: Kept, half: Half) -> None:
    """Keep a half as a draft, accept whoever it leaves, and publish it, if it keeps every rule."""
    outcome = half.outcome
    drafted = Drafted(document=half.document, violations=outcome.violations, title="Drafted by the demonstration")
    plan = kept.plans.keep_draft(drafted)
    for each in kept.plans.list_unplaced(plan):
        kept.plans.accept_unplaced(plan, each.pupil, _WHY)
    if not outcome.violations:
        kept.plans.publish(plan, 0)


def _add_user(kept: Kept, role: Role, authority: Authority) -> Account:
    scopes, about = _scopes(role, authority)
    password = "-".join(secrets.choice(_WORDS) for _ in range(4))
    user = kept.people.make_user(f"{role}@example.org", f"Invented {role.title()}", role, scopes)
    kept.credentials.set_password(user.id, PASSWORDS.hash_of(password))
    return Account(role, user.email, password, about)


def _scopes(role: Role, authority: Authority) -> tuple[list[str], str]:
    """Return to what a user is bound, and what to say of it."""
    if role is Role.SCHOOL:
        school = authority.schools[0].id
        return [school], f" of {authority.name_of('schools', school)}"
    if role is Role.OPERATOR:
        operator = authority.contracts[0].contract.operator
        return [operator], f" of {operator}"
    return [], ""


def told(accounts: Iterable[Account], address: str) -> Iterator[str]:
    """Yield what to say of the accounts, line by line."""
    yield f"Sign in at {address} (on this machine alone; Ctrl-C ends it):"
    for each in accounts:
        yield f"  {each.email:30} {each.password:36} {each.role}{each.about}"
