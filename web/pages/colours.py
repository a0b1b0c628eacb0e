"""How well two colours can be told apart, and whether a council's own colour may stand behind white letters."""

import re

LEAST_CONTRAST = 4.5
"""What WCAG 2.2 (1.4.3) asks between letters and what is behind them."""

_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")


class ColourError(ValueError):
    """A colour that cannot be used; the text says why, and what would do."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, as WCAG 2.2 defines it.

    Examples
    --------
    >>> contrast("#000", "#ffffff"), round(contrast("#777777", "#fff"), 2)
    (21.0, 4.48)
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def check_brand(colour: str) -> str:
    """Return a council's colour as it is kept; ``ColourError`` if white letters cannot be read on it.

    Examples
    --------
    >>> check_brand(" #1D5C63 ")
    '#1d5c63'
    """
    kept = "#" + "".join(f"{part:02x}" for part in _parts(colour))
    found = contrast(kept, "#ffffff")
    if found < LEAST_CONTRAST:
        raise ColourError(
            f"White letters on {kept} cannot be read by everyone: their contrast is {_down(found)}:1, "
            f"and at least {LEAST_CONTRAST}:1 is needed. Choose a darker colour."
        )
    return kept


def brand_css(colour: str) -> str:
    r"""Return the style sheet that puts a council's colour in the place of ours.

    Examples
    --------
    >>> brand_css("#702963")
    ':root{--app-brand:#702963}\n'
    """
    return f":root{{--app-brand:{check_brand(colour)}}}\n"


def _down(ratio: float) -> float:
    """Return a ratio with two digits, never rounded up to what is needed."""
    return int(ratio * 100) / 100


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- the sRGB curve


def _parts(colour: str) -> tuple[int, int, int]:
    """Return the red, green and blue of a colour, from 0 to 255."""
    match = _HEX.fullmatch(colour.strip().casefold())
    if match is None:
        raise ColourError(
            f"'{colour.strip()}' is not a colour: write # and six digits or letters from a to f (#1d5c63)"
        )
    digits = match.group(1)
    whole = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)  # noqa: PLR2004 -- two for each part
    return int(whole[:2], 16), int(whole[2:4], 16), int(whole[4:], 16)
