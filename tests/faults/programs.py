"""What is done while somebody pulls the plug: programs for processes of their own, which say ``ack`` once it is kept.

``python -m tests.faults.programs NAME HOME URL [ARGUMENT]``; HOME holds the keys, URL may be empty for SQLite.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, insert, select, update

from tests.web import town
from tests.web.office import OFFICE, document, moved_document
from tests.web.works import WORKS, wait_for_file
from web import slots, worker
from web.opening import open_store
from web.records.rows import row_of
from web.settings import Settings
from web.slots import At, Effect, Job, Turn, new_holder, run_slot
from web.store import Kept, Store, tasks
from web.store.errors import StoreError
from web.store.events import Event
from web.store.plans import Drafted
from web.store.records import Change
from web.store.tables import OptionRow, RecordRow
from web.store.tasks import TaskState

BATCH = 40
"""So many records are imported at once."""
COUNTER = "counter"
GO = "go"
"""The file that is the word."""
PAUSE_S = 0.004
"""Between reading and writing, so that others may come between them."""
SILENT_S = 2
HASTE = 600
"""How much faster than ours the clock of the clocks goes: a minute's silence is a tenth of a second."""
EPOCH = datetime(2026, 11, 23, 6, tzinfo=UTC)


def ack(**said: object) -> None:
    """Tell whoever started us that something has been kept."""
    sys.stdout.write(f"ack {json.dumps(said)}\n")
    sys.stdout.flush()


# -- saving, importing, publishing ------------------------------------------------------------------------------------


def save(store: Store, pause_s: str) -> None:
    """Keep one version of a pupil's record after another."""
    for number in count(1):
        time.sleep(float(pause_s or 0))
        with store.writing(OFFICE) as kept:
            name = _save_one(kept, number)
        ack(key=name[0], name=name[1])


def _save_one(kept: Kept, number: int) -> tuple[str, str]:
    key, name = f"p{number % 4 + 1}", f"Name {os.getpid()}-{number}"
    row = kept.records.get("pupils", key)
    kept.records.keep(row_of("pupils", {**row.values, "name": name}, row.version), f"saved {number}")
    return key, name


def import_lists(store: Store, pause_s: str) -> None:
    """Keep one list of new vehicles after another, each whole."""
    for number in count(os.getpid() * 1_000_000):
        time.sleep(float(pause_s or 0))
        rows = [row_of("vehicles", _vehicle(number, each)) for each in range(BATCH)]
        with store.writing(OFFICE) as kept:
            kept.records.apply([Change(row) for row in rows], f"import {number}")
            kept.audit.say(Event.IMPORT_CONFIRMED, "vehicles", str(number), rows=BATCH)
        ack(batch=number)


def _vehicle(number: int, each: int) -> dict[str, str]:
    return {"vehicle": f"v{number}-{each}", "contract": "c1", "layouts": "4+0"}


def publish(store: Store, pause_s: str) -> None:
    """Publish one version of a morning's plan after another."""
    for number in count(1):
        time.sleep(float(pause_s or 0))
        made = moved_document() if number % 2 else document()
        with store.writing(OFFICE) as kept:
            before = kept.plans.find_published(town.DAY, made.problem.direction)
            replaces = None if before is None else before.id
            id_ = kept.plans.keep_draft(Drafted(document=made, violations=(), title="x", replaces=replaces))
            for each in kept.plans.list_unplaced(id_):
                kept.plans.accept_unplaced(id_, each.pupil, "on Tuesday")
        with store.writing(OFFICE) as kept:
            version = kept.plans.publish(id_, 0)
        ack(plan=id_, version=version)


def save_in_two(store: Store, _argument: str) -> None:
    """Keep a version in two transactions, and die between them: the control, which must be found half."""
    with store.database.writing() as connection:
        row = connection.execute(select(RecordRow.__table__).where(RecordRow.key == "taxi-7")).mappings().one()
        connection.execute(insert(RecordRow).values({**row, "version": row["version"] + 1}))
    os.kill(os.getpid(), signal.SIGKILL)
    with store.database.writing() as connection:
        old = (RecordRow.key == "taxi-7") & (RecordRow.version == row["version"])
        connection.execute(update(RecordRow).where(old).values(is_current=False))


def save_until_full(store: Store, argument: str) -> None:
    """Keep vehicles until the disk is full, and say what was said then; ``early``: acknowledge before it is kept."""
    for number in count(1):
        rows = [row_of("vehicles", _vehicle(number, each)) for each in range(BATCH)]
        try:
            with store.writing(OFFICE) as kept:
                kept.records.apply([Change(row) for row in rows], f"import {number}")
                if argument == "early":
                    ack(batch=number)
        except StoreError as error:
            sys.stdout.write(f"said {type(error).__name__} {error}\n")
            return
        if argument != "early":
            ack(batch=number)


# -- counting ---------------------------------------------------------------------------------------------------------


def begin_together() -> None:
    """Say that we are ready, and wait for the word, so that all who count do so at one time."""
    ack(ready=True)
    wait_for_file(settings_of(sys.argv[2:]).home / GO)


def count_up(store: Store, argument: str) -> None:
    """Read a number, wait, and write the next, so many times: through the store."""
    begin_together()
    for _ in range(int(argument)):
        with store.writing(OFFICE) as kept:
            found = kept.options.find(COUNTER) or {"is": 0}
            time.sleep(PAUSE_S)
            kept.options.put(COUNTER, {"is": found["is"] + 1})
        ack()


def count_up_carelessly(store: Store, argument: str) -> None:
    """Do the same as SQLAlchemy does it of itself: the control, which loses some, or is refused."""
    engine = create_engine(store.database.url)
    begin_together()
    for _ in range(int(argument)):
        with engine.begin() as connection:
            found = connection.execute(select(OptionRow.value).where(OptionRow.name == COUNTER)).scalar_one()
            time.sleep(PAUSE_S)
            after = {"is": found["is"] + 1}
            connection.execute(update(OptionRow).where(OptionRow.name == COUNTER).values(value=after))
        ack()


# -- clocks -----------------------------------------------------------------------------------------------------------


def hasty(begun_s: float) -> Callable[[], datetime]:
    """Return a clock that goes faster than ours, and alike in every process that begins it at one moment of ours."""
    return lambda: EPOCH + timedelta(seconds=(time.time() - begun_s) * HASTE)


def slot_times() -> list[datetime]:
    """Return the times for which the slots of a test are due."""
    return [EPOCH - timedelta(hours=each) for each in range(12)]


def note(kept: Kept, turn: Turn) -> str:
    """Note that a slot's work was done."""
    found = kept.options.find("effects") or {"slots": []}
    kept.options.put("effects", {"slots": [*found["slots"], turn.due_at.isoformat()]})
    return "noted"


def _job(run: Callable[[Turn], Effect]) -> Job:
    return Job(name="note", does="notes", when=At(EPOCH.time().replace(hour=6)), run=run)


def working(turn: Turn) -> Effect:
    """Take a while."""
    time.sleep(0.02)
    return lambda kept: note(kept, turn)


def stopping(turn: Turn) -> Effect:
    """Stop, as a machine does that swaps or sleeps, until somebody has us go on."""
    os.kill(os.getpid(), signal.SIGSTOP)
    return lambda kept: note(kept, turn)


def run_clock(store: Store, _argument: str) -> None:
    """Run every slot that is free, again and again, until all are over."""
    slots.BEAT_S = 0.02
    job, holder = _job(working), new_holder()
    while True:
        for due_at in slot_times():
            if run_slot(store, Settings(), job, due_at, holder) is not None:
                ack(slot=due_at.isoformat())
        with store.reading(OFFICE) as kept:
            if sum(slot.state.is_over for slot in kept.tasks.list_slots(slot_times()[-1])) == len(slot_times()):
                return
        time.sleep(0.05)


def stop_in_a_slot(store: Store, argument: str) -> None:
    """Run one slot and be stopped in the middle; ``careless``: keep what was done whatever became of the slot."""
    slots.BEAT_S = 0.02
    due_at = slot_times()[0]
    if argument != "careless":
        run_slot(store, Settings(), _job(stopping), due_at, new_holder())
        return
    with store.writing(OFFICE) as kept:
        slot = kept.tasks.claim_slot("note", due_at, new_holder())
    assert slot is not None
    effect = stopping(Turn(store, Settings(), due_at))
    with store.writing(OFFICE) as kept:
        effect(kept)
    with store.writing(OFFICE) as kept:
        if kept.tasks.hear_slot(slot):
            kept.tasks.end_slot(slot, TaskState.DONE, "")


# -- long work --------------------------------------------------------------------------------------------------------


def work(store: Store, argument: str) -> None:
    """Do the tasks that are wanted; ``rest``: until none is left. A silence of seconds is long here."""
    tasks.SILENT = timedelta(seconds=SILENT_S)
    worker.BEAT_S, worker.IDLE_S, worker.WATCH_S = 0.2, 0.05, 0.05
    doing = worker.Worker(store, settings_of(sys.argv[2:]), WORKS, new_holder())
    if argument != "rest":
        doing.run()
        return
    with doing.at_work():
        while True:
            time.sleep(0.1)
            with store.reading(OFFICE) as kept:
                if not kept.tasks.list_open():
                    return


PROGRAMS: Mapping[str, Callable[[Store, str], None]] = {
    "save": save,
    "import": import_lists,
    "publish": publish,
    "save-in-two": save_in_two,
    "save-until-full": save_until_full,
    "count-up": count_up,
    "count-up-carelessly": count_up_carelessly,
    "run-clock": run_clock,
    "stop-in-a-slot": stop_in_a_slot,
    "work": work,
}


def settings_of(arguments: list[str]) -> Settings:
    """Return the settings that the command line gives: home folder and database."""
    return Settings(home=Path(arguments[0]), database_url=arguments[1])


def main(arguments: list[str]) -> None:
    """Run a program on an installation."""
    name = arguments[0]
    store = open_store(settings_of(arguments[1:]), create=False)
    if begun := os.environ.get("TEST_BEGUN"):
        store.now = hasty(float(begun))
    PROGRAMS[name](store, arguments[3] if len(arguments) > 3 else "")
    store.database.close()


if __name__ == "__main__":
    main(sys.argv[1:])
