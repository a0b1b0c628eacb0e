"""Gives an application its templates: where they are, which words they may use, and what stands on every page.

A template sees ``nameplate``, ``csp_nonce()``, and, from whoever knows who is there, ``navigation`` (for each section
its ``text``, ``href`` and whether it is ``active``) and ``signed_in`` (a ``name`` and a ``role``, or None).

An undefined name in our own templates is an error. The macros of govuk-frontend-jinja ask for many values that nobody
gave, and mean it, so they live in an environment of their own, to which ours hands every name that begins as theirs do.
"""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.templating import Environment as FlaskEnvironment
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, Template

from web.pages.asking import asked, mistakes
from web.pages.charts import bar_rows, lines_of
from web.pages.parts import Link, steps
from web.words import FILTERS

_THEIRS = "govuk_frontend_jinja"
_DRAWN: Mapping[str, Callable[..., Any]] = {
    "asked": asked,
    "bar_rows": bar_rows,
    "lines_of": lines_of,
    "mistakes": mistakes,
    "steps": steps,
}
"""How macros turn the values of pages into what they draw."""
_SUPPORT = (Link("Help", "/help"), Link("Accessibility", "/accessibility"), Link("Privacy", "/privacy"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Nameplate:
    """Whose pages these are: what stands at the head and foot of each.

    Parameters
    ----------
    organisation
        The council, in the header.
    service
        What the service is called, beside the navigation and at the end of every title.
    support
        The links at the foot.
    help_contact
        Whom to ask when something goes wrong, in words.
    brand_href
        A style sheet that sets the council's own colour (``web.pages.colours.brand_css``), or None for ours.
    """

    organisation: str
    service: str = "School transport"
    home: str = "/"
    account: str = "/account"
    sign_out: str = "/sign-out"
    support: tuple[Link, ...] = _SUPPORT
    help_contact: str = "the transport team"
    brand_href: str | None = None


class _OurEnvironment(FlaskEnvironment):
    """Strict about our templates; hands those of govuk-frontend-jinja to an environment that is not."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        theirs = PrefixLoader({_THEIRS: PackageLoader(_THEIRS)})
        self._theirs = Environment(loader=theirs, autoescape=True, trim_blocks=True, lstrip_blocks=True)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- Jinja's own name for it
    ) -> Template:
        """Return a template of ours, or of theirs if its name says so."""
        if isinstance(name, str) and name.startswith(f"{_THEIRS}/"):
            return self._theirs.get_template(name, parent)
        return super().get_template(name, parent, globals)


def prepare_templates(app: Flask, *, nameplate: Nameplate, nonce: Callable[[], str]) -> None:
    """Give an application the templates of Waymark's pages, before or after others have put words into its environment.

    Parameters
    ----------
    nonce
        Returns the word by which this answer's Content-Security-Policy knows its scripts.
    """
    before = vars(app).pop("jinja_env", None)
    app.jinja_environment = _OurEnvironment  # type: ignore[assignment]  # Flask means its own, of which this is one
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = app.jinja_env
    made.loader = ChoiceLoader([*([made.loader] if made.loader else []), PackageLoader("web")])
    made.filters.update(FILTERS, **_DRAWN)
    made.globals.update(navigation=(), signed_in=None, csrf_token=str)  # until someone who knows better says so
    if before is not None:
        made.globals.update(before.globals)
        made.filters.update(before.filters)
    made.globals.update(nameplate=nameplate, csp_nonce=nonce)
