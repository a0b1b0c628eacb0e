"""Who may drive where: the more particular tag wins, and conditions are understood or reported, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.access import END_ONLY, PUBLIC, SHUT, Condition, read_access, read_conditions
from geodata.vehicles import ALL_KINDS, VehicleKind

CAR, TAXI, MINIBUS = VehicleKind.CAR, VehicleKind.TAXI, VehicleKind.MINIBUS


@pytest.mark.parametrize(
    ("tags", "access", "kinds"),
    [
        ({}, PUBLIC, ALL_KINDS),
        ({"access": "yes"}, PUBLIC, ALL_KINDS),
        ({"access": "private"}, END_ONLY, ALL_KINDS),
        ({"access": "private", "motor_vehicle": "yes"}, PUBLIC, ALL_KINDS),
        ({"access": "yes", "motor_vehicle": "no"}, PUBLIC, 0),
        ({"access": "no", "vehicle": "destination"}, END_ONLY, ALL_KINDS),
        ({"motor_vehicle": "agricultural;forestry"}, PUBLIC, 0),
        ({"motor_vehicle": "agricultural;destination"}, END_ONLY, ALL_KINDS),
        ({"motorcar": "no"}, PUBLIC, MINIBUS),
        ({"motor_vehicle": "no", "psv": "yes"}, PUBLIC, TAXI | MINIBUS),
        ({"motor_vehicle": "no", "psv": "yes", "taxi": "no"}, PUBLIC, MINIBUS),
        ({"access": "no", "minibus": "private"}, END_ONLY, MINIBUS),
        ({"access": "something new"}, END_ONLY, ALL_KINDS),
    ],
)
def test_the_more_particular_tag_wins(tags: dict[str, str], access: int, kinds: int) -> None:
    found = read_access(tags, PUBLIC)
    assert found[1] == kinds
    assert not kinds or found[0] == access


def test_a_way_may_be_shut_unless_a_tag_opens_it() -> None:
    assert read_access({}, SHUT)[1] == 0
    assert read_access({"foot": "yes"}, SHUT)[1] == 0
    assert read_access({"motor_vehicle": "permissive"}, SHUT) == (PUBLIC, ALL_KINDS)


@pytest.mark.parametrize(
    ("text", "shut", "conditions", "unclear"),
    [
        ("no @ (Mo-Fr 08:15-09:00)", False, [("Mo-Fr 08:15-09:00", True)], []),
        ("no @ Mo-Fr 08:15-09:00", False, [("Mo-Fr 08:15-09:00", True)], []),
        ("private @ (Mo-Fr 08:15-09:00; SH off)", False, [("Mo-Fr 08:15-09:00; SH off", True)], []),
        (
            "no @ (Mo 08:00-09:00); no @ (Tu 09:00-10:00)",
            False,
            [("Mo 08:00-09:00", True), ("Tu 09:00-10:00", True)],
            [],
        ),
        ("yes @ (18:00-08:00)", True, [("18:00-08:00", False)], []),
        ("yes @ (Mo 08:00-09:00); yes @ (Tu 08:00-09:00)", True, [("Mo 08:00-09:00, Tu 08:00-09:00", False)], []),
        ("yes @ (18:00-08:00)", False, [], []),
        ("no @ (18:00-08:00)", True, [], []),
        ("destination @ (Mo-Fr 08:15-09:00)", False, [("Mo-Fr 08:15-09:00", True)], []),
        ("delivery @ (Mo-Fr 06:00-10:00)", True, [], []),
        ("no @ (weight>7.5)", False, [], ["no @ (weight>7.5)"]),
        ("no", False, [], ["no"]),
        ("no @ (Mo", False, [], ["no @ (Mo"]),
    ],
)
def test_conditions_are_understood_or_reported(
    text: str, conditions: list[tuple[str, bool]], unclear: list[str], *, shut: bool
) -> None:
    found = read_conditions({"motor_vehicle:conditional": text}, shut=shut)
    assert found == (tuple(Condition(*each) for each in conditions), tuple(unclear))


@given(st.text(alphabet="no yes@();Mo-Fr08:15,"), st.booleans())
def test_no_text_breaks_the_reading_of_conditions(text: str, shut: bool) -> None:  # noqa: FBT001 -- drawn
    conditions, unclear = read_conditions({"access:conditional": text}, shut=shut)
    assert all(condition.shut_within != shut for condition in conditions)
    assert all(isinstance(each, str) for each in unclear)
