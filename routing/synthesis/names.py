"""Invents names: for run sheets and pages, never for plans."""

from collections.abc import Mapping

import numpy as np

from routing.records import PassengerAssistant
from routing.synthesis.pupils import Drawing

_FIRST = """
Ada Alfie Amara Arjun Bea Bilal Carys Cora Dev Dylan Eden Elif Esme Farah Finn Freya Gwen Hamza Hana Idris Imogen
Isaac Jago Jaya Kai Keira Kofi Leila Leon Luca Maeve Malik Maya Milo Nadia Nell Noah Omar Orla Owen Petra Priya
Rafi Rhys Rosa Rowan Sadia Seren Tariq Tess Theo Uma Viggo Wren Xanthe Yusuf Zainab Zoe
"""
_LAST = """
Ashdown Barley Birchwood Copperfield Dunmore Eastleigh Fairbrook Garside Hartwell Inglewood Juniper Kestrel
Larkhill Merrow Northcote Oakhurst Penhallow Quarry Redfern Silverdale Thornbury Underhill Vale Westbrook Yarrow
"""
_TREES = "Alder Ash Aspen Beech Birch Cedar Cherry Elm Hawthorn Hazel Holly Larch Lime Maple Oak Rowan Willow Yew"
_ENDS = "bank brook croft dale field ford gate grove hurst lea mead mere wood"


def draw_names(
    drawing: Drawing, assistants: tuple[PassengerAssistant, ...], seed: int
) -> Mapping[str, Mapping[str, str]]:
    """Invent a name for each pupil, school and assistant."""
    rng = np.random.default_rng((seed, 5))
    kinds = ["School" if special else "Resource Base" for special in drawing.special]
    stems = [f"{tree}{end}" for tree in _TREES.split() for end in _ENDS.split()]
    order = rng.permutation(len(stems))
    schools: dict[str, str] = {
        school.id: f"{stems[int(order[n % len(stems)])]} {kind}{'' if n < len(stems) else f' {n}'}"
        for n, (school, kind) in enumerate(zip(drawing.schools, kinds, strict=True))
    }
    return {
        "pupils": {pupil.id: _person(rng) for pupil in drawing.pupils},
        "schools": schools,
        **({"assistants": {assistant.id: _person(rng) for assistant in assistants}} if assistants else {}),
    }


def _person(rng: np.random.Generator) -> str:
    return f"{rng.choice(_FIRST.split())} {rng.choice(_LAST.split())}"
