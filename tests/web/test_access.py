"""Roles and permissions."""

import pytest

from web.access import GRANTS, Permission, Principal, Role, UserId, the_clock, the_command_line


def test_every_role_has_its_grants_and_every_permission_someone_who_has_it() -> None:
    assert set(GRANTS) == set(Role)
    assert frozenset().union(*GRANTS.values()) == frozenset(Permission)


def test_permissions_stand_in_the_order_of_the_alphabet() -> None:
    assert list(Permission) == sorted(Permission)


def test_schools_operators_and_administrators_plan_nothing() -> None:
    for role in (Role.SCHOOL, Role.OPERATOR, Role.ADMINISTRATOR, Role.TRAINER):
        assert not GRANTS[role] & {Permission.PLAN_EDIT, Permission.PLAN_PUBLISH, Permission.RECORD_EDIT}


@pytest.mark.parametrize("bound", [{"schools": frozenset({"oak"})}, {"operators": frozenset({"Acorn"})}])
def test_an_officer_is_bound_to_nothing(bound: dict[str, frozenset[str]]) -> None:
    with pytest.raises(ValueError, match="is not bound to"):
        Principal(user=UserId("u"), role=Role.OFFICER, **bound)


def test_the_clock_sees_everyone_and_a_school_does_not() -> None:
    assert the_clock("backup").sees_everyone
    assert not Principal(user=UserId("u"), role=Role.SCHOOL).sees_everyone


def test_a_trainer_does_not_see_everyone() -> None:
    assert not Principal(user=UserId("u"), role=Role.TRAINER).sees_everyone


def test_officers_refer_to_training_and_managers_run_it() -> None:
    training = {
        Permission.TRAINING_LOG,
        Permission.TRAINING_MANAGE,
        Permission.TRAINING_REFER,
        Permission.TRAINING_VIEW,
    }
    assert GRANTS[Role.OFFICER] & training == {Permission.TRAINING_REFER, Permission.TRAINING_VIEW}
    assert GRANTS[Role.MANAGER] & training == training - {Permission.TRAINING_LOG}
    assert GRANTS[Role.TRAINER] & training == {Permission.TRAINING_LOG, Permission.TRAINING_VIEW}


@pytest.mark.parametrize(
    ("principal", "is_machine"),
    [
        (the_clock("backup"), True),
        (the_command_line("root"), True),
        (Principal(user=UserId("c"), role=Role.MANAGER), False),
    ],
)
def test_the_machine_is_told_from_people(principal: Principal, is_machine: bool) -> None:  # noqa: FBT001 -- a table
    assert principal.is_machine is is_machine
