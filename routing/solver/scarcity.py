"""What assistants of each training are taken to cost while some are short or far: more, so that fewer are asked for.

Those who can do what no one is left for become dearer, alone or together: a run that mixes pupils who need signing with
those who must be lifted asks for one assistant trained in both, of whom there may be one, while there are many of each.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from routing.records import Training
from routing.solver.compiled import Compiled
from routing.solver.tables import HAND_RATE, HAND_TRAINING, PUPIL_CREW, PUPIL_RATE, PUPIL_TRAINING, Ints


@dataclass(frozen=True, slots=True)
class Pay:
    """What assistants cost by their training, and what the cheapest who suits each pupil does, as kernels read it."""

    hand: Ints
    pupil: Ints


def pay_of(compiled: Compiled) -> Pay:
    """Return what assistants are taken to cost now."""
    tables = compiled.tables
    return Pay(tables.hand.copy(), tables.pupil[:, PUPIL_RATE].copy())


def restore_pay(compiled: Compiled, pay: Pay) -> None:
    """Take assistants to cost what they did before."""
    compiled.tables.hand[:], compiled.tables.pupil[:, PUPIL_RATE] = pay.hand, pay.pupil


def make_dearer(compiled: Compiled, asked_for: Iterable[frozenset[Training]], extra_pence: int) -> None:
    """Take all who are trained in everything that is asked for to cost so much more an hour; once for each asking."""
    hand, pupil = compiled.tables.hand, compiled.tables.pupil
    for training in dict.fromkeys(asked_for):
        mask = compiled.training_bits(training)
        hand[hand[:, HAND_TRAINING] & mask == mask, HAND_RATE] += extra_pence
    hand[:] = hand[np.lexsort((hand[:, HAND_TRAINING], hand[:, HAND_RATE]))]  # kernels take the first who suits
    for row in (pupil[k] for k in np.flatnonzero(pupil[:, PUPIL_CREW])):
        suits = hand[:, HAND_TRAINING] & row[PUPIL_TRAINING] == row[PUPIL_TRAINING]
        row[PUPIL_RATE] = hand[np.argmax(suits), HAND_RATE] if suits.any() else 0
