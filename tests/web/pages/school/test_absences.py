"""A school tells of absences."""

import pytest

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.town import DAY
from web.store import Store

GIVEN = {"pupil": "p1", "from": f"{DAY:%d/%m/%Y}", "until": "", "way": "both"}


def test_an_absence_is_told_seen_and_taken_back(school: Browser, store: Store) -> None:
    answer = school.post("/school/absences", data=GIVEN)
    assert answer.status_code == 303
    page = school.get(answer.location).get_data(as_text=True)
    assert "The transport team has been told." in page
    assert "Mon 23 Nov, both ways" in page
    with store.reading(OFFICE) as kept:
        [event] = kept.day.list_events(DAY, DAY)
    school.post(f"/school/absences/{event.id}/withdraw")
    assert "Everyone is expected to travel." in school.get("/school/absences").get_data(as_text=True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pupil": "p5"}, "&#39;p5&#39; is not one of the choices"),
        ({"pupil": ""}, "Pupil is empty: choose one"),
        ({"from": "01/11/2026"}, "is in the past"),
        ({"from": "01/11/2027"}, "more than 60 days ahead"),
        ({"until": "20/11/2026"}, "must be the first day or up to 60 days after it"),
        ({"from": "soon"}, "&#39;soon&#39; is not a date"),
        ({"way": "sideways"}, "is not one of the choices"),
    ],
)
def test_nonsense_is_refused_in_a_sentence_and_kept_in_the_form(
    school: Browser, store: Store, change: dict[str, str], said: str
) -> None:
    answer = school.post("/school/absences", data=GIVEN | change)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    with store.reading(OFFICE) as kept:
        assert kept.day.list_events(DAY, DAY) == []
