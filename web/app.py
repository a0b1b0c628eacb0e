"""The application: the pages, wired to what they stand on, and nothing else."""

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from web.pages.guard import Site, csp_nonce, everyone, refuse_open_doors, stand_guard, tell_browser
from web.pages.look import Nameplate, prepare_templates
from web.pages.navigation import page_of
from web.pages.register import REGISTER
from web.settings import Settings
from web.store import ConflictError, NotKeptError, Store
from web.store.errors import UnusableError

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
    nameplate = Nameplate(
        organisation=settings.organisation,
        account="/account/",
        sign_out="/account/sign-out",
        help_contact=settings.help_contact,
    )
    prepare_templates(app, nameplate=nameplate, nonce=csp_nonce)
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
        if request.path.startswith("/api/") or request.path.endswith(".json"):
            response = make_response({"said": said}, code)
        else:
            response = make_response(render_template("error.html", code=code, said=said), code)
        return response

    @app.errorhandler(NotKeptError)
    def _not_kept(_error: NotKeptError) -> Response:
        return answer(404, _SAID[404])

    @app.errorhandler(ConflictError)
    def _conflict(error: ConflictError) -> Response:
        return answer(409, str(error))

    @app.errorhandler(UnusableError)
    def _unusable(error: UnusableError) -> Response:
        return answer(503, str(error))

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
        return answer(code, _SAID.get(code, error.name))

    @app.errorhandler(Exception)
    def _bug(error: Exception) -> Response:
        app.logger.error("a bug, at %s", request.endpoint, exc_info=error)
        return answer(500, _SAID[500])


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
