"""What can go wrong with places and roads.

GeodataError
├── PlaceNotFoundError     a postcode, school or place that no source knows
├── OffTheMapError         a place farther from any road than may be
├── UnreachableError       no way to drive, walk or ride between two places
├── MapFileError           a map file that is absent, corrupt or empty
└── TimetableError         a timetable that is absent, corrupt or of other days
"""


class GeodataError(Exception):
    """Base of every error of this package; its text is a sentence for the person at the desk."""


class PlaceNotFoundError(GeodataError):
    """A postcode, school or other place that no source knows."""


class OffTheMapError(GeodataError):
    """A place that lies farther from every road than may be."""


class UnreachableError(GeodataError):
    """Two places between which no one can drive, walk or ride."""


class MapFileError(GeodataError):
    """A map file that is absent, corrupt or holds no roads."""


class TimetableError(GeodataError):
    """A timetable of buses that is absent, corrupt, or of other days."""
