"""What a cell of the office may hold, beyond what an authority's folder knows: pupil numbers, telephones, codes."""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum

from routing.authority.cells import Cell
from routing.authority.tables import plain
from routing.encoding import nearest

Choices = tuple[tuple[str, str], ...]
"""What may be chosen: the text that is kept, and the words for it."""

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""No I, O or S; a letter stands for its place."""
_UPN = re.compile(rf"([{_UPN_LETTERS}])(\d{{11}})([\d{_UPN_LETTERS}])")
_LONGEST_NOTE = 2000


def upn_letter(rest: str) -> str:
    """Return the check letter with which a unique pupil number must begin, from the twelve signs after it.

    Examples
    --------
    >>> upn_letter("801200001001")
    'H'
    """
    values = [int(sign) if sign.isdigit() else _UPN_LETTERS.index(sign) for sign in rest]
    return _UPN_LETTERS[sum(value * place for place, value in enumerate(values, 2)) % len(_UPN_LETTERS)]


def _upn(text: str) -> str:
    bare = "".join(text.split()).upper()
    match = _UPN.fullmatch(bare)
    if match is None:
        raise ValueError
    letter, rest = match[1], match[2] + match[3]
    if letter != upn_letter(rest):
        raise ValueError(
            f"'{text}' is no unique pupil number: its first letter does not fit the rest; is a digit wrong?"
        )
    return bare


def _matching(pattern: str, *, upper: bool = False) -> Callable[[str], str]:
    def read(text: str) -> str:
        bare = text.upper() if upper else text
        if not re.fullmatch(pattern, bare):
            raise ValueError
        return bare

    return read


def _note(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if not all(line.replace("\t", " ").isprintable() for line in lines):
        raise ValueError("the text has a sign that cannot be printed")
    whole = "\n".join(lines).strip()
    if len(whole) > _LONGEST_NOTE:
        raise ValueError(f"the text is longer than {_LONGEST_NOTE} letters")
    return whole


def words_of(kind: type[StrEnum]) -> Choices:
    """Return the words of an enumeration as choices.

    Examples
    --------
    >>> from routing.problem import Direction
    >>> words_of(Direction)
    (('to-school', 'To school'), ('from-school', 'From school'))
    """
    return tuple((each.value, each.value.replace("-", " ").capitalize()) for each in kind)


def coded(choices: Choices, also: Iterable[tuple[str, str]] = ()) -> Cell:
    """Return the kind of cell that holds one of some codes; the words for a code will do as well.

    Parameters
    ----------
    also
        Further words, each with its code.
    """
    by_plain = {plain(word): code for code, word in choices} | {plain(word): code for word, code in also}
    by_plain |= {plain(code): code for code, _ in choices}
    codes = [code for code, _ in choices]

    def read(text: str) -> str:
        code = by_plain.get(plain(text))
        if code is None:
            raise ValueError(f"'{text}' is not one of {', '.join(codes)}{nearest(text, codes)}")
        return code

    return Cell(f"one of {', '.join(codes)}", read)


UPN = Cell("a unique pupil number (H801200001001)", _upn)
NOTE = Cell("text", _note)
PHONE = Cell("a telephone number (01572 722577)", _matching(r"\+?\d[\d ()-]{4,24}( ?(ext|x)\.? ?\d{1,6})?"))
EMAIL = Cell(
    "an e-mail address (office@example.org)", _matching(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]+\.[^\s@<>,;\".]{2,24}")
)
URN = Cell("a unique reference number of six digits (106167)", _matching(r"\d{5,6}"))
AUTHORITY_CODE = Cell("the three digits of a local authority (857)", _matching(r"\d{3}"))
YEAR = Cell("a financial year (2026-27)", _matching(r"20\d\d-\d\d"))
REGISTRATION = Cell("a registration (AB12 CDE)", _matching(r"[A-Z0-9]{1,4} ?[A-Z0-9]{1,4}", upper=True))
