"""The evidence pack: what is paid for, and what proves it."""

from dataclasses import replace
from datetime import date, timedelta

from tests.travel_training.trainees import SECOND, TRAINER, Trainee
from travel_training.courses import courses_of
from travel_training.entries import State
from travel_training.outcomes import Span
from travel_training.payment import Pack, evidence_pack
from travel_training.people import TraineeId

YEARS = Span(date(2026, 1, 1), date(2027, 12, 31))


def pack_of(trainee: Trainee, span: Span = YEARS) -> Pack:
    return evidence_pack(courses_of({TraineeId("P17"): trainee.history}, span.last), span)


def a_year_alone() -> Trainee:
    trainee = Trainee().accompanied().attend("s1").reach("kerb").move(State.SHADOWED).wait(2)
    return trainee.sign(TRAINER).sign(SECOND).move(State.ALONE).reviewed()


def test_each_result_is_proved_by_its_entries() -> None:
    trainee = a_year_alone()
    pack = pack_of(trainee)
    assert [result.what for result in pack.results] == [
        "started",
        "signed off",
        "sustained at 3 months",
        "sustained at 6 months",
        "sustained at 12 months",
    ]
    started, signed, *_ = pack.results
    assert [proof.kind for proof in started.proofs] == ["moved", "attended"]
    assert [(proof.kind, proof.user, proof.part) for proof in signed.proofs] == [
        ("signed", "tess", "trainer"),
        ("signed", "sam", "second person"),
        ("moved", "cora", "coordinator"),
    ]
    known = {entry.id for entry in trainee.history}
    assert {proof.entry for result in pack.results for proof in result.proofs} <= known


def test_only_what_is_within_the_span_is_paid_for() -> None:
    trainee = a_year_alone()
    spring = pack_of(trainee, Span(date(2026, 2, 1), date(2026, 5, 1)))
    assert [result.what for result in spring.results] == ["sustained at 3 months"]


def test_what_is_not_proved_is_not_in_the_pack() -> None:
    nobody_looked = Trainee().alone().wait(400)
    assert [result.what for result in pack_of(nobody_looked).results] == ["signed off"]
    not_alone = Trainee().alone().wait(100).review(3, alone=False)
    assert "sustained at 3 months" not in {result.what for result in pack_of(not_alone).results}


def test_the_signatures_are_those_that_counted() -> None:
    trainee = Trainee().shadowed().sign(TRAINER).move(State.ACCOMPANIED).move(State.SHADOWED).wait(1)
    trainee.sign(SECOND).sign(TRAINER).move(State.ALONE)
    (signed,) = pack_of(trainee).results
    assert [proof.day for proof in signed.proofs] == [trainee.day] * 3


def test_the_digest_changes_with_anything_that_the_pack_says() -> None:
    pack = pack_of(a_year_alone())
    assert pack.digest == pack_of(a_year_alone()).digest == pack.to_json()["digest"]
    later = replace(pack.results[0], on=pack.results[0].on + timedelta(days=1))
    assert replace(pack, results=(later, *pack.results[1:])).digest != pack.digest


def test_what_was_written_is_not_in_the_pack() -> None:
    trainee = Trainee().shadowed().sign(TRAINER).sign(SECOND).move(State.ALONE, reason="Ann is ready")
    assert "Ann" not in str(pack_of(trainee).to_json())
