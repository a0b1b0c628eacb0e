"""What travel costs for each pupil."""

from dataclasses import replace

from tests.web.reporting.world import lines, ride_sums, view
from web.reporting.costs import costs
from web.reporting.figures import HIDDEN, Standing
from web.reporting.view import By

SUMS = [ride_sums("p1", 20), ride_sums("p3", 20, pence=40_000.0), ride_sums("p4", 10)]
FORECAST = {"taxi": 1_000_000, "pass": 90_000, "travel-budget": 50_000}


def test_the_planned_cost_of_a_ride_is_put_on_a_year() -> None:
    table = costs(view(targets={("cost-per-pupil", "", ""): 5000}), SUMS, {}, "2026-27")
    assert lines(table) == {
        "North": (2, 3800),  # £10 a ride, 380 rides
        "South": (3, 6333),  # 30 rides for £500
        "Not recorded": (1, None),
        "All": (6, 5320),  # 50 rides for £700
    }
    assert [line.standing for line in table.lines] == [Standing.MET, Standing.MISSED, Standing.NO_FIGURE]
    assert table.total.standing is Standing.NEAR


def test_by_mode_the_forecast_is_shared_among_the_pupils_of_the_mode() -> None:
    table = costs(view(By.MODE), SUMS, FORECAST, "2026-27")
    assert lines(table) == {
        "Taxi or private hire": (2, 3800, 10_000, 5000),
        "Contracted minibus or coach": (2, 6333, None, None),
        "Public transport pass": (1, None, 900, 900),
        "Personal travel budget": (0, None, 500, None),
        "Not recorded": (1, None, None, None),
        "All": (6, 5320, 11_400, 3633),  # £10,900 for the three who travel by a mode with a forecast
    }
    assert table.notes == ("No forecast of spending is recorded for 2026-27: Contracted minibus or coach.",)


def test_the_forecast_is_of_the_whole_authority_alone() -> None:
    table = costs(replace(view(By.MODE), school="oak"), SUMS, FORECAST, "2026-27")
    assert [column.name for column in table.columns] == ["pupils", "planned"]


def test_what_few_pupils_cost_is_hidden_with_their_number() -> None:
    table = costs(view(By.SCHOOL, smallest=4), SUMS, {}, "2026-27")
    assert {figure for line in table.lines for figure in line.figures} == {HIDDEN}
    assert table.total.figures == (6, 5320)
