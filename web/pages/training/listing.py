"""The trainees: by state, cohort and trainer, by who is stuck and who is ready; found by name where that is allowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from travel_training.entries import State
from travel_training.people import CohortId, TraineeId, TrainerId
from travel_training.progress import cohort_progress
from web.access import Permission
from web.pages.admin.listing import PER_PAGE, page_asked, pages_of
from web.pages.desk.naming import Names
from web.pages.forms import Choice, Field, Form, Kind
from web.pages.guard import may, needs, now, reading
from web.pages.parts import Link, Table, table
from web.pages.records.finding import sealed, unsealed
from web.pages.training.blueprint import STATES, in_words, name_of, pages, sections, state_tag
from web.pages.training.glance import progress_by
from web.store import Kept
from web.store.training_views import Cohort, TraineeHead
from web.words import short_day

_LOOKS = (Choice("stuck", "Stuck"), Choice("ready", "Ready for sign-off"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for; ``token`` is what is searched for as the address bears it, sealed."""

    find: str = ""
    token: str = ""
    state: State | None = None
    cohort: str = ""
    trainer: str = ""
    look: str = ""

    @classmethod
    def of_address(cls) -> "Asked":
        """Return what the address asks for; what nobody can read is not asked."""
        given = request.args.get
        token, state = given("find", ""), given("state", "")
        find = unsealed(token)
        known = State[state.upper()] if state.upper() in State.__members__ else None
        return cls(find, token if find else "", known, given("cohort", ""), given("trainer", ""), given("look", ""))

    def address(self) -> dict[str, str]:
        """Return what the address of the list bears."""
        state = "" if self.state is None else self.state.name.lower()
        found = {"find": self.token, "state": state, "cohort": self.cohort, "trainer": self.trainer, "look": self.look}
        return {name: text for name, text in found.items() if text}


@dataclass(frozen=True, slots=True)
class Known:
    """What people call the cohorts and trainers of a list."""

    cohorts: Sequence[Cohort]
    trainers: dict[str, str]

    def cohort(self, id_: str | None) -> str:
        """Return what a cohort is called; empty for none."""
        return next((each.name for each in self.cohorts if each.id == id_), id_ or "")

    def trainer(self, id_: str | None) -> str:
        """Return what a trainer is called; empty for none."""
        return self.trainers.get(id_ or "", id_ or "")


@pages.get("/")
@needs(Permission.TRAINING_VIEW)
def list_trainees() -> str:
    """Show the trainees."""
    asked, number = Asked.of_address(), page_asked()
    with reading() as kept:
        found = _found(kept, asked)
        on_page = found[(number - 1) * PER_PAGE : number * PER_PAGE]
        names = Names.of(kept, {each.pupil for each in on_page})
        known = Known(kept.training.cohorts.list_all(), kept.records.names("trainers"))
    address = asked.address()
    return render_template(
        "training/trainees.html",
        sections=sections(),
        questions=_form(asked, known),
        is_filtered=bool(address),
        listed=_table(on_page, len(found), names, known, is_filtered=bool(address)),
        pages=pages_of(number, len(found), url_for("training.list_trainees"), address),
        may_refer=may(Permission.TRAINING_REFER),
    )


@pages.post("/find")
@needs(Permission.TRAINING_VIEW)
def find_trainee() -> Response:
    """Look for trainees; by POST, for a name must stand in no address and no log."""
    find = " ".join(request.form.get("find", "").split())[:200]
    if find:
        with reading() as kept:
            exact = kept.training.find(TraineeId(find))
        if exact is not None:
            return redirect(url_for("training.show", pupil=exact.pupil), 303)
    asked = {"find": sealed(find) if find else ""}
    asked |= {name: request.form.get(name, "") for name in ("state", "cohort", "trainer", "look")}
    address = urlencode({name: text for name, text in asked.items() if text})
    return redirect(f"{url_for('training.list_trainees')}?{address}", 303)


def _found(kept: Kept, asked: Asked) -> list[TraineeHead]:
    """Return the trainees who are like what was asked for."""
    heads = kept.training.list_trainees(
        [asked.state] if asked.state is not None else (),
        cohort=CohortId(asked.cohort) if asked.cohort else None,
        trainer=TrainerId(asked.trainer) if asked.trainer else None,
    )
    if asked.find:
        words, names = asked.find.casefold().split(), kept.records.names("pupils")
        called = {each.pupil: f"{each.pupil} {names.get(each.pupil, '')}".casefold() for each in heads}
        heads = [each for each in heads if all(word in called[each.pupil] for word in words)]
    if asked.look:
        found = cohort_progress(progress_by(kept, heads, now().date()))
        wanted = found.stuck if asked.look == "stuck" else found.ready
        heads = [each for each in heads if each.pupil in wanted]
    return heads


def _form(asked: Asked, known: Known) -> Form:
    states = tuple(Choice(state.name.lower(), words) for state, words in STATES.items())
    cohorts = tuple(Choice(each.id, each.name) for each in known.cohorts)
    trainers = tuple(Choice(id_, name) for id_, name in sorted(known.trainers.items(), key=lambda each: each[1]))
    fields = (
        Field(name="find", label="Reference or name", kind=Kind.SEARCH, required=False, width=20),
        Field(name="state", label="State", kind=Kind.SELECT, required=False, choices=states),
        Field(name="cohort", label="Cohort", kind=Kind.SELECT, required=False, choices=cohorts),
        Field(name="trainer", label="Trainer", kind=Kind.SELECT, required=False, choices=trainers),
        Field(name="look", label="Who is", kind=Kind.SELECT, required=False, choices=_LOOKS),
    )
    state = None if asked.state is None else asked.state.name.lower()
    values = {"cohort": asked.cohort, "trainer": asked.trainer, "look": asked.look}
    return Form.filled(fields, {"find": asked.find, "state": state} | {n: v or None for n, v in values.items()})


def _table(heads: Sequence[TraineeHead], count: int, names: Names, known: Known, *, is_filtered: bool) -> Table:
    rows = [
        (
            Link(each.pupil, url_for("training.show", pupil=each.pupil)),
            name_of(names, each.pupil),
            names.school(each.school or ""),
            state_tag(each.state),
            in_words(each.since.date()),
            known.cohort(each.cohort),
            known.trainer(each.trainer),
            "" if each.last_held_on is None else short_day(each.last_held_on),
        )
        for each in heads
    ]
    titles = ["Reference", "Name", "School", "State", "Since", "Cohort", "Trainer", "Last session"]
    empty = "You have no trainees yet: the coordinator assigns them."
    if is_filtered:
        empty = "Nobody is like that: show all of them again."
    elif may(Permission.TRAINING_REFER):
        empty = "There are no trainees yet: refer a pupil."
    return table(f"Trainees: {count:,}", titles, rows, empty=empty)
