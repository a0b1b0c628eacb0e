"""The list of trainees."""

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.training.ways import shadowed, taught
from tests.web.queries import counted_queries
from tests.web.trainees import BEN, SPRING, ULF, Trainers, begin, referral
from travel_training.people import TraineeId
from web.store import Store


def test_a_trainer_sees_their_own_and_the_office_everyone(
    store: Store, trainers: Trainers, tamsin: Browser, ulf: Browser, desk: Browser
) -> None:
    begin(store, trainers, BEN, SPRING, ULF)
    pages = {
        name: who.get("/training/").get_data(as_text=True) for name, who in (("t", tamsin), ("u", ulf), ("d", desk))
    }
    assert {name: ("Ann Oakley" in page, "Ben Oakwood" in page) for name, page in pages.items()} == {
        "t": (True, False),
        "u": (False, True),
        "d": (True, True),
    }


def test_a_name_is_looked_for_without_standing_in_an_address(desk: Browser) -> None:
    answer = desk.post("/training/find", data={"find": "oakley"})
    assert answer.status_code == 303
    assert "oakley" not in (answer.location or "").casefold()
    page = desk.get(answer.location or "").get_data(as_text=True)
    assert "Trainees: 1" in page
    assert "Ann Oakley" in page
    assert "Nobody is like that" in desk.post("/training/find", data={"find": "x"}, follow_redirects=True).text


def test_a_reference_leads_straight_to_the_trainee(desk: Browser) -> None:
    assert desk.post("/training/find", data={"find": "p1"}).location == "/training/trainees/p1"


FILTERS = {
    "state=accompanied": True,
    "state=alone": False,
    "cohort=spring": False,
    "trainer=t1": True,
    "look=stuck": True,
    "look=ready": False,
    "state=no-such&page=none": True,
}


def test_the_list_is_made_shorter(store: Store, trainers: Trainers, desk: Browser) -> None:
    taught(store, trainers, 4, level=1)
    assert {asked: "Ann Oakley" in desk.get(f"/training/?{asked}").text for asked in FILTERS} == FILTERS


def test_who_is_ready_for_sign_off_is_found(store: Store, trainers: Trainers, desk: Browser) -> None:
    shadowed(store, trainers)
    assert "Ann Oakley" in desk.get("/training/?look=ready").text


def test_whoever_has_no_trainees_is_told_how_they_come(ulf: Browser) -> None:
    assert "You have no trainees yet: the coordinator assigns them." in ulf.get("/training/").text


def test_many_trainees_are_listed_with_no_more_questions_than_one(store: Store, desk: Browser) -> None:
    with counted_queries(store) as one:
        desk.get("/training/?look=stuck")
    with store.writing(OFFICE) as kept:
        for number in range(2, 7):
            kept.training.add(TraineeId(f"p{number}"), referral())
    with counted_queries(store) as many:
        desk.get("/training/?look=stuck")
    assert len(many) == len(one)
