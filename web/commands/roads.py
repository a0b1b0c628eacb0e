"""``waymark roads build``: from a map to roads that the other commands read in a moment."""

import argparse

from geodata.cache import build_roads_once, save_roads
from geodata.roads import RoadGraph
from routing.console import CommandError, Exit, Teller

_EXAMPLES = """waymark roads build rutland.osm.pbf --out roads
  waymark roads build --place "Rutland, England" --out roads     (asks OpenStreetMap through osmnx)
  waymark roads build rutland.graphml --out roads                (as osmnx saves it)"""


def run(options: argparse.Namespace) -> Exit:
    """Build the roads and say what was read and what was dropped."""
    teller = Teller(quiet=options.quiet)
    if options.out.exists() and not options.out.is_dir():
        raise CommandError(f"{options.out} is a file, and a folder is to be written there: name another.")
    teller.step(f"Reading the roads of {options.place or options.file}.")
    roads = _read(options)
    teller.step(f"{roads.report}\nWritten to {options.out}.")
    return Exit.FINE


def _read(options: argparse.Namespace) -> RoadGraph:
    if options.file is not None and options.file.suffix != ".graphml":
        return build_roads_once(options.file, options.out)
    from geodata.networkx_graphs import from_place, read_graphml  # noqa: PLC0415 -- osmnx takes a second to load

    roads = from_place(options.place) if options.place is not None else read_graphml(options.file)
    save_roads(roads, options.out)
    return roads
