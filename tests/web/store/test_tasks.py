"""Long work and the slots of the clock: claimed once, fenced by tokens, taken over from the silent."""

from datetime import timedelta

import pytest

from tests.web.office import NOW, OFFICE, Clock
from web.store import ConflictError, NotKeptError, Store
from web.store.tasks import SILENT, TRIES, Slot, Task, TaskState


def ask(store: Store, kind: str = "draft", **asked: object) -> str:
    with store.writing(OFFICE) as kept:
        return kept.tasks.ask(kind, asked)


def claim(store: Store, holder: str = "one") -> Task:
    with store.writing(OFFICE) as kept:
        task = kept.tasks.claim(holder)
    assert task is not None
    return task


def state_of(store: Store, id_: str) -> TaskState:
    with store.reading(OFFICE) as kept:
        return kept.tasks.get(id_).state


def keep_effect(store: Store, slot: Slot) -> None:
    """Do as a job does: keep what it made, and end its slot, in one transaction."""
    with store.writing(OFFICE) as kept:
        kept.options.put("effect", {"by": slot.holder})
        kept.tasks.end_slot(slot, TaskState.DONE, "")


def fall_silent(clock: Clock) -> None:
    clock.now += SILENT + timedelta(seconds=1)


def test_the_same_work_is_wanted_once_while_it_waits(store: Store) -> None:
    first = ask(store, day="2026-11-23")
    assert ask(store, day="2026-11-23") == first
    assert ask(store, day="2026-11-24") != first
    assert first in {claim(store).id, claim(store).id}
    assert ask(store, day="2026-11-23") != first


def test_the_oldest_task_is_taken_first_and_each_once(store: Store, clock: Clock) -> None:
    first = ask(store, day="1")
    clock.now += timedelta(seconds=1)
    second = ask(store, day="2")
    assert [claim(store).id, claim(store).id] == [first, second]
    with store.writing(OFFICE) as kept:
        assert kept.tasks.claim("three") is None


def test_there_is_no_task_that_nobody_asked_for(store: Store) -> None:
    with store.reading(OFFICE) as kept, pytest.raises(NotKeptError):
        kept.tasks.get("none")


def test_whoever_speaks_keeps_their_task_and_whoever_is_silent_loses_it(store: Store, clock: Clock) -> None:
    ask(store)
    mine = claim(store)
    clock.now += SILENT - timedelta(seconds=1)
    with store.writing(OFFICE) as kept:
        assert kept.tasks.hear(mine, {"doing": "driving"})
        assert kept.tasks.get(mine.id).progress == {"doing": "driving"}
    clock.now += SILENT - timedelta(seconds=1)
    with store.writing(OFFICE) as kept:
        assert kept.tasks.claim("two") is None
        assert kept.tasks.beat(mine)
    fall_silent(clock)
    theirs = claim(store, "two")
    assert (theirs.id, theirs.token) == (mine.id, mine.token + 1)


def test_whoever_lost_a_task_can_keep_nothing(store: Store, clock: Clock) -> None:
    ask(store)
    mine = claim(store)
    fall_silent(clock)
    theirs = claim(store, "two")
    with store.writing(OFFICE) as kept:
        assert not kept.tasks.hear(mine, {})
        assert not kept.tasks.beat(mine)
        kept.tasks.give_back(mine)
        assert kept.tasks.get(mine.id).state is TaskState.RUNNING
        for keep in (kept.tasks.hold, lambda task: kept.tasks.finish(task, {}), lambda task: kept.tasks.fail(task, "")):
            with pytest.raises(ConflictError, match="another process has taken it over"):
                keep(mine)
        kept.tasks.hold(theirs)
        kept.tasks.finish(theirs, {"plan": "x"})
        assert kept.tasks.get(mine.id).result == {"plan": "x"}


def test_a_cancelled_task_is_wanted_no_more(store: Store) -> None:
    id_ = ask(store)
    mine = claim(store)
    with store.writing(OFFICE) as kept:
        kept.tasks.cancel(id_)
        assert not kept.tasks.hear(mine, {})
    assert state_of(store, id_) is TaskState.CANCELLED
    with store.writing(OFFICE) as kept:
        kept.tasks.cancel(id_)  # once over, it stays as it ended
        assert kept.tasks.list_open() == []


def test_what_is_given_back_is_another_s_at_once_under_the_next_token(store: Store) -> None:
    ask(store)
    mine = claim(store)
    with store.writing(OFFICE) as kept:
        kept.tasks.give_back(mine)
    theirs = claim(store, "two")
    assert theirs.token == mine.token + 1
    with store.writing(OFFICE) as kept:
        assert not kept.tasks.beat(mine)


def test_what_breaks_off_again_and_again_is_tried_no_more(store: Store, clock: Clock) -> None:
    id_ = ask(store)
    for _ in range(TRIES):
        claim(store)
        fall_silent(clock)
    with store.writing(OFFICE) as kept:
        assert kept.tasks.claim("last") is None
        found = kept.tasks.get(id_)
        assert found.state is TaskState.FAILED
        assert "begun 3 times and broke off" in found.result["said"]
        assert [task.id for task in kept.tasks.list_failed(NOW)] == [id_]
        assert kept.tasks.list_failed(clock.now + timedelta(seconds=1)) == []


def test_a_slot_is_claimed_once_by_the_time_for_which_it_was_due(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        slot = kept.tasks.claim_slot("backup", NOW, "one")
        assert slot is not None
        assert kept.tasks.claim_slot("backup", NOW, "two") is None
        assert kept.tasks.claim_slot("backup", NOW + timedelta(days=1), "two") is not None
        assert kept.tasks.claim_slot("forget", NOW, "two") is not None
        kept.tasks.end_slot(slot, TaskState.DONE, "all is well")
    with store.writing(OFFICE) as kept:
        assert kept.tasks.claim_slot("backup", NOW, "two") is None
        assert [(each.job, each.said) for each in kept.tasks.list_slots(NOW)][-2:] == [
            ("backup", "all is well"),
            ("forget", ""),
        ]


def test_the_effect_of_whoever_lost_a_slot_is_undone(store: Store, clock: Clock) -> None:
    with store.writing(OFFICE) as kept:
        mine = kept.tasks.claim_slot("backup", NOW, "one")
    assert mine is not None
    fall_silent(clock)
    with store.writing(OFFICE) as kept:
        theirs = kept.tasks.claim_slot("backup", NOW, "two")
        assert theirs is not None
        assert theirs.token == mine.token + 1
        assert not kept.tasks.hear_slot(mine)
        assert kept.tasks.hear_slot(theirs)
    with pytest.raises(ConflictError, match="taken this slot over"):
        keep_effect(store, mine)
    with store.reading(OFFICE) as kept:
        assert kept.options.find("effect") is None


def test_a_slot_that_breaks_off_again_and_again_has_failed(store: Store, clock: Clock) -> None:
    for _ in range(TRIES):
        with store.writing(OFFICE) as kept:
            assert kept.tasks.claim_slot("backup", NOW, "one") is not None
        fall_silent(clock)
    with store.writing(OFFICE) as kept:
        assert kept.tasks.claim_slot("backup", NOW, "one") is None
        assert kept.tasks.list_slots(NOW)[0].state is TaskState.FAILED
