from werkzeug.datastructures import MultiDict

from tests.web.pages.specimens import QUESTIONS
from web.pages.asking import asked, mistakes
from web.pages.forms import Choice, Field, Form, Kind

BLANK = Form(QUESTIONS)
CHOICES = (Choice("a", "A"), Choice("b", "B"))


def test_a_question_is_told_with_its_hint_its_error_and_what_was_typed() -> None:
    told = asked(BLANK.read(MultiDict({"born": "soon"})), "born")
    assert told["label"]["text"] == "Date of birth"
    assert told["hint"] == {"text": "For example 24/11/2014"}
    assert told["errorMessage"]["text"].startswith("Date of birth: 'soon'")
    assert told["value"] == "soon"


def test_what_need_not_be_answered_says_so_except_in_a_filter() -> None:
    assert asked(BLANK, "boarding")["label"]["text"] == "Boarding (optional)"
    assert asked(BLANK, "boarding", is_filter=True)["label"]["text"] == "Boarding"


def test_a_prefix_keeps_the_ids_of_two_forms_apart() -> None:
    told = asked(BLANK, "needs", "second-")
    assert (told["id"], told["idPrefix"], told["name"]) == ("second-needs", "second-needs", "needs")


def test_a_select_offers_no_answer_until_one_must_be() -> None:
    for required, chosen, offered in (
        (True, None, ["", "a", "b"]),
        (True, "b", ["a", "b"]),
        (False, "b", ["", "a", "b"]),
    ):
        field = Field(name="s", label="S", kind=Kind.SELECT, choices=CHOICES, required=required)
        items = asked(Form.filled((field,), {"s": chosen}), "s")["items"]
        assert [item["value"] for item in items] == offered
        assert [item["value"] for item in items if item["selected"]] == ([chosen] if chosen else [])


def test_a_box_is_as_wide_as_its_answer() -> None:
    assert asked(BLANK, "born")["classes"] == "govuk-input--width-10"
    wide = Form((Field(name="a", label="A", width=12), Field(name="b", label="B", width=99)))
    assert [asked(wide, name)["classes"] for name in "ab"] == ["govuk-input--width-20", ""]


def test_a_mistake_of_the_whole_form_leads_nowhere() -> None:
    form = BLANK.refuse("", "It was changed").refuse("name", "Fill it in")
    assert mistakes(form, "new-") == [{"text": "It was changed"}, {"text": "Fill it in", "href": "#new-name"}]
