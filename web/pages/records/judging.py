"""Whether a change may be kept: it is read as a file's lines are, and what it would make of the records is judged.

A form, a removal and an import are all a dry run. The records are built into an authority as they would be, and
whatever is wrong then and was not before is told; so there is one set of checks, and one set of sentences.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from routing.errors import FilesError, Finding
from web.pages.forms import Form
from web.pages.records.blueprint import one_of
from web.records.building import RecordFinding, authority_of
from web.records.importing import DryRun, Load, applied, dry_run, load_of
from web.records.layouts import KIND
from web.records.rows import PAIRS, Row, Rows
from web.records.sense import PLACE_OF
from web.store import Kept
from web.store.records import Change

FORM = "form"
"""What a form is called where a file would be."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a change would make wrong that is not wrong already.

    Parameters
    ----------
    wrong
        Records that would contradict others.
    unmet
        Needs that no vehicle and no passenger assistant could meet; they stop nothing.
    """

    wrong: tuple[RecordFinding, ...] = ()
    unmet: tuple[RecordFinding, ...] = ()


def judge(current: Rows, run: DryRun) -> Judged:
    """Return what a change would make wrong."""
    after = _judged(applied(current, run.changes))
    if not after.wrong and not after.unmet:
        return after
    before = _judged(current)
    return Judged(
        tuple(each for each in after.wrong if each not in before.wrong),
        tuple(each for each in after.unmet if each not in before.unmet),
    )


def _judged(rows: Rows) -> Judged:
    wrong: list[Finding] = []
    unmet: list[RecordFinding] = []
    try:
        authority_of(rows, unmet=unmet.append)
    except FilesError as refused:
        wrong += refused.findings
    return Judged(tuple(each for each in wrong if isinstance(each, RecordFinding)), tuple(unmet))


def load_typed(kind: str, given: Mapping[str, str]) -> Load:
    """Return what was typed into a form as the one line of a file."""
    return load_of(FORM, kind, [(1, given)])


@dataclass(frozen=True, slots=True)
class Trial:
    """What keeping a form would do, and what speaks against it.

    Parameters
    ----------
    errors
        Sentences by column; under the empty name what is wrong with the whole.
    unmet
        Sentences that should be known before it is kept.
    """

    run: DryRun
    errors: Mapping[str, str] = field(default_factory=dict)
    unmet: tuple[str, ...] = ()

    def refuse(self, form: Form) -> Form:
        """Return a form with everything that speaks against it, each sentence at its question if there is one."""
        names = {each.name for each in form.fields}
        others = []
        for name, said in self.errors.items():
            if name in names:
                form = form.refuse(name, said)
            else:
                others.append(said)
        return form.refuse("", " ".join(others)) if others else form


def tried(kept: Kept, *loads: Load, new: bool = False) -> Trial:
    """Return what keeping what was typed would do.

    Parameters
    ----------
    new
        Whether there must be no such record yet.
    """
    current = rows_beside(kept, loads)
    run = dry_run(current, *loads)
    errors = _refused(run, loads)
    if new and not errors:
        errors = _there_already(run, loads[0])
    if errors:
        return Trial(run, errors)
    judged = judge(current, run)
    for finding in judged.wrong:
        _add(errors, finding.column or "", str(finding))
    return Trial(run, errors, tuple(str(finding) for finding in judged.unmet))


def _refused(run: DryRun, loads: Iterable[Load]) -> dict[str, str]:
    """Return the sentences of what cannot be read, by column."""
    columns = {column.name: column.label for load in loads for column in KIND[load.mapping.kind].columns}
    names = {label: name for name, label in columns.items()} | {name: name for name in columns}
    errors: dict[str, str] = {}
    for finding in run.refused:
        name = names.get(finding.column or "", "")
        _add(errors, name, f"{columns[name]}: {finding.said}" if name else finding.said)
    return errors


def _add(errors: dict[str, str], name: str, said: str) -> None:
    errors[name] = f"{errors[name]}; {said}" if name in errors else said


def _there_already(run: DryRun, load: Load) -> dict[str, str]:
    """Return what is wrong with a new record that there is already."""
    kind = KIND[load.mapping.kind]
    old = [*(each.before for each in run.changed), *run.same]
    there = next((row for row in old if row.kind == kind.stem), None)
    if there is None:
        return {}
    said = f"there is {one_of(kind.stem)} {', '.join(filter(None, there.key.split('|')))} already: change that one"
    name = kind.key[-1] if len(kind.key) > 1 else kind.key[0]
    return {name: f"{kind.column(name).label}: {said}"}


def _pupils_meant(kept: Kept, lines: Iterable[tuple[str, Mapping[str, str]]]) -> set[str]:
    """Return the pupils whom a change names: by reference, or by name, were it that of several."""
    words = {
        word
        for kind, cells in lines
        for column in KIND[kind].columns
        if (column.refers == "pupils" or column.name == "pupil") and (word := cells.get(column.name, ""))
    }
    unknown = {word.casefold() for word in words if kept.records.find("pupils", word) is None}
    named = kept.records.names("pupils") if unknown else {}
    return words | {key for key, name in named.items() if name.casefold() in unknown}


def rows_beside(kept: Kept, loads: Iterable[Load]) -> dict[str, list[Row]]:
    """Return the records without which a change cannot be judged: the office's own, and those about whom it is.

    Whoever travels together with them, is kept apart from them, or lives where they do is there too.
    """
    lines = [(load.mapping.kind, line.cells) for load in loads for line in load.table.rows]
    pupils = _pupils_meant(kept, lines) | _of_one_place(kept, lines)
    pairs = [row for kind in PAIRS for row in kept.records.list_open(kind)]
    around = _around(pupils, pairs)
    found = kept.records.list_beside(around)
    for kind in PAIRS:
        found[kind] = [row for row in pairs if row.kind == kind and {row["pupil"], row["other"]} <= around]
    return found


def _around(pupils: set[str], pairs: Iterable[Row]) -> set[str]:
    """Return some pupils with all who travel together with them, however many there are, or are kept apart."""
    pairs = list(pairs)
    found = set(pupils)
    while (
        more := {
            each
            for row in pairs
            if row.kind == "together" and found & {row["pupil"], row["other"]}
            for each in (row["pupil"], row["other"])
        }
        - found
    ):
        found |= more
    apart = [{row["pupil"], row["other"]} for row in pairs if row.kind == "kept_apart"]
    return found.union(*(pair for pair in apart if pair & found))


def _of_one_place(kept: Kept, lines: Iterable[tuple[str, Mapping[str, str]]]) -> set[str]:
    """Return the pupils who live or are met at a place that a change names."""
    names = {cells.get("place" if kind == "places" else PLACE_OF.get(kind, ""), "") for kind, cells in lines} - {""}
    if not names:
        return set()
    kinds = ("pupils", "addresses", "pick_up_points")
    return {row["pupil"] for kind in kinds for row in kept.records.list_kind(kind) if row[PLACE_OF[kind]] in names}


def store_changes(run: DryRun) -> list[Change]:
    """Return what the store must do, all of it or nothing."""
    return [
        *(Change(row) for row in run.new),
        *(Change(replace(each.after, version=each.before.version)) for each in run.changed),
        *(Change(row, is_removal=True) for row in run.dropped),
    ]
