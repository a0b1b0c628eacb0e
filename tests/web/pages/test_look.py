import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask, render_template, render_template_string
from flask.testing import FlaskClient
from jinja2 import UndefinedError
from markupsafe import Markup
from playwright.sync_api import Page

from tests.web.browser import DESK, PHONE, ZOOMED, axe_violations, evaluated, sideways, watch
from tests.web.conftest import OpenPage
from tests.web.pages.specimens import NONCE, PAGES, specimens
from web.pages.look import Nameplate, prepare_templates

TEMPLATES = Path(__file__).resolve().parents[3] / "web" / "templates"
HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """Return a client of the specimens."""
    return specimens().test_client()


@pytest.fixture
def site(serve: Callable[[Flask], str]) -> str:
    """Return the address of the specimens."""
    return serve(specimens())


def elements(client: FlaskClient, name: str) -> Iterator[Element]:
    """Yield the elements of a page, having parsed it as strictly as HTML can be."""
    text = client.get(f"/{name}").get_data(as_text=True)
    yield from html5lib.HTMLParser(strict=True, namespaceHTMLElements=True).parse(text).iter()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_html_without_an_error(name: str, client: FlaskClient) -> None:
    assert sum(1 for each in elements(client, name) if each.tag == f"{HTML}h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_inline_and_nothing_comes_from_elsewhere(name: str, client: FlaskClient) -> None:
    for each in elements(client, name):
        assert each.tag != f"{HTML}style"
        assert "style" not in each.attrib
        assert not [attribute for attribute in each.attrib if attribute.startswith("on")]
        if each.tag == f"{HTML}script":
            assert each.attrib["nonce"] == NONCE
        for attribute in ("href", "src", "action"):
            assert re.match(r"(/(?!/)|#|$)", each.attrib.get(attribute, "")), each.attrib


@pytest.mark.parametrize("name", PAGES)
def test_no_id_stands_twice_and_every_reference_leads_somewhere(name: str, client: FlaskClient) -> None:
    page = list(elements(client, name))
    ids = [each.attrib["id"] for each in page if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    for each in page:
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
            assert set(each.attrib.get(attribute, "").split()) <= set(ids), each.attrib
        if (href := each.attrib.get("href", "")).startswith("#"):
            assert href[1:] in ids


def test_every_macro_has_a_specimen() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__).with_name("templates")).iterdir())
    own = "".join(path.read_text(encoding="utf-8") for path in (TEMPLATES / "macros").iterdir())
    public = re.findall(r"{% macro ([a-z]\w*)\(", own)
    assert [name for name in public if f"{name}(" not in shown + own.replace(f"macro {name}(", "")] == []


@pytest.fixture
def app() -> Flask:
    """Return an application with our templates and a word of its own put in before them."""
    made = Flask("web")
    made.jinja_env.globals["csrf_token"] = lambda: "a-token"
    prepare_templates(made, nameplate=Nameplate(organisation="Rutland <Council>"), nonce=lambda: "n")
    return made


def test_a_name_that_nobody_gave_is_an_error_in_our_templates(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(UndefinedError, match="'pupil' is undefined"):
        render_template_string("{{ pupil }}")
    with app.test_request_context(), pytest.raises(UndefinedError, match="'said' is undefined"):
        render_template("error.html", code=404)


def test_what_others_put_in_before_stays(app: Flask) -> None:
    with app.test_request_context():
        form = '{% from "macros/forms.html" import form %}{% call form("/save") %}{% endcall %}'
        assert 'name="csrf_token" value="a-token"' in render_template_string(form)


def test_everything_that_is_told_is_escaped(app: Flask) -> None:
    with app.test_request_context():
        page = render_template("error.html", code=404, said="<script>alert(1)</script>")
    assert "Rutland &lt;Council&gt;" in page
    assert "<script>alert" not in page


def test_the_words_of_the_product_are_there(app: Flask) -> None:
    with app.test_request_context():
        assert render_template_string("{{ 31260 | clock }} {{ 6420 | pounds }} {{ 3 | counted('pupil') }}") == (
            "08:41 £64.20 3 pupils"
        )


@pytest.mark.parametrize(("code", "heading"), [(404, "Page not found"), (409, "Someone else"), (418, "Something went")])
def test_an_error_says_what_it_is(code: int, heading: str, app: Flask) -> None:
    with app.test_request_context():
        page = render_template("error.html", code=code, said=Markup("So it is."))
    assert f"<title>{heading}" in page
    assert "So it is." in page


@pytest.mark.browser
def test_every_page_is_for_everyone_at_every_width(site: str, browser_page: Page) -> None:
    seen = watch(browser_page)
    wrong: dict[str, list[str]] = {}
    for name in PAGES:
        browser_page.goto(f"{site}/{name}")
        for width in (DESK, PHONE):
            browser_page.set_viewport_size({"width": width, "height": 900})
            wrong[f"{name} {width}"] = axe_violations(browser_page)
        browser_page.set_viewport_size({"width": ZOOMED, "height": 256})
        if wide := sideways(browser_page):
            wrong[f"{name} at 400 %"] = [f"{wide} px too wide"]
    assert {where: found for where, found in wrong.items() if found} == {}
    assert seen.problems == []


@pytest.mark.browser
def test_a_page_that_breaks_every_promise_is_caught(site: str, open_page: OpenPage) -> None:
    page = open_page()
    seen = watch(page)
    with page.expect_console_message(lambda message: "require-trusted-types-for" in message.text):  # told last
        page.goto(f"{site}/bad")
    told = "\n".join(seen.problems)
    for promise in (
        "style-src",
        "img-src",
        "require-trusted-types-for",
        "script error",
        "a request to elsewhere.example",
    ):
        assert promise in told
    assert {line.split(":")[0] for line in axe_violations(page)} >= {"html-has-lang", "label"}


@pytest.mark.browser
def test_a_page_that_has_only_begun_to_come_is_waited_for(serve: Callable[[Flask], str], open_page: OpenPage) -> None:
    slow = Flask("slow")

    def begun() -> Iterator[str]:
        yield "<!doctype html>" + " " * 4096  # so much that the browser goes over to it, and sees no element yet
        time.sleep(0.5)
        yield "<html lang=en><title>There</title><body>There"

    slow.add_url_rule("/", "first", lambda: "<a href=/there>Go</a>")
    slow.add_url_rule("/there", "there", begun)
    page = open_page()
    page.goto(serve(slow))
    page.get_by_role("link").click()
    assert evaluated(page, "document.body.textContent") == "There"


@pytest.mark.browser
def test_names_are_hidden_for_as_long_as_the_tab_is_open(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(site)
    assert page.get_by_text("Ann Archer").is_visible()
    button = page.get_by_role("button", name="Hide names")
    button.click()
    page.goto(f"{site}/?again")
    assert not page.get_by_text("Ann Archer").is_visible()
    assert page.get_by_text("P0031").is_visible()
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert page.get_by_text("Ann Archer").is_visible()


@pytest.mark.browser
def test_work_is_asked_after_until_it_ends_and_then_shown(site: str, open_page: OpenPage) -> None:
    page = open_page()
    seen = watch(page)
    page.goto(f"{site}/work")
    said = page.get_by_role("status")
    assert said.inner_text() == "Waiting to begin"
    page.get_by_text("Run 1 of 2").wait_for()
    assert page.get_by_role("progressbar").get_attribute("value") == "1"
    page.wait_for_url("**/empty")
    assert seen.problems == []


@pytest.mark.browser
def test_everything_is_there_without_scripts(site: str, open_page: OpenPage) -> None:
    page = open_page(width=PHONE, scripts=False)
    page.goto(f"{site}/work")
    assert page.get_by_role("link", name="See how far it is now").is_visible()
    assert page.get_by_role("link", name="Records").is_visible()
    page.goto(site)
    assert page.get_by_role("table", name="Runs of the morning").is_visible()
    assert not page.get_by_text("Hide names").is_visible()


@pytest.mark.browser
def test_a_table_stays_a_table_when_its_rows_are_cards(site: str, open_page: OpenPage) -> None:
    page = open_page(width=PHONE)
    page.goto(site)
    row = page.get_by_role("row", name="V12/1")
    assert row.get_by_role("rowheader").inner_text() == "V12/1"
    assert row.get_by_role("cell").nth(1).inner_text() == "7"


@pytest.mark.browser
def test_paper_holds_the_page_without_the_ways_to_others(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(site)
    page.emulate_media(media="print")
    assert page.get_by_role("table", name="Runs of the morning").is_visible()
    for hidden in ("Sign out", "Print this page", "Records", "Next"):
        assert not page.get_by_text(hidden, exact=True).first.is_visible(), hidden


@pytest.mark.browser
def test_the_keyboard_begins_at_the_content(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/charts")
    page.keyboard.press("Tab")
    assert evaluated(page, "document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("#main-content"))


@pytest.mark.browser
def test_a_map_may_start_its_own_worker_and_no_other(site: str, open_page: OpenPage) -> None:
    page = open_page()
    seen = watch(page)
    page.goto(f"{site}/map")
    page.wait_for_selector("html[data-map=warm]")
    assert seen.problems == []
    assert evaluated(page, "try { new Worker('/static/js/start.js'); 'started' } catch { 'refused' }") == "refused"
