"""The worker: each task in a process of its own, which may end in any way without harm."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.office import OFFICE
from tests.web.works import WORKS, wait_for_file
from web import worker
from web.opening import open_store
from web.settings import Settings
from web.store import Store
from web.store.tasks import Task, TaskState
from web.work import WORK, Later
from web.worker import NICENESS, Telling, Worker


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    made = open_store(settings, create=True)
    yield made
    made.database.close()


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the worker look often and wait little."""
    for name, value in {"WATCH_S": 0.02, "BEAT_S": 0.05, "IDLE_S": 0.02, "GRACE_S": 1.0}.items():
        monkeypatch.setattr(worker, name, value)


def ask(store: Store, kind: str, **asked: Any) -> Task:
    """Ask for work, and claim it."""
    with store.writing(OFFICE) as kept:
        kept.tasks.ask(kind, asked)
        task = kept.tasks.claim("one")
    assert task is not None
    return task


def do(store: Store, settings: Settings, kind: str, **asked: Any) -> Task:
    """Ask for work, have it done, and return how it ended."""
    task = ask(store, kind, **asked)
    Worker(store, settings, WORKS, "one").do(task)
    return seen(store, task)


def seen(store: Store, task: Task) -> Task:
    with store.reading(OFFICE) as kept:
        return kept.tasks.get(task.id)


def test_a_task_is_done_in_a_process_that_stands_back_for_the_pages(store: Store, settings: Settings) -> None:
    task = do(store, settings, "hello", name="Ann")
    assert task.state is TaskState.DONE
    assert task.result["said"] == "Hello Ann"
    assert task.result["niceness"] >= NICENESS
    assert task.progress == {"doing": "greeting"}


def test_a_task_that_cannot_be_done_fails_with_its_sentence(store: Store, settings: Settings) -> None:
    task = do(store, settings, "refuse")
    assert (task.state, task.result) == (TaskState.FAILED, {"said": "There are no roads."})


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("killed", "was ended by the machine (signal 9): most likely there was too little memory"),
        ("break", "Something went wrong on our side; the server's log says what."),
        ("unheard-of", "Nobody here knows how to do 'unheard-of'."),
    ],
)
def test_a_process_that_dies_fails_its_task_with_a_sentence(
    store: Store, settings: Settings, kind: str, said: str
) -> None:
    task = do(store, settings, kind)
    assert task.state is TaskState.FAILED
    assert said in task.result["said"]


def cancel_once_begun(store: Store, settings: Settings, task: Task) -> threading.Thread:
    def cancel() -> None:
        wait_for_file(settings.home / "begun")
        with store.writing(OFFICE) as kept:
            kept.tasks.cancel(task.id)

    thread = threading.Thread(target=cancel)
    thread.start()
    return thread


def test_a_cancelled_task_is_told_and_ends_by_itself(store: Store, settings: Settings) -> None:
    task = ask(store, "go-on")
    cancelling = cancel_once_begun(store, settings, task)
    Worker(store, settings, WORKS, "one").do(task)
    cancelling.join()
    assert seen(store, task).state is TaskState.CANCELLED
    assert (settings.home / "ended-politely").exists()


def test_a_cancelled_task_that_does_not_listen_is_ended(store: Store, settings: Settings) -> None:
    task = ask(store, "deaf")
    cancelling = cancel_once_begun(store, settings, task)
    Worker(store, settings, WORKS, "one").do(task)
    cancelling.join()
    assert seen(store, task).state is TaskState.CANCELLED


def test_a_task_that_takes_for_ever_is_ended(store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "MOST_S", 1.0)
    task = do(store, settings, "deaf")
    assert task.state is TaskState.FAILED
    assert "It took longer than" in task.result["said"]


def test_a_worker_that_goes_away_gives_its_task_back(store: Store, settings: Settings) -> None:
    with store.writing(OFFICE) as kept:
        id_ = kept.tasks.ask("go-on", {})
    with Worker(store, settings, WORKS, "one").at_work():
        wait_for_file(settings.home / "begun")
    with store.reading(OFFICE) as kept:
        assert kept.tasks.get(id_).state is TaskState.QUEUED


def test_tasks_are_done_one_after_another(store: Store, settings: Settings) -> None:
    with store.writing(OFFICE) as kept:
        ids = {kept.tasks.ask("count", {"number": number}) for number in range(3)}
    with Worker(store, settings, WORKS, "one").at_work():
        wait_until(lambda: not open_tasks(store))
    with store.reading(OFFICE) as kept:
        found = kept.options.find("count")
        assert found is not None
        assert (len(found["tasks"]), set(found["tasks"])) == (3, ids)


def open_tasks(store: Store) -> list[Task]:
    with store.reading(OFFICE) as kept:
        return kept.tasks.list_open()


def wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(6000):
        if is_so():
            return
        pause.wait(0.01)
    raise AssertionError("it never came")


def test_progress_is_written_now_and_then_and_hears_that_it_is_unwanted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = 0.0
    monkeypatch.setattr("web.worker.time.monotonic", lambda: now_s)
    task = ask(store, "hello")
    hear = Telling(store, task)
    assert hear({"step": 1})
    now_s = 0.4
    assert hear({"step": 2})
    assert seen(store, task).progress == {"step": 1}
    now_s = 0.6
    assert hear({"step": 3})
    assert seen(store, task).progress == {"step": 3}
    with store.writing(OFFICE) as kept:
        kept.tasks.cancel(task.id)
    assert hear({"step": 4})  # not asked again so soon
    now_s = 1.2
    assert not hear({"step": 5})
    assert not hear({"step": 6})


def test_every_kind_of_work_is_loaded_when_it_is_done_and_not_before(store: Store, settings: Settings) -> None:
    assert all(isinstance(work, Later) for work in WORK.values())
    greet = Later("tests.web.works", "say_hello")
    task = ask(store, "hello", name="Ben")
    assert greet(store, settings, task, lambda _: True)["said"] == "Hello Ben"
