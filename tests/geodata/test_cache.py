"""Roads are kept whole or not at all, and read back as they were."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from geodata import cache
from geodata.cache import FILE_NAME, build_roads_once, load_roads, save_roads
from geodata.errors import MapFileError
from geodata.osm import read_pbf
from geodata.roads import RoadGraph
from tests.geodata.maps import SmallMap


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    world = SmallMap({"A": (0, 0), "B": (100, 0), "C": (100, 100)})
    world.way("AB", {"highway": "residential", "name": "Öster Street", "access:conditional": "no @ (Mo 08:00-09:00)"})
    world.way("BC", {"highway": "service", "access:conditional": "no @ (now and then)"})
    world.way("CA")
    return world.write(tmp_path)


def assert_same(left: RoadGraph, right: RoadGraph) -> None:
    for each in fields(RoadGraph):
        one, other = getattr(left, each.name), getattr(right, each.name)
        if isinstance(one, np.ndarray):
            assert one.dtype == other.dtype, each.name
            np.testing.assert_array_equal(one, other, err_msg=each.name)
        else:
            assert one == other, each.name


def test_what_is_read_back_is_what_was_kept(map_file: Path, tmp_path: Path) -> None:
    roads = read_pbf(map_file)
    save_roads(roads, tmp_path / "roads" / "county")
    assert_same(roads, load_roads(tmp_path / "roads" / "county"))
    assert [each.name for each in (tmp_path / "roads" / "county").iterdir()] == [FILE_NAME]


def test_an_empty_folder_says_how_to_build_roads(tmp_path: Path) -> None:
    with pytest.raises(MapFileError, match="waymark roads build"):
        load_roads(tmp_path)


@pytest.mark.parametrize("left", [0, 10, 3000])
def test_a_corrupt_file_says_to_build_again(map_file: Path, tmp_path: Path, left: int) -> None:
    path = save_roads(read_pbf(map_file), tmp_path / "roads")
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(MapFileError, match="Build them again"):
        load_roads(tmp_path / "roads")


def test_a_file_of_another_version_says_to_build_again(
    map_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_roads(read_pbf(map_file), tmp_path / "roads")
    monkeypatch.setattr(cache, "LOADER_VERSION", 10_000)
    with pytest.raises(MapFileError, match="another version"):
        load_roads(tmp_path / "roads")


def test_a_file_from_elsewhere_says_to_build_again(tmp_path: Path) -> None:
    np.savez(tmp_path / FILE_NAME, about=np.arange(3))
    with pytest.raises(MapFileError, match="corrupt"):
        load_roads(tmp_path)


def test_roads_are_built_once_for_the_same_file(
    map_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Path] = []

    def counting(path: Path) -> RoadGraph:
        built.append(path)
        return read_pbf(path)

    monkeypatch.setattr(cache, "read_pbf", counting)
    folder = tmp_path / "roads"
    first, second = build_roads_once(map_file, folder), build_roads_once(map_file, folder)
    assert_same(first, second)
    assert len(built) == 1
    changed = SmallMap({"A": (0, 0), "B": (200, 0)})
    changed.way("AB")
    build_roads_once(changed.write(tmp_path), folder)
    assert len(built) == 2


def test_a_folder_that_cannot_be_made_is_named(map_file: Path) -> None:
    with pytest.raises(MapFileError, match="cannot be written"):
        save_roads(read_pbf(map_file), map_file / "inside-a-file")
