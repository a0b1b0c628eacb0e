"""Users and their sessions: who may sign in, who has, and until when."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from web.access import Principal, Role, UserId
from web.store.audit import AuditLog
from web.store.errors import ConflictError, NotKeptError
from web.store.events import Event
from web.store.keyring import Keyring
from web.store.tables import SessionRow, UserRow, UserScopeRow

_SEEN_EVERY = timedelta(seconds=60)
"""How exactly a session knows when it was last used; a write for every request would be too dear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Someone who may sign in.

    Parameters
    ----------
    scopes
        The schools or operators to which they are bound.
    """

    id: UserId
    email: str
    name: str
    role: Role
    is_active: bool
    made_at: datetime
    has_password: bool
    has_second_factor: bool
    oidc_issuer: str | None
    scopes: frozenset[str]

    def principal(self) -> Principal:
        """Return on whose behalf the store is asked."""
        return Principal(
            user=self.id,
            role=self.role,
            schools=self.scopes if self.role is Role.SCHOOL else frozenset(),
            operators=self.scopes if self.role is Role.OPERATOR else frozenset(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A signed-in browser."""

    hash: str
    user: User
    made_at: datetime
    seen_at: datetime
    browser: str
    is_verified: bool


def hash_of(secret: str) -> str:
    """Return the hash under which a long random secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


class People:
    """Users and sessions, in one transaction."""

    def __init__(self, connection: Connection, keyring: Keyring, audit: AuditLog, now: datetime) -> None:
        self._connection = connection
        self._keyring = keyring
        self._audit = audit
        self._now = now

    # -- users --------------------------------------------------------------------------------------------------------

    def make_user(self, email: str, name: str, role: Role, scopes: Iterable[str] = ()) -> User:
        """Make a user, who cannot sign in until they have a password or are known to the issuer."""
        plain = email.strip().casefold()
        if self._connection.execute(select(UserRow.id).where(UserRow.email == plain)).first() is not None:
            raise ConflictError(f"There is a user with the address {plain} already.")
        id_ = UserId(uuid4().hex)
        row = {"id": id_, "email": plain, "name": name.strip(), "role": role, "is_active": True, "made_at": self._now}
        self._connection.execute(insert(UserRow).values(row))
        for scope in sorted(set(scopes)):
            self._connection.execute(insert(UserScopeRow).values(user_id=id_, scope=scope))
        self._audit.say(Event.USER_CHANGED, "user", id_, role=role, scopes=sorted(set(scopes)))
        return self.get_user(id_)

    def get_user(self, id_: str) -> User:
        """Return a user; ``NotKeptError`` if there is none."""
        found = self._users(UserRow.id == id_)
        if not found:
            raise NotKeptError("There is no such user.")
        return found[0]

    def find_user(self, email: str) -> User | None:
        """Return the user of an address, or None."""
        found = self._users(UserRow.email == email.strip().casefold())
        return found[0] if found else None

    def list_users(self) -> list[User]:
        """Return all users by name."""
        return self._users()

    def _users(self, *where: Any) -> list[User]:
        rows = self._connection.execute(select(UserRow.__table__).where(*where).order_by(UserRow.name)).mappings().all()
        scopes: dict[str, set[str]] = {}
        for found in self._connection.execute(select(UserScopeRow.user_id, UserScopeRow.scope)):
            scopes.setdefault(found.user_id, set()).add(found.scope)
        return [_user(row, frozenset(scopes.get(row["id"], ()))) for row in rows]

    # -- sessions -----------------------------------------------------------------------------------------------------

    def begin_session(self, user: str, secret: str, browser: str, *, is_verified: bool) -> None:
        """Begin a session, known by the hash of a secret that only the browser holds."""
        row = {
            "hash": hash_of(secret),
            "user_id": user,
            "made_at": self._now,
            "seen_at": self._now,
            "browser": browser,
            "is_verified": is_verified,
        }
        self._connection.execute(insert(SessionRow).values(row))

    def find_session(self, secret: str, *, idle: timedelta, absolute: timedelta) -> OpenSession | None:
        """Return the session of a secret, or None if there is none, it is over, or its user may not sign in."""
        live = (
            (SessionRow.hash == hash_of(secret))
            & SessionRow.ended_at.is_(None)
            & (SessionRow.seen_at >= self._now - idle)
            & (SessionRow.made_at >= self._now - absolute)
        )
        found = self._connection.execute(select(SessionRow.__table__).where(live)).mappings().one_or_none()
        if found is None:
            return None
        users = self._users(UserRow.id == found["user_id"])
        if not users or not users[0].is_active:
            return None
        names = ("hash", "made_at", "seen_at", "browser", "is_verified")
        return OpenSession(**{name: found[name] for name in names}, user=users[0])

    def is_stale(self, session: OpenSession) -> bool:
        """Say whether a session's last use should be written down again."""
        return self._now - session.seen_at >= _SEEN_EVERY

    def see(self, session: OpenSession) -> None:
        """Write down that a session is in use."""
        self._connection.execute(update(SessionRow).where(SessionRow.hash == session.hash).values(seen_at=self._now))

    def end_session(self, hash_: str) -> None:
        """End a session; nothing can be done with its secret any more."""
        live = (SessionRow.hash == hash_) & SessionRow.ended_at.is_(None)
        self._connection.execute(update(SessionRow).where(live).values(ended_at=self._now))

    def end_sessions_of(self, user: str) -> None:
        """End all sessions of a user."""
        live = (SessionRow.user_id == user) & SessionRow.ended_at.is_(None)
        self._connection.execute(update(SessionRow).where(live).values(ended_at=self._now))

    def forget_sessions(self, before: datetime) -> int:
        """Forget sessions last used before a moment; return how many."""
        return self._connection.execute(delete(SessionRow).where(SessionRow.seen_at < before)).rowcount


def _user(row: RowMapping, scopes: frozenset[str]) -> User:
    return User(
        id=UserId(row["id"]),
        email=row["email"],
        name=row["name"],
        role=Role(row["role"]),
        is_active=row["is_active"],
        made_at=row["made_at"],
        has_password=row["password_hash"] is not None,
        has_second_factor=row["sealed_totp"] is not None,
        oidc_issuer=row["oidc_issuer"],
        scopes=scopes,
    )
