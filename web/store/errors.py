"""What can go wrong with what is kept.

StoreError
├── NotKeptError      there is no such thing, or none that this principal may see: the two are told alike
├── ConflictError     someone else changed it first
└── UnusableError     the database cannot be used: full, locked, newer than this program, keys missing
"""


class StoreError(Exception):
    """Base of every error of the store; its text is a sentence for the person at the desk."""


class NotKeptError(StoreError):
    """There is no such thing for this principal."""


class ConflictError(StoreError):
    """Someone else changed it since it was read."""


class UnusableError(StoreError):
    """The database or its keys cannot be used."""
