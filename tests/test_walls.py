"""The walls: which part may know which. Each import contract is kept, and each is seen to break where it should."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

BREACHES = {
    "web stands on the two services, the services on the map": ("geodata/places.py", "import routing.policy"),
    "inside routing: the solver and the checker never meet": ("routing/solver/__init__.py", "import routing.checker"),
    "only web knows the database, HTTP and the clock": ("routing/policy.py", "import sqlalchemy"),
    "only the solver knows OR-Tools": ("routing/cost.py", "import ortools"),
    "in training only the scheduler knows OR-Tools": ("travel_training/people.py", "import ortools"),
    "in training the scheduler and the checker never meet": (
        "travel_training/scheduler/__init__.py",
        "import travel_training.checker",
    ),
    "the store knows no page, no plan being made, and no HTTP": ("web/store/plans.py", "import flask"),
    "SQLAlchemy stands in the store alone": ("web/pages/parts.py", "import sqlalchemy"),
    "pages ask the services, never a planner": ("web/pages/parts.py", "import routing.solver"),
    "records and figures are pure": ("web/arrivals.py", "import flask"),
}
"""For each contract, a file and the line that would break it."""


def lint_imports(root: Path) -> "subprocess.CompletedProcess[str]":
    """Judge the import contracts of a project folder."""
    command = [str(LINT_IMPORTS), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the packages and their contracts, to be broken."""
    for package in ("geodata", "routing", "travel_training", "web"):
        ignored = shutil.ignore_patterns("__pycache__", "*.pbf", "assets")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_import_contracts_are_kept() -> None:
    judged = lint_imports(ROOT)
    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_each_contract_has_a_breach() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {contract["name"] for contract in told["tool"]["importlinter"]["contracts"]} == set(BREACHES)


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_breaks_its_own_contract(contract: str, copied: Path) -> None:
    file, line = BREACHES[contract]
    path = copied / file
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    judged = lint_imports(copied)
    assert judged.returncode != 0
    assert re.findall(r"^(.+?) BROKEN", judged.stdout, re.MULTILINE) == [contract], judged.stdout


def test_a_plan_is_judged_with_no_or_tools_loaded() -> None:
    program = (
        "import sys; from tests.towns import broken, pupil, run, street; import routing.explain;"
        " problem = street(pupil('ann', 'a'));"
        " assert broken(problem, run(problem, 'bus', 'a: +ann', 'oak: -ann', at='08:40')) == set();"
        " loaded = [name for name in sys.modules if name.split('.')[0] in ('ortools', 'flask', 'sqlalchemy')"
        " or name.startswith('routing.solver')]; assert not loaded, loaded"
    )
    judged = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stderr
