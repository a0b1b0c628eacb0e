"""Figures as pages and files show them."""

from web.reporting.figures import HIDDEN, Column, Unit, in_file, told, told_alone


def test_what_is_hidden_and_what_is_not_there_are_told_apart() -> None:
    assert [told(figure, Unit.PERCENT) for figure in (0, HIDDEN, None)] == ["0%", "not shown", "no figure"]
    assert [in_file(figure) for figure in (0, HIDDEN, None)] == [0, "[c]", "[x]"]


def test_a_figure_alone_bears_its_unit() -> None:
    assert [told_alone(21, Unit.DAYS), told_alone(1234.5, Unit.MINUTES), told_alone(9000, Unit.POUNDS)] == [
        "21 days",
        "1,234.5 minutes",
        "£9,000",
    ]


def test_a_head_says_the_unit_once() -> None:
    assert (Column("all", "All", Unit.RIDES).head, Column("p", "Pupils", Unit.PUPILS).head) == ("All (rides)", "Pupils")
