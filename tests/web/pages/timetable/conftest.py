"""The town with trainers and a trainee, as a coordinator and a trainer see it, and a timetable that was planned."""

from collections.abc import Mapping

import pytest
from flask import Flask

from tests.web.office import OFFICE
from tests.web.pages.client import Browser, sign_in
from tests.web.trainees import Trainers, begin, fill_training
from tests.web.training.weeks.conftest import FIRST, LAST, change, read_term
from tests.web.training.weeks.terms import plan_by_hand
from web.access import Role
from web.store import Store
from web.store.people import User
from web.store.training_views import TimetableId
from web.training.timetables import mark_of, planned, to_document


@pytest.fixture
def trainers(store: Store, users: Mapping[Role, User]) -> Trainers:  # noqa: ARG001 -- the town comes first
    """Keep the trainers, and have Ann be in training with Tamsin."""
    found = fill_training(store)
    begin(store, found)
    change(store, "trainers", "t1", monday="07:30-17:00", tuesday="07:30-17:00")
    return found


@pytest.fixture
def manager(app: Flask, trainers: Trainers) -> Browser:
    """Return the browser of whoever coordinates training."""
    return sign_in(app, trainers.manager)


@pytest.fixture
def trainer(app: Flask, trainers: Trainers) -> Browser:
    """Return the browser of Tamsin, who trains Ann."""
    return sign_in(app, trainers.tamsin)


def keep_planned(store: Store) -> TimetableId:
    """Plan the term by hand, and keep the timetable; return its id."""
    term = read_term(store)
    with store.writing(OFFICE) as kept:
        mark = mark_of(kept.training.sessions.list_between(FIRST, LAST), FIRST, LAST)
        found = planned(term, plan_by_hand(term.problem), ["Planned by hand."], mark)
        return kept.training.timetables.keep(to_document(found), FIRST, LAST, 0, None)


@pytest.fixture
def planned_id(store: Store, trainers: Trainers) -> TimetableId:  # noqa: ARG001 -- whom it is for
    """Keep a timetable; return its id."""
    return keep_planned(store)
