"""From rows of values to pupils: their needs by measure, whom they are kept apart from or with, their assessments."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from routing.authority import layout as files
from routing.authority.building import Folder
from routing.authority.layout import FileLayout
from routing.authority.measures import BY_NAME, HARNESS, MeasureKind, boarding_s_of, measures_of
from routing.authority.reading import Record
from routing.authority.records import SCHOOL_WEEK, OtherHome, PupilRecord
from routing.authority.tables import plain
from routing.encoding import WRONG, nearest
from routing.records import AssistantNeed, Needs, PickUpPoint
from routing.risk import Hazard, PupilId, RiskAssessment


@dataclass(slots=True)
class Asked:
    """What is asked for one pupil, and by which rows."""

    parts: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, Record] = field(default_factory=dict)


def read_measures(folder: Folder) -> dict[str, Asked]:
    """Return what measures.csv asks, by pupil, having reported the rows that ask nothing that we know."""
    asked: dict[str, Asked] = {}
    for record in folder.of(files.MEASURES):
        if not record.is_whole:
            continue
        kind = BY_NAME.get(plain(record["measure"]))
        if kind is None:
            said = f"'{record['measure']}' is no measure that we know{nearest(plain(record['measure']), set(BY_NAME))}"
            folder.say(files.MEASURES, record, "measure", said)
            continue
        value = _value(folder, record, kind)
        if value is not WRONG:
            _add(folder, asked.setdefault(record["pupil"], Asked()), record, kind, value)
    for one in asked.values():
        _check(folder, one)
    return asked


def _value(folder: Folder, record: Record, kind: MeasureKind) -> Any:
    """Return the value of a measure, or ``WRONG``, having reported why."""
    text = record["value"]
    if kind.cell is None:
        if text is None or text.casefold() in ("yes", "y", "true", "1"):
            return True
        folder.say(files.MEASURES, record, "value", f"'{text}' is no value for {kind.name}: it has none")
        return WRONG
    if text is None:
        folder.say(files.MEASURES, record, "value", f"is empty: {kind.name} needs {kind.cell.expected}")
        return WRONG
    try:
        return kind.cell.read(text)
    except ValueError as refused:
        folder.say(files.MEASURES, record, "value", str(refused) or f"'{text}' is not {kind.cell.expected}")
        return WRONG


def _add(folder: Folder, one: Asked, record: Record, kind: MeasureKind, value: Any) -> None:
    """Add a measure to what is asked for a pupil."""
    part = "features" if kind.part == "harness" else kind.part
    if kind.many or kind.part == "harness":
        value = HARNESS if kind.part == "harness" else value
        again = value in one.parts.get(part, frozenset())
        one.parts[part] = one.parts.get(part, frozenset()) | {value}
    else:
        again = part in one.parts
        one.parts.setdefault(part, value)
    if again:
        said = f"{kind.name} is given for '{record['pupil']}' on line {one.rows[part].line} already"
        folder.say(files.MEASURES, record, "measure", said)
    one.rows.setdefault(part, record)


def _check(folder: Folder, one: Asked) -> None:
    """Report measures of one pupil that contradict each other."""
    parts, rows = one.parts, one.rows
    if "training" in parts and parts.get("assistant", AssistantNeed.NONE) is AssistantNeed.NONE:
        said = "training asks for an assistant: add a row with assistant shared or one-to-one"
        folder.say(files.MEASURES, rows["training"], "measure", said)
        del parts["training"]
    if parts.get("solo") and parts.get("most_aboard", 1) > 1:
        said = f"'{rows['solo']['pupil']}' travels solo, so most_aboard has nothing to say"
        folder.say(files.MEASURES, rows["most_aboard"], "measure", said)
    if "home_from_s" in parts and "home_until_s" in parts and parts["home_from_s"] > parts["home_until_s"]:
        folder.say(files.MEASURES, rows["home_until_s"], "value", "home_until is before home_from")
        del parts["home_until_s"]


def read_apart(folder: Folder) -> dict[str, frozenset[PupilId]]:
    """Return from whom each pupil is kept apart."""
    found: dict[str, set[PupilId]] = {}
    for _, one, other in _pairs(folder, files.KEPT_APART):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {pupil: frozenset(others) for pupil, others in found.items()}


def read_together(folder: Folder) -> dict[str, frozenset[PupilId]]:
    """Return with whom each pupil travels: everyone of their group but themselves.

    A row that joins two who are in one group already closes a ring, says nothing new, and is reported.
    """
    group: dict[str, set[PupilId]] = {}
    for record, one, other in _pairs(folder, files.TOGETHER):
        mine, theirs = group.get(one, {one}), group.get(other, {other})
        if mine is theirs:
            said = f"closes a ring: {_listed(mine)} are together by the lines above; delete this line"
            folder.say(files.TOGETHER, record, None, said)
            continue
        for pupil in (joined := mine | theirs):
            group[pupil] = joined
    return {pupil: frozenset(joined - {pupil}) for pupil, joined in group.items()}


def _pairs(folder: Folder, layout: FileLayout) -> Iterator[tuple[Record, PupilId, PupilId]]:
    """Yield the pairs of a file, having reported those of one pupil alone and those given twice."""
    seen: dict[frozenset[str], int] = {}
    for record in folder.of(layout):
        if not record.is_whole:
            continue
        one, other = record["pupil"], record["other"]
        pair = frozenset((one, other))
        if one == other:
            folder.say(layout, record, "other", f"'{one}' is paired with themselves")
        elif pair in seen:
            folder.say(layout, record, None, f"'{one}' and '{other}' are on line {seen[pair]} already")
        else:
            seen[pair] = record.line
            yield record, PupilId(one), PupilId(other)


def _listed(pupils: set[PupilId]) -> str:
    return ", ".join(sorted(pupils))


def build_pupils(
    folder: Folder,
    asked: dict[str, Asked],
    apart: dict[str, frozenset[PupilId]],
    together: dict[str, frozenset[PupilId]],
) -> tuple[PupilRecord, ...]:
    """Return the pupils."""
    others, points = _other_homes(folder), _pick_up_points(folder)

    def build(record: Record) -> PupilRecord:
        pupil = PupilId(record["pupil"])
        parts = dict(asked[pupil].parts) if pupil in asked else {}
        parts.setdefault("boarding_s", boarding_s_of(folder.policy, wheelchair=parts.get("wheelchair", False)))
        needs = Needs(
            **parts,
            apart_from=apart.get(pupil, frozenset()),
            together_with=together.get(pupil, frozenset()),
        )
        return PupilRecord(
            id=pupil,
            school=record["school"],
            phase=record["phase"],
            home=folder.place_or_refuse(record, "home", f"home-{pupil}"),
            needs=needs,
            days=record["days"] or SCHOOL_WEEK,
            pick_up_points=tuple(points.get(pupil, ())),
            other_homes=tuple(others.get(pupil, ())),
        )

    return folder.all_of(files.PUPILS, build)


def _other_homes(folder: Folder) -> dict[str, list[OtherHome]]:
    found: dict[str, list[OtherHome]] = {}

    def build(record: Record) -> None:
        own = found.setdefault(record["pupil"], [])
        days = "-".join(str(day) for day in sorted(record["days"]))
        name = f"home-{record['pupil']}-{days}-{record['direction'] or 'both'}"
        place = folder.place_or_refuse(record, "place", name)
        for day in sorted(record["days"]):
            if any(each.weekday == day and each.direction == record["direction"] for each in own):
                raise ValueError(f"another line gives '{record['pupil']}' an address on that day already")
            own.append(OtherHome(day, place, record["direction"]))

    folder.all_of(files.ADDRESSES, build)
    return found


def _pick_up_points(folder: Folder) -> dict[str, list[PickUpPoint]]:
    found: dict[str, list[PickUpPoint]] = {}

    def build(record: Record) -> None:
        own = found.setdefault(record["pupil"], [])
        name = f"point-{record['pupil']}-{len(own) + 1}"
        place = folder.place_or_refuse(record, "place", name)
        if any(point.place == place for point in own):
            raise ValueError(f"'{record['pupil']}' has the pick-up point '{place}' on a line above already")
        own.append(PickUpPoint(place, record["walk_minutes"]))

    folder.all_of(files.PICK_UP_POINTS, build)
    return found


def build_assessments(folder: Folder, pupils: tuple[PupilRecord, ...]) -> tuple[RiskAssessment, ...]:
    """Return the risk assessments, each with what the pupil's needs ask now."""
    needs_of = {pupil.id: pupil.needs for pupil in pupils}

    def build(record: Record) -> RiskAssessment:
        return RiskAssessment(
            pupil=record["pupil"],
            assessed_on=record["assessed_on"],
            review_by=record["review_by"],
            signed_by=record["signed_by"],
            hazards=tuple(Hazard(code) for code in record["hazards"] or ()),
            measures=measures_of(needs_of.get(record["pupil"], Needs()), folder.policy),
        )

    return folder.all_of(files.RISK_ASSESSMENTS, build)
