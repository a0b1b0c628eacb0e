"""The service in a process of its own, which dies when told to: python -m tests.faults.street_server HOME PORT [FAULT].

While the file ``die`` is at home, the next call of a phone is answered in full, all of it kept, and the process killed
before a byte of the answer has left. With the fault ``no-ids`` each entry gets an id of its own: the control, which
must double.
"""

import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from werkzeug.serving import make_server

from travel_training.entries import AnyEntry, EntryId
from web.app import create_app
from web.opening import open_store
from web.settings import Settings
from web.training import outbox
from web.training.logged import entry_of

HOST = "127.0.0.1"
WORD = "die"
NO_IDS = "no-ids"


class Dying:
    """An application that may die after it has kept what it was sent, and before it says so."""

    def __init__(self, app: Any, word: Path) -> None:
        self._app = app
        self._word = word

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer, or die."""
        if environ["PATH_INFO"] != "/phone/entries.json" or not self._word.exists():
            answer: Iterable[bytes] = self._app(environ, start_response)
            return answer
        self._word.unlink()
        b"".join(self._app(environ, start_response))
        os.kill(os.getpid(), signal.SIGKILL)
        return []


def forget_ids() -> None:
    """Give each entry an id of its own, whatever id it came with."""

    def anew(*arguments: Any, **named: Any) -> AnyEntry:
        return replace(entry_of(*arguments, **named), id=EntryId(str(uuid4())))

    outbox.entry_of = anew  # type: ignore[attr-defined]  # the name that it uses is not its own


def main(arguments: list[str]) -> None:
    """Serve until killed."""
    home = Path(arguments[0])
    settings = Settings(home=home, secure_cookies=False)
    if NO_IDS in arguments:
        forget_ids()
    app = create_app(open_store(settings, create=False), settings)
    app.wsgi_app = Dying(app.wsgi_app, home / WORD)  # type: ignore[method-assign]  # as Flask's own documents do
    make_server(HOST, int(arguments[1]), app, threaded=True).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
