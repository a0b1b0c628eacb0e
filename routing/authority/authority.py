"""Authority: everything that an authority's folder says, and the problem of any one day that follows from it.

Three pure steps: ``read_authority`` reads the folder, ``places`` says where everything of one day is, and, once there
are travel matrices between those places, ``problem`` states the question.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from geodata import Place, PlaceId, TravelMatrix
from routing.authority.calendar import Calendar
from routing.authority.locating import locate
from routing.authority.records import (
    ContractRecord,
    FindPostcode,
    PupilRecord,
    SchoolRecord,
    Site,
    UsualRecord,
)
from routing.errors import FilesError, Finding
from routing.policy import Policy
from routing.problem import Direction, Problem
from routing.records import PassengerAssistant, Pupil, RoadProfile, Vehicle, Waiver
from routing.risk import PupilId, RiskAssessment


@dataclass(frozen=True, slots=True, kw_only=True, eq=True)
class Authority:
    """The records of an authority; equal by value.

    Parameters
    ----------
    sites
        Where every place is that the other records name.
    assessments
        All risk assessments; a pupil may have several, one after the other.
    names
        What people call things, by file and id (``names["pupils"]["p1"]``); for run sheets alone, never for a plan.
    """

    sites: tuple[Site, ...]
    pupils: tuple[PupilRecord, ...]
    schools: tuple[SchoolRecord, ...]
    contracts: tuple[ContractRecord, ...]
    vehicles: tuple[Vehicle, ...]
    assistants: tuple[PassengerAssistant, ...] = ()
    assessments: tuple[RiskAssessment, ...] = ()
    usuals: tuple[UsualRecord, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    policy: Policy = field(default_factory=Policy)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def name_of(self, file: str, id_: str) -> str:
        """Return what people call a record of ``pupils``, ``schools``, ``assistants`` or ``vehicles``; else its id."""
        return self.names.get(file, {}).get(id_, id_)

    def travelling(self, day: date, direction: Direction) -> tuple[Pupil, ...]:
        """Return the pupils who travel that day: on one of their days, to a school that is open.

        Kept-apart and together name only those who travel too.
        """
        closed = {school.id: self.calendar.why_closed(school.id, day) for school in self.schools}
        chosen = [p for p in self.pupils if day.weekday() in p.days and closed[p.school] is None]
        here = frozenset(pupil.id for pupil in chosen)
        return tuple(_only_those(record.on(day, direction), here) for record in chosen)

    def places(self, day: date, direction: Direction, find_postcode: FindPostcode | None = None) -> tuple[Place, ...]:
        """Return where everything of one day is: homes and pick-up points, gates, depots, assistants' joining places.

        Parameters
        ----------
        find_postcode
            Asked where a place has nothing better; None if no postcodes are to hand.

        Raises
        ------
        FilesError
            No school is open or no pupil travels that day; postcodes that nobody knows, all of them at once.
        """
        self._check_day(day, direction)
        site_of = {site.id: site for site in self.sites}
        named = dict.fromkeys(self._named_places(day, direction))
        found: list[Place] = []
        wrong: list[Finding] = []
        sites = [site_of[place] for place in named]
        for site, place in zip(sites, locate(sites, find_postcode), strict=True):
            if place is None:
                why = (
                    "there are no postcodes to look it up in" if find_postcode is None else "nobody knows that postcode"
                )
                said = f"'{site.postcode}' (place {site.id}): {why}; give easting and northing, or lat and lon"
                wrong.append(Finding("places.csv", None, "postcode", said))
            else:
                found.append(place)
        if wrong:
            raise FilesError(wrong)
        return tuple(found)

    def problem(self, day: date, direction: Direction, travels: Mapping[RoadProfile, TravelMatrix]) -> Problem:
        """Return the question of one day and direction.

        Parameters
        ----------
        travels
            By each road profile that a vehicle has, the travel matrix between (at least) ``places(day, direction)``.

        Raises
        ------
        FilesError
            No school is open or no pupil travels that day; a vehicle's contract has ended.
        """
        self._check_day(day, direction)
        pupils = self.travelling(day, direction)
        here = {pupil.id for pupil in pupils}
        open_schools = [s for s in self.schools if self.calendar.why_closed(s.id, day) is None]
        return Problem(
            day=day,
            direction=direction,
            pupils=pupils,
            schools=tuple(s.on(direction, self.calendar.early(s.id, day)) for s in open_schools),
            contracts=tuple(record.contract for record in self.contracts),
            vehicles=self.vehicles,
            assistants=self.assistants,
            assessments=_assessments_on(self.assessments, day, here),
            travels=travels,
            usuals=tuple(r.usual for r in self.usuals if r.direction is direction and r.usual.pupil in here),
            waivers=tuple(waiver for waiver in self.waivers if waiver.pupil in here),
            policy=self.policy,
        )

    def _named_places(self, day: date, direction: Direction) -> Iterator[PlaceId]:
        for pupil in self.travelling(day, direction):
            yield from pupil.boarding_places
        for school in self.schools:
            if self.calendar.why_closed(school.id, day) is None:
                yield from school.gates
        yield from (vehicle.depot for vehicle in self.vehicles if vehicle.depot is not None)
        yield from (each.joins_at for each in self.assistants if each.joins_at is not None)

    def _check_day(self, day: date, direction: Direction) -> None:
        """Raise if there is nothing to plan that day, or a vehicle's contract has ended."""
        wrong = list(_ended_contracts(self, day))
        why = {self.calendar.why_closed(school.id, day) for school in self.schools}
        said = f"{day:%-d %B %Y}"
        if None not in why:
            reasons = " or ".join(sorted(reason for reason in why if reason is not None)) or "a day without schools"
            wrong.append(Finding("calendar.csv", None, None, f"{said} is {reasons}: choose a school day"))
        elif not self.travelling(day, direction):
            wrong.append(Finding("pupils.csv", None, "days", f"no pupil travels on {said}"))
        if wrong:
            raise FilesError(wrong)


def _only_those(pupil: Pupil, here: frozenset[PupilId]) -> Pupil:
    """Return the pupil, with needs that name none but those who travel too."""
    needs = pupil.needs
    if needs.apart_from | needs.together_with <= here:
        return pupil
    needs = replace(needs, apart_from=needs.apart_from & here, together_with=needs.together_with & here)
    return replace(pupil, needs=needs)


def _assessments_on(
    assessments: Iterable[RiskAssessment], day: date, pupils: Collection[PupilId]
) -> tuple[RiskAssessment, ...]:
    """Return the risk assessment of each pupil that counts on a day: the newest that has begun, else the next one."""
    counts: dict[PupilId, RiskAssessment] = {}
    for each in sorted(assessments, key=lambda one: one.assessed_on):
        if each.pupil in pupils and (each.assessed_on <= day or each.pupil not in counts):
            counts[each.pupil] = each
    return tuple(counts.values())


def _ended_contracts(authority: Authority, day: date) -> Iterator[Finding]:
    """Yield a finding for each contract that has ended and under which a vehicle still runs."""
    for record in authority.contracts:
        vehicles = [v.id for v in authority.vehicles if v.contract == record.contract.id]
        if record.until is not None and record.until < day and vehicles:
            which = f"vehicle{'s' * (len(vehicles) > 1)} {', '.join(vehicles)}"
            said = f"contract '{record.contract.id}' ended on {record.until:%-d %B %Y}, before {day:%-d %B %Y}"
            yield Finding("contracts.csv", None, "until", f"{said}: renew it, or take out {which}")
