"""The blueprint of training, where its pages are, and what states, ways and parts are called on them."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, request, url_for

from travel_training.entries import Consent, State
from travel_training.people import Scope
from web.access import Permission
from web.pages.desk.naming import Names
from web.pages.guard import may
from web.pages.parts import Link, Name, Tag

pages = Blueprint("training", __name__, url_prefix="/training")

TABS = (
    ("Where they stand", "training.show"),
    ("Milestones", "training.show_milestones"),
    ("Sessions", "training.show_sessions"),
    ("Journeys", "journeys.show_all"),
    ("Feelings and words", "training.show_voice"),
    ("Consents", "training.show_consents"),
    ("History", "training.show_history"),
)
"""The pages of one trainee."""

_COLOURS: Mapping[State, str] = {
    State.NOT_YET: "yellow",
    State.WAITING: "orange",
    State.PLANNED: "purple",
    State.FOUNDATION: "blue",
    State.ACCOMPANIED: "blue",
    State.FADING: "blue",
    State.SHADOWED: "blue",
    State.REMOTE: "blue",
    State.REFRESHED: "blue",
    State.ALONE: "green",
    State.SUSTAINED: "green",
    State.PAUSED: "yellow",
    State.STOPPED: "red",
    State.RETURNED: "magenta",
}

STATES: Mapping[State, str] = {
    **{state: state.capitalize() for state in State},
    State.ALONE: "Travels alone",
    State.SUSTAINED: "A year alone",
    State.REMOTE: "Shadowed from afar",
    State.REFRESHED: "In a refresher",
}
"""What each state is called."""
CONSENTS: Mapping[Consent, str] = {
    Consent.PARENT: "A parent agrees to training",
    Consent.YOUNG_PERSON: "The young person agrees to training",
    Consent.PHOTO: "Photographs may be taken",
    Consent.DATA: "What training asks for may be kept",
}
SCOPES: Mapping[Scope, str] = {scope: scope.capitalize() for scope in Scope}
FACES: Mapping[int, str] = {1: "Very worried", 2: "Worried", 3: "All right", 4: "Happy", 5: "Very happy"}
"""What the five faces say."""


def state_tag(state: State) -> Tag:
    """Return a state as a tag."""
    return Tag(STATES[state], _COLOURS.get(state, "grey"))


def sentence(text: str) -> str:
    """Return a sentence of the domain as it stands on a page.

    Examples
    --------
    >>> sentence("no journey with a signed risk assessment.")
    'No journey with a signed risk assessment.'
    """
    return f"{text[:1].upper()}{text[1:]}"


def in_words(day: date) -> str:
    """Return a day with its year, as a fact says it.

    Examples
    --------
    >>> in_words(date(2026, 11, 4))
    '4 November 2026'
    """
    return f"{day.day} {day:%B %Y}"


def foot(day: date) -> str:
    """Return a day as it stands at the foot of a chart, where there is little room.

    Examples
    --------
    >>> foot(date(2026, 11, 4))
    '4 Nov'
    """
    return f"{day.day} {day:%b}"


def tabs_of(pupil: str, endpoint: str = "") -> list[Link]:
    """Return the pages of a trainee; the one that is shown is marked."""
    here = endpoint or request.endpoint
    return [Link(words, url_for(each, pupil=pupil), is_current=each == here) for words, each in TABS]


def sections() -> list[Link]:
    """Return the pages that are about no one trainee, for whoever is there."""
    here = request.endpoint
    found = (
        ("Trainees", "training.list_trainees"),
        ("Cohorts", "training.list_cohorts"),
        ("Sessions", "timetable.show"),
        ("Programmes", "programmes.show_all"),
    )
    return [Link(words, url_for(each), is_current=each == here) for words, each in found]


def name_of(names: Names, pupil: str) -> object:
    """Return a trainee's name for a table in which the reference stands beside it."""
    found = names.pupils.get(pupil)
    return "" if found is None else Name(found, "Hidden")


def may_write() -> bool:
    """Say whether whoever is there may write into histories at all."""
    return may(Permission.TRAINING_WRITE)
