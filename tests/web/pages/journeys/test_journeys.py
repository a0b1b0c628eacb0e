"""A trainee's journey: what is missing, drawn up, shown, printed, assessed line by line, signed once."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.office import NAMES, OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.journeys.ground import add_streets
from tests.web.pages.programmes.answers import untouched
from tests.web.trainees import ANN
from travel_training.entries import JourneySigned
from web.store import Store
from web.store.events import Event

if TYPE_CHECKING:
    from web.store.audit import Entry

ASKED = {"by": "08:55", "from": "15:15", "pace": "1.2", "to_stop": "1000", "all_the_way": "1600"}


def draw(manager: Browser) -> str:
    """Draw up Ann's journey; return its address."""
    answer = manager.post("/journeys/p1", data=ASKED)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def answered(manager: Browser, address: str) -> dict[str, object]:
    """Return the form of the risk assessment with every line answered."""
    sent = untouched(manager, f"{address}/assess")
    lines = {name.split("-")[0] for name in sent if name.startswith("h")}
    return sent | {f"{line}-answer": "stands" for line in lines} | {"walked_on": "20/11/2026"}


def test_the_page_says_what_is_missing_and_how_it_is_added(manager: Browser, tmp_path: Path) -> None:
    page = manager.get("/journeys/p1").text
    assert "waymark roads build" in page
    assert "WAYMARK_GTFS" in page
    assert "Draw it up" not in page
    add_streets(tmp_path / "roads")
    page = manager.get("/journeys/p1").text
    assert "The ways to walk" not in page
    assert "Bus Open Data Service" in page
    assert "Bus Open Data Service" in manager.post("/journeys/p1", data=ASKED).text


@pytest.mark.usefixtures("ground")
def test_a_journey_is_drawn_up_and_shown_with_what_nobody_recorded(manager: Browser, store: Store) -> None:
    address = draw(manager)
    page = manager.get(address).text
    for said in (
        "It comes at 08:20",
        "Chepstow Road",
        "Not recorded",
        "If bus 1 is missed",
        "there is no later one that day",
        "bus 1 at 16:30 from C Street",
        "miles)",
        "Beyond the limit",
        "It is not a risk assessment until a person has made the journey",
        "<svg",
    ):
        assert said in page
    assert NAMES["p1"] not in page
    assert "It comes at 08:20" in manager.get(f"{address}/print").text
    with store.reading(OFFICE) as kept:
        looks: list[Entry] = kept.audit.list_entries(event=Event.RESTRICTED_VIEWED)
    assert len(looks) == 2


@pytest.mark.usefixtures("ground")
def test_it_is_not_signed_before_a_person_has_looked_at_every_line(manager: Browser, store: Store) -> None:
    address = draw(manager)
    assert manager.get(f"{address}/sign").status_code == 409
    assert manager.post(f"{address}/sign", data={"review_by": "01/09/2027"}).status_code == 409
    sent = answered(manager, address)
    manager.post(f"{address}/assess", data=sent | {"h0-answer": ""})
    assert manager.get(f"{address}/sign").status_code == 409
    manager.post(f"{address}/assess", data=answered(manager, address) | {"walked_on": ""})
    assert manager.get(f"{address}/sign").status_code == 409
    with store.reading(OFFICE) as kept:
        assert not any(isinstance(each, JourneySigned) for each in kept.training.history(ANN))


@pytest.mark.usefixtures("ground")
def test_assessed_and_signed_it_does_not_change_and_the_history_says_so(manager: Browser, store: Store) -> None:
    address = draw(manager)
    new = {
        "n0-hazard": "A dog behind a gate",
        "n0-way": "Home",
        "n0-where": "12 Long Street",
        "n0-measure": "Cross over before it",
    }
    assert manager.post(f"{address}/assess", data=answered(manager, address) | new).status_code == 303
    page = manager.get(address).text
    assert "A dog behind a gate" in page
    assert "0 lines not looked at yet" in page
    sent = untouched(manager, f"{address}/sign")
    assert manager.post(f"{address}/sign", data=sent | {"review_by": "22/11/2026"}).status_code == 422
    assert manager.post(f"{address}/sign", data=sent).status_code == 303
    assert manager.post(f"{address}/sign", data=sent).status_code == 409
    assert "Signed on" in manager.get(address).text
    assert manager.get(f"{address}/assess").status_code == 409
    with store.reading(OFFICE) as kept:
        [signed] = [each for each in kept.training.history(ANN) if isinstance(each, JourneySigned)]
        [document] = kept.training.journeys.list_of(ANN)
    assert (signed.document, document.signed_by) == (document.id, signed.by.user)
    assert f"{signed.review_by}" == "2027-11-22"


@pytest.mark.usefixtures("ground")
def test_what_does_not_fit_together_is_refused_and_what_someone_else_changed_is_kept(manager: Browser) -> None:
    address = draw(manager)
    sent = answered(manager, address)
    wrong = {"h0-measure": "", "walked_on": "23/11/2026", "n0-hazard": "A dog"}
    future = manager.post(f"{address}/assess", data=sent | wrong)
    assert "is still to come" in future.text
    answer = manager.post(f"{address}/assess", data=sent | wrong | {"walked_on": ""})
    assert answer.status_code == 422
    assert "a hazard that is there has a measure" in answer.text
    assert "another hazard needs it" in answer.text
    assert manager.post(f"{address}/assess", data=sent).status_code == 303
    assert manager.post(f"{address}/assess", data=sent).status_code == 409


@pytest.mark.usefixtures("ground")
def test_a_trainer_sees_the_journeys_of_their_own_trainees_alone(
    manager: Browser, trainer: Browser, other_trainer: Browser
) -> None:
    address = draw(manager)
    assert trainer.get(address).status_code == 200
    page = trainer.get("/journeys/p1").text
    assert address in page
    assert "Draw it up" not in page
    assert other_trainer.get(address).status_code == 404
    assert other_trainer.get("/journeys/p1").status_code == 404


@pytest.mark.usefixtures("ground")
def test_nonsense_and_what_is_off_the_map_are_refused(manager: Browser, store: Store) -> None:
    assert manager.post("/journeys/p1", data=ASKED | {"to_stop": "5"}).status_code == 422
    with store.writing(OFFICE) as kept:
        row = kept.records.get("schools", "oak")
        kept.records.keep(type(row)(row.kind, row.key, {**row.values, "lat": "51.0", "lon": "0.0"}, row.version))
    answer = manager.post("/journeys/p1", data=ASKED)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


@pytest.mark.usefixtures("ground")
def test_what_has_no_way_to_school_cannot_be_signed(manager: Browser) -> None:
    answer = manager.post("/journeys/p1", data=ASKED | {"by": "06:00"})
    address = answer.headers["Location"]
    page = manager.get(address).text
    assert "To school: no journey was found" in page
    manager.post(f"{address}/assess", data=answered(manager, address))
    refused = manager.get(f"{address}/sign")
    assert refused.status_code == 409
    assert "no journey to school was found" in refused.text
