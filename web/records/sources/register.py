"""The register of schools (GIAS): ours brought up to date, others added, and a word where a pupil's school closed."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from routing.authority.cells import DATE
from routing.authority.tables import plain
from routing.errors import FilesError, Finding
from routing.wording import counted
from web.records.importing import Load, load_of
from web.records.rows import Row, Rows
from web.records.uploads import Upload, read_table

MOST_MB = 100.0
"""The whole country's register has some 60 MB."""

_COLUMNS = {
    "urn": ("urn", "unique_reference_number"),
    "name": ("establishmentname", "name", "school_name"),
    "authority": ("la_code", "local_authority_code"),
    "kind": ("typeofestablishment_name", "type"),
    "status": ("establishmentstatus_name",),
    "closes_on": ("closedate",),
    "phases": ("phaseofeducation_name",),
    "oldest": ("statutoryhighage", "highest_admission_age"),
    "postcode": ("postcode",),
    "easting": ("easting",),
    "northing": ("northing",),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "long", "longitude"),
}
_STATUS = {"open": "open", "open_but_proposed_to_close": "closing", "closed": "closed"}
_POINT = ("easting", "northing", "lat", "lon")
_OLDEST_PRIMARY = 13
"""Middle schools that are deemed primary keep pupils until then."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A school of the register: its line in the file, and its cells by our words for them."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def status(self) -> str:
        """Open, closing or closed, as we write it; empty where the file does not say, or it has not opened yet."""
        return _STATUS.get(plain(self["status"]), "")

    @property
    def is_open(self) -> bool:
        """Whether it is open, as far as the file says."""
        return self.status in ("open", "closing") or not self["status"]

    @property
    def closes_on(self) -> date | None:
        """The day on which it closes or closed, which the register writes 31-08-2026."""
        text = self["closes_on"]
        try:
            found: date = DATE.read(text.replace("-", "/") if text[2:3] == "-" else text)
        except ValueError:
            return None
        return found


def register_load(
    upload: Upload,
    current: Rows,
    *,
    authority: str = "",
    wanted: Collection[str] = (),
    hours: Mapping[str, str] | None = None,
) -> Load:
    """Return the load that brings schools in line with the register.

    Ours are found by their unique reference number, or by name and postcode where we have none. A gate or a point that
    somebody has set is never touched.

    Parameters
    ----------
    authority
        The three digits of the authority whose other open schools are to be added too; none if empty.
    wanted
        Unique reference numbers of further schools to add.
    hours
        ``opens``, ``starts``, ``finishes`` and ``leave_by`` of schools that are added: the register does not know
        them, and without them they are refused.

    Raises
    ------
    FilesError
        The file cannot be read, or is no register.
    """
    schools = current.get("schools", ())
    entries = _entries(upload, schools, authority, wanted)
    by_urn = {entry["urn"]: entry for entry in entries}
    matched: dict[str, Entry | None] = {}
    for school in schools:
        entry = by_urn.get(school["urn"] or school.key)
        matched[school.key] = entry if entry is not None or school["urn"] else _namesake(school, entries)
    lines = [
        (entry.line, {"school": school.key, **_told(entry, school)})
        for school in schools
        if (entry := matched[school.key]) is not None
    ]
    ours = {entry["urn"] for entry in matched.values() if entry is not None}
    for entry in entries:
        is_wanted = entry["urn"] in wanted or (bool(authority) and entry["authority"] == authority)
        if is_wanted and entry.is_open and entry["urn"] not in ours:
            lines.append((entry.line, {"school": entry["urn"], **_told(entry, None), **(hours or {})}))
    notes = [note for school in schools for note in _notes(school, matched[school.key], entries, current)]
    return load_of(upload.name, "schools", lines, notes=notes)


@dataclass(slots=True)
class _Header:
    """Finds cells by our words for their columns, which it learns from the first row that it sees."""

    file: str
    of: dict[str, str] = field(default_factory=dict)

    def cell(self, cells: Mapping[str, str], ours: str) -> str:
        """Return a cell; ``FilesError`` if the file is no register."""
        if not self.of:
            theirs = {plain(name): name for name in cells}
            self.of = {name: theirs[word] for name, words in _COLUMNS.items() for word in words if word in theirs}
            if not {"urn", "name"} <= self.of.keys():
                said = "has no columns URN and EstablishmentName: is it the register of schools?"
                raise FilesError([Finding(self.file, None, None, said)])
        return cells.get(self.of.get(ours, ""), "")


def _entries(upload: Upload, schools: Sequence[Row], authority: str, wanted: Collection[str]) -> list[Entry]:
    """Return the schools of the register that may matter: of the authority, wanted, ours, or where one of ours is."""
    header = _Header(upload.name)
    may_matter = _matters(header, schools, authority, wanted)
    table = read_table(upload, kept=may_matter, most_mb=MOST_MB)
    rows = [row for row in table.rows if not row.is_ragged]
    return [Entry(row.line, {ours: header.cell(row.cells, ours) for ours in _COLUMNS}) for row in rows]


def _matters(
    header: _Header, schools: Sequence[Row], authority: str, wanted: Collection[str]
) -> Callable[[dict[str, str]], bool]:
    urns = {*wanted, *(word for school in schools for word in (school["urn"], school.key))}
    postcodes = {_bare(school["postcode"]) for school in schools if school["postcode"]}
    names = {school["name"].casefold() for school in schools if school["name"]}

    def may_matter(cells: dict[str, str]) -> bool:
        return (
            header.cell(cells, "urn") in urns
            or (bool(authority) and header.cell(cells, "authority") == authority)
            or _bare(header.cell(cells, "postcode")) in postcodes
            or header.cell(cells, "name").casefold() in names
        )

    return may_matter


def _bare(postcode: str) -> str:
    return "".join(postcode.split()).upper()


def _namesake(school: Row, entries: Sequence[Entry]) -> Entry | None:
    """Return the one open entry of a school's name and, if both have one, postcode."""
    found = [
        entry
        for entry in entries
        if entry.is_open
        and entry["name"].casefold() == school["name"].casefold()
        and (not school["postcode"] or not entry["postcode"] or _bare(school["postcode"]) == _bare(entry["postcode"]))
    ]
    return found[0] if len(found) == 1 else None


def _told(entry: Entry, school: Row | None) -> dict[str, str]:
    """Return what the register says of a school; where it says nothing, what we have stays."""
    closes_on = entry.closes_on
    said = {
        "urn": entry["urn"],
        "name": entry["name"],
        "type": school["type"] if school is not None and school["type"] else _type(entry),
        "phases": entry["phases"],
        "status": entry.status,
        "closes_on": "" if closes_on is None else closes_on.isoformat(),
        "postcode": entry["postcode"],
    }
    if school is None:
        return said | _point(entry)
    is_set = school["gate"] or any(school[name] for name in _POINT)
    point = {name: school[name] for name in (*_POINT, "point_of")} if is_set else _point(entry)
    return {name: text or school[name] for name, text in said.items()} | point


def _point(entry: Entry) -> dict[str, str]:
    """Return where the register puts a school; it writes 0 where it does not know."""
    point = {name: entry[name] if entry[name] != "0" else "" for name in _POINT}
    return point | ({"easting": "", "northing": ""} if point["lat"] else {}) | {"point_of": ""}


def _type(entry: Entry) -> str:
    """Return our type of a school, by the register's words for it; empty if they do not tell."""
    words = set(plain(f"{entry['kind']} {entry['phases']}").split("_"))
    for type_, any_of in (
        ("post-16", {"further", "sixth", "16"}),
        ("special", {"special"}),
        ("alternative", {"referral", "alternative"}),
        ("primary", {"primary", "nursery"}),
        ("secondary", {"secondary"}),
    ):
        if any_of & words and type_ == "special":
            return "independent-special" if "independent" in words else "state-special"
        if any_of & words:
            return type_
    if entry["oldest"].isdigit():
        return "primary" if int(entry["oldest"]) <= _OLDEST_PRIMARY else "secondary"
    return ""


def _notes(school: Row, entry: Entry | None, entries: Sequence[Entry], current: Rows) -> Iterator[str]:
    """Yield what should be known of a school of ours."""
    count = sum(row["school"] == school.key for row in current.get("pupils", ()))
    who = f"{counted(count, 'pupil')} {'goes' if count == 1 else 'go'} there"
    called = f"{school['name'] or school.key} (URN {school['urn'] or 'not known'})"
    if entry is None:
        yield f"{called} is not in the file; {who}"
    elif entry.status in ("closed", "closing"):
        closed = "has closed" if entry.status == "closed" else "is proposed to close"
        when = "" if entry.closes_on is None else f" on {entry.closes_on:%-d %B %Y}"
        heir = _heir(entry, entries)
        then = "" if heir is None else f"; in its place is {heir['name']} (URN {heir['urn']})"
        yield f"{called} {closed}{when}{then}; {who}"


def _heir(closed: Entry, entries: Sequence[Entry]) -> Entry | None:
    """Return the open school that bears the name of one that has closed, or else stands where it stood."""
    others = [entry for entry in entries if entry.is_open and entry["urn"] != closed["urn"]]
    of_name = [entry for entry in others if entry["name"].casefold() == closed["name"].casefold()]
    there = [entry for entry in others if closed["postcode"] and _bare(entry["postcode"]) == _bare(closed["postcode"])]
    return next(iter([*of_name, *there]), None)
