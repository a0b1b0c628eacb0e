"""Who works beside this process, by the command line."""

import argparse
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from routing.console import CommandError
from routing.hands import ClusterExecutor, hands


def asked(**options: object) -> argparse.Namespace:
    return argparse.Namespace(**{"workers": 1, "cluster": None, **options})


def test_one_worker_is_this_process_and_two_are_two_others() -> None:
    with hands(asked()) as nobody:
        assert nobody is None
    with hands(asked(workers=2)) as executor:
        assert isinstance(executor, Executor)
        assert executor.submit(max, 3, 4).result() == 4


def test_a_cluster_without_dask_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> object:
        raise ModuleNotFoundError

    monkeypatch.setattr("routing.hands.import_module", missing)
    with pytest.raises(CommandError, match=r"pip install 'waymark\[cluster\]'"), hands(asked(cluster="tcp://x:1")):
        pass


def test_a_cluster_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def client(address: str, timeout: str) -> object:
        raise OSError(f"{address} not reached in {timeout}")

    monkeypatch.setattr("routing.hands.import_module", lambda _: SimpleNamespace(Client=client))
    with pytest.raises(CommandError, match="No cluster answers at tcp://x:1"), hands(asked(cluster="tcp://x:1")):
        pass


class _KilledWorkerError(Exception):
    """As Dask says that a task killed worker after worker."""


class _Client:
    """A cluster of one thread."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor

    def get_executor(self, *, pure: bool) -> Executor:
        """Return the thread; no result may be taken for another's."""
        assert not pure
        return self.executor


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[ClusterExecutor]:
    monkeypatch.setattr("routing.hands.import_module", lambda _: SimpleNamespace(KilledWorker=_KilledWorkerError))
    with ThreadPoolExecutor(1) as executor:
        yield ClusterExecutor(_Client(executor))


def _fails(wrong: Exception) -> None:
    raise wrong


def test_a_cluster_works_as_an_executor(cluster: ClusterExecutor) -> None:
    assert cluster.submit(max, 1, 2).result() == 2


@pytest.mark.parametrize(("wrong", "said"), [(_KilledWorkerError(), BrokenExecutor), (KeyError("x"), KeyError)])
def test_a_task_that_kills_workers_is_told_from_one_that_is_wrong(
    cluster: ClusterExecutor, wrong: Exception, said: type[Exception]
) -> None:
    future: Future[None] = cluster.submit(_fails, wrong)
    with pytest.raises(said):
        future.result()
