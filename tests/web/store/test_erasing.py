"""Erasing a pupil: nothing that was written about them can be read any more, and nobody else loses anything."""

import pytest

from tests.web import town
from tests.web.marked import MARK, PUPIL, marked_columns, write_marks
from tests.web.office import NAMES, OFFICE, fill, school_of
from travel_training.people import TraineeId
from web.store import NotKeptError, Store
from web.store.erasing import Erased

OPEN = {
    "record.why",
    "day_event.detail",
    "notice.said",
    "plan_unplaced.accepted_why",
    "upload.options",
    "task.asked",
    "task.result",
}
"""Where the marks can be read without any key; elsewhere they are sealed."""


def erase(store: Store) -> Erased:
    with store.writing(OFFICE) as kept:
        return kept.erasing.erase(PUPIL)


def test_no_column_of_any_table_says_anything_of_the_pupil(store: Store) -> None:
    fill(store)
    write_marks(store)
    assert marked_columns(store) == OPEN
    assert erase(store).had_key
    assert marked_columns(store) == set()


def test_what_was_sealed_opens_no_more_in_any_version(store: Store) -> None:
    fill(store)
    write_marks(store)
    with store.reading(OFFICE) as kept:
        before = kept.subject.list_histories(PUPIL)
        assert MARK in str(before)
        assert kept.day.list_confirmations()[PUPIL].note == f"{MARK} note"
    erase(store)
    with store.reading(OFFICE) as kept:
        for kind, key, _ in before:
            assert all(not version.row.values and version.why is None for version in kept.records.history(kind, key))
            assert kept.records.find(kind, key) is None
        assert PUPIL not in kept.day.list_confirmations()
        assert kept.keys.load([PUPIL])[PUPIL] is None


def test_of_training_only_that_sessions_were_held_stays(store: Store) -> None:
    fill(store)
    write_marks(store)
    pupil, other = TraineeId(PUPIL), TraineeId("p1")
    with store.reading(OFFICE) as kept:
        before = kept.training.history(other)
        assert MARK in str(kept.training.history(pupil))
        assert MARK in str(kept.training.sessions.list_between(town.DAY, town.DAY))
        journeys = kept.training.journeys.list_of(pupil)
        assert MARK in str(journeys)
    erase(store)
    with store.reading(OFFICE) as kept:
        assert kept.training.histories() == {other: before}
        assert [head.pupil for head in kept.training.list_trainees()] == [other]
        assert kept.training.journeys.list_of(pupil) == []
        group, alone = kept.training.sessions.list_between(town.DAY, town.DAY)
        assert {group.trainees, alone.trainees} == {(other,), ()}
        assert not [each for each in (group, alone) if each.from_place or each.to_place or each.why]


def test_everyone_else_keeps_everything(store: Store) -> None:
    fill(store)
    write_marks(store)
    with store.reading(OFFICE) as kept:
        before = [row for rows in kept.records.all_rows().values() for row in rows if row["pupil"] != PUPIL]
    erase(store)
    with store.reading(OFFICE) as kept:
        after = [row for rows in kept.records.all_rows().values() for row in rows]
        assert [row for row in before if row.kind != "kept_apart"] == after
        assert kept.records.names("pupils") == {id_: name for id_, name in NAMES.items() if id_ != PUPIL}
        assert kept.audit.verify() == []
        published = kept.plans.find_published(town.DAY, town.town().direction)
        assert published is not None
        rides = {ride.pupil for ride in kept.plans.list_rides(published.id)}
        assert PUPIL in rides  # under the reference alone
        assert kept.plans.get_run(published.id, "minibus-1/1").lines is not None
        assert kept.plans.get_run(published.id, "taxi-7/1").lines is None


def test_done_twice_it_finds_nothing_the_second_time(store: Store) -> None:
    fill(store)
    write_marks(store)
    assert not erase(store).is_nothing
    with store.writing(OFFICE) as kept:
        kept.uploads.keep("pupils", "another.csv", b"", {})
        assert kept.erasing.is_known(PUPIL)
        assert kept.erasing.erase(PUPIL).is_nothing
        entries = kept.audit.count()
    assert erase(store).is_nothing
    with store.reading(OFFICE) as kept:
        assert kept.audit.count() == entries


def test_a_school_can_erase_nobody(store: Store) -> None:
    fill(store)
    with store.writing(school_of("elm")) as kept, pytest.raises(NotKeptError):
        _ = kept.erasing
