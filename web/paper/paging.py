"""Cutting a run sheet into A4 pages: which blocks go on which page, and how high the map may be.

Heights are reckoned, not measured, and on the safe side: a page is rather left short than overfull.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

PAGE_MM = 260
"""What a page holds: A4 without its margins and its foot."""
MAP_MM = (80, 240)
"""A map is at least, and at most, so high."""
CAPTION_MM = 7.5


@dataclass(frozen=True, slots=True)
class Print:
    """A size of print.

    Parameters
    ----------
    name
        Its class in the style sheet.
    line_mm, badge_mm
        The height of a line, and the radius of a number on the map.
    letters, place_letters
        How many letters surely fit on a line as wide as the page, and as wide as the words of a stop.
    """

    name: str
    line_mm: float
    badge_mm: float
    letters: int
    place_letters: int

    def height_mm(self, *paragraphs: str, share: float = 1.0) -> float:
        """Return how high paragraphs stand in a column that takes a share of the page's width."""
        return self.line_mm * _lines(paragraphs, self.letters * share)

    def place_height_mm(self, *paragraphs: str) -> float:
        """Return how high the words of a stop stand."""
        return self.line_mm * _lines(paragraphs, self.place_letters)


def _lines(paragraphs: Iterable[str], letters: float) -> int:
    return sum(max(1, math.ceil(len(text) / letters)) for text in paragraphs)


USUAL_PRINT = Print("usual", 5.15, 3.1, 102, 70)
LARGE_PRINT = Print("large", 8.6, 4.4, 57, 32)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page that is never cut, and how high it is; rows of the table stand together."""

    html: str
    height_mm: float
    is_row: bool = False


def into_pages(blocks: Iterable[Block], row_head_mm: float) -> tuple[list[list[Block]], float]:
    """Return the blocks of each page, and the height that is left on the last.

    Each page that has rows repeats the table's head, which takes ``row_head_mm``.
    """
    pages: list[list[Block]] = [[]]
    left_mm: float = PAGE_MM
    for block in blocks:
        needs_mm = block.height_mm + _head_mm(pages[-1], block, row_head_mm)
        if needs_mm > left_mm and pages[-1]:
            pages.append([])
            left_mm = PAGE_MM
            needs_mm = block.height_mm + _head_mm([], block, row_head_mm)
        pages[-1].append(block)
        left_mm -= needs_mm
    return pages, left_mm


def _head_mm(page: list[Block], block: Block, row_head_mm: float) -> float:
    return row_head_mm if block.is_row and not any(other.is_row for other in page) else 0.0


def map_height_mm(left_mm: float) -> int | None:
    """Return how high the map may be on the rest of a page; None if it wants a page of its own."""
    high = int(left_mm - CAPTION_MM)
    return min(high, MAP_MM[1]) if high >= MAP_MM[0] else None
