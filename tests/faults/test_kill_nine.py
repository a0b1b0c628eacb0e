"""Processes killed while they save, import and publish: nothing acknowledged is lost, nothing is half."""

from collections import Counter

import pytest

from tests.faults.judging import wrong_in
from tests.faults.programs import BATCH
from tests.faults.running import Program, running
from tests.web.keeping.conftest import Installation
from tests.web.office import OFFICE, fill
from web.store.plan_views import PlanState


@pytest.fixture(autouse=True)
def filled(here: Installation) -> None:
    """Fill the installation with the small town."""
    fill(here.store)


def killed(here: Installation, name: str, acks: int) -> Program:
    """Run a program until it has acknowledged so much, and kill it in the middle of the next."""
    with running(Program(here.settings, name)) as (program,):
        return program.hear(acks).kill()


def test_every_record_that_was_acknowledged_is_there_and_none_is_half(here: Installation) -> None:
    acked = killed(here, "save", 7).acked
    assert len(acked) >= 7
    assert wrong_in(here.store) == []
    with here.store.reading(OFFICE) as kept:
        for key in {each["key"] for each in acked}:
            names = [version.row["name"] for version in kept.records.history("pupils", key)]
            wanted = [each["name"] for each in reversed(acked) if each["key"] == key]
            assert [name for name in names if name in wanted] == wanted


def test_an_import_is_there_whole_or_not_at_all(here: Installation) -> None:
    acked = killed(here, "import", 3).acked
    assert len(acked) >= 3
    assert wrong_in(here.store) == []
    with here.store.reading(OFFICE) as kept:
        rows = [row.key for row in kept.records.list_kind("vehicles") if row.key.startswith("v")]
    found = Counter(key.split("-")[0] for key in rows)
    assert set(found.values()) == {BATCH}
    assert {f"v{each['batch']}" for each in acked} <= found.keys()
    assert len(found) <= len(acked) + 1  # the last may have been kept and not yet acknowledged


def test_every_published_version_is_whole_and_one_of_them_counts(here: Installation) -> None:
    acked = killed(here, "publish", 3).acked
    assert len(acked) >= 3
    assert wrong_in(here.store) == []
    with here.store.reading(OFFICE) as kept:
        for each in acked:
            head = kept.plans.get(each["plan"])
            assert head.version == each["version"]
            assert head.state in (PlanState.PUBLISHED, PlanState.REPLACED)


def test_the_control_that_commits_in_two_is_found_half(here: Installation) -> None:
    with running(Program(here.settings, "save-in-two")) as (program,):
        program.end()
    assert wrong_in(here.store) == ["('vehicles', 'taxi-7'): current are [1, 2]"]
