"""Ways to spoil a good folder, one at a time, and what is said of it then."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Spoil = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Spoilt:
    """What is wrong, how a good folder is made so, and every sentence that is said of it."""

    what: str
    spoil: Spoil
    said: tuple[str, ...]


def swap(file: str, old: str, new: str) -> Spoil:
    """Put other words into a file."""

    def spoil(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")

    return spoil


def append(file: str, lines: str) -> Spoil:
    """Add lines to a file."""
    return lambda folder: _append(folder / file, lines)


def _append(path: Path, lines: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + lines + "\n", encoding="utf-8", newline="")


def put(file: str, data: bytes) -> Spoil:
    """Put these bytes in the place of a file."""

    def spoil(folder: Path) -> None:
        (folder / file).write_bytes(data)

    return spoil


def drop(file: str) -> Spoil:
    """Take a file away."""

    def spoil(folder: Path) -> None:
        (folder / file).unlink()

    return spoil


def both(*spoils: Spoil) -> Spoil:
    """Spoil in several ways."""

    def spoil(folder: Path) -> None:
        for each in spoils:
            each(folder)

    return spoil


def grow_to_300_mb(folder: Path) -> None:
    """Make a file large, without writing it."""
    with (folder / "pupils.csv").open("r+b") as stream:
        stream.truncate(300_000_000)


def replace_by_link(folder: Path) -> None:
    """Put a link in the place of a file."""
    (folder / "pupils.csv").rename(folder.parent / "elsewhere.csv")
    (folder / "pupils.csv").symlink_to(folder.parent / "elsewhere.csv")


def replace_by_folder(folder: Path) -> None:
    """Put a folder in the place of a file."""
    (folder / "pupils.csv").unlink()
    (folder / "pupils.csv").mkdir()
