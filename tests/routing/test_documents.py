"""Whatever stands in a document, it is read or refused in sentences; nothing else ever happens."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.encoding import encode
from routing.errors import FilesError
from routing.files import FORMAT, Document, document_from_text, plan_to_json, problem_to_json
from routing.records import Usual
from routing.risk import PupilId
from tests.towns import assistant, plan, pupil, run, street

PROBLEM = street(
    pupil("ann", "a", assistant="shared", walks={"b": 60}), pupil("bob", "b"), assistants=(assistant("zoe"),)
)
PLAN = plan(run(PROBLEM, "bus", "a: +ann", "b: +bob", "oak: -ann -bob", at="08:30", crew="zoe"))
TEXT = json.dumps(
    {
        "format": FORMAT,
        "problem": problem_to_json(PROBLEM) | {"usuals": [encode(Usual(pupil=PupilId("ann"), time_s=28_800))]},
        "plan": plan_to_json(PLAN),
        "legs": [],
        "summary": {},
    }
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.just("08:00:00"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything in a value of JSON."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(below for key, part in parts for below in paths(part, (*path, key)))]


PATHS = [path for path in paths(json.loads(TEXT)) if path]


def read_or_none(text: str) -> Document | None:
    """Return the document of a text; None if it is refused, in sentences."""
    try:
        return document_from_text(text)
    except FilesError as refused:
        findings = refused.findings
    assert findings
    assert all(finding.said.strip() for finding in findings)
    return None


@given(path=st.sampled_from(PATHS), value=ANYTHING)
@settings(max_examples=200, deadline=None)
def test_anything_anywhere_is_read_or_refused(path: tuple[Any, ...], value: Any) -> None:
    parts = json.loads(TEXT)
    place = parts
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    read_or_none(json.dumps(parts))


@given(at=st.integers(0, len(TEXT)), text=st.text(max_size=3), cut=st.integers(0, 9))
@settings(max_examples=200, deadline=None)
def test_any_text_anywhere_is_read_or_refused(at: int, text: str, cut: int) -> None:
    read_or_none(TEXT[:at] + text + TEXT[at + cut :])


def test_the_document_itself_is_read() -> None:
    assert read_or_none(TEXT) is not None
