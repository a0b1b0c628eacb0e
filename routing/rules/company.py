"""Company: who shares a run with whom, and which schools do."""

from collections.abc import Iterator
from itertools import combinations

from routing.plan import Plan, Run
from routing.problem import Problem
from routing.records import School
from routing.risk import PupilId
from routing.rules.reading import schools_of
from routing.rules.rule import Model, Postable, RunRule, Violation, Wrong
from routing.wording import counted, listed


class KeptApartStayApart(RunRule, Postable):
    """Pupils whom a risk assessment keeps apart never share a run."""

    source = "The risk assessment of either pupil"
    waivable = True

    def post(self, problem: Problem, model: Model) -> None:
        bound = {pupil for pupil in self.applies_to(problem) if problem.why_not_planned(pupil) is None}
        for pupil in problem.pupils:
            for other in sorted(pupil.needs.apart_from):
                if {pupil.id, other} <= bound:
                    model.never_together(pupil.id, other)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        for one, other in combinations(dict.fromkeys(run.pupils), 2):
            if other in problem.pupil[one].needs.apart_from or one in problem.pupil[other].needs.apart_from:
                yield (one, other), f"{one} and {other} are on one run"


class TogetherStayTogether(Postable):
    """Pupils who must travel together, and both may travel, are on one run, or neither travels."""

    source = "The risk assessment of either pupil"
    waivable = True

    def post(self, problem: Problem, model: Model) -> None:
        for one, other in self._pairs(problem):
            model.always_together(one, other)

    def broken(self, problem: Problem, plan: Plan) -> Iterator[Violation]:
        for one, other in self._pairs(problem):
            if plan.find_run_of(one) is not plan.find_run_of(other):
                yield self.violation(f"{one} and {other} are not on one run", pupils=(one, other))

    def _pairs(self, problem: Problem) -> list[tuple[PupilId, PupilId]]:
        """Return each two pupils who must travel together, whoever's needs say so."""
        named = {(min(p.id, other), max(p.id, other)) for p in problem.pupils for other in p.needs.together_with}
        return sorted(pair for pair in named if all(self._binds(problem, pupil) for pupil in pair))

    def _binds(self, problem: Problem, pupil: PupilId) -> bool:
        """Say whether no waiver lifts the rule for a pupil, and they may travel."""
        return not self.is_waived(problem, pupil) and problem.why_not_planned(pupil) is None


class SoloTravelAlone(RunRule, Postable):
    """A pupil who must travel solo shares a run with no other pupil."""

    source = "The pupil's risk assessment"
    waivable = True

    def post(self, problem: Problem, model: Model) -> None:
        for pupil in self.applies_to(problem):
            if problem.pupil[pupil].needs.solo:
                model.most_aboard(pupil, 1)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        for pupil in dict.fromkeys(run.pupils):
            others = [other for other in run.pupils if other != pupil]
            if problem.pupil[pupil].needs.solo and others:
                yield (pupil,), f"{pupil} is on a run with {listed(others)}"


class NoMoreAboardThanAPupilBears(RunRule, Postable):
    """A run with a pupil who bears only so much company carries no more pupils than that."""

    source = "The pupil's risk assessment"
    waivable = True

    def post(self, problem: Problem, model: Model) -> None:
        for pupil in self.applies_to(problem):
            most = problem.pupil[pupil].needs.most_aboard
            if most is not None:
                model.most_aboard(pupil, most)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        pupils = tuple(dict.fromkeys(run.pupils))
        for pupil in pupils:
            most = problem.pupil[pupil].needs.most_aboard
            if most is not None and len(pupils) > most:
                yield (pupil,), f"{len(pupils)} pupils ({listed(pupils)}), where {pupil} bears {most}"


class FewSchoolsOnARun(RunRule, Postable):
    """A run serves no more schools than the authority's policy allows."""

    source = "Practice; the number is the authority's policy"

    def post(self, problem: Problem, model: Model) -> None:
        model.schools_at_most(problem.policy.most_schools_per_run)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        schools, most = schools_of(problem, run), problem.policy.most_schools_per_run
        if len(schools) > most:
            names = listed(school.id for school in schools)
            yield run.pupils, f"{counted(len(schools), 'school')} ({names}), where {most} may be served"


class SchoolsShareWhereBothAgree(RunRule, Postable):
    """Pupils of two schools share a run only where both schools agree."""

    source = "The schools' records"

    def post(self, problem: Problem, model: Model) -> None:
        for one, other in combinations(problem.schools, 2):
            if _objects(one, other) or _objects(other, one):
                model.schools_never_together(one.id, other.id)

    def broken_by(self, problem: Problem, run: Run) -> Iterator[Wrong]:
        for one, other in combinations(schools_of(problem, run), 2):
            objecting = [each.id for each, to in ((one, other), (other, one)) if _objects(each, to)]
            if objecting:
                yield run.pupils, f"{one.id} and {other.id} are on one run, not agreed by {listed(objecting)}"


def _objects(school: School, to: School) -> bool:
    """Say whether a school does not share runs with another; a fact of its record, read by both faces."""
    return school.shares_with is not None and to.id not in school.shares_with
