"""Postcodes are found however they are typed, and a wrong one is answered with the nearest."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import GeodataError, PlaceNotFoundError
from geodata.postcodes import Postcodes, normalise_postcode, read_postcodes, to_degrees


@pytest.mark.parametrize("typed", ["le15 6sd", "LE156SD", " Le15  6Sd ", "LE15 6SD"])
def test_a_postcode_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalise_postcode(typed) == "LE15 6SD"


def test_codes_without_a_digit_that_are_still_in_the_directory_are_postcodes() -> None:
    assert [normalise_postcode(typed) for typed in ("npt0ad", "GIR0AA")] == ["NPT 0AD", "GIR 0AA"]


@pytest.mark.parametrize("typed", ["", "LE15", "LE15 6S", "15LE 6SD", "LE15 66SD", "LE15 6SD1"])
def test_what_is_no_postcode_is_refused(typed: str) -> None:
    with pytest.raises(GeodataError, match="not a British postcode"):
        normalise_postcode(typed)


@given(st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", fullmatch=True))
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = normalise_postcode(typed)
    assert normalise_postcode(once) == once
    assert once.replace(" ", "") == typed.replace(" ", "")


def test_the_grid_is_where_the_ordnance_survey_says() -> None:
    lat, lon = to_degrees([651409.903], [313177.270])  # Caister water tower, the worked example of OS's guide
    assert lat[0] == pytest.approx(52.658, abs=2e-4)
    assert lon[0] == pytest.approx(1.7160, abs=2e-4)


@pytest.mark.parametrize(
    "lines",
    [
        "postcode,laua,easting,northing\nLE156SD,E06000017,486137,308843\nLE156SE,E06000017,,\nLE156SF,E06000017,0,0\n",
        'pcd,pcds,oseast1m,osnrth1m\n"LE15 6SD","LE15 6SD",486137,308843\n',
        "PCDS,LAT,LONG\nLE15 6SD,52.670,-0.7277\nGY1 1AA,99.999999,0.000000\n",
        "\ufeffPostcode,Latitude,Longitude\nLE15 6SD,52.670,-0.7277\n",
    ],
)
@pytest.mark.parametrize("zipped", [False, True])
def test_a_file_is_read_by_whatever_names_its_columns_have(tmp_path: Path, lines: str, *, zipped: bool) -> None:
    path = tmp_path / "postcodes.csv.gz"
    path.write_bytes(gzip.compress(lines.encode()) if zipped else lines.encode())
    postcodes = read_postcodes(path)
    assert len(postcodes) == 1
    place = postcodes.get("le156sd")
    assert place.id == "LE15 6SD"
    assert (place.lat, place.lon) == pytest.approx((52.670, -0.7277), abs=2e-3)


def test_several_files_are_one(tmp_path: Path) -> None:
    for name, code in (("a.csv", "LE15 6SD"), ("b.csv", "NP10 0AA")):
        (tmp_path / name).write_text(f"postcode,lat,long\n{code},52,-1\n")
    assert len(read_postcodes(sorted(tmp_path.iterdir()))) == 2


def test_a_county_takes_its_own_areas_out_of_the_whole_country(tmp_path: Path) -> None:
    path = tmp_path / "country.csv"
    path.write_text("postcode,lat,long\nLE15 6SD,52,-1\nL1 1AA,53,-3\nPE9 1AA,52,-1\n")
    assert set(read_postcodes(path, areas=["LE", "PE"]).points) == {"LE15 6SD", "PE9 1AA"}
    assert set(read_postcodes(path, areas=["L"]).points) == {"L1 1AA"}


def test_an_unknown_postcode_is_answered_with_the_nearest() -> None:
    postcodes = Postcodes({"LE15 6SD": (52.0, -0.7), "LE15 6SE": (52.0, -0.7), "NP10 0AA": (51.0, -3.0)})
    assert postcodes.find("LE15 6SX") is None
    with pytest.raises(PlaceNotFoundError, match=r"LE15 6SX.*Did you mean LE15 6S[DE] or LE15 6S[DE]"):
        postcodes.get("le156sx")
    with pytest.raises(PlaceNotFoundError, match="another county"):
        postcodes.get("ZZ99 9ZZ")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("easting,northing\n1,2\n", "no column for postcode"),
        ("postcode\nLE15 6SD\n", "neither easting"),
        ("", "no column"),
        ("postcode,lat,long\n", "no postcodes"),
        ("postcode,lat,long\nLE15 6SD,north,2\n", "line 2"),
        ("postcode,lat,long\nnowhere,52,-1\n", "line 2: 'nowhere'"),
    ],
)
def test_a_file_that_is_of_no_use_is_refused_in_a_sentence(tmp_path: Path, lines: str, says: str) -> None:
    path = tmp_path / "postcodes.csv"
    path.write_text(lines)
    with pytest.raises(GeodataError, match=says):
        read_postcodes(path)


def test_an_absent_or_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GeodataError, match=r"none\.csv"):
        read_postcodes(tmp_path / "none.csv")
    (tmp_path / "broken.csv.gz").write_bytes(gzip.compress(b"postcode,lat,long\n" * 99)[:30])
    with pytest.raises(GeodataError, match=r"broken\.csv"):
        read_postcodes(tmp_path / "broken.csv.gz")


@pytest.mark.parametrize("county", ["newport", "trafford", "warwickshire"])
def test_the_postcodes_of_other_counties_are_read(shared_data: Path, county: str) -> None:
    assert len(read_postcodes(shared_data / "places" / f"postcodes_{county}_onspd_2025-11.csv.gz")) > 5000


def test_the_postcodes_of_rutland_lie_in_rutland(shared_data: Path) -> None:
    postcodes = read_postcodes(shared_data / "places" / "postcodes_rutland_onspd_2025-11.csv.gz")
    assert len(postcodes) > 1500
    lat, lon = zip(*postcodes.points.values(), strict=True)
    assert 52.5 < min(lat) < max(lat) < 52.8
    assert -0.9 < min(lon) < max(lon) < -0.4
