"""A form gives what was changed and nothing else; what another changed meanwhile is kept beneath it."""

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from web.pages.forms import Form
from web.pages.records.questions import asked_columns, fields_of, filled, given_in, laid_over
from web.records.layouts import KIND
from web.records.rows import Row, row_of

COLUMNS = asked_columns(KIND["operators"], opened=True)
FIELDS = fields_of(COLUMNS, {})
NAMES = ("name", "contact", "phone", "notice_days", "licence_until")
DATES = {"licence_until": "2026-12-{:02}"}


def operator(texts: dict[str, int]) -> Row:
    cells = {name: DATES.get(name, "x{}").format(number) for name, number in texts.items() if number}
    return row_of("operators", {"operator": "O1", **cells})


TEXTS = st.fixed_dictionaries({name: st.integers(0, 3) for name in NAMES}).map(operator)


def typed(row: Row) -> Form:
    """Return the form as it is sent by someone who made it say what a row says."""
    shown = {name: text for name, texts in filled(FIELDS, row).typed.items() for text in texts}
    return Form(FIELDS).read(MultiDict(shown))


@given(TEXTS, TEXTS)
def test_what_is_given_is_what_differs(before: Row, after: Row) -> None:
    changed = given_in(typed(after), filled(FIELDS, before))
    assert set(changed) == {name for name in NAMES if before[name] != after[name]}


@given(TEXTS, TEXTS, TEXTS)
def test_laid_over_what_i_typed_stands_and_what_i_left_is_the_others(seen: Row, now: Row, mine: Row) -> None:
    shown = laid_over(typed(mine), filled(FIELDS, seen), filled(FIELDS, now))
    for name in NAMES:
        wanted = mine if mine[name] != seen[name] else now
        assert shown.shown(name) == filled(FIELDS, wanted).shown(name), name


def test_by_what_a_record_is_found_is_asked_of_a_new_one_alone() -> None:
    assert "operator" not in {column.name for column in COLUMNS}
    assert "operator" in {column.name for column in asked_columns(KIND["operators"], opened=True, new=True)}


def test_what_is_restricted_is_asked_only_where_it_is_shown() -> None:
    pupils = KIND["pupils"]
    assert not [column for column in asked_columns(pupils, opened=False) if column.restricted]
    assert {column.name for column in pupils.columns} - {"pupil"} == {
        column.name for column in asked_columns(pupils, opened=True)
    }
