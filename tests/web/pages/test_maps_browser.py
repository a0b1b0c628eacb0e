"""The map in a browser, under the strictest policy that the pages bear: seen, used by keyboard, and telling nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response, send_from_directory
from playwright.sync_api import Browser, Page, Playwright, expect

from geodata.county import write_county
from geodata.tiles import FILE_NAME, build_tiles
from tests.web.browser import axe_violations, launch, serving
from tests.web.pages.views import many_runs, one_run
from web.pages.maps import geojson, map_figure, tile_pattern, tiles_blueprint

WEB = Path(__file__).resolve().parents[3] / "web"
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-n0nce'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; require-trusted-types-for 'script'"
)
WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""A graphics card made of software."""
LOG_VIOLATIONS = """
    window.violations = []
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective))
"""
LIVE_MS = 60_000
"""How long a map may take where no graphics card helps and others use the machine; nothing is asserted of it."""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a page of one run, a page of many and the tiles of the invented county, and return where."""
    folder = tmp_path_factory.mktemp("site")
    write_county(folder / "county.osm.pbf")
    build_tiles(folder / "county.osm.pbf", folder / FILE_NAME)
    app = Flask(__name__, static_folder=str(WEB / "static"))
    app.register_blueprint(tiles_blueprint(folder / FILE_NAME, lambda view: view))

    def page(figure: str) -> Response:
        rows = "".join(f'<tr id="stop-{number}"><td>Stop {number}</td></tr>' for number in range(1, 5))
        answer = Response(
            '<!DOCTYPE html><html lang="en-GB"><head><title>A map</title><link rel="icon" href="data:,">'
            '<link rel="stylesheet" href="/static/waymark.css"><script type="module" src="/js/map.js"></script></head>'
            f"<body><main><h1>A map</h1>{figure}<table>{rows}</table></main></body></html>"
        )
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    app.add_url_rule("/js/<name>", "js", lambda name: send_from_directory(WEB / "assets" / "js", name))
    app.add_url_rule("/maplibre/<name>", "library", lambda name: send_from_directory(WEB / "static" / "maplibre", name))
    app.add_url_rule("/one", "one", lambda: page(map_figure(one_run(), tiles=tile_pattern(), nonce="n0nce")))
    app.add_url_rule(
        "/many", "many", lambda: page(map_figure(many_runs(40), tiles=tile_pattern(), source="/many.json"))
    )
    app.add_url_rule("/many.json", "data", lambda: geojson(many_runs(40)))
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = launch(playwright, *WEBGL)
    yield launched
    launched.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Return a page that must ask nobody else for anything, break no policy and raise no error."""
    context = browser.new_context(base_url=site, viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    opened = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.add_init_script(LOG_VIOLATIONS)
    yield opened
    assert [url for url in asked if not url.startswith((f"{site}/", "data:"))] == []
    assert errors == []
    assert opened.evaluate("window.violations") == []
    context.close()


def open_live(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".app-map--live", timeout=LIVE_MS)


def test_a_run_is_seen_on_a_map_that_moves(page: Page) -> None:
    with page.expect_response(lambda answer: "/tiles/" in answer.url and answer.status == 200):
        open_live(page, "/one")
    stop = page.get_by_role("link", name="Stop 2, Mill Lane, 07:58, 1 pupil gets on")
    before = stop.bounding_box()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(500)
    assert stop.bounding_box() != before
    stop.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("#stop-2"))
    assert axe_violations(page) == []


def test_of_many_runs_one_is_picked_by_keyboard(page: Page) -> None:
    open_live(page, "/many")
    page.get_by_role("radio", name="All runs").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status")).to_have_text("On the map: MB1/1, Oak School. See this run")
    expect(page.get_by_role("link", name="Stop 4, Oak School")).to_be_attached()
    assert page.get_by_role("link", name="See this run").get_attribute("href") == "#run-1"
    assert axe_violations(page) == []


def test_on_paper_the_picture_is_back(page: Page) -> None:
    open_live(page, "/one")
    picture = page.locator(".app-map__picture")
    expect(picture).to_be_hidden()
    page.emulate_media(media="print")
    expect(picture).to_be_visible()
    expect(page.locator(".app-map__live")).to_be_hidden()


@pytest.mark.parametrize("address", ["/one", "/many"])
def test_without_webgl_the_picture_stays(page: Page, address: str) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(address, wait_until="networkidle")
    expect(page.locator(".app-map__picture")).to_be_visible()
    assert page.locator(".app-map--live, .app-map__live, .app-map__tools").count() == 0
    expect(page.get_by_text("© OpenStreetMap contributors")).to_be_visible()
    assert axe_violations(page) == []


def test_if_the_library_is_not_to_be_had_the_picture_stays(page: Page) -> None:
    page.route("**/maplibre-gl.mjs", lambda route: route.fulfill(status=404, body=""))
    page.goto("/one", wait_until="networkidle")
    expect(page.locator(".app-map__picture")).to_be_visible()
    assert page.locator(".app-map__live").count() == 0


def test_the_check_of_the_policy_can_fail(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.add_init_script(LOG_VIOLATIONS)
    page.goto("/one")
    page.evaluate("() => { document.body.setAttribute('style', 'color: red') }")
    assert page.evaluate("window.violations") == ["style-src-attr"]
    context.close()
