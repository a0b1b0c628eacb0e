"""The tools, at their strictest, over the whole tree: ruff with every family, its formatter, and mypy."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "command", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]], ids=["ruff", "format", "mypy"]
)
def test_the_tree_passes_its_tools(command: list[str]) -> None:
    tool = [str(Path(sys.executable).with_name(command[0])), *command[1:]]
    judged = subprocess.run(tool, cwd=ROOT, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout + judged.stderr
