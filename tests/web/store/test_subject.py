"""Everything about one pupil is found, opened, and nobody else's."""

import json

import pytest

from tests.web import town
from tests.web.marked import MARK, PUPIL, write_marks
from tests.web.office import OFFICE, document, fill, keep_draft, school_of
from web.store import NotKeptError, Store
from web.store.day import What
from web.store.reminders import Lapse


def test_every_word_about_the_pupil_is_found(store: Store) -> None:
    fill(store)
    write_marks(store)
    with store.writing(OFFICE) as kept:
        plan = kept.plans.find_published(town.DAY, town.town().direction)
        assert plan is not None
        kept.day.log(plan.id, town.DAY, "taxi-7/1", 1, What.BOARDED, 29000, 28900, pupil=PUPIL)
        kept.reminders.settle({"risk_assessments"}, [Lapse("risk_assessments", PUPIL, town.DAY, "lapses")])
        subject = kept.subject
        histories = subject.list_histories(PUPIL)
        assert {kind for kind, _, _ in histories} == {"pupils", "risk_assessments", "waivers", "kept_apart"}
        pupil = next(versions for kind, _, versions in histories if kind == "pupils")
        assert [version.row["name"] for version in pupil] == [f"{MARK} name", "Eve Elmhurst"]
        assert [word["note"] for word in subject.list_confirmations(PUPIL)] == [f"{MARK} note"]
        assert [event["detail"] for event in subject.list_events(PUPIL)] == [{"said": f"{MARK} absent"}]
        assert [notice["said"] for notice in subject.list_notices(PUPIL)] == [[f"{MARK} told"]]
        assert [plan["accepted_why"] for plan in subject.list_unplaced(PUPIL)] == [f"{MARK} accepted"]
        assert [(logged["what"], logged["at_s"]) for logged in subject.list_actuals(PUPIL)] == [("boarded", 29000)]
        assert [reminder["said"] for reminder in subject.list_reminders(PUPIL)] == ["lapses"]
        told = subject.list_training(PUPIL)
        assert [entry.get("words") for entry in told["Entries of travel training"]] == [None, f"{MARK} words", None]
        assert {session["from_place"] for session in told["Sessions of travel training"]} == {
            "12 Secret Lane",
            f"{MARK} place",
        }
        assert [session["why"] for session in told["Sessions of travel training"]] == [f"{MARK} cancelled", ""]
        assert [each["document"] for each in told["Journeys of travel training"]] == [{"steps": [f"{MARK} step"]}]
        assert [each["state"] for each in told["Where they stand in travel training"]] == ["referred"]
        assert [(ride["day"], ride["run"]) for ride in subject.list_rides(PUPIL)] == [(town.DAY, "taxi-7/1")]


def test_of_a_shared_run_only_the_own_stops_are_told(store: Store) -> None:
    fill(store)
    with store.reading(OFFICE) as kept:
        (run,) = kept.subject.list_stops("p1")
    assert [sorted({"boards", "alights"} & stop.keys()) for stop in run["stops"]] == [["boards"], ["alights"]]
    said = json.dumps(run)
    assert '"p1"' in said
    assert not [other for other in ("p2", "p3", "p4") if f'"{other}"' in said]


def test_the_audit_log_is_searched_for_the_reference_and_not_for_a_part_of_it(store: Store) -> None:
    fill(store)
    id_ = keep_draft(store)
    with store.writing(OFFICE) as kept:
        kept.plans.edit(id_, 0, document(), [], "p1 goes by taxi; p15 stays")
        kept.forgetting.put_hold("p15", is_held=True)
    with store.reading(OFFICE) as kept:
        found = {(entry["event"], entry["ref"]) for entry in kept.subject.list_audit("p1")}
    assert {("record:changed", "p1"), ("plan:edited", id_)} <= found
    assert ("option:changed", "legal-hold:p15") not in found


def test_a_school_is_told_nothing(store: Store) -> None:
    fill(store)
    with store.reading(school_of("oak")) as kept, pytest.raises(NotKeptError):
        _ = kept.subject
