"""A small county on disk, for the tests of the commands: its map, roads, an authority of twelve pupils, and a plan."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from geodata.county import write_county
from web.cli import main
from web.morning import INVENTED_MAP

DAY = "2026-11-24"


@dataclass(frozen=True)
class County:
    """Where everything is."""

    map_file: Path
    roads: Path
    authority: Path
    plan: Path

    def plan_arguments(self, out: Path) -> list[str]:
        """Return the arguments that made the plan, to another file."""
        arguments = ["plan", str(self.authority), "--roads", str(self.roads), "--day", DAY, "--direction", "to-school"]
        return [*arguments, "--iterations", "200", "--seed", "1", "--out", str(out), "--quiet"]


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    """Return the county, made by the commands themselves."""
    root = tmp_path_factory.mktemp("county")
    made = County(root / INVENTED_MAP, root / "roads", root / "authority", root / "plan.json")
    write_county(made.map_file)
    assert main(["roads", "build", str(made.map_file), "--out", str(made.roads), "--quiet"]) == 0
    drawn = ["synthesise", "--roads", str(made.roads), "--pupils", "12", "--schools", "2", "--seed", "3"]
    assert main([*drawn, "--out", str(made.authority), "--quiet"]) == 0
    assert main(made.plan_arguments(made.plan)) == 0
    return made
