"""The page of the targets."""

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from web.store import Store

KEY = "punctual||oak"


def _set(browser: Browser, **answers: str) -> int:
    return browser.post("/reports/targets", data=answers).status_code


def test_an_officer_may_not_set_targets(officer: Browser) -> None:
    assert officer.get("/reports/targets").status_code == 404
    assert _set(officer, target="punctual", value="95") == 404


def test_a_target_is_a_record_and_one_set_again_is_its_next_version(store: Store, manager: Browser) -> None:
    assert "None is set" in manager.get("/reports/targets").get_data(as_text=True)
    assert _set(manager, target="punctual", school="oak", value="95") == 303
    assert _set(manager, target="punctual", school="oak", value="90") == 303
    with store.reading(OFFICE) as kept:
        assert [version.row["value"] for version in kept.records.history("targets", KEY)] == ["90", "95"]
    text = manager.get("/reports/targets").get_data(as_text=True)
    assert "at least 90%" in text
    assert "Oak School" in text
    assert "The target is set" in text


def test_what_cannot_be_a_target_is_refused_with_what_to_do(store: Store, manager: Browser) -> None:
    for answers, said in (
        ({"target": "punctual", "value": "120"}, "Value: a share is at most 100%, not 120%"),
        ({"target": "punctual", "value": ""}, "Value is empty"),
        ({"target": "joy", "value": "5"}, "Target: &#39;joy&#39; is not one of the choices"),
    ):
        answer = manager.post("/reports/targets", data=answers)
        assert answer.status_code == 422
        assert said in answer.get_data(as_text=True)
    with store.reading(OFFICE) as kept:
        assert kept.records.list_kind("targets") == []


def test_a_target_goes_after_a_question_and_never_without(store: Store, manager: Browser) -> None:
    _set(manager, target="punctual", school="oak", value="95")
    text = manager.get("/reports/targets/remove", query_string={"key": KEY}).get_data(as_text=True)
    assert "Arrivals on time, %, Oak School: 95" in text
    assert manager.post("/reports/targets/remove", data={"key": KEY, "version": "2"}).status_code == 409
    assert manager.post("/reports/targets/remove", data={"key": KEY}).status_code == 400
    assert manager.post("/reports/targets/remove", data={"key": KEY, "version": "1"}).status_code == 303
    assert manager.get("/reports/targets/remove", query_string={"key": KEY}).status_code == 404
    with store.reading(OFFICE) as kept:
        assert kept.records.list_kind("targets") == []
    assert _set(manager, target="punctual", school="oak", value="93") == 303
