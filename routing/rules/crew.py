"""The crew: passenger assistants who are enough, trained, aboard in time, within their hours, in one place at once."""

from collections.abc import Iterator
from itertools import pairwise

from routing.cost import assistant_hours
from routing.plan import Plan, Run
from routing.problem import Problem
from routing.records import AssistantId, AssistantNeed, PassengerAssistant, Training
from routing.risk import PupilId
from routing.rules.reading import presence, runs_by_assistant
from routing.rules.rule import Model, Postable, RunRule, Violation, Wrong
from routing.wording import clock, counted, listed, minutes

_TRAINED = "DfE, guidance of June 2023: training of drivers and passenger assistants is kept up to date"


class OneToOneHaveTheirOwnAssistant(RunRule, Postable):
    """A pupil who needs a passenger assistant of their own has one, trained in what they need, all the way."""

    source = f"The pupil's risk assessment; {_TRAINED}"
    waivable = True

    def post(self, problem: Problem, model: Model) -> None:
        for pupil in self.applies_to(problem):
            needs = problem.pupil[pupil].needs
            if needs.assistant is AssistantNeed.ONE_TO_ONE:
                model.crew_at_least(pupil, one_to_one=True, training=needs.training)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        for pupil in dict.fromkeys(run.pupils):
            needs = problem.pupil[pupil].needs
            if needs.assistant is AssistantNeed.ONE_TO_ONE:
                own = [member.assistant for member in run.crew if member.one_to_one_with == pupil]
                if why := _why_not_cared_for(problem, run, frozenset({pupil}), own, needs.training):
                    yield (pupil,), f"{pupil}: {why}"


class AnAssistantIsAboard(RunRule, Postable):
    """A pupil who needs a passenger assistant rides where there is one, trained in what they need, all the way."""

    source = f"The pupil's risk assessment; {_TRAINED}"
    waivable = True

    def post(self, problem: Problem, model: Model) -> None:
        for pupil in self.applies_to(problem):
            needs = problem.pupil[pupil].needs
            if needs.assistant is AssistantNeed.SHARED:
                model.crew_at_least(pupil, one_to_one=False, training=needs.training)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        shared = [member.assistant for member in run.crew if member.one_to_one_with is None]
        for pupil in dict.fromkeys(run.pupils):
            needs = problem.pupil[pupil].needs
            if needs.assistant is not AssistantNeed.SHARED:
                continue
            if why := _why_not_cared_for(problem, run, frozenset({pupil}), shared, needs.training):
                yield (pupil,), f"{pupil}: {why}"


def _why_not_cared_for(
    problem: Problem, run: Run, pupils: frozenset[PupilId], crew: list[AssistantId], training: frozenset[Training]
) -> str | None:
    """Return why none of a crew is trained and aboard all the way with pupils; None if one is."""
    if not crew:
        return "no passenger assistant for them is aboard"
    trained = [name for name in crew if training <= problem.assistant[name].training]
    if not trained:
        return f"nobody aboard for them ({listed(crew)}) is trained in all of {listed(sorted(training))}"
    if not any(presence(run, name).covers(run, pupils) for name in trained):
        return f"{listed(trained)} joins too late or leaves too soon"
    return None


class OneAssistantLooksAfterSoMany(RunRule, Postable):
    """One passenger assistant looks after no more pupils who share assistants than the authority's policy allows."""

    source = "Practice; the number is the authority's policy"

    def post(self, problem: Problem, model: Model) -> None:
        model.pupils_per_assistant(problem.policy.pupils_per_assistant)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        lifts = AnAssistantIsAboard().is_waived
        pupils = frozenset(
            pupil
            for pupil in run.pupils
            if problem.pupil[pupil].needs.assistant is AssistantNeed.SHARED and not lifts(problem, pupil)
        )
        shared = {member.assistant for member in run.crew if member.one_to_one_with is None}
        crew = [name for name in shared if presence(run, name).covers(run, pupils)]
        most = problem.policy.pupils_per_assistant
        if crew and len(pupils) > most * len(crew):
            there = f"{counted(len(crew), 'assistant')} for {counted(len(pupils), 'pupil')} ({listed(sorted(pupils))})"
            yield tuple(sorted(pupils)), f"{there}, where one looks after {most}"


class OnlyClearedAssistantsWork(RunRule, Postable):
    """No passenger assistant works whose checks or training have lapsed."""

    source = "Safeguarding Vulnerable Groups Act 2006: enhanced check for regulated activity; the assistant's record"

    def post(self, problem: Problem, model: Model) -> None:
        cleared = (
            each.id for each in problem.assistants if each.cleared_until is None or problem.day <= each.cleared_until
        )
        model.crew_only(frozenset(cleared))

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        for name in dict.fromkeys(member.assistant for member in run.crew):
            until = problem.assistant[name].cleared_until
            if until is not None and until < problem.day:
                yield (), f"the checks of {name} held until {until:%-d %B %Y}"


class AssistantsKeepTheirHours(Postable):
    """A passenger assistant joins and leaves within their hours, and is away no longer than their shift."""

    source = "Working Time Regulations 1998; the assistant's terms of employment"

    def post(self, problem: Problem, model: Model) -> None:
        for each in problem.assistants:
            model.assistant_between(each.id, each.from_s, each.until_s, each.shift_limit_s)

    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        for name, (joins_s, leaves_s) in assistant_hours(plan).items():
            for detail in _hours_broken(problem.assistant[name], joins_s, leaves_s):
                yield self.violation(f"{name} {detail}")


def _hours_broken(assistant: PassengerAssistant, joins_s: int, leaves_s: int) -> Iterator[str]:
    """Yield how joining and leaving then breaks an assistant's hours."""
    if joins_s < assistant.from_s:
        early = minutes(assistant.from_s - joins_s)
        yield f"joins at {clock(joins_s)}, {early} before {clock(assistant.from_s)}"
    if leaves_s > assistant.until_s:
        late = minutes(leaves_s - assistant.until_s)
        yield f"leaves at {clock(leaves_s)}, {late} after {clock(assistant.until_s)}"
    over_s = leaves_s - joins_s - assistant.shift_limit_s
    if over_s > 0:
        limit = f"{minutes(over_s)} more than {minutes(assistant.shift_limit_s)}"
        yield f"is away from {clock(joins_s)} to {clock(leaves_s)}, {limit}"


class AssistantsAreInOnePlace(Postable):
    """A passenger assistant is on one run at a time, with time to travel between."""

    source = "No one can be in two places"

    def post(self, problem: Problem, model: Model) -> None:
        for assistant in problem.assistants:
            model.one_at_a_time(assistant.id)

    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        runs_of = runs_by_assistant(plan)
        for assistant in problem.assistants:
            for before, after in pairwise(runs_of.get(assistant.id, ())):
                left = before.stops[presence(before, assistant.id).last]
                joined = after.stops[presence(after, assistant.id).first]
                travel_s = problem.travel_of(after.vehicle).seconds_between(left.place, joined.place)
                short_s = left.leave_s + travel_s - joined.arrive_s
                if short_s > 0:
                    leaves = f"leaves {before.vehicle} at {clock(left.leave_s)}"
                    joins = f"joins {after.vehicle} at {clock(joined.arrive_s)}"
                    yield self.violation(f"{assistant.id} {leaves} and {joins}, {minutes(short_s)} too soon")
