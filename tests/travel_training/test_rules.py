"""Each rule of a timetable, judged by hand: kept, and broken in one way that no other rule is broken in."""

import re
from dataclasses import fields, replace
from typing import Any

import pytest

from tests.travel_training.weeks import ELM, OAK, day, group, session, stage, term, timetable, trainee, trainer, window
from travel_training.checker import check
from travel_training.entries import SessionId
from travel_training.people import TrainerId
from travel_training.prices import Prices
from travel_training.rules import GROUND, RULES, Rule
from travel_training.sessions import SchoolDays
from travel_training.term import TermProblem
from travel_training.timetable import OwnTrainer, PlaceId, Timetable, Unplanned

ONE, TWO = "ann/accompanied/1", "ann/accompanied/2"
Case = tuple[TermProblem, Timetable]


def ann(*remaining: Any, **more: Any) -> Any:
    return trainee("ann", *(remaining or (stage("accompanied", 2),)), **({"at_most_a_week": 2} | more))


def case(problem: TermProblem, *held: tuple[Any, ...], **own: str) -> Case:
    """Return a term and a timetable of what is held: session, day, time, and trainer."""
    return problem, timetable(problem, *(session(problem, *each) for each in held), **own)


def together(**more: Any) -> TermProblem:
    """Return a term in which Ann and Bob are prepared together."""
    people = (trainee(name, stage("classroom"), kinds=("class",), **more.get(name, {})) for name in ("ann", "bob"))
    return term(*people, groups=(group("g", "ann", "bob"),), **more.get("term", {}))


def changed(made: Case, **changes: Any) -> Case:
    """Return a case whose only session is changed."""
    problem, kept = made
    return problem, replace(kept, sessions=(replace(kept.sessions[0], **changes),))


TESS_AND_TOM = (trainer("tess"), trainer("tom"))
HELD = case(term(ann()), (ONE, 0, "08:00"))
IN_FORCE = case(term(ann(stage("accompanied"))), (ONE, 1, "08:00"))[1]

KEPT: dict[str, Case] = {
    "two sessions": case(term(ann()), (ONE, 0, "08:00"), (TWO, 1, "08:00")),
    "a group": case(together(), ("g/classroom/1", 0, "11:00")),
    "cover where the own trainer is away": case(
        term(ann(), trainers=(trainer("tess", away={day(0)}), trainer("tom"))), (ONE, 0, "08:00", "tom")
    ),
    "just in time for the next": case(
        term(ann(stage("accompanied", minutes=30)), trainee("bob", stage("accompanied", minutes=30), home="oak")),
        (ONE, 0, "08:00"),
        ("bob/accompanied/1", 0, "08:30"),
    ),
    "just within hours": case(term(ann(), trainers=(trainer("tess", "07:50-09:30"),)), (ONE, 0, "08:00")),
    "just within the week": case(
        term(ann(), trainers=(trainer("tess", weekly_limit_minutes=120),)), (ONE, 0, "08:00"), (TWO, 1, "08:00")
    ),
    "what is fixed": (
        term(ann(stage("accompanied")), in_force=IN_FORCE, locked=frozenset({SessionId(ONE)})),
        IN_FORCE,
    ),
}
BROKEN: dict[str, Case] = {
    "OnlyWhatIsKnown": (
        HELD[0],
        replace(HELD[1], unplanned=(*HELD[1].unplanned, Unplanned(id=SessionId("x"), reason=""))),
    ),
    "EverySessionIsPlannedOnceOrNamed": (HELD[0], replace(HELD[1], unplanned=())),
    "EverySessionIsAsItWasWanted": changed(HELD, ends_s=8 * 3600 + 1800),
    "GroupsAreOfOneStageAndSchool": changed(
        case(term(ann(), trainee("bob", home="a")), (ONE, 0, "08:00")), trainees=("ann", "bob")
    ),
    "SessionsGoTheTraineesWay": changed(HELD, ends_at=PlaceId("base")),
    "SessionsBeginOnWholeSteps": changed(
        case(term(ann(stage("accompanied", 2, minutes=30))), (ONE, 0, "08:00")),
        begins_s=8 * 3600 + 600,
        ends_s=8 * 3600 + 2400,
    ),
    "EveryTraineeHasATrainerOfTheirOwn": (
        HELD[0],
        replace(
            HELD[1], trainers=(*HELD[1].trainers, OwnTrainer(trainee=HELD[0].trainees[0].id, trainer=TrainerId("tess")))
        ),
    ),
    "SessionsAreOnSchoolDays": case(
        term(
            ann(),
            schools=tuple(
                SchoolDays(school=each, days=frozenset(map(day, days))) for each, days in ((OAK, (1, 2)), (ELM, (0,)))
            ),
        ),
        (ONE, 0, "08:00"),
    ),
    "TraineesAreThere": case(term(ann(away={day(0)})), (ONE, 0, "08:00")),
    "SessionsAreWhenTheJourneyIsMade": case(term(ann()), (ONE, 0, "08:30")),
    "OneSessionADay": case(
        term(ann(windows=(window("to", "a", 0, "08:00-12:00"),))), (ONE, 0, "08:00"), (TWO, 0, "10:00")
    ),
    "NoMoreInAWeekThanATraineeBears": case(term(ann(at_most_a_week=1)), (ONE, 0, "08:00"), (TWO, 1, "08:00")),
    "StagesAreInOrder": case(
        term(ann(stage("accompanied"), stage("fading"))), ("ann/fading/1", 0, "08:00"), (ONE, 1, "08:00")
    ),
    "WhatIsFixedStays": (
        term(ann(stage("accompanied")), in_force=IN_FORCE, locked=frozenset({SessionId(ONE)})),
        case(term(ann(stage("accompanied"))), (ONE, 0, "08:00"))[1],
    ),
    "TrainersKeepTheirHours": case(term(ann(), trainers=(trainer("tess", "07:51-17:00"),)), (ONE, 0, "08:00")),
    "TrainersAreThere": case(term(ann(), trainers=(trainer("tess", away={day(0)}),)), (ONE, 0, "08:00")),
    "TrainersAreInOnePlace": case(
        term(ann(stage("accompanied", minutes=30)), trainee("bob", stage("accompanied", minutes=30))),
        (ONE, 0, "08:00"),
        ("bob/accompanied/1", 0, "08:30"),
    ),
    "TrainersKeepTheirWeeklyLimit": case(
        term(ann(), trainers=(trainer("tess", weekly_limit_minutes=119),)), (ONE, 0, "08:00"), (TWO, 1, "08:00")
    ),
    "TrainersHaveTheSkills": case(term(ann(skills={"om"})), (ONE, 0, "08:00")),
    "ATraineeHasOneTrainer": case(term(ann(), trainers=TESS_AND_TOM), (ONE, 0, "08:00", "tom")),
    "FewTrainersMeetATrainee": case(
        term(ann(had={TrainerId("tim"), TrainerId("tod")}), trainers_at_most=2), (ONE, 0, "08:00")
    ),
}

AND_ALSO = {
    "GroupsAreOfOneStageAndSchool": {"EverySessionIsAsItWasWanted", "StagesAreInOrder"},
    "SessionsGoTheTraineesWay": {"SessionsAreWhenTheJourneyIsMade"},
}
"""What cannot be broken without another rule: who is wanted, and when a way is made, are told of each session."""


@pytest.mark.parametrize("name", KEPT)
def test_it_is_kept(name: str) -> None:
    assert check(*KEPT[name]) == []


@pytest.mark.parametrize("rule", BROKEN)
def test_it_is_broken_and_no_other_is(rule: str) -> None:
    assert {violation.rule for violation in check(*BROKEN[rule])} == {rule, *AND_ALSO.get(rule, ())}


def test_every_rule_has_its_case() -> None:
    assert set(BROKEN) == {rule.id for rule in (*GROUND, *RULES)}


@pytest.mark.parametrize("rule", [*GROUND, *RULES], ids=lambda rule: rule.id)
def test_every_rule_is_a_sentence_with_a_source(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z].*[a-z]\.", rule.sentence)
    assert rule.source.strip()


def test_no_two_rules_bear_one_name_or_sentence() -> None:
    every = (*GROUND, *RULES)
    assert len({rule.id for rule in every}) == len({rule.sentence for rule in every}) == len(every)


def test_every_price_has_a_source_and_is_no_less_than_nothing() -> None:
    assert all(len(price.metadata["source"]) > 10 for price in fields(Prices))
    with pytest.raises(ValueError, match="cover_pence must be a whole number"):
        Prices(cover_pence=-1)


def test_a_violation_is_a_sentence_that_says_what_when_and_why() -> None:
    told = [str(violation) for violation in check(*BROKEN["TrainersAreInOnePlace"])]
    assert told == [
        (
            "A trainer is in one session at a time, with time to travel from one to the next. Not so: "
            "tess: bob/accompanied/1 on Mon 7 Sep 2026 at 08:30 after ann/accompanied/1, 10 minutes too soon."
        )
    ]


@pytest.mark.parametrize("unknown", ["trainer", "begins_at"])
def test_what_is_unknown_is_told_and_stops_no_other_rule(unknown: str) -> None:
    problem, made = changed(HELD, **{unknown: "nowhere"})
    found = {violation.rule for violation in check(problem, made)}
    assert found == {"OnlyWhatIsKnown", "EverySessionIsPlannedOnceOrNamed"}
