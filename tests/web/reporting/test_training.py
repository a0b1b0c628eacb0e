"""What training came to, in words: nothing of too few is told, and every course is counted once, where it stands."""

from dataclasses import replace
from datetime import date

import pytest

from tests.travel_training.trainees import COORDINATOR, Trainee
from tests.web.reporting.world import view
from travel_training.courses import Course, courses_of
from travel_training.entries import State
from travel_training.outcomes import Given, Span, outcomes
from travel_training.people import TraineeId
from web.reporting.figures import HIDDEN
from web.reporting.pupils import PupilFacts
from web.reporting.training import NOT_SHOWN, Section, file_rows, groups_table, kind_of, sections, seen
from web.reporting.view import By

SPAN = Span(date(2026, 1, 1), date(2026, 12, 31))


def courses(**trainees: Trainee) -> tuple[Course, ...]:
    """Return the courses of some trainees, by reference."""
    return courses_of({TraineeId(name): each.history for name, each in trainees.items()}, SPAN.last)


def told(found: tuple[Section, ...]) -> dict[str, str]:
    return {line.words: line.figure for section in found for line in section.lines}


@pytest.mark.parametrize(
    ("trainee", "kind"),
    [
        (Trainee().referred(), "before"),
        (Trainee().accompanied(), "training"),
        (Trainee().alone(), "alone"),
        (Trainee().assessed().move(State.NOT_YET), "never"),
        (Trainee().alone().move(State.RETURNED), "left"),
    ],
)
def test_a_course_is_counted_where_it_stands(trainee: Trainee, kind: str) -> None:
    [course] = courses(p1=trainee)
    assert kind_of(course) == kind


def test_the_three_questions_are_answered_in_full_to_whoever_sees_everyone() -> None:
    found = outcomes(courses(p1=Trainee().alone(), p2=Trainee().referred()), SPAN, Given(cost_pence=1_000_000))
    figures = told(sections(found))
    assert (figures["Referrals"], figures["Completions"], figures["Cost of a completion"]) == ("2", "1", "£10,000.00")


def test_what_tells_of_too_few_is_left_out_and_so_is_what_is_worked_out_from_them() -> None:
    some = {f"p{n}": Trainee().alone() for n in range(5)} | {"q": Trainee().accompanied().move(State.RETURNED)}
    found = outcomes(courses(**some), SPAN, Given(cost_pence=1_000_000))
    figures = told(sections(found, smallest=6))
    assert figures["Referrals"] == "6"
    assert {figures[name] for name in ("Completions", "Cost of a completion", "Weeks for a completion")} == {NOT_SHOWN}
    assert figures["Completed, of the courses that ended"] == NOT_SHOWN
    assert told(sections(found, smallest=5))["Completions"] == "5"


def test_why_it_did_not_go_on_is_counted_and_what_was_written_stays_with_the_trainee() -> None:
    stopped = Trainee().accompanied()
    stopped.move(State.RETURNED, COORDINATOR, "moved to a hospital")
    rows = list(file_rows(sections(outcomes(courses(p1=stopped), SPAN))))
    assert "Why not: returned to transport" in {row[1] for row in rows}
    assert not any("hospital" in str(cell) for row in rows for cell in row)


def test_groups_hide_small_numbers_and_those_from_which_they_could_be_worked_out() -> None:
    pupils = {f"p{n}": PupilFacts(id=f"p{n}", school="oak" if n < 9 else "elm") for n in range(12)}
    some = {f"p{n}": Trainee().alone() if n % 3 else Trainee().referred() for n in range(12)}
    by_school = replace(view(By.SCHOOL, smallest=5), pupils=pupils)
    table = groups_table(courses(**some), SPAN, by_school)
    elm = next(line for line in table.lines if line.key == "elm")
    assert HIDDEN in elm.figures
    assert table.notes
    assert groups_table(courses(**some), SPAN, replace(by_school, smallest=1)).total.figures[:6] == (4, 0, 8, 0, 0, 12)


def test_only_the_courses_of_the_place_that_is_asked_for_are_seen() -> None:
    pupils = {"p1": PupilFacts(id="p1", school="oak"), "p2": PupilFacts(id="p2", school="elm")}
    found = courses(p1=Trainee().referred(), p2=Trainee().referred())
    of_elm = replace(view(By.SCHOOL), pupils=pupils, school="elm")
    assert [course.trainee for course in seen(found, of_elm)] == ["p2"]
