"""What may be added to a trainee's history, and what may not, and why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.travel_training.trainees import (
    COORDINATOR,
    KERB,
    MACHINE,
    OFFICE,
    SECOND,
    STREETS,
    TRAINER,
    Trainee,
    stage,
)
from travel_training.entries import Attendance, Consent, EntryId, Moved, Observed, Said, State, Told, When
from travel_training.errors import MoveError, TrainingError
from travel_training.lifecycle import check_entry, may_move, moves_from
from travel_training.people import Part, Person, Scope
from travel_training.programme import MilestoneId, Setting


def lacking(trainee: Trainee, to: State, by: Part = Part.COORDINATOR) -> tuple[str, ...]:
    return may_move(trainee.history, to, by, trainee.day, trainee.programme, trainee.age)


def test_a_trainee_goes_from_referral_to_a_year_alone() -> None:
    trainee = Trainee().alone().reviewed().move(State.SUSTAINED)
    assert trainee.standing.state is State.SUSTAINED


def test_a_move_that_is_not_in_the_table_cannot_be_made() -> None:
    assert lacking(Trainee().referred(), State.ALONE) == ("no move leads from referred to alone.",)
    assert lacking(Trainee(), State.ALONE) == ("no move leads from the beginning to alone.",)


def test_a_move_is_made_by_those_whose_it_is() -> None:
    trainee = Trainee().shadowed().sign(TRAINER).sign(SECOND)
    assert lacking(trainee, State.ALONE, Part.TRAINER) == ("it is made by coordinator, not by trainer.",)


def test_everything_that_a_move_lacks_is_said() -> None:
    assert lacking(Trainee().assessed(), State.PLANNED) == (
        "no programme has been assigned.",
        "no trainer has been assigned.",
        "the parent's consent is not in force.",
        "no journey with a signed risk assessment.",
    )


def test_a_move_that_wants_a_reason_has_none() -> None:
    with pytest.raises(MoveError, match="say why: a move to paused gives its reason"):
        Trainee().accompanied().move(State.PAUSED, reason=" ")


def test_a_move_before_the_last_one_is_out_of_order() -> None:
    with pytest.raises(MoveError, match="out of order"):
        Trainee().accompanied().wait(-30).move(State.PAUSED)


@pytest.mark.parametrize(
    ("age", "gives", "wanting"),
    [
        (15, [Consent.PARENT], []),
        (16, [Consent.PARENT], ["the young person's own consent is not in force."]),
        (17, [Consent.YOUNG_PERSON], ["the parent's consent is not in force."]),
        (18, [Consent.YOUNG_PERSON], []),
        (None, [Consent.PARENT], ["the young person's own consent is not in force."]),
    ],
)
def test_who_consents_depends_on_the_age(age: int | None, gives: list[Consent], wanting: list[str]) -> None:
    trainee = Trainee(age=age).assessed().assign().journey()
    for consent in gives:
        trainee.consent(consent)
    assert list(lacking(trainee, State.PLANNED)) == wanting


def test_a_consent_lasts_until_its_day_and_the_last_word_counts() -> None:
    trainee = Trainee().accompanied()
    trainee.consent(Consent.PARENT, until=trainee.day)
    assert not lacking(trainee.reach(), State.PAUSED)
    assert trainee.standing.consented(Consent.PARENT, trainee.day)
    assert not trainee.standing.consented(Consent.PARENT, trainee.day + timedelta(days=1))
    trainee.consent(Consent.PARENT).consent(Consent.PARENT, is_given=False)
    assert not trainee.standing.consented(Consent.PARENT, trainee.day)


def test_safety_critical_milestones_come_before_being_out_of_reach() -> None:
    assert lacking(Trainee().accompanied().observe("kerb"), State.SHADOWED, Part.TRAINER) == (
        "safety-critical: Kerb: not reached (1 of 2 days in a row without help).",
    )


def test_a_stage_of_the_programme_is_not_skipped() -> None:
    fading = replace(STREETS, stages=(*STREETS.stages, stage("fade", Setting.FADING), stage("ring", Setting.REMOTE)))
    trainee = Trainee(fading).accompanied().reach("kerb")
    assert lacking(trainee, State.SHADOWED) == ("the programme's stage Fade comes first.",)
    trainee.move(State.FADING).move(State.SHADOWED).sign(TRAINER).sign(SECOND)
    assert lacking(trainee, State.ALONE) == ("the programme's stage Ring comes first.",)


def test_nobody_signs_before_the_safety_critical_milestones_are_reached() -> None:
    with pytest.raises(TrainingError, match=r"safety-critical: Kerb: has lapsed \(help was needed again"):
        Trainee().shadowed().observe("kerb", 1).sign(TRAINER)


def test_a_lapse_after_the_signatures_forbids_the_move_all_the_same() -> None:
    trainee = Trainee().shadowed().sign(TRAINER).sign(SECOND).wait(61)
    assert lacking(trainee, State.ALONE) == (
        "safety-critical: Kerb: has lapsed (not seen done for 60 days, 9 March 2026).",
    )


@pytest.mark.parametrize(
    ("first", "then", "sentence"),
    [
        (TRAINER, TRAINER, "signed already: the other half is by somebody else"),
        (TRAINER, Person("tom", Part.TRAINER), "a trainer has signed already"),
        (TRAINER, Person("tess", Part.SECOND), "whoever has taught the trainee signs as the trainer"),
        (SECOND, Person("sam", Part.COORDINATOR), "signed already: the other half is by somebody else"),
        (TRAINER, MACHINE, "logged by those who teach, not by machine"),
        (TRAINER, OFFICE, "logged by those who teach, not by transport office"),
    ],
)
def test_both_halves_are_by_different_people_and_not_both_by_trainers(
    first: Person, then: Person, sentence: str
) -> None:
    with pytest.raises(TrainingError, match=sentence):
        Trainee().shadowed().sign(first).sign(then)


def test_a_sign_off_has_two_halves_and_no_more() -> None:
    with pytest.raises(TrainingError, match="both halves of the sign-off stand already"):
        Trainee().shadowed().sign(TRAINER).sign(SECOND).sign(COORDINATOR)
    assert lacking(Trainee().shadowed(), State.ALONE) == ("neither half of the sign-off has been signed.",)
    assert lacking(Trainee().shadowed().sign(TRAINER), State.ALONE) == (
        "one of the two halves of the sign-off has been signed.",
    )


def test_a_sign_off_is_made_at_the_end_of_training() -> None:
    with pytest.raises(TrainingError, match="a sign-off is made when the trainee is shadowed, remote, refreshed"):
        Trainee().accompanied().reach("kerb").sign(TRAINER)


def test_signatures_end_with_a_step_back_and_are_given_again() -> None:
    trainee = Trainee().shadowed().sign(TRAINER).sign(SECOND).move(State.ACCOMPANIED).move(State.SHADOWED)
    assert lacking(trainee, State.ALONE) == ("neither half of the sign-off has been signed.",)
    assert not lacking(trainee.sign(TRAINER).sign(COORDINATOR), State.ALONE)


def test_signatures_are_for_one_journey_and_one_scope() -> None:
    signed = Trainee().shadowed().sign(TRAINER).sign(SECOND)
    assert not lacking(signed, State.ALONE)
    assert signed.journey("j1").standing.halves
    assert not signed.assign(Scope.FROM_SCHOOL).standing.halves
    assert not Trainee().shadowed().sign(TRAINER).journey("j2").standing.halves


def test_a_pause_leads_back_to_where_the_trainee_was_or_before_and_keeps_the_signatures() -> None:
    trainee = Trainee().shadowed().sign(TRAINER).sign(SECOND).move(State.PAUSED)
    assert lacking(trainee, State.REMOTE) == ("before the pause the trainee was shadowed.",)
    assert not lacking(trainee, State.ACCOMPANIED)
    assert not lacking(trainee.move(State.SHADOWED), State.ALONE)


def test_a_pause_of_someone_alone_ends_alone_only_on_everything_that_alone_asks_for() -> None:
    trainee = Trainee().alone()
    since = trainee.standing.alone_since
    trainee.move(State.PAUSED).wait(10).move(State.ALONE)
    assert trainee.standing.alone_since == since
    trainee.move(State.PAUSED).wait(80)
    assert "has lapsed" in " ".join(lacking(trainee, State.ALONE))
    assert not lacking(trainee, State.REFRESHED)


def test_a_stop_asks_for_the_incident_and_for_the_journey_to_be_signed_again() -> None:
    trainee = Trainee().alone()
    assert lacking(trainee, State.STOPPED, Part.SECOND) == (
        "no incident has been written down since the trainee came into this state.",
    )
    trainee.incident(alone=True).move(State.STOPPED, SECOND)
    assert lacking(trainee, State.SHADOWED) == (
        "the journey's risk assessment has not been signed again since training was stopped.",
    )
    assert (State.STOPPED, State.ALONE) not in {(move.start, move.to) for move in moves_from(State.STOPPED)}
    trainee.journey().move(State.SHADOWED)
    assert lacking(trainee, State.ALONE) == ("neither half of the sign-off has been signed.",)


def test_after_a_stop_nobody_goes_further_than_they_had_come() -> None:
    trainee = Trainee().accompanied().reach("kerb").incident().move(State.STOPPED).journey()
    assert lacking(trainee, State.SHADOWED) == ("training was stopped in accompanied, which comes before shadowed.",)
    assert not lacking(trainee, State.ACCOMPANIED)


def test_a_return_keeps_the_history_and_a_refresher_needs_new_signatures() -> None:
    trainee = Trainee().alone().move(State.RETURNED)
    before = len(trainee.history)
    trainee.move(State.REFRESHED)
    assert len(trainee.history) == before + 1
    assert trainee.standing.alone_since is None
    assert lacking(trainee, State.ALONE) == ("neither half of the sign-off has been signed.",)
    trainee.sign(TRAINER).sign(SECOND).move(State.ALONE)
    assert trainee.standing.alone_since == trainee.day


def test_only_who_was_alone_has_something_to_refresh() -> None:
    assert "has nothing to refresh" in lacking(Trainee().accompanied().move(State.RETURNED), State.REFRESHED)[0]


def test_a_journey_past_its_review_holds_everyone_up() -> None:
    trainee = Trainee().accompanied().reach("kerb").journey(review_by=Trainee().day + timedelta(days=30)).wait(40)
    assert "the journey's risk assessment was to be reviewed by 4 February 2026." in lacking(trainee, State.SHADOWED)


def test_sustained_asks_for_every_review_and_one_by_a_stranger() -> None:
    trainee = Trainee().alone()
    assert len(lacking(trainee, State.SUSTAINED)) == 6
    trainee.wait(31).review(1, alone=False)
    assert lacking(trainee, State.SUSTAINED)[0] == "the review after 1 month found them not alone."
    assert "no review was by someone whom the trainee does not know." in lacking(trainee, State.SUSTAINED)


@pytest.mark.parametrize(
    ("month", "days", "by", "sentence"),
    [
        (2, 90, TRAINER, "reviews are held after 1, 3, 6, 9, 12 months, not 2"),
        (3, 89, TRAINER, "the review after 3 months is due on 7 April 2026, not before"),
        (1, 60, MACHINE, "a review is held by a person"),
        (1, 60, TRAINER, "the trainee knows this reviewer"),
    ],
)
def test_a_review_is_held_when_it_is_due_by_someone_who_may(month: int, days: int, by: Person, sentence: str) -> None:
    trainee = Trainee().alone()
    assert trainee.standing.alone_since == date(2026, 1, 7)
    with pytest.raises(TrainingError, match=sentence):
        trainee.wait(days).review(month, by, stranger=by is TRAINER)


def test_a_review_is_of_someone_who_is_alone_and_held_once() -> None:
    with pytest.raises(TrainingError, match="only of someone who travels alone"):
        Trainee().shadowed().review(1)
    with pytest.raises(TrainingError, match="only of someone who travels alone"):
        Trainee().alone().wait(40).move(State.PAUSED).review(1)
    with pytest.raises(TrainingError, match="has been held already"):
        Trainee().alone().wait(40).review(1).review(1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"level": 3}, "level 3 is not on the programme's scale"),
        ({"milestone": "bus"}, "programme streets version 1 has no milestone bus"),
        ({"replaces": "nothing"}, "no observation nothing stands in the history"),
        ({"replaces": "e1"}, "no observation e1 stands in the history"),
        ({"by": OFFICE}, "logged by those who teach, not by transport office"),
    ],
)
def test_an_observation_has_its_meaning(change: dict[str, object], sentence: str) -> None:
    trainee = Trainee().accompanied()
    entry = Observed(id=EntryId("new"), at=trainee.at(), by=TRAINER, milestone=MilestoneId("kerb"), level=1)
    with pytest.raises(TrainingError, match=sentence):
        trainee.add(replace(entry, **change))  # type: ignore[arg-type]  # drawn from a table of wrong values


def test_an_observation_is_replaced_once_and_by_one_of_the_same_milestone() -> None:
    trainee = Trainee().accompanied().observe("kerb", 1)
    old = trainee.history[-1]
    mended = Observed(id=EntryId("m"), at=old.at, by=TRAINER, milestone=MilestoneId("kerb"), level=2, replaces=old.id)
    with pytest.raises(TrainingError, match="is of milestone kerb, not of bell"):
        trainee.add(replace(mended, milestone=MilestoneId("bell")))
    trainee.add(mended)
    with pytest.raises(TrainingError, match="has been replaced already"):
        trainee.add(replace(mended, id=EntryId("again")))


def test_what_was_logged_without_signal_before_a_pause_is_kept_after_it() -> None:
    trainee = Trainee().accompanied().wait(3).move(State.PAUSED).wait(-2).observe("kerb")
    assert isinstance(trainee.history[-1], Observed)


def test_nothing_is_logged_before_there_is_a_programme_or_in_another_version_of_it() -> None:
    with pytest.raises(TrainingError, match="no programme has been assigned"):
        Trainee().assessed().observe("kerb")
    with pytest.raises(TrainingError, match="the trainee is only assessed: training has not begun"):
        Trainee().assessed().assign().observe("kerb")
    trainee = Trainee().accompanied()
    trainee.programme = replace(STREETS, version=2)
    with pytest.raises(TrainingError, match="follows version 1 of programme streets, not another"):
        trainee.observe("kerb")


def test_a_session_that_was_held_lasted_some_minutes() -> None:
    trainee = Trainee().accompanied().attend("s1", Attendance.TRAINEE_ABSENT)
    with pytest.raises(TrainingError, match="lasted some minutes"):
        trainee.attend("s2", minutes=0)


def test_an_entry_comes_again_but_not_with_other_content() -> None:
    trainee = Trainee().accompanied().observe("kerb", 1)
    entry = trainee.history[-1]
    assert isinstance(entry, Observed)
    check_entry(trainee.history, entry, STREETS)
    with pytest.raises(TrainingError, match="stands already, with other content"):
        check_entry(trainee.history, replace(entry, level=2), STREETS)


def test_the_first_entry_is_a_referral() -> None:
    trainee = Trainee()
    said = Said(id=EntryId("s"), at=trainee.at(), by=OFFICE, words="I want to go by bus.")
    with pytest.raises(TrainingError, match="nobody has referred this pupil"):
        trainee.add(said)
    assert trainee.referred().add(said).history == [trainee.history[0], said]


def test_the_machine_notices_but_does_not_refer() -> None:
    trainee = Trainee().move(State.IDENTIFIED, MACHINE)
    with pytest.raises(MoveError, match="coordinator or transport office, not by machine"):
        trainee.move(State.REFERRED, MACHINE)


def test_what_a_plain_entry_says_has_its_meaning() -> None:
    trainee = Trainee().referred()
    told = Told(id=EntryId("t"), at=trainee.at(), by=TRAINER, whose="parent", when=When.BEFORE, confidence=9)
    with pytest.raises(TrainingError, match="confidence is from 1 to 5"):
        trainee.add(told)
    with pytest.raises(TrainingError, match="reviewed after the day on which it is signed"):
        trainee.journey(review_by=trainee.day)


def test_programmes_without_a_safety_critical_milestone_still_need_two_signatures() -> None:
    plain = replace(STREETS, stages=(stage("walk", Setting.ACCOMPANIED, replace(KERB, is_safety_critical=False)),))
    trainee = Trainee(plain).accompanied().move(State.SHADOWED)
    with pytest.raises(MoveError, match="neither half"):
        trainee.add(Moved(id=EntryId("m"), at=trainee.at(), by=COORDINATOR, to=State.ALONE))
