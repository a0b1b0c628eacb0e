"""The return to the DfE, line by line, and what is missing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.web.reporting.world import PUPILS, ride_sums
from web.reporting.dfe_return import GROUPS, Gap, Sources, gaps, group_of, rows, travelling_alone
from web.reporting.pupils import PupilFacts

DAY = date(2027, 2, 1)
YOUNG, OLD, ADULT = date(2015, 5, 1), date(2009, 5, 1), date(2006, 5, 1)


def _full(number: int, born_on: date, **more: str) -> PupilFacts:
    usual: dict[str, Any] = {"ehc_plan": "yes", "eligibility": "special-needs", "mode": "taxi"}
    return replace(PUPILS[f"p{number}"], born_on=born_on, **usual | more)


SOURCES = Sources(
    day=DAY,
    pupils=(
        _full(1, YOUNG),
        _full(2, YOUNG, mode="pass"),
        _full(3, YOUNG, eligibility="distance", ehc_plan="no", mode="minibus"),
        _full(4, OLD, eligibility="post-16"),
        replace(PUPILS["p5"], school="gone"),
        replace(_full(6, YOUNG), decision="refused"),
    ),
    school_types={"oak": "state-special", "elm": ""},
    rides=[ride_sums("p1", 10, alone=6), ride_sums("p3", 10, alone=5)],
    forecast_pence={"taxi": 1_234_567_89, "pass": 9_000_50},
    year="2026-27",
)


def test_every_number_is_counted_in_its_group() -> None:
    told = [row for row in rows(SOURCES) if row[4] not in (0, "Not recorded")]
    assert told == [
        ("Pre-16 SEND", "Pupils", "All", "pupils", 2),
        ("Pre-16 SEND", "Type of school", "State-funded special school", "pupils", 2),
        ("Pre-16 SEND", "EHC plan", "With an EHC plan", "pupils", 2),
        ("Pre-16 SEND", "Reason of eligibility", "Special educational needs, disability or mobility", "pupils", 2),
        (
            "Pre-16 SEND",
            "Mode of transport",
            "External contract - taxi or private hire vehicle (PHV)",
            "pupils",
            1,
        ),
        ("Pre-16 SEND", "Mode of transport", "Public transport pass", "pupils", 1),
        ("Pre-16 SEND", "Single occupancy", "Travel alone", "pupils", 1),
        ("Pre-16 mainstream", "Pupils", "All", "pupils", 1),
        ("Pre-16 mainstream", "Type of school", "State-funded special school", "pupils", 1),
        ("Pre-16 mainstream", "EHC plan", "Without an EHC plan", "pupils", 1),
        ("Pre-16 mainstream", "Reason of eligibility", "Lives beyond walking distance", "pupils", 1),
        ("Pre-16 mainstream", "Mode of transport", "External contract - public service vehicle (PSV)", "pupils", 1),
        ("Post-16 SEN, aged 16 to 18", "Pupils", "All", "pupils", 1),
        ("Post-16 SEN, aged 16 to 18", "Type of school", "Not recorded", "pupils", 1),
        ("Post-16 SEN, aged 16 to 18", "EHC plan", "With an EHC plan", "pupils", 1),
        (
            "Post-16 SEN, aged 16 to 18",
            "Reason of eligibility",
            "Over 16, under the authority's policy",
            "pupils",
            1,
        ),
        (
            "Post-16 SEN, aged 16 to 18",
            "Mode of transport",
            "External contract - taxi or private hire vehicle (PHV)",
            "pupils",
            1,
        ),
        ("Not recorded", "Pupils", "All", "pupils", 1),
        ("Not recorded", "Type of school", "Not recorded", "pupils", 1),
        ("Not recorded", "EHC plan", "Not recorded", "pupils", 1),
        ("Not recorded", "Reason of eligibility", "Not recorded", "pupils", 1),
        ("Not recorded", "Mode of transport", "Not recorded", "pupils", 1),
        (
            "All",
            "Forecast spend 2026-27",
            "External contract - taxi or private hire vehicle (PHV)",
            "pounds",
            "1234567.89",
        ),
        ("All", "Forecast spend 2026-27", "Public transport pass", "pounds", "9000.50"),
        ("All", "Forecast spend 2026-27", "Total of what is recorded", "pounds", "1243568.39"),
    ]


def test_every_answer_has_a_line_whoever_travels() -> None:
    found = rows(replace(SOURCES, pupils=()))
    assert [row[:3] for row in found] == [row[:3] for row in rows(SOURCES)]
    assert {row[0] for row in found} == {*GROUPS, "All"}


def test_what_is_missing_is_named_with_its_record() -> None:
    assert gaps(SOURCES) == [
        Gap("spending", "2026-27|minibus", ("Forecast for 2026-27",)),
        Gap("schools", "elm", ("Type",)),
        Gap("pupils", "p4", ("A ride in a published plan of the week",)),
        Gap(
            "pupils",
            "p5",
            (
                "Date of birth",
                "School",
                "EHC plan",
                "Eligible by",
                "Mode of travel",
                "A ride in a published plan of the week",
            ),
        ),
    ]


@pytest.mark.parametrize(
    ("born_on", "plan", "eligibility", "group"),
    [
        (date(2010, 8, 31), "yes", "special-needs", "Post-16 SEN, aged 16 to 18"),
        (date(2010, 9, 1), "yes", "special-needs", "Pre-16 SEND"),
        (date(2007, 8, 31), "yes", "", "Post-16 SEN, aged 19 and over"),
        (OLD, "no", "post-16", "Post-16 mainstream"),
        (OLD, "", "post-16", "Not recorded"),
        (YOUNG, "yes", "", "Not recorded"),
        (None, "yes", "special-needs", "Not recorded"),
    ],
)
def test_a_group_is_that_of_the_age_on_31_august_and_nothing_is_guessed(
    born_on: date | None, plan: str, eligibility: str, group: str
) -> None:
    pupil = PupilFacts(id="p1", born_on=born_on, ehc_plan=plan, eligibility=eligibility)
    assert group_of(pupil, DAY) == group


def test_who_is_alone_on_more_than_half_of_the_rides_travels_alone() -> None:
    mixed = [ride_sums("p4", 5, alone=5), ride_sums("p4", 5, operator="Own fleet")]
    assert travelling_alone([*SOURCES.rides, *mixed]) == {"p1"}
