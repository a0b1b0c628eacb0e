import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict

from routing.authority.cells import MINUTES, POUNDS
from tests.web.pages.specimens import QUESTIONS, specimens
from web.pages.forms import Choice, Field, Form, Kind

NAMES = [each.name for each in QUESTIONS]
DAYS = (Choice("0", "Monday"), Choice("1", "Tuesday"))


def read(asked: Field, *typed: str) -> Form:
    """Return a form of one question with what was typed."""
    return Form((asked,)).read(MultiDict([(asked.name, each) for each in typed]))


@pytest.mark.parametrize(
    ("asked", "typed", "meant"),
    [
        (Field(name="a", label="A"), " Oak  Lodge ", "Oak  Lodge"),
        (Field(name="a", label="A", kind=Kind.DATE), "24/11/2026", date(2026, 11, 24)),
        (Field(name="a", label="A", kind=Kind.DATE), "2026-11-24", date(2026, 11, 24)),
        (Field(name="a", label="A", kind=Kind.TIME), "8:40", 31200),
        (Field(name="a", label="A", kind=Kind.NUMBER), "12", 12),
        (Field(name="a", label="A", cell=POUNDS), "£1,250.50", 125050),
        (Field(name="a", label="A", kind=Kind.LONG_TEXT), "one\r\ntwo", "one\ntwo"),
        (Field(name="a", label="A", kind=Kind.PASSWORD), " as typed ", " as typed "),
        (Field(name="a", label="A", kind=Kind.SELECT, choices=DAYS), "1", "1"),
        (Field(name="a", label="A", kind=Kind.RADIOS, choices=DAYS, cell=MINUTES), "1", 60),
        (Field(name="a", label="A", required=False), "  ", None),
    ],
)
def test_what_was_typed_is_what_was_meant(asked: Field, typed: str, meant: object) -> None:
    form = read(asked, typed)
    assert form.is_right
    assert form.values == {"a": meant}


def test_a_control_character_is_refused_and_not_shown_again() -> None:
    read = Form((Field(name="q", label="Name"),)).read(MultiDict({"q": "A\x00n\x1bn\x85"}))
    assert (read.typed["q"], read.is_right) == (("Ann",), False)


def test_checkboxes_mean_all_that_are_ticked() -> None:
    asked = Field(name="days", label="Days", kind=Kind.CHECKBOXES, choices=DAYS, required=False)
    assert read(asked, "1", "0").values["days"] == ("1", "0")
    assert read(asked).values["days"] == ()


@pytest.mark.parametrize(
    ("asked", "typed", "sentence"),
    [
        (Field(name="a", label="Day", kind=Kind.DATE), "soon", "Day: 'soon' is not a date (24/11/2026 or 2026-11-24)"),
        (Field(name="a", label="Day", kind=Kind.DATE), "31/02/2026", "Day: '31/02/2026' is no day of the calendar"),
        (Field(name="a", label="Day", kind=Kind.DATE), "", "Day is empty: expected a date"),
        (Field(name="a", label="Name"), " ", "Name is empty: fill it in"),
        (Field(name="a", label="Name", missing="Say who travels"), "", "Say who travels"),
        (Field(name="a", label="Cost", cell=POUNDS), "-3", "Cost: must not be negative, not -3"),
        (Field(name="a", label="Who?", kind=Kind.RADIOS, choices=DAYS), "", "Who? Choose one"),
        (Field(name="a", label="Days", kind=Kind.CHECKBOXES, choices=DAYS), "", "Days is empty: choose at least one"),
        (Field(name="a", label="Day", kind=Kind.SELECT, choices=DAYS), "7", "Day: '7' is not one of the choices"),
        (Field(name="a", label="Reason", kind=Kind.LONG_TEXT), "x" * 5001, "Reason: the text is longer than 5,000"),
        (Field(name="a", label="Reason", kind=Kind.LONG_TEXT), "a\0b", "Reason: the text has a sign that cannot be"),
        (Field(name="a", label="Pupils", kind=Kind.FILE), "", "Pupils is empty: choose a file"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(asked: Field, typed: str, sentence: str) -> None:
    form = read(asked, typed)
    assert not form.is_right
    assert form.errors["a"].startswith(sentence)
    assert form.values.get("a") is None


def test_everything_wrong_is_told_at_once_in_the_order_of_the_questions() -> None:
    form = Form(QUESTIONS).read(MultiDict({"bell": "25:00", "name": "Ann", "needs": "seat"}))
    told = [name for _, name in form.refuse("", "It was changed").refuse("name", "There is one").summary]
    assert told == ["", "name", "born", "bell", "postcode", "school", "reason", "secret", "rows"]


def test_a_file_is_read_by_its_name() -> None:
    asked = Field(name="rows", label="Pupils", kind=Kind.FILE)
    file = FileStorage(BytesIO(b"id"), "pupils.csv", "rows")
    form = Form((asked,)).read(MultiDict(), MultiDict({"rows": file}))
    assert form.values["rows"] is file
    assert not Form((asked,)).read(MultiDict(), MultiDict({"rows": FileStorage()})).is_right


def test_a_form_shows_a_record_and_reads_it_back() -> None:
    values: dict[str, Any] = {
        "born": date(2014, 1, 9),
        "boarding": 4,
        "bell": 31800,
        "school": "elm",
        "days": ("monday",),
    }
    form = Form.filled(QUESTIONS, values)
    assert [form.shown(name) for name in ("born", "boarding", "bell", "name")] == ["09/01/2014", "4", "08:50", ""]
    again = form.read(MultiDict([(name, text) for name, typed in form.typed.items() for text in typed]))
    assert {name: again.values[name] for name in values} == values


def test_what_was_typed_stays_but_no_password_does() -> None:
    typed = {
        "name": "Ann <Archer>",
        "born": "soon",
        "school": "oak",
        "needs": "wheelchair",
        "days": "monday",
        "secret": "s3cret",
    }
    page = specimens().test_client().post("/errors", data=typed).get_data(as_text=True)
    assert 'value="Ann &lt;Archer&gt;"' in page
    assert 'value="soon"' in page
    assert '<option value="oak" selected>' in page
    assert len(re.findall(r" checked[ >]", page)) == 2
    assert "s3cret" not in page


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=12), max_size=2), max_size=6))
def test_nothing_that_is_sent_stops_a_form(sent: dict[str, list[str]]) -> None:
    form = Form(QUESTIONS).read(MultiDict(sent))
    assert set(form.values) | set(form.errors) == set(NAMES)
    assert not set(form.values) & set(form.errors)


def test_choices_stand_where_something_is_chosen_and_nowhere_else() -> None:
    with pytest.raises(ValueError, match="field days must have choices"):
        Field(name="days", label="Days", kind=Kind.RADIOS)
    with pytest.raises(ValueError, match="field name must have choices"):
        Field(name="name", label="Name", choices=DAYS)
