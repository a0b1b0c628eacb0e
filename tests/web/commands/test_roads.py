from pathlib import Path

import pytest

from geodata.cache import load_roads
from geodata.errors import MapFileError
from geodata.networkx_graphs import write_graphml
from geodata.tiles import FILE_NAME
from geodata.walk_cache import load_walks
from tests.geodata.maps import SmallMap
from web.cli import main


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    world = SmallMap({"a": (0, 0), "b": (300, 0), "c": (300, 300), "d": (0, 300)})
    for along in ("abc", "cda", "ac"):
        world.way(along, name="High Street")
    return world.write(tmp_path)


def build(map_file: Path, *more: str) -> tuple[int, Path]:
    """Build roads beside a map file; return how it ended and where the base map would be."""
    out = map_file.with_name("roads")
    return main(["roads", "build", str(map_file), "--out", str(out), *more]), out / FILE_NAME


def test_roads_come_with_a_base_map(map_file: Path) -> None:
    ended, tiles = build(map_file, "--quiet")
    assert (ended, tiles.is_file()) == (0, True)


def test_roads_may_be_built_without_a_base_map_and_no_older_one_stays(map_file: Path) -> None:
    build(map_file, "--quiet")
    ended, tiles = build(map_file, "--no-tiles", "--quiet")
    assert (ended, tiles.exists()) == (0, False)
    assert load_roads(tiles.parent).roads


def test_a_base_map_that_cannot_be_made_is_told_and_the_roads_stay(
    map_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise MapFileError("The base map cannot be made: no space left.")

    monkeypatch.setattr("web.commands.roads.build_tiles", full)
    ended, tiles = build(map_file, "--quiet")
    assert (ended, tiles.exists()) == (2, False)
    assert "no space left.\nThe roads are written" in capsys.readouterr().err
    assert load_roads(tiles.parent).roads


def test_roads_come_with_the_ways_to_walk(map_file: Path) -> None:
    _, tiles = build(map_file, "--no-tiles", "--quiet")
    assert load_walks(tiles.parent).name_of(0) == "High Street"


def test_roads_from_graphml_have_none_to_walk_and_no_older_ones_stay(map_file: Path, tmp_path: Path) -> None:
    build(map_file, "--no-tiles", "--quiet")
    write_graphml(load_roads(tmp_path / "roads"), tmp_path / "small.graphml")
    build(tmp_path / "small.graphml", "--no-tiles", "--quiet")
    with pytest.raises(MapFileError, match="There are no ways to walk"):
        load_walks(tmp_path / "roads")


def test_roads_from_graphml_get_a_base_map_of_roads_alone(
    map_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(map_file, "--no-tiles", "--quiet")
    write_graphml(load_roads(tmp_path / "roads"), tmp_path / "small.graphml")
    ended, tiles = build(tmp_path / "small.graphml")
    assert (ended, tiles.is_file()) == (0, True)
    assert "It shows roads alone" in capsys.readouterr().err
