"""Walks an application as someone would: every page that their own links lead to, one of each kind."""

from collections.abc import Iterator, Sequence
from urllib.parse import urldefrag, urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

MOST = 150
"""More pages than any role has; a walk that is longer goes in circles."""


def walked(app: Flask, page: Page, site: str, start: str, sets: Sequence[str] = ()) -> Iterator[str]:
    """Yield the endpoint of each page that can be reached, with the browser standing on it.

    Of each endpoint one page is visited, and another for each set of names in the address's question.

    Parameters
    ----------
    sets
        The sets of pages that are walked, by the first part of their endpoints; empty for all.
    """
    waiting, seen = [start], set[tuple[str, frozenset[str]]]()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(app, path)
        if kind is None or kind in seen or (sets and kind[0].partition(".")[0] not in sets):
            continue
        seen.add(kind)
        assert len(seen) <= MOST, f"more than {MOST} pages were found: the walk goes in circles"
        answer = page.goto(f"{site}{path}", wait_until="load")
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}"
        yield kind[0]
        waiting += _links(page, site)


def kind_of(app: Flask, path: str) -> tuple[str, frozenset[str]] | None:
    """Return the endpoint of an address and what it asks for; None if it is no page (a file to download)."""
    parts = urlsplit(path)
    if parts.path.rpartition(".")[2] in ("csv", "json", "ics", "zip", "txt", "toml", "css"):
        return None
    try:
        endpoint, _ = app.url_map.bind("").match(parts.path, method="GET")
    except (RequestRedirect, HTTPException):
        return None
    names = frozenset(part.partition("=")[0] for part in parts.query.split("&") if part)
    return str(endpoint), names


def _links(page: Page, site: str) -> list[str]:
    """Return the addresses of this site to which a page links."""
    found: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return [urldefrag(each).url.removeprefix(site) for each in dict.fromkeys(found) if each.startswith(f"{site}/")]
