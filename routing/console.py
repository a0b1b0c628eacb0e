"""What every command says and does at a terminal: progress, interruption, bad input, exit codes.

Results go to standard output, everything else to standard error. Nobody sees a traceback for bad input; a bug still
shows one.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from geodata.errors import GeodataError
from routing.errors import FilesError, RoutingError
from routing.wording import counted, pounds

if TYPE_CHECKING:
    from routing.solver import Progress

_REDRAW_S = 0.2


class Exit(IntEnum):
    """How a command ends."""

    FINE = 0
    BROKEN = 1
    """The plan breaks a rule."""
    WRONG = 2
    """Bad input or bad usage."""
    INTERRUPTED = 130
    """Stopped from the keyboard."""


class CommandError(Exception):
    """A command cannot do what it is asked; its text says what is wrong and what to do."""


def guarded(command: Callable[[], Exit]) -> Exit:
    """Run a command; say in sentences what is wrong with its input, and return how it ended."""
    try:
        return command()
    except FilesError as error:
        tell_wrong(str(error))
        tell_wrong(f"{counted(len(error.findings), 'thing')} to mend; nothing was written. Mend and try again.")
    except (RoutingError, GeodataError, CommandError) as error:
        tell_wrong(f"{error}\nNothing was written.")
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # who reads us has gone; so the last flush is mute
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        tell_wrong(f"{where}{error.strerror or error}. Nothing was written: free or change the place, and try again.")
    except KeyboardInterrupt:
        tell_wrong("Stopped; nothing was written.")
        return Exit.INTERRUPTED
    return Exit.WRONG


def tell_wrong(text: str) -> None:
    """Say what is wrong, on standard error."""
    sys.stderr.write(f"{text}\n")


def check_may_write_file(target: Path) -> None:
    """Raise ``CommandError`` if a file cannot be written there; asked before long work, not after it."""
    if target.is_dir():
        raise CommandError(f"{target} is a folder, and a file is to be written there: name a file.")
    if not target.parent.is_dir():
        raise CommandError(f"{target.parent} is no folder: make it first, or name another.")
    if not os.access(target.parent, os.W_OK):
        raise CommandError(f"{target.parent} may not be written to: name another folder.")


class Teller:
    """Says what is being done: a living line on a terminal, otherwise one line for each step; nothing if quiet.

    Parameters
    ----------
    quiet
        Say nothing at all.
    stream
        Where to say it.
    """

    def __init__(self, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._living = not quiet and self._stream.isatty()
        self._doing = ""
        self._drawn_s = 0.0

    def step(self, text: str) -> None:
        """Say that a step begins or what it found."""
        self._write(f"{text}\n")

    def progress(self, progress: "Progress", seconds: float | None = None) -> None:
        """Say how far the planner is, of so many seconds in all."""
        now_s = time.monotonic()
        text = progress_words(progress, seconds)
        if self._living and now_s - self._drawn_s >= _REDRAW_S:
            self._drawn_s = now_s
            width = shutil.get_terminal_size().columns - 1  # a line that wraps could not be wiped
            self._write(f"\r\x1b[K{text[:width]}")
        elif not self._living and progress.doing != self._doing:
            self._write(f"{text}\n")
        self._doing = progress.doing

    def end_progress(self) -> None:
        """Wipe the living line."""
        if self._living:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        if not self._quiet:
            self._stream.write(text)
            self._stream.flush()


def progress_words(progress: "Progress", seconds: float | None) -> str:
    """Return how far the planner is: what it does, cost and bound so far, time left."""
    parts = [f"  {progress.seconds:4.0f} s  {progress.doing}"]
    if progress.cost_pence is not None:
        parts.append(f"costs {pounds(progress.cost_pence)}")
    if progress.bound_pence is not None:
        parts.append(f"cannot cost less than {pounds(progress.bound_pence)}")
    if seconds is not None:
        parts.append(f"{max(0.0, seconds - progress.seconds):.0f} s left")
    return ", ".join(parts)


class Interrupts:
    """Ctrl-C while planning: once asks the planner to finish with what it has, twice stops at once.

    Examples
    --------
    >>> with Interrupts() as interrupts:
    ...     interrupts.asked()
    False
    """

    def __init__(self) -> None:
        self.presses = 0
        self._before: Callable[[int, FrameType | None], object] | int | None = None

    def asked(self) -> bool:
        """Tell whether someone has asked to finish."""
        return self.presses > 0

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)
        if self.presses > 1:
            raise KeyboardInterrupt

    def _press(self, _signal: int, _frame: FrameType | None) -> None:
        self.presses += 1
        if self.presses > 1:
            raise KeyboardInterrupt
        tell_wrong("\nFinishing with the best plan so far; press Ctrl-C again to stop at once and write nothing.")
