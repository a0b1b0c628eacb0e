import pytest
from markupsafe import escape

from web.pages.parts import BADGES, COLOURS, STATUS_COLOURS, Badge, Column, Lines, Link, Name, Pages, Tag, steps, table


def test_a_part_of_a_page_is_html_and_what_it_holds_is_not() -> None:
    sly = "<b>&"
    for part in (Link(sly, "/"), Tag(sly), Name(sly, "P1"), Lines((sly, Tag("Done")))):
        assert "<b>" not in escape(part)
        assert "&lt;b&gt;&amp;" in escape(part)


def test_links_of_one_name_are_told_apart_by_who_cannot_see_their_rows() -> None:
    assert '>Change<span class="govuk-visually-hidden"> the time of run 4</span></a>' in escape(
        Link("Change", "/4", hidden="the time of run 4")
    )


def test_a_status_has_its_colour_whatever_its_capitals() -> None:
    assert "govuk-tag--green" in escape(Tag("Published"))
    assert "govuk-tag--grey" in escape(Tag("never heard of"))
    assert "govuk-tag--red" in escape(Tag("2 to accept", "red"))
    assert set(STATUS_COLOURS.values()) <= set(COLOURS)


def test_only_colours_and_badges_that_have_a_style_are_taken() -> None:
    with pytest.raises(ValueError, match="the colour of a tag must be one of grey"):
        Tag("Done", "pink")
    with pytest.raises(ValueError, match="a badge must be one of changed"):
        Badge("late")
    assert [str(escape(Badge(kind))).count(words) for kind, words in BADGES.items()] == [1] * len(BADGES)


def test_a_table_has_a_cell_for_each_column() -> None:
    made = table("Runs", ["Run", Column("Pupils", is_number=True)], [["V1", 3]])
    assert [column.is_number for column in made.columns] == [False, True]
    for rows, foot in (([["V1"]], []), ([["V1", 3]], ["All"])):
        with pytest.raises(
            ValueError, match="every row must have 2 cells, one for each column, not 1, in table 'Runs'"
        ):
            table("Runs", made.columns, rows, foot=foot)


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [(1, 3, "1 2 3"), (1, 9, "1 2 … 9"), (5, 9, "1 … 4 5 6 … 9"), (9, 9, "1 … 8 9"), (2, 2, "1 2")],
)
def test_of_many_pages_the_first_the_last_and_the_near_are_named(number: int, last: int, shown: str) -> None:
    told = steps(Pages(number, last, "/runs?page={}"))
    items = told["items"]
    assert isinstance(items, list)
    assert " ".join(str(item.get("number", "…")) for item in items) == shown
    assert [item["number"] for item in items if item.get("current")] == [number]
    assert ("previous" in told, "next" in told) == (number > 1, number < last)
