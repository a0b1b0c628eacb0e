"""``waymark export``: run sheets, map, GeoPackage and CSV of a plan, from its document alone."""

import argparse
import hashlib
import json
from datetime import datetime

from routing.authority import read_authority
from routing.commands import planned
from routing.console import CommandError, Exit, Teller, check_may_write_file
from routing.files import plan_to_json, write_whole
from routing.plan import Plan
from routing.telling import NameOf, by_reference
from web.paper.exports import csv_files, write_geopackage
from web.paper.overview_map import overview_page
from web.paper.paging import LARGE_PRINT, USUAL_PRINT
from web.paper.road_lines import RoadLines
from web.paper.run_sheets import Imprint, run_sheet_files
from web.whole import check_may_write_folder, write_files


def run(options: argparse.Namespace) -> Exit:
    """Write what is asked for, each file and folder whole or not at all."""
    wanted = [target for target in (options.run_sheets, options.map, options.geopackage, options.csv) if target]
    if not wanted:
        raise CommandError("Say what to write: --run-sheets DIR, --map FILE, --geopackage FILE or --csv DIR.")
    for target in filter(None, (options.map, options.geopackage)):
        check_may_write_file(target)
    for target in filter(None, (options.run_sheets, options.csv)):
        check_may_write_folder(target)
    document, plan = planned(options.plan)
    name_of: NameOf = read_authority(options.names).name_of if options.names else by_reference
    roads = RoadLines.of(document)
    if options.run_sheets:
        size = LARGE_PRINT if options.large_print else USUAL_PRINT
        sheets = run_sheet_files(document.problem, plan, roads, imprint(plan), name_of=name_of, size=size)
        write_files(options.run_sheets, sheets)
    if options.map:
        write_whole(options.map, overview_page(document.problem, plan, roads, name_of=name_of))
    if options.geopackage:
        write_geopackage(options.geopackage, document.problem, plan, roads)
    if options.csv:
        write_files(options.csv, csv_files(document.problem, plan, name_of=name_of))
    Teller(quiet=options.quiet).step(f"Written: {', '.join(str(target) for target in wanted)}.")
    return Exit.FINE


def imprint(plan: Plan) -> Imprint:
    """Return what stands at the foot of the sheets of a plan: its mark, and now."""
    mark = hashlib.sha256(json.dumps(plan_to_json(plan), sort_keys=True).encode()).hexdigest()[:8]
    return Imprint(mark, f"{datetime.now().astimezone():%-d %B %Y, %H:%M}")
