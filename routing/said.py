"""What the rules have said, gathered: the listener behind every engine, and behind the timing of a single shift.

``Said`` hears the verbs of :class:`routing.rules.rule.Model` and keeps the tightest of what it heard, by id. Engines
turn it into arrays; timing reads windows and ride limits from it. It decides nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from routing.problem import Problem
from routing.records import DAY_S, AssistantId, SchoolId, Training, VehicleId
from routing.risk import PupilId
from routing.rules.rule import Postable

Window = tuple[int, int]
ALL_DAY: Window = (0, DAY_S - 1)


@dataclass(frozen=True, slots=True)
class Load:
    """One kind of room in a vehicle: what each pupil and assistant takes of it, what each layout has."""

    name: str
    takes: Mapping[PupilId, int]
    each_assistant_takes: int
    room: Mapping[VehicleId, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class CrewNeed:
    """The assistant whom a pupil needs: for themselves alone or shared, and trained in what."""

    one_to_one: bool
    training: frozenset[Training]


def _tighter(window: Window, from_s: int, until_s: int) -> Window:
    return max(window[0], from_s), min(window[1], until_s)


@dataclass(slots=True)
class Said:
    """Everything that was said, by id; what was never said does not bind.

    Examples
    --------
    >>> said = Said()
    >>> said.ride_at_most(PupilId("p"), 2700); said.ride_at_most(PupilId("p"), 3600)
    >>> said.ride_limit_s[PupilId("p")]
    2700
    """

    school_window: dict[SchoolId, Window] = field(default_factory=dict)
    home_window: dict[PupilId, Window] = field(default_factory=dict)
    ride_limit_s: dict[PupilId, int] = field(default_factory=dict)
    loads: list[Load] = field(default_factory=list)
    apart: set[frozenset[PupilId]] = field(default_factory=set)
    together: set[frozenset[PupilId]] = field(default_factory=set)
    most: dict[PupilId, int] = field(default_factory=dict)
    only: dict[PupilId, frozenset[VehicleId]] = field(default_factory=dict)
    most_schools: int | None = None
    schools_apart: set[frozenset[SchoolId]] = field(default_factory=set)
    crew: dict[PupilId, CrewNeed] = field(default_factory=dict)
    most_pupils_per_assistant: int | None = None
    assistants: frozenset[AssistantId] | None = None
    vehicle_hours: dict[VehicleId, Window] = field(default_factory=dict)
    shift_limit_s: dict[VehicleId, int] = field(default_factory=dict)
    assistant_hours: dict[AssistantId, tuple[int, int, int]] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    bays: dict[SchoolId, int] = field(default_factory=dict)

    def at_school_between(self, school: SchoolId, from_s: int, until_s: int) -> None:
        """Hear when vehicles may be at a school."""
        self.school_window[school] = _tighter(self.school_window.get(school, ALL_DAY), from_s, until_s)

    def at_home_between(self, pupil: PupilId, from_s: int, until_s: int) -> None:
        """Hear when the vehicle may arrive at a pupil's own stop."""
        self.home_window[pupil] = _tighter(self.home_window.get(pupil, ALL_DAY), from_s, until_s)

    def ride_at_most(self, pupil: PupilId, limit_s: int) -> None:
        """Hear a pupil's longest ride, walk included."""
        self.ride_limit_s[pupil] = min(limit_s, self.ride_limit_s.get(pupil, limit_s))

    def carry_at_most(
        self,
        load: str,
        takes: Mapping[PupilId, int],
        each_assistant_takes: int,
        room: Mapping[VehicleId, tuple[int, ...]],
    ) -> None:
        """Hear of one kind of load."""
        self.loads.append(Load(load, dict(takes), each_assistant_takes, dict(room)))

    def never_together(self, one: PupilId, other: PupilId) -> None:
        """Hear who are kept apart."""
        self.apart.add(frozenset((one, other)))

    def always_together(self, one: PupilId, other: PupilId) -> None:
        """Hear who travel together."""
        self.together.add(frozenset((one, other)))

    def most_aboard(self, pupil: PupilId, most: int) -> None:
        """Hear how many pupils may be on a run with a pupil."""
        self.most[pupil] = min(most, self.most.get(pupil, most))

    def only_aboard(self, pupil: PupilId, vehicles: frozenset[VehicleId]) -> None:
        """Hear in which vehicles a pupil may travel."""
        self.only[pupil] = self.only.get(pupil, vehicles) & vehicles

    def schools_at_most(self, most: int) -> None:
        """Hear how many schools a run may serve."""
        self.most_schools = most if self.most_schools is None else min(most, self.most_schools)

    def schools_never_together(self, one: SchoolId, other: SchoolId) -> None:
        """Hear which schools share no run."""
        self.schools_apart.add(frozenset((one, other)))

    def crew_at_least(self, pupil: PupilId, *, one_to_one: bool, training: frozenset[Training]) -> None:
        """Hear which assistant a pupil needs."""
        before = self.crew.get(pupil, CrewNeed(one_to_one=False, training=frozenset()))
        self.crew[pupil] = CrewNeed(before.one_to_one or one_to_one, before.training | training)

    def pupils_per_assistant(self, most: int) -> None:
        """Hear how many pupils may share an assistant."""
        before = self.most_pupils_per_assistant
        self.most_pupils_per_assistant = most if before is None else min(most, before)

    def crew_only(self, assistants: frozenset[AssistantId]) -> None:
        """Hear who may work."""
        self.assistants = assistants if self.assistants is None else self.assistants & assistants

    def vehicle_between(self, vehicle: VehicleId, from_s: int, until_s: int) -> None:
        """Hear a vehicle's hours."""
        self.vehicle_hours[vehicle] = _tighter(self.vehicle_hours.get(vehicle, ALL_DAY), from_s, until_s)

    def shift_at_most(self, vehicle: VehicleId, limit_s: int) -> None:
        """Hear a vehicle's longest shift."""
        self.shift_limit_s[vehicle] = min(limit_s, self.shift_limit_s.get(vehicle, limit_s))

    def assistant_between(self, assistant: AssistantId, from_s: int, until_s: int, limit_s: int) -> None:
        """Hear an assistant's hours."""
        before = self.assistant_hours.get(assistant, (*ALL_DAY, DAY_S))
        window = _tighter(before[:2], from_s, until_s)
        self.assistant_hours[assistant] = (*window, min(before[2], limit_s))

    def one_at_a_time(self, who: VehicleId | AssistantId) -> None:
        """Hear who can be on one run at a time; every engine takes that for granted."""
        self.busy.add(who)

    def at_once_at_most(self, school: SchoolId, most: int) -> None:
        """Hear how many vehicles can stand at a school."""
        self.bays[school] = min(most, self.bays.get(school, most))


def said_by(problem: Problem, rules: Iterable[Postable]) -> Said:
    """Return what rules say about a problem."""
    said = Said()
    for rule in rules:
        rule.post(problem, said)
    return said
