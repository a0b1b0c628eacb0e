"""Who may do what: roles, permissions, and the one table that joins them.

Every page and every route of the JSON API bears a permission (or says that it is for everyone); the application
refuses to start if one does not. Which rows someone may see is the store's part: its repositories are made for a
principal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

UserId = NewType("UserId", str)

_CLOCK = "clock:"
_COMMAND = "command:"


class Role(StrEnum):
    """What someone works as; one for each user."""

    OFFICER = "officer"
    MANAGER = "manager"
    SCHOOL = "school"
    TRAINER = "trainer"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One thing that may be done, as ``what:how``."""

    ACCOUNT_OWN = "account:own"
    AUDIT_VIEW = "audit:view"
    DAY_HANDLE = "day:handle"
    JOBS_VIEW = "jobs:view"
    OPERATOR_LOG = "operator:log"
    OPERATOR_VIEW = "operator:view"
    PLAN_EDIT = "plan:edit"
    PLAN_PUBLISH = "plan:publish"
    PLAN_VIEW = "plan:view"
    RECORD_EDIT = "record:edit"
    RECORD_EXPORT = "record:export"
    RECORD_IMPORT = "record:import"
    RECORD_RESTRICTED = "record:restricted"
    RECORD_VIEW = "record:view"
    REPORT_VIEW = "report:view"
    SCHOOL_REPORT = "school:report"
    SCHOOL_VIEW = "school:view"
    SETTING_EDIT = "setting:edit"
    SUBJECT_ERASE = "subject:erase"
    SUBJECT_EXPORT = "subject:export"
    TARGET_EDIT = "target:edit"
    TRAINING_LOG = "training:log"
    TRAINING_MANAGE = "training:manage"
    TRAINING_REFER = "training:refer"
    TRAINING_VIEW = "training:view"
    TRAINING_WRITE = "training:write"
    USER_MANAGE = "user:manage"
    WAIVER_GRANT = "waiver:grant"


_P = Permission
_OFFICE = frozenset(
    {
        _P.ACCOUNT_OWN,
        _P.DAY_HANDLE,
        _P.JOBS_VIEW,
        _P.PLAN_EDIT,
        _P.PLAN_PUBLISH,
        _P.PLAN_VIEW,
        _P.RECORD_EDIT,
        _P.RECORD_EXPORT,
        _P.RECORD_IMPORT,
        _P.RECORD_RESTRICTED,
        _P.RECORD_VIEW,
        _P.REPORT_VIEW,
        _P.TRAINING_REFER,
        _P.TRAINING_VIEW,
        _P.TRAINING_WRITE,
    }
)

GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.OFFICER: _OFFICE,
        Role.MANAGER: _OFFICE | {_P.WAIVER_GRANT, _P.TARGET_EDIT, _P.TRAINING_MANAGE},
        Role.SCHOOL: frozenset({_P.ACCOUNT_OWN, _P.SCHOOL_VIEW, _P.SCHOOL_REPORT}),
        Role.TRAINER: frozenset({_P.ACCOUNT_OWN, _P.TRAINING_VIEW, _P.TRAINING_LOG, _P.TRAINING_WRITE}),
        Role.OPERATOR: frozenset({_P.ACCOUNT_OWN, _P.OPERATOR_VIEW, _P.OPERATOR_LOG}),
        Role.ADMINISTRATOR: frozenset(
            {
                _P.ACCOUNT_OWN,
                _P.AUDIT_VIEW,
                _P.JOBS_VIEW,
                _P.SETTING_EDIT,
                _P.SUBJECT_ERASE,
                _P.SUBJECT_EXPORT,
                _P.USER_MANAGE,
            }
        ),
    }
)
"""What each role may do. Administrators keep accounts and answer for data protection; they make no plans.

Officers refer pupils to training and read it; whoever coordinates training works as a manager. To write is to write
into a trainee's history, as far as the table of moves lets their part; to log is what a trainer does in the street.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Someone, or something, on whose behalf the store is asked.

    Parameters
    ----------
    user
        Who, in the audit log too.
    schools, operators
        For a school's or an operator's user: whose rows they may see; no others exist for them.
    """

    user: UserId
    role: Role
    schools: frozenset[str] = field(default_factory=frozenset)
    operators: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if self.schools and self.role is not Role.SCHOOL:
            raise ValueError(f"a user of role {self.role} is not bound to schools.")
        if self.operators and self.role is not Role.OPERATOR:
            raise ValueError(f"a user of role {self.role} is not bound to operators.")

    def may(self, permission: Permission) -> bool:
        """Say whether they may do something at all; of which rows, the store says."""
        return permission in GRANTS[self.role]

    @property
    def sees_everyone(self) -> bool:
        """Whether the rows of all pupils exist for them: true of the office alone."""
        return self.role in (Role.OFFICER, Role.MANAGER, Role.ADMINISTRATOR)

    @property
    def is_machine(self) -> bool:
        """Whether it is no person at a page, but a job or the server's command line."""
        return self.user.startswith((_CLOCK, _COMMAND))


def the_clock(task: str) -> Principal:
    """Return the principal of a job: what the machine does at its hour, with the office's sight.

    Examples
    --------
    >>> the_clock("backup").user
    'clock:backup'
    """
    return Principal(user=UserId(f"{_CLOCK}{task}"), role=Role.MANAGER)


def the_command_line(user: str) -> Principal:
    """Return the principal of someone at the server's own command line, who holds its keys anyway."""
    return Principal(user=UserId(f"{_COMMAND}{user}"), role=Role.ADMINISTRATOR)
