"""The roads of an installation."""

import shutil
from pathlib import Path

import pytest

from geodata.errors import MapFileError
from tests.web.conftest import County
from web.planning.ground import POSTCODES_FILE, has_roads, roads_of
from web.settings import Settings


@pytest.fixture
def settings(county: County, tmp_path: Path) -> Settings:
    shutil.copytree(county.roads, tmp_path / "roads")
    return Settings(home=tmp_path)


def test_roads_are_read_once_and_again_when_a_file_beside_them_changes(settings: Settings) -> None:
    assert has_roads(settings)
    first = roads_of(settings)
    assert roads_of(settings) is first
    assert first.find_postcode is None
    (settings.roads_folder / POSTCODES_FILE).write_text("postcode,lat,lon\nLE15 6SD,52.67,-0.73\n", encoding="utf-8")
    second = roads_of(settings)
    assert second is not first
    assert second.find_postcode is not None
    place = second.find_postcode("LE15 6SD")
    assert place is not None
    assert place.lat == pytest.approx(52.67)


def test_without_roads_it_says_what_to_do(tmp_path: Path) -> None:
    assert not has_roads(Settings(home=tmp_path))
    with pytest.raises(MapFileError, match="waymark roads build"):
        roads_of(Settings(home=tmp_path))
