"""Whom one might ask in the town, with what their seats cost; and the long work that finds it out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from routing.problem import Direction
from tests.web.office import OFFICE, Clock
from tests.web.pages.journeys.ground import add_buses, add_streets, move_the_town
from tests.web.planning.days import published_afternoon
from tests.web.queries import counted_queries
from tests.web.town import DAY
from tests.web.trainees import BEN, begin, fill_training
from travel_training.candidates import Candidate
from web.settings import Settings
from web.store import ConflictError, Store
from web.store.seats import EstimateKind
from web.training.candidate_journeys import spoken_of
from web.training.candidates import SAVINGS, find_savings, list_candidates
from web.training.options import LoopOptions
from web.work import WORK

LITTLE = {"iterations": 100}


def done(store: Store, hear: Any = lambda _: True, home: Path = Path("/nowhere"), **asked: Any) -> Mapping[str, Any]:
    with store.writing(OFFICE) as kept:
        kept.tasks.ask(SAVINGS, {**LITTLE, **asked})
        task = kept.tasks.claim("a test")
    assert task is not None
    return find_savings(store, Settings(home=home), task, hear)


def by_pupil(store: Store) -> dict[str, Candidate]:
    with store.reading(OFFICE) as kept:
        return {str(each.situation.trainee): each for each in list_candidates(kept)}


def tell(store: Store, pupil: str, **cells: str) -> None:
    with store.writing(OFFICE) as kept:
        row = kept.records.get("pupils", pupil)
        kept.records.keep(replace(row, values={**row.values, **cells}))


def test_each_seat_is_costed_both_ways_and_the_dearest_with_the_plan_made_again(store: Store) -> None:
    published_afternoon(store)
    with store.writing(OFFICE) as kept:
        replace(LoopOptions.of(kept), planned_again=1).keep(kept)
    assert done(store)["said"] == "5 seats worked out, 1 of them with the plan made again."
    with store.reading(OFFICE) as kept:
        found = {each.pupil: each for each in kept.seats.list_estimates(EstimateKind.SAVING)}
    assert found.keys() == {"p1", "p2", "p3", "p4", "p5"}  # p6 has no run
    assert {each.day for each in found.values()} == {DAY}
    assert set(found["p4"].found) == {"to-school", "from-school"}
    again = [pupil for pupil, each in found.items() if "best" in each.found["to-school"]]
    assert len(again) == 1
    for each in found[again[0]].found.values():
        assert each["best"] >= each["quick"]
    candidates = by_pupil(store)
    assert next(iter(candidates)) == again[0]
    pence = [each.year_pence for each in candidates.values() if each.year_pence is not None]
    assert pence == sorted(pence, reverse=True)


def test_before_anybody_has_asked_it_is_said_that_nobody_knows(store: Store) -> None:
    found = by_pupil(store)
    assert found.keys() == {"p1", "p2", "p3", "p4", "p5", "p6"}
    assert {each.year_pence for each in found.values()} == {None}
    assert all("Nobody has worked out what the seat costs." in each.unknown for each in found.values())


def test_whoever_is_too_young_is_neither_costed_nor_shown(store: Store) -> None:
    tell(store, "p1", born_on="2016-01-31")
    tell(store, "p2", phase="primary")
    tell(store, "p3", born_on="2012-01-31")
    done(store)
    with store.reading(OFFICE) as kept:
        assert {each.pupil for each in kept.seats.list_estimates(EstimateKind.SAVING)} == {"p3", "p4", "p5"}
    found = by_pupil(store)
    assert {"p1", "p2"}.isdisjoint(found)
    assert "In Year 10 by age." in found["p3"].why


def test_ride_company_wish_and_journey_are_what_they_are(store: Store) -> None:
    tell(store, "p5", wish="yes")
    with store.reading(OFFICE) as kept:
        found = by_pupil(store)
        rides = {
            ride.pupil: ride for head in kept.plans.list_plans(DAY, DAY) for ride in kept.plans.list_rides(head.id)
        }
    eve, dan = found["p5"].situation, found["p4"].situation
    assert (eve.aboard, dan.aboard) == (0, 3)
    assert dan.ride_minutes == rides["p4"].ride_s // 60
    assert eve.journey is None  # nobody has looked
    assert "Wishes to travel alone." in found["p5"].why


def test_a_first_look_is_taken_for_a_journey_where_there_are_streets_and_buses(store: Store, tmp_path: Path) -> None:
    move_the_town(store)
    add_streets(tmp_path / "roads")
    add_buses(tmp_path / "roads")
    done(store, home=tmp_path)
    found = by_pupil(store)
    ann = found["p1"].situation.journey
    assert ann is not None
    assert (ann.exists, ann.changes, ann.crossings_unsignalled) == (True, 0, 1)
    assert ann.minutes > 10  # of these ten by bus
    assert "It crosses 1 main road where the map records no signals." in found["p1"].against
    assert found["p5"].situation.journey is None  # off the map: nobody can look
    assert "Nobody has looked for a journey on foot and by bus." in found["p5"].unknown


def test_without_streets_or_buses_nobody_has_looked(store: Store) -> None:
    done(store)
    assert {each.situation.journey for each in by_pupil(store).values()} == {None}


@pytest.mark.parametrize(
    ("day", "spoken"), [(date(2026, 11, 24), date(2026, 11, 24)), (date(2027, 3, 1), date(2026, 11, 23))]
)
def test_a_timetable_is_asked_of_the_day_or_of_the_same_day_of_its_first_week(day: date, spoken: date) -> None:
    class Autumn:
        days = (date(2026, 11, 20), date(2026, 12, 4))

    assert spoken_of(Autumn(), day) == spoken  # type: ignore[arg-type]  # of a timetable it asks only the days


def test_whoever_is_in_training_or_travels_alone_already_is_no_candidate(store: Store) -> None:
    begin(store, fill_training(store), BEN)
    with store.writing(OFFICE) as kept:
        kept.seats.release("p5", Direction.TO_SCHOOL, DAY, None)
    assert {"p2", "p5"}.isdisjoint(by_pupil(store))


def test_without_a_published_plan_it_says_what_to_do(store: Store, clock: Clock) -> None:
    clock.wait(90 * 86_400)
    with pytest.raises(ConflictError, match="Publish one first"):
        done(store)


def test_what_nobody_wants_any_more_is_not_kept(store: Store) -> None:
    assert done(store, hear=lambda said: "Taking out" in said["doing"] or "Making" in said["doing"]) == {}
    with store.reading(OFFICE) as kept:
        assert kept.seats.list_estimates(EstimateKind.SAVING) == []


def test_the_list_asks_as_much_for_many_as_for_few(store: Store) -> None:
    with store.reading(OFFICE) as kept, counted_queries(store) as few:
        list_candidates(kept)
    done(store)
    with store.reading(OFFICE) as kept, counted_queries(store) as many:
        list_candidates(kept)
    assert len(many) == len(few)


def test_it_is_work_that_can_be_asked_for() -> None:
    assert SAVINGS in WORK


def test_what_an_authority_sets_is_read_and_the_rest_is_as_it_was(store: Store) -> None:
    with store.writing(OFFICE) as kept:
        assert LoopOptions.of(kept) == LoopOptions()
        kept.options.put("training-loop", {"school_days": 195, "year_group_from": 7, "of-tomorrow": 1})
        found = LoopOptions.of(kept)
    assert (found.criteria.school_days, found.prices.school_days, found.criteria.year_group_from) == (195, 195, 7)
    assert found.planned_again == LoopOptions().planned_again
    assert LoopOptions.from_numbers(found.numbers) == found
    with pytest.raises(ValueError, match="planned_again must not be less than nothing"):
        LoopOptions(planned_again=-1)
