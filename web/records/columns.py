"""What the office must know of a column and of a kind of record, and the words with which ``layouts`` says it."""

from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from routing.authority import cells as folder_cells
from routing.authority.cells import Cell
from routing.authority.layout import Column, FileLayout
from web.records import choices
from web.records.cells import Choices, coded


@dataclass(frozen=True, slots=True)
class OfficeColumn(Column):
    """A column, as the office sees it.

    Parameters
    ----------
    label, hint
        For forms, tables and history.
    sensitive
        Whether it is encrypted at rest, under the key of the pupil whom ``owner_of`` names, or else the office's own.
    restricted
        Whether a view of it is logged.
    searched
        Whether a search looks into it.
    choices
        The texts among which to choose, each with its words; empty where there is no list.
    stale_with
        Columns of the same row: when one of them changes and this one is not given anew, this one is emptied,
        because nobody has said that it still holds.
    """

    label: str = ""
    hint: str = ""
    sensitive: bool = False
    restricted: bool = False
    searched: bool = False
    choices: Choices = ()
    stale_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind(FileLayout):
    """A kind of record.

    Parameters
    ----------
    title, one
        What people call all of them, and one of them.
    folder
        The layout of the file in an authority's folder; None if only the office needs it.
    numbered
        Whether the last column of the key is a number that is counted where it is not given: first, second ...
    """

    columns: tuple[OfficeColumn, ...]
    title: str = ""
    one: str = ""
    folder: FileLayout | None = None
    numbered: bool = False

    @property
    def file(self) -> str:
        """What sentences call it."""
        return f"the {self.title}"

    def column(self, name: str) -> OfficeColumn:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def office_only(self) -> tuple[str, ...]:
        """The columns that no authority's folder has."""
        known = set() if self.folder is None else {column.name for column in self.folder.columns}
        return tuple(column.name for column in self.columns if column.name not in known)

    @property
    def sensitive(self) -> frozenset[str]:
        """The columns that are encrypted at rest."""
        return frozenset(column.name for column in self.columns if column.sensitive)


class _Marks(TypedDict, total=False):
    """What may be said of a column beside its name, label and hint."""

    required: bool
    also: tuple[str, ...]
    refers: str
    sensitive: bool
    restricted: bool
    searched: bool
    choices: Choices
    stale_with: tuple[str, ...]


def new(name: str, cell: Cell, label: str, hint: str = "", **marks: Unpack[_Marks]) -> OfficeColumn:
    """Return a column that only the office has."""
    if cell is folder_cells.YES_NO:
        marks = {"choices": choices.YES_NO, **marks}
    return OfficeColumn(name, cell, label=label, hint=hint, **marks)


def pick(name: str, among: Choices, label: str, hint: str = "", **marks: Unpack[_Marks]) -> OfficeColumn:
    """Return a column that only the office has, in which one of a list is chosen."""
    return replace(new(name, coded(among), label, hint, **marks), choices=among)


def was(layout: FileLayout, name: str, label: str, hint: str = "", **marks: Unpack[_Marks]) -> OfficeColumn:
    """Return a column of an authority's folder."""
    old = layout.column(name)
    column = OfficeColumn(name, old.cell, old.required, old.also, old.refers, label, hint)
    return replace(column, **marks)


_POINT_OF = "The point is only the middle of this postcode; empty: somebody has looked"


def where(
    layout: FileLayout, place: str, label: str, *, moves: bool = False, **marks: Unpack[_Marks]
) -> tuple[OfficeColumn, ...]:
    """Return the columns that say where something is: a place's name, and a point or a postcode of its own.

    Where a row gives both, the name is that of its own point: two pupils of one home name it alike.

    Parameters
    ----------
    moves
        Whether a new postcode means a new house, of which the old point says nothing.
    """
    moved: _Marks = {**marks, "stale_with": ("postcode",) if moves else ()}
    of_point: _Marks = {**marks, "stale_with": ("lat", "lon", "easting", "northing", *moved["stale_with"])}
    return (
        was(layout, place, label, "A name for it, if others stand there too", **moved),
        was(layout, "postcode", "Postcode", "Used only where there is no point", **marks),
        was(layout, "lat", "Latitude", "Degrees north, such as 52.67", **moved),
        was(layout, "lon", "Longitude", "Degrees east, such as -0.73", **moved),
        was(layout, "easting", "Easting", "Metres of the National Grid", **moved),
        was(layout, "northing", "Northing", "Metres of the National Grid", **moved),
        new("point_of", folder_cells.POSTCODE, "Point taken from postcode", _POINT_OF, **of_point),
    )
