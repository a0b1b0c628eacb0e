from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from geodata.errors import MapFileError
from geodata.walk_cache import FILE_NAME, build_walks_once, load_walks, save_walks
from geodata.walk_map import read_walks
from tests.geodata.maps import SmallMap


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    world = SmallMap({"A": (0, 0), "B": (100, 0), "C": (100, 100)})
    world.way("ABC", name="Oak Road", lit="yes")
    world.node_tags["B"] = {"highway": "crossing", "crossing": "zebra", "tactile_paving": "yes"}
    world.node_tags["C"] = {"shop": "bakery", "name": "Crumb"}
    return world.write(tmp_path)


def test_a_network_is_read_back_as_it_was_written(map_file: Path, tmp_path: Path) -> None:
    written = read_walks(map_file)
    save_walks(written, tmp_path / "roads")
    read = load_walks(tmp_path / "roads")
    for field in fields(written):
        before, after = getattr(written, field.name), getattr(read, field.name)
        assert np.array_equal(before, after) if isinstance(before, np.ndarray) else before == after, field.name


def test_where_there_is_none_the_text_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(MapFileError, match=r"There are no ways to walk in .*waymark roads build FILE\.osm\.pbf --out"):
        load_walks(tmp_path)


def test_a_corrupt_file_is_named_and_built_again(map_file: Path, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"PK but not a zip")
    with pytest.raises(MapFileError, match="are corrupt"):
        load_walks(tmp_path)
    build_walks_once(map_file, tmp_path)
    assert load_walks(tmp_path).names == ("", "Oak Road")


def test_another_map_is_read_anew_and_the_same_is_not(
    map_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_walks_once(map_file, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("geodata.walk_cache.read_walks", None)
        assert build_walks_once(map_file, tmp_path).edges == first.edges
    other = SmallMap({"A": (0, 0), "B": (100, 0)})
    other.way("AB")
    assert build_walks_once(other.write(tmp_path), tmp_path).edges == 1
