"""The term that records make: what remains, when and where; who is left out and why; what stands already."""

from dataclasses import replace
from datetime import date

import pytest

from tests.web.office import OFFICE
from tests.web.queries import counted_queries
from tests.web.trainees import ANN, BEN, SPRING, TAMSIN, ULF, Trainers, attended, begin, by, session
from tests.web.training.weeks.conftest import FIRST, LAST, read_problem, read_term
from tests.web.training.weeks.terms import plan_by_hand
from travel_training.checker import check
from travel_training.entries import SessionId, State
from travel_training.journey import Journey, JourneyPlan, WalkLeg
from travel_training.people import Part, TraineeId
from travel_training.programme import Setting
from web.records.rows import row_of
from web.store import Store
from web.store.day import DayEventKind
from web.store.records import Change
from web.training.reading import known_of
from web.training.sites import journeys_between
from web.training.term_people import gaps_filled, trainer_of
from web.training.terms import term_of

pytestmark = pytest.mark.usefixtures("trainers")


def test_what_remains_is_the_programme_from_where_the_trainee_stands(store: Store, trainers: Trainers) -> None:
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session(day=date(2026, 11, 16))])
        kept.training.add(ANN, attended(by(trainers.tamsin, Part.TRAINER)))
    [trainee] = read_problem(store).trainees
    [street] = trainee.remaining
    assert (street.stage, street.setting, street.held, street.count) == ("street", Setting.ACCOMPANIED, 1, 7)
    assert (trainee.trainer, trainee.had) == (TAMSIN, frozenset({TAMSIN}))


def test_the_way_is_trained_before_school_begins_and_after_it_ends(store: Store) -> None:
    [trainee] = read_problem(store).trainees
    street = [each for each in trainee.windows if Setting.ACCOMPANIED in each.settings and each.weekday == 0]
    assert [(each.begins_at, each.ends_at) for each in street] == [
        ("home-p1", "school-oak"),
        ("school-oak", "home-p1"),
    ]
    assert [each.until_s if each.begins_at == "home-p1" else each.from_s for each in street] == [32400, 54900]


def test_a_signed_journey_says_when_its_way_is_trained(store: Store) -> None:
    with store.reading(OFFICE) as kept:
        known = known_of(kept, FIRST, LAST)
    leave_s, arrive_s = 8 * 3600, 8 * 3600 + 1500
    walk = WalkLeg(leave_s, arrive_s, 1800, "", (), (), (), ((52.6, -0.7), (52.61, -0.7)))
    back = replace(walk, leave_s=leave_s + 8 * 3600, arrive_s=arrive_s + 8 * 3600 + 7200)
    there_and_back = [Journey(FIRST, (leg,), "2026-11-01", "buses.zip") for leg in (walk, back)]
    plan = JourneyPlan(there_and_back[0], there_and_back[1])
    term = term_of(replace(known, journeys={ANN: plan}), lambda places: journeys_between(places, None).travel)
    [trainee] = term.problem.trainees
    spans = {(each.from_s, each.until_s) for each in trainee.windows if Setting.ACCOMPANIED in each.settings}
    there = (arrive_s + 600 - 3600 - 600, arrive_s + 600)  # as long as the session, which is longer than the journey
    assert spans == {there, (back.leave_s - 600, back.arrive_s + 600)}


def test_a_timetable_of_the_term_passes_the_checker(store: Store) -> None:
    problem = read_problem(store)
    timetable = plan_by_hand(problem)
    assert len(timetable.sessions) == 8
    assert check(problem, timetable) == []


def test_whoever_cannot_be_planned_is_named_with_the_reason(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        pupil = kept.records.get("pupils", ANN)
        kept.records.keep(replace(pupil, values={**pupil.values, "days": "Sat"}))
    term = read_term(store)
    assert term.problem.trainees == ()
    assert term.left_out == {ANN: "the pupil travels on no school day"}


def test_trainers_are_as_their_records_say(store: Store) -> None:
    cells = {"trainer": "t9", "monday": "08:00-10:00; 14:00-16:30", "hours_a_week": "3.5", "skills": "signs"}
    row = row_of("trainers", cells | {"leave": "2026-12-01", "away": "2026-12-07 to 2026-12-08"})
    found = trainer_of(row)
    assert [(each.weekday, each.from_s, each.until_s) for each in found.hours] == [(0, 28800, 59400)]
    assert (found.weekly_limit_minutes, found.skills) == (210, frozenset({"signs"}))
    assert sorted(day.day for day in found.away) == [1, 7, 8]
    problem = read_problem(store)
    [first, *_] = plan_by_hand(problem).sessions
    between = replace(first, trainer=found.id, begins_s=39600, ends_s=43200)
    assert gaps_filled([row], [between, replace(between, begins_s=28800, ends_s=32400)]) == [between]


def test_a_pupil_who_is_not_at_school_is_not_trained(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        kept.day.report(DayEventKind.PUPIL_ABSENT, ANN, FIRST, until_day=date(2026, 11, 25))
    [trainee] = read_problem(store).trainees
    assert not trainee.is_there(date(2026, 11, 24))
    assert trainee.is_there(date(2026, 11, 26))


def test_what_is_planned_already_is_in_force_and_what_was_made_by_hand_is_locked(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session("by-hand", day=FIRST), session("more", day=date(2026, 11, 30))])
    term = read_term(store)
    assert term.problem.in_force is not None
    assert [(each.id, each.begins_at) for each in term.problem.in_force.sessions] == [
        ("p1/street/1", "home-p1"),
        ("p1/street/2", "home-p1"),
    ]
    assert term.problem.locked == {"p1/street/1", "p1/street/2"}
    assert term.kept_ids[SessionId("p1/street/1")] == "by-hand"


def test_those_who_begin_together_at_one_school_are_a_group(store: Store, trainers: Trainers) -> None:
    together = [TraineeId("p3"), TraineeId("p4")]
    with store.writing(OFFICE) as kept:
        for pupil, school in zip(together, ("oak", "oak"), strict=True):
            row = kept.records.get("pupils", pupil)
            kept.records.keep(replace(row, values={**row.values, "school": school}))
    for pupil in together:
        begin(store, trainers, pupil, last=State.FOUNDATION)
    [group] = read_problem(store).groups
    assert (group.trainees, group.stage, group.at_most) == (tuple(together), "class", 4)
    assert [each.trainees for each in read_problem(store).wanted_of[together[0]]][:2] == [group.trainees] * 2


def test_the_term_asks_no_more_for_more_trainees(store: Store, trainers: Trainers) -> None:
    def asked() -> int:
        with store.reading(OFFICE) as kept, counted_queries(store) as statements:
            known_of(kept, FIRST, LAST)
        return len(statements)

    one = asked()
    begin(store, trainers, BEN, SPRING, ULF)
    assert asked() == one


def test_trainers_without_hours_are_told(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        kept.records.apply([Change(row_of("trainers", {"trainer": "t3", "name": "Una"}))])
    assert "Trainer t3 has no hours in the records, and gets no session." in read_term(store).notes
