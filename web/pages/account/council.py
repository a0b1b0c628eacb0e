"""Signing in with an account of one's council, where OpenID Connect is set up."""

from flask import Flask, abort, current_app, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from web.pages.account.blueprint import pages
from web.pages.account.browsers import enter, with_session
from web.pages.guard import NOBODY, everyone, site
from web.single_sign_on import Identity, SignOnError, SingleSignOn
from web.store import Kept
from web.store.events import Event
from web.store.people import User, hash_of

EXTENSION = "waymark-single-sign-on"
_UNKNOWN = (
    "Your council account is not known here, and nobody has invited it. Ask an administrator of this service to invite "
    "the address of your council account."
)
_OTHER = (
    "The invitation is for another address than that of your council account. Ask an administrator to invite the "
    "address of your council account."
)
_OVER = "Your invitation has been used, or is too old: ask an administrator for a new one."
_NOT_NOW = "You may not sign in any more: ask an administrator of this service."


def prepare(app: Flask) -> None:
    """Make the application ready to send people to the issuer, if there is one."""
    settings = app.extensions["waymark"].settings
    if settings.oidc_issuer:
        app.extensions[EXTENSION] = SingleSignOn(app, settings)


def is_offered() -> bool:
    """Say whether people may sign in with their council's accounts."""
    return EXTENSION in current_app.extensions


def _service() -> SingleSignOn:
    found: SingleSignOn | None = current_app.extensions.get(EXTENSION)
    if found is None:
        abort(404)
    return found


@pages.get("/council")
@everyone
def council() -> Response:
    """Send the browser to the council's own sign-in."""
    return _begin("")


@pages.get("/invitation/<secret>/council")
@everyone
def council_invitation(secret: str) -> Response:
    """Send the browser to the council's own sign-in, to take up an invitation with the account there."""
    return _begin(hash_of(secret))


@pages.get("/council/back")
@everyone
def council_back() -> Response:
    """Let in whom the issuer sends back, if they are known or invited."""
    try:
        identity = _service().finish()
        with site().store.reading(NOBODY) as kept:
            user = _user_of(kept, identity)
    except SignOnError as error:
        with site().store.writing(NOBODY) as kept:
            kept.audit.say(Event.SIGN_IN_REFUSED, "user", "unknown", factor="council")
        return _tell(error)
    with site().store.writing(user.principal()) as kept:
        if user.oidc_issuer is None:
            kept.credentials.bind(user.id, identity.issuer, identity.subject)
        kept.audit.say(Event.SIGN_IN, "user", user.id, by="council")
        secret = enter(kept, user, is_verified=True)
    return with_session(redirect(url_for("public.home"), 303), secret)


def _begin(invitation: str) -> Response:
    settings = site().settings
    back = url_for("account.council_back", _external=True, _scheme="https" if settings.secure_cookies else None)
    try:
        return _service().begin(back, invitation)
    except SignOnError as error:
        return _tell(error)


def _user_of(kept: Kept, identity: Identity) -> User:
    """Return who an identity is: whoever was bound to it, or who is invited and not bound yet.

    An invitation is taken up by its own link, or by an address that the issuer vouches for; the address must be that
    of the invitation either way. ``SignOnError`` if they are nobody whom we know.
    """
    user = kept.credentials.find_bound(identity.issuer, identity.subject)
    if user is not None:
        if not user.is_active:
            raise SignOnError(_NOT_NOW)
        return user
    if identity.invitation:
        user = kept.credentials.find_invited(identity.invitation)
        if user is None or user.oidc_issuer is not None:
            raise SignOnError(_OVER)
        if user.email != identity.email:
            raise SignOnError(_OTHER)
        return user
    user = kept.credentials.find_invited_address(identity.email) if identity.is_verified else None
    if user is None:
        raise SignOnError(_UNKNOWN)
    return user


def _tell(error: SignOnError) -> Response:
    return make_response(render_template("account/refused.html", said=str(error)), 403)
