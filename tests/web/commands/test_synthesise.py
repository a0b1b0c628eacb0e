"""Drawing an authority by the name of its size, and days of change beside it."""

import argparse
from pathlib import Path

import pytest

from routing.authority import read_authority
from routing.console import CommandError
from routing.synthesis import Size
from tests.web.conftest import County
from web.cli import main
from web.commands.synthesise import size_of


def asked(**options: object) -> argparse.Namespace:
    return argparse.Namespace(**{"size": None, "pupils": None, "schools": None, **options})


def test_a_size_is_a_name_or_two_numbers() -> None:
    assert size_of(asked(size="town")) == Size(200, 10)
    assert size_of(asked(pupils=5, schools=2)) == Size(5, 2)


@pytest.mark.parametrize("options", [{}, {"pupils": 5}, {"size": "town", "pupils": 5}])
def test_anything_else_is_refused_in_a_sentence(options: dict[str, object]) -> None:
    with pytest.raises(CommandError, match="either --size NAME, or both"):
        size_of(asked(**options))


def test_days_of_change_stand_beside_the_folder(county: County, tmp_path: Path) -> None:
    out = tmp_path / "small"
    drawn = ["--pupils", "12", "--schools", "2", "--days", "3", "--out", str(out), "--quiet"]
    assert main(["synthesise", "--roads", str(county.roads), *drawn]) == 0
    assert len(read_authority(out).pupils) == 16
    rows = (tmp_path / "small-days.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "day,kind,whose,days,value"
    assert {row.split(",")[0] for row in rows[1:]} == {"1", "2", "3"}
