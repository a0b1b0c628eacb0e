"""The server: where it may listen, and that it answers and ends."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from routing.console import CommandError
from tests.web.browser import HOST
from web.server import Listening, serve
from web.settings import Settings

PORT = 18_431


@pytest.mark.parametrize(
    ("host", "local"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("10.0.0.7", False)]
)
def test_only_this_machine_is_local(host: str, local: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    assert Listening(host).is_local is local


@pytest.mark.parametrize("wanting", [{"secure_cookies": False}, {"second_factor": False}])
def test_what_others_can_reach_is_served_with_every_wall_up_or_not_at_all(
    tmp_path: Path, wanting: dict[str, bool]
) -> None:
    with pytest.raises(CommandError, match="can be reached by others"):
        serve(Settings(home=tmp_path, **wanting), Listening("10.0.0.7"))  # type: ignore[arg-type]  # a setting's name
    assert list(tmp_path.iterdir()) == []


@pytest.mark.browser
def test_the_command_serves_the_pages_with_the_clock_beside_and_ends_when_it_is_told(tmp_path: Path) -> None:
    environment = {"WAYMARK_HOME": str(tmp_path / "home"), "WAYMARK_SECURE_COOKIES": "no", "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "web.cli", "serve", "--port", str(PORT), "--workers", "1", "--with-jobs"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        assert answer(f"http://{HOST}:{PORT}/health") == b"ok"
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert (tmp_path / "home" / "jobs.log").is_file()


def answer(address: str) -> bytes:
    """Return what a server that is just starting answers, once it does."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address) as response:  # noqa: S310 -- our own address
                found: bytes = response.read()
                return found.strip()
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError("the server never answered")
