"""Text that a spreadsheet would take for a formula, made harmless in a file; and made itself again when read."""

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""With what a formula begins; and the apostrophe that is put before it, so that it can be taken off again."""
_NUMBER = re.compile(r"-\d+(\.\d+)?(e-?\d+)?")


def quoted(text: str) -> str:
    """Return text for a cell of a file.

    Examples
    --------
    >>> quoted("=cmd()"), quoted("'tis"), quoted("-0.73"), quoted("Oak")
    ("'=cmd()", "''tis", '-0.73', 'Oak')
    """
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def unquoted(text: str) -> str:
    """Return the text that ``quoted`` was given, and any other that nobody has quoted as it is.

    Examples
    --------
    >>> unquoted("'=cmd()"), unquoted("''tis"), unquoted("'tis"), unquoted("-0.73")
    ('=cmd()', "'tis", "'tis", '-0.73')
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
