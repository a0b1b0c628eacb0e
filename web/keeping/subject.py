"""The answer to a subject access request: all that is kept about a pupil, for reading and for machines, in one ZIP.

It opens what is sealed, so it is written for nobody else's eyes, and that it was made is in the audit log. Whoever
gives it out must first look at the third parties whom it names.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from web.access import Principal
from web.keeping.pupil_keys_file import write_whole
from web.records.layouts import KIND
from web.records.rows import shown
from web.store import Kept, NotKeptError, Store
from web.store.events import Event
from web.store.records import Version
from web.words import long_day, moment

_CONTACTS = ("contact", "other_contact")
_STAFF = ("signed_by", "countersigned_by", "granted_by")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the answer: a title, and rows of texts by column."""

    title: str
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is kept about a pupil.

    Parameters
    ----------
    third_parties
        Whom else it names, and where: to be looked at before it is given out.
    """

    pupil: str
    made_at: datetime
    sections: tuple[Section, ...]
    third_parties: tuple[str, ...]


def export_subject(store: Store, principal: Principal, pupil: str, target: Path) -> Answer:
    """Write the answer to a new file, whole; ``NotKeptError`` if nobody has ever been kept under the reference."""
    with store.writing(principal) as kept:
        answer = gather(kept, pupil)
        kept.audit.say(Event.SUBJECT_EXPORTED, "pupils", pupil)
        write_whole(target, packed(answer))
    return answer


def gather(kept: Kept, pupil: str) -> Answer:
    """Return all that is kept about a pupil; ``NotKeptError`` if nobody has ever been kept under the reference."""
    histories = kept.subject.list_histories(pupil)
    if not kept.erasing.is_known(pupil):
        raise NotKeptError(f"No pupil has ever been kept under {pupil}.")
    subject = kept.subject
    rides = subject.list_rides(pupil)
    found = {
        "Rides": rides,
        "Stops of their runs": subject.list_stops(pupil),
        "Plans that left them without a run": subject.list_unplaced(pupil),
        "Rules that drafts broke with them": subject.list_violations(pupil),
        "Absences": subject.list_events(pupil),
        "Seats they need no more": subject.list_seats(pupil),
        "What their seat costs": subject.list_estimates(pupil),
        "What was logged on the road": subject.list_actuals(pupil),
        "Reminders": subject.list_reminders(pupil),
        "Schools' words on their record": subject.list_confirmations(pupil),
        "What the family was told": subject.list_notices(pupil),
        **subject.list_training(pupil),
        "Audit log": subject.list_audit(pupil),
    }
    sections = [Section(f"{KIND[kind].title}: {key}", tuple(_versions(all_))) for kind, key, all_ in histories]
    sections += [Section(title, tuple(_texts(row) for row in rows)) for title, rows in found.items()]
    others = dict.fromkeys([*_named_in_records(histories, pupil), *_named_elsewhere(kept, histories, found, pupil)])
    return Answer(pupil, kept.now, tuple(sections), tuple(others))


def _versions(versions: Sequence[Version]) -> Iterator[dict[str, str]]:
    """Yield each version of a record by the labels of its columns, the newest first."""
    for version in versions:
        kind = KIND[version.row.kind]
        cells = {each.label: shown(each, version.row[each.name]) for each in kind.columns if version.row[each.name]}
        about = {"Version": str(version.row.version), "Changed": moment(version.changed_at), "By": version.changed_by}
        yield about | ({"Taken out": "yes"} if version.is_removed else cells) | {"Why": version.why or ""}


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {name.replace("_", " ").capitalize(): _text(name, value) for name, value in row.items()}


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return long_day(value)
    if name.endswith("_s") and isinstance(value, int):
        return f"{value // 3600:02d}:{value // 60 % 60:02d}:{value % 60:02d}"
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else str(value)


_Histories = Iterable[tuple[str, str, Sequence[Version]]]


def _named_in_records(histories: _Histories, pupil: str) -> Iterator[str]:
    for kind, _, versions in histories:
        for version in versions:
            for name in _CONTACTS:
                if version.row[name]:
                    yield f"{version.row[name]}, a contact"
            for name in _STAFF:
                if version.row[name]:
                    yield f"{version.row[name]}, of the staff"
            if kind in ("kept_apart", "together"):
                for other in {version.row["pupil"], version.row["other"]} - {pupil, ""}:
                    yield f"{other}, another pupil"


def _named_elsewhere(
    kept: Kept, histories: _Histories, found: Mapping[str, list[dict[str, Any]]], pupil: str
) -> Iterator[str]:
    assistants = kept.records.names("assistants")
    for id_ in sorted({id_ for ride in found["Rides"] for id_ in ride["assistants"]}):
        yield f"{assistants.get(id_, id_)} ({id_}), a passenger assistant"
    drivers = kept.records.names("drivers")
    for id_ in sorted({run["driver"] for run in found["Stops of their runs"] if run["driver"]}):
        yield f"{drivers.get(id_, id_)} ({id_}), a driver"
    for id_ in sorted({id_ for row in found["Rules that drafts broke with them"] for id_ in row["pupils"]} - {pupil}):
        yield f"{id_}, another pupil"
    users = {user.id: user.name for user in kept.people.list_users()}
    who = {entry["who"] for entry in found["Audit log"]}
    who |= {entry["made_by"] for entry in found["Entries of travel training"]}
    who |= {version.changed_by for _, _, versions in histories for version in versions}
    for id_ in sorted(who & users.keys()):
        yield f"{users[id_]} ({id_}), a user"


def packed(answer: Answer) -> bytes:
    """Return the answer as a ZIP: a page for people, the same as JSON, and what to do before it is given out."""
    held = io.BytesIO()
    parts = {section.title: list(section.rows) for section in answer.sections}
    data = {"pupil": answer.pupil, "made_at": answer.made_at.isoformat(), "kept": parts}
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("all-that-is-kept.json", json.dumps(data, indent=1, ensure_ascii=False))
        archive.writestr("all-that-is-kept.html", page_of(answer))
        archive.writestr("third-parties.txt", _THIRD_PARTIES + "".join(f"{each}\n" for each in answer.third_parties))
    return held.getvalue()


_THIRD_PARTIES = (
    "These people are named beside the pupil. Before the answer is given out, consider each: redact what would tell\n"
    "about them what they have a right to keep. This list itself is for the office.\n\n"
)


def page_of(answer: Answer) -> str:
    """Return the answer as a page that any browser shows and prints, and that fetches nothing."""
    return _PAGE.format(
        pupil=answer.pupil,
        made=moment(answer.made_at),
        sections=Markup().join(_section(section) for section in answer.sections),
    )


def _section(section: Section) -> Markup:
    rows = Markup().join(_table(row) for row in section.rows)
    return Markup("<h2>{}</h2>{}").format(section.title, rows or Markup("<p>Nothing is kept.</p>"))


def _table(row: Mapping[str, str]) -> Markup:
    line = Markup("<tr><th scope=row>{}</th><td>{}</td></tr>")
    lines = Markup().join(line.format(name, text) for name, text in row.items() if text)
    return Markup("<table>{}</table>").format(lines)


_PAGE = Markup(
    """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>All that is kept about {pupil}</title>
<style>
body {{ font: 1rem/1.5 sans-serif; max-width: 60rem; margin: 1rem auto; padding: 0 1rem; color: #0b0c0c; }}
table {{ border-collapse: collapse; width: 100%; margin: 0 0 1.5rem; break-inside: avoid; }}
th, td {{ border-bottom: 1px solid #b1b4b6; padding: .25rem .5rem; text-align: left; vertical-align: top; }}
th {{ width: 30%; font-weight: 600; }}
td {{ overflow-wrap: anywhere; }}
h2 {{ margin-top: 2.5rem; }}
</style>
</head>
<body>
<h1>All that is kept about {pupil}</h1>
<p>Made on {made}. Every version of every record stands here, the newest first. Words of the machine's own tables are
kept as they are.</p>
{sections}
</body>
</html>
"""
)
