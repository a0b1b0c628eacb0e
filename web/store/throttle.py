"""How often what could be guessed or hoarded may be tried: every limit, and the tries as all processes count them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from web.store.errors import TooOftenError
from web.store.tables import ThrottleRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries within each span of time, for each subject: a user, or the address from which a browser asks."""

    name: str
    spans: tuple[tuple[int, timedelta], ...]


SIGN_IN = Limit("sign-in", ((10, timedelta(minutes=5)),))
"""Wrong passwords, for each user and each address. Right ones do not count, for a whole office may share an address."""
SECOND_FACTOR = Limit("second-factor", ((5, timedelta(minutes=5)), (20, timedelta(hours=1))))
"""Codes; for each user."""
INVITATION = Limit("invitation", ((20, timedelta(minutes=5)),))
"""Invitation links that are opened or used; for each address."""
EXPORT = Limit("export", ((30, timedelta(hours=1)),))
"""Files of records, plans and reports; for each user."""

LIMITS = (SIGN_IN, SECOND_FACTOR, INVITATION, EXPORT)
"""All of them."""


class Throttle:
    """Counts tries, in one transaction."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def count(self, limit: Limit, *subjects: str) -> None:
        """Count one more try of each subject; ``TooOftenError``, and nothing counted, if one has tried too often.

        The tries of what is to be refused are counted before the work is done, in a transaction of their own.
        """
        longest = max(span for each in LIMITS for _, span in each.spans)
        self._connection.execute(delete(ThrottleRow).where(ThrottleRow.begins_at < self._now - longest))
        for bucket, begins_at, most, span in self._spans(limit, subjects):
            here = (ThrottleRow.bucket == bucket) & (ThrottleRow.begins_at == begins_at)
            tries = self._connection.execute(select(ThrottleRow.tries).where(here)).scalar_one_or_none()
            if tries is None:
                row = {"bucket": bucket, "begins_at": begins_at, "tries": 1}
                self._connection.execute(insert(ThrottleRow).values(row))
            elif tries < most:
                self._connection.execute(update(ThrottleRow).where(here).values(tries=tries + 1))
            else:
                raise TooOftenError(begins_at + span - self._now)

    def forgive(self, limit: Limit, *subjects: str) -> None:
        """Take back the try that was counted last, which was a good one."""
        for bucket, begins_at, _, _ in self._spans(limit, subjects):
            here = (ThrottleRow.bucket == bucket) & (ThrottleRow.begins_at == begins_at) & (ThrottleRow.tries > 0)
            self._connection.execute(update(ThrottleRow).where(here).values(tries=ThrottleRow.tries - 1))

    def _spans(self, limit: Limit, subjects: tuple[str, ...]) -> Iterator[tuple[str, datetime, int, timedelta]]:
        """Yield, for each subject, the spans of time in which now lies; what was typed as a subject is not kept."""
        for subject in subjects:
            mark = hashlib.sha256(subject.casefold().encode()).hexdigest()
            for most, span in limit.spans:
                bucket = f"{limit.name}|{span.total_seconds():.0f}|{mark}"
                yield bucket, self._now - (self._now - _EPOCH) % span, most, span
