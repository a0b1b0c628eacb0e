"""What is planned already within a term, as the timetable in force: its sessions, and under which ids they are kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from travel_training.entries import SessionId
from travel_training.people import TraineeId
from travel_training.programme import Setting
from travel_training.term import TermProblem
from travel_training.timetable import OwnTrainer, Session, Timetable
from web.store.training_views import KeptSession
from web.training.known import Past, home_of, school_place

NOON_S = 12 * 3600


def with_what_is_planned(past: Past, problem: TermProblem) -> tuple[TermProblem, Mapping[SessionId, SessionId]]:
    """Return the term with what stands in it, and under which id each of these sessions is kept.

    Sessions made by hand are locked: a person has given their word.
    """
    standing: list[Session] = []
    kept_ids: dict[SessionId, SessionId] = {}
    locked = set[SessionId]()
    numbers: Counter[tuple[str, str]] = Counter()
    who = {(frozenset(group.trainees), group.stage): str(group.id) for group in problem.groups}
    for each in past.standing:
        members = tuple(one for one in each.trainees if one in problem.trainee)
        if not members or each.trainer not in problem.trainer:
            continue
        name = who.get((frozenset(members), each.stage), str(members[0]))
        numbers[name, each.stage] += 1
        id_ = SessionId(f"{name}/{each.stage}/{past.held[members[0], each.stage] + numbers[name, each.stage]}")
        if id_ not in problem.wanted:
            id_ = SessionId(f"kept/{each.id}")
        standing.append(_as_session(problem, each, id_, members))
        kept_ids[id_] = each.id
        if each.timetable is None and id_ in problem.wanted:
            locked.add(id_)
    if not standing:
        return problem, {}
    own = (OwnTrainer(trainee=each.id, trainer=each.trainer) for each in problem.trainees if each.trainer is not None)
    in_force = Timetable(sessions=tuple(standing), trainers=tuple(own))
    return replace(problem, in_force=in_force, locked=frozenset(locked)), kept_ids


def _as_session(problem: TermProblem, kept: KeptSession, id_: SessionId, members: tuple[TraineeId, ...]) -> Session:
    """Return a kept session as the planner knows it; by its hour one sees which way it goes."""
    home, at = home_of(members[0]), school_place(problem.trainee[members[0]].school)
    ways = {True: (home, at), False: (at, home)}
    begins_at, ends_at = (at, at) if kept.setting is Setting.CLASSROOM else ways[kept.begins_s < NOON_S]
    return Session(
        id=id_,
        day=kept.day,
        begins_s=kept.begins_s,
        ends_s=kept.ends_s,
        trainer=kept.trainer,
        stage=kept.stage,
        trainees=members,
        begins_at=begins_at,
        ends_at=ends_at,
    )
