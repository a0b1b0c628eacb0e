from pathlib import Path

import numpy as np
import pytest

from geodata.errors import MapFileError
from geodata.stored import read_arrays, write_arrays

ABOUT = {"loader_version": 3, "names": ["", "Öster"]}
ARRAYS = {"numbers": np.arange(5), "nothing": np.zeros(0)}


def test_arrays_and_what_is_known_of_them_are_read_back(tmp_path: Path) -> None:
    file = tmp_path / "new" / "things.npz"
    write_arrays(file, "The things", ARRAYS, ABOUT)
    arrays, about = read_arrays(file, "The things", 3)
    assert about == ABOUT
    assert arrays.keys() == ARRAYS.keys()
    assert all(np.array_equal(arrays[name], ARRAYS[name]) for name in ARRAYS)


def test_a_write_that_fails_leaves_the_older_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "things.npz"
    write_arrays(file, "The things", ARRAYS, ABOUT)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geodata.stored.os.fsync", full)
    with pytest.raises(MapFileError, match="The things cannot be written to"):
        write_arrays(file, "The things", {"numbers": np.arange(9)}, ABOUT)
    assert list(tmp_path.iterdir()) == [file]
    assert len(read_arrays(file, "The things", 3)[0]["numbers"]) == 5


def test_another_version_is_refused(tmp_path: Path) -> None:
    write_arrays(tmp_path / "things.npz", "The things", ARRAYS, ABOUT)
    with pytest.raises(MapFileError, match=r"The things in .* were built by another version of Waymark"):
        read_arrays(tmp_path / "things.npz", "The things", 4)
