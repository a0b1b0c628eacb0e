"""Sign-in with the council's own accounts, by OpenID Connect: whom the issuer says has signed in there.

Users are known by the issuer and its subject, never by an address, which may be given to someone else tomorrow.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]  # ships no types
from authlib.integrations.flask_client import OAuth  # type: ignore[import-untyped]  # ships no types
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]  # ships no types
from flask import Flask, session
from joserfc.errors import JoseError
from requests import RequestException
from requests.adapters import BaseAdapter
from werkzeug.wrappers import Response

from web.settings import PREFIX, Settings, SettingsError

_WAIT_S = 10
"""How long the issuer has to answer."""
_INVITATION = "invitation"
_UNREACHABLE = "Your council's sign-in cannot be reached just now: try again in a few minutes."
_STALE = "That sign-in was begun in another browser, or too long ago: begin again."
_REFUSED = "Your council's sign-in did not let you in: try again, or ask those who look after your council account."
_UNREADABLE = "What your council's sign-in answered cannot be trusted: tell those who look after this service."
_SAID = {"access_denied": _REFUSED, "mismatching_state": _STALE}
_FAILURES = (AuthlibBaseError, JoseError, KeyError, RuntimeError, TypeError, ValueError)
"""What Authlib raises where an issuer answers something else than it should."""


class SignOnError(Exception):
    """Nobody has been signed in; the text says why, to the person at the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom an issuer says has signed in.

    Parameters
    ----------
    is_verified
        Whether the issuer vouches for the address.
    invitation
        The hash of the invitation by which the sign-in was begun, or nothing.
    """

    issuer: str
    subject: str
    email: str
    is_verified: bool
    invitation: str


class SingleSignOn:
    """One issuer, and this application as it knows it.

    Parameters
    ----------
    adapter
        How the issuer is reached, if not by the network; for tests.
    """

    def __init__(self, app: Flask, settings: Settings, adapter: BaseAdapter | None = None) -> None:
        self._issuer = settings.oidc_issuer
        if not self._issuer.startswith("https://"):
            raise SettingsError(f"{PREFIX}OIDC_ISSUER must begin with https://, not {self._issuer!r}.")
        self._application = settings.oidc_application
        self._client = OAuth(app).register(
            "council",
            client_id=settings.oidc_application,
            client_secret=_secret(settings.oidc_secret_file),
            server_metadata_url=f"{self._issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "default_timeout": _WAIT_S,
            },
        )

        def ask(**told: Any) -> Any:
            asking = OAuth2Session(**told)
            if adapter is not None:
                asking.mount("https://", adapter)
            return asking

        self._client.client_cls = ask

    def begin(self, back: str, invitation: str = "") -> Response:
        """Send the browser to the issuer.

        Parameters
        ----------
        back
            Where the issuer sends it back to.
        invitation
            The hash of the invitation that is being taken up.
        """
        session[_INVITATION] = invitation
        try:
            there: Response = self._client.authorize_redirect(back)
        except (RequestException, *_FAILURES) as error:
            raise SignOnError(_UNREACHABLE) from error
        return there

    def finish(self) -> Identity:
        """Return whom the issuer sent back; state, nonce, signature, issuer and audience have been looked at."""
        options = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._application},
        }
        try:
            claims = self._client.authorize_access_token(claims_options=options)["userinfo"]
        except RequestException as error:
            raise SignOnError(_UNREACHABLE) from error
        except AuthlibBaseError as error:
            raise SignOnError(_SAID.get(error.error, _UNREADABLE)) from error
        except _FAILURES as error:
            raise SignOnError(_UNREADABLE) from error
        return Identity(
            issuer=claims["iss"],
            subject=claims["sub"],
            email=str(claims.get("email") or claims.get("preferred_username") or "").strip().casefold(),
            is_verified=claims.get("email_verified") is True and bool(claims.get("email")),
            invitation=session.pop(_INVITATION, ""),
        )


def _secret(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{PREFIX}OIDC_SECRET_FILE {path!r} cannot be read: {error.strerror}.") from error
