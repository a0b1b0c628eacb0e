"""Free seats and what they save: kept once, in order, for the office alone."""

from datetime import date, timedelta

import pytest

from routing.problem import Direction
from tests.web.office import OFFICE, Clock, school_of
from web.access import Principal, Role, UserId
from web.store import ConflictError, NotKeptError, Store
from web.store.events import Event
from web.store.seats import EstimateKind, SavingState

MARCH = date(2027, 3, 1)
TO, HOME = Direction.TO_SCHOOL, Direction.FROM_SCHOOL
SAVING, LADDER = EstimateKind.SAVING, EstimateKind.LADDER


def released(store: Store, pupil: str = "p5", direction: Direction = TO, expected: int | None = 4_000) -> str:
    with store.writing(OFFICE) as kept:
        return kept.seats.release(pupil, direction, MARCH, expected)


def test_a_seat_is_free_from_its_day_until_it_is_given_back(store: Store) -> None:
    id_ = released(store)
    with store.writing(OFFICE) as kept:
        free = kept.seats.get_release(id_)
        assert [free.is_free(MARCH + timedelta(days=n)) for n in (-1, 0, 400)] == [False, True, True]
        kept.seats.give_back(id_, MARCH + timedelta(days=9))
        back = kept.seats.get_release(id_)
        assert [back.is_free(MARCH + timedelta(days=n)) for n in (0, 9, 10)] == [True, True, False]
        with pytest.raises(ConflictError, match="has this seat again already"):
            kept.seats.give_back(id_, MARCH)


def test_a_seat_that_is_free_is_not_freed_again_until_it_was_given_back(store: Store) -> None:
    first = released(store)
    with pytest.raises(ConflictError, match="free already"):
        released(store)
    released(store, direction=HOME)
    released(store, pupil="p4")
    with store.writing(OFFICE) as kept:
        kept.seats.give_back(first, MARCH)
    released(store)
    with store.reading(OFFICE) as kept:
        assert len(kept.seats.list_releases(["p5"])) == 3
        assert len(kept.seats.list_releases()) == 4


def test_a_saving_is_expected_then_not_fallen_then_banked_once_and_stays(store: Store, clock: Clock) -> None:
    id_ = released(store)
    with store.writing(OFFICE) as kept:
        assert kept.seats.get_release(id_).state is SavingState.EXPECTED
        kept.seats.say_not_fallen(id_, "The run goes on.")
        waiting = kept.seats.get_release(id_)
        assert (waiting.state, waiting.said, waiting.looked_at) == (
            SavingState.NOT_FALLEN,
            "The run goes on.",
            clock.now,
        )
        with pytest.raises(ValueError, match="more than nothing, not 0"):
            kept.seats.bank(id_, 0, MARCH, ("a", "b"), "")
        kept.seats.bank(id_, 3_900, MARCH, ("a", "b"), "By two plans of a Monday.")
        with pytest.raises(ConflictError, match="banked already"):
            kept.seats.bank(id_, 9_999, MARCH, ("a", "b"), "")
        kept.seats.give_back(id_, MARCH + timedelta(days=9))
        banked = kept.seats.get_release(id_)
    assert (banked.state, banked.banked_pence, banked.banked_from) == (SavingState.BANKED, 3_900, MARCH)
    assert (banked.before_plan, banked.after_plan, banked.expected_pence) == ("a", "b", 4_000)


def test_each_step_is_in_the_audit_log(store: Store) -> None:
    id_ = released(store)
    with store.writing(OFFICE) as kept:
        kept.seats.bank(id_, 3_900, MARCH, ("a", "b"), "")
        kept.seats.give_back(id_, MARCH)
    with store.reading(OFFICE) as kept:
        found = [entry.event for entry in kept.audit.list_entries(most=3)]
    assert sorted(found) == sorted([Event.SEAT_RELEASED, Event.SAVING_BANKED, Event.SEAT_GIVEN_BACK])


def test_the_newest_estimate_stands_in_the_place_of_the_one_before(store: Store, clock: Clock) -> None:
    with store.writing(OFFICE) as kept:
        kept.seats.keep_estimates(SAVING, MARCH, {"p4": {"pence": 1}, "p5": {"pence": 2}})
        kept.seats.keep_estimates(LADDER, MARCH, {"p5": {"rungs": []}})
    clock.wait(60)
    with store.writing(OFFICE) as kept:
        kept.seats.keep_estimates(SAVING, MARCH, {"p5": {"pence": 3}})
        both = {each.pupil: each.found["pence"] for each in kept.seats.list_estimates(SAVING)}
        assert both == {"p4": 1, "p5": 3}
        kept.seats.keep_estimates(SAVING, MARCH, {"p1": {"pence": 4}}, are_all=True)
        assert [each.pupil for each in kept.seats.list_estimates(SAVING)] == ["p1"]
        ladder = kept.seats.find_estimate("p5", LADDER)
        assert ladder is not None
        assert (ladder.day, ladder.made_by) == (MARCH, OFFICE.user)
        assert kept.seats.find_estimate("p5", SAVING) is None


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SCHOOL, Role.OPERATOR])
def test_nobody_but_the_office_is_told_of_seats(store: Store, role: Role) -> None:
    who = school_of("oak") if role is Role.SCHOOL else Principal(user=UserId("u"), role=role)
    with store.reading(who) as kept, pytest.raises(NotKeptError):
        _ = kept.seats


def test_what_is_known_of_a_seat_is_told_to_the_pupil_and_the_estimate_goes_with_them(store: Store) -> None:
    released(store)
    with store.writing(OFFICE) as kept:
        kept.seats.keep_estimates(SAVING, MARCH, {"p5": {"pence": 2}})
        assert [each["expected_pence"] for each in kept.subject.list_seats("p5")] == [4_000]
        assert [each["found"] for each in kept.subject.list_estimates("p5")] == [{"pence": 2}]
        assert kept.erasing.erase("p5").rows["what their seat costs"] == 1
        assert kept.seats.list_estimates(SAVING) == []
        assert len(kept.seats.list_releases(["p5"])) == 1  # under the reference alone, as rides are


def test_what_was_worked_out_long_ago_is_forgotten_and_what_was_saved_is_not(store: Store, clock: Clock) -> None:
    released(store)
    with store.writing(OFFICE) as kept:
        kept.seats.keep_estimates(SAVING, MARCH, {"p4": {"pence": 1}, "p5": {"pence": 2}})
        kept.forgetting.put_hold("p4", is_held=True)
        assert kept.forgetting.seat_estimates(clock.now) == 0
        assert kept.forgetting.seat_estimates(clock.now + timedelta(seconds=1)) == 1
        assert [each.pupil for each in kept.seats.list_estimates(SAVING)] == ["p4"]
        assert len(kept.seats.list_releases()) == 1
