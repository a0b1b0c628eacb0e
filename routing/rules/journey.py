"""The journey: when vehicles are at school and at home, and how long anyone is aboard."""

from collections.abc import Iterator

from routing.plan import Run
from routing.problem import Problem
from routing.records import DAY_S
from routing.risk import PupilId
from routing.rules.reading import own_stops, school_stops, service_of
from routing.rules.rule import Model, Postable, RunRule, Wrong
from routing.wording import clock, listed, minutes

_GUIDE = "DfE, Travel to school for children of compulsory school age (2024)"


class SchoolsAreServedInTime(RunRule, Postable):
    """To school every vehicle arrives, and from school it leaves, within the school's times."""

    source = f"{_GUIDE}: arrive ready to learn; the school's own times"

    def post(self, problem: Problem, model: Model) -> None:
        for school in problem.schools:
            model.at_school_between(school.id, school.from_s, school.until_s)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        for school, stop, pupils in school_stops(problem, run):
            when_s = stop.arrive_s if problem.is_to_school else stop.leave_s
            said = f"{listed(pupils)} {'at' if problem.is_to_school else 'from'} {school.id} at {clock(when_s)}"
            if when_s < school.from_s:
                yield pupils, f"{said}, {minutes(school.from_s - when_s)} before {clock(school.from_s)}"
            elif when_s > school.until_s:
                yield pupils, f"{said}, {minutes(when_s - school.until_s)} after {clock(school.until_s)}"


class SomeoneIsAtHome(RunRule, Postable):
    """A vehicle comes to a pupil's door while someone is at home."""

    source = "The pupil's risk assessment; practice: never leave a pupil alone at the roadside"
    waivable = True

    def post(self, problem: Problem, model: Model) -> None:
        for pupil in self.applies_to(problem):
            needs = problem.pupil[pupil].needs
            if needs.home_from_s is not None or needs.home_until_s is not None:
                until_s = DAY_S if needs.home_until_s is None else needs.home_until_s
                model.at_home_between(pupil, needs.home_from_s or 0, until_s)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        for pupil, stop in own_stops(problem, run):
            needs, when_s = problem.pupil[pupil].needs, stop.arrive_s
            if needs.home_from_s is not None and when_s < needs.home_from_s:
                early = f"{minutes(needs.home_from_s - when_s)} before {clock(needs.home_from_s)}"
                yield (pupil,), f"{pupil} at {clock(when_s)}, {early}, when someone is there"
            if needs.home_until_s is not None and when_s > needs.home_until_s:
                late = f"{minutes(when_s - needs.home_until_s)} after {clock(needs.home_until_s)}"
                yield (pupil,), f"{pupil} at {clock(when_s)}, {late}, until when someone is there"


class NoOneIsPickedUpTooEarly(RunRule, Postable):
    """No one is picked up before the earliest hour."""

    source = "Practice; the hour is the authority's policy"
    waivable = True

    def post(self, problem: Problem, model: Model) -> None:
        if problem.is_to_school:
            for pupil in self.applies_to(problem):
                model.at_home_between(pupil, problem.policy.earliest_pick_up_s, DAY_S)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        earliest_s = problem.policy.earliest_pick_up_s
        for pupil, stop in own_stops(problem, run) if problem.is_to_school else ():
            if stop.arrive_s < earliest_s:
                early = f"{minutes(earliest_s - stop.arrive_s)} before {clock(earliest_s)}"
                yield (pupil,), f"{pupil} is picked up at {clock(stop.arrive_s)}, {early}"


class NoOneIsHandedOverTooLate(RunRule, Postable):
    """No one is handed over at home after the latest hour."""

    source = "Practice; the hour is the authority's policy"
    waivable = True

    def post(self, problem: Problem, model: Model) -> None:
        if not problem.is_to_school:
            for pupil in self.applies_to(problem):
                model.at_home_between(pupil, 0, problem.policy.latest_hand_over_s)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        latest_s = problem.policy.latest_hand_over_s
        for pupil, stop in own_stops(problem, run) if not problem.is_to_school else ():
            if stop.arrive_s > latest_s:
                late = f"{minutes(stop.arrive_s - latest_s)} after {clock(latest_s)}"
                yield (pupil,), f"{pupil} is handed over at {clock(stop.arrive_s)}, {late}"


class NoOneRidesTooLong(RunRule, Postable):
    """No pupil's journey, with the walk to the pick-up point, is longer than their ride limit."""

    source = f"{_GUIDE}: 45 minutes for primary, 75 for secondary, or what the risk assessment says"
    waivable = True

    def post(self, problem: Problem, model: Model) -> None:
        for pupil in self.applies_to(problem):
            model.ride_at_most(pupil, problem.ride_limit_s(pupil))

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        held_s = dict(_held(problem, run))
        for ride in run.rides():
            own_place = ride.board_place if problem.is_to_school else ride.alight_place
            walk_s = problem.pupil[ride.pupil].walk_s(own_place) or 0
            limit_s = problem.ride_limit_s(ride.pupil)
            aboard_s = ride.seconds + held_s.get(ride.pupil, 0)
            over_s = aboard_s + walk_s - limit_s
            if over_s > 0:
                walk = f" after a walk of {minutes(walk_s)}" if walk_s else ""
                over = f"{minutes(over_s)} over the limit of {minutes(limit_s)}"
                yield (ride.pupil,), f"{ride.pupil} is aboard for {minutes(aboard_s)}{walk}, {over}"


def _held(problem: Problem, run: Run) -> Iterator[tuple[PupilId, int]]:
    """Yield for how long each pupil who has boarded at their own place waits there aboard, beyond everyone's boarding.

    A plan that an engine makes waits before anyone boards; one changed by hand may not.
    """
    if problem.is_to_school:
        for pupil, stop in own_stops(problem, run):
            yield pupil, max(0, stop.leave_s - stop.arrive_s - service_of(problem, stop))
