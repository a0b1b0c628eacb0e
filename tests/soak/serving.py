"""The real server, with schools who report absences without pause, to be killed in the middle."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from tests.faults.running import ROOT
from web.access import Role
from web.pages.guard import LONDON, NOBODY, session_cookie
from web.settings import Settings
from web.store import Kept, Store

Absence = tuple[str, str]
"""A pupil, and the first day on which they are absent."""
POSTERS = 3


class Pages:
    """A server in processes of its own, and schools that post to it until it is killed; ``acked`` is what it took."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._cookie = _session(settings, store)
        self._stop = threading.Event()
        self._posters = [threading.Thread(target=self._post_on, args=(number,)) for number in range(POSTERS)]
        self._port = _free_port()
        self.acked: Counter[Absence] = Counter()

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "web.cli", "serve", "--port", str(self._port), "--workers", "2"]
        told = {**os.environ, "WAYMARK_HOME": str(self._settings.home), "WAYMARK_SECURE_COOKIES": "no"}
        self._process = subprocess.Popen(command, cwd=ROOT, env=told, start_new_session=True)
        while not self._answers():
            time.sleep(0.1)
        for poster in self._posters:
            poster.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """Kill the server and all its workers, in the middle of whatever they do."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._stop.set()
        for poster in self._posters:
            poster.join()

    @staticmethod
    def kept(kept: Kept) -> Counter[Absence]:
        """Return the absences that are kept."""
        today = datetime.now(LONDON).date()
        events = kept.day.list_events(today - timedelta(days=1), today + timedelta(days=100))
        return Counter((event.ref, event.day.isoformat()) for event in events)

    def _answers(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError("the server has ended by itself.")
        try:
            return self._ask("GET", "/health")[0] == 200
        except OSError:
            return False

    def _post_on(self, number: int) -> None:
        """Report one absence after another until the server is gone."""
        cookies, turn = {session_cookie(self._settings): self._cookie}, number
        token = ""
        while not self._stop.is_set():
            turn += POSTERS
            day = datetime.now(LONDON).date() + timedelta(days=1 + turn % 58)
            absence = (f"p{turn % 4 + 1}", day.isoformat())
            try:
                token = token or self._token(cookies)
                if self._report(absence, cookies, token):
                    self.acked[absence] += 1
            except (OSError, HTTPException):
                return

    def _token(self, cookies: dict[str, str]) -> str:
        """Open the form; return the token that it must be sent with."""
        _, page = self._ask("GET", "/school/absences", cookies)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None
        return found[1]

    def _report(self, absence: Absence, cookies: dict[str, str], token: str) -> bool:
        """Report an absence as the form does; return whether that was acknowledged."""
        pupil, day = absence
        year, month, date_ = day.split("-")
        given = {"csrf_token": token, "pupil": pupil, "from": f"{date_}/{month}/{year}", "until": "", "way": "both"}
        status, _ = self._ask("POST", "/school/absences", cookies, urlencode(given))
        return status == 303

    def _ask(self, method: str, path: str, cookies: dict[str, str] | None = None, body: str = "") -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if cookies is not None:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            if cookies is not None:
                for said in answer.headers.get_all("Set-Cookie") or ():
                    cookies.update({name: morsel.value for name, morsel in SimpleCookie(said).items()})
            return answer.status, text
        finally:
            connection.close()


def _session(settings: Settings, store: Store) -> str:
    """Sign a school in; return the secret of its session."""
    secret = secrets.token_urlsafe(32)
    with store.writing(NOBODY) as kept:
        (school,) = (user for user in kept.people.list_users() if user.role is Role.SCHOOL)
        kept.people.begin_session(school.id, secret, f"a soak of {settings.home.name}", is_verified=True)
    return secret


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
