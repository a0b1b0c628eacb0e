"""What training must be seen to: said from the day on which it can be, by reference, and gone when it is done."""

from datetime import date, datetime, timedelta

import pytest

from tests.travel_training.trainees import KERB, STREETS, Trainee
from tests.web.office import NAMES, NOW, OFFICE
from tests.web.trainees import ANN, Trainers, attended, by, session
from travel_training.entries import LONDON, AnyEntry, Consent, Consented
from travel_training.people import Part
from travel_training.standing import after_months, standing_of
from web.settings import Settings
from web.slots import Turn
from web.store import Store
from web.store.training_views import TraineeHead
from web.training.reminding import Ahead, lapses_of, remind_of_training

AHEAD = Ahead(lapse_days=28, silent_weeks=3)
PROGRAMMES = {(STREETS.id, STREETS.version): STREETS}


def head_of(history: list[AnyEntry]) -> TraineeHead:
    now = standing_of(history)
    assert now.state is not None
    assert now.since is not None
    return TraineeHead(
        pupil=ANN,
        school="oak",
        state=now.state,
        since=now.since,
        cohort=None,
        trainer=None,
        programme=STREETS.id,
        version=1,
        scope=now.scope,
        entries=len(history),
        last_held_on=None,
        changed_at=NOW,
    )


def said(trainee: Trainee, today: date) -> list[str]:
    history = trainee.history
    return [each.said for each in lapses_of(head_of(history), history, PROGRAMMES, today, AHEAD)]


def test_every_review_is_said_until_it_is_held() -> None:
    trainee = Trainee()
    trainee.alone()
    alone = trainee.standing.alone_since
    assert alone is not None
    first = after_months(alone, 1)
    assert not any("review after" in each for each in said(trainee, first - timedelta(days=29)))
    assert any("review after 1 month of" in each for each in said(trainee, first - timedelta(days=28)))
    months = [each for each in said(trainee, after_months(alone, 12)) if "review after" in each]
    assert len(months) == 5
    trainee.day = first
    trainee.review(1)
    assert not any("review after 1 month of" in each for each in said(trainee, first))


def test_a_lapsed_milestone_is_said_if_it_is_safety_critical() -> None:
    trainee = Trainee()
    trainee.alone()
    lapse = trainee.day + timedelta(days=(KERB.lapses_after_days or 0) + 10)
    assert any("safety-critical “Kerb” lapsed on" in each for each in said(trainee, lapse))
    assert not any("Bell" in each for each in said(trainee, lapse))


def test_a_consent_and_a_journey_that_run_out_are_said_before_they_do() -> None:
    trainee = Trainee()
    trainee.accompanied()
    journey = trainee.standing.journey
    assert journey is not None
    told = said(trainee, journey.review_by - timedelta(days=28))
    assert any("its risk assessment holds until" in each for each in told)
    assert not any("its risk assessment" in each for each in said(trainee, journey.review_by - timedelta(days=29)))
    until = trainee.day + timedelta(days=90)
    last = trainee.history[-1]
    again = Consented(
        id=trainee.next_id(), at=last.at, by=last.by, consent=Consent.PHOTO, wording="1", is_given=True, until=until
    )
    trainee.history.append(again)
    assert any("consent (photo) holds until" in each for each in said(trainee, until - timedelta(days=28)))
    assert not any("consent (" in each for each in said(trainee, until - timedelta(days=29)))


def test_whoever_is_in_training_without_a_session_is_said_after_so_many_weeks() -> None:
    trainee = Trainee()
    trainee.accompanied()
    since = trainee.standing.since
    assert since is not None
    assert not any("no session" in each for each in said(trainee, since.date() + timedelta(days=20)))
    assert any("no session was held since" in each for each in said(trainee, since.date() + timedelta(days=21)))


@pytest.mark.usefixtures("trainers")
def test_the_job_says_each_once_without_a_name_and_takes_it_back(store: Store, trainers: Trainers) -> None:
    def run() -> str:
        with store.writing(OFFICE) as kept:
            return remind_of_training(Turn(store, Settings(), datetime(2026, 11, 22, 6, 30, tzinfo=LONDON)), kept)

    assert run() == "1 new, 0 no longer needed"
    assert run() == "0 new, 0 no longer needed"
    with store.reading(OFFICE) as kept:
        [reminder] = kept.reminders.list_open()
    assert reminder.lapse.said.startswith("Trainee p1: no session was held since ")
    assert NAMES["p1"] not in reminder.lapse.said
    with store.writing(OFFICE) as kept:
        kept.training.sessions.keep_all([session(day=date(2026, 11, 20))])
        kept.training.add(ANN, attended(by(trainers.tamsin, Part.TRAINER)))
    assert run() == "0 new, 1 no longer needed"
