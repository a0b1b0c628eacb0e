"""The table of moves: what no row may say, and what every row must."""

from collections.abc import Callable

import pytest

from travel_training.entries import State
from travel_training.evidence import data_agreed, incident_told, sentence_of
from travel_training.moves import COORDINATOR, FOR_ALONE, MOVES, Move, Task
from travel_training.people import Part
from travel_training.programme import Setting
from travel_training.standing import IN_TRAINING, REVIEW_MONTHS


def rows(holds: Callable[[Move], bool]) -> list[Move]:
    found = [move for move in MOVES.values() if holds(move)]
    assert found
    return found


@pytest.mark.parametrize("move", rows(lambda move: move.to is State.ALONE), ids=lambda move: str(move.start))
def test_every_way_to_alone_asks_for_all_that_alone_asks_for(move: Move) -> None:
    assert set(FOR_ALONE) <= set(move.evidence)
    assert move.by == COORDINATOR


def test_alone_is_come_to_from_the_end_of_training_or_a_pause() -> None:
    starts = {move.start for move in rows(lambda move: move.to is State.ALONE)}
    assert starts == {State.SHADOWED, State.REMOTE, State.REFRESHED, State.PAUSED}


def test_every_state_is_come_to_and_left() -> None:
    assert {move.to for move in MOVES.values()} == set(State)
    assert {move.start for move in MOVES.values()} == {None, *State}


def test_anyone_who_watches_may_stop_whatever_is_under_way() -> None:
    for move in rows(lambda move: move.to is State.STOPPED):
        assert move.by >= {Part.TRAINER, Part.SECOND, Part.COORDINATOR, Part.OFFICE}
        assert move.evidence == (incident_told,)


def test_the_machine_only_notices() -> None:
    assert [move.to for move in rows(lambda move: Part.MACHINE in move.by)] == [State.IDENTIFIED]


def test_what_gives_a_seat_back_says_so() -> None:
    for move in rows(lambda move: move.to in (State.RETURNED, State.STOPPED)):
        assert Task.SEAT in {start.task for start in move.starts}


def test_alone_starts_its_reviews() -> None:
    move = MOVES[State.REMOTE, State.ALONE]
    assert tuple(start.months for start in move.starts if start.task is Task.REVIEW) == REVIEW_MONTHS


def test_every_step_back_says_why() -> None:
    for start in IN_TRAINING:
        for to in IN_TRAINING[: IN_TRAINING.index(start)]:
            assert MOVES[start, to].wants_reason


def test_every_piece_of_evidence_is_a_sentence() -> None:
    evidence = {each for move in MOVES.values() for each in move.evidence}
    assert data_agreed in evidence
    for each in evidence:
        assert sentence_of(each)[0].isupper()
        assert sentence_of(each).endswith(".")


def test_each_state_of_training_has_its_setting() -> None:
    assert [state.value for state in IN_TRAINING[1:]] == [setting.value for setting in list(Setting)[1:]]
