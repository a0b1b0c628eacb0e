"""The last levels of help as a row of dots, each with its number: seen at a glance, read aloud in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from travel_training.programme import Scale


@dataclass(frozen=True, slots=True)
class Dots:
    """Levels in a row, the newest last; those at the top of the scale are filled.

    Parameters
    ----------
    words
        What a screen reader hears.
    """

    levels: tuple[int, ...]
    top: int
    words: str

    def __html__(self) -> str:
        if not self.levels:
            return Markup('<span class="govuk-visually-hidden">Not seen yet</span>')
        each = Markup('<span class="app-dot{}" aria-hidden="true">{}</span>')
        row = Markup("").join(each.format(" app-dot--top" if level >= self.top else "", level) for level in self.levels)
        return Markup('<span class="app-dots"><span class="govuk-visually-hidden">{}</span>{}</span>').format(
            self.words, row
        )


def dots(levels: Sequence[int], scale: Scale) -> Dots:
    """Return levels of help as dots."""
    named = {each.value: each.name for each in scale.levels}
    return Dots(tuple(levels), scale.top, ", ".join(named.get(level, str(level)) for level in levels))
