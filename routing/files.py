"""JSON documents: a problem, and a plan of it, in one file that can be judged again years later.

``{"format": "waymark-plan/1", "problem": {...}, "plan": {...}, "legs": [...], "summary": {...}}``; a problem may come
alone. Values are written as ``encoding`` says. Under ``problem``, ``places`` lists id, lat and lon, and ``travels``
holds for each road profile the matrices of seconds and metres between them: whole numbers of 32 bits, row after row;
of all numbers first the lowest byte, then the second, the third and the highest; packed by zlib, written in base64.
"""

import base64
import binascii
import json
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, get_type_hints

import numpy as np
from numpy.typing import NDArray

from geodata import Place, PlaceId, TravelMatrix
from routing.encoding import WRONG, Say, decode, encode, made, nearest, shown
from routing.errors import FilesError, Finding
from routing.plan import Plan
from routing.problem import Problem
from routing.records import RoadProfile

FORMAT = "waymark-plan/1"
MOST_MB = 200
"""The largest document that is read, in millions of bytes, unless the caller allows more."""
_KEYS = ("format", "problem", "plan", "legs", "summary")
_WITH_ID = ("pupils", "schools", "contracts", "vehicles", "assistants")
_LISTED = (*_WITH_ID, "assessments", "usuals", "waivers")
_SINGLE = ("day", "direction", "policy")


@dataclass(frozen=True, slots=True, kw_only=True)
class LegShape:
    """The road along which a leg is driven.

    Parameters
    ----------
    profile, start, end
        By which road profile, from and to which places.
    seconds, metres
        As the travel matrix has them.
    points
        Latitudes and longitudes along the road, both ends included.
    """

    profile: RoadProfile
    start: PlaceId
    end: PlaceId
    seconds: int
    metres: int
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds: a problem, perhaps a plan of it, the roads that it drives, and a summary."""

    problem: Problem
    plan: Plan | None = None
    legs: tuple[LegShape, ...] = ()
    summary: Mapping[str, Any] = field(default_factory=dict)


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as an object of JSON."""
    found: dict[str, Any] = {name: encode(getattr(problem, name)) for name in (*_SINGLE, *_LISTED)}
    found["places"] = [encode(place) for place in problem.places.places]
    found["travels"] = {
        profile: {"seconds": _packed(matrix.seconds), "metres": _packed(matrix.metres)}
        for profile, matrix in problem.travels.items()
    }
    return found


def problem_from_json(value: Any, file: str = "problem") -> Problem:
    """Return the problem that an object of JSON holds.

    Parameters
    ----------
    file
        How the findings call it.

    Raises
    ------
    FilesError
        Everything that is wrong, each with its path.
    """
    found: Problem = _read_or_raise(_read_problem, value, "problem", file)
    return found


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as an object of JSON."""
    found: dict[str, Any] = encode(plan)
    return found


def plan_from_json(value: Any, file: str = "plan") -> Plan:
    """Return the plan that an object of JSON holds; raises as ``problem_from_json`` does.

    Whether the plan names only what its problem knows is not asked here: it is the checker's first rule.
    """
    found: Plan = _read_or_raise(lambda v, path, say: decode(Plan, v, path, say), value, "plan", file)
    return found


def write_document(path: Path | str, document: Document) -> None:
    """Write a document whole or not at all: to a new file beside it, which then takes its name.

    Raises
    ------
    FilesError
        The folder is not there or may not be written to.
    """
    target = Path(path)
    parts: dict[str, Any] = {"format": FORMAT, "problem": problem_to_json(document.problem)}
    if document.plan is not None:
        parts["plan"] = plan_to_json(document.plan)
        parts["legs"] = [encode(leg) for leg in document.legs]
        parts["summary"] = dict(document.summary)
    write_whole(target, "".join(_lines(parts)))


def write_whole(target: Path, text: str) -> None:
    """Write a text file whole or not at all; raises ``FilesError`` if it cannot be written."""
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            Path(beside).chmod(0o644)
            Path(beside).replace(target)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as refused:
        raise FilesError([Finding(target.name, None, None, f"cannot be written: {refused.strerror}")]) from refused


def read_document(path: Path | str, *, most_mb: int = MOST_MB) -> Document:
    """Read a document.

    Parameters
    ----------
    most_mb
        The largest file to read, in millions of bytes.

    Raises
    ------
    FilesError
        The file cannot be read, is too large or no such document; everything that is wrong, each with its path.
    """
    source = Path(path)
    return document_from_text(_text_of(source, most_mb), source.name)


def document_from_text(text: str, file: str = "document") -> Document:
    """Return the document that a text holds; raises as ``read_document`` does."""
    wrong: list[Finding] = []

    def say(path: str, sentence: str) -> None:
        wrong.append(Finding(file, None, None, f"{path}: {sentence}"))

    parts = _parsed(text, file)
    if parts.get("format") != FORMAT:
        expected = f"expected '{FORMAT}', not {shown(parts.get('format'))}"
        raise FilesError([Finding(file, None, None, f"format: {expected}; a newer Waymark may read it")])
    for key in parts.keys() - set(_KEYS):
        say(key, f"is no part of a document{nearest(key, set(_KEYS))}")
    problem = WRONG
    if "problem" in parts:
        problem = _read_problem(parts["problem"], "problem", say)
    else:
        say("problem", "is missing")
    plan = decode(Plan, parts["plan"], "plan", say) if "plan" in parts else None
    legs = decode(tuple[LegShape, ...], parts.get("legs", []), "legs", say)
    summary = parts.get("summary", {})
    if not isinstance(summary, dict):
        say("summary", f"expected an object, not {shown(summary)}")
    if wrong:
        raise FilesError(wrong)
    return Document(problem, plan, legs, summary)


def _read_or_raise(read: Any, value: Any, path: str, file: str) -> Any:
    wrong: list[Finding] = []
    found = read(value, path, lambda where, said: wrong.append(Finding(file, None, None, f"{where}: {said}")))
    if wrong:
        raise FilesError(wrong)
    return found


def _text_of(source: Path, most_mb: int) -> str:
    """Return a file's text, or raise a sentence that says why it cannot be had."""
    try:
        if not source.is_file():
            why = "is a folder, not a file" if source.is_dir() else "is not there"
            raise FilesError([Finding(source.name, None, None, why)])
        size_mb = source.stat().st_size / 1e6
        if size_mb > most_mb:
            said = f"is {size_mb:.0f} MB, and no more than {most_mb} MB are read; if it is right, allow more (most_mb)"
            raise FilesError([Finding(source.name, None, None, said)])
        return source.read_bytes().decode("utf-8-sig")
    except OSError as refused:
        raise FilesError([Finding(source.name, None, None, f"cannot be read: {refused.strerror}")]) from refused
    except UnicodeDecodeError as refused:
        said = f"is not UTF-8 text (byte {refused.start + 1})"
        raise FilesError([Finding(source.name, None, None, said)]) from refused


def _parsed(text: str, file: str) -> dict[str, Any]:
    """Return the object that a text is in JSON, or raise a sentence."""
    try:
        parts = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_key_twice)
    except json.JSONDecodeError as refused:
        empty = "is empty" if not text.strip() else f"is no JSON, or cut short: {refused.msg} (column {refused.colno})"
        raise FilesError([Finding(file, refused.lineno, None, empty)]) from refused
    except RecursionError as refused:
        raise FilesError([Finding(file, None, None, "is nested too deeply to be a document")]) from refused
    except ValueError as refused:
        raise FilesError([Finding(file, None, None, str(refused))]) from refused
    if not isinstance(parts, dict):
        raise FilesError([Finding(file, None, None, f"expected an object with format and problem, not {shown(parts)}")])
    return parts


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key '{twice}' stands twice in one object")
    return found


def _read_problem(value: Any, path: str, say: Say) -> Any:
    """Return the problem that an object holds, or ``WRONG``, having said why."""
    if not isinstance(value, dict):
        say(path, f"expected an object, not {shown(value)}")
        return WRONG
    hints = get_type_hints(Problem)
    keys = (*_SINGLE, *_LISTED, "places", "travels")
    for key in value.keys() - set(keys):
        say(f"{path}.{key}", f"is no part of a problem{nearest(key, set(keys))}")
    found: dict[str, Any] = {}
    for name in keys[:-2]:
        if name in value:
            found[name] = decode(hints[name], value[name], f"{path}.{name}", say)
        elif name in _SINGLE:
            say(f"{path}.{name}", "is missing")
            found[name] = WRONG
        else:
            found[name] = ()
    found["travels"] = _read_travels(value, path, say)
    twice = [_say_twice(found[name], f"{path}.{name}", say) for name in _WITH_ID]
    if any(twice) or any(part is WRONG for part in found.values()):
        return WRONG
    return made(Problem, found, path, say)


def _say_twice(records: Any, path: str, say: Say) -> bool:
    """Say which ids are given twice; return whether any is."""
    found = False
    seen: dict[str, int] = {}
    for number, record in enumerate(() if records is WRONG else records):
        if record.id in seen:
            say(f"{path}[{number}].id", f"'{record.id}' is the id of {path}[{seen[record.id]}] too")
            found = True
        seen.setdefault(record.id, number)
    return found


def _read_travels(value: dict[str, Any], path: str, say: Say) -> Any:
    """Return the travel matrices by road profile, or ``WRONG``."""
    places = decode(tuple[Place, ...], value.get("places"), f"{path}.places", say)
    packed = value.get("travels")
    if not isinstance(packed, dict) or not packed:
        say(f"{path}.travels", f"expected an object of travel matrices by road profile, not {shown(packed)}")
        return WRONG
    if places is WRONG:
        return WRONG
    found: dict[RoadProfile, TravelMatrix] = {}
    for profile, pair in packed.items():
        inner = f"{path}.travels.{profile}"
        if not isinstance(pair, dict) or pair.keys() != {"seconds", "metres"}:
            say(inner, "expected seconds and metres, and nothing else")
            continue
        arrays = {name: _unpacked(text, len(places), f"{inner}.{name}", say) for name, text in pair.items()}
        if not any(array is WRONG for array in arrays.values()):
            matrix = made(TravelMatrix, {"places": places, **arrays}, inner, say)
            found[RoadProfile(profile)] = matrix
    complete = len(found) == len(packed) and not any(matrix is WRONG for matrix in found.values())
    return found if complete else WRONG


def _packed(array: NDArray[np.int32]) -> str:
    # Bytes of one weight side by side pack a third smaller than numbers side by side, and several times as fast.
    by_weight = array.astype("<i4").ravel()[:, None].view(np.uint8).T
    return base64.b64encode(zlib.compress(by_weight.tobytes())).decode("ascii")


def _unpacked(text: Any, n: int, path: str, say: Say) -> Any:
    """Return the matrix of shape (n, n) that a text holds, or ``WRONG``; never unpacks more than that."""
    if not isinstance(text, str):
        say(path, f"expected base64 text, not {shown(text)}")
        return WRONG
    size = 4 * n * n
    try:
        data = zlib.decompressobj().decompress(base64.b64decode(text, validate=True), size + 1)
    except (binascii.Error, ValueError, zlib.error):
        say(path, "is not whole: expected a matrix packed by zlib, in base64")
        return WRONG
    if len(data) != size:
        say(path, f"does not hold {n} x {n} whole numbers, one for each two places")
        return WRONG
    by_weight = np.frombuffer(data, dtype=np.uint8).reshape(4, n * n)
    return np.ascontiguousarray(by_weight.T).view("<i4").reshape(n, n).astype(np.int32)


def _lines(value: Any, depth: int = 3, indent: str = "") -> Iterator[str]:
    """Yield JSON text with a line for each record, so that people can read it and compare it line by line."""
    if depth == 0 or not isinstance(value, dict | list) or not value:
        yield json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    else:
        pairs: Iterable[tuple[str, Any]]
        if isinstance(value, dict):
            marks, pairs = "{}", ((f"{json.dumps(key, ensure_ascii=False)}: ", part) for key, part in value.items())
        else:
            marks, pairs = "[]", (("", part) for part in value)
        yield marks[0]
        for number, (key, part) in enumerate(pairs):
            yield f"{',' if number else ''}\n{indent} {key}"
            yield from _lines(part, depth - 1, f"{indent} ")
        yield f"\n{indent}{marks[1]}"
    if indent == "":
        yield "\n"
