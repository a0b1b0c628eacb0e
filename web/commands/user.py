"""``waymark user``: who may sign in. Invitations are printed as links, to be sent to whom they are for."""

import argparse
import secrets

from routing.console import CommandError, Exit
from web.access import Role
from web.commands.caller import caller
from web.opening import opened
from web.settings import Settings, SettingsError
from web.store import Kept
from web.store.people import BOUND, User
from web.words import moment


def run(options: argparse.Namespace) -> Exit:
    """Do what is asked of the users."""
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        raise CommandError(str(error)) from error
    return {"add": _add, "list": _list, "reset": _reset}[options.action](options, settings)


def _add(options: argparse.Namespace, settings: Settings) -> Exit:
    """Make a user and invite them; begins an installation where there is none yet."""
    scopes = _scopes(options)
    with opened(settings, create=True) as store, store.writing(caller()) as kept:
        try:
            user = kept.people.make_user(options.email, options.name, options.role, scopes)
        except ValueError as error:
            raise CommandError(f"{error}.") from error
        said = _invitation(kept, user, settings)
    print(said)  # noqa: T201 -- the answer of a command
    return Exit.FINE


def _list(_options: argparse.Namespace, settings: Settings) -> Exit:
    """Print a line for each user."""
    with opened(settings) as store, store.reading(caller()) as kept:
        users = kept.people.list_users()
    for user in users:
        state = "closed" if not user.is_active else "active" if user.can_sign_in else "has not taken up an invitation"
        words = (user.email, user.name, str(user.role), ", ".join(sorted(user.scopes)), state)
        print("  ".join(filter(None, words)))  # noqa: T201 -- the answer of a command
    return Exit.FINE


def _reset(options: argparse.Namespace, settings: Settings) -> Exit:
    """Forget a second factor, and invite anew."""
    with opened(settings) as store, store.writing(caller()) as kept:
        user = kept.people.find_user(options.email)
        if user is None:
            raise CommandError(f"There is no user with the address {options.email}: see `waymark user list`.")
        kept.credentials.reset(user.id)
        said = _invitation(kept, user, settings)
    print(said)  # noqa: T201 -- the answer of a command
    return Exit.FINE


def _scopes(options: argparse.Namespace) -> list[str]:
    """Return the schools or operators of a new user; ``CommandError`` if they are not those of the role."""
    role: Role = options.role
    asked: dict[Role, list[str]] = {Role.SCHOOL: options.school, Role.OPERATOR: options.operator}
    for each, scopes in asked.items():
        if scopes and each is not role:
            raise CommandError(f"--{each} is for users of role {each}, and this one is of role {role}.")
    if role in BOUND and not asked[role]:
        raise CommandError(f"Say which {role} they belong to: --{role} {role.upper()}.")
    return asked.get(role, [])


def _invitation(kept: Kept, user: User, settings: Settings) -> str:
    """Invite a user; return the link and what to do with it."""
    secret = secrets.token_urlsafe(32)
    until = kept.credentials.invite(user.id, secret)
    link = f"{settings.address.rstrip('/') or 'https://YOUR-SERVER'}/account/invitation/{secret}"
    return f"Send this to {user.email} and to nobody else. It can be used once, until {moment(until)}:\n{link}"
