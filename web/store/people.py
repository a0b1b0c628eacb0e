"""Users and their sessions: who may sign in, who has, and until when."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, update

from web.access import Principal, Role, UserId
from web.store.audit import AuditLog
from web.store.errors import ConflictError, NotKeptError
from web.store.events import Event
from web.store.tables import SessionRow, UserRow, UserScopeRow

BOUND = (Role.SCHOOL, Role.OPERATOR)
"""The roles whose users see the rows of some schools, or of some operators, alone."""
_SEEN_EVERY = timedelta(seconds=60)
"""How exactly a session knows when it was last used; a write for every request would be too dear."""
_HALF_WAY = timedelta(minutes=10)
"""How long someone has to give the second factor once they have given the password."""
_MANY = 500
"""More ids than this are not asked for by name: databases bound the length of a question."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Someone who may sign in.

    Parameters
    ----------
    scopes
        The schools or operators to which they are bound.
    invited_until
        Until when their newest invitation can be used, if it has not been.
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
    invited_until: datetime | None
    scopes: frozenset[str]

    def principal(self) -> Principal:
        """Return on whose behalf the store is asked."""
        return Principal(
            user=self.id,
            role=self.role,
            schools=self.scopes if self.role is Role.SCHOOL else frozenset(),
            operators=self.scopes if self.role is Role.OPERATOR else frozenset(),
        )

    @property
    def can_sign_in(self) -> bool:
        """Whether they have all that signing in asks for, if they are active."""
        return (self.has_password and self.has_second_factor) or self.oidc_issuer is not None


@dataclass(frozen=True, slots=True)
class Spans:
    """How long a session lasts: unused, and at all."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A signed-in browser.

    Parameters
    ----------
    is_verified
        Whether the second factor has been given; until then nothing else can be done.
    """

    hash: str
    user: User
    made_at: datetime
    seen_at: datetime
    browser: str
    is_verified: bool


def hash_of(secret: str) -> str:
    """Return the hash under which a long random secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def plain_email(typed: str) -> str:
    """Return an address as it is kept; ``ValueError`` with a sentence if it is none.

    Examples
    --------
    >>> plain_email(" Ann@Example.org ")
    'ann@example.org'
    """
    plain = typed.strip().casefold()
    if not _EMAIL.fullmatch(plain):
        raise ValueError(f"'{typed.strip()}' is not an e-mail address (ann@example.org)")
    return plain


class People:
    """Users and sessions, in one transaction."""

    def __init__(self, connection: Connection, principal: Principal, audit: AuditLog, now: datetime) -> None:
        self._connection = connection
        self._principal = principal
        self._audit = audit
        self._now = now

    # -- users --------------------------------------------------------------------------------------------------------

    def make_user(self, email: str, name: str, role: Role, scopes: Iterable[str] = ()) -> User:
        """Make a user, who cannot sign in until they have taken up an invitation."""
        plain = plain_email(email)
        if self.find_user(plain) is not None:
            raise ConflictError(f"There is a user with the address {plain} already.")
        id_ = UserId(uuid4().hex)
        row = {"id": id_, "email": plain, "name": name.strip(), "role": role, "is_active": True, "made_at": self._now}
        self._connection.execute(insert(UserRow).values(row))
        bound = self._bind(id_, role, scopes)
        self._audit.say(Event.USER_CHANGED, "user", id_, made=True, role=role, scopes=sorted(bound))
        return self.get_user(id_)

    def change_user(self, id_: str, *, name: str, role: Role, scopes: Iterable[str], is_active: bool) -> User:
        """Change a user; whoever becomes someone else, or nobody, is signed out everywhere at once.

        Raises
        ------
        ConflictError
            If they would take away their own administration, or nobody would be left who can administrate.
        """
        user, bound = self.get_user(id_), frozenset(scopes) if role in BOUND else frozenset()
        if user.role is Role.ADMINISTRATOR and not (role is Role.ADMINISTRATOR and is_active):
            self._refuse_to_lose(user)
        self._connection.execute(
            update(UserRow).where(UserRow.id == id_).values(name=name.strip(), role=role, is_active=is_active)
        )
        self._bind(id_, role, bound)
        before, after = (user.role, user.scopes, user.is_active), (role, bound, is_active)
        detail: dict[str, Any] = {"renamed": True} if name.strip() != user.name else {}
        if before != after:
            self.end_sessions_of(id_)
            names = ("role", "scopes", "is_active")
            for field, old, new in zip(names, _said(*before), _said(*after), strict=True):
                if old != new:
                    detail[field] = [old, new]
        if detail:
            self._audit.say(Event.USER_CHANGED, "user", id_, **detail)
        return self.get_user(id_)

    def get_user(self, id_: str) -> User:
        """Return a user; ``NotKeptError`` if there is none."""
        found = self._users(UserRow.id == id_)
        if not found:
            raise NotKeptError("There is no such user.")
        return found[0]

    def find_user(self, email: str) -> User | None:
        """Return the user of an address, or None."""
        return self.find_where(UserRow.email == email.strip().casefold())

    def find_where(self, *where: ColumnElement[bool]) -> User | None:
        """Return the one user of whom something is true, or None; for the other files of the store."""
        found = self._users(*where)
        return found[0] if found else None

    def list_users(self, find: str = "", *, skip: int = 0, most: int | None = None) -> list[User]:
        """Return users by name.

        Parameters
        ----------
        find
            Only those in whose name or address this stands.
        """
        return self._users(*_named(find), skip=skip, most=most)

    def count_users(self, find: str = "") -> int:
        """Return how many users ``list_users`` would return."""
        return self._connection.execute(select(func.count()).select_from(UserRow).where(*_named(find))).scalar_one()

    def names(self) -> dict[str, str]:
        """Return the names of all users by id: of those, too, who have done something and left."""
        return {found.id: found.name for found in self._connection.execute(select(UserRow.id, UserRow.name))}

    def _users(self, *where: ColumnElement[bool], skip: int = 0, most: int | None = None) -> list[User]:
        asked = select(UserRow.__table__).where(*where).order_by(UserRow.name, UserRow.id).offset(skip).limit(most)
        rows = self._connection.execute(asked).mappings().all()
        wanted = select(UserScopeRow.user_id, UserScopeRow.scope)
        if len(rows) <= _MANY:
            wanted = wanted.where(UserScopeRow.user_id.in_([row["id"] for row in rows]))
        scopes: dict[str, set[str]] = {}
        for found in self._connection.execute(wanted):
            scopes.setdefault(found.user_id, set()).add(found.scope)
        return [_user(row, frozenset(scopes.get(row["id"], ()))) for row in rows]

    def _bind(self, id_: str, role: Role, scopes: Iterable[str]) -> frozenset[str]:
        """Bind a user to schools or operators, and to no others; return to which."""
        bound = frozenset(scopes)
        if bound and role not in BOUND:
            raise ValueError(f"a user of role {role} is bound to no schools or operators.")
        self._connection.execute(delete(UserScopeRow).where(UserScopeRow.user_id == id_))
        for scope in sorted(bound):
            self._connection.execute(insert(UserScopeRow).values(user_id=id_, scope=scope))
        return bound

    def _refuse_to_lose(self, user: User) -> None:
        """Raise ``ConflictError`` if an administrator may not cease to be one."""
        if user.id == self._principal.user:
            raise ConflictError("Nobody takes away their own administration: ask another administrator to do it.")
        others = self._users(UserRow.role == Role.ADMINISTRATOR, UserRow.is_active.is_(True), UserRow.id != user.id)
        if not any(other.can_sign_in for other in others):
            raise ConflictError(
                "They are the last administrator who can sign in: invite another, who must have signed in once."
            )

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

    def find_session(self, secret: str, spans: Spans) -> OpenSession | None:
        """Return the session of a secret, or None if there is none, it is over, or its user may not sign in."""
        found = self._sessions(spans, SessionRow.hash == hash_of(secret))
        return found[0] if found else None

    def get_session(self, hash_: str, spans: Spans) -> OpenSession:
        """Return an open session by its hash; ``NotKeptError`` if there is none."""
        found = self._sessions(spans, SessionRow.hash == hash_)
        if not found:
            raise NotKeptError("There is no such session, or it is over.")
        return found[0]

    def list_sessions(
        self, spans: Spans, user: str | None = None, *, skip: int = 0, most: int | None = None
    ) -> list[OpenSession]:
        """Return the sessions that are open now, of one user or of all, the one last used first."""
        return self._sessions(spans, *([SessionRow.user_id == user] if user else []), skip=skip, most=most)

    def count_sessions(self, spans: Spans) -> int:
        """Return how many sessions are open now."""
        asked = select(func.count()).select_from(SessionRow).join(UserRow).where(*self._live(spans))
        return self._connection.execute(asked).scalar_one()

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

    def _live(self, spans: Spans) -> tuple[ColumnElement[bool], ...]:
        return (
            SessionRow.ended_at.is_(None),
            (SessionRow.seen_at >= self._now - spans.idle) | (UserRow.role == Role.TRAINER),  # who is in the street
            SessionRow.made_at >= self._now - spans.absolute,
            SessionRow.is_verified.is_(True) | (SessionRow.made_at >= self._now - _HALF_WAY),
            UserRow.is_active.is_(True),
        )

    def _sessions(
        self, spans: Spans, *where: ColumnElement[bool], skip: int = 0, most: int | None = None
    ) -> list[OpenSession]:
        asked = select(SessionRow.__table__).join(UserRow).where(*self._live(spans), *where)
        asked = asked.order_by(SessionRow.seen_at.desc(), SessionRow.hash).offset(skip).limit(most)
        rows = self._connection.execute(asked).mappings().all()
        if not rows:
            return []
        users = {user.id: user for user in self._users(UserRow.id.in_({row["user_id"] for row in rows}))}
        names = ("hash", "made_at", "seen_at", "browser", "is_verified")
        return [OpenSession(**{name: row[name] for name in names}, user=users[UserId(row["user_id"])]) for row in rows]


def _named(find: str) -> list[ColumnElement[bool]]:
    return (
        [UserRow.name.icontains(find, autoescape=True) | UserRow.email.icontains(find, autoescape=True)] if find else []
    )


def _said(role: Role, scopes: frozenset[str], is_active: bool) -> tuple[Any, ...]:  # noqa: FBT001 -- a part of a triple
    """Return what a user is, as the audit log says it."""
    return str(role), sorted(scopes), is_active


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
        invited_until=row["invite_until"],
        scopes=scopes,
    )
