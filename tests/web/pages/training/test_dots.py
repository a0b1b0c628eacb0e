"""Levels of help as dots."""

from markupsafe import escape

from tests.web.trainees import programme
from web.pages.training.dots import dots

SCALE = programme().scale


def test_dots_bear_their_numbers_and_are_read_aloud_in_words() -> None:
    text = str(escape(dots([0, 2], SCALE)))
    assert "level 0, level 2" in text
    assert text.count('aria-hidden="true">') == 2
    assert text.count("app-dot--top") == 1
    assert "Not seen yet" in str(escape(dots([], SCALE)))
