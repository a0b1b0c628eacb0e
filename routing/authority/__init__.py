"""An authority's records as a folder of CSV files and a ``policy.toml``; the README beside this explains each column.

>>> authority = read_authority("our-authority")                                        # doctest: +SKIP
>>> places = authority.places(day, Direction.TO_SCHOOL, find_postcode)                 # doctest: +SKIP
>>> problem = authority.problem(day, Direction.TO_SCHOOL, travels_between(places))     # doctest: +SKIP
"""

from routing.authority.assembling import authority_of
from routing.authority.authority import Authority
from routing.authority.calendar import Calendar, Event, EventKind
from routing.authority.folder import read_authority, write_authority
from routing.authority.records import (
    ContractRecord,
    FindPostcode,
    OtherHome,
    PupilRecord,
    SchoolRecord,
    Site,
    UsualRecord,
)
from routing.authority.writing import tables_of

__all__ = [
    "Authority",
    "Calendar",
    "ContractRecord",
    "Event",
    "EventKind",
    "FindPostcode",
    "OtherHome",
    "PupilRecord",
    "SchoolRecord",
    "Site",
    "UsualRecord",
    "authority_of",
    "read_authority",
    "tables_of",
    "write_authority",
]
