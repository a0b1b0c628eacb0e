"""What a phone keeps of the service, for everyone alike: the shell, its service worker, how it is installed."""

import hashlib
import json
from pathlib import Path

from flask import Response, abort, current_app, make_response, render_template, url_for

from web.pages.guard import everyone
from web.pages.nameplate import nameplate
from web.pages.phone.blueprint import Frame, pages

_SCRIPTS = ("phone.js", "logging.js", "outbox.js", "sealing.js", "sending.js", "waiting.js")
_WORKER = "phone-worker.js"


@pages.get("/waiting")
@everyone
def waiting() -> str:
    """Show what waits on the phone to be sent. The page holds nothing of anyone: it is the shell of all others."""
    return render_template("phone/waiting.html", phone=Frame())


@pages.get("/worker.js")
@everyone
def worker() -> Response:
    """Give the service worker, which is another whenever anything is that the shell is made of."""
    shell = [url_for("phone.waiting"), *(url_for("static", filename=name) for name in _files())]
    if brand := nameplate().brand_href:
        shell.append(brand)
    written = f"const VERSION = {json.dumps(_version())}\nconst SHELL = {json.dumps(shell)}\n"
    response = make_response(written + _read(f"js/{_WORKER}"))
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _files() -> list[str]:
    return ["waymark.css", "icon.svg", "icon-192.png", *(f"js/{name}" for name in _SCRIPTS)]


def _version() -> str:
    """Return a mark of all that the shell is made of: its page, and the build of style and scripts."""
    held = (_read("built-from.txt"), waiting())
    return hashlib.sha256("\0".join(held).encode()).hexdigest()[:16]


def _read(name: str) -> str:
    path = Path(current_app.static_folder or "") / name
    if not path.is_file():
        abort(404)  # the pages' scripts have not been built
    return path.read_text(encoding="utf-8")


@pages.get("/manifest.webmanifest")
@everyone
def manifest() -> Response:
    """Say how the phone's pages are installed as an application."""
    icons = [
        {"src": url_for("static", filename=f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        | {"purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    told = {
        "id": url_for("phone.show"),
        "name": f"Travel training, {nameplate().organisation}",
        "short_name": "Training",
        "lang": "en-GB",
        "start_url": url_for("phone.show"),
        "scope": url_for("phone.show"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#17525f",
        "icons": icons,
    }
    response = make_response(told)
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response
