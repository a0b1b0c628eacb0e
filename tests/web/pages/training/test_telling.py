"""What entries say in words: each kind says something, and none a reference to nowhere."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

from flask import Flask
from markupsafe import escape

from tests.web.office import NOW
from tests.web.pages.training.ways import alone, taught, write
from tests.web.trainees import ANN, Trainers, by, entry_id
from travel_training.entries import AnyEntry, Felt, Happened, Reviewed, Said, Severity, Told, When
from travel_training.people import Part
from web.pages.training.telling import event_of, told
from web.pages.training.trainee import Trainee
from web.store import Store


def test_every_kind_of_entry_is_told_in_words(app: Flask, store: Store, trainers: Trainers) -> None:
    taught(store, trainers, 3)
    alone(store, trainers)
    me = by(trainers.manager, Part.COORDINATOR)
    write(
        store,
        Felt(id=entry_id(), at=NOW, by=me, when=When.AFTER, feeling=5),
        Said(id=entry_id(), at=NOW, by=me, words="Done!"),
        Told(id=entry_id(), at=NOW, by=me, whose="parent", when=When.AFTER, confidence=5),
        Happened(id=entry_id(), at=NOW, by=me, severity=Severity.MINOR, what="Lost a glove", was_alone=True),
    )
    with store.reading(trainers.manager.principal()) as kept, app.test_request_context():
        trainee = Trainee.of(kept, ANN)
    review = Reviewed(id=entry_id(), at=NOW + timedelta(days=40), by=me, month=1, travels_alone=True)
    entries = [*trainee.history, review]
    assert {type(each) for each in entries} == set(get_args(AnyEntry))
    titles = [told(each, trainee)[0] for each in entries]
    assert titles[-5:] == [
        "Felt very happy after the session",
        "The young person said",
        "The parent told how confident they are",
        "Incident: minor",
        "Review after 1 month: travels alone",
    ]
    assert "Travels alone" in titles
    for each in trainee.kept:
        assert str(escape(event_of(each, trainee).said)) is not None


def test_a_phones_clock_that_was_wrong_is_told(app: Flask, store: Store, trainers: Trainers) -> None:
    with store.reading(trainers.manager.principal()) as kept, app.test_request_context():
        trainee = Trainee.of(kept, ANN)
    wrong = replace(trainee.kept[-1], skew_s=-1200, entered_at=trainee.kept[-1].entry.at)
    assert "The phone&#39;s clock was 20 minutes behind." in str(escape(event_of(wrong, trainee).said))
    right = replace(wrong, skew_s=20)
    assert "clock" not in str(escape(event_of(right, trainee).said))
