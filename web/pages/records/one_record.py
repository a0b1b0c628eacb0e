"""One record: what it says, what is beside it, its history; what is restricted only at an address of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for

from web.access import Permission
from web.pages.admin.listing import PER_PAGE, page_asked, pages_of
from web.pages.desk.naming import Names
from web.pages.guard import may, needs, reading, writing
from web.pages.parts import Fact, Lines, Link
from web.pages.records.blueprint import back_to, called, kind_asked, may_change, pages
from web.pages.records.pupils import of_pupil
from web.pages.records.showing import events_of, groups_shown, said_of
from web.records.columns import Kind
from web.records.layouts import KIND, KINDS
from web.records.rows import Row
from web.store import Kept
from web.store.events import Event

_MOST_BESIDE = 12
"""So many records beside one are named; the others are counted."""
_RECENT = 5
"""So many versions stand beneath a record; the others have a page of their own."""


@pages.get("/<kind>/<record_key:key>")
@needs(Permission.RECORD_VIEW)
def show(kind: str, key: str) -> str:
    """Show a record, without what is restricted."""
    with reading() as kept:
        return _page(kept, kind_asked(kind), key, opened=False)


@pages.get("/<kind>/<record_key:key>/restricted")
@needs(Permission.RECORD_RESTRICTED)
def show_restricted(kind: str, key: str) -> str:
    """Show a record with what is restricted, and write down that it was looked at."""
    with writing() as kept:
        page = _page(kept, kind_asked(kind), key, opened=True)
        kept.audit.say(Event.RESTRICTED_VIEWED, kind, key, what="record")
    return page


def _page(kept: Kept, kind: Kind, key: str, *, opened: bool) -> str:
    row = kept.records.get(kind.stem, key)
    more = of_pupil(kept, row, opened=opened) if kind.stem == "pupils" else None
    names = more["names"] if more is not None else _names(kept, row)
    versions = kept.records.history(kind.stem, key)
    frame = Frame(kind, row, opened=opened)
    return render_template(
        "records/pupil.html" if more is not None else "records/record.html",
        **frame.told(),
        **(more if more is not None else {"beside": _beside(kept, row, names), "names": names}),
        groups=groups_shown(row, names, opened=opened),
        events=events_of(versions[: _RECENT + 1], kept.people.names(), opened=opened)[:_RECENT],
        versions=len(versions),
    )


def _here(endpoint: str, row: Row) -> str:
    """Return a page about a record."""
    return url_for(endpoint, kind=row.kind, key=row.key)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of one record bears: what it is, where it is changed, whether what is restricted is shown."""

    kind: Kind
    row: Row
    opened: bool

    def told(self) -> dict[str, Any]:
        """Return it for a template."""
        has_open = any(not column.restricted and column.name not in self.kind.key for column in self.kind.columns)
        has_restricted = any(column.restricted for column in self.kind.columns)
        return {
            "kind": self.kind,
            "row": self.row,
            "title": called(self.row),
            "back_link": back_to(self.kind),
            "opened": self.opened,
            "show_href": _here("records.show_restricted", self.row) if self._may_open(has_restricted) else "",
            "change_href": _here("records.change" if has_open else "records.change_all", self.row),
            "change_all_href": _here("records.change_all", self.row) if has_open and has_restricted else "",
            "remove_href": _here("records.remove", self.row),
            "history_href": _here("records.show_history", self.row),
            "may_change": may_change(self.kind.stem),
        }

    def _may_open(self, has_restricted: bool) -> bool:  # noqa: FBT001 -- private, and named where it is called
        return has_restricted and not self.opened and may(Permission.RECORD_RESTRICTED)


def _names(kept: Kept, row: Row) -> Names:
    return Names.of(kept, {row[name] for name in ("pupil", "other") if row[name]})


def _beside(kept: Kept, row: Row, names: Names) -> list[Fact]:
    """Return the records that name this one, by kind; those that name it where nobody may look are not told."""
    found = []
    for kind in KINDS:
        columns = [each.name for each in kind.columns if each.refers == row.kind and not each.sensitive]
        if not columns or row.kind not in KIND or KIND[row.kind].id_column is None:
            continue
        there = [each for each in kept.records.list_open(kind.stem) if _names_it(each, columns, row.key)]
        if there:
            found.append(Fact(f"{kind.title[0].upper()}{kind.title[1:]}", Lines(tuple(_lines(there, row, names)))))
    return found


def _names_it(row: Row, columns: Sequence[str], key: str) -> bool:
    return any(key in row[name].split("; ") for name in columns)


def _lines(rows: Sequence[Row], owner: Row, names: Names) -> Iterator[object]:
    """Yield some records that name another, and how many more there are."""
    by_school = owner.kind == "schools" and rows[0].kind == "pupils"
    if by_school:
        href = url_for("records.show_kind", kind="pupils", school=owner.key)
        yield Link(f"{len(rows)} {'pupil' if len(rows) == 1 else 'pupils'}", href)
        return
    for row in rows[:_MOST_BESIDE]:
        yield said_of(row, names, owner.key)
    if len(rows) > _MOST_BESIDE:
        yield Link(f"and {len(rows) - _MOST_BESIDE} more", url_for("records.show_kind", kind=rows[0].kind))


@pages.get("/<kind>/<record_key:key>/history")
@needs(Permission.RECORD_VIEW)
def show_history(kind: str, key: str) -> str:
    """Show every version of a record, also of one that has been taken out."""
    with reading() as kept:
        return _history(kept, kind_asked(kind), key, opened=False)


@pages.get("/<kind>/<record_key:key>/history/restricted")
@needs(Permission.RECORD_RESTRICTED)
def show_restricted_history(kind: str, key: str) -> str:
    """Show every version of a record with what is restricted, and write down that it was looked at."""
    with writing() as kept:
        page = _history(kept, kind_asked(kind), key, opened=True)
        kept.audit.say(Event.RESTRICTED_VIEWED, kind, key, what="history")
    return page


def _history(kept: Kept, kind: Kind, key: str, *, opened: bool) -> str:
    versions = kept.records.history(kind.stem, key)
    events = events_of(versions, kept.people.names(), opened=opened)
    number = page_asked()
    row = versions[0].row
    has_restricted = any(column.restricted for column in kind.columns)
    endpoint = "records.show_restricted_history" if opened else "records.show_history"
    return render_template(
        "records/history.html",
        kind=kind,
        title=called(row),
        is_removed=versions[0].is_removed,
        back_link=back_to(kind) if versions[0].is_removed else Link("Back", _here("records.show", row)),
        events=events[(number - 1) * PER_PAGE : number * PER_PAGE],
        pages=pages_of(number, len(events), _here(endpoint, row), {}),
        show_href=_here("records.show_restricted_history", row)
        if has_restricted and not opened and may(Permission.RECORD_RESTRICTED)
        else "",
    )
