"""What a trainee follows."""

from tests.web.pages.client import Browser
from tests.web.pages.training.ways import PATH, history, shadowed
from tests.web.trainees import AUTUMN, TAMSIN, Trainers
from travel_training.entries import Assigned
from travel_training.people import Scope
from web.store import Store

ANSWERS = {"programme": "one|1", "cohort": "autumn", "trainer": "t1", "scope": "from school only"}


def test_a_partial_agreement_is_written_down(store: Store, desk: Browser) -> None:
    desk.post(f"{PATH}/assign", data=ANSWERS)
    assigned = history(store)[-1]
    assert isinstance(assigned, Assigned)
    assert (assigned.cohort, assigned.trainer, assigned.version) == (AUTUMN, TAMSIN, 1)
    assert assigned.scope is Scope.FROM_SCHOOL
    assert "From school only" in desk.get(PATH).text


def test_a_trainer_who_does_not_train_in_the_cohort_is_refused(store: Store, desk: Browser) -> None:
    before = history(store)
    answer = desk.post(f"{PATH}/assign", data=ANSWERS | {"trainer": "t2"})
    assert "Trainer: does not train in the cohort Autumn" in answer.text
    assert history(store) == before


def test_a_trainer_assigns_nothing(tamsin: Browser) -> None:
    answer = tamsin.post(f"{PATH}/assign", data=ANSWERS)
    assert "assigned by the coordinator or the office" in answer.text


def test_a_begun_sign_off_is_told(store: Store, trainers: Trainers, tamsin: Browser, desk: Browser) -> None:
    shadowed(store, trainers)
    assert "A sign-off has been begun" not in desk.get(f"{PATH}/assign").text
    tamsin.post(f"{PATH}/sign-off", data={"note": ""})
    assert "A sign-off has been begun" in desk.get(f"{PATH}/assign").text
