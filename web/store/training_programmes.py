"""Programmes in their versions: a newer one never changes those who began with an older."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import insert, select, update

from travel_training.encoding import programme_from_json, programme_to_json
from travel_training.programme import Programme, ProgrammeId
from travel_training.templates import offered
from web.store.errors import NotKeptError
from web.store.events import Event
from web.store.training_scope import Footing
from web.store.training_tables import ProgrammeRow


class Programmes:
    """The programmes, in one transaction: those that are kept, and the templates as long as nobody has kept them."""

    def __init__(self, on: Footing) -> None:
        self._on = on
        self._held: dict[tuple[ProgrammeId, int], Programme] = {}

    def get(self, id_: ProgrammeId, version: int | None = None) -> Programme:
        """Return a programme, in its newest version or another; ``NotKeptError`` if there is none."""
        found = self.find(id_, version)
        if found is None:
            raise NotKeptError("There is no such programme.")
        return found

    def find(self, id_: ProgrammeId, version: int | None = None) -> Programme | None:
        """Return a programme, in its newest version or another, or None."""
        if version is not None and (id_, version) in self._held:
            return self._held[id_, version]
        asked = select(ProgrammeRow.document).where(ProgrammeRow.id == id_)
        asked = asked.where(ProgrammeRow.is_current if version is None else ProgrammeRow.version == version)
        document = self._on.connection.execute(asked).scalar_one_or_none()
        found = _template(id_, version) if document is None else programme_from_json(document)
        if found is not None:
            self._held[id_, found.version] = found
        return found

    def list_current(self) -> list[Programme]:
        """Return the newest version of every programme, by name; templates that nobody has kept among them."""
        rows = self._on.connection.scalars(select(ProgrammeRow.document).where(ProgrammeRow.is_current))
        kept = {programme.id: programme for programme in map(programme_from_json, rows)}
        return sorted(({each.id: each for each in offered()} | kept).values(), key=lambda each: (each.name, each.id))

    def list_versions(self, id_: ProgrammeId) -> list[Programme]:
        """Return every version of a programme, the newest first."""
        asked = select(ProgrammeRow.document).where(ProgrammeRow.id == id_).order_by(ProgrammeRow.version.desc())
        found = [programme_from_json(document) for document in self._on.connection.scalars(asked)]
        return found or [self.get(id_)]

    def get_many(self, wanted: Iterable[tuple[ProgrammeId, int]]) -> dict[tuple[ProgrammeId, int], Programme]:
        """Return programmes by id and version, in one question; those that are not there are left out."""
        asked_for = set(wanted)
        asked = select(ProgrammeRow.document).where(ProgrammeRow.id.in_(sorted({id_ for id_, _ in asked_for})))
        found = {(each.id, each.version): each for each in offered()}
        for programme in map(programme_from_json, self._on.connection.scalars(asked)):
            found[programme.id, programme.version] = programme
        return {key: programme for key, programme in found.items() if key in asked_for}

    def keep(self, programme: Programme) -> Programme:
        """Keep a programme as its newest version, whatever version it bears; return what is kept now.

        What says the same as the newest version changes nothing; a template that is changed is kept as it was before.
        """
        self._on.sight.office_only()
        self.put_in(programme.id, 1)
        newest = self._newest(programme.id)
        if newest is not None and replace(programme, version=newest.version) == newest:
            return newest
        kept = replace(programme, version=newest.version + 1 if newest else 1)
        self._put(kept)
        self._on.audit.say(Event.PROGRAMME_CHANGED, "programme", kept.id, version=kept.version)
        return kept

    def put_in(self, id_: ProgrammeId, version: int) -> None:
        """Keep the template of an id and version, if there is one and nothing of that id is kept."""
        template = _template(id_, version)
        if template is not None and self._newest(id_) is None:
            self._put(template)

    def _newest(self, id_: ProgrammeId) -> Programme | None:
        asked = select(ProgrammeRow.document).where(ProgrammeRow.id == id_, ProgrammeRow.is_current)
        document = self._on.connection.execute(asked).scalar_one_or_none()
        return None if document is None else programme_from_json(document)

    def _put(self, programme: Programme) -> None:
        older = update(ProgrammeRow).where(ProgrammeRow.id == programme.id, ProgrammeRow.is_current)
        self._on.connection.execute(older.values(is_current=False))
        row = {
            "id": programme.id,
            "version": programme.version,
            "is_current": True,
            "document": programme_to_json(programme),
            "made_by": self._on.principal.user,
            "made_at": self._on.now,
        }
        self._on.connection.execute(insert(ProgrammeRow).values(row))
        self._held[programme.id, programme.version] = programme


def _template(id_: ProgrammeId, version: int | None) -> Programme | None:
    return next((each for each in offered() if each.id == id_ and version in (None, each.version)), None)
