from html import unescape

from web.paper.page import html_page, static_text


def test_a_page_stands_alone() -> None:
    page = html_page("Runs & sheets", "<p>body</p>", style="overview_map.css", script="overview_map.js", body_class="x")
    assert static_text("overview_map.css") in page
    assert static_text("overview_map.js") in page
    assert "<title>Runs &amp; sheets</title>" in page
    assert '<html lang="en-GB">' in unescape(page)
    assert "default-src 'none'" in page


def test_a_page_without_a_script_has_none() -> None:
    assert "<script" not in html_page("Sheets", "", style="run_sheet.css")


def test_no_style_or_script_ends_its_own_element() -> None:
    for name in ("overview_map.css", "overview_map.js", "run_sheet.css"):
        assert "</" not in static_text(name)
