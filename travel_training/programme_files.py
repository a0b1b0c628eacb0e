"""A programme as a file that a person can read and mend: TOML or JSON in, TOML out; no file is opened here.

Every field stands under its own name; what has a default (``days_needed = 3``) may be left out by whoever writes one,
and is written out by ``programme_to_toml``.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from travel_training.encoding import programme_from_json, programme_to_json
from travel_training.errors import DocumentError
from travel_training.programme import Programme

MOST_CHARACTERS = 500_000
"""Longer than any programme that a person teaches."""


def read_programme(text: str, file: str) -> Programme:
    """Return the programme that a file's text describes.

    Parameters
    ----------
    text
        What stands in the file.
    file
        Its name, for the sentences; ``.json`` is read as JSON, everything else as TOML.

    Raises
    ------
    DocumentError
        With a sentence for each thing that is wrong, and where it stands.
    """
    if len(text) > MOST_CHARACTERS:
        raise DocumentError([f"{file}: is longer than {MOST_CHARACTERS} characters, which no programme is."])
    try:
        value = json.loads(text) if file.endswith(".json") else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise DocumentError([f"{file}: {wrong}"]) from None
    except RecursionError:
        raise DocumentError([f"{file}: is nested deeper than any programme is."]) from None
    try:
        return programme_from_json(value)
    except DocumentError as wrong:
        raise DocumentError(f"{file}: {each}" for each in wrong.findings) from None


def programme_to_toml(programme: Programme) -> str:
    """Return the text of a file from which ``read_programme`` reads the same programme."""
    return "\n".join(_tables(programme_to_json(programme), ())) + "\n"


def _tables(value: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a table: its own values first, then the tables inside it."""
    inner = {name: part for name, part in value.items() if isinstance(part, dict | list)}
    for name, part in value.items():
        if name not in inner:
            yield f"{name} = {_scalar(part)}"
    for name, part in inner.items():
        where = ".".join((*path, name))
        if isinstance(part, dict):
            yield from _tables({f"{name}.{key}": each for key, each in part.items()}, path)
        elif not part:
            yield f"{name} = []"
        for each in part if isinstance(part, list) else ():
            yield ""
            yield f"[[{where}]]"
            yield from _tables(each, (*path, name))


def _scalar(value: str | int) -> str:
    """Return a value as TOML writes it, which is as JSON does but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
