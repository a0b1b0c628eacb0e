"""How records are arranged on their pages: the sections of the overview, what a list shows, how columns are grouped."""

from collections.abc import Iterator, Mapping

from web.records.columns import Kind, OfficeColumn
from web.records.layouts import KIND
from web.records.sense import PLACE_OF, POINT

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Pupils",
        (
            "pupils",
            "risk_assessments",
            "measures",
            "addresses",
            "pick_up_points",
            "kept_apart",
            "together",
            "usual",
            "arrangements",
            "waivers",
        ),
    ),
    ("Schools", ("schools", "gates", "calendar")),
    (
        "Operators and crews",
        ("operators", "contracts", "vehicles", "drivers", "assistants", "assistant_training"),
    ),
    ("Travel training", ("trainers",)),
    ("The authority", ("places", "policy", "settings", "targets", "spending")),
)
"""Every kind once, in the order in which the office looks for them."""

LISTED: Mapping[str, tuple[str, ...]] = {
    "pupils": ("school", "days", "mode"),
    "risk_assessments": ("assessed_on", "review_by", "signed_by"),
    "measures": (),
    "addresses": ("days", "direction"),
    "pick_up_points": ("number", "walk_minutes"),
    "kept_apart": ("other",),
    "together": ("other",),
    "usual": ("direction", "time", "vehicle", "assistant"),
    "arrangements": ("direction", "from", "until"),
    "waivers": ("rule", "until", "granted_by"),
    "schools": ("name", "urn", "starts", "finishes", "status"),
    "gates": ("number", "place", "postcode"),
    "calendar": ("from", "until", "school"),
    "operators": ("name", "phone", "licence_until"),
    "contracts": ("operator", "day_rate", "mile_rate", "until"),
    "vehicles": ("registration", "contract", "layouts", "features", "driver"),
    "drivers": ("name", "operator", "dbs_until", "badge_until"),
    "assistants": ("name", "training", "dbs_until", "badge_until"),
    "assistant_training": ("training", "expires"),
    "trainers": ("name", "skills", "hours_a_week"),
    "places": ("postcode",),
    "policy": ("value",),
    "settings": ("value",),
    "targets": ("locality", "school", "value"),
    "spending": ("mode", "forecast"),
}
"""The columns that matter in a list, beside that by which a record is found; none of them is restricted."""

_WHERE = ("address", "home", "place", "gate", "joins_at", "base", *POINT, "point_of")
_CHECKS = "Checks"
_GROUPS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "pupils": (
        ("Pupil", ("pupil", "name", "phase", "born_on", "upn", "primary_need", "ehc_plan")),
        ("School", ("school", "school_from", "school_until", "school_confirmed_on", "days")),
        ("Home", ("address", "home", *POINT, "point_of", "address_confirmed_on", "locality")),
        (
            "Contacts",
            ("contact", "contact_phone", "contact_email", "other_contact", "other_contact_phone"),
        ),
        (
            "Travel arrangement",
            ("mode", "requested_on", "decided_on", "decision", "eligibility", "decision_reason", "wish"),
        ),
    ),
    "schools": (
        ("School", ("school", "name", "urn", "type", "phases", "status", "closes_on")),
        ("Bell times", ("opens", "starts", "finishes", "leave_by")),
        ("At the gate", ("handover_minutes", "bays", "shares_with", "gate", *POINT, "point_of")),
        ("Contacts", ("head", "email", "phone")),
    ),
    "vehicles": (
        ("Vehicle", ("vehicle", "registration", "contract", "layouts", "features", "road_profile")),
        ("Work", ("driver", "depot", "from", "until", "shift_limit")),
        (_CHECKS, ("cleared_until", "licensed_until", "inspected_until", "insured_until")),
    ),
    "assistants": (
        ("Passenger assistant", ("assistant", "name", "phone", "email", "training")),
        ("Work", ("from", "until", "shift_limit", "hour_rate", "joins_at", *POINT, "point_of")),
        (_CHECKS, ("cleared_until", "dbs_until", "badge_until")),
    ),
    "trainers": (
        ("Travel trainer", ("trainer", "name", "email", "phone", "skills")),
        ("Hours", ("monday", "tuesday", "wednesday", "thursday", "friday", "hours_a_week", "leave", "away")),
        ("Base", ("base", *POINT, "point_of")),
    ),
    "drivers": (
        ("Driver", ("driver", "name", "operator", "phone")),
        (_CHECKS, ("dbs_until", "badge_until", "licence_until", "training_until")),
    ),
}


def groups_of(kind: Kind) -> Iterator[tuple[str, tuple[OfficeColumn, ...]]]:
    """Yield the groups in which the columns of a kind are shown and asked, each with its title."""
    if kind.stem in _GROUPS:
        for title, names in _GROUPS[kind.stem]:
            yield title, tuple(kind.column(name) for name in names)
        return
    where = _WHERE if kind.stem in PLACE_OF or kind.stem == "places" else ()
    there = tuple(column for column in kind.columns if column.name in where and column.name not in kind.key)
    rest = tuple(column for column in kind.columns if column not in there)
    yield f"{kind.one[0].upper()}{kind.one[1:]}", rest
    if there:
        yield "Where", there


def listed_columns(kind: str) -> tuple[OfficeColumn, ...]:
    """Return the columns that a list of a kind shows."""
    return tuple(KIND[kind].column(name) for name in LISTED[kind])
