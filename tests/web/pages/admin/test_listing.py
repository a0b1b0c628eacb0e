import pytest
from flask import Flask

from web.pages.admin.listing import page_asked, pages_of
from web.pages.parts import steps


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 1), ("page=3", 3), ("page=0", 1), ("page=-2", 1), ("page=x", 1), ("page=²", 1), ("page=99999999", 1)],
)
def test_the_page_asked_for_is_one_or_more_whatever_is_typed(query: str, number: int) -> None:
    with Flask("x").test_request_context(f"/?{query}"):
        assert page_asked() == number


@pytest.mark.parametrize(("count", "last"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_fifty_stand_on_a_page(count: int, last: int) -> None:
    assert pages_of(1, count, "/users/", {}).last == last


def test_what_was_asked_for_goes_along_to_the_other_pages() -> None:
    told = steps(pages_of(1, 60, "/users/", {"find": "{a}&b", "none": ""}))
    assert told["next"] == {"href": "/users/?find=%7Ba%7D%26b&page=2"}
