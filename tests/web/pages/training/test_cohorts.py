"""Cohorts: everyone at a glance; made and changed."""

import re

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.training.ways import shadowed, taught
from tests.web.queries import counted_queries
from tests.web.trainees import BEN, TAMSIN, ULF, Trainers, begin
from travel_training.people import CohortId
from web.store import Store

AT = "/training/cohorts/autumn"
ANSWERS = {"name": "Summer", "programme": "one", "begins": "01/04/2027", "ends": "31/07/2027", "trainers": ["t1", "t2"]}


def test_everyone_is_seen_at_a_glance(store: Store, trainers: Trainers, tamsin: Browser) -> None:
    taught(store, trainers, 4, level=1)
    page = tamsin.get(AT).text
    for words in ("Ann Oakley", "Stuck", "0 of 2", "4 sessions held, 100%", "4 h", "level 1, level 1"):
        assert words in page
    assert "Nobody yet: it wants every safety-critical milestone" in page


def test_who_is_ready_is_named_and_more_trainees_ask_no_more(
    store: Store, trainers: Trainers, coordinator: Browser
) -> None:
    shadowed(store, trainers)
    with counted_queries(store) as one:
        assert "Ready for sign-off</strong>" in coordinator.get(AT).text
    begin(store, trainers, BEN)
    with counted_queries(store) as two:
        assert "Ben Oakwood" in coordinator.get(AT).text
    assert len(two) == len(one)


def test_another_cohort_is_none_for_a_trainer(ulf: Browser) -> None:
    assert ulf.get(AT).status_code == 404
    assert "Autumn" not in ulf.get("/training/cohorts").text
    assert "Spring" in ulf.get("/training/cohorts").text


def test_a_cohort_is_made_and_changed_by_the_coordinator_alone(
    store: Store, coordinator: Browser, desk: Browser
) -> None:
    assert desk.get("/training/cohorts/new").status_code == 404
    assert (
        "Last day: must not be before"
        in coordinator.post("/training/cohorts/new", data=ANSWERS | {"ends": "01/01/2027"}).text
    )
    made = coordinator.post("/training/cohorts/new", data=ANSWERS | {"version": "0"})
    id_ = CohortId((made.location or "").rpartition("/")[2])
    with store.reading(OFFICE) as kept:
        cohort = kept.training.cohorts.get(id_)
    assert (cohort.name, cohort.trainers, cohort.version) == ("Summer", (TAMSIN, ULF), 1)
    change = f"/training/cohorts/{id_}/change"
    version = re.search(r'name="version" value="(\d+)"', coordinator.get(change).text)
    assert version is not None
    sent = ANSWERS | {"name": "Late summer", "version": version[1]}
    assert coordinator.post(change, data=sent).status_code == 303
    stale = coordinator.post(change, data=sent)
    assert stale.status_code == 422
    assert "Someone else has changed the cohort" in stale.text
    assert "Late summer" in desk.get("/training/cohorts").text
