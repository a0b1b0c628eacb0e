"""Editing a programme: a new version, what is refused and where, and whose older version stays."""

from tests.travel_training.trainees import KERB, STREETS
from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.pages.programmes.answers import untouched
from travel_training.programme import Competency, Milestone, Programme, Setting
from web.store import Store


def kept_now(store: Store) -> list[Programme]:
    with store.reading(OFFICE) as kept:
        return kept.training.programmes.list_versions(STREETS.id)


def test_a_form_sent_as_it_stands_changes_nothing(manager: Browser, store: Store, streets: str) -> None:
    answer = manager.post(f"{streets}/edit", data=untouched(manager, f"{streets}/edit"))
    assert answer.status_code == 303
    assert "Nothing changed." in manager.get(streets).text
    assert kept_now(store) == [STREETS]


def test_what_is_saved_is_a_new_version_and_the_older_one_stays(manager: Browser, store: Store, streets: str) -> None:
    sent = untouched(manager, f"{streets}/edit")
    sent |= {"s0-m0-days": "5", "s0-m0-lapses": "", "s1-m0-critical": "yes", "l3-value": "9", "l3-name": "all alone"}
    new = {"s0-m1-name": "Looks twice", "s0-m1-about": "pedestrian", "s0-m1-days": "2", "s0-m1-unplanned": "yes"}
    stage = {"s2-name": "By telephone", "s2-setting": "remote", "s2-sessions": "2", "s2-minutes": "15"}
    assert manager.post(f"{streets}/edit", data=sent | new | stage).status_code == 303
    newest, older = kept_now(store)
    assert older == STREETS
    assert newest.version == 2
    assert newest.scale.top == 9
    assert newest.milestone[KERB.id].days_needed == 5
    assert newest.milestone[KERB.id].lapses_after_days is None
    assert all(each.is_safety_critical for each in newest.stages[1].milestones)
    assert newest.stages[0].milestones[1] == Milestone(
        id=newest.stages[0].milestones[1].id,
        name="Looks twice",
        said="",
        competency=Competency.PEDESTRIAN,
        days_needed=2,
        needs_unplanned=True,
    )
    assert (newest.stages[2].name, newest.stages[2].setting) == ("By telephone", Setting.REMOTE)
    assert "Version 1" in manager.get(streets).text
    assert "older version" in manager.get(f"{streets}/1").text


def test_stages_go_where_their_places_say_and_what_is_taken_out_is_gone(
    manager: Browser, store: Store, streets: str
) -> None:
    sent = untouched(manager, f"{streets}/edit") | {"s0-place": "2", "s1-place": "1", "s1-m0-out": "yes"}
    assert manager.post(f"{streets}/edit", data=sent).status_code == 303
    newest = kept_now(store)[0]
    assert [stage.id for stage in newest.stages] == ["watch", "walk"]
    assert list(newest.milestone) == [KERB.id]


def test_what_cannot_be_is_refused_where_it_is_mended_and_nothing_is_kept(
    manager: Browser, store: Store, streets: str
) -> None:
    sent = untouched(manager, f"{streets}/edit")
    wrong = {
        "s0-sessions": "0",
        "s0-m1-name": "Looks twice",
        "s1-group": "3",
        "l1-value": "0",
        "s2-m0-name": "Lost",
        "s2-m0-about": "help",
        "s2-m0-days": "1",
    }
    shape = manager.post(f"{streets}/edit", data=sent | {"s0-sessions": "none"})
    answer = manager.post(f"{streets}/edit", data=sent | wrong | {"s0-sessions": "3"})
    assert (shape.status_code, answer.status_code) == (422, 422)
    assert "Sessions: " in shape.text
    for said in (
        "only a classroom stage is taught to a group.",
        "each higher than the one before.",
        "About is empty: what is new needs what it is about",
        "a new milestone needs a stage",
    ):
        assert said in answer.text
    assert kept_now(store) == [STREETS]


def test_a_newer_version_by_someone_else_is_not_overwritten(manager: Browser, store: Store, streets: str) -> None:
    sent = untouched(manager, f"{streets}/edit") | {"name": "Mine"}
    assert manager.post(f"{streets}/edit", data=sent | {"name": "Theirs"}).status_code == 303
    answer = manager.post(f"{streets}/edit", data=sent)
    assert answer.status_code == 422
    assert "Someone else has made a newer version" in answer.text
    assert [each.name for each in kept_now(store)] == ["Theirs", "Streets"]


def test_whoever_may_only_look_is_not_asked(officer: Browser, streets: str) -> None:
    assert "Change this programme" not in officer.get(streets).text
    assert officer.get(f"{streets}/edit").status_code == 404
