"""Naming the passenger assistants: who looks after whom on which runs, priced exactly, collected on the way.

A *duty* is what one assistant does on one vehicle's shift: pupils of their own, or a share, on one run after another.
Duties are given to assistants by a flow of least cost, pay, detours and broken promises together; then every shift is
timed with its crew aboard. A pair that cannot be timed is forbidden and the flow is solved again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

import numpy as np
from ortools.graph.python import min_cost_flow

from geodata import PlaceId
from routing.cost import HOUR_S, MILE_MM, assistant_hours, assistant_pence, cost, rounded
from routing.plan import CrewMember, Plan, Shift, Stop
from routing.problem import Problem
from routing.records import AssistantId, PassengerAssistant, Training, VehicleId
from routing.risk import PupilId
from routing.solver.collecting import gaps_after, gaps_before, least_detour
from routing.solver.compiled import ANY_NUMBER, Compiled
from routing.solver.outlines import Draft, layout_for
from routing.timing import Outline, Visit, timed_shift

UNMET_PENCE = 10**7
MOST_ROUNDS = 12
MOST_EASED = 8
MOST_ORDERS = 3
"""Up to so many assistants are collected in the best of all orders."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What one assistant does on one shift.

    Parameters
    ----------
    draft
        The number of the shift.
    runs
        For each run, in order, its number and the pupil whom they look after alone (None: those who share).
    training
        What they must be trained in.
    """

    draft: int
    runs: tuple[tuple[int, PupilId | None], ...]
    training: frozenset[Training]


_Terms = tuple[PlaceId | None, int, tuple[int, int, int] | None]
"""Where an assistant joins, for how much an hour, and when: all that the price of a duty depends on."""
Ease = tuple[int, int, bool]
"""The number of a draft and of one of its runs: assistants change before it, or (True) several bring what one would."""


@dataclass(frozen=True, slots=True)
class Crewed:
    """Shifts with crews and times; for whom there is no one, and in what those should be trained."""

    shifts: tuple[Shift, ...]
    unmet: tuple[tuple[VehicleId, PupilId], ...]
    asked_for: tuple[frozenset[Training], ...]


def with_crews(compiled: Compiled, drafts: Sequence[Draft], taken: Iterable[AssistantId] = ()) -> Crewed:
    """Return drafts with crews and times; pupils for whom there is no assistant are named and still aboard nothing.

    Parameters
    ----------
    taken
        Assistants who are busy on runs that stand.

    Notes
    -----
    Those who share look for one assistant with all their training together, and so do one run and the next. Where that
    leaves someone without any, assistants change between runs, and runs with a seat to spare have the training brought
    by two: either frees an assistant who is trained in both.
    """
    taken, eased = frozenset(taken), frozenset[Ease]()
    table = Table(compiled, drafts)
    best = _with_teams(table, taken, eased)
    changes = _changes(compiled, drafts, best.asked_for)
    for ease in (*changes[:MOST_EASED], *_splits(compiled, drafts)[:MOST_EASED]) if best.unmet else ():
        other = _with_teams(table, taken, eased | {ease})
        if len(other.unmet) < len(best.unmet):
            best, eased = other, eased | {ease}
        if not best.unmet:
            break
    return best


def _changes(compiled: Compiled, drafts: Sequence[Draft], asked_for: Sequence[frozenset[Training]]) -> list[Ease]:
    """Return the runs before which one assistant could leave to another, so that neither needs all of what is short."""
    found: list[Ease] = []
    for number, draft in enumerate(drafts):
        needs = [[training for _, training in _units(compiled, visits, split=False)] for visits in draft.runs]
        for run, (before, now) in enumerate(pairwise(needs), 1):
            both = [one | other for one, other in zip(before, now, strict=False) if not (one <= other or other <= one)]
            if any(asked <= each for asked in asked_for for each in both):
                found.append((number, run, False))
    return found


def _splits(compiled: Compiled, drafts: Sequence[Draft]) -> list[Ease]:
    """Return the runs on which one more assistant has a seat and could share out the training that is asked of one."""
    return [
        (number, run, True)
        for number, draft in enumerate(drafts)
        for run, visits in enumerate(draft.runs)
        if len(several := _units(compiled, visits, split=True)) > len(_units(compiled, visits, split=False))
        and layout_for(compiled, draft.vehicle, visits, len(several)) is not None
    ]


class Table:
    """What is worked out once for drafts, however often their crews are named: times without crew, prices, times."""

    def __init__(self, compiled: Compiled, drafts: Sequence[Draft]) -> None:
        self.compiled, self.drafts = compiled, drafts
        self.plain = [_plain(compiled, draft) for draft in drafts]
        everyone, hours = compiled.problem.assistants, compiled.said.assistant_hours
        self.terms = {each.id: (each.joins_at, each.hour_rate_pence, hours.get(each.id)) for each in everyone}
        self._priced: dict[Duty, tuple[tuple[AssistantId, ...], dict[_Terms, int | None]]] = {}
        self._timed: dict[tuple[tuple[Duty, AssistantId], ...], Shift | None] = {}

    def priced(self, duty: Duty, hands: Sequence[PassengerAssistant]) -> Iterator[tuple[int, int]]:
        """Yield who could do a duty, and about what it costs if they do; none beyond their hours.

        Assistants differ in their terms, which few have of their own, and in who has been promised them.
        """
        shift, changed = self.plain[duty.draft], self.compiled.problem.policy.changed_assistant_pence
        if duty not in self._priced:
            self._priced[duty] = tuple(_promised(self.compiled.problem, shift, duty)), {}
        promised, pays = self._priced[duty]
        for h, hand in enumerate(hands):
            if not duty.training <= hand.training:
                continue
            if (terms := self.terms[hand.id]) not in pays:
                pays[terms] = _pence(self.compiled, shift, duty, hand)
            if (pay := pays[terms]) is not None:
                yield h, pay + changed * (len(promised) - promised.count(hand.id))

    def shift(self, number: int, crew: tuple[tuple[Duty, AssistantId], ...]) -> Shift | None:
        """Return a draft timed with its crew; None if it cannot be."""
        if not crew:
            return self.plain[number]
        if crew not in self._timed:
            self._timed[crew] = _timed(self.compiled, self.drafts[number], crew)
        return self._timed[crew]


def added_by_naming(compiled: Compiled, drafts: Sequence[Draft]) -> dict[frozenset[Training], int]:
    """Return what naming assistants adds to the pay of the cheapest who could do what is asked, in pence an hour.

    By what a duty asks one to be trained in, what the dearest quarter of such duties cost more: for the way to whoever
    is collected, or at dearer rates, when cheaper assistants who could do it are on other runs. So much about is saved
    by asking for one fewer.
    """
    table = Table(compiled, drafts)
    hands = compiled.hands
    duties = list(all_duties(table, hands))
    arcs = arcs_of(table, duties, hands)
    pence = {(duties[k], hands[h].id): each for k, h, each in arcs}
    added: dict[frozenset[Training], list[int]] = defaultdict(list)
    for duty, hand in given_to(duties, hands, arcs)[0]:
        shift, rate = table.plain[duty.draft], min(h.hour_rate_pence for h in hands if duty.training <= h.training)
        lasts_s = shift.runs[duty.runs[-1][0]].ends_s - shift.runs[duty.runs[0][0]].begins_s
        paid_s = max(lasts_s, compiled.problem.policy.assistant_minimum_paid_s)
        more = pence[duty, hand] - rounded(paid_s * rate, HOUR_S)
        added[duty.training].append(max(0, more * HOUR_S // paid_s))
    dearest = {training: sorted(each)[-max(1, len(each) // 4) :] for training, each in added.items()}
    return {training: sum(each) // len(each) for training, each in dearest.items()}


def _with_teams(table: Table, busy: frozenset[AssistantId], eased: frozenset[Ease]) -> Crewed:
    """Return drafts with crews and times, ``eased`` where it says so."""
    compiled, drafts = table.compiled, table.drafts
    hands = [each for each in compiled.hands if each.id not in busy]
    duties = list(all_duties(table, hands, eased))
    forbidden: set[tuple[Duty, AssistantId]] = set()
    priced = arcs_of(table, duties, hands)
    done: dict[int, tuple[tuple[tuple[Duty, AssistantId], ...], Shift]] = {}
    unmet: list[Duty] = []
    for _ in range(MOST_ROUNDS):
        allowed = [each for each in priced if not forbidden or (duties[each[0]], hands[each[1]].id) not in forbidden]
        given, unmet = given_to(duties, hands, allowed)
        failed = False
        crews: dict[int, list[tuple[Duty, AssistantId]]] = defaultdict(list)
        for pair in given:
            crews[pair[0].draft].append(pair)
        for number in range(len(drafts)):
            crew = tuple(crews[number])
            if number in done and done[number][0] == crew:
                continue
            shift = table.shift(number, crew)
            if shift is None:
                forbidden.add(_worst(compiled, crew))
                failed = True
                done.pop(number, None)
            else:
                done[number] = (crew, shift)
        if not failed:
            break
    lost = {duty.draft for duty in unmet} | (set(range(len(drafts))) - set(done))
    shifts = tuple(done[number][1] for number in range(len(drafts)) if number not in lost)
    pupils = [(drafts[duty.draft].vehicle, pupil) for duty in unmet for pupil in _served(compiled, drafts, duty)]
    untimed = [number for number in range(len(drafts)) if number in lost and all(d.draft != number for d in unmet)]
    pupils += [(drafts[n].vehicle, p) for n in untimed for p in _needing(compiled, drafts[n])]
    return Crewed(shifts, tuple(dict.fromkeys(pupils)), tuple(duty.training for duty in unmet))


def all_duties(
    table: Table, hands: Sequence[PassengerAssistant], eased: frozenset[Ease] = frozenset()
) -> Iterator[Duty]:
    """Yield the duties of all drafts, draft by draft."""
    for number, (draft, shift) in enumerate(zip(table.drafts, table.plain, strict=True)):
        yield from _duties(table.compiled, number, draft, shift, hands, eased)


def arcs_of(table: Table, duties: Sequence[Duty], hands: Sequence[PassengerAssistant]) -> list[tuple[int, int, int]]:
    """Return which assistant could do which duty, and for how much; two duties may be equal, if neither is trained."""
    return [(k, h, pence) for k, duty in enumerate(duties) for h, pence in table.priced(duty, hands)]


def _needing(compiled: Compiled, draft: Draft) -> list[PupilId]:
    """Return the pupils of a draft who need an assistant."""
    return [pupil for visits in draft.runs for pupil in _pupils(visits) if pupil in compiled.said.crew]


def _pupils(visits: Sequence[Visit | Stop]) -> list[PupilId]:
    return [pupil for visit in visits for pupil in visit.boards]


def _plain(compiled: Compiled, draft: Draft) -> Shift:
    """Return a draft timed without its crew."""
    standing = compiled.problem.vehicle[draft.vehicle].layouts[0]
    outlines = [Outline(visits, layout_for(compiled, draft.vehicle, visits, 0) or standing) for visits in draft.runs]
    shift = timed_shift(compiled.problem, compiled.said, draft.vehicle, outlines)
    if shift is None:
        raise RuntimeError(f"the shift of vehicle {draft.vehicle} was priced but cannot be timed; please report this.")
    return shift


def _duties(
    compiled: Compiled,
    number: int,
    draft: Draft,
    shift: Shift,
    hands: Sequence[PassengerAssistant],
    eased: frozenset[Ease],
) -> Iterator[Duty]:
    """Yield the duties of a shift: lanes through its runs, cut where no one assistant could do all of it."""
    lanes: list[list[tuple[int, PupilId | None, frozenset[Training]]]] = []
    for run, visits in enumerate(draft.runs):
        for lane, (pupil, training) in enumerate(_units(compiled, visits, split=(number, run, True) in eased)):
            while len(lanes) <= lane:
                lanes.append([])
            lanes[lane].append((run, pupil, training))
    for each_lane in lanes:
        part: list[tuple[int, PupilId | None, frozenset[Training]]] = []
        for unit in each_lane:
            changes = (number, unit[0], False) in eased
            if part and (changes or not _one_could(compiled, shift, [*part, unit], hands)):
                yield _duty(number, part)
                part = []
            part.append(unit)
        yield _duty(number, part)


def _duty(number: int, part: Sequence[tuple[int, PupilId | None, frozenset[Training]]]) -> Duty:
    runs = tuple((run, pupil) for run, pupil, _ in part)
    return Duty(number, runs, frozenset[Training]().union(*(training for _, _, training in part)))


def _one_could(
    compiled: Compiled,
    shift: Shift,
    part: Sequence[tuple[int, PupilId | None, frozenset[Training]]],
    hands: Sequence[PassengerAssistant],
) -> bool:
    """Say whether some assistant has the training and the hours for all of a part of a lane."""
    from_s, to_s = shift.runs[part[0][0]].begins_s, shift.runs[part[-1][0]].ends_s
    training = frozenset[Training]().union(*(each for _, _, each in part))
    return any(training <= hand.training and _within_hours(compiled, hand, from_s, to_s) for hand in hands)


def _within_hours(compiled: Compiled, hand: PassengerAssistant, from_s: int, to_s: int) -> bool:
    hours = compiled.said.assistant_hours.get(hand.id)
    return hours is None or (hours[0] <= from_s and to_s <= hours[1] and to_s - from_s <= hours[2])


def _units(
    compiled: Compiled, visits: Sequence[Visit], *, split: bool
) -> list[tuple[PupilId | None, frozenset[Training]]]:
    """Return whom a run needs: assistants for whom alone (None: shared), trained in what; the most trained first."""
    needs = [(pupil, compiled.said.crew[pupil]) for pupil in _pupils(visits) if pupil in compiled.said.crew]
    units: list[tuple[PupilId | None, frozenset[Training]]] = [
        (pupil, need.training) for pupil, need in needs if need.one_to_one
    ]
    shared = [need.training for _, need in needs if not need.one_to_one]
    if shared:
        most = compiled.said.most_pupils_per_assistant or ANY_NUMBER
        several = sum(not any(each < other for other in shared) for each in set(shared)) if split else 1
        teams = [frozenset[Training]() for _ in range(max(several, -(-len(shared) // most)))]
        for training in sorted(set(shared), key=lambda each: (-len(each), sorted(each))):
            least = min(range(len(teams)), key=lambda k: len(teams[k]))
            fits = next((k for k, team in enumerate(teams) if training <= team), least)
            teams[fits] |= training
        units += [(None, team) for team in teams]
    return sorted(units, key=lambda unit: (-len(unit[1]), sorted(unit[1]), unit[0] or ""))


def given_to(
    duties: Sequence[Duty], hands: Sequence[PassengerAssistant], arcs: Sequence[tuple[int, int, int]]
) -> tuple[list[tuple[Duty, AssistantId]], list[Duty]]:
    """Return who does which duty at least cost, and the duties that no one can do."""
    if not duties:
        return [], []
    source, nobody, sink = len(duties) + len(hands), len(duties) + len(hands) + 1, len(duties) + len(hands) + 2
    flow = min_cost_flow.SimpleMinCostFlow()
    table = [(source, k, 1, 0) for k in range(len(duties))]
    table += [(k, len(duties) + h, 1, pence) for k, h, pence in arcs]
    table += [(k, nobody, 1, UNMET_PENCE) for k in range(len(duties))]
    table += [(len(duties) + h, sink, 1, 0) for h in range(len(hands))] + [(nobody, sink, len(duties), 0)]
    columns = np.array(table, np.int64).T
    flow.add_arcs_with_capacity_and_unit_cost(
        columns[0].astype(np.int32), columns[1].astype(np.int32), columns[2], columns[3]
    )
    flow.set_node_supply(source, len(duties))
    flow.set_node_supply(sink, -len(duties))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("the assistants could not be assigned; please report this.")
    flows = flow.flows(np.arange(len(duties), len(duties) + len(arcs)))
    met = {k: h for (k, h, _), used in zip(arcs, flows, strict=True) if used}
    given = [(duties[k], hands[h].id) for k, h in met.items()]
    return given, [duty for k, duty in enumerate(duties) if k not in met]


def _promised(problem: Problem, shift: Shift, duty: Duty) -> Iterator[AssistantId]:
    """Yield the assistants who have been promised to pupils whose runs a duty is."""
    for run, _ in duty.runs:
        for pupil in shift.runs[run].pupils:
            usual = problem.usual.get(pupil)
            if usual is not None and usual.assistant is not None:
                yield usual.assistant


def _pence(compiled: Compiled, shift: Shift, duty: Duty, hand: PassengerAssistant) -> int | None:
    """Return about what it costs if an assistant does a duty, pay and detour; None beyond their hours."""
    problem = compiled.problem
    (first, alone_first), (last, alone_last) = duty.runs[0], duty.runs[-1]
    from_s, to_s, pence = shift.runs[first].begins_s, shift.runs[last].ends_s, 0
    if (home := hand.joins_at) is not None:
        travel, contract = problem.travel_of(shift.vehicle), problem.contract[problem.vehicle[shift.vehicle].contract]
        runs = [run.stops for run in shift.runs]
        gaps = gaps_before(runs[first], _looked_after(compiled, runs[first], alone_first))
        joins = least_detour(travel, _places(compiled, shift.vehicle, runs, first), home, gaps)
        gaps = gaps_after(runs[last], _looked_after(compiled, runs[last], alone_last))
        leaves = least_detour(travel, _places(compiled, shift.vehicle, runs, last), home, gaps)
        fetched, brought = runs[first][joins.gap], runs[last][leaves.gap - 1]
        from_s = fetched.arrive_s - travel.seconds_between(home, fetched.place)
        to_s = brought.leave_s + travel.seconds_between(brought.place, home)
        pence += rounded(max(0, joins.metres + leaves.metres) * 1000 * contract.mile_rate_pence, MILE_MM)
        pence += rounded(max(0, joins.seconds + leaves.seconds) * contract.hour_rate_pence, HOUR_S)
    if not _within_hours(compiled, hand, from_s, to_s):
        return None
    return pence + assistant_pence(problem, hand, to_s - from_s)


def _timed(compiled: Compiled, draft: Draft, crew: Sequence[tuple[Duty, AssistantId]]) -> Shift | None:
    """Return a draft timed with its crew, collected and brought back in the cheapest way; None if it cannot be."""
    best: tuple[int, Shift] | None = None
    problem = compiled.problem
    collected = [pair for pair in crew if problem.assistant[pair[1]].joins_at is not None]
    others = [pair for pair in crew if pair not in collected]
    orders = permutations(collected) if len(collected) <= MOST_ORDERS else [tuple(collected)]
    for joining in (order + tuple(others) for order in orders):
        for leaving in dict.fromkeys((joining, joining[::-1])) if len(collected) > 1 else (joining,):
            for on_the_way in (True, False) if collected else (False,):
                outlines = _crewed_outlines(compiled, draft, joining, leaving, on_the_way=on_the_way)
                shift = None if outlines is None else timed_shift(problem, compiled.said, draft.vehicle, outlines)
                if shift is None or not _hours_kept(compiled, shift):
                    continue
                pence = cost(problem, Plan(shifts=(shift,)))
                if best is None or pence < best[0]:
                    best = (pence, shift)
    return None if best is None else best[1]


def _hours_kept(compiled: Compiled, shift: Shift) -> bool:
    hours = assistant_hours(Plan(shifts=(shift,)))
    return all(_within_hours(compiled, compiled.problem.assistant[name], *when) for name, when in hours.items())


def _crewed_outlines(
    compiled: Compiled,
    draft: Draft,
    joining: Sequence[tuple[Duty, AssistantId]],
    leaving: Sequence[tuple[Duty, AssistantId]],
    *,
    on_the_way: bool,
) -> list[Outline] | None:
    """Return the runs of a draft with crew aboard and the stops where they are collected and brought back.

    Parameters
    ----------
    on_the_way
        Whether that is where it is the least way round; else before everyone else, and after them.
    """
    problem, runs = compiled.problem, [list(visits) for visits in draft.runs]
    travel = problem.travel_of(draft.vehicle)

    def served(visits: Sequence[Visit], alone: PupilId | None) -> frozenset[PupilId]:
        return _looked_after(compiled, visits, alone) if on_the_way else frozenset()

    for duty, hand in joining:
        (number, alone), home = duty.runs[0], problem.assistant[hand].joins_at
        if home is not None:
            gaps = gaps_before(runs[number], served(runs[number], alone))
            way = least_detour(travel, _places(compiled, draft.vehicle, runs, number), home, gaps)
            runs[number].insert(way.gap, Visit(place=home, joins=(hand,)))
    for duty, hand in leaving:
        (number, alone), home = duty.runs[-1], problem.assistant[hand].joins_at
        if home is not None:
            gaps = gaps_after(runs[number], served(runs[number], alone))
            way = least_detour(travel, _places(compiled, draft.vehicle, runs, number), home, gaps)
            runs[number].insert(way.gap, Visit(place=home, leaves=(hand,)))
    outlines = []
    for number, visits in enumerate(runs):
        crew = [CrewMember(hand, pupil) for duty, hand in joining for run, pupil in duty.runs if run == number]
        layout = layout_for(compiled, draft.vehicle, draft.runs[number], len(crew))
        if layout is None:
            return None
        outlines.append(Outline(tuple(visits), layout, tuple(crew)))
    return outlines


def _looked_after(compiled: Compiled, visits: Sequence[Visit | Stop], alone: PupilId | None) -> frozenset[PupilId]:
    """Return whom an assistant of a run looks after: a pupil alone, or some of those who share."""
    needs = compiled.said.crew
    if alone is not None:
        return frozenset({alone})
    return frozenset(each for each in _pupils(visits) if each in needs and not needs[each].one_to_one)


def _places(
    compiled: Compiled, vehicle: VehicleId, runs: Sequence[Sequence[Visit | Stop]], number: int
) -> list[PlaceId | None]:
    """Return where a vehicle is before a run, at each of its visits, and after it."""
    depot = compiled.problem.vehicle[vehicle].depot
    before = runs[number - 1][-1].place if number else depot
    after = runs[number + 1][0].place if number + 1 < len(runs) else depot
    return [before, *(visit.place for visit in runs[number]), after]


def _worst(compiled: Compiled, crew: Sequence[tuple[Duty, AssistantId]]) -> tuple[Duty, AssistantId]:
    """Return the pair to forbid where a crew cannot be timed: someone who is collected, if anyone is."""
    collected = [pair for pair in crew if compiled.problem.assistant[pair[1]].joins_at is not None]
    return (collected or list(crew))[-1]


def _served(compiled: Compiled, drafts: Sequence[Draft], duty: Duty) -> Iterator[PupilId]:
    """Yield the pupils who cannot travel if no one does a duty."""
    for run, pupil in duty.runs:
        if pupil is not None:
            yield pupil
            continue
        for other in _pupils(drafts[duty.draft].runs[run]):
            need = compiled.said.crew.get(other)
            if need is not None and not need.one_to_one and need.training <= duty.training:
                yield other
