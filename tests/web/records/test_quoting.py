"""Text that looks like a formula is made harmless, and comes back as it was."""

import pytest
from hypothesis import example, given

from tests.web.records.offices import LINES
from web.records.quoting import quoted, unquoted


@given(LINES)
@example("'")
@example("''=1")
@example("-0.73")
@example("-1+1")
def test_every_text_comes_back(text: str) -> None:
    assert unquoted(quoted(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+44", "-x", "-1+cmd|'/c calc'!A0", "@x", "\tx", "\rx", "--1", "-1-1"])
def test_no_text_begins_a_formula(text: str) -> None:
    assert quoted(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-0.73", "-5", "-1e-05", "Oak", "5"])
def test_numbers_and_words_are_left_alone(text: str) -> None:
    assert quoted(text) == text
