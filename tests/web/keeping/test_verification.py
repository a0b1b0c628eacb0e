"""The night's look at the audit log: a changed row and a cut end are found."""

import pytest
from sqlalchemy import delete, update

from tests.web.keeping.conftest import Installation
from tests.web.office import OFFICE, fill
from web.keeping.backup import make_backup
from web.keeping.verification import verify_audit
from web.slots import Turn
from web.store.errors import UnusableError
from web.store.events import Event
from web.store.tables import AuditRow


def turn_of(here: Installation) -> Turn:
    return Turn(here.store, here.settings, here.clock.now)


def test_a_whole_log_is_said_to_be_whole_against_the_head_of_the_last_backup(here: Installation) -> None:
    fill(here.store)
    with here.store.writing(OFFICE) as kept:
        assert verify_audit(turn_of(here))(kept).endswith("all of them whole; no backup has written its head down yet")
    make_backup(here.store, here.settings)
    with here.store.writing(OFFICE) as kept:
        head = kept.audit.head()[0]
        said = verify_audit(turn_of(here))(kept)
        assert said == f"{head} rows, all of them whole; row {head} is as a backup has it"
        assert kept.audit.list_entries(most=1)[0].event is Event.AUDIT_VERIFIED


def test_a_changed_row_fails_the_job(here: Installation) -> None:
    fill(here.store)
    with here.store.database.writing() as connection:
        connection.execute(update(AuditRow).where(AuditRow.number == 3).values(who="nobody"))
    with pytest.raises(UnusableError, match=r"The audit log is not whole. Row 3 has been changed"):
        verify_audit(turn_of(here))


def test_a_cut_end_is_found_by_the_head_that_the_backup_wrote_down(here: Installation) -> None:
    fill(here.store)
    make_backup(here.store, here.settings)
    with here.store.database.writing() as connection:
        connection.execute(delete(AuditRow).where(AuditRow.number > 5))
    with pytest.raises(UnusableError, match="the end of the log has been cut off or replaced"):
        verify_audit(turn_of(here))
