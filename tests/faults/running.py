"""Starts the programs of the fault tests in processes of their own, and hears what they acknowledge."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from web.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


class Program:
    """A program that runs; ``acked`` holds what it has acknowledged and we have heard."""

    def __init__(
        self, settings: Settings, name: str, argument: str = "", environment: dict[str, str] | None = None
    ) -> None:
        command = [sys.executable, "-m", "tests.faults.programs", name, str(settings.home), settings.database_url]
        self._process = subprocess.Popen(
            [*command, argument],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self._out = self._process.stdout
        self.acked: list[dict[str, Any]] = []
        self.said: list[str] = []

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def hear(self, acks: int) -> Self:
        """Hear so many more acknowledgements, or until it ends."""
        wanted = len(self.acked) + acks
        while len(self.acked) < wanted and self._hear_line():
            pass
        return self

    def kill(self) -> Self:
        """Kill it, if it still runs, as the machine does that loses its power; hear all that it had acknowledged."""
        if self._process.poll() is None:
            self.signal(signal.SIGKILL)
        self.end()
        return self

    def end(self) -> int:
        """Hear it to its end; return how it ended."""
        while self._hear_line():
            pass
        code = self._process.wait(120)
        self._out.close()
        return code

    def signal(self, number: int) -> None:
        """Send it, and what it has started, a signal."""
        os.killpg(self._process.pid, number)

    def _hear_line(self) -> bool:
        line = "" if self._out.closed else self._out.readline()
        if line.startswith("ack ") and line.endswith("\n"):
            self.acked.append(json.loads(line.removeprefix("ack ")))
        elif line:
            self.said.append(line.strip())
        return bool(line)


@contextmanager
def running(*programs: Program) -> Iterator[tuple[Program, ...]]:
    """Give programs, and kill those that still run when the block ends."""
    try:
        yield programs
    finally:
        for program in programs:
            program.kill()


def stopped(pid: int) -> bool:
    """Say whether a process has been stopped by a signal (T) and may go on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"
    except FileNotFoundError:
        return False
