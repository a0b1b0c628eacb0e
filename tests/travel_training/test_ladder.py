"""The ladder: which rung is which, and what each costs beside the one on which a pupil stands."""

from dataclasses import replace

import pytest

from travel_training.ladder import LADDER, Planned, Prices, Proposal, Rung, proposals, rung_of

PRICES = Prices(pass_year_pence=95_000, school_days=190, buddy_hour_pence=1_500, trainer_hour_pence=2_000)
PLANNED = {
    Rung.SOLO: Planned(day_pence=9_000),
    Rung.SHARED_WITH_ASSISTANT: Planned(day_pence=6_000),
    Rung.SHARED: Planned(day_pence=6_000),
    Rung.POINT_WITH_PARENT: Planned(day_pence=None, why_not="No pick-up point is recorded."),
    Rung.POINT_ALONE: Planned(day_pence=None, why_not="No pick-up point is recorded."),
}


def by_rung(now: Rung) -> dict[Rung, Proposal]:
    return {each.rung: each for each in proposals(now, PLANNED, PRICES)}


def test_a_pupil_is_shown_their_own_rung_and_every_higher_one() -> None:
    found = proposals(Rung.SHARED, PLANNED, PRICES)
    assert [each.rung for each in found] == list(LADDER[2:])
    assert [each.is_now for each in found] == [True, False, False, False, False, False]


def test_a_rung_saves_what_it_costs_less_than_now_in_a_year() -> None:
    found = by_rung(Rung.SOLO)
    assert found[Rung.SOLO].saves_year_pence == 0
    assert found[Rung.SHARED_WITH_ASSISTANT].saves_year_pence == 3_000 * 190
    assert found[Rung.ALONE].saves_year_pence == (9_000 - 500) * 190


def test_by_bus_a_pass_is_paid_for_and_the_hours_of_whoever_comes_along() -> None:
    assert PRICES.by_bus_pence(Rung.ALONE) == 500
    assert PRICES.by_bus_pence(Rung.BUS_WITH_BUDDY) == 500 + 3_000
    assert PRICES.by_bus_pence(Rung.BUS_SHADOWED) == 500 + 4_000


def test_what_is_not_known_is_said_with_the_reason_and_never_as_a_number() -> None:
    point = by_rung(Rung.SHARED)[Rung.POINT_ALONE]
    assert (point.day_pence, point.saves_year_pence) == (None, None)
    assert point.reasons[0] == "No pick-up point is recorded."
    nobody = proposals(Rung.SHARED, {}, PRICES)
    assert [each.saves_year_pence for each in nobody] == [None] * 6
    assert nobody[-1].day_pence == 500


def test_a_rung_that_saves_nothing_says_so_and_the_rung_of_now_asks_for_nothing() -> None:
    found = by_rung(Rung.SHARED_WITH_ASSISTANT)
    assert "It saves nothing: whether it is right for the pupil is another question." in found[Rung.SHARED].reasons
    assert found[Rung.SHARED_WITH_ASSISTANT].reasons == ()
    assert all(each.reasons for each in found.values() if not each.is_now)


def test_every_way_to_travel_has_its_rung() -> None:
    assert rung_of(is_solo=True, has_assistant=False) is Rung.SOLO
    assert rung_of(is_solo=False, has_assistant=True, is_at_point=True) is Rung.SHARED_WITH_ASSISTANT
    assert rung_of(is_solo=False, has_assistant=False, is_at_point=True) is Rung.POINT_WITH_PARENT
    assert rung_of(is_solo=False, has_assistant=False) is Rung.SHARED


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="a school day or more"):
        replace(PRICES, school_days=0)
    with pytest.raises(ValueError, match="buddy_minutes must not be less than nothing, not -1"):
        replace(PRICES, buddy_minutes=-1)
    with pytest.raises(ValueError, match="or there is a reason why not"):
        Planned(day_pence=None)
