"""The door of every page: who is there, whether they may come in, and what the browser is told to allow.

A view bears its permission as data: ``@needs(Permission.PLAN_VIEW)``, or ``@everyone`` where nobody need be signed in.
``refuse_open_doors`` stops the application at its start if one bears neither.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as BaseResponse

from web.access import Permission, Principal, Role, UserId
from web.settings import Settings
from web.store import Kept, Store
from web.store.events import Event
from web.store.people import OpenSession, Spans
from web.store.throttle import Limit

View = TypeVar("View", bound=Callable[..., Any])
LONDON = ZoneInfo("Europe/London")
NOBODY = Principal(user=UserId("nobody"), role=Role.SCHOOL)
"""Whoever has not signed in: a school's user of no school, for whom nothing exists."""
_MARK = "permission"
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Site:
    """What every page stands on."""

    store: Store
    settings: Settings


def site() -> Site:
    """Return what the application stands on."""
    found: Site = current_app.extensions["waymark"]
    return found


def principal() -> Principal:
    """Return on whose behalf this request is made; of nobody until the second factor has been given."""
    session: OpenSession | None = g.get("session")
    return NOBODY if session is None or not session.is_verified else session.user.principal()


def may(permission: Permission) -> bool:
    """Say whether whoever is there may do something; for templates and for parts of pages."""
    return principal() is not NOBODY and principal().may(permission)


def reading() -> AbstractContextManager[Kept]:
    """Give what whoever is there may see."""
    return site().store.reading(principal())


@contextmanager
def writing() -> Iterator[Kept]:
    """Give what whoever is there may see and change, as one transaction."""
    with site().store.writing(principal()) as kept:
        yield kept


def slow_down(limit: Limit, *subjects: str) -> None:
    """Count one more try of something; the answer is 429 if any of the subjects has tried too often."""
    with site().store.writing(NOBODY) as kept:
        kept.throttle.count(limit, *subjects)


def spans() -> Spans:
    """Return how long sessions last here."""
    settings = site().settings
    return Spans(timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours))


def now() -> datetime:
    """Return this moment, as the authority's clocks show it."""
    return site().store.now().astimezone(LONDON)


def needs(permission: Permission) -> Callable[[View], View]:
    """Mark a view: only those with a permission come in."""

    def mark(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return mark


def everyone(view: View) -> View:
    """Mark a view: nobody need be signed in."""
    setattr(view, _MARK, None)
    return view


def refuse_open_doors(app: Flask) -> None:
    """Raise ``RuntimeError`` if a view bears neither a permission nor ``everyone``."""
    if unmarked := sorted(name for name, view in app.view_functions.items() if not hasattr(view, _MARK)):
        raise RuntimeError(
            f"These views bear no permission: {', '.join(unmarked)}. Mark each with needs(...) or everyone."
        )


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """Return the permission that a view bears; None if everyone may come in."""
    found: Permission | None = getattr(app.view_functions[endpoint], _MARK)
    return found


def session_cookie(settings: Settings) -> str:
    """Return the name of the cookie of sessions; its prefix has browsers insist on HTTPS and on this host."""
    return "__Host-waymark" if settings.secure_cookies else "waymark"


def stand_guard(app: Flask) -> None:
    """Ask of every request who is there, and whether they may come in."""

    @app.before_request
    def _ask() -> BaseResponse | None:
        g.session = None
        if request.method not in _SAFE and _comes_from_elsewhere():
            raise CSRFError
        if "\0" in request.path or any("\0" in text for text in request.args.values()):
            abort(400)  # nothing is called so, and PostgreSQL could not even look for it
        if request.endpoint == "static":
            return None
        g.session = _session()
        if request.endpoint is None:  # no such page: told to whoever asks as a page is that they may not see
            return None
        wanted = permission_of(app, request.endpoint)
        if wanted is None:
            return None
        if g.session is None or not g.session.is_verified:
            if request.path.startswith("/api/") or request.method != "GET":
                abort(401)
            return redirect(url_for("account.sign_in", then=request.full_path.rstrip("?")))
        if not principal().may(wanted):
            with writing() as kept:
                kept.audit.say(Event.ACCESS_REFUSED, "page", request.endpoint, method=request.method)
            abort(404)
        return None


def _comes_from_elsewhere() -> bool:
    """Say whether the browser tells that another site made it send this; older browsers tell nothing."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def _session() -> OpenSession | None:
    """Return the session of the request's cookie, if it is alive; its last use is written down now and then."""
    store = site().store
    secret = request.cookies.get(session_cookie(site().settings))
    if not secret:
        return None
    with store.reading(NOBODY) as kept:
        found = kept.people.find_session(secret, spans())
        stale = found is not None and kept.people.is_stale(found)
    if (
        found is not None and stale and not request.path.endswith(".json")
    ):  # what polls by itself keeps nobody signed in
        with store.writing(NOBODY) as kept:
            kept.people.see(found)
    return found


def csp_nonce() -> str:
    """Return this response's nonce, made when it is first asked for (an error page may ask before anything else)."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    nonce: str = g.csp_nonce
    return nonce


def tell_browser(app: Flask) -> None:
    """Tell the browser, with every response, to fetch nothing from elsewhere and to keep nothing."""

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", _policy())
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint == "static":
            response.headers["Cache-Control"] = "public, max-age=86400"
        elif "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        if site().settings.secure_cookies:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response


def _policy() -> str:
    own = (
        "default-src 'none'",
        f"script-src 'self' 'nonce-{csp_nonce()}'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types default",
    )
    return "; ".join(own)


_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
