"""Signing in, by password and then by code, and signing out."""

from flask import g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.account.blueprint import pages
from web.pages.account.browsers import address, enter, place_after, with_session, without_session
from web.pages.account.council import is_offered
from web.pages.forms import Field, Form, Kind
from web.pages.guard import NOBODY, everyone, needs, site, slow_down, writing
from web.passwords import PASSWORDS
from web.store.events import Event
from web.store.people import User
from web.store.throttle import SECOND_FACTOR, SIGN_IN

CODE = Field(
    name="code",
    label="Code",
    hint="The six digits that your app shows now. Without your telephone: one of your recovery codes.",
    missing="Enter the code that your app shows",
    autocomplete="one-time-code",
    width=20,
)
_SIGN_IN = Form(
    (
        Field(
            name="email",
            label="E-mail address",
            missing="Enter your e-mail address",
            autocomplete="username",
            width=30,
        ),
        Field(
            name="password",
            label="Password",
            kind=Kind.PASSWORD,
            missing="Enter your password",
            autocomplete="current-password",
        ),
    )
)
_NO_MATCH = (
    "This address and password do not let anyone in. Check them both; if you have forgotten your password, or have "
    "not used your invitation, ask for a new one"
)
WRONG_CODE = "This code is not right, or has been used: wait for the next one that your app shows"


@pages.route("/sign-in", methods=["GET", "POST"])
@everyone
def sign_in() -> Response:
    """Ask for address and password; whoever gives both is asked for the code."""
    then = place_after(request.args.get("then", ""))
    if g.session is not None and g.session.is_verified:
        return redirect(then, 303)
    form = _SIGN_IN
    if request.method == "POST":
        form = form.read(request.form)
        if form.is_right:
            user = prove_password(form.values["email"], form.values["password"])
            if user is not None:
                return _go_on(user, then)
            form = form.refuse("", _NO_MATCH)
    page = render_template("account/sign_in.html", form=form, then=then, has_council=is_offered())
    return make_response(page, 422 if form.errors else 200)


@pages.route("/second-factor", methods=["GET", "POST"])
@everyone
def second_factor() -> Response:
    """Ask whoever has given the password for a code; only then are they signed in."""
    then = place_after(request.args.get("then", ""))
    if g.session is None:
        return redirect(url_for("account.sign_in", then=then), 303)
    if g.session.is_verified:
        return redirect(then, 303)
    form = Form((CODE,))
    if request.method == "POST":
        form = form.read(request.form)
        if form.is_right:
            secret = _prove_code(form.values["code"])
            if secret is not None:
                return with_session(redirect(then, 303), secret)
            form = form.refuse("code", WRONG_CODE)
    page = render_template("account/second_factor.html", form=form, then=then)
    return make_response(page, 422 if form.errors else 200)


@pages.post("/sign-out")
@needs(Permission.ACCOUNT_OWN)
def sign_out() -> Response:
    """End this session."""
    with writing() as kept:
        kept.people.end_session(g.session.hash)
        kept.audit.say(Event.SIGN_OUT, "user", g.session.user.id)
    return without_session(redirect(url_for("account.sign_in"), 303))


def _go_on(user: User, then: str) -> Response:
    """Let in whoever has given the password: to the page that asks for the code, or at once where none is asked for."""
    is_enough = not _needs_code(user)
    with site().store.writing(user.principal()) as kept:
        if is_enough:
            kept.audit.say(Event.SIGN_IN, "user", user.id, by="password alone")
        secret = enter(kept, user, is_verified=is_enough)
    place = then if is_enough else url_for("account.second_factor", then=then)
    return with_session(redirect(place, 303), secret)


def _needs_code(user: User) -> bool:
    """Say whether someone signs in with a code too: everyone does, but for trials on one's own machine."""
    return user.has_second_factor or site().settings.second_factor


def prove_password(email: str, password: str) -> User | None:
    """Return whose password it is, or None: as slowly and in the same words whether there is such a user or not."""
    subjects = (f"user {email}", address())
    slow_down(SIGN_IN, *subjects)
    store = site().store
    with store.reading(NOBODY) as kept:
        user = kept.people.find_user(email)
        is_ready = user is not None and user.is_active and (user.has_second_factor or not _needs_code(user))
        right = kept.credentials.password_of(user.id) if user is not None and is_ready else None
    is_right = PASSWORDS.is_right(password, right)
    with store.writing(NOBODY) as kept:
        if is_right:
            kept.throttle.forgive(SIGN_IN, *subjects)
        else:
            ref = "unknown" if user is None else user.id
            kept.audit.say(Event.SIGN_IN_REFUSED, "user", ref, factor="password")
    return user if is_right else None


def _prove_code(code: str) -> str | None:
    """Return the secret of a new session, in which the user of this one is signed in; None if the code is wrong."""
    user = g.session.user
    slow_down(SECOND_FACTOR, user.id)
    with site().store.writing(user.principal()) as kept:
        if not kept.credentials.spend_code(user.id, code):
            kept.audit.say(Event.SIGN_IN_REFUSED, "user", user.id, factor="code")
            return None
        kept.throttle.forgive(SECOND_FACTOR, user.id)
        kept.audit.say(Event.SIGN_IN, "user", user.id, by="password")
        return enter(kept, user, is_verified=True)
