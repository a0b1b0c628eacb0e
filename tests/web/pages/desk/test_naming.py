"""Names put into sentences that the store keeps with references alone."""

import pytest

from web.pages.desk.naming import Names

NAMES = Names(
    pupils={"p1": "Ann <Oakley>", "p12": "Ben Oakwood", "7": "Cat Oakes"},
    schools={"oak": "Oak School", "s2": "Elm School"},
    assistants={"a1": "Gil Ashe"},
)


@pytest.mark.parametrize(
    ("text", "there", "gone"),
    [
        ("p1: 62 minutes aboard", "Ann &lt;Oakley&gt; (p1)", "<Oakley>"),
        ("p12 rides", "Ben Oakwood (p12)", "Ann"),
        ("home-p1 is far", "home-p1", "Ann"),
        ("a1 joins at s2", "Gil Ashe (a1) joins at Elm School", "Ann"),
        ("under the oak", "under the oak", "Oak School"),
        ("7 minutes", "7 minutes", "Cat"),
    ],
)
def test_references_become_names_and_other_words_stay(text: str, there: str, gone: str) -> None:
    said = NAMES.in_words(text)
    assert there in said
    assert gone not in said


def test_a_sentence_beside_its_pupil_does_not_say_the_name_again() -> None:
    assert NAMES.of_subject("p1", "p1: picked up at 08:05 with a1") == "Picked up at 08:05 with Gil Ashe (a1)"
    assert NAMES.of_subject("p1", "p1 has no run now") == "Has no run now"


def test_without_names_a_sentence_is_as_it_was() -> None:
    assert Names().in_words("p1 <rides>") == "p1 &lt;rides&gt;"
