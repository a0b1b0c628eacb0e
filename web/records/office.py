"""The kinds of record that no folder has: arrangements, training, crews, trainers, operators, numbers, spending."""

from dataclasses import replace

from routing.authority import layout as files
from routing.authority.cells import DATE, ID, POUNDS, TEXT, WHOLE, WORDS
from routing.authority.records import DAY_NAMES
from routing.problem import Direction
from web.records import choices
from web.records.cells import EMAIL, NOTE, PHONE, YEAR, words_of
from web.records.columns import Kind, new, pick, where
from web.records.figures import POLICY_NUMBERS, SETTING_NAMES
from web.records.spans import AT_WORK, AWAY, HOURS_A_WEEK

_LAST = "The last day on which it holds"
ARRANGEMENTS = Kind(
    "arrangements",
    (
        new("pupil", ID, "Pupil", required=True, also=("pupil id",), refers="pupils"),
        new("from", DATE, "From", "The first day on which no seat is needed", required=True, also=("starts",)),
        pick("direction", words_of(Direction), "Direction", "Empty: both"),
        new("until", DATE, "Until", "The last day on which no seat is needed; empty: for good", also=("ends",)),
        pick("mode", choices.WITHOUT_SEAT, "Travels instead", required=True, also=("mode of travel",)),
    ),
    ("pupil", "from", "direction"),
    title="travel arrangements without a seat",
    one="travel arrangement without a seat",
)
ASSISTANT_TRAINING = Kind(
    "assistant_training",
    (
        new("assistant", ID, "Passenger assistant", required=True, also=("assistant id",), refers="assistants"),
        new("training", ID, "Training", "In your own words, as measures ask for it", required=True),
        new("expires", DATE, "Expires", _LAST, also=("until", "expires on")),
    ),
    ("assistant", "training"),
    title="training of passenger assistants",
    one="training of a passenger assistant",
)
DRIVERS = Kind(
    "drivers",
    (
        new("driver", ID, "Reference", required=True, also=("id", "driver id"), searched=True),
        new("name", TEXT, "Name", sensitive=True, searched=True),
        new("operator", ID, "Operator", also=("operator id",), refers="operators"),
        new("phone", PHONE, "Telephone", also=("telephone",), sensitive=True),
        new("dbs_until", DATE, "DBS check until", _LAST, also=("dbs",)),
        new("badge_until", DATE, "Badge until", _LAST, also=("badge",)),
        new("licence_until", DATE, "Driving licence until", _LAST, also=("licence",)),
        new("training_until", DATE, "Safeguarding training until", _LAST, also=("safeguarding",)),
    ),
    ("driver",),
    title="drivers",
    one="driver",
)
_AT_WORK = "Such as 08:00-10:30; 14:00-16:00; empty: not at work"
_BASE = where(files.ASSISTANTS, "joins_at", "Base", moves=True, sensitive=True)
TRAINERS = Kind(
    "trainers",
    (
        new("trainer", ID, "Reference", required=True, also=("id", "trainer id"), searched=True),
        new("name", TEXT, "Name", sensitive=True, searched=True),
        new("email", EMAIL, "E-mail", "With which they sign in: by it they see their trainees", also=("e-mail",)),
        new("phone", PHONE, "Telephone", also=("telephone",), sensitive=True),
        *(new(day.casefold(), AT_WORK, f"Hours on {day}", _AT_WORK) for day in DAY_NAMES[:5]),
        new("hours_a_week", HOURS_A_WEEK, "Hours a week", "With trainees, at most; empty: no limit"),
        new("skills", WORDS, "Skills", "In your own words, as stages ask for them"),
        new("leave", AWAY, "Leave", "Such as 2026-12-21 to 2026-12-23; 2027-01-04"),
        new("away", AWAY, "Away", "Ill, or called elsewhere", sensitive=True),
        replace(_BASE[0], name="base", also=("joins", "joins_at")),
        *_BASE[1:],
    ),
    ("trainer",),
    title="travel trainers",
    one="travel trainer",
)
"""Whoever teaches journeys; a trainer's user is bound to the record of their e-mail address."""
OPERATORS = Kind(
    "operators",
    (
        new("operator", ID, "Reference", required=True, also=("id", "operator id"), searched=True),
        new("name", TEXT, "Name", also=("firm",), searched=True),
        new("contact", TEXT, "Contact", also=("contact name",)),
        new("phone", PHONE, "Telephone", also=("telephone",)),
        new("email", EMAIL, "E-mail", also=("e-mail",)),
        new("notice_days", WHOLE, "Notice in days", "Before a change", also=("notice",)),
        new("licence_until", DATE, "Operator's licence until", _LAST),
    ),
    ("operator",),
    title="operators",
    one="operator",
)
POLICY = Kind(
    "policy",
    (
        pick("number", POLICY_NUMBERS, "Number", required=True),
        new("value", ID, "Value", "What is not set keeps its default", required=True),
        new("source", NOTE, "Source", "Who decided it, and when"),
    ),
    ("number",),
    title="policy",
    one="number of the policy",
)
SETTINGS = Kind(
    "settings",
    (pick("setting", SETTING_NAMES, "Setting", required=True), new("value", TEXT, "Value", required=True)),
    ("setting",),
    title="settings",
    one="setting",
)
TARGETS = Kind(
    "targets",
    (
        pick("target", choices.TARGETS, "Target", required=True),
        new("locality", TEXT, "Locality", "Empty: all"),
        new("school", ID, "School", "Empty: all", refers="schools"),
        new("value", WHOLE, "Value", required=True),
    ),
    ("target", "locality", "school"),
    title="targets",
    one="target",
)
SPENDING = Kind(
    "spending",
    (
        new("year", YEAR, "Financial year", required=True),
        pick("mode", choices.MODES, "Mode of travel", required=True),
        new("forecast", POUNDS, "Forecast in pounds", required=True),
    ),
    ("year", "mode"),
    title="spending",
    one="forecast of spending",
)
