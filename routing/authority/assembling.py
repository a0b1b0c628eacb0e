"""From rows of text, in files or kept elsewhere, to an authority: everything that is wrong with them, or all of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import routing.rules
from routing.authority import building, people
from routing.authority.authority import Authority
from routing.authority.building import Folder
from routing.authority.checks import check_company, check_drivers, check_means, check_order, check_rules
from routing.authority.layout import FILES
from routing.authority.reading import Record, follow, known_of, records_of
from routing.authority.tables import Report, Row
from routing.errors import FilesError, Finding
from routing.policy import Policy


def authority_of(
    tables: Mapping[str, Sequence[Row]],
    policy: Policy,
    *,
    rules: Collection[str] | None = None,
    unmet: Report | None = None,
) -> Authority:
    """Return the authority of rows that are kept elsewhere than in a folder.

    Parameters
    ----------
    tables
        Rows by the stem of their file; any may be absent. What is wrong is reported with the line that a row bears.
    rules
        The ids of the rules that a waiver may lift; those of the catalogue if not given.
    unmet
        Called with each need that no vehicle and no assistant can meet; if not given, such a need is wrong too.

    Raises
    ------
    FilesError
        Everything that is wrong in any row.
    """
    wrong: list[Finding] = []
    records = {layout.stem: records_of(tables.get(layout.stem, ()), layout, wrong.append) for layout in FILES}
    return assemble(records, policy, wrong, rules=rules, unmet=unmet)


def assemble(
    records: dict[str, list[Record]],
    policy: Policy,
    wrong: list[Finding],
    *,
    rules: Collection[str] | None = None,
    unmet: Report | None = None,
    absent: Collection[str] = (),
) -> Authority:
    """Return the authority of records whose references are not followed yet.

    Parameters
    ----------
    wrong
        What has been found wrong already.
    absent
        The files that could not be read: whatever names their records is left out without another word.

    Raises
    ------
    FilesError
        Everything that is wrong.
    """
    kept = [layout for layout in FILES if layout.id_column and layout.stem not in absent]
    known = {layout.stem: known_of(layout, (each.values for each in records[layout.stem])) for layout in kept}
    for layout in FILES:
        follow(records[layout.stem], layout, known, wrong.append)
    ids = [rule.id for rule in routing.rules.RULES if rule.waivable] if rules is None else list(rules)
    authority = _build(Folder(records, policy, wrong.append), {id_.casefold(): id_ for id_ in ids}, unmet)
    if wrong:
        raise FilesError(sorted(wrong, key=lambda finding: (_place_in_order(finding.file), finding.line or 0)))
    return authority


def _build(folder: Folder, rules: dict[str, str], unmet: Report | None) -> Authority:
    """Return the authority; what is broken is reported and left out."""
    check_rules(folder, rules)
    check_order(folder)
    check_drivers(folder)
    asked = people.read_measures(folder)
    apart, together = people.read_apart(folder), people.read_together(folder)
    check_means(folder if unmet is None else replace(folder, report=unmet), asked)
    check_company(folder, asked, apart, together)
    building.build_sites(folder)
    pupils = people.build_pupils(folder, asked, apart, together)
    return Authority(
        pupils=pupils,
        assessments=people.build_assessments(folder, pupils),
        schools=building.build_schools(folder),
        contracts=building.build_contracts(folder),
        vehicles=building.build_vehicles(folder),
        assistants=building.build_assistants(folder),
        usuals=building.build_usuals(folder),
        waivers=building.build_waivers(folder, rules),
        calendar=building.build_calendar(folder),
        policy=folder.policy,
        names=building.names_of(folder),
        sites=tuple(folder.sites.values()),
    )


def _place_in_order(file: str) -> int:
    """Return where a file comes in the report: in the order of the layout, strangers first."""
    names = [layout.file for layout in FILES]
    return names.index(file) if file in names else -1
