"""A folder is read as it was written, and written whole or not at all."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.authority import read_authority, write_authority
from routing.errors import FilesError
from routing.policy import Policy
from routing.records import AssistantNeed
from routing.synthesis import draw, plane_ground
from tests.routing.authority.folders import GOOD, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "authority")


@given(pupils=st.integers(1, 40), schools=st.integers(1, 5), seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_authority_comes_back_the_same(
    pupils: int, schools: int, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    authority = draw(plane_ground(pupils, schools, seed), pupils, schools, seed)
    folder = tmp_path_factory.mktemp("written")
    write_authority(folder, authority)
    assert read_authority(folder) == authority


def test_a_folder_written_by_hand_comes_back_the_same_and_again(folder: Path) -> None:
    authority = read_authority(folder)
    write_authority(folder.parent / "once", authority)
    assert read_authority(folder.parent / "once") == authority
    write_authority(folder.parent / "twice", authority)
    for path in (folder.parent / "once").iterdir():
        assert path.read_bytes() == (folder.parent / "twice" / path.name).read_bytes()


def test_a_folder_says_what_it_says(folder: Path) -> None:
    authority = read_authority(folder)
    ann, ben, cay, dee = authority.pupils
    assert (ann.needs.wheelchair, ann.needs.boarding_s, ann.needs.assistant) == (True, 600, AssistantNeed.SHARED)
    assert (set(ann.needs.together_with), set(ann.needs.apart_from)) == ({"P2"}, {"P3"})
    assert (ben.needs.ride_limit_s, set(ben.needs.features), set(ben.days)) == (1800, {"low-step"}, {0, 1, 3})
    assert (cay.needs.solo, cay.school) == (True, "ASH")
    assert (dee.needs.boarding_s, dee.needs.most_aboard, dee.needs.home_until_s) == (150, 4, 61_200)
    assert [vehicle.road_profile for vehicle in authority.vehicles] == ["car", "minibus"]
    assert authority.contracts[1].contract.day_rate_pence == 115_050
    assert authority.policy == Policy(most_schools_per_run=3, earliest_pick_up_s=25_200)
    assert authority.name_of("schools", "OAK") == "Oaklodge School"
    assert authority.name_of("pupils", "P9") == "P9"


def test_names_stay_out_of_every_value_but_names(folder: Path) -> None:
    nameless = replace(read_authority(folder), names={})
    for name in ("Ann Oak", "Oaklodge School", "Sam Fir"):
        assert name not in repr(nameless)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_folder_is_the_same_in_every_encoding_and_on_windows(encoding: str, folder: Path) -> None:
    expected = read_authority(folder)
    for name, text in GOOD.items():
        if name.endswith(".csv"):
            (folder / name).write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert read_authority(folder) == expected


def test_what_need_not_be_there_may_be_absent(folder: Path) -> None:
    needed = {"pupils.csv", "schools.csv", "risk_assessments.csv", "contracts.csv", "vehicles.csv"}
    for name in set(GOOD) - needed - {"places.csv", "gates.csv"}:
        (folder / name).unlink()
    authority = read_authority(folder)
    assert authority.assistants == ()
    assert authority.policy == Policy()
    assert authority.calendar.why_closed(authority.schools[0].id, date(2026, 8, 3)) is None


def test_a_waiver_may_name_the_rules_that_the_caller_knows(folder: Path) -> None:
    with pytest.raises(FilesError, match="'NoOneRidesTooLong' is no rule that a waiver may lift"):
        read_authority(folder, rules=["EveryoneSmiles"])
    assert read_authority(folder, rules=["NoOneRidesTooLong"]).waivers[0].rule == "NoOneRidesTooLong"


def test_a_folder_with_something_in_it_is_not_written_over(folder: Path) -> None:
    authority = read_authority(folder)
    with pytest.raises(FilesError, match="authority: is there already, and not empty: choose a new folder"):
        write_authority(folder, authority)
    assert {path.name for path in folder.iterdir()} == set(GOOD)


def test_nothing_is_written_half(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = read_authority(folder)
    written: list[str] = []
    write_text = Path.write_text

    def fail_at_the_third(path: Path, text: str, **more: str) -> int:
        written.append(path.name)
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        return write_text(path, text, **more)

    monkeypatch.setattr(Path, "write_text", fail_at_the_third)
    with pytest.raises(FilesError, match="new: cannot be written: No space left on device"):
        write_authority(folder.parent / "new", authority)
    assert [path.name for path in folder.parent.iterdir()] == ["authority"]
