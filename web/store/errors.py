"""What can go wrong with what is kept.

StoreError
├── NotKeptError      there is no such thing, or none that this principal may see: the two are told alike
├── ConflictError     someone else changed it first
├── TooOftenError     that was tried too often
└── UnusableError     the database cannot be used: full, locked, newer than this program, keys missing
"""

from datetime import timedelta


class StoreError(Exception):
    """Base of every error of the store; its text is a sentence for the person at the desk."""


class NotKeptError(StoreError):
    """There is no such thing for this principal."""


class ConflictError(StoreError):
    """Someone else changed it since it was read."""


class UnusableError(StoreError):
    """The database or its keys cannot be used."""


class TooOftenError(StoreError):
    """Something was tried too often.

    Parameters
    ----------
    wait
        After how long it may be tried again.
    """

    def __init__(self, wait: timedelta) -> None:
        self.wait_s = max(1, round(wait.total_seconds()))
        minutes = -(-self.wait_s // 60)
        span = f"{minutes} minutes" if minutes > 1 else "a minute"
        super().__init__(f"That was tried too often: wait {span}, then try again.")
