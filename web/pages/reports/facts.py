"""What the reports read of the store: each part once, when a report first asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from web.pages.guard import now, site
from web.pages.reports.asking import Asked
from web.records.arrangements import STEM, Arrangements
from web.records.rows import Row, setting_of
from web.reporting.assessments import Assessments, assessments_of
from web.reporting.catalogue import financial_year
from web.reporting.pupils import PupilFacts, pupil_facts
from web.reporting.sums import ArrivalSums, RideSums, Span
from web.reporting.targets import Targets
from web.reporting.view import By, View
from web.store import Kept


class Office:
    """What every report must know of the office's records."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    @cached_property
    def pupils(self) -> Mapping[str, PupilFacts]:
        """All pupils, by reference, without need, plan and date of birth, which are sealed."""
        return pupil_facts(self._kept.reporting.open_rows("pupils"))

    @cached_property
    def whole_pupils(self) -> Mapping[str, PupilFacts]:
        """All pupils, by reference, with what is sealed."""
        return pupil_facts(self._kept.records.list_kind("pupils"))

    @cached_property
    def school_rows(self) -> Sequence[Row]:
        """All schools."""
        return self._kept.reporting.open_rows("schools")

    @cached_property
    def schools(self) -> Mapping[str, str]:
        """What people call schools, by id."""
        return {row["school"]: row["name"] or row["school"] for row in self.school_rows}

    @cached_property
    def targets(self) -> Targets:
        """What the authority has set itself."""
        return Targets.of(self._kept.reporting.open_rows("targets"))

    @cached_property
    def smallest(self) -> int:
        """The smallest count that is shown: the server's setting or the office's own, whichever hides more."""
        rows = {"settings": self._kept.reporting.open_rows("settings")}
        return max(site().settings.smallest_count, int(setting_of(rows, "suppress_below")))

    def arranged(self, pupils: Mapping[str, PupilFacts], day: date) -> Mapping[str, PupilFacts]:
        """Return pupils with the mode of travel of those who need no seat on a day by a travel arrangement."""
        found = Arrangements(self._kept.reporting.open_rows(STEM))
        return {id_: replace(each, mode=found.mode(id_, day) or each.mode) for id_, each in pupils.items()}

    def view(self, asked: Asked) -> View:
        """Return how a report is looked at."""
        return View(
            by=asked.by,
            from_day=asked.from_day,
            until_day=asked.until_day,
            locality=asked.locality,
            school=asked.school,
            pupils=self.arranged(self.whole_pupils if asked.by is By.NEED else self.pupils, asked.until_day),
            schools=self.schools,
            targets=self.targets,
            smallest=self.smallest,
        )


class KeptFacts:
    """What reports of a span are made from (``web.reporting.catalogue.Facts``)."""

    def __init__(self, kept: Kept, from_day: date, until_day: date) -> None:
        self._kept = kept
        self._days = (from_day, until_day)
        self.lapse_days = site().settings.lapse_days

    @cached_property
    def assessments(self) -> Assessments:
        """The risk assessments of each pupil."""
        return assessments_of(self._kept.reporting.open_rows("risk_assessments"))

    @cached_property
    def rides(self) -> Sequence[RideSums]:
        """What the published rides of the span come to."""
        return self._kept.reporting.list_rides(*self._days)

    @cached_property
    def arrivals(self) -> Sequence[ArrivalSums]:
        """How the rides of the span ended, those of days to come left out."""
        from_day, until_day = self._days
        return self._kept.reporting.list_arrivals(from_day, min(until_day, now().date()))

    @cached_property
    def span(self) -> Span:
        """What was published and reported in the span."""
        return self._kept.reporting.span(*self._days)

    @cached_property
    def forecast_pence(self) -> Mapping[str, int]:
        """The forecast of spending by mode, for the financial year in which the span ends."""
        year = financial_year(self._days[1])
        rows = self._kept.reporting.open_rows("spending")
        return {row["mode"]: round(float(row["forecast"]) * 100) for row in rows if row["year"] == year}
