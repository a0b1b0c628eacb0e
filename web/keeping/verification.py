"""Verifying the audit log, against the head that the newest backup wrote down."""

from web.access import the_clock
from web.keeping.backup import newest_head
from web.slots import Effect, Turn
from web.store import Kept
from web.store.errors import UnusableError
from web.store.events import Event


def verify_audit(turn: Turn) -> Effect:
    """Read the whole log; ``UnusableError`` if it has been changed, or its end has been cut off."""
    head = newest_head(turn.settings)
    with turn.store.reading(the_clock("verify-audit")) as kept:
        rows, wrong = kept.audit.count(), kept.audit.verify(head)
    if wrong:
        raise UnusableError(f"The audit log is not whole. {' '.join(wrong)}")
    against = "no backup has written its head down yet" if head is None else f"row {head[0]} is as a backup has it"

    def keep(kept: Kept) -> str:
        kept.audit.say(Event.AUDIT_VERIFIED, "audit", str(rows), head=None if head is None else head[0])
        return f"{rows} rows, all of them whole; {against}"

    return keep
