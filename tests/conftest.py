"""What every test may use: the shared data, where it is present."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real roads and places, or skip the test, saying so, where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the shared data folder is absent ({SHARED_DATA.parent.name}/{SHARED_DATA.name})")
    return SHARED_DATA
