"""``waymark roads build``: from a map file to roads and ways to walk, read back in a moment, and a base map of them."""

import argparse

from geodata.cache import build_roads_once, save_roads
from geodata.errors import GeodataError
from geodata.roads import RoadGraph
from geodata.tiles import FILE_NAME, build_road_tiles, build_tiles
from geodata.walk_cache import FILE_NAME as WALKS_FILE_NAME
from geodata.walk_cache import build_walks_once
from routing.console import CommandError, Exit, Teller, tell_wrong


def run(options: argparse.Namespace) -> Exit:
    """Build the roads and the base map, and say what was read and what was dropped."""
    teller = Teller(quiet=options.quiet)
    if options.out.exists() and not options.out.is_dir():
        raise CommandError(f"{options.out} is a file, and a folder is to be written there: name another.")
    teller.step(f"Reading the roads of {options.place or options.file}.")
    roads = _read(options)
    teller.step(f"{roads.report}\nWritten to {options.out}.")
    for older in (FILE_NAME, WALKS_FILE_NAME):
        (options.out / older).unlink(missing_ok=True)  # what was made of the roads that stood here before is wrong
    try:
        _add_walks(options, teller)
        if not options.no_tiles:
            _draw(options, roads, teller)
    except GeodataError as error:
        tell_wrong(f"{error}\nThe roads are written and can be driven on; what failed is not there.")
        return Exit.WRONG
    return Exit.FINE


def _read(options: argparse.Namespace) -> RoadGraph:
    if _is_map(options):
        return build_roads_once(options.file, options.out)
    from geodata.networkx_graphs import from_place, read_graphml  # noqa: PLC0415 -- osmnx takes a second to load

    roads = from_place(options.place) if options.place is not None else read_graphml(options.file)
    save_roads(roads, options.out)
    return roads


def _add_walks(options: argparse.Namespace, teller: Teller) -> None:
    if not _is_map(options):
        teller.step("Without ways to walk: only an .osm.pbf file has them.")
        return
    teller.step("Reading the ways that one may walk.")
    teller.step(str(build_walks_once(options.file, options.out).report))


def _draw(options: argparse.Namespace, roads: RoadGraph, teller: Teller) -> None:
    """Make the base map; the roads stand without it."""
    teller.step("Drawing the base map.")
    if _is_map(options):
        build_tiles(options.file, options.out / FILE_NAME)
    else:
        build_road_tiles(roads, options.out / FILE_NAME)
        teller.step("It shows roads alone: only an .osm.pbf file has water, buildings and places.")


def _is_map(options: argparse.Namespace) -> bool:
    return options.file is not None and options.file.suffix != ".graphml"
