"""What passes between the account's pages and the browser: the cookie of a session, where to go next, what it is."""

import re
import secrets

from flask import g, request, session, url_for
from werkzeug.wrappers import Response

from web.pages.guard import session_cookie, site
from web.store import Kept
from web.store.people import User

_LOCAL = re.compile(r"/(?![/\\])[^\\\s]*")
_NAMES = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac", "Linux")


def address() -> str:
    """Return from where the browser asks, as throttles count it."""
    return f"from {request.remote_addr}"


def place_after(then: str) -> str:
    """Return where someone wanted to go when asked to sign in; instead of a place elsewhere, the first page."""
    return then if _LOCAL.fullmatch(then) else url_for("public.home")


def browser_of(agent: str) -> str:
    """Return what a browser is, from what it says of itself, in words for whoever looks at a list of sessions.

    Examples
    --------
    >>> browser_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox on Windows'
    """
    name = next((name for mark, name in _NAMES if mark in agent), "A browser")
    system = next((system for system in _SYSTEMS if system in agent), "")
    return f"{name} on {system}" if system else name


def enter(kept: Kept, user: User, *, is_verified: bool) -> str:
    """Begin a session in this browser, in place of the one that it had, and return its new secret."""
    if g.session is not None:
        kept.people.end_session(g.session.hash)
    session.clear()  # the tokens of forms and what was under way belonged to whoever was there before
    secret = secrets.token_urlsafe(32)
    browser = browser_of(request.headers.get("User-Agent", ""))
    kept.people.begin_session(user.id, secret, browser, is_verified=is_verified)
    return secret


def with_session(response: Response, secret: str) -> Response:
    """Return an answer that gives the browser the secret of its session."""
    settings = site().settings
    name, secure = session_cookie(settings), settings.secure_cookies
    response.set_cookie(name, secret, secure=secure, httponly=True, samesite="Lax", path="/")
    return response


def without_session(response: Response) -> Response:
    """Return an answer that has the browser forget its session; said as it was given, or it would not listen."""
    settings = site().settings
    response.delete_cookie(
        session_cookie(settings), secure=settings.secure_cookies, httponly=True, samesite="Lax", path="/"
    )
    return response
