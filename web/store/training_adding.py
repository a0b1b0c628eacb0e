"""How an entry becomes a part of a history: looked at, kept once, and what it says made so, in one transaction."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from travel_training.entries import (
    AnyEntry,
    Assigned,
    Attendance,
    Attended,
    Consented,
    Happened,
    JourneySigned,
    Moved,
    Signed,
)
from travel_training.errors import TrainingError
from travel_training.lifecycle import check_entry
from travel_training.people import Part, Person, TraineeId
from travel_training.standing import standing_of
from web.store.errors import NotKeptError
from web.store.events import Event
from web.store.records import opened
from web.store.tables import RecordRow
from web.store.training_cohorts import Cohorts
from web.store.training_entries import Entries
from web.store.training_journeys import Journeys
from web.store.training_programmes import Programmes
from web.store.training_scope import Footing
from web.store.training_sessions import Sessions
from web.store.training_tables import TraineeRow
from web.store.training_views import Added

_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


class Adding:
    """Adds to histories for one principal, in one transaction; called by ``Training`` alone."""

    def __init__(
        self,
        on: Footing,
        entries: Entries,
        sessions: Sessions,
        journeys: Journeys,
        programmes: Programmes,
        cohorts: Cohorts,
    ) -> None:
        self._on = on
        self._entries = entries
        self._sessions = sessions
        self._journeys = journeys
        self._programmes = programmes
        self._cohorts = cohorts
        self._births: dict[TraineeId, str | None] = {}

    def add_all(
        self, pupil: TraineeId, entries: Sequence[AnyEntry], skew_s: int | None, *, is_known: bool
    ) -> list[Added]:
        """Keep entries as ``Training.add_all`` says; ``is_known`` says whether the pupil's history exists for us."""
        for entry in entries:
            if not _ID.fullmatch(entry.id):
                raise TrainingError("an entry's id is of letters, digits and dashes, 64 at most.")
        known = self._entries.known(each.id for each in entries)
        answers, new = list[Added](), list[AnyEntry]()
        for entry in entries:
            if entry.id in known:
                answers.append(_compared(known[entry.id], (pupil, entry)))
            else:
                answers.append(Added.STORED)
                new.append(entry)
                known[entry.id] = (pupil, entry)
        if new:
            if not is_known:
                self._refuse_unknown(pupil)
            self._keep(pupil, new, skew_s)
        self._on.audit.say_all(
            (Event.TRAINING_ENTRY_DIFFERS, "trainee", pupil, {"entry": entry.id})
            for entry, answer in zip(entries, answers, strict=True)
            if answer is Added.OTHER_IS_KEPT
        )
        return answers

    def _keep(self, pupil: TraineeId, new: Sequence[AnyEntry], skew_s: int | None) -> None:
        history = [each.entry for each in self._entries.of(pupil)]
        for entry in new:
            self._check(pupil, history, entry)
            history.append(entry)
        for entry in new:
            self._follow(pupil, entry)
        self._entries.append(pupil, new, skew_s)
        self._project(pupil, history)
        if any(isinstance(entry, Moved) for entry in new):
            self._on.have_transport_follow()
        self._on.audit.say_all((said[0], "trainee", pupil, said[1]) for said in map(_said, new) if said)

    # -- looking at an entry ------------------------------------------------------------------------------------------

    def _check(self, pupil: TraineeId, history: Sequence[AnyEntry], entry: AnyEntry) -> None:
        """Raise ``TrainingError`` if an entry may not follow a history, or is not the principal's to make."""
        standing = standing_of(history)
        part = self._on.sight.part(standing.trainer)
        if not self._on.principal.is_machine and entry.by != Person(self._on.principal.user, part):
            raise TrainingError(f"an entry is made by whoever is signed in, here as {part}: look again.")
        if isinstance(entry, Signed) and part is Part.SECOND and not self._on.sight.trains_in(standing.cohort):
            raise TrainingError(
                "the second half of a sign-off is by another trainer of the cohort, or the coordinator."
            )
        followed = standing.programme
        programme = self._programmes.find(*followed) if followed else None
        check_entry(history, entry, programme, self.age(pupil, entry.day))
        if isinstance(entry, Assigned):
            self._check_assigned(entry)
        if isinstance(entry, JourneySigned):
            self._journeys.check(pupil, entry)
        self._sessions.check(pupil, entry)

    def _check_assigned(self, entry: Assigned) -> None:
        if self._programmes.find(entry.programme, entry.version) is None:
            raise TrainingError(f"there is no version {entry.version} of a programme {entry.programme}.")
        if entry.cohort is not None and not self._cohorts.is_known(entry.cohort):
            raise TrainingError(f"there is no cohort {entry.cohort}: make it first.")

    def _refuse_unknown(self, pupil: TraineeId) -> None:
        """Raise ``NotKeptError`` unless a history of the pupil may be begun."""
        self._on.sight.office_only()
        if self._born(pupil) is None:
            raise NotKeptError("There is no such pupil.")

    def age(self, pupil: TraineeId, on: date) -> int | None:
        """Return a pupil's age in whole years on a day; None if it is not known when they were born."""
        born = self._born(pupil)
        if not born:
            return None
        day = date.fromisoformat(born)
        return on.year - day.year - ((on.month, on.day) < (day.month, day.day))

    def _born(self, pupil: TraineeId) -> str | None:
        """Return when a pupil was born, empty if that is not known; None if there is no such pupil."""
        if pupil not in self._births:
            asked = select(RecordRow.__table__).where(
                RecordRow.kind == "pupils",
                RecordRow.key == pupil,
                RecordRow.is_current,
                RecordRow.is_removed.is_(False),
            )
            found = self._on.connection.execute(asked).mappings().one_or_none()
            self._births[pupil] = None if found is None else opened(found, self._on.keys).get("born_on", "")
        return self._births[pupil]

    # -- making it so -------------------------------------------------------------------------------------------------

    def _follow(self, pupil: TraineeId, entry: AnyEntry) -> None:
        """Have what an entry says of a session, a journey or a programme be so."""
        match entry:
            case Attended():
                self._sessions.attend(pupil, entry)
            case JourneySigned():
                self._journeys.sign(entry)
            case Assigned():
                self._programmes.put_in(entry.programme, entry.version)
            case _:
                pass

    def _project(self, pupil: TraineeId, history: Sequence[AnyEntry]) -> None:
        """Write down where a history has brought a trainee."""
        now = standing_of(history)
        held = [each.day for each in history if isinstance(each, Attended) and each.attendance is Attendance.HELD]
        programme, version = now.programme or (None, None)
        row = {
            "pupil": pupil,
            "state": now.state,
            "since": now.since,
            "cohort": now.cohort,
            "trainer": now.trainer,
            "programme": programme,
            "version": version,
            "scope": now.scope,
            "entries": len(history),
            "last_held_on": max(held, default=None),
            "changed_at": self._on.now,
        }
        self._on.connection.execute(delete(TraineeRow).where(TraineeRow.pupil == pupil))
        self._on.connection.execute(insert(TraineeRow).values(row))


def _compared(kept: tuple[TraineeId, AnyEntry], sent: tuple[TraineeId, AnyEntry]) -> Added:
    """Return what becomes of an entry whose id is taken: whoever sends it twice may act in another part by then."""
    (pupil, one), (sent_pupil, other) = kept, sent
    is_same = pupil == sent_pupil and one.by.user == other.by.user and replace(other, by=one.by) == one
    return Added.DUPLICATE if is_same else Added.OTHER_IS_KEPT


def _said(entry: AnyEntry) -> tuple[Event, dict[str, Any]] | None:
    """Return what the audit log says of an entry: moves, consents, sign-offs, incidents; nothing of the others."""
    match entry:
        case Moved():
            return Event.TRAINING_MOVED, {"entry": entry.id, "to": entry.to}
        case Consented():
            said = {"consent": entry.consent, "is_given": entry.is_given, "wording": entry.wording}
            return Event.TRAINING_CONSENTED, {"entry": entry.id, **said}
        case Signed():
            return Event.TRAINING_SIGNED, {"entry": entry.id, "part": entry.by.part}
        case JourneySigned():
            return Event.TRAINING_JOURNEY_SIGNED, {"entry": entry.id, "journey": entry.document}
        case Happened():
            return Event.TRAINING_INCIDENT, {"entry": entry.id, "severity": entry.severity}
        case _:
            return None
