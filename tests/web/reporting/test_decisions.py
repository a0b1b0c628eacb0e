"""Days from request to decision."""

from dataclasses import replace
from datetime import date

from tests.web.reporting.world import PUPILS, lines, view, with_pupils
from web.reporting.decisions import decisions
from web.reporting.figures import Standing
from web.reporting.pupils import PupilFacts
from web.reporting.view import By, View


def _asked(number: int, requested_on: date, decided_on: date | None = None, decision: str = "") -> PupilFacts:
    return replace(PUPILS[f"p{number}"], requested_on=requested_on, decided_on=decided_on, decision=decision)


def _seen(targets: dict[tuple[str, str, str], int] | None = None) -> View:
    return with_pupils(
        view(By.SCHOOL, targets=targets),
        p1=_asked(1, date(2026, 11, 1), date(2026, 11, 5), "agreed"),  # 4 days
        p2=_asked(2, date(2026, 10, 1), date(2026, 11, 2), "refused"),  # 32 days
        p3=_asked(3, date(2026, 9, 1), date(2026, 10, 1), "agreed"),  # before the span
        p4=_asked(4, date(2026, 11, 20)),  # open for 7 days
        p5=_asked(5, date(2026, 10, 20)),  # open for 38 days
        p6=_asked(6, date(2026, 11, 1), None, "withdrawn"),
        p7=_asked(7, date(2026, 11, 20), date(2026, 11, 30), "agreed"),  # after the span: still open then
    )


def test_decisions_and_open_requests_are_told_apart_by_the_target() -> None:
    table = decisions(_seen({("days-to-decision", "", ""): 20}))
    assert [column.words for column in table.columns][:4] == [
        "Decided within 20 days",
        "Decided later",
        "Open for up to 20 days",
        "Open for longer",
    ]
    assert lines(table) == {
        "Elm School": (0, 0, 1, 1, 2, None, None),
        "Oak School": (1, 1, 1, 0, 3, 18, 50),
        "All": (1, 1, 2, 1, 5, 18, 50),
    }
    assert [line.standing for line in table.lines] == [Standing.NO_FIGURE, Standing.MET]


def test_without_a_target_there_is_no_late() -> None:
    table = decisions(_seen())
    assert lines(table)["All"] == (2, 3, 5, 18)
    assert table.total.standing is Standing.NO_TARGET


def test_what_is_left_out_is_said() -> None:
    seen = with_pupils(_seen(), p3=replace(PUPILS["p3"], decision="agreed"))
    assert decisions(seen).notes == (
        "Left out: decisions whose day is not recorded, 1.",
        "Left out: pupils whose day of request is not recorded, 1.",
    )
