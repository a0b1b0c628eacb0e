"""Roles and permissions."""

import pytest

from web.access import GRANTS, Permission, Principal, Role, UserId, the_clock


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
