"""From a file to what loading it would do: read as what somebody says it is, and tried against the records."""

import hashlib
import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geodata.errors import GeodataError
from geodata.postcodes import read_postcodes
from routing.errors import FilesError, Finding
from web.pages.records.blueprint import may_change
from web.pages.records.judging import Judged, judge
from web.records.exporting import loads_of
from web.records.importing import DryRun, Load, dry_run
from web.records.layouts import KIND
from web.records.mapping import ColumnMapping, Guess, guess
from web.records.rows import Rows
from web.records.sources.placements import placements_load
from web.records.sources.postcodes import postcode_loads
from web.records.sources.register import register_load
from web.records.uploads import Upload, read_table
from web.store import ConflictError, Kept
from web.store.uploads import KeptUpload

SOURCES: tuple[tuple[str, str], ...] = (
    ("archive", "Everything, as exported from here (ZIP)"),
    ("placements", "Placements of the SEN2 return (module 5)"),
    ("register", "Register of schools (GIAS)"),
    ("postcodes", "Postcodes (ONSPD, or Code-Point Open)"),
)
"""What a file may be, beside a table of one kind of record."""
HOURS = ("opens", "starts", "finishes", "leave_by")
"""What the register of schools does not know of a school that is added."""
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file, and as what it is to be read.

    Parameters
    ----------
    kind
        The stem of a kind of record, or one of ``SOURCES``.
    options
        ``whole``: whether what is not in it is taken out; ``columns``: pairs of header and column of ours;
        ``authority``, ``wanted`` and hours of the register.
    """

    kind: str
    upload: Upload
    options: Mapping[str, Any]

    @property
    def is_table(self) -> bool:
        """Whether it is a table of one kind of record, whose columns are chosen."""
        return self.kind in KIND

    def guessed(self, mappings: Mapping[str, Mapping[str, str]]) -> Guess:
        """Return what its columns probably are, by the mappings that were kept; ``FilesError`` if it is no table."""
        kept = [ColumnMapping(name, self.kind, tuple(columns.items())) for name, columns in mappings.items()]
        return guess(read_table(self.upload), self.kind, kept)


def open_upload(kept: Kept, id_: str) -> KeptUpload:
    """Return a file that is being looked at; ``ConflictError`` if it has been loaded already."""
    upload = kept.uploads.get(id_)
    if upload.confirmed_at is not None:
        raise ConflictError("This file has been loaded already.")
    return upload


def sent_of(upload: KeptUpload) -> Sent:
    """Return a file that was kept to be looked at."""
    return Sent(upload.kind, Upload(upload.name, upload.content), upload.options)


def loads_of_file(sent: Sent, current: Rows, today: date) -> tuple[Load, ...]:
    """Return the loads of a file; ``FilesError`` with everything because of which it cannot be read."""
    whole, options = bool(sent.options.get("whole")), sent.options
    if sent.kind == "archive":
        return loads_of(sent.upload, whole=whole)
    if sent.kind == "placements":
        return (placements_load(read_table(sent.upload), current, today),)
    if sent.kind == "register":
        hours = {name: options[name] for name in HOURS if options.get(name)}
        wanted = tuple(str(options.get("wanted", "")).split())
        authority = str(options.get("authority", ""))
        return (register_load(sent.upload, current, authority=authority, wanted=wanted, hours=hours),)
    if sent.kind == "postcodes":
        return _postcodes(sent.upload, current)
    table = read_table(sent.upload)
    columns = options.get("columns")
    mapping = (
        guess(table, sent.kind).mapping
        if columns is None
        else ColumnMapping("", sent.kind, tuple((str(theirs), str(ours)) for theirs, ours in columns))
    )
    return (Load(table, mapping, whole),)


def _postcodes(upload: Upload, current: Rows) -> tuple[Load, ...]:
    """Return the loads of a file of postcodes, of which only those of the county's areas are read."""
    if upload.data.startswith(_GZIP):
        raise FilesError([Finding(upload.name, None, None, "is packed: unpack it, and send the .csv file")])
    rows = [row for kind in ("pupils", "addresses") for row in current.get(kind, ())]
    areas = {found[0] for row in rows if (found := re.match("[A-Z]{1,2}", row["postcode"]))}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "postcodes.csv"
        path.write_bytes(upload.data)
        try:
            return postcode_loads(current, read_postcodes(path, areas).find)
        except GeodataError as error:
            said = str(error).replace(str(path), path.name)
            raise FilesError([Finding(upload.name, None, None, said)]) from None


@dataclass(frozen=True, slots=True)
class Trial:
    """What loading a file would do, as somebody is shown it before they confirm it.

    Parameters
    ----------
    forbidden
        What would change that whoever is there may not change.
    """

    run: DryRun
    judged: Judged
    forbidden: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing would change."""
        return not self.run.changes

    @property
    def may_be_kept(self) -> bool:
        """Whether it may be confirmed."""
        return not (self.is_nothing or self.judged.wrong or self.forbidden)

    @property
    def mark(self) -> str:
        """A text that is the same only if exactly the same would be done to the same versions."""
        changes = [(each.kind, each.key, each.before, each.values and dict(each.values)) for each in self.run.changes]
        told = json.dumps(sorted(changes, key=lambda each: each[:2]), sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def tried(sent: Sent, current: Rows, today: date) -> Trial:
    """Return what loading a file would do."""
    run = dry_run(current, *loads_of_file(sent, current, today))
    return Trial(run, judge(current, run) if run.changes else Judged(), tuple(_forbidden(run)))


def _forbidden(run: DryRun) -> Iterable[str]:
    kinds = dict.fromkeys(each.kind for each in run.changes)
    return (KIND[kind].title for kind in kinds if not may_change(kind))
