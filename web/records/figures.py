"""The numbers of the policy and the settings of the office: names, words, and what each may be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from routing.authority import cells as folder_cells
from routing.authority.cells import Cell
from routing.authority.policy import number_of, number_text
from routing.policy import Policy
from web.records import cells
from web.records.cells import Choices

_UNITS = {"s": "seconds or time of day", "pence": "pence", "pupils": "pupils"}


def _label(name: str) -> str:
    """Return the words for a number of the policy: ``boarding_s`` is "Boarding (seconds or time of day)"."""
    words, _, unit = name.rpartition("_")
    if unit not in _UNITS:
        return name.replace("_", " ").capitalize()
    return f"{words.replace('_', ' ').capitalize()} ({_UNITS[unit]})"


POLICY_NUMBERS: Choices = tuple((each.name, _label(each.name)) for each in fields(Policy))


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the office.

    Parameters
    ----------
    name, label
        How it is kept, and the words for it.
    cell
        What it may be.
    default
        What it is where nobody has set it; empty: nothing.
    """

    name: str
    label: str
    cell: Cell
    default: str = ""


SETTINGS: tuple[Setting, ...] = (
    Setting("authority_name", "Name of the authority", folder_cells.TEXT),
    Setting("authority_code", "Its three digits in the register of schools", cells.AUTHORITY_CODE),
    Setting("office_phone", "Telephone of the transport office", cells.PHONE),
    Setting("office_email", "E-mail of the transport office", cells.EMAIL),
    Setting("notice_days", "Days of notice before a change", folder_cells.WHOLE, "5"),
    Setting("suppress_below", "Counts below this are not shown in reports", folder_cells.WHOLE, "5"),
)
SETTING = {setting.name: setting for setting in SETTINGS}

SETTING_NAMES: Choices = tuple((setting.name, setting.label) for setting in SETTINGS)


def value_cell(kind: str, values: Mapping[str, str]) -> Cell | None:
    """Return what the column ``value`` of a row of ``policy`` or ``settings`` may hold; None for every other kind."""
    if kind == "settings" and values.get("setting") in SETTING:
        return SETTING[values["setting"]].cell
    if kind == "policy" and hasattr(Policy(), name := values.get("number", "")):
        return Cell("a number", lambda text: number_of(name, typed(text)), lambda number: number_text(name, number))
    return None


def typed(text: str) -> int | str:
    """Return digits as a number, and 06:30 as the policy's file has it."""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else f"{text}:00" if re.fullmatch(r"\d\d:\d\d", text) else text
