"""What is kept: records, people, plans, the day, tasks and the audit log. SQLAlchemy stands here and nowhere else.

>>> store = Store.open("sqlite:///waymark.sqlite", keyring)                       # doctest: +SKIP
>>> with store.writing(principal) as kept:                                        # doctest: +SKIP
...     kept.records.keep(row)                                                    # doctest: +SKIP

A ``with`` is one transaction: kept whole when it ends, or not at all. Rows become values in one function for each
table.
"""

from web.store.errors import ConflictError, NotKeptError, StoreError
from web.store.keyring import Keyring
from web.store.store import Kept, Store

__all__ = ["ConflictError", "Kept", "Keyring", "NotKeptError", "Store", "StoreError"]
