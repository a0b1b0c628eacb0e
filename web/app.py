"""The application: the pages, wired to what they stand on, and nothing else."""

from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from web.pages.guard import Site, csp_nonce, everyone, refuse_open_doors, stand_guard, tell_browser
from web.pages.look import Nameplate, prepare_templates
from web.pages.navigation import page_of
from web.pages.register import REGISTER
from web.settings import Settings
from web.store import ConflictError, NotKeptError, Store, StoreError
from web.store.errors import TooOftenError, UnusableError

MOST_BYTES = 20_000_000
"""The largest request that is read: a county's pupils as a spreadsheet."""


def create_app(store: Store, settings: Settings) -> Flask:
    """Return the application; ``RuntimeError`` if a view bears no permission."""
    app = Flask("web", template_folder="templates", static_folder="static")
    app.config.update(
        SECRET_KEY=store.keyring.pages,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_PARTS=5_000,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        SESSION_COOKIE_NAME="__Host-form" if settings.secure_cookies else "form",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.extensions["waymark"] = Site(store, settings)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # as Flask's own documents do
    everyone(app.view_functions["static"])
    prepare_templates(app, nameplate=Nameplate(organisation=settings.organisation), nonce=csp_nonce)
    app.context_processor(page_of)
    stand_guard(app)
    tell_browser(app)
    CSRFProtect(app)
    for register in REGISTER:
        register(app)
    _tell_errors(app)
    refuse_open_doors(app)
    return app


def _tell_errors(app: Flask) -> None:
    """Answer what goes wrong in a sentence, as a page or as JSON."""

    def answer(code: int, said: str) -> Response:
        g.code = code  # by which the page knows that it tells of an error, and must not cause another
        if request.path.startswith("/api/") or request.path.endswith(".json"):
            response = make_response({"said": said}, code)
        else:
            response = make_response(render_template("error.html", code=code, said=said), code)
        return response

    @app.errorhandler(StoreError)
    def _not_kept(error: StoreError) -> Response:
        code = next(code for kind, code in _CODES.items() if isinstance(error, kind))
        response = answer(code, _SAID[code] if code == 404 else str(error))  # noqa: PLR2004 -- foreign or none: told alike
        if isinstance(error, TooOftenError):
            response.headers["Retry-After"] = str(error.wait_s)
        return response

    @app.errorhandler(CSRFError)
    def _forged(_error: CSRFError) -> Response:
        return answer(
            400, "This form was open too long, or came from elsewhere: go back, load the page again, and send it again."
        )

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        code = error.code or 500
        if code < 400:  # noqa: PLR2004 -- a redirect is no error
            return make_response(error.get_response())
        own = error.description if code == 422 else None  # noqa: PLR2004 -- what we say of what was sent
        return answer(code, own or _SAID.get(code, error.name))

    @app.errorhandler(Exception)
    def _bug(error: Exception) -> Response:
        app.logger.error("a bug, at %s", request.endpoint, exc_info=error)
        return answer(500, _SAID[500])


_CODES = {NotKeptError: 404, ConflictError: 409, TooOftenError: 429, UnusableError: 503, StoreError: 500}
"""How what the store says is told to a browser."""

_SAID = {
    400: "The page could not read what was sent: go back and try again.",
    401: "You are signed out: sign in and try again.",
    404: "There is no such page, or none that you may see.",
    405: "That cannot be done here.",
    413: "That is larger than what is read here.",
    429: "That was tried too often: wait a few minutes, then try again.",
    500: "Something went wrong on our side; what you sent has not been kept. Try again; tell us if it happens again.",
    503: "The service cannot answer just now: try again in a few minutes.",
}
