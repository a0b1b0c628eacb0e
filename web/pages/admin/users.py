"""Users: who there are, who is invited, what each may do, and how someone who has lost their way in gets back."""

import secrets
from dataclasses import replace

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routing.authority.cells import Cell
from web.access import Permission, Role
from web.pages.admin.listing import PER_PAGE, page_asked, pages_of
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import needs, now, reading, site, spans, writing
from web.pages.parts import Fact, Lines, Link, Tag, table
from web.store import ConflictError, Kept
from web.store.events import Event
from web.store.people import BOUND, User, plain_email
from web.words import moment

pages = Blueprint("users", __name__, url_prefix="/users")

_MEANS = {
    Role.OFFICER: "Keeps records, plans, publishes, handles the day",
    Role.MANAGER: "All that an officer does; grants waivers, sets targets",
    Role.SCHOOL: "Sees the journeys of their own school's pupils",
    Role.TRAINER: "Logs travel training",
    Role.OPERATOR: "Sees the run sheets of their own firm",
    Role.ADMINISTRATOR: "Keeps accounts and settings, answers for data protection; makes no plans",
}
_NAME = Field(name="name", label="Name", missing="Enter their name", autocomplete="off", width=30)
_EMAIL = Field(
    name="email",
    label="E-mail address",
    hint="Their own at work, never one that several people read.",
    cell=Cell("an e-mail address", plain_email),
    missing="Enter their e-mail address",
    autocomplete="off",
    width=30,
)
_ROLE = Field(
    name="role",
    label="Role",
    kind=Kind.RADIOS,
    missing="Choose what they work as",
    choices=tuple(Choice(role, role.capitalize(), means) for role, means in _MEANS.items()),
)
_ENTRY = Field(
    name="entry",
    label="May they sign in?",
    kind=Kind.RADIOS,
    missing="Choose whether they may sign in",
    choices=(Choice("yes", "Yes"), Choice("no", "No", "They are signed out at once. What they did stays on record.")),
)
_NEW = Form((_NAME, _EMAIL, _ROLE))
_CHANGE = (_NAME, _ROLE, _ENTRY)
_FIND = Form((Field(name="find", label="Name or e-mail address", kind=Kind.SEARCH, required=False, width=20),))


@pages.get("/")
@needs(Permission.USER_MANAGE)
def show_all() -> str:
    """List users, fifty a page."""
    form = _FIND.read(request.args)
    find, number = form.values.get("find") or "", page_asked()
    with reading() as kept:
        count = kept.people.count_users(find)
        users = kept.people.list_users(find, skip=(number - 1) * PER_PAGE, most=PER_PAGE)
    rows = []
    for user in users:
        name = Link(user.name, url_for("users.show", id_=user.id))
        rows.append((name, user.email, user.role.capitalize(), _bound(user), _state(user)))
    empty = "Nobody has that name or address." if find else "There are no users yet: invite one."
    listed = table("Users", ("Name", "E-mail address", "Role", "Schools or operators", "Sign-in"), rows, empty=empty)
    pages_ = pages_of(number, count, url_for("users.show_all"), {"find": find})
    return render_template("admin/users.html", form=form, listed=listed, pages=pages_, find=find)


@pages.route("/new", methods=["GET", "POST"])
@needs(Permission.USER_MANAGE)
def new() -> Response:
    """Make a user, who can sign in once they have taken up an invitation."""
    form = _NEW
    if request.method == "POST":
        form = form.read(request.form)
        if form.is_right:
            values = form.values
            try:
                with writing() as kept:
                    user = kept.people.make_user(values["email"], values["name"], Role(values["role"]))
            except ConflictError as error:
                form = form.refuse("email", str(error))
            else:
                return _go_on(user)
    return make_response(render_template("admin/user_new.html", form=form), 422 if form.errors else 200)


@pages.get("/<id_>")
@needs(Permission.USER_MANAGE)
def show(id_: str) -> str:
    """Show one user."""
    with reading() as kept:
        user = kept.people.get_user(id_)
        sessions = kept.people.list_sessions(spans(), user.id)
    rows = [
        (
            each.browser,
            moment(each.made_at),
            moment(each.seen_at),
            Link("End", url_for("sessions.end", session_hash=each.hash), f"the session in {each.browser}"),
        )
        for each in sessions
    ]
    columns = ("Browser", "Since", "Last used", "Action")
    open_now = table("Sessions open now", columns, rows, empty="They are signed in nowhere.")
    return render_template("admin/user.html", user=user, facts=_facts(user), sessions=open_now)


@pages.route("/<id_>/edit", methods=["GET", "POST"])
@needs(Permission.USER_MANAGE)
def edit(id_: str) -> Response:
    """Change name, role, and whether someone may sign in."""
    with reading() as kept:
        user = kept.people.get_user(id_)
    shown = {"name": user.name, "role": str(user.role), "entry": "yes" if user.is_active else "no"}
    form = Form.filled(_CHANGE, shown)
    if request.method == "POST":
        form = form.read(request.form)
        if form.is_right:
            name, role, may_enter = form.values["name"], Role(form.values["role"]), form.values["entry"] == "yes"
            scopes = user.scopes if role is user.role else ()
            try:
                with writing() as kept:
                    changed = kept.people.change_user(id_, name=name, role=role, scopes=scopes, is_active=may_enter)
            except ConflictError as error:
                form = form.refuse("", str(error))
            else:
                flash("Saved.")
                return _go_on(changed) if role is not user.role else redirect(url_for("users.show", id_=id_), 303)
    return make_response(render_template("admin/user_edit.html", form=form, user=user), 422 if form.errors else 200)


@pages.route("/<id_>/bound", methods=["GET", "POST"])
@needs(Permission.USER_MANAGE)
def bound(id_: str) -> Response:
    """Choose the schools or operators whose rows a user sees."""
    with reading() as kept:
        user = kept.people.get_user(id_)
        choices = _choices(kept, user)
    question = "Operators" if user.role is Role.OPERATOR else "Schools"
    asked = Field(name="bound", label=question, kind=Kind.CHECKBOXES, required=False, choices=choices or (_NONE,))
    form = Form.filled((replace(asked, label=f"{question} that they see"),), {"bound": sorted(user.scopes)})
    if request.method == "POST":
        form = form.read(request.form)
        if form.is_right:
            scopes = form.values["bound"]
            with writing() as kept:
                user = kept.people.get_user(id_)
                kept.people.change_user(id_, name=user.name, role=user.role, scopes=scopes, is_active=user.is_active)
            flash("Saved.")
            return redirect(url_for("users.show", id_=id_), 303)
    page = render_template("admin/user_bound.html", form=form, user=user, question=question, has_choices=bool(choices))
    return make_response(page, 422 if form.errors else 200)


@pages.post("/<id_>/invite")
@needs(Permission.USER_MANAGE)
def invite(id_: str) -> Response:
    """Make an invitation, and show its link."""
    with writing() as kept:
        return _invited(kept, kept.people.get_user(id_))


@pages.route("/<id_>/reset", methods=["GET", "POST"])
@needs(Permission.USER_MANAGE)
def reset(id_: str) -> Response:
    """Forget someone's second factor, once it is certain who asks, and invite them anew."""
    if request.method == "POST":
        with writing() as kept:
            kept.credentials.reset(id_)
            return _invited(kept, kept.people.get_user(id_))
    with reading() as kept:
        user = kept.people.get_user(id_)
    return make_response(render_template("admin/user_reset.html", user=user))


@pages.route("/<id_>/end-sessions", methods=["GET", "POST"])
@needs(Permission.USER_MANAGE)
def end_sessions(id_: str) -> Response:
    """Sign someone out everywhere."""
    if request.method == "POST":
        with writing() as kept:
            user = kept.people.get_user(id_)
            kept.people.end_sessions_of(user.id)
            kept.audit.say(Event.SESSION_ENDED, "user", user.id, every=True)
        flash("They have been signed out everywhere.")
        return redirect(url_for("users.show", id_=id_), 303)
    with reading() as kept:
        user = kept.people.get_user(id_)
    return make_response(render_template("admin/user_end_sessions.html", user=user))


_NONE = Choice("", "There are none yet")


def _go_on(user: User) -> Response:
    """Return where an administrator goes next: to choose schools or operators, if there are some to choose."""
    return redirect(url_for("users.bound" if user.role in BOUND else "users.show", id_=user.id), 303)


def _invited(kept: Kept, user: User) -> Response:
    """Invite a user and show the link: once, so not redirected to, for only its hash is kept."""
    secret = secrets.token_urlsafe(32)
    until = kept.credentials.invite(user.id, secret)
    base = site().settings.address or request.host_url
    link = f"{base.rstrip('/')}{url_for('account.invitation', secret=secret)}"
    return make_response(render_template("admin/invited.html", user=user, link=link, until=until))


def _choices(kept: Kept, user: User) -> tuple[Choice, ...]:
    """Return the schools or operators that there are, with those to which the user is bound already."""
    if user.role is Role.OPERATOR:
        operators = {row["operator"] for row in kept.records.list_kind("contracts")} - {""}
        return tuple(Choice(each, each) for each in sorted(operators | user.scopes))
    schools = dict.fromkeys(sorted(user.scopes)) | kept.records.names("schools")
    named = sorted((name or key, key) for key, name in schools.items())
    return tuple(Choice(key, name, "" if name == key else key) for name, key in named)


def _facts(user: User) -> list[Fact]:
    """Return what there is to know of a user, each with where it is changed."""
    change = url_for("users.edit", id_=user.id)
    facts = [
        Fact("Name", user.name, Link("Change", change, "name")),
        Fact("E-mail address", user.email),
        Fact("Role", user.role.capitalize(), Link("Change", change, "role")),
    ]
    if user.role in BOUND:
        name = "Operators" if user.role is Role.OPERATOR else "Schools"
        facts.append(Fact(name, _bound(user), Link("Change", url_for("users.bound", id_=user.id), name.lower())))
    facts.append(Fact("Sign-in", _state(user), Link("Change", change, "whether they may sign in")))
    if user.invited_until is not None and user.invited_until > now():
        facts.append(Fact("Invitation", f"Can be used until {moment(user.invited_until)}"))
    has_any = user.has_second_factor or user.oidc_issuer is not None
    reset_link = Link("Reset", url_for("users.reset", id_=user.id), "second factor") if has_any else None
    told = "App for codes" if user.has_second_factor else "None yet"
    facts.append(Fact("Second factor", "Council account" if user.oidc_issuer else told, reset_link))
    facts.append(Fact("Made on", moment(user.made_at)))
    return facts


def _bound(user: User) -> object:
    if user.role not in BOUND:
        own = "Their own trainees" if user.role is Role.TRAINER else ""
        return "All" if user.principal().sees_everyone else own
    return Lines(tuple(sorted(user.scopes))) if user.scopes else "None yet: they see nothing"


def _state(user: User) -> Tag:
    if not user.is_active:
        return Tag("Closed", "grey")
    if user.can_sign_in:
        return Tag("Active", "green")
    is_open = user.invited_until is not None and user.invited_until > now()
    return Tag("Invited", "blue") if is_open else Tag("Not invited", "orange")
