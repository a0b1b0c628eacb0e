"""The store: ``with store.writing(principal) as kept`` is one transaction of one principal.

``kept`` holds the repositories; each sees only what its principal may see.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection

from web.access import Principal
from web.store.audit import AuditLog
from web.store.copies import Copies, read_back
from web.store.credentials import Credentials
from web.store.database import Database
from web.store.day import Day
from web.store.erasing import Erasing
from web.store.errors import NotKeptError
from web.store.feeds import Feeds
from web.store.forgetting import Forgetting
from web.store.keyring import Keyring
from web.store.options import Options
from web.store.people import People
from web.store.plans import Plans
from web.store.pupil_keys import PupilKeys
from web.store.records import Records
from web.store.reminders import Reminders
from web.store.reporting import Reporting
from web.store.seats import Seats
from web.store.subject import Subject
from web.store.tasks import Tasks
from web.store.throttle import Throttle
from web.store.training import Training
from web.store.uploads import Uploads

Now = Callable[[], datetime]


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every repository of one transaction stands on."""

    connection: Connection
    principal: Principal
    keyring: Keyring
    now: datetime


class Kept:
    """The repositories of one transaction; each is made when it is first asked for."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.principal = ground.principal
        self.now = ground.now

    @cached_property
    def keys(self) -> PupilKeys:
        """Each pupil's own key."""
        ground = self._ground
        return PupilKeys(ground.connection, ground.keyring, ground.now)

    @cached_property
    def records(self) -> Records:
        """Pupils, schools, vehicles and all else that is kept in versions."""
        return Records(self._ground.connection, self.principal, self.keys, self.audit, self.now)

    @cached_property
    def uploads(self) -> Uploads:
        """Files that are being looked at before they are kept; saved column mappings."""
        return Uploads(self._ground.connection, self.principal, self._ground.keyring, self.now)

    @cached_property
    def people(self) -> People:
        """Users and sessions."""
        return People(self._ground.connection, self.principal, self.audit, self.now)

    @cached_property
    def credentials(self) -> Credentials:
        """Invitations, passwords, second factors."""
        return Credentials(self._ground.connection, self.people, self._ground.keyring, self.audit, self.now)

    @cached_property
    def throttle(self) -> Throttle:
        """How often something was tried."""
        return Throttle(self._ground.connection, self.now)

    @cached_property
    def plans(self) -> Plans:
        """Drafts and published plans."""
        return Plans(self._ground.connection, self.principal, self.keys, self.audit, self.now)

    @cached_property
    def day(self) -> Day:
        """Exceptions, actual times, notices, confirmations."""
        return Day(self._ground.connection, self.principal, self.keys, self.audit, self.now)

    @cached_property
    def feeds(self) -> Feeds:
        """Secret links to schools' calendars."""
        return Feeds(self._ground.connection, self.principal, self.audit, self.now)

    @cached_property
    def tasks(self) -> Tasks:
        """Long work, and the slots of the clock."""
        return Tasks(self._ground.connection, self.principal, self.now)

    @cached_property
    def reminders(self) -> Reminders:
        """What lapses soon."""
        return Reminders(self._ground.connection, self.principal, self.now)

    @cached_property
    def seats(self) -> Seats:
        """Seats that travel training frees, and what that saves."""
        return Seats(self._ground.connection, self.principal, self.audit, self.now)

    @cached_property
    def forgetting(self) -> Forgetting:
        """What is forgotten by age."""
        self._office_only()
        return Forgetting(self._ground.connection, self.options)

    @cached_property
    def erasing(self) -> Erasing:
        """What is erased of a pupil."""
        self._office_only()
        return Erasing(self._ground.connection, self.records, self.keys)

    @cached_property
    def subject(self) -> Subject:
        """All that is kept about a pupil."""
        self._office_only()
        return Subject(self._ground.connection, self.records, self.keys)

    @cached_property
    def copies(self) -> Copies:
        """The database as a whole, for backups."""
        self._office_only()
        return Copies(self._ground.connection)

    @cached_property
    def reporting(self) -> Reporting:
        """What reports count of published plans and of what happened."""
        return Reporting(self._ground.connection, self.principal)

    @cached_property
    def training(self) -> Training:
        """Travel training: trainees' histories, cohorts, programmes, sessions."""
        return Training(self._ground.connection, self.principal, self.keys, self.audit, self.now)

    @cached_property
    def options(self) -> Options:
        """What the authority sets on a page."""
        return Options(self._ground.connection, self.principal, self.audit, self.now)

    @cached_property
    def audit(self) -> AuditLog:
        """What was done, by whom."""
        return AuditLog(self._ground.connection, self.principal, self._ground.keyring.audit, self.now)

    def _office_only(self) -> None:
        if not self.principal.sees_everyone:
            raise NotKeptError("There is no such thing.")


class Store:
    """One installation's database and keys.

    Parameters
    ----------
    database, keyring
        Where things are kept, and what seals them.
    now
        What the clock says; for tests.
    """

    def __init__(self, database: Database, keyring: Keyring, now: Now = utc_now) -> None:
        self.database = database
        self.keyring = keyring
        self.now = now

    @contextmanager
    def reading(self, principal: Principal) -> Iterator[Kept]:
        """Give what a principal may see of one moment."""
        with self.database.reading() as connection:
            yield Kept(Ground(connection, principal, self.keyring, self.now()))

    @contextmanager
    def writing(self, principal: Principal) -> Iterator[Kept]:
        """Give what a principal may see and change; kept whole when the block ends well, undone when it does not."""
        with self.database.writing() as connection:
            yield Kept(Ground(connection, principal, self.keyring, self.now()))

    @contextmanager
    def trying(self, principal: Principal) -> Iterator[Kept]:
        """Give what a principal may see and change, to see what a change would do; nothing of it is kept."""
        with self.database.writing() as connection:
            try:
                yield Kept(Ground(connection, principal, self.keyring, self.now()))
            finally:
                connection.rollback()

    @contextmanager
    def reading_back(self, principal: Principal, folder: Path, revision: str) -> Iterator[Kept]:
        """Give what a copy in a folder holds (``Copies.write``), read back where nobody sees it, and undone again."""
        with read_back(self.database, folder, revision) as connection:
            yield Kept(Ground(connection, principal, self.keyring, self.now()))
