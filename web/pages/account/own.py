"""What one may see and change of one's own account: password, recovery codes, open sessions."""

from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.access import Permission
from web.pages.account.blueprint import pages
from web.pages.account.browsers import enter, with_session
from web.pages.account.doors import CODE, WRONG_CODE, prove_password
from web.pages.account.invitation import NEW_PASSWORD
from web.pages.forms import Field, Form, Kind
from web.pages.guard import needs, reading, slow_down, spans, writing
from web.pages.parts import Fact, Link, table
from web.passwords import PASSWORDS, weakness
from web.second_factor import new_recovery_codes
from web.store.errors import NotKeptError
from web.store.events import Event
from web.store.people import OpenSession
from web.store.throttle import SECOND_FACTOR
from web.words import moment

_PASSWORD = Form(
    (
        Field(
            name="current",
            label="Password until now",
            kind=Kind.PASSWORD,
            missing="Enter the password that you have now",
            autocomplete="current-password",
        ),
        NEW_PASSWORD,
    )
)


@pages.get("/")
@needs(Permission.ACCOUNT_OWN)
def show() -> str:
    """Show one's own account."""
    user = g.session.user
    with reading() as kept:
        left = kept.credentials.codes_left(user.id)
        sessions = kept.people.list_sessions(spans(), user.id)
    facts = [Fact("Name", user.name), Fact("E-mail address", user.email), Fact("Role", str(user.role).capitalize())]
    if user.has_password:
        facts.append(Fact("Password", "Set", Link("Change", url_for("account.password"), "your password")))
    if user.has_second_factor:
        change = Link("Make new ones", url_for("account.recovery_codes"), "recovery codes")
        facts.append(Fact("Recovery codes", f"{left} left", change))
    if user.oidc_issuer:
        facts.append(Fact("Council account", "You sign in with your council account"))
    rows = [_row(each) for each in sessions]
    open_now = table("Where you are signed in", ("Browser", "Since", "Last used", "Action"), rows)
    return render_template("account/show.html", facts=facts, sessions=open_now)


def _row(each: OpenSession) -> tuple[object, ...]:
    here = each.hash == g.session.hash
    end = Link("End", url_for("account.end_session", session_hash=each.hash), f"the session in {each.browser}")
    since, last = moment(each.made_at), moment(each.seen_at)
    return (each.browser, since, last, "This one" if here else end)


@pages.route("/password", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def password() -> Response:
    """Change one's own password; every other session ends, and this one goes on under a new secret."""
    user, form = g.session.user, _PASSWORD
    if not user.has_password:
        abort(404)
    if request.method == "POST":
        form = form.read(request.form)
        if "password" in form.values and (said := weakness(form.values["password"], user.email)):
            form = form.refuse("password", said)
        if form.is_right and prove_password(user.email, form.values["current"]) is None:
            form = form.refuse("current", "This is not the password that you have now")
        if form.is_right:
            password_hash = PASSWORDS.hash_of(form.values["password"])
            with writing() as kept:
                kept.credentials.set_password(user.id, password_hash)
                secret = enter(kept, user, is_verified=True)
            flash("Your password has been changed, and you have been signed out everywhere else.")
            return with_session(redirect(url_for("account.show"), 303), secret)
    return make_response(render_template("account/password.html", form=form), 422 if form.errors else 200)


@pages.route("/recovery-codes", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def recovery_codes() -> Response:
    """Make new recovery codes, for whoever can give a code now; the older ones are worth nothing any more."""
    user, form = g.session.user, Form((CODE,))
    if not user.has_second_factor:
        abort(404)
    if request.method == "POST":
        form = form.read(request.form)
        if form.is_right:
            slow_down(SECOND_FACTOR, user.id)
            codes = new_recovery_codes()
            with writing() as kept:
                is_right = kept.credentials.spend_code(user.id, form.values["code"])
                if is_right:
                    kept.throttle.forgive(SECOND_FACTOR, user.id)
                    kept.credentials.put_recovery_codes(user.id, codes)
            if is_right:
                return make_response(render_template("account/recovery_codes.html", codes=codes))
            form = form.refuse("code", WRONG_CODE)
    return make_response(render_template("account/new_codes.html", form=form), 422 if form.errors else 200)


@pages.route("/sessions/<session_hash>/end", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def end_session(session_hash: str) -> Response:
    """End one of one's own sessions."""
    with reading() as kept:
        found = kept.people.get_session(session_hash, spans())
    if found.user.id != g.session.user.id:
        raise NotKeptError("There is no such session, or it is over.")
    if request.method == "POST":
        with writing() as kept:
            kept.people.end_session(found.hash)
            kept.audit.say(Event.SESSION_ENDED, "user", found.user.id)
        flash("The session has ended.")
        return redirect(url_for("account.show"), 303)
    return make_response(render_template("account/end_session.html", session=found))
