"""The office's records on one page: every kind of them, its columns, and what the office must know of each column.

The kinds of an authority's folder are here with columns that only the office needs, which are taken off before a plan
is made; others follow that no plan reads. A kind is a ``FileLayout``, so whatever reads folders reads these too.
"""

from dataclasses import replace
from functools import partial

from routing.authority import layout as files
from routing.authority.calendar import EventKind
from routing.authority.cells import AT_LEAST_ONE, DATE, ID, TEXT, WORDS, YES_NO
from routing.authority.measures import KINDS as MEASURE_KINDS
from routing.authority.measures import MeasureKind
from routing.problem import Direction
from routing.records import AssistantNeed, Phase
from web.records import choices
from web.records.cells import EMAIL, NOTE, PHONE, REGISTRATION, UPN, URN, words_of
from web.records.columns import Kind, OfficeColumn, new, pick, was, where
from web.records.office import (
    ARRANGEMENTS,
    ASSISTANT_TRAINING,
    DRIVERS,
    OPERATORS,
    POLICY,
    SETTINGS,
    SPENDING,
    TARGETS,
    TRAINERS,
)

_DIRECTION_HINT = "Empty: both"


def _kind(layout: files.FileLayout, title: str, one: str, *columns: OfficeColumn, numbered: bool = False) -> Kind:
    key = (*layout.key, "number") if numbered and "number" not in layout.key else layout.key
    return Kind(layout.stem, columns, key, layout.required, title, one, layout, numbered)


_p = partial(was, files.PUPILS)
PUPILS = _kind(
    files.PUPILS,
    "pupils",
    "pupil",
    _p("pupil", "Travel reference", "Never the unique pupil number", searched=True),
    _p("name", "Name", "For the office and run sheets; it never enters a plan", sensitive=True, searched=True),
    new("born_on", DATE, "Date of birth", also=("date of birth", "dob"), sensitive=True, restricted=True),
    new(
        "upn",
        UPN,
        "Unique pupil number",
        "For the office alone",
        also=("unique pupil number",),
        sensitive=True,
        restricted=True,
    ),
    _p("school", "School", searched=True),
    new("school_from", DATE, "At this school from", also=("entry date",), stale_with=("school",)),
    new("school_until", DATE, "At this school until", also=("leaving date",), stale_with=("school",)),
    new("school_confirmed_on", DATE, "School last confirmed on", stale_with=("school",)),
    _p("phase", "Phase", "Sets the ride limit where no measure does", choices=words_of(Phase)),
    _p("days", "Days of travel", "Empty: Monday to Friday"),
    new("address", NOTE, "Address", sensitive=True, restricted=True),
    *where(files.PUPILS, "home", "Home", moves=True, sensitive=True, restricted=True),
    new("address_confirmed_on", DATE, "Address last confirmed on", stale_with=("address", "postcode")),
    new("locality", TEXT, "Locality", "By which reports are divided", also=("area", "district"), searched=True),
    new("contact", TEXT, "Contact", also=("parent", "carer", "contact name"), sensitive=True, searched=True),
    new("contact_phone", PHONE, "Contact's telephone", also=("phone", "telephone"), sensitive=True),
    new("contact_email", EMAIL, "Contact's e-mail", also=("email", "e-mail"), sensitive=True),
    new("other_contact", TEXT, "Another contact", sensitive=True),
    new("other_contact_phone", PHONE, "Their telephone", sensitive=True),
    pick("primary_need", choices.NEEDS, "Primary need", also=("sentype", "sen type"), sensitive=True, restricted=True),
    new("ehc_plan", YES_NO, "EHC plan", also=("ehcp", "ehc"), sensitive=True, restricted=True),
    pick("mode", choices.MODES, "Mode of travel", "Empty: carried", also=("mode of travel",)),
    pick("wish", choices.WISHES, "To travel alone", "What the pupil says of it; empty: not asked", sensitive=True),
    new("requested_on", DATE, "Requested on", also=("request date", "application date")),
    new("decided_on", DATE, "Decided on", also=("decision date",)),
    pick("decision", choices.DECISIONS, "Decision", "Empty: travels"),
    pick("eligibility", choices.ELIGIBILITY, "Eligible by", also=("eligibility reason",)),
    new("decision_reason", NOTE, "Reasons for the decision", sensitive=True, restricted=True),
)

_a = partial(was, files.ADDRESSES)
ADDRESSES = _kind(
    files.ADDRESSES,
    "other addresses",
    "other address",
    _a("pupil", "Pupil"),
    _a("days", "Days", "On which they live there"),
    _a("direction", "Direction", _DIRECTION_HINT, choices=words_of(Direction)),
    new("address", NOTE, "Address", sensitive=True, restricted=True),
    *where(files.ADDRESSES, "place", "Place", moves=True, sensitive=True, restricted=True),
)

_w = partial(was, files.PICK_UP_POINTS)
PICK_UP_POINTS = _kind(
    replace(files.PICK_UP_POINTS, key=("pupil",)),
    "pick-up points",
    "pick-up point",
    _w("pupil", "Pupil"),
    new("number", AT_LEAST_ONE, "Number", "First, second ... of this pupil", required=True, also=("no",)),
    _w("walk_minutes", "Walk in minutes", "From the door"),
    *where(files.PICK_UP_POINTS, "place", "Place", moves=True, sensitive=True, restricted=True),
    numbered=True,
)

_r = partial(was, files.RISK_ASSESSMENTS)
RISK_ASSESSMENTS = _kind(
    files.RISK_ASSESSMENTS,
    "risk assessments",
    "risk assessment",
    _r("pupil", "Pupil"),
    _r("assessed_on", "Assessed on", "The first day on which it holds"),
    _r("review_by", "Review by", "The last day on which it holds"),
    _r("signed_by", "Signed by", "A staff reference, not a name"),
    new("signed_on", DATE, "Signed on", stale_with=("signed_by",)),
    new("countersigned_by", ID, "Countersigned by", "A staff reference, not a name"),
    new("countersigned_on", DATE, "Countersigned on", stale_with=("countersigned_by",)),
    _r("hazards", "Hazards", "Codes of your own list, never a diagnosis", sensitive=True, restricted=True),
    new("notes", NOTE, "Notes", sensitive=True, restricted=True),
)


_MEASURE_HINTS = {
    "wheelchair": "Travels in it, in a wheelchair space",
    "boarding_minutes": "If other than the policy's",
    "training": "What the passenger assistant must be trained in",
    "solo": "With no other pupil aboard",
    "most_aboard": "Pupils aboard at most, this one among them",
    "ride_limit_minutes": "If shorter than that of the phase",
    "feature": "What the vehicle must have, such as lift; low-step",
    "home_from": "Nobody is at home before",
    "home_until": "Nobody is at home after",
}


def _measure(kind: MeasureKind) -> OfficeColumn:
    """Return the column of one measure: yes or no where it has no value, a list where a pupil may have several."""
    cell = YES_NO if kind.cell is None else WORDS if kind.many else kind.cell
    among = words_of(AssistantNeed) if kind.part == "assistant" else choices.YES_NO if kind.cell is None else ()
    label = kind.name.replace("_", " ").capitalize()
    hint = _MEASURE_HINTS.get(kind.name, "")
    column = OfficeColumn(kind.name, cell, also=kind.also, label=label, hint=hint, choices=among)
    return replace(column, sensitive=True, restricted=True)


MEASURES = Kind(
    files.MEASURES.stem,
    (was(files.MEASURES, "pupil", "Pupil"), *(_measure(kind) for kind in MEASURE_KINDS)),
    ("pupil",),
    title="measures",
    one="pupil's measures",
    folder=files.MEASURES,
)
"""What a risk assessment asks of a run: one row for a pupil, where a folder's file has one for each measure."""

KEPT_APART = _kind(
    replace(files.KEPT_APART, key=("pupil", "other")),
    "pairs kept apart",
    "pair kept apart",
    was(files.KEPT_APART, "pupil", "Pupil"),
    was(files.KEPT_APART, "other", "Other pupil"),
)
TOGETHER = _kind(
    replace(files.TOGETHER, key=("pupil", "other")),
    "pairs who travel together",
    "pair who travel together",
    was(files.TOGETHER, "pupil", "Pupil"),
    was(files.TOGETHER, "other", "Other pupil"),
)

_u = partial(was, files.USUAL)
USUAL = _kind(
    files.USUAL,
    "promises",
    "promise",
    _u("pupil", "Pupil"),
    _u("direction", "Direction", choices=words_of(Direction)),
    _u("time", "Time", "When the vehicle comes to their stop"),
    _u("tolerance_minutes", "Tolerance in minutes", "Either way, that nobody minds; empty: 5"),
    _u("vehicle", "Vehicle"),
    _u("driver", "Driver", refers="drivers"),
    _u("assistant", "Passenger assistant"),
)

_v = partial(was, files.WAIVERS)
WAIVERS = _kind(
    files.WAIVERS,
    "waivers",
    "waiver",
    _v("rule", "Rule"),
    _v("pupil", "Pupil"),
    _v("reason", "Reason", sensitive=True),
    _v("granted_by", "Granted by", "A staff reference, not a name"),
    _v("until", "Until", "The last day"),
)

_s = partial(was, files.SCHOOLS)
SCHOOLS = _kind(
    files.SCHOOLS,
    "schools",
    "school",
    _s("school", "Reference", also=("id", "school id"), searched=True),
    _s("name", "Name", searched=True),
    new("urn", URN, "Unique reference number", also=("unique reference number",), searched=True),
    pick("type", choices.SCHOOL_TYPES, "Type", also=("school type",)),
    new("phases", TEXT, "Phase in the register", also=("phase of education",)),
    pick("status", choices.SCHOOL_STATUS, "Status in the register", also=("establishment status",)),
    new("closes_on", DATE, "Closes on", also=("close date",)),
    _s("opens", "Opens", "Vehicles arrive no earlier"),
    _s("starts", "Starts", "Vehicles arrive no later"),
    _s("finishes", "Finishes", "Vehicles leave no earlier"),
    _s("leave_by", "Leave by", "Vehicles leave no later"),
    _s("handover_minutes", "Handover in minutes", "How long a vehicle stands at the gate; empty: 3"),
    _s("bays", "Bays", "How many vehicles may stand there at once; empty: no limit"),
    _s("shares_with", "Shares runs with", "Empty: any school; none: no school"),
    *where(files.SCHOOLS, "gate", "First gate"),
    new("head", TEXT, "Head", also=("head teacher",)),
    new("email", EMAIL, "E-mail", also=("e-mail", "contact email")),
    new("phone", PHONE, "Telephone", also=("telephone",)),
)

_g = partial(was, files.GATES)
GATES = _kind(
    replace(files.GATES, key=("school",)),
    "further gates",
    "further gate",
    _g("school", "School"),
    new("number", AT_LEAST_ONE, "Number", "First, second ... further gate", required=True, also=("no",)),
    *where(files.GATES, "place", "Gate"),
    numbered=True,
)

_EVENTS = tuple((value, "INSET day" if value == EventKind.INSET else words) for value, words in words_of(EventKind))
_e = partial(was, files.CALENDAR)
CALENDAR = _kind(
    files.CALENDAR,
    "calendar",
    "entry of the calendar",
    _e("what", "What", choices=_EVENTS),
    _e("from", "From"),
    _e("until", "Until", "Empty: that one day"),
    _e("school", "School", "Empty: all schools"),
    _e("finishes", "Finishes", "Of an early closure"),
    _e("leave_by", "Leave by", "Of an early closure"),
)

_c = partial(was, files.CONTRACTS)
CONTRACTS = _kind(
    files.CONTRACTS,
    "contracts",
    "contract",
    _c("contract", "Reference", searched=True),
    _c("operator", "Operator", refers="operators", searched=True),
    _c("day_rate", "Day rate in pounds", "For a vehicle for a day, both directions"),
    _c("mile_rate", "Mile rate in pounds", "From depot to depot"),
    _c("hour_rate", "Hour rate in pounds", "From depot to depot; empty: nothing"),
    _c("schools", "Schools", "Empty: any"),
    _c("most_seats", "Most seats", "Of its licence: 8 without a PSV operator's licence; empty: any"),
    _c("until", "Until", "Its last day; empty: none"),
)

_m = partial(was, files.VEHICLES)
VEHICLES = _kind(
    files.VEHICLES,
    "vehicles",
    "vehicle",
    _m("vehicle", "Reference", searched=True),
    new("registration", REGISTRATION, "Registration", also=("reg", "number plate"), searched=True),
    _m("contract", "Contract", searched=True),
    _m("layouts", "Layouts", "Seats + wheelchair spaces, such as 16+0; 14+1"),
    _m("road_profile", "Road profile", "Empty: by its seats", choices=choices.ROAD_PROFILES),
    _m("depot", "Depot", "Empty: it may start and end anywhere, unpaid"),
    _m("from", "From", "It leaves the depot no earlier"),
    _m("until", "Until", "It is back no later"),
    _m("shift_limit", "Longest shift", "In one direction, depot to depot; empty: any"),
    _m("features", "Features", "Such as lift; ramp; harness; low-step"),
    _m("driver", "Driver", refers="drivers"),
    _m("cleared_until", "Cleared until", "The last day on which its checks hold, if they are not kept one by one"),
    new("licensed_until", DATE, "Licensed until"),
    new("inspected_until", DATE, "Inspected until", also=("mot", "mot until")),
    new("insured_until", DATE, "Insured until", also=("insurance until",)),
)

_h = partial(was, files.ASSISTANTS)
ASSISTANTS = _kind(
    files.ASSISTANTS,
    "passenger assistants",
    "passenger assistant",
    _h("assistant", "Reference", searched=True),
    _h("name", "Name", sensitive=True, searched=True),
    new("phone", PHONE, "Telephone", also=("telephone",), sensitive=True),
    new("email", EMAIL, "E-mail", also=("e-mail",), sensitive=True),
    *where(files.ASSISTANTS, "joins_at", "Joins at", moves=True, sensitive=True),
    _h("training", "Training that does not lapse", "What lapses has records of its own"),
    _h("from", "From"),
    _h("until", "Until"),
    _h("shift_limit", "Longest shift", "In one direction; empty: 5:00"),
    _h("hour_rate", "Hour rate in pounds", "Empty: 14.00"),
    _h("cleared_until", "Cleared until", "The last day on which their checks hold, if they are not kept one by one"),
    new("dbs_until", DATE, "DBS check until", also=("dbs",)),
    new("badge_until", DATE, "Badge until", also=("badge",)),
)

PLACES = _kind(
    files.PLACES,
    "places",
    "place",
    was(files.PLACES, "place", "Reference", searched=True),
    *where(files.PLACES, "place", "Reference")[1:],
)
KINDS: tuple[Kind, ...] = (
    PUPILS,
    RISK_ASSESSMENTS,
    MEASURES,
    ADDRESSES,
    PICK_UP_POINTS,
    KEPT_APART,
    TOGETHER,
    USUAL,
    ARRANGEMENTS,
    WAIVERS,
    SCHOOLS,
    GATES,
    CALENDAR,
    OPERATORS,
    CONTRACTS,
    DRIVERS,
    VEHICLES,
    ASSISTANTS,
    ASSISTANT_TRAINING,
    TRAINERS,
    PLACES,
    POLICY,
    SETTINGS,
    TARGETS,
    SPENDING,
)
"""In the order in which the office thinks of them."""

KIND: dict[str, Kind] = {kind.stem: kind for kind in KINDS}
"""By stem."""
