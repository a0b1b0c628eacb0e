"""Who works beside this process: so many processes of this machine, or a Dask cluster. Both speak as executors.

What is handed over of a plan under way is numbers, times and distances and limits, without any name, reference or
address; all the same a cluster is an authority's own machines, or nobody's.
"""

import argparse
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from routing.console import CommandError


@contextmanager
def hands(options: argparse.Namespace) -> Iterator[Executor | None]:
    """Give who works: by ``--workers`` or ``--cluster``; None for this process alone."""
    address = getattr(options, "cluster", None)
    if address is not None:
        with _cluster(address) as executor:
            yield executor
    elif options.workers > 1:
        with processes(options.workers) as executor:
            yield executor
    else:
        yield None


@contextmanager
def processes(number: int) -> Iterator[Executor]:
    """Give so many processes of this machine. Ctrl-C is for whoever asked them, not for them."""
    context = get_context("spawn")
    with ProcessPoolExecutor(number, mp_context=context, initializer=_ignore_interrupts) as executor:
        yield executor


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        dask = import_module("distributed").Client(address, timeout="10s")
    except ModuleNotFoundError as missing:
        say = "A cluster needs Dask: pip install 'waymark[cluster]', here and on each of its machines."
        raise CommandError(say) from missing
    except (OSError, ValueError) as refused:
        raise CommandError(f"No cluster answers at {address}: {refused}") from refused
    with dask:
        yield ClusterExecutor(dask)


class ClusterExecutor(Executor):
    """A Dask cluster as an executor; a task that has killed worker after worker ends as one of a broken executor.

    Parameters
    ----------
    dask
        A ``distributed.Client``.
    """

    def __init__(self, dask: Any) -> None:
        self._executor = dask.get_executor(pure=False)
        self._killed: type[Exception] = import_module("distributed").KilledWorker

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Hand a task to the cluster."""
        given: Future[Any] = Future()
        asked = self._executor.submit(fn, *args, **kwargs)

        def done(future: "Future[Any]") -> None:
            wrong = future.exception()
            if wrong is None:
                given.set_result(future.result())
            elif isinstance(wrong, self._killed):
                given.set_exception(BrokenExecutor(str(wrong)))
            else:
                given.set_exception(wrong)

        asked.add_done_callback(done)
        return given
