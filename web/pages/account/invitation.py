"""Taking up an invitation: a password and a second factor, kept together or not at all."""

import base64
import binascii
from dataclasses import dataclass, replace

from flask import make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from web.pages.account.blueprint import pages
from web.pages.account.browsers import address, enter, with_session
from web.pages.account.council import is_offered
from web.pages.account.doors import CODE, WRONG_CODE
from web.pages.forms import Field, Form, Kind
from web.pages.guard import NOBODY, everyone, site, slow_down
from web.passwords import FEWEST, PASSWORDS, weakness
from web.second_factor import drawing, in_groups, new_recovery_codes, step_of
from web.store import Kept
from web.store.errors import UnusableError
from web.store.events import Event
from web.store.people import User, hash_of
from web.store.throttle import INVITATION, SECOND_FACTOR

NEW_PASSWORD = Field(
    name="password",
    label="New password",
    kind=Kind.PASSWORD,
    hint=f"At least {FEWEST} letters, digits or signs. Three random words make a good one.",
    missing="Enter a new password",
    autocomplete="new-password",
)
_FIRST_CODE = replace(CODE, hint="The six digits that your app shows now.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A second factor that is being set up: the secret, and how it comes back with the form."""

    secret: str
    sealed: str

    def drawn(self, email: str, service: str) -> Markup:
        """Return what the app reads with the camera."""
        return Markup(drawing(self.secret, email, service))  # noqa: S704 -- drawn by a library, of squares alone

    @property
    def typed(self) -> str:
        """The secret as it is typed into an app without a camera."""
        return in_groups(self.secret)


@pages.route("/invitation/<secret>", methods=["GET", "POST"])
@everyone
def invitation(secret: str) -> Response:
    """Ask whoever is invited for a new password and a code from the app, and let them in."""
    if request.method == "POST":
        slow_down(INVITATION, address())
    with site().store.reading(NOBODY) as kept:
        user = kept.credentials.find_invited(hash_of(secret))
        if user is None:
            return make_response(render_template("account/invitation_over.html"), 404)
        offer = None if user.has_second_factor else _offer(kept, user)
    form = Form((NEW_PASSWORD, CODE if offer is None else _FIRST_CODE))
    if request.method == "POST":
        form = form.read(request.form)
        if "password" in form.values and (said := weakness(form.values["password"], user.email)):
            form = form.refuse("password", said)
        if form.is_right:
            answer = _take_up(user, secret, form, offer)
            if isinstance(answer, Response):
                return answer
            form = answer
    page = render_template(
        "account/invitation.html", form=form, user=user, offer=offer, secret=secret, has_council=is_offered()
    )
    return make_response(page, 422 if form.errors else 200)


def _offer(kept: Kept, user: User) -> Offer:
    """Return the offer that came with the form, or a new one."""
    try:
        sealed = base64.b64decode(request.form.get("offer", ""), validate=True)
        return Offer(kept.credentials.offered(user.id, sealed), request.form["offer"])
    except (binascii.Error, ValueError, UnusableError):
        secret, sealed = kept.credentials.offer_second_factor(user.id)
        return Offer(secret, base64.b64encode(sealed).decode())


def _take_up(user: User, secret: str, form: Form, offer: Offer | None) -> Response | Form:
    """Keep password and second factor together and let the user in; or return the form with what is wrong."""
    slow_down(SECOND_FACTOR, user.id)
    store, codes, step = site().store, new_recovery_codes(), None
    if offer is not None:
        step = step_of(offer.secret, form.values["code"], store.now(), None)
        if step is None:
            return form.refuse("code", WRONG_CODE)
    password_hash = PASSWORDS.hash_of(form.values["password"])
    with store.writing(user.principal()) as kept:
        if kept.credentials.find_invited(hash_of(secret)) is None:  # someone else was first
            return make_response(render_template("account/invitation_over.html"), 404)
        if offer is None and not kept.credentials.spend_code(user.id, form.values["code"]):
            kept.audit.say(Event.SIGN_IN_REFUSED, "user", user.id, factor="code")
            return form.refuse("code", WRONG_CODE)
        kept.credentials.set_password(user.id, password_hash)
        if offer is not None and step is not None:
            kept.credentials.set_second_factor(user.id, base64.b64decode(offer.sealed), step)
            kept.credentials.put_recovery_codes(user.id, codes)
        kept.throttle.forgive(SECOND_FACTOR, user.id)
        kept.audit.say(Event.SIGN_IN, "user", user.id, by="invitation")
        opened = enter(kept, user, is_verified=True)
    if offer is None:
        return with_session(redirect(url_for("public.home"), 303), opened)
    # shown once, so not redirected to: they are kept nowhere from which another page could show them
    return with_session(make_response(render_template("account/recovery_codes.html", codes=codes)), opened)
