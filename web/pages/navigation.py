"""What stands at the head of every page: the navigation of whoever is there, who they are, and whose service it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import g, request, url_for

from web.access import Permission
from web.pages.guard import csp_nonce, may, site
from web.pages.look import Account, Nameplate, Page
from web.pages.parts import Link


@dataclass(frozen=True, slots=True)
class Item:
    """A page that the navigation leads to.

    Parameters
    ----------
    words, endpoint
        What it is called, and its view.
    permission
        Who sees it.
    """

    words: str
    endpoint: str
    permission: Permission


NAVIGATION: tuple[Item, ...] = ()
"""In the order in which they stand."""


def page_of() -> Page:
    """Return what the page that is being made bears, whatever it is about."""
    session = g.get("session")
    account = None
    if session is not None and session.is_verified:
        account = Account(
            name=session.user.name,
            role=str(session.user.role),
            href=url_for("account.show"),
            sign_out_href=url_for("account.sign_out"),
        )
    nameplate = Nameplate(organisation=site().settings.organisation)
    return Page(nameplate=nameplate, nonce=csp_nonce(), navigation=tuple(_links()), account=account)


def _links() -> Iterator[Link]:
    here = (request.endpoint or "").split(".")[0]
    for item in NAVIGATION:
        if may(item.permission):
            yield Link(item.words, url_for(item.endpoint), is_current=item.endpoint.split(".")[0] == here)
