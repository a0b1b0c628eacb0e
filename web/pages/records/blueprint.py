"""The blueprint of the office's records, how a record stands in an address, and who may change which kind."""

import re
from collections.abc import Mapping

from flask import Blueprint, abort, url_for
from werkzeug.routing import BaseConverter

from web.access import Permission
from web.pages.guard import may
from web.pages.parts import Link
from web.records.columns import Kind
from web.records.layouts import KIND
from web.records.rows import Row
from web.store import NotKeptError

pages = Blueprint("records", __name__, url_prefix="/records")

_EDIT: Mapping[str, Permission] = {"waivers": Permission.WAIVER_GRANT, "targets": Permission.TARGET_EDIT}
"""Kinds that not everyone who edits records may change."""


class RecordKey(BaseConverter):
    """A record's key in an address: what browsers would read as a part of the way stands as ``~2F``."""

    regex = "[^/]+"
    part_isolating = True

    def to_python(self, value: str) -> str:
        """Return the key."""
        return re.sub("~([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), value)

    def to_url(self, value: str) -> str:
        """Return what stands in the address."""
        plain = re.sub(r"[~/\\]|^\.+", lambda found: "".join(f"~{ord(sign):02X}" for sign in found[0]), value)
        return super().to_url(plain)


def kind_asked(stem: str) -> Kind:
    """Return the kind that an address names; ``NotKeptError`` if there is none."""
    if stem not in KIND:
        raise NotKeptError("There is no such kind of record.")
    return KIND[stem]


def may_change(kind: str) -> bool:
    """Say whether whoever is there may change records of a kind."""
    return may(Permission.RECORD_EDIT) and may(_EDIT.get(kind, Permission.RECORD_EDIT))


def refuse_others(kind: str) -> None:
    """End the request, as if there were no such page, if whoever is there may not change records of a kind."""
    if not may_change(kind):
        abort(404)


def titled(kind: Kind) -> str:
    """Return what a kind is called at the head of a page."""
    return f"{kind.title[0].upper()}{kind.title[1:]}"


def one_of(kind: str) -> str:
    """Return what one record of a kind is called, with its article: "an operator"."""
    one = KIND[kind].one
    return f"an {one}" if one[0] in "aeiou" else f"a {one}"


def href_of(row: Row) -> str:
    """Return the address of a record."""
    return url_for("records.show", kind=row.kind, key=row.key)


def back_to(kind: Kind) -> Link:
    """Return the way to the list of a kind."""
    return Link(titled(kind), url_for("records.show_kind", kind=kind.stem))


def called(row: Row) -> str:
    """Return what a record is called in a title: never by a name."""
    return f"{KIND[row.kind].one} {', '.join(filter(None, row.key.split('|')))}"
