"""Three programmes to begin from, in files beside this one: an authority makes them its own."""

from functools import cache
from importlib.resources import files

from travel_training.programme import Programme
from travel_training.programme_files import read_programme

NAMES = ("one-to-one", "books", "task-list")


@cache
def offered() -> tuple[Programme, ...]:
    """Return the three programmes, each in its first version."""
    folder = files(__name__)
    return tuple(read_programme((folder / f"{name}.toml").read_text("utf-8"), f"{name}.toml") for name in NAMES)
