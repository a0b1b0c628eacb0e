"""How a report is looked at: on which days, divided by what, of which locality or school; and all it must know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from web.records.choices import MODES, NEEDS
from web.reporting.breakdown import Measure, Part, counted
from web.reporting.figures import Figure, Line, Table
from web.reporting.pupils import PupilFacts
from web.reporting.targets import Targets, standing

NOT_RECORDED = "Not recorded"


class By(StrEnum):
    """By what a report is divided."""

    LOCALITY = "locality"
    SCHOOL = "school"
    NEED = "need"
    MODE = "mode"
    OPERATOR = "operator"

    @property
    def words(self) -> str:
        """What a group is."""
        return {By.NEED: "Primary need", By.MODE: "Mode of travel"}.get(self, self.value.capitalize())


_WORDS: Mapping[By, Mapping[str, str]] = {By.NEED: dict(NEEDS), By.MODE: dict(MODES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a report is looked at.

    Parameters
    ----------
    from_day, until_day
        The span; what is told of a day is told of the last.
    locality, school
        Of which; empty for all.
    pupils
        All pupils of whom there are records, by reference.
    schools
        What people call schools, by id.
    smallest
        The smallest count that is shown.
    """

    by: By
    from_day: date
    until_day: date
    pupils: Mapping[str, PupilFacts]
    schools: Mapping[str, str]
    targets: Targets
    smallest: int
    locality: str = ""
    school: str = ""

    def seen(self) -> Iterable[PupilFacts]:
        """Yield the pupils of the locality and the school."""
        return (pupil for pupil in self.pupils.values() if self.includes(pupil.id, pupil.school))

    def includes(self, pupil: str, school: str) -> bool:
        """Say whether something of a pupil at a school is looked at."""
        facts = self.pupils.get(pupil)
        lives_there = not self.locality or (facts is not None and facts.locality == self.locality)
        return lives_there and (not self.school or school == self.school)

    def group(self, pupil: str, school: str, operator: str = "") -> str:
        """Return the group of something of a pupil; empty if it is not recorded."""
        facts = self.pupils.get(pupil, PupilFacts(id=pupil))
        found = {By.LOCALITY: facts.locality, By.SCHOOL: school, By.NEED: facts.need, By.MODE: facts.mode}
        return found.get(self.by, operator)

    def table(self, measure: Measure, parts: Iterable[Part], notes: Sequence[str] = ()) -> Table:
        """Return the table of a measure, with a line for each group, by name."""
        found = counted(measure, parts, self.smallest)
        lines = [self._line(measure, group, figures) for group, figures in found.groups.items()]
        hidden = (self._hides(),) if found.hides else ()
        return Table(
            title=measure.title,
            said=measure.said,
            first=self.by.words,
            columns=measure.columns,
            lines=tuple(sorted(lines, key=lambda line: (not line.key, line.words.casefold(), line.key))),
            total=self._line(measure, None, found.total),
            judged=measure.judged,
            target=measure.target,
            notes=(*notes, *hidden),
        )

    def _line(self, measure: Measure, group: str | None, figures: tuple[Figure, ...]) -> Line:
        key = "" if group is None else group
        known = self.schools if self.by is By.SCHOOL else _WORDS.get(self.by, {})
        words = "All" if group is None else known.get(key, key) or NOT_RECORDED
        if not measure.judged:
            return Line(key=key, words=words, figures=figures)
        locality = key if self.by is By.LOCALITY and key else self.locality
        school = key if self.by is By.SCHOOL and key else self.school
        target = self.targets.find(measure.target, locality, school)
        judged = figures[[column.name for column in measure.columns].index(measure.judged)]
        stands = standing(measure.target, judged, target)
        return Line(key=key, words=words, figures=figures, target=target, standing=stands)

    def _hides(self) -> str:
        return (
            f"A number that tells of fewer than {self.smallest} pupils is not shown; nor are others from which it "
            "could be worked out."
        )


def few(number: int, smallest: int) -> str:
    """Return a number as a note has it, without telling a small one.

    Examples
    --------
    >>> few(12, 5), few(3, 5), few(0, 5)
    ('12', 'fewer than 5', '0')
    """
    return f"fewer than {smallest}" if 0 < number < smallest else f"{number:,}"
