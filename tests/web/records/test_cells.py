"""The office's cells: what they take, what they refuse, and that what they write they read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.authority.cells import Cell
from web.records import cells
from web.records.cells import coded, upn_letter


@pytest.mark.parametrize("text", ["H801200001001", " h8012 00001001"])
def test_a_unique_pupil_number_whose_letter_fits_is_read(text: str) -> None:
    assert cells.UPN.read(text) == "H801200001001"


@pytest.mark.parametrize("text", ["H801200001002", "A801200001001", "H810200001001"])
def test_a_slip_in_a_unique_pupil_number_is_seen(text: str) -> None:
    with pytest.raises(ValueError, match="first letter does not fit"):
        cells.UPN.read(text)


@pytest.mark.parametrize("text", ["", "H80120000100", "S801200001001", "H80120000100I", "8801200001001"])
def test_what_has_not_the_shape_of_a_unique_pupil_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        cells.UPN.read(text)


@given(st.text("0123456789", min_size=11, max_size=11), st.sampled_from("ABCDEFGHJKLMNPQRTUVWXYZ0123456789"))
def test_the_check_letter_finds_every_wrong_digit(digits: str, last: str) -> None:
    rest = digits + last
    number = upn_letter(rest) + rest
    assert cells.UPN.read(number) == number
    wrong = number[:1] + str((int(number[1]) + 1) % 10) + number[2:]
    with pytest.raises(ValueError, match="does not fit"):
        cells.UPN.read(wrong)


def test_a_code_is_read_by_itself_or_by_its_words() -> None:
    cell = coded((("ASD", "Autistic spectrum disorder"), ("PD", "Physical disability")))
    assert [cell.read(text) for text in ("asd", "ASD", "autistic spectrum disorder")] == ["ASD"] * 3
    with pytest.raises(ValueError, match=r"'ADS' is not one of ASD, PD \(nearest: 'ASD'\)"):
        cell.read("ADS")


def test_a_note_may_have_lines_and_nothing_that_cannot_be_printed() -> None:
    assert cells.NOTE.read(" 3 High Street \r\nOakham\n") == "3 High Street\nOakham"
    with pytest.raises(ValueError, match="cannot be printed"):
        cells.NOTE.read("a\x07b")
    with pytest.raises(ValueError, match="longer than 2000"):
        cells.NOTE.read("a" * 2001)


@pytest.mark.parametrize(
    ("cell", "good", "bad"),
    [
        (cells.PHONE, "01572 722577", "call me"),
        (cells.PHONE, "+44 (0)1572 722577 ext 12", "12"),
        (cells.EMAIL, "office@example.org", "office at example.org"),
        (cells.URN, "106167", "10616"[:4]),
        (cells.YEAR, "2026-27", "2026"),
        (cells.REGISTRATION, "AB12 CDE", "?"),
    ],
)
def test_shapes(cell: Cell, good: str, bad: str) -> None:
    assert cell.read(good) == good
    with pytest.raises(ValueError, match=r"^$"):
        cell.read(bad)
