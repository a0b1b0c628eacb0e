"""Points, lines and localities go out to GeoPackage and GeoJSON and come back."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata.errors import GeodataError, MapFileError
from geodata.frames import (
    BRITISH_NATIONAL_GRID,
    WGS84,
    lines_frame,
    localities_of,
    places_of,
    points_frame,
    read_frame,
    roads_frame,
    write_frames,
)
from geodata.osm import read_pbf
from geodata.places import Place, PlaceId
from tests.geodata.maps import SmallMap

HOMES = (Place(PlaceId("home-1"), 52.67, -0.73), Place(PlaceId("home-2"), 52.60, -0.50))


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_points_are_read_back_as_they_were_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"pupils{suffix}"
    write_frames({"pupils": points_frame(HOMES, [{"run": "A1"}, {"run": "B2"}])}, path)
    again = read_frame(path)
    assert places_of(again) == HOMES
    assert list(again["run"]) == ["A1", "B2"]
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_geopackage_holds_points_and_lines_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "plan.gpkg"
    shape = np.array([[52.67, -0.73], [52.66, -0.72], [52.60, -0.50]])
    write_frames({"stops": points_frame(HOMES), "runs": lines_frame([shape], [{"run": "A1", "metres": 17}])}, path)
    runs = read_frame(path, "runs")
    assert shapely.get_coordinates(runs.geometry.iloc[0])[:, ::-1] == pytest.approx(shape)
    assert runs["metres"].iloc[0] == 17
    assert len(read_frame(path, "stops")) == 2


def test_roads_are_written_once_for_both_directions(tmp_path: Path) -> None:
    world = SmallMap({"A": (0, 0), "B": (100, 0), "C": (100, 100)})
    street = world.way("AB", {"highway": "residential", "name": "High Street", "maxspeed": "20 mph"})
    world.way("BC", {"highway": "service", "access": "private"})
    roads = read_pbf(world.write(tmp_path))
    write_frames({"roads": roads_frame(roads)}, tmp_path / "roads.gpkg")
    again = read_frame(tmp_path / "roads.gpkg").set_index("way_id")
    assert len(again) == 2
    assert tuple(again.loc[street, ["name", "road_class", "area", "limit_mph"]]) == (
        "High Street",
        "residential",
        "urban",
        20.0,
    )
    assert list(again["for_ends_of_a_leg_only"]) == [False, True]


def test_what_was_written_in_metres_is_read_in_degrees(tmp_path: Path) -> None:
    path = tmp_path / "pupils.gpkg"
    points_frame(HOMES).to_crs(BRITISH_NATIONAL_GRID).to_file(path, driver="GPKG")
    place = places_of(read_frame(path))[0]
    assert (place.lat, place.lon) == pytest.approx((52.67, -0.73), abs=1e-6)


def box(name: str, west: float, south: float, size: float) -> dict[str, object]:
    return {"name": name, "geometry": shapely.box(west, south, west + size, south + size)}


@pytest.mark.parametrize("metres", [False, True])
def test_a_place_lies_in_the_smallest_locality_around_it(*, metres: bool) -> None:
    wards = gpd.GeoDataFrame([box("Oakham", -0.75, 52.66, 0.04), box("Rutland", -0.9, 52.5, 0.5)], crs=WGS84)
    if metres:
        wards = wards.to_crs(BRITISH_NATIONAL_GRID)
    away = Place(PlaceId("away"), 51.0, -3.0)
    assert localities_of([*HOMES, away], wards) == ("Oakham", "Rutland", "")
    assert localities_of([], wards) == ()


def test_localities_that_are_of_no_use_are_refused() -> None:
    wards = gpd.GeoDataFrame([box("Oakham", -0.75, 52.66, 0.04)], crs=WGS84)
    with pytest.raises(GeodataError, match=r"no column 'ward'; they have name\."):
        localities_of(HOMES, wards, "ward")
    with pytest.raises(GeodataError, match="areas"):
        localities_of(HOMES, points_frame(HOMES), "id")


def test_a_table_without_ids_or_geometry_is_refused() -> None:
    with pytest.raises(GeodataError, match="no column 'pupil'; it has id, geometry"):
        places_of(points_frame(HOMES), "pupil")
    hollow = gpd.GeoDataFrame({"id": ["a"]}, geometry=[shapely.Point()], crs=WGS84)
    with pytest.raises(GeodataError, match="Row 1"):
        places_of(hollow)


def test_rows_must_be_as_many_as_places() -> None:
    with pytest.raises(ValueError, match=r"as many as places \(2\), not 1"):
        points_frame(HOMES, [{}])


@pytest.mark.parametrize(("name", "content"), [("none.gpkg", None), ("bad.gpkg", b"bad"), ("bad.geojson", b"{")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(MapFileError, match=name):
        read_frame(tmp_path / name)


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    frame = points_frame(HOMES)
    with pytest.raises(MapFileError, match=r"must end in one of \.gpkg"):
        write_frames({"a": frame}, tmp_path / "plan.xls")
    with pytest.raises(MapFileError, match="one table, not 2"):
        write_frames({"a": frame, "b": frame}, tmp_path / "plan.geojson")
    with pytest.raises(MapFileError, match="cannot be written"):
        write_frames({"a": frame}, tmp_path / "no folder" / "plan.gpkg")
    assert list(tmp_path.iterdir()) == []
