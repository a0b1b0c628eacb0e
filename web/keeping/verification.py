"""Verifying the audit log, against the head that the newest backup wrote down."""

from web.access import the_clock
from web.keeping.backup import newest_head
from web.slots import Effect, Turn
from web.store import Kept
from web.store.errors import UnusableError
from web.store.events import Event

_MOST = 20
"""So many breaks are told; whoever looks then knows enough."""


def verify_audit(turn: Turn) -> Effect:
    """Read the whole log; ``UnusableError`` if it has been changed, or its end has been cut off."""
    who, head = the_clock("verify-audit"), newest_head(turn.settings)
    with turn.store.reading(who) as kept:
        rows, wrong = kept.audit.count(), kept.audit.verify(head)
    if wrong:
        with turn.store.writing(who) as kept:  # what the failed slot keeps is undone, and this must stand
            _say(kept, wrong)
        raise UnusableError(f"The audit log is not whole. {' '.join(wrong[:_MOST])}")
    against = "no backup has written its head down yet" if head is None else f"row {head[0]} is as a backup has it"

    def keep(kept: Kept) -> str:
        _say(kept, [])
        return f"{rows} rows, all of them whole; {against}"

    return keep


def _say(kept: Kept, wrong: list[str]) -> None:
    kept.audit.say(Event.AUDIT_VERIFIED, "audit", "chain", breaks=len(wrong), said=wrong[:_MOST])
