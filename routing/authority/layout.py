"""An authority's folder on one page: its files, their columns, and what each cell holds. The README explains them."""

from dataclasses import dataclass

from routing.authority import cells
from routing.authority.calendar import EventKind
from routing.authority.cells import Cell, choice
from routing.authority.tables import plain
from routing.problem import Direction
from routing.records import Phase


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file.

    Parameters
    ----------
    name, also
        What its header says; other words for it. Case, spaces and dashes do not matter.
    cell
        What its cells hold.
    required
        Whether it must be there, with no cell empty.
    refers
        The file (without ``.csv``) whose records its cells name, by id or by a name that only one has.
    """

    name: str
    cell: Cell
    required: bool = False
    also: tuple[str, ...] = ()
    refers: str | None = None


@dataclass(frozen=True, slots=True)
class FileLayout:
    """A file of the folder.

    Parameters
    ----------
    stem
        Its name without ``.csv``.
    required
        Whether it must be there and have rows.
    key
        The columns that no two rows may share; its records' id, if it is one column that refers to nothing.
    """

    stem: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False

    @property
    def file(self) -> str:
        """Its name."""
        return f"{self.stem}.csv"

    @property
    def id_column(self) -> str | None:
        """The column that holds its records' id, if it is a file of records that others may name."""
        own = len(self.key) == 1 and self.column(self.key[0]).refers is None
        return self.key[0] if own else None

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)

    def names(self) -> dict[str, str]:
        """Return each column's name by its plain name and by every other word for it."""
        return {plain(word): column.name for column in self.columns for word in (column.name, *column.also)}


def _where(place: str, *also: str) -> tuple[Column, ...]:
    """Return the columns that say where something is: a place of places.csv, or a point, or a postcode."""
    return (Column(place, cells.ID, also=also, refers="places"), *_POINT)


_POINT = (
    Column("lat", cells.LAT, also=("latitude",)),
    Column("lon", cells.LON, also=("lng", "long", "longitude")),
    Column("easting", cells.EASTING, also=("eastings", "x")),
    Column("northing", cells.NORTHING, also=("northings", "y")),
    Column("postcode", cells.POSTCODE, also=("post code",)),
)
_PUPIL = Column("pupil", cells.ID, required=True, also=("pupil id",), refers="pupils")
_OTHER = Column("other", cells.ID, required=True, also=("other pupil", "with"), refers="pupils")
_CLEARED = Column("cleared_until", cells.DATE, also=("checks until",))

PLACES = FileLayout("places", (Column("place", cells.ID, required=True, also=("id", "place id")), *_POINT), ("place",))
PUPILS = FileLayout(
    "pupils",
    (
        Column("pupil", cells.ID, required=True, also=("id", "pupil id", "reference", "travel reference")),
        Column("name", cells.TEXT, also=("display name", "pupil name")),
        Column("school", cells.ID, required=True, also=("school id",), refers="schools"),
        Column("phase", choice(Phase), required=True, also=("phase of education",)),
        *_where("home", "home place"),
        Column("days", cells.DAYS, also=("attendance", "attends", "attendance days")),
    ),
    ("pupil",),
    required=True,
)
ADDRESSES = FileLayout(
    "addresses",
    (
        _PUPIL,
        Column("days", cells.DAYS, required=True, also=("day", "weekday")),
        Column("direction", choice(Direction)),
        *_where("place", "home"),
    ),
    ("pupil", "days", "direction"),
)
PICK_UP_POINTS = FileLayout(
    "pick_up_points",
    (
        _PUPIL,
        Column("walk_minutes", cells.MINUTES, required=True, also=("walk", "walk min")),
        *_where("place", "point"),
    ),
    (),
)
RISK_ASSESSMENTS = FileLayout(
    "risk_assessments",
    (
        _PUPIL,
        Column("assessed_on", cells.DATE, required=True, also=("assessed", "date of assessment", "from")),
        Column("review_by", cells.DATE, required=True, also=("review", "review date", "until")),
        Column("signed_by", cells.ID, required=True, also=("signed", "assessor")),
        Column("hazards", cells.WORDS, also=("hazard",)),
    ),
    ("pupil", "assessed_on"),
    required=True,
)
MEASURES = FileLayout(
    "measures",
    (_PUPIL, Column("measure", cells.ID, required=True, also=("kind", "need")), Column("value", cells.TEXT)),
    (),
)
KEPT_APART = FileLayout("kept_apart", (_PUPIL, _OTHER), ())
TOGETHER = FileLayout("together", (_PUPIL, _OTHER), ())
SCHOOLS = FileLayout(
    "schools",
    (
        Column("school", cells.ID, required=True, also=("id", "school id", "urn")),
        Column("name", cells.TEXT, also=("school name", "establishment name")),
        Column("opens", cells.CLOCK, required=True, also=("open", "arrive from")),
        Column("starts", cells.CLOCK, required=True, also=("start", "arrive until", "bell")),
        Column("finishes", cells.CLOCK, required=True, also=("finish", "leave from")),
        Column("leave_by", cells.CLOCK, required=True, also=("leave until",)),
        Column("handover_minutes", cells.MINUTES, also=("handover",)),
        Column("bays", cells.AT_LEAST_ONE),
        Column("shares_with", cells.WORDS, refers="schools"),
        *_where("gate", "place"),
    ),
    ("school",),
    required=True,
)
GATES = FileLayout(
    "gates",
    (Column("school", cells.ID, required=True, also=("school id",), refers="schools"), *_where("place", "gate")),
    (),
)
CONTRACTS = FileLayout(
    "contracts",
    (
        Column("contract", cells.ID, required=True, also=("id", "contract id")),
        Column("operator", cells.TEXT, required=True),
        Column("day_rate", cells.POUNDS, required=True, also=("day rate pounds", "day rate £")),
        Column("mile_rate", cells.POUNDS, required=True, also=("mile rate pounds", "mileage rate")),
        Column("hour_rate", cells.POUNDS, also=("hour rate pounds", "hourly rate")),
        Column("schools", cells.WORDS, also=("school",), refers="schools"),
        Column("most_seats", cells.AT_LEAST_ONE, also=("licensed seats",)),
        Column("until", cells.DATE, also=("end date", "ends")),
    ),
    ("contract",),
    required=True,
)
VEHICLES = FileLayout(
    "vehicles",
    (
        Column("vehicle", cells.ID, required=True, also=("id", "vehicle id")),
        Column("contract", cells.ID, required=True, also=("contract id",), refers="contracts"),
        Column("layouts", cells.LAYOUTS, required=True, also=("layout", "seats")),
        Column("road_profile", cells.ID, also=("size",)),
        Column("depot", cells.ID, refers="places"),
        Column("from", cells.CLOCK),
        Column("until", cells.CLOCK),
        Column("shift_limit", cells.HOURS, also=("longest shift",)),
        Column("features", cells.WORDS, also=("feature",)),
        Column("driver", cells.ID, also=("driver id",)),
        _CLEARED,
    ),
    ("vehicle",),
    required=True,
)
ASSISTANTS = FileLayout(
    "assistants",
    (
        Column("assistant", cells.ID, required=True, also=("id", "assistant id", "passenger assistant")),
        Column("name", cells.TEXT),
        *_where("joins_at", "joins"),
        Column("training", cells.WORDS, also=("trained in",)),
        Column("from", cells.CLOCK),
        Column("until", cells.CLOCK),
        Column("shift_limit", cells.HOURS, also=("longest shift",)),
        Column("hour_rate", cells.POUNDS, also=("hour rate pounds", "hourly rate")),
        _CLEARED,
    ),
    ("assistant",),
)
USUAL = FileLayout(
    "usual",
    (
        _PUPIL,
        Column("direction", choice(Direction), required=True),
        Column("time", cells.CLOCK),
        Column("tolerance_minutes", cells.MINUTES, also=("tolerance",)),
        Column("vehicle", cells.ID, refers="vehicles"),
        Column("driver", cells.ID),
        Column("assistant", cells.ID, refers="assistants"),
    ),
    ("pupil", "direction"),
)
WAIVERS = FileLayout(
    "waivers",
    (
        Column("rule", cells.ID, required=True),
        _PUPIL,
        Column("reason", cells.TEXT, required=True),
        Column("granted_by", cells.ID, required=True, also=("granted",)),
        Column("until", cells.DATE, required=True),
    ),
    ("rule", "pupil"),
)
CALENDAR = FileLayout(
    "calendar",
    (
        Column("what", choice(EventKind), required=True, also=("kind", "event")),
        Column("from", cells.DATE, required=True, also=("date", "first day")),
        Column("until", cells.DATE, also=("to", "last day")),
        Column("school", cells.ID, refers="schools"),
        Column("finishes", cells.CLOCK, also=("finish",)),
        Column("leave_by", cells.CLOCK, also=("leave until",)),
    ),
    ("what", "from", "school"),
)

FILES = (
    PUPILS,
    SCHOOLS,
    RISK_ASSESSMENTS,
    CONTRACTS,
    VEHICLES,
    MEASURES,
    PLACES,
    ADDRESSES,
    PICK_UP_POINTS,
    GATES,
    ASSISTANTS,
    KEPT_APART,
    TOGETHER,
    USUAL,
    WAIVERS,
    CALENDAR,
)
"""Those that must be there come first."""

POLICY_FILE = "policy.toml"
