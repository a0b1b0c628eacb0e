"""Publishing: the gate, and who must be told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from tests.web import town
from tests.web.office import OFFICE, Clock, keep_draft, moved_document
from web.planning.before_publishing import stands_in_the_way, to_do
from web.planning.editing import RunRef, apply, leaving_out, timing
from web.planning.publishing import FAMILY, OPERATOR, SCHOOL, SUPPOSED, publish
from web.settings import Settings
from web.store import ConflictError, Store
from web.store.day import Notice
from web.store.events import Event
from web.store.plan_views import WHAT_IF_TITLE, PlanState
from web.store.tables import AuditRow, PlanRow

SETTINGS = Settings()
TAXI_RUN = RunRef(town.TAXI, 1)


def published(store: Store) -> str:
    with store.reading(OFFICE) as kept:
        head = kept.plans.find_published(town.DAY, town.town().direction)
    assert head is not None
    return head.id


def accept(store: Store, id_: str) -> None:
    with store.writing(OFFICE) as kept:
        for each in kept.plans.list_unplaced(id_):
            kept.plans.accept_unplaced(id_, each.pupil, "The assessment is on Tuesday")


def notices(store: Store, id_: str) -> dict[tuple[str, str], Notice]:
    with store.reading(OFFICE) as kept:
        return {(each.audience, each.ref): each for each in kept.day.list_notices(id_)}


def refusals(store: Store) -> list[str]:
    with store.database.reading() as connection:
        rows = connection.execute(AuditRow.__table__.select().order_by(AuditRow.number)).mappings()
        return [row["detail"]["said"] for row in rows if row["event"] == Event.PLAN_PUBLISH_REFUSED]


def test_a_new_version_tells_those_for_whom_it_changes_something_and_no_one_else(store: Store) -> None:
    id_ = keep_draft(store, moved_document(), replaces=published(store))
    accept(store, id_)
    assert publish(store, SETTINGS, OFFICE, id_, 0) == 2
    told = notices(store, id_)
    assert set(told) == {(FAMILY, "p5"), (SCHOOL, "elm"), (OPERATOR, "Acorn Cars")}
    family = told[FAMILY, "p5"]
    assert family.said[0][0] == "p5"
    assert "10 minutes earlier, at 08:15" in family.said[0][1]
    assert family.due_at == datetime(2026, 11, 22, 8, 15, tzinfo=UTC)


def test_a_first_version_is_compared_with_the_school_day_before(store: Store) -> None:
    moved = keep_draft(store, moved_document(town.DAY + timedelta(days=1)))
    accept(store, moved)
    assert publish(store, SETTINGS, OFFICE, moved, 0) == 1
    assert {ref for audience, ref in notices(store, moved) if audience == FAMILY} == {"p5", "p6"}


def test_a_plan_that_has_come_to_break_a_rule_is_refused_whatever_was_written_down(store: Store) -> None:
    id_ = keep_draft(store)
    apply(store, OFFICE, id_, 0, timing(TAXI_RUN, 1, 9 * 3600 + 20 * 60))
    accept(store, id_)
    with store.database.writing() as connection:
        connection.execute(update(PlanRow).where(PlanRow.id == id_).values(violations=0))
    with pytest.raises(ConflictError, match="It breaks a rule"):
        publish(store, SETTINGS, OFFICE, id_, 1)
    assert refusals(store)[0].startswith("It breaks a rule")
    with store.reading(OFFICE) as kept:
        assert kept.plans.get(id_).state is PlanState.DRAFT
        assert kept.day.list_notices(id_) == []


def test_a_pupil_whom_nobody_accepted_stops_it_and_the_refusal_is_written_down(store: Store) -> None:
    # p6 was accepted in the version before, for the same reason
    id_ = keep_draft(store, replaces=published(store))
    apply(store, OFFICE, id_, 0, leaving_out(town.PUPILS[4].id, "the family drives"))
    with pytest.raises(ConflictError, match="Nobody has accepted that p5 has no run"):
        publish(store, SETTINGS, OFFICE, id_, 1)
    assert len(refusals(store)) == 1


def test_an_answer_to_a_what_if_is_never_published(store: Store) -> None:
    id_ = keep_draft(store)
    accept(store, id_)
    with store.database.writing() as connection:
        connection.execute(update(PlanRow).where(PlanRow.id == id_).values(title=f"{WHAT_IF_TITLE} taxi-7 were gone"))
    with pytest.raises(ConflictError, match="It answers a what-if"):
        publish(store, SETTINGS, OFFICE, id_, 0)
    assert len(refusals(store)) == 1
    with store.reading(OFFICE) as kept:
        assert SUPPOSED in stands_in_the_way(to_do(kept, SETTINGS, kept.plans.get(id_)))


def test_whoever_is_told_too_late_is_told_with_a_reason(store: Store, clock: Clock) -> None:
    id_ = keep_draft(store, moved_document(), replaces=published(store))
    accept(store, id_)
    publish(store, SETTINGS, OFFICE, id_, 0)
    family = notices(store, id_)[FAMILY, "p5"]
    assert family.due_at < clock.now
    with pytest.raises(ValueError, match="say why"), store.writing(OFFICE) as kept:
        kept.day.tell(family.id, "telephone")
