"""``waymark speeds learn``: from the times that crews logged to the speeds that are driven here."""

import argparse
from collections.abc import Iterator
from datetime import timedelta

from geodata import Place, PlaceId
from geodata.calibration import Calibration, Composition, ObservedLeg, calibrate, compose
from geodata.roads import RoadGraph
from geodata.speeds import SpeedProfile, write_profile
from geodata.vehicles import RoadVehicle
from routing.console import CommandError, Exit, Teller, check_may_write_file
from routing.problem import Problem
from routing.wording import counted
from web.access import Principal, Role, UserId
from web.learning import drives
from web.morning import ROAD_VEHICLES
from web.opening import opened
from web.planning.ground import roads_of
from web.settings import Settings
from web.store import Kept
from web.underway import by_run

FEWEST = 30
"""Fewer drives than this say more about their drivers than about the roads."""
_MACHINE = Principal(user=UserId("command:speeds"), role=Role.MANAGER)
Drive = tuple[RoadVehicle, ObservedLeg]


def run(options: argparse.Namespace) -> Exit:
    """Learn the speeds, write them, and say how good they are."""
    check_may_write_file(options.out)
    teller, settings = Teller(quiet=options.quiet), Settings.from_environment()
    with opened(settings) as store, store.reading(_MACHINE) as kept:
        found = list(driven(kept, options.days))
    teller.step(f"{counted(len(found), 'drive')} with a beginning and an end, of the last {options.days} days.")
    if len(found) < FEWEST:
        raise CommandError(f"At least {FEWEST} are needed: log when vehicles leave and arrive, and try again later.")
    here = roads_of(settings)
    learnt = learn(here.roads, here.speeds, found)
    write_profile(learnt.profile, options.out)
    teller.step(
        f"{learnt.legs} used, {learnt.left_out} left out. A drive was foretold to about {learnt.error_before:.0%}, now "
        f"to {learnt.error_after:.0%}.\nWritten to {options.out}: look at it, and put it into {settings.roads_folder} "
        "as speeds.toml to plan by it."
    )
    return Exit.FINE


def driven(kept: Kept, days: int) -> Iterator[Drive]:
    """Yield every drive of the last days of which crews said when it began and ended, with how large the vehicle is."""
    today = kept.now.date()
    actuals = kept.day.list_actuals(today - timedelta(days=days), today)
    for id_ in dict.fromkeys(each.plan_id for each in actuals):
        said = by_run(each for each in actuals if each.plan_id == id_)
        problem, plan = kept.plans.load(id_)
        runs = {str(name): run for name, run in plan.numbered_runs()}
        for name in said.keys() & runs.keys():
            vehicle = ROAD_VEHICLES.get(problem.vehicle[runs[name].vehicle].road_profile)
            if vehicle is not None:
                legs = drives(problem.day, runs[name].stops, said[name], _places(problem))
                yield from ((vehicle, leg) for leg in legs)


def _places(problem: Problem) -> dict[PlaceId, Place]:
    return {place.id: place for place in problem.places.places}


def learn(roads: RoadGraph, speeds: SpeedProfile, found: list[Drive]) -> Calibration:
    """Return the speeds under which drives take as long as they took, and how good these are."""
    composed: list[Composition] = []
    for vehicle in dict.fromkeys(vehicle for vehicle, _ in found):
        legs = [leg for other, leg in found if other == vehicle]
        composed += compose(roads, speeds, legs, vehicle)
    return calibrate(speeds, composed)
