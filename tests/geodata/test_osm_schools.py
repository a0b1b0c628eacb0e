"""A school drawn by hand has its gates where they are tagged and where a road comes in."""

from pathlib import Path

import pytest

from geodata.errors import MapFileError
from geodata.osm_schools import read_schools
from tests.geodata.maps import SmallMap

GROUND = {"A": (0.0, 0.0), "B": (100.0, 0.0), "C": (100.0, 100.0), "D": (0.0, 100.0)}


def test_a_school_has_the_gates_on_its_boundary(tmp_path: Path) -> None:
    world = SmallMap(
        {**GROUND, "G": (50.0, 0.0), "H": (52.0, 0.0), "X": (-50.0, 50.0), "Y": (50.0, 50.0), "Z": (9.0, 9.0)}
    )
    world.way("AGHBCDA", {"amenity": "school", "name": "Oak School", "addr:postcode": "LE15 6SD"})
    world.way("XY", {"highway": "service"})
    world.way("AC", {"highway": "footway"})
    world.node_tags = {"G": {"barrier": "gate"}, "H": {"entrance": "yes"}, "Z": {"barrier": "gate"}}
    (site,) = read_schools(world.write(tmp_path))
    assert (site.place.id, site.name, site.postcode) == ("osm-w100", "Oak School", "LE15 6SD")
    where = [(gate.lat, gate.lon) for gate in site.gates]
    world.places["W"] = (0.0, 50.0)
    assert where[0] == pytest.approx(world.where("G")), "the gate, and not the entrance two metres beside it"
    assert where[1] == pytest.approx(world.where("W")), "where the service road comes in"
    assert len(where) == 2
    assert [gate.id for gate in site.gates] == ["osm-w100/gate-1", "osm-w100/gate-2"]


def test_a_road_along_the_boundary_is_one_gate_and_not_one_at_each_bend(tmp_path: Path) -> None:
    world = SmallMap({**GROUND, "E": (200.0, 0.0)})
    world.way("ABCDA", {"amenity": "school"})
    world.way("ABE")
    (site,) = read_schools(world.write(tmp_path))
    assert len(site.gates) == 1


def test_a_school_that_is_a_point_has_no_gate(tmp_path: Path) -> None:
    world = SmallMap(GROUND)
    world.way("AB")
    world.node_tags["C"] = {"amenity": "school", "name": "Ash School"}
    (site,) = read_schools(world.write(tmp_path))
    assert site.stopping_places == (site.place,)
    assert site.boundary == ()


def test_a_file_that_is_no_map_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.osm.pbf").write_text("no map")
    with pytest.raises(MapFileError, match="corrupt"):
        read_schools(tmp_path / "no.osm.pbf")
