"""An installation that commands find by their environment: the small town, with keys, in a home folder."""

from collections.abc import Iterator

import pytest

from tests.web.office import fill
from web.opening import open_store
from web.settings import Settings
from web.store import Store


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings that the environment gives."""
    home = tmp_path_factory.mktemp("home") / "waymark"
    monkeypatch.setenv("WAYMARK_HOME", str(home))
    return Settings(home=home)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """Give the town's store; commands open it again for themselves."""
    made = open_store(settings, create=True)
    fill(made)
    yield made
    made.database.close()
