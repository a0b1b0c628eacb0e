"""The first page of the records: how many there are of each kind, and what has lapsed or soon will."""

from tests.web.pages.client import Browser
from tests.web.pages.records.desk import keep, opened
from web.pages.records.arranging import SECTIONS, groups_of
from web.records.layouts import KIND
from web.store import Store


def test_every_kind_stands_once_on_the_first_page_and_every_column_once_on_its_own(officer: Browser) -> None:
    stems = [stem for _, kinds in SECTIONS for stem in kinds]
    assert sorted(stems) == sorted(KIND)
    for kind in KIND.values():
        names = [column.name for _, columns in groups_of(kind) for column in columns]
        assert sorted(names) == sorted(column.name for column in kind.columns), kind.stem
    page = opened(officer, "/records/")
    assert "Pupils 6" in page
    assert "Drivers 0" in page


def test_what_lapses_leads_to_its_list(officer: Browser, store: Store) -> None:
    assert "1 pupil without a risk assessment Missing" in opened(officer, "/records/")
    keep(store, "drivers", driver="D1", dbs_until="2026-11-21", badge_until="2027-06-30")
    keep(store, "vehicles", vehicle="taxi-7", inspected_until="2026-12-01")
    keep(store, "contracts", contract="c2", until="2026-11-30")
    page = officer.get("/records/").get_data(as_text=True)
    for said, href in (
        ("1 driver with a check that has lapsed", "/records/drivers?state=lapsed"),
        ("1 vehicle with a check that lapses soon", "/records/vehicles?state=soon"),
        ("1 contract that lapses soon", "/records/contracts?state=soon"),
    ):
        assert said in page
        assert href in page
        assert "taxi-7" in opened(officer, href) or "drivers" in href or "c2" in opened(officer, href)
