"""Schools come from the register with their places, and take their gates from the map or from a file."""

from pathlib import Path

import pytest

from geodata.errors import GeodataError
from geodata.osm_schools import read_schools
from geodata.places import Place, PlaceId
from geodata.postcodes import Postcodes
from geodata.schools import SchoolSite, read_gates, read_register, with_gates

GIAS = (
    '"URN","LA (code)","EstablishmentName","TypeOfEstablishment (name)","EstablishmentStatus (name)","Postcode",'
    '"Easting","Northing"\n'
    '100001,857,"Ysgol Tŵr, Oakham’s school","Community special school","Open","LE15 6SD",486137,308843\n'
    '100002,857,"Closed School","Community school","Closed","LE15 6SD",486137,308843\n'
    '100003,111,"Another County\'s","Community school","Open","LE15 6SD",486137,308843\n'
    '100004,857,"Closing School","Community school","Open, but proposed to close","LE15 6SE",0,0\n'
    '100005,857,"Nowhere School","Community school","Open","","",""\n'
)


@pytest.fixture
def gias(tmp_path: Path) -> Path:
    path = tmp_path / "edubasealldata20260301.csv"
    path.write_bytes(GIAS.replace("ŵ", "w").encode("cp1252"))
    return path


def test_the_register_gives_the_open_schools_of_an_authority(gias: Path) -> None:
    register = read_register(gias, Postcodes({"LE15 6SE": (52.68, -0.72)}), "857")
    assert [site.place.id for site in register.sites] == ["urn-100001", "urn-100004"]
    first, second = register.sites
    assert first.name == "Ysgol Twr, Oakham’s school"
    assert first.kind == "Community special school"
    assert (first.place.lat, first.place.lon) == pytest.approx((52.67, -0.7277), abs=2e-3)
    assert (second.place.lat, second.place.lon) == (52.68, -0.72), "by its postcode"
    assert first.stopping_places == (first.place,)


def test_a_school_without_a_place_is_named_and_not_dropped(gias: Path) -> None:
    without = read_register(gias, authority="857").without_place
    assert [(line, name) for line, name, _ in without] == [(5, "Closing School"), (6, "Nowhere School")]
    assert "no postcode" in without[1][2]


def test_closed_schools_come_if_they_are_wanted(gias: Path) -> None:
    assert "Closed School" in {site.name for site in read_register(gias, closed_too=True).sites}


@pytest.mark.parametrize(
    ("text", "says"),
    [("urn,postcode\n1,LE15 6SD\n", "no column for name"), ("name,lat,lon\nA School,here,1\n", "line 2"), ("", "name")],
)
def test_a_register_that_is_of_no_use_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "schools.csv"
    path.write_text(text)
    with pytest.raises(GeodataError, match=says):
        read_register(path)


def test_the_cut_down_registers_of_the_shared_data_are_read(shared_data: Path) -> None:
    trafford = read_register(shared_data / "places" / "trafford_schools_gias.csv")
    assert len(trafford.sites) > 90
    assert trafford.sites[0].kind == "Special schools"
    assert len(read_register(shared_data / "places" / "schools_newport_osm.csv").sites) > 40


def school(name: str, lat: float, lon: float, gates: int = 0) -> SchoolSite:
    here = tuple(Place(PlaceId(f"{name}/{number}"), lat, lon) for number in range(gates))
    return SchoolSite(Place(PlaceId(name), lat, lon), name, gates=here)


def test_a_site_takes_the_gates_of_the_drawn_school_on_whose_ground_it_stands() -> None:
    ground = ((52.0, -1.0), (52.0, -0.99), (52.01, -0.99), (52.01, -1.0), (52.0, -1.0))
    drawn = [
        SchoolSite(
            Place(PlaceId("osm-w1"), 52.005, -0.995), "", gates=school("g", 52.0, -0.99, 2).gates, boundary=ground
        ),
        school("osm-n2", 52.02, -0.995, gates=1),
    ]
    inside, near, far, own = with_gates(
        [
            school("a", 52.009, -0.999),
            school("b", 52.0205, -0.995),
            school("c", 53, -1),
            school("d", 52.009, -0.999, 3),
        ],
        drawn,
    )
    assert [gate.id for gate in inside.gates] == ["a/gate-1", "a/gate-2"]
    assert inside.boundary == ground
    assert len(near.gates) == 1
    assert far.gates == ()
    assert len(own.gates) == 3, "gates that somebody has set stay"
    assert with_gates([far], []) == (far,)


def test_gates_from_a_file_are_set_and_an_unknown_school_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gates.csv"
    path.write_text("school,gate,lat,lon\n1,buses,52,-1\nurn-1,,52.1,-1\n")
    one, two = read_gates(path, [school("urn-1", 52, -1), school("urn-2", 52, -1)])
    assert [gate.id for gate in one.gates] == ["urn-1/buses", "urn-1/gate-2"]
    assert two.gates == ()
    path.write_text("school,gate,lat,lon\n9,buses,52,-1\n")
    with pytest.raises(GeodataError, match="line 2: no school has the id '9'"):
        read_gates(path, [one])
    path.write_text("school,lat,lon\nurn-1,north,-1\n")
    with pytest.raises(GeodataError, match="line 2"):
        read_gates(path, [one])


@pytest.mark.parametrize(("county", "schools"), [("newport-2023-06-13", 49), ("rutland-2018-03", 28)])
def test_the_schools_of_a_county_have_gates_on_their_edge(shared_data: Path, county: str, schools: int) -> None:
    sites = read_schools(shared_data / "osm" / f"{county}.osm.pbf")
    assert len(sites) == schools
    assert sum(len(site.gates) > 1 for site in sites) > 3
    assert len({site.place.id for site in sites}) == schools
