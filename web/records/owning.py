"""Whose a record is: the pupil under whose key it is sealed, the pupils whom it names, the schools that may see it."""

from collections.abc import Callable, Mapping

from web.records.layouts import KIND

SchoolOf = Callable[[str], str | None]
"""The school of a pupil, or None if there is no such pupil."""

_OF_SCHOOLS = ("pupils", "schools", "gates", "calendar", "targets")


def owner_of(kind: str, values: Mapping[str, str]) -> str | None:
    """Return the pupil under whose key the sensitive cells of a row are sealed; None for the office's own key.

    Examples
    --------
    >>> owner_of("measures", {"pupil": "P17", "wheelchair": "yes"}), owner_of("vehicles", {"vehicle": "V1"})
    ('P17', None)
    """
    is_of_pupil = any(column.name == "pupil" for column in KIND[kind].columns)
    return values.get("pupil") if is_of_pupil else None


def pupils_of(kind: str, values: Mapping[str, str]) -> frozenset[str]:
    """Return every pupil whom a row names: what goes when one of them is erased."""
    names = [column.name for column in KIND[kind].columns if column.refers == "pupils" or column.name == "pupil"]
    return frozenset(values[name] for name in names if values.get(name))


def schools_of(kind: str, values: Mapping[str, str], school_of: SchoolOf) -> frozenset[str]:
    """Return the schools of whose world a row is; a school may see no other row.

    A row that names two pupils is only of a school to which both go. What is of no one school (contracts, vehicles,
    the policy; a holiday of all schools) is of none here: whether schools may see such a kind is for access to say.

    Parameters
    ----------
    school_of
        Asked for the pupils whom the row names.
    """
    if kind in _OF_SCHOOLS:
        return frozenset(filter(None, [values.get("school")]))
    schools = [school_of(pupil) for pupil in pupils_of(kind, values)]
    return frozenset(school for school in schools if school is not None) if len(set(schools)) == 1 else frozenset()
