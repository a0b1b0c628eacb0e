from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import html5lib
import pyotp
from hypothesis import given
from hypothesis import strategies as st

from web.second_factor import STEP_S, drawing, new_recovery_codes, new_secret, plain_code, step_of

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SECRET = new_secret()
APP = pyotp.TOTP(SECRET)
STEP = int(NOW.timestamp()) // STEP_S


@given(late=st.integers(-4, 4))
def test_a_code_is_right_for_a_step_before_and_after_its_own(late: int) -> None:
    code = APP.at(NOW + timedelta(seconds=late * STEP_S))
    found = step_of(SECRET, code, NOW, None)
    if abs(late) <= 1:
        assert found == STEP + late
    else:
        assert found in (None, *range(STEP - 1, STEP + 2))  # two steps may show one code by chance
        assert found is None or APP.generate_otp(found) == code


def test_a_code_is_worth_nothing_once_it_or_a_later_one_has_been_used() -> None:
    code = APP.at(NOW)
    assert step_of(SECRET, code, NOW, STEP - 1) == STEP
    assert step_of(SECRET, code, NOW, STEP) is None
    assert step_of(SECRET, code, NOW, STEP + 1) is None


def test_what_is_no_code_is_of_no_step() -> None:
    for typed in ("", "12345", "abcdef", "१२३४५६", f"{APP.at(NOW)}0"):
        assert step_of(SECRET, typed, NOW, None) is None


def test_a_code_may_be_typed_in_two_groups() -> None:
    code = APP.at(NOW)
    assert step_of(SECRET, f" {code[:3]} {code[3:]} ", NOW, None) == STEP


def test_the_drawing_is_a_picture_without_styles_or_scripts() -> None:
    drawn = drawing(SECRET, "ann@example.org", "School transport")
    html5lib.HTMLParser(strict=True).parse(f"<!DOCTYPE html><title>x</title>{drawn}")
    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert "script" not in drawn


def test_there_are_ten_recovery_codes_and_no_two_are_alike() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert not set(codes) & set(new_recovery_codes())


@given(
    st.sampled_from(new_recovery_codes()),
    st.sampled_from([" ", "", "-", " - "]),
    st.sampled_from([str.upper, str.lower]),
)
def test_a_recovery_code_is_read_however_it_is_typed(code: str, between: str, case: Callable[[str], str]) -> None:
    typed = code.replace("-", between)
    assert plain_code(f" {case(typed)}\n") == code
