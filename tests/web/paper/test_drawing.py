import numpy as np
import pytest

from web.paper.drawing import Frame, Projection, halfway, length_words, place_badges, scale_bar_m, svg_path


def test_a_minute_of_latitude_is_a_nautical_mile() -> None:
    xy = Projection(52.0, -1.0).xy(np.array([[52.0 + 1 / 60, -1.0]]))
    assert xy[0] == pytest.approx([0.0, -1853.2], abs=1.0)


def test_a_degree_of_longitude_shrinks_with_latitude() -> None:
    xy = Projection(60.0, 0.0).xy(np.array([[60.0, 1.0]]))
    assert xy[0] == pytest.approx([55_597, 0.0], abs=2.0)


def test_a_frame_holds_all_points_and_keeps_their_shape() -> None:
    xy = np.array([[0.0, 0.0], [4000.0, 0.0], [4000.0, 1000.0]])
    frame = Frame.around(xy, 100, 100)
    paper = frame.on_paper(xy)
    assert (paper >= 0).all()
    assert (paper <= 100).all()
    assert paper[1, 0] - paper[0, 0] == pytest.approx(4 * (paper[2, 1] - paper[1, 1]))


def test_a_single_point_is_framed_by_the_least_ground() -> None:
    frame = Frame.around(np.array([[5.0, 5.0]]), 100, 100, margin=0.0, least_m=600.0)
    assert frame.scale == pytest.approx(100 / 600)
    assert frame.on_paper(np.array([[5.0, 5.0]]))[0] == pytest.approx([50, 50])


def test_a_frame_knows_what_it_shows() -> None:
    frame = Frame.around(np.array([[0.0, 0.0], [1000.0, 1000.0]]), 100, 100)
    assert frame.shows(np.array([[500.0, 500.0], [9000.0, 500.0]]))
    assert not frame.shows(np.array([[8000.0, 500.0], [9000.0, 500.0]]))


def test_a_path_is_thinned_and_relative() -> None:
    xy = np.array([[0.0, 0.0], [10.0, 0.01], [20.0, 0.0], [20.0, 30.0]])
    assert svg_path(xy, tolerance=0.1) == "M0 0l20 0l0 30"


@pytest.mark.parametrize("xy", [[[3.0, 4.0]], [[3.0, 4.0], [3.0, 4.0]]])
def test_a_path_of_no_length_is_a_point(xy: list[list[float]]) -> None:
    assert svg_path(np.array(xy), tolerance=0.1).startswith("M3 4")


@pytest.mark.parametrize(("longest", "bar", "words"), [(730.0, 500, "500 m"), (2400.0, 2000, "2 km"), (0.3, 1, "1 m")])
def test_a_scale_bar_is_a_round_length(longest: float, bar: int, words: str) -> None:
    assert scale_bar_m(longest) == bar
    assert length_words(bar) == words


def test_halfway_is_along_the_line_and_heads_its_way() -> None:
    x, y, heading = halfway(np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 20.0]]))
    assert (x, y, heading) == pytest.approx((10.0, 5.0, 90.0))
    assert halfway(np.array([[1.0, 2.0], [1.0, 2.0]])) == (1.0, 2.0, 0.0)


def test_badges_lie_inside_and_off_each_other() -> None:
    frame = Frame(0.0, 0.0, 1.0, 100.0, 100.0)
    dots = [(50.0, 50.0), (51.0, 50.0), (50.0, 51.0), (2.0, 2.0), (99.0, 99.0)]
    badges = place_badges(dots, 3.0, frame)
    assert all(3 <= x <= 97 and 3 <= y <= 97 for x, y in badges)
    gaps = [np.hypot(a - x, b - y) for i, (x, y) in enumerate(badges) for a, b in badges[:i]]
    assert min(gaps) > 6.0


def test_a_badge_without_a_free_spot_lies_on_its_dot() -> None:
    frame = Frame(0.0, 0.0, 1.0, 5.0, 5.0)
    assert place_badges([(2.0, 2.0)], 3.0, frame) == [(2.0, 2.0)]
