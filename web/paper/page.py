"""A page of HTML that stands alone: style and script within, and nothing fetched from elsewhere."""

from functools import cache
from html import escape
from importlib.resources import files

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


@cache
def static_text(name: str) -> str:
    """Return the text of a file of ``web/paper/static``."""
    return (files("web.paper") / "static" / name).read_text(encoding="utf-8")


def html_page(title: str, body: str, *, style: str, body_class: str = "", script: str | None = None) -> str:
    """Return a whole page.

    Parameters
    ----------
    title
        Plain text, without any pupil's name: titles end up in the browser's history.
    body
        HTML.
    style, script
        Files of ``web/paper/static``, written into the page.
    body_class
        The class of the body.
    """
    run = f"<script>{static_text(script)}</script>" if script else ""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{static_text(style)}</style></head>"
        f'<body class="{body_class}">{body}{run}</body></html>\n'
    )
