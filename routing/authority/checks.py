"""What no single row can show: needs that nobody and nothing in the folder can meet, and pupils who contradict."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from routing.authority import layout as files
from routing.authority.building import Folder
from routing.authority.people import Asked
from routing.authority.reading import Record
from routing.encoding import WRONG, nearest
from routing.risk import PupilId


def check_rules(folder: Folder, rules: dict[str, str]) -> None:
    """Report waivers of rules that no waiver may lift, or that are not in the catalogue."""
    for record in folder.of(files.WAIVERS):
        word = record["rule"]
        if word is not WRONG and word.casefold() not in rules:
            said = f"'{word}' is no rule that a waiver may lift{nearest(word, set(rules.values()))}"
            folder.say(files.WAIVERS, record, "rule", said)
            record.values["rule"] = WRONG


ORDERS = (
    (files.SCHOOLS, ("opens", "starts", "finishes", "leave_by")),
    (files.VEHICLES, ("from", "until")),
    (files.ASSISTANTS, ("from", "until")),
    (files.RISK_ASSESSMENTS, ("assessed_on", "review_by")),
    (files.CALENDAR, ("from", "until")),
    (files.CALENDAR, ("finishes", "leave_by")),
)
"""Columns of a file whose times or dates must not run backwards."""


def check_order(folder: Folder) -> None:
    """Report rows whose times or dates run backwards."""
    for layout, columns in ORDERS:
        folder.say_order(layout, *columns)


def check_drivers(folder: Folder) -> None:
    """Report promises of a driver whom no vehicle has."""
    vehicles = folder.of(files.VEHICLES)
    drivers = {each["driver"] for each in vehicles if isinstance(each["driver"], str)}
    for record in folder.of(files.USUAL):
        word = record["driver"]
        if vehicles and isinstance(word, str) and word not in drivers:
            said = f"'{word}' drives no vehicle of {files.VEHICLES.file}{nearest(word, drivers)}"
            folder.say(files.USUAL, record, "driver", said)


def check_means(folder: Folder, asked: dict[str, Asked]) -> None:
    """Report needs that no vehicle and no assistant of the folder can meet, whoever else travels.

    Where a vehicle or an assistant could not be read, nobody can say what they are able to do, and nothing is reported.
    """
    vehicles, assistants = folder.of(files.VEHICLES), folder.of(files.ASSISTANTS)
    if vehicles and all(each.is_whole for each in vehicles):
        offers = {_Offer(frozenset(each["features"] or ()), _has_space(each)) for each in vehicles}
        for pupil, one in asked.items():
            _check_vehicles(folder, pupil, one, offers)
    if all(each.is_whole for each in assistants):
        skills = {frozenset(each["training"] or ()) for each in assistants}
        for pupil, one in asked.items():
            _check_assistants(folder, pupil, one, skills)


class _Offer(NamedTuple):
    """What a vehicle has: its features, and whether one of its layouts has a wheelchair space."""

    features: frozenset[str]
    space: bool


def _has_space(vehicle: Record) -> bool:
    return any(layout.wheelchair_spaces for layout in vehicle["layouts"])


def _check_vehicles(folder: Folder, pupil: str, one: Asked, offers: Collection[_Offer]) -> None:
    """Report what a pupil needs of a vehicle and no vehicle has."""
    wheelchair = bool(one.parts.get("wheelchair"))
    features = one.parts.get("features", frozenset())
    everything = frozenset().union(*(offer.features for offer in offers))
    if wheelchair and not any(offer.space for offer in offers):
        said = f"'{pupil}' travels in a wheelchair, and no vehicle of {files.VEHICLES.file} has a space for one"
        folder.say(files.MEASURES, one.rows["wheelchair"], "measure", said)
    elif features - everything:
        missing = min(features - everything)
        said = f"'{pupil}' needs a vehicle with '{missing}', and none has it{nearest(missing, everything)}"
        folder.say(files.MEASURES, one.rows["features"], "value", said)
    elif not any(features <= offer.features and offer.space >= wheelchair for offer in offers):
        all_of_it = [*sorted(features), *(["a wheelchair space"] if wheelchair else [])]
        said = f"no one vehicle has all that '{pupil}' needs: {', '.join(all_of_it)}"
        folder.say(files.MEASURES, one.rows["features"], "value", said)


def _check_assistants(folder: Folder, pupil: str, one: Asked, skills: Collection[frozenset[str]]) -> None:
    """Report what a pupil needs of an assistant and no assistant has."""
    file = files.ASSISTANTS.file
    training = one.parts.get("training", frozenset())
    unknown = training - frozenset().union(*skills)
    if "assistant" in one.parts and not skills:
        said = f"'{pupil}' needs a passenger assistant, and there is none in {file}"
        folder.say(files.MEASURES, one.rows["assistant"], "measure", said)
    elif unknown:
        said = f"no one in {file} is trained in '{min(unknown)}', which '{pupil}' needs"
        folder.say(files.MEASURES, one.rows["training"], "value", said)
    elif training and not any(training <= held for held in skills):
        said = f"no one assistant in {file} is trained in all that '{pupil}' needs: {', '.join(sorted(training))}"
        folder.say(files.MEASURES, one.rows["training"], "value", said)


def check_company(
    folder: Folder,
    asked: dict[str, Asked],
    apart: dict[str, frozenset[PupilId]],
    together: dict[str, frozenset[PupilId]],
) -> None:
    """Report pupils who must be together and may not: kept apart, solo, or too many for one of them.

    What contradicts is taken out of ``apart`` and ``together``, so that it is reported once.
    """
    for record in _whole(folder.of(files.KEPT_APART)):
        one, other = record["pupil"], record["other"]
        if other in together.get(one, frozenset()):
            said = f"'{one}' and '{other}' are kept apart here, but travel together by {files.TOGETHER.file}"
            folder.say(files.KEPT_APART, record, None, said)
            apart[one] -= {other}
            apart[other] -= {one}
    for record in _whole(folder.of(files.TOGETHER)):
        for column in ("pupil", "other"):
            pupil = record[column]
            parts = asked[pupil].parts if pupil in asked else {}
            most, count = parts.get("most_aboard"), len(together.get(pupil, ())) + 1
            if parts.get("solo"):
                said = f"'{pupil}' travels solo by {files.MEASURES.file}, so not together with anyone"
                folder.say(files.TOGETHER, record, column, said)
                together[pupil] = frozenset()
            elif most is not None and most < count:
                said = f"'{pupil}' bears no more than {most} aboard by {files.MEASURES.file}, but {count} are together"
                folder.say(files.TOGETHER, record, column, said)


def _whole(records: Iterable[Record]) -> list[Record]:
    return [record for record in records if record.is_whole]
