"""Serves the pages with gunicorn, and, where it is asked, has the clock run beside them."""

import ipaddress
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from routing.console import CommandError
from web.app import create_app
from web.opening import open_store
from web.settings import Settings

_GRACE_S = 10


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and with how many hands to serve.

    Parameters
    ----------
    workers, threads
        Processes, and threads in each.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    threads: int = 4

    @property
    def is_local(self) -> bool:
        """Whether nobody but this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def serve(settings: Settings, listening: Listening) -> None:
    """Serve until someone stops it; ``CommandError`` if that would not be safe."""
    if not listening.is_local and not (settings.secure_cookies and settings.second_factor):
        raise CommandError(
            f"{listening.host} can be reached by others: serve there only with WAYMARK_SECURE_COOKIES and "
            "WAYMARK_SECOND_FACTOR on, behind a proxy that speaks HTTPS."
        )
    open_store(settings, create=True).database.close()  # made and upgraded once, before the workers look
    _Server(settings, listening).run()


@contextmanager
def clock_beside(settings: Settings) -> Iterator[None]:
    """Have ``waymark jobs`` run in a process of its own while the block lasts; it speaks to ``jobs.log`` at home."""
    command = [sys.executable, "-m", "web.cli", "jobs"]
    environment = {**os.environ, **settings.environment()}
    with (settings.home / "jobs.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603 -- our own command
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(_GRACE_S)
            except subprocess.TimeoutExpired:
                process.kill()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn, told on this page rather than in a file of its own."""

    def __init__(self, settings: Settings, listening: Listening) -> None:
        self._settings = settings
        self._listening = listening
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn how to serve."""
        told: dict[str, Any] = {
            "bind": f"{self._listening.host}:{self._listening.port}",
            "workers": self._listening.workers,
            "threads": self._listening.threads,
            "worker_class": "gthread",
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "limit_request_line": 4_094,
            "loglevel": "warning",
            "control_socket_disable": True,  # nothing speaks to it, and an open socket is one more door
        }
        for name, value in told.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application, in each worker with connections of its own."""
        return create_app(open_store(self._settings, create=False), self._settings)
