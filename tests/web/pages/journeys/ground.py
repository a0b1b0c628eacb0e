"""Streets and buses for the town: Ann lives at one end of a long street, Oak School stands at the other."""

from dataclasses import replace
from pathlib import Path

from geodata.walk_cache import save_walks
from geodata.walk_map import read_walks
from tests.geodata.feeds import SmallFeed
from tests.geodata.maps import SmallMap
from tests.geodata.walks import spot
from tests.web.office import OFFICE
from web.store import Store

HOME, SCHOOL = spot(0, 5), spot(6000, 5)


def add_streets(folder: Path) -> None:
    """Keep a street with a crossing road in the folder of the roads."""
    folder.mkdir(exist_ok=True)
    places = {"A": (-200, 0), "X": (120, 0), "B": (3000, 0), "C": (6200, 0), "N": (120, 300), "S": (120, -300)}
    world = SmallMap({name: (float(east), float(north)) for name, (east, north) in places.items()})
    world.way("AXBC", name="Long Street")
    world.way("NXS", name="Chepstow Road", highway="primary")
    save_walks(read_walks(world.write(folder)), folder)


def add_buses(folder: Path) -> None:
    """Keep a timetable beside them: line 1 to school twice in the morning, and home twice in the afternoon."""
    feed = SmallFeed({"a": (240, 0), "b": (3000, 0), "c": (5760, 0)})
    for leave in ("08:00", "08:20"):
        feed.trip("1", f"a {leave} b {leave[:3]}{int(leave[3:]) + 5:02} c {leave[:3]}{int(leave[3:]) + 10:02}")
    for calls in ("c 15:30 b 15:35 a 15:40", "c 16:30 b 16:35 a 16:40"):
        feed.trip("1", calls)
    feed.write(folder).rename(folder / "gtfs.zip")


def move_the_town(store: Store) -> None:
    """Put Ann's home and Oak School where the street is."""
    with store.writing(OFFICE) as kept:
        for kind, key, where in (("pupils", "p1", HOME), ("schools", "oak", SCHOOL)):
            row = kept.records.get(kind, key)
            cells = {"lat": f"{where.lat:.6f}", "lon": f"{where.lon:.6f}"}
            kept.records.keep(replace(row, values={**row.values, **cells}))
