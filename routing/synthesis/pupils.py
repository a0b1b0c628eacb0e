"""Draws schools and pupils, with needs in the shares of ``shares.py``."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from geodata import PlaceId
from routing.authority.records import PupilRecord, SchoolRecord, Site
from routing.records import AssistantNeed, Feature, Needs, Phase, PickUpPoint, SchoolId, Training
from routing.risk import PupilId
from routing.synthesis import shares
from routing.synthesis.ground import Ground

MINUTE_S = 60
_PULL_M = 6500.0
"""How fast a school's pull falls with distance."""
_ROUND_ABOUT = 1.35
_DRIVE_MPS = 9.0


@dataclass(slots=True, eq=False)
class Drawing:
    """An authority half drawn: what is decided, and where on the ground.

    Attributes
    ----------
    home_at, school_at
        Metres of each pupil's home and each school's gate, of shape (n, 2).
    special
        Which schools are special schools.
    """

    sites: list[Site]
    schools: list[SchoolRecord]
    pupils: list[PupilRecord]
    home_at: NDArray[np.float64]
    school_at: NDArray[np.float64]
    special: NDArray[np.bool_]


def drive_s(metres: float) -> float:
    """Return a wary guess at the seconds of a drive between two points so far apart as the crow flies."""
    return 60 + metres * _ROUND_ABOUT / _DRIVE_MPS


def draw_pupils(ground: Ground, pupils: int, schools: int, seed: int) -> Drawing:
    """Draw schools, homes, and each pupil's school and needs."""
    rng = np.random.default_rng((seed, 2))
    metres = ground.metres
    school_points = _points(rng, ground.school_weight, schools)
    special = np.arange(schools) < max(1, round(0.4 * schools))
    drawing = Drawing([], [], [], np.empty((0, 2)), metres[school_points], special)
    for number, point in enumerate(school_points):
        gate = PlaceId(f"gate-{number + 1}")
        drawing.sites.append(_site(ground, gate, int(point)))
        drawing.schools.append(_school(rng, number, gate, special=bool(special[number])))
    home_points = _points(rng, ground.home_weight, pupils)
    drawing.home_at = metres[home_points]
    at = _choose_schools(rng, drawing)
    tree = KDTree(metres)
    for number, point in enumerate(home_points):
        home = PlaceId(f"home-{number + 1}")
        drawing.sites.append(_site(ground, home, int(point)))
        drawing.pupils.append(_pupil(rng, drawing, number, int(at[number]), home))
        _offer_pick_up_points(rng, drawing, ground, tree, int(point))
    _pair_siblings(rng, drawing)
    _keep_apart(rng, drawing)
    return drawing


def _points(rng: np.random.Generator, weight: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Choose points by weight, none twice where there are enough."""
    chances = weight / weight.sum()
    again = int((weight > 0).sum()) < count
    return np.asarray(rng.choice(len(weight), count, replace=again, p=chances), dtype=np.int64)


def _site(ground: Ground, place: PlaceId, point: int) -> Site:
    return Site(id=place, lat=round(float(ground.lat[point]), 6), lon=round(float(ground.lon[point]), 6))


def _school(rng: np.random.Generator, number: int, gate: PlaceId, *, special: bool) -> SchoolRecord:
    """Draw a school's bells: 08:40 to 09:15, and 14:50 to 15:30."""
    starts_s = int(rng.integers(104, 112)) * 5 * MINUTE_S
    finishes_s = int(rng.integers(178, 187)) * 5 * MINUTE_S
    return SchoolRecord(
        id=SchoolId(f"S{number + 1:02d}"),
        gates=(gate,),
        opens_s=starts_s - 25 * MINUTE_S,
        starts_s=starts_s,
        finishes_s=finishes_s,
        leave_by_s=finishes_s + 35 * MINUTE_S,
        handover_s=(4 if special else 3) * MINUTE_S,
    )


def _choose_schools(rng: np.random.Generator, drawing: Drawing) -> NDArray[np.int64]:
    """Choose each pupil's school: special or mainstream by share, then by nearness."""
    count, schools = len(drawing.home_at), len(drawing.schools)
    crow_m = np.linalg.norm(drawing.home_at[:, None] - drawing.school_at[None], axis=2)
    size = rng.dirichlet(np.full(schools, 3.0))
    goes_special = (rng.random(count) < shares.SPECIAL) | bool(drawing.special.all())
    fits = goes_special[:, None] == drawing.special[None]
    pull = np.where(fits, size * np.exp(-(crow_m - crow_m.min(axis=1, keepdims=True)) / _PULL_M) + 1e-12, 0.0)
    edges = np.cumsum(pull / pull.sum(axis=1, keepdims=True), axis=1)
    chosen = (edges < rng.random((count, 1))).sum(axis=1)
    return np.asarray(np.minimum(chosen, schools - 1), dtype=np.int64)


def _pupil(rng: np.random.Generator, drawing: Drawing, number: int, school: int, home: PlaceId) -> PupilRecord:
    direct_s = drive_s(float(np.linalg.norm(drawing.home_at[number] - drawing.school_at[school])))
    primary = rng.random() < 0.45 if drawing.special[school] else school % 2 == 0  # noqa: PLR2004 -- a little under half
    phase = Phase.PRIMARY if primary else Phase.SECONDARY
    return PupilRecord(
        id=PupilId(f"P{number + 1:04d}"),
        school=drawing.schools[school].id,
        phase=phase,
        home=home,
        needs=_needs(rng, phase, direct_s),
        days=_days(rng),
    )


def _days(rng: np.random.Generator) -> frozenset[int]:
    """Draw the days of travel: nearly always all five."""
    return frozenset(range(5)) - ({int(rng.integers(5))} if rng.random() < 0.03 else set())  # noqa: PLR2004 -- part-time


def _needs(rng: np.random.Generator, phase: Phase, direct_s: float) -> Needs:
    """Draw what a pupil's risk assessment asks."""
    wheelchair = rng.random() < shares.WHEELCHAIR
    lot = rng.random()
    assistant = AssistantNeed.NONE
    if lot < shares.ONE_TO_ONE + shares.SHARED:
        assistant = AssistantNeed.ONE_TO_ONE if lot < shares.ONE_TO_ONE else AssistantNeed.SHARED
    solo = rng.random() < shares.SOLO
    few = not solo and rng.random() < shares.FEW_ABOARD
    slow = rng.random() < shares.SLOW_TO_BOARD
    hours = rng.random() < shares.HOME_HOURS
    return Needs(
        wheelchair=wheelchair,
        boarding_s=int(rng.choice((300, 420, 600))) if wheelchair else (300 if slow else 120),
        assistant=assistant,
        training=frozenset(_training(rng, assistant, wheelchair=wheelchair)),
        solo=solo,
        most_aboard=int(rng.choice((2, 3, 4, 6))) if few else None,
        ride_limit_s=_ride_limit_s(rng, phase, direct_s),
        features=frozenset(_features(rng, wheelchair=wheelchair)),
        home_from_s=7 * 3600 if hours else None,
        home_until_s=17 * 3600 if hours else None,
    )


def _training(rng: np.random.Generator, assistant: AssistantNeed, *, wheelchair: bool) -> list[Training]:
    if assistant is AssistantNeed.NONE:
        return []
    asked = [training for training, share in shares.TRAININGS if rng.random() < share]
    handling = wheelchair and rng.random() < 1 / 3
    return [*asked, shares.MOVING_AND_HANDLING] if handling else asked


def _features(rng: np.random.Generator, *, wheelchair: bool) -> list[Feature]:
    if wheelchair:
        return []
    wanted = ((shares.HARNESS, shares.HARNESS_NEEDED), (shares.LOW_STEP, shares.LOW_STEP_NEEDED))
    return [feature for feature, share in wanted if rng.random() < share]


def _ride_limit_s(rng: np.random.Generator, phase: Phase, direct_s: float) -> int | None:
    """Draw a ride limit: shorter than the guide for some; longer, as agreed, where the school is too far for it."""
    guide_s = (45 if phase is Phase.PRIMARY else 75) * MINUTE_S
    needed_s = 5 * MINUTE_S * int(-(-1.25 * direct_s // (5 * MINUTE_S)))
    if needed_s > guide_s:
        return needed_s
    shorter_s = max(needed_s, int(rng.choice((20, 25, 30))) * MINUTE_S)
    return shorter_s if rng.random() < shares.SHORTER_RIDE and shorter_s < guide_s else None


def _offer_pick_up_points(rng: np.random.Generator, drawing: Drawing, ground: Ground, tree: KDTree, point: int) -> None:
    """Let the newest pupil board at one or two points on streets near home, where the assessment may allow it."""
    pupil = drawing.pupils[-1]
    able = not (pupil.needs.wheelchair or pupil.needs.solo) and pupil.needs.assistant is not AssistantNeed.ONE_TO_ONE
    if not able or rng.random() >= 2 * shares.PICK_UP_POINTS:
        return
    near = [int(p) for p in tree.query_ball_point(tree.data[point], 500) if p != point]
    known = {site.id for site in drawing.sites}
    points = []
    for chosen in rng.permutation(sorted(near))[: int(rng.integers(1, 3))]:
        place = PlaceId(f"point-{chosen}")
        if place not in known:
            drawing.sites.append(_site(ground, place, int(chosen)))
        walk_m = 1.3 * float(np.linalg.norm(tree.data[int(chosen)] - tree.data[point]))
        points.append(PickUpPoint(place, 60 + 30 * int(walk_m / 1.1 // 30)))
    drawing.pupils[-1] = replace(pupil, pick_up_points=tuple(points))


def _pair_siblings(rng: np.random.Generator, drawing: Drawing) -> None:
    """Move some pupils in with a schoolmate; the two travel together."""
    for one, other in _pairs(rng, drawing, round(shares.SIBLINGS * len(drawing.pupils) / 2)):
        first, second = drawing.pupils[one], drawing.pupils[other]
        if any(_wants_quiet(p) or p.needs.together_with for p in (first, second)):
            continue
        drawing.home_at[other] = drawing.home_at[one]
        drawing.sites = [site for site in drawing.sites if site.id != second.home]
        drawing.pupils[one] = _with(first, together_with=frozenset({second.id}))
        moved = replace(second, home=first.home, days=first.days, phase=first.phase, pick_up_points=())
        same_ride = {"ride_limit_s": first.needs.ride_limit_s}
        drawing.pupils[other] = _with(moved, together_with=frozenset({first.id}), **same_ride)


def _keep_apart(rng: np.random.Generator, drawing: Drawing) -> None:
    """Keep some pairs of schoolmates apart."""
    for one, other in _pairs(rng, drawing, round(shares.APART * len(drawing.pupils))):
        first, second = drawing.pupils[one], drawing.pupils[other]
        if second.id in first.needs.together_with:
            continue
        drawing.pupils[one] = _with(first, apart_from=first.needs.apart_from | {second.id})
        drawing.pupils[other] = _with(second, apart_from=second.needs.apart_from | {first.id})


def _pairs(rng: np.random.Generator, drawing: Drawing, count: int) -> list[tuple[int, int]]:
    """Choose pairs of different pupils at one school."""
    at: dict[SchoolId, list[int]] = {}
    for number, pupil in enumerate(drawing.pupils):
        at.setdefault(pupil.school, []).append(number)
    pairs = []
    for one in rng.permutation(len(drawing.pupils))[:count]:
        mates = [mate for mate in at[drawing.pupils[one].school] if mate != one]
        if mates:
            pairs.append((int(one), mates[int(rng.integers(len(mates)))]))
    return pairs


def _wants_quiet(pupil: PupilRecord) -> bool:
    return pupil.needs.solo or pupil.needs.most_aboard is not None


def _with(pupil: PupilRecord, **changes: object) -> PupilRecord:
    return replace(pupil, needs=replace(pupil.needs, **changes))  # type: ignore[arg-type]  # fields of Needs
