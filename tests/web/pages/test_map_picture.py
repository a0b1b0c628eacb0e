import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from tests.web.pages.views import LEGS, RUN, STOPS, many_runs, one_run
from web.pages.map_picture import HEIGHT, WIDTH, draw_picture
from web.pages.map_view import MapRun, MapView, colour_of


def drawn(view: MapView) -> ET.Element:
    return ET.fromstring(draw_picture(view, "map"))  # noqa: S314 -- our own words


def texts(picture: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter("text")]


def test_a_picture_says_what_it_shows() -> None:
    picture = drawn(one_run())
    assert picture.attrib["role"] == "img"
    assert picture.attrib["aria-labelledby"] == "map-title map-desc"
    assert picture.findtext("title") == "Run MB1/1"
    assert "2: Mill Lane, 07:58, 1 pupil gets on; 3: Corner <b>" in (picture.findtext("desc") or "")


def test_stops_bear_their_numbers_and_schools_their_names() -> None:
    assert texts(drawn(one_run()))[:5] == ["1", "2", "3", "4", "Oak School"]


def test_a_school_is_a_dark_square_and_a_home_a_light_disc() -> None:
    picture = draw_picture(one_run(), "map")
    assert len(re.findall(r'<circle [^>]*r="13"', picture)) == 2
    assert len(re.findall(r'<rect [^>]*width="26"[^>]*fill="#0b0c0c"', picture)) == 1
    assert len(re.findall(r'<rect [^>]*width="26"[^>]*fill="#ffffff"', picture)) == 1


def test_many_runs_are_lines_in_their_colours_with_each_school_once() -> None:
    picture = drawn(many_runs(10))
    strokes = [path.get("stroke") for path in picture.iter("path")]
    assert [colour for colour in strokes if colour in {colour_of(number) for number in range(8)}] == [
        colour_of(number) for number in range(10)
    ]
    assert texts(picture).count("Oak School") == 1
    assert "10 runs to and from Oak School." in (picture.findtext("desc") or "")


def test_straight_lines_are_dashed() -> None:
    assert "stroke-dasharray" not in draw_picture(one_run(), "map")
    straight = MapView("", (replace(RUN, follows_roads=False),))
    assert "stroke-dasharray" in draw_picture(straight, "map")


def test_a_street_beneath_is_drawn_once_however_many_drive_it() -> None:
    once = draw_picture(replace(one_run(), beneath=LEGS), "map")
    assert once == draw_picture(replace(one_run(), beneath=(*LEGS, *(leg[::-1] for leg in LEGS))), "map")
    assert once != draw_picture(one_run(), "map")


def test_streets_off_the_paper_are_not_drawn() -> None:
    far = np.array([(52.0, -2.0), (52.1, -2.1)])
    assert draw_picture(replace(one_run(), beneath=(far,)), "map") == draw_picture(one_run(), "map")


@pytest.mark.parametrize("view", [one_run(), many_runs(12), MapView("", (MapRun("", STOPS[:1]),))])
def test_everything_lies_on_the_paper(view: MapView) -> None:
    picture = drawn(view)
    for circle in picture.iter("circle"):
        if "cx" in circle.attrib:
            assert 0 <= float(circle.attrib["cx"]) <= WIDTH
            assert 0 <= float(circle.attrib["cy"]) <= HEIGHT
    for text in picture.iter("text"):
        assert 0 <= float(text.get("x", "0")) <= WIDTH
        assert 0 <= float(text.get("y", "0")) <= HEIGHT


def test_no_picture_has_a_style_of_its_own() -> None:
    for view in (one_run(), many_runs(3)):
        assert not re.search(r"<style|\bstyle=|\bon\w+=|://", draw_picture(view, "map"))
