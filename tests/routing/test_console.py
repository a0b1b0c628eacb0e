import io
import os
import signal
from contextlib import suppress

import pytest

from geodata.errors import OffTheMapError
from routing.console import CommandError, Exit, Interrupts, Teller, guarded, progress_words
from routing.errors import FilesError, Finding, NoSuchRecordError
from routing.solver import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            FilesError([Finding("a.csv", 2, "x", "one"), Finding("b.csv", None, None, "two")]),
            "a.csv line 2, column x: one",
        ),
        (FilesError([Finding("a.csv", None, None, "one")]), "1 thing to mend; nothing was written."),
        (NoSuchRecordError("There is no pupil 'p9'."), "There is no pupil 'p9'.\nNothing was written."),
        (OffTheMapError("Too far."), "Too far."),
        (CommandError("Name a folder."), "Name a folder."),
        (PermissionError(13, "Permission denied", "roads"), "roads: Permission denied. Nothing was written"),
        (OSError(28, "No space left on device"), "No space left on device. Nothing was written"),
    ],
)
def test_bad_input_is_a_sentence_and_ends_with_2(
    error: Exception, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> Exit:
        raise error

    assert guarded(fail) is Exit.WRONG
    assert said in capsys.readouterr().err


def test_what_a_command_ends_with_is_handed_on() -> None:
    assert guarded(lambda: Exit.BROKEN) == 1
    assert guarded(lambda: Exit.FINE) == 0


def test_a_stop_from_the_keyboard_ends_with_130(capsys: pytest.CaptureFixture[str]) -> None:
    def stop() -> Exit:
        raise KeyboardInterrupt

    assert guarded(stop) == 130
    assert capsys.readouterr().err == "Stopped; nothing was written.\n"


def test_a_bug_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        guarded(lambda: Exit(1 // 0))


def test_progress_says_what_is_done_what_it_costs_and_how_long_yet() -> None:
    words = progress_words(Progress("improving", 12.4, 123_450, 118_000), 60.0)
    assert words == "    12 s  improving, costs £1,234.50, cannot cost less than £1,180.00, 48 s left"
    assert progress_words(Progress("compiling", 0.0, None, None), None) == "     0 s  compiling"


def test_away_from_a_terminal_there_is_one_line_for_each_step() -> None:
    stream = io.StringIO()
    teller = Teller(stream=stream)
    for doing in ("improving", "improving", "choosing"):
        teller.progress(Progress(doing, 1.0, None, None))
    teller.end_progress()
    assert stream.getvalue() == "     1 s  improving\n     1 s  choosing\n"


def test_on_a_terminal_one_line_lives() -> None:
    stream = Terminal()
    teller = Teller(stream=stream)
    teller.progress(Progress("improving", 1.0, None, None))
    teller.progress(Progress("improving", 1.1, None, None))
    teller.end_progress()
    assert stream.getvalue() == "\r\x1b[K     1 s  improving\r\x1b[K"


def test_quiet_says_nothing() -> None:
    stream = Terminal()
    teller = Teller(quiet=True, stream=stream)
    teller.step("Planning.")
    teller.progress(Progress("improving", 1.0, None, None))
    teller.end_progress()
    assert not stream.getvalue()


def test_the_first_ctrl_c_asks_and_the_second_stops(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupts() as interrupts:
        assert not interrupts.asked()
        os.kill(os.getpid(), signal.SIGINT)
        assert interrupts.asked()
    assert signal.getsignal(signal.SIGINT) is before
    assert "press Ctrl-C again" in capsys.readouterr().err


def press_twice() -> None:
    with Interrupts():
        os.kill(os.getpid(), signal.SIGINT)
        with suppress(KeyboardInterrupt):  # as a planner does, which then hands over the best plan so far
            os.kill(os.getpid(), signal.SIGINT)


def test_a_planner_cannot_swallow_the_second_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt):
        press_twice()
