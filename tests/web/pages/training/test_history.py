"""The history of a trainee, as everyone may read it who may see them."""

from datetime import timedelta

from tests.web.office import NOW
from tests.web.pages.client import Browser
from tests.web.pages.records.desk import said_in_audit
from tests.web.pages.training.ways import PATH, taught, write
from tests.web.trainees import Trainers, by, observed
from travel_training.people import Part
from web.store import Store


def test_it_tells_everything_newest_first_and_who_looked(store: Store, trainers: Trainers, desk: Browser) -> None:
    write(store, observed(by(trainers.tamsin, Part.TRAINER), at=NOW - timedelta(days=3), note="By the church"))
    page = desk.get(f"{PATH}/history").text
    assert (
        page.index("Crosses a road: level 2") < page.index("Moved to: accompanied") < page.index("Moved to: referred")
    )
    assert "By the church" in page
    assert "Entered on 22 November 2026 at 18:00." in page
    assert "Tamsin Rowe as the trainer" in page
    newest = said_in_audit(store, "restricted:viewed")[0]
    assert (newest.ref, newest.detail) == ("p1", {"what": "history"})


def test_it_is_read_fifty_at_a_time(store: Store, trainers: Trainers, desk: Browser) -> None:
    taught(store, trainers, 20)
    assert desk.get(f"{PATH}/history").text.count("app-timeline__event") == 50
    assert "Moved to: referred" in desk.get(f"{PATH}/history?page=2").text
