"""Dresses a Flask application: where its templates are, which words they may use, and what every page bears.

An undefined name in our own templates is an error. The macros of govuk-frontend-jinja ask for many values that nobody
gave, and mean it, so they live in an environment of their own, to which ours hands every name that begins as theirs do.
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.templating import Environment as FlaskEnvironment
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, Template

from web.pages.asking import asked, mistakes
from web.pages.parts import Link, steps
from web.words import FILTERS

_THEIRS = "govuk_frontend_jinja"
_DEFAULT_SUPPORT = (
    Link("Help", "/help"),
    Link("Accessibility", "/accessibility"),
    Link("Privacy", "/privacy"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who is signed in, as the head of the page says it."""

    name: str
    role: str
    href: str
    sign_out_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nameplate:
    """Whose pages these are: what stands at the head and foot of each.

    Parameters
    ----------
    organisation
        The council, in the header.
    service
        What the service is called, beside the navigation and at the end of every title.
    brand_href
        A style sheet that sets the council's own colours (``web.pages.colours.brand_css``), or None for ours.
    """

    organisation: str
    service: str = "School transport"
    home: str = "/"
    support: tuple[Link, ...] = _DEFAULT_SUPPORT
    brand_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page bears whatever it is about; asked for once for each page that is rendered.

    Parameters
    ----------
    navigation
        The sections that this person may open.
    nonce
        The word that the Content-Security-Policy of this answer gives its scripts.
    """

    nameplate: Nameplate
    nonce: str
    navigation: Sequence[Link] = ()
    account: Account | None = None


class _OurEnvironment(FlaskEnvironment):
    """Strict about our templates; hands those of govuk-frontend-jinja to an environment that is not."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self._theirs = Environment(
            loader=PrefixLoader({_THEIRS: PackageLoader(_THEIRS)}),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- Jinja's own name
    ) -> Template:
        """Return a template of ours, or of theirs if its name says so."""
        if isinstance(name, str) and name.startswith(f"{_THEIRS}/"):
            return self._theirs.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)


def dress(app: Flask, page: Callable[[], Page]) -> None:
    """Make an application's pages look like Waymark's; call it before anything else asks for its templates.

    Parameters
    ----------
    page
        Called whenever a page is rendered; templates see the fields of what it returns as ``nameplate``,
        ``navigation``, ``account`` and ``csp_nonce``.

    Raises
    ------
    RuntimeError
        The application has made its template environment already, and would not use ours.
    """
    if "jinja_env" in vars(app):
        raise RuntimeError("dress an application before anything else touches its templates")
    app.jinja_environment = _OurEnvironment  # type: ignore[assignment]  # Flask means its own, of which this is one
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    own = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([*([own] if own else []), PackageLoader("web")])
    app.jinja_env.filters.update(FILTERS, asked=asked, mistakes=mistakes, steps=steps)
    app.jinja_env.globals["csrf_token"] = lambda: ""  # Flask-WTF puts its own in place of this

    def bear() -> Mapping[str, Any]:
        asked = page()
        return {
            "nameplate": asked.nameplate,
            "navigation": asked.navigation,
            "account": asked.account,
            "csp_nonce": asked.nonce,
        }

    app.context_processor(lambda: dict(bear()))
