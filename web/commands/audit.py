"""``waymark audit verify``: whether the log of what was done is whole."""

import argparse
from pathlib import Path

from routing.console import CommandError, Exit
from web.commands.caller import caller
from web.opening import opened
from web.store.audit import head_text, read_head
from web.store.events import Event


def run(options: argparse.Namespace) -> Exit:
    """Say each break of the chain, or that there is none and what its head is; that it was verified is logged too."""
    written_down = _read(options.head) if options.head else None
    with opened() as store:
        with store.reading(caller()) as kept:
            wrong, head = kept.audit.verify(written_down), kept.audit.head()
        with store.writing(caller()) as kept:
            kept.audit.say(Event.AUDIT_VERIFIED, "audit", "chain", breaks=len(wrong), said=wrong[:20])
    for sentence in wrong:
        print(sentence)  # noqa: T201 -- the answer of a command
    if wrong:
        return Exit.BROKEN
    print(head_text(head), end="")  # noqa: T201 -- the answer of a command, as `--head` reads it
    return Exit.FINE


def _read(path: Path) -> tuple[int, str]:
    try:
        return read_head(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CommandError(f"{path}: {error}.") from error
