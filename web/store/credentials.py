"""How users prove who they are: invitation, password, second factor, recovery codes, the council's own sign-in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from web.second_factor import new_secret, plain_code, step_of
from web.store.audit import AuditLog
from web.store.errors import ConflictError
from web.store.events import Event
from web.store.keyring import Keyring, seal, unseal
from web.store.people import People, User, hash_of
from web.store.tables import RecoveryCodeRow, UserRow

INVITED_FOR = timedelta(days=7)
"""How long an invitation can be used."""


class Credentials:
    """What users prove themselves with, in one transaction; whatever changes is written into the audit log."""

    def __init__(
        self, connection: Connection, people: People, keyring: Keyring, audit: AuditLog, now: datetime
    ) -> None:
        self._connection = connection
        self._people = people
        self._keyring = keyring
        self._audit = audit
        self._now = now

    # -- invitations --------------------------------------------------------------------------------------------------

    def invite(self, user: str, secret: str) -> datetime:
        """Invite a user by a secret, in place of any earlier one; return until when it can be used."""
        if not self._people.get_user(user).is_active:
            raise ConflictError("They may not sign in: change that first, then invite them.")
        until = self._now + INVITED_FOR
        self._put(user, invite_hash=hash_of(secret), invite_until=until)
        self._audit.say(Event.USER_INVITED, "user", user)
        return until

    def find_invited(self, secret_hash: str) -> User | None:
        """Return whom an invitation invites, by the hash of its secret; None if it is spent, too old, or none."""
        live = (UserRow.invite_until > self._now) & UserRow.is_active.is_(True)
        return self._people.find_where(UserRow.invite_hash == secret_hash, live)

    # -- passwords ----------------------------------------------------------------------------------------------------

    def password_of(self, user: str) -> str | None:
        """Return the hash of a user's password, if they have one."""
        return self._connection.execute(select(UserRow.password_hash).where(UserRow.id == user)).scalar_one_or_none()

    def set_password(self, user: str, password_hash: str) -> None:
        """Set a password; its invitation is spent, and the user's sessions end."""
        self._put(user, password_hash=password_hash, invite_hash=None, invite_until=None)
        self._people.end_sessions_of(user)
        self._audit.say(Event.PASSWORD_CHANGED, "user", user)

    # -- second factors -----------------------------------------------------------------------------------------------

    def offer_second_factor(self, user: str) -> tuple[str, bytes]:
        """Return a new secret, plain and sealed; nothing of it is kept until ``set_second_factor``."""
        secret = new_secret()
        return secret, seal(self._keyring.office, secret.encode(), _place(user))

    def offered(self, user: str, sealed: bytes) -> str:
        """Return the secret of an offer; ``UnusableError`` if it was made to someone else, or not by us."""
        return unseal(self._keyring.office, sealed, _place(user)).decode()

    def set_second_factor(self, user: str, sealed: bytes, step: int) -> None:
        """Keep an offered secret as a user's second factor; the code that proved it, of a step, is spent."""
        self._put(user, sealed_totp=sealed, totp_last_step=step)
        self._audit.say(Event.SECOND_FACTOR_SET, "user", user)

    def spend_code(self, user: str, typed: str) -> bool:
        """Say whether a code is right, of the app or for recovery; a right one is spent."""
        found = self._connection.execute(
            select(UserRow.sealed_totp, UserRow.totp_last_step).where(UserRow.id == user)
        ).one()
        if found.sealed_totp is None:
            return False
        step = step_of(self.offered(user, found.sealed_totp), typed, self._now, found.totp_last_step)
        if step is not None:
            self._put(user, totp_last_step=step)
            return True
        unspent = (RecoveryCodeRow.hash == _code_hash(user, typed)) & RecoveryCodeRow.used_at.is_(None)
        if self._connection.execute(update(RecoveryCodeRow).where(unspent).values(used_at=self._now)).rowcount == 0:
            return False
        self._audit.say(Event.RECOVERY_CODE_USED, "user", user, left=self.codes_left(user))
        return True

    def put_recovery_codes(self, user: str, codes: Iterable[str]) -> None:
        """Keep the hashes of new recovery codes; older ones are worth nothing any more."""
        self._connection.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.user_id == user))
        rows = [{"hash": _code_hash(user, code), "user_id": user} for code in codes]
        self._connection.execute(insert(RecoveryCodeRow), rows)
        self._audit.say(Event.RECOVERY_CODES_MADE, "user", user)

    def codes_left(self, user: str) -> int:
        """Return how many recovery codes have not been used."""
        unspent = (RecoveryCodeRow.user_id == user) & RecoveryCodeRow.used_at.is_(None)
        return self._connection.execute(select(func.count()).select_from(RecoveryCodeRow).where(unspent)).scalar_one()

    def reset(self, user: str) -> None:
        """Forget a user's second factor, recovery codes and council account; only an invitation lets them in again."""
        self._people.get_user(user)
        self._connection.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.user_id == user))
        self._put(user, sealed_totp=None, totp_last_step=None, oidc_issuer=None, oidc_subject=None)
        self._people.end_sessions_of(user)
        self._audit.say(Event.SECOND_FACTOR_RESET, "user", user)

    # -- the council's own sign-in ------------------------------------------------------------------------------------

    def find_bound(self, issuer: str, subject: str) -> User | None:
        """Return the user who was bound to an issuer's subject, or None."""
        return self._people.find_where(UserRow.oidc_issuer == issuer, UserRow.oidc_subject == subject)

    def find_invited_address(self, email: str) -> User | None:
        """Return the invited user of an address who is not bound yet, or None."""
        live = (UserRow.invite_until > self._now) & UserRow.is_active.is_(True) & UserRow.oidc_subject.is_(None)
        return self._people.find_where(UserRow.email == email.casefold(), live)

    def bind(self, user: str, issuer: str, subject: str) -> None:
        """Bind an invited user to an issuer's subject, which is how they are known from now on."""
        self._put(user, oidc_issuer=issuer, oidc_subject=subject, invite_hash=None, invite_until=None)
        self._audit.say(Event.USER_BOUND, "user", user, issuer=issuer)

    def _put(self, user: str, **values: object) -> None:
        self._connection.execute(update(UserRow).where(UserRow.id == user).values(**values))


def _place(user: str) -> str:
    return f"user_account|{user}|sealed_totp"


def _code_hash(user: str, code: str) -> str:
    return hash_of(f"{user}|{plain_code(code)}")
