"""Several processes read a number and write the next: through the store none is lost; in SQLAlchemy's own way, some."""

from tests.faults.programs import COUNTER, GO
from tests.faults.running import Program, running
from tests.web.keeping.conftest import Installation
from tests.web.office import OFFICE

PROCESSES, TIMES = 3, 15


def count_with(here: Installation, program: str) -> tuple[int, int]:
    """Count up in several processes; return how many steps were acknowledged, and how far the number came."""
    with here.store.writing(OFFICE) as kept:
        kept.options.put(COUNTER, {"is": 0})
    with running(*(Program(here.settings, program, str(TIMES)) for _ in range(PROCESSES))) as programs:
        for each in programs:
            each.hear(1)
        (here.settings.home / GO).touch()
        for each in programs:
            each.end()
    with here.store.reading(OFFICE) as kept:
        found = kept.options.find(COUNTER)
    assert found is not None
    return sum(len(each.acked) - 1 for each in programs), found["is"]


def test_no_step_is_lost_through_the_store(here: Installation) -> None:
    assert count_with(here, "count-up") == (PROCESSES * TIMES, PROCESSES * TIMES)


def test_the_control_loses_steps_or_is_refused(here: Installation) -> None:
    acked, came = count_with(here, "count-up-carelessly")
    assert came < PROCESSES * TIMES
    assert acked > came or acked < PROCESSES * TIMES
