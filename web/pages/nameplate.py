"""Whose service it is, as an administrator has set it: the council's name, its colour, and whom to ask."""

from collections.abc import Mapping
from typing import Any

from flask import g, url_for

from web.access import Permission
from web.pages.guard import NOBODY, may, site
from web.pages.look import Nameplate

OPTION = "site"
"""The option that holds ``organisation``, ``brand_colour`` and ``help_contact`` where they are set on a page."""


def site_options() -> Mapping[str, Any]:
    """Return what is set, in the page or else at the server; asked of the store once for each request."""
    if "site_options" not in g:
        settings = site().settings
        at_server = {name: getattr(settings, name) for name in ("organisation", "brand_colour", "help_contact")}
        g.site_options = at_server
        if g.get("code", 200) < 500:  # noqa: PLR2004 -- otherwise the store may be what has failed
            with site().store.reading(NOBODY) as kept:
                g.site_options = {**at_server, **(kept.options.find(OPTION) or {})}
    found: Mapping[str, Any] = g.site_options
    return found


def nameplate() -> Nameplate:
    """Return what stands at the head and foot of every page."""
    options = site_options()
    return Nameplate(
        organisation=options["organisation"],
        account=url_for("account.show"),
        sign_out=url_for("phone.sign_out" if may(Permission.TRAINING_LOG) else "account.sign_out"),
        help_contact=options["help_contact"],
        brand_href=url_for("public.brand", colour=options["brand_colour"].removeprefix("#")),
    )
