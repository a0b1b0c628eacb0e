"""What can go wrong when runs are planned or judged.

RoutingError
├── FilesError            bad input files; holds every finding, not only the first
├── CannotBeDoneError     a change to a plan that has no meaning, such as to drive where no road leads
└── NoSuchRecordError     a pupil, run or rule that the plan does not know

Finding no run for a pupil is not an error: the plan names the pupil as unplaced, and says why.
Wrong arguments are ``ValueError`` with a sentence that names the field and its bound.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class RoutingError(Exception):
    """Base of every error of this package; its text is a sentence for the person at the desk."""


class NoSuchRecordError(RoutingError):
    """A pupil, run, school or rule of which the problem or plan knows nothing."""


class CannotBeDoneError(RoutingError):
    """A change to a plan that has no meaning, whatever rules one would break for it; the text says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in a file, and what to do about it.

    Parameters
    ----------
    file
        The file's name, without its folder.
    line
        The line, counted from 1 with the header; None if the whole file is meant.
    column
        The column's or field's name; None if the whole line is meant.
    said
        What is wrong and what was expected: "'Oak Lodge' is not in schools.csv (nearest: 'Oaklodge School')".
    """

    file: str
    line: int | None
    column: str | None
    said: str

    def __str__(self) -> str:
        where = self.file
        if self.line is not None:
            where += f" line {self.line}"
        if self.column is not None:
            where += f", column {self.column}"
        return f"{where}: {self.said}"


class FilesError(RoutingError):
    """Input that cannot be used; ``findings`` holds everything that is wrong, all at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))
