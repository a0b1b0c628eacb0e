"""Names: what the store keeps with references alone is read by the office with names, the reference beside each.

A name never stands in a title, an address or the store's sentences; it is put in when a page is drawn.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup, escape

from web.pages.parts import Name
from web.store import Kept

_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Names:
    """What people call the pupils, schools and passenger assistants of a page.

    Parameters
    ----------
    pupils, schools, assistants
        Names by reference, as far as whoever looks may know them.
    """

    pupils: Mapping[str, str] = field(default_factory=dict)
    schools: Mapping[str, str] = field(default_factory=dict)
    assistants: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Kept, pupils: Iterable[str] | None = (), assistants: Iterable[str] | None = None) -> "Names":
        """Return the names of some pupils and assistants (``None``: of all), and of all schools: three queries.

        Every name that is asked for is unsealed, so a page asks for those that it shows.
        """

        def names(kind: str, keys: Iterable[str] | None) -> dict[str, str]:
            wanted = None if keys is None else set(keys)
            return {} if wanted is not None and not wanted else kept.records.names(kind, wanted)

        return cls(
            pupils=names("pupils", pupils),
            schools=kept.records.names("schools"),
            assistants=names("assistants", assistants),
        )

    @classmethod
    def in_texts(cls, kept: Kept, texts: Iterable[str]) -> "Names":
        """Return the names of those whom sentences may mean: every word of them is looked for."""
        words = {word for text in texts for word in _WORD.findall(text)}
        return cls.of(kept, words, words)

    def pupil(self, ref: str) -> object:
        """Return a pupil as a page shows them."""
        name = self.pupils.get(ref)
        return ref if name is None else Name(f"{name} ({ref})", ref)

    def plain(self, ref: str) -> str:
        """Return a pupil for a list of choices, where no mark-up may stand."""
        name = self.pupils.get(ref)
        return ref if name is None else f"{name} ({ref})"

    def school(self, ref: str) -> str:
        """Return a school as a page shows it."""
        return self.schools.get(ref, ref)

    def assistant(self, ref: str) -> str:
        """Return a passenger assistant as a page shows them."""
        name = self.assistants.get(ref)
        return ref if name is None else f"{name} ({ref})"

    def in_words(self, text: str) -> Markup:
        """Return a sentence with names put in for references."""
        if self._references is None:
            return escape(text)
        parts, at = list[Markup](), 0
        for found in self._references.finditer(text):
            ref = found[0]
            parts += [
                escape(text[at : found.start()]),
                escape(self.pupil(ref) if ref in self.pupils else self._other(ref)),
            ]
            at = found.end()
        return Markup("").join([*parts, escape(text[at:])])

    def of_subject(self, ref: str, text: str) -> Markup:
        """Return a sentence about a pupil with names put in, for a place where the pupil is named beside it."""
        rest = text.removeprefix(f"{ref}: ").removeprefix(f"{ref} ")
        return self.in_words(f"{rest[:1].upper()}{rest[1:]}")

    def _other(self, ref: str) -> str:
        return self.assistant(ref) if ref in self.assistants else self.school(ref)

    @cached_property
    def _references(self) -> re.Pattern[str] | None:
        """What to look for; a reference that is a number or a plain word could be anything, and is left as it is."""
        known = {*self.pupils, *self.assistants, *self.schools}
        refs = [ref for ref in known if ref in self.pupils or any(sign.isdigit() for sign in ref)]
        likely = sorted((ref for ref in refs if not ref.isdigit()), key=len, reverse=True)
        if not likely:
            return None
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, likely))})(?![\w-])")
