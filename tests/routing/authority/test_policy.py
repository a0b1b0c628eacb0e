"""``policy.toml`` sets what it names and leaves the rest."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from routing.authority.policy import policy_text, read_policy
from routing.policy import Policy
from tests.routing.test_encoding import made

if TYPE_CHECKING:
    from routing.errors import Finding


def read(path: Path, text: str) -> Policy:
    """Return the policy of a text of which nothing is wrong."""
    path.write_text(text, encoding="utf-8")
    found: list[Finding] = []
    policy = read_policy(path, found.append)
    assert found == []
    return policy


@given(policy=made(Policy))
def test_every_policy_comes_back_the_same(policy: Policy, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert read(tmp_path_factory.mktemp("policy") / "policy.toml", policy_text(policy)) == policy


def test_hours_beyond_midnight_come_back_the_same(tmp_path: Path) -> None:
    policy = Policy(most_schools_per_run=5, earliest_pick_up_s=25_261, latest_hand_over_s=90_000)
    assert read(tmp_path / "policy.toml", policy_text(policy)) == policy


@pytest.mark.parametrize("value", ["07:00:00", '"07:00:00"', "25200"])
def test_a_time_of_day_may_be_written_as_people_do(value: str, tmp_path: Path) -> None:
    policy = read(tmp_path / "policy.toml", f"earliest_pick_up_s = {value}\n")
    assert policy == Policy(earliest_pick_up_s=25_200)


def test_no_file_is_the_default(tmp_path: Path) -> None:
    found: list[Finding] = []
    assert read_policy(tmp_path / "policy.toml", found.append) == Policy()
    assert found == []
    assert read(tmp_path / "policy.toml", "") == Policy()
