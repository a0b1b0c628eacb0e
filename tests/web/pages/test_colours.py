import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.browser import WEB
from web.pages.colours import LEAST_CONTRAST, ColourError, brand_css, check_brand, contrast

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21), ("#767676", "#fff", 4.54), ("#777", "#ffffff", 4.47), ("#00f", "#00f", 1)],
)
def test_the_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21


@given(COLOURS)
def test_a_brand_is_kept_exactly_if_white_letters_can_be_read_on_it(colour: str) -> None:
    if contrast(colour, "#fff") >= LEAST_CONTRAST:
        assert check_brand(colour.upper()) == colour
        assert colour in brand_css(colour)
    else:
        with pytest.raises(ColourError, match="Choose a darker colour"):
            check_brand(colour)


def test_a_brand_that_is_almost_dark_enough_is_not_said_to_be() -> None:
    with pytest.raises(ColourError, match=r"their contrast is 4\.47:1, and at least 4\.5:1"):
        check_brand("#777777")


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#1d5c63;}", "#1d5c63\n}", "url(x)"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ColourError, match="is not a colour: write #"):
        brand_css(colour)


def test_our_own_colour_may_be_a_brand() -> None:
    settings = (WEB / "assets" / "scss" / "_page.scss").read_text(encoding="utf-8")
    assert check_brand(settings.partition("--app-brand: ")[2][:7])
