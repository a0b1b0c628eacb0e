"""The town's store, as the desk's tests have it."""

from tests.web.planning.conftest import clock, empty, store

__all__ = ["clock", "empty", "store"]
