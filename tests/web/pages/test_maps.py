import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geodata.tiles import FILE_NAME, build_tiles, read_tile
from tests.geodata.maps import SmallMap
from tests.web.pages.views import RUN, many_runs, one_run
from web.pages.maps import MapRun, MapView, TileView, geojson, map_figure, tile_pattern, tiles_blueprint

HERE = (14, 8160, 5363)
"""The tile that holds the small map."""


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiles")
    world = SmallMap({"a": (-2000, -2000), "b": (2000, 2000)})
    world.way("ab", name="Long Lane")
    build_tiles(world.write(folder), folder / FILE_NAME)
    return folder / FILE_NAME


def app_of(path: Path, guard: Callable[[TileView], TileView] = lambda view: view) -> Flask:
    app = Flask(__name__)
    app.register_blueprint(tiles_blueprint(path, guard))
    return app


def get(client: FlaskClient, tile: tuple[int, int, int], **headers: str) -> tuple[int, bytes, dict[str, str]]:
    answer = client.get("/tiles/{}/{}/{}.mvt".format(*tile), headers=headers)
    return answer.status_code, answer.data, dict(answer.headers)


def test_a_tile_is_passed_on_as_it_lies(tiles: Path) -> None:
    status, data, headers = get(app_of(tiles).test_client(), HERE, **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert data == read_tile(tiles, *HERE)
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Cache-Control"] == "private, max-age=86400"


def test_who_reads_no_gzip_gets_it_unpacked(tiles: Path) -> None:
    status, data, headers = get(app_of(tiles).test_client(), HERE)
    packed = read_tile(tiles, *HERE)
    assert packed is not None
    assert (status, data) == (200, gzip.decompress(packed))
    assert "Content-Encoding" not in headers


@pytest.mark.parametrize("tile", [(14, 0, 0), (30, 1, 1), (14, 10**30, 0)])
def test_a_tile_outside_the_map_is_empty(tiles: Path, tile: tuple[int, int, int]) -> None:
    status, data, _ = get(app_of(tiles).test_client(), tile, **{"Accept-Encoding": "gzip"})
    assert (status, data) == (204, b"")


def test_without_a_base_map_no_tile_is_found(tmp_path: Path) -> None:
    assert get(app_of(tmp_path / FILE_NAME).test_client(), HERE)[0] == 404


@pytest.mark.parametrize("address", ["/tiles/14/-1/0.mvt", "/tiles/a/b/c.mvt", "/tiles/14/8160/5363.png", "/tiles/"])
def test_what_is_no_tile_is_not_found(tiles: Path, address: str) -> None:
    assert app_of(tiles).test_client().get(address).status_code == 404


def test_the_guard_stands_before_every_tile(tiles: Path) -> None:
    def bar(view: TileView) -> TileView:
        def barred(z: int, x: int, y: int) -> object:  # as a permission would
            return ("barred", 403) if z else view(z, x, y)

        return barred  # type: ignore[return-value]  # Flask takes what a view returns

    assert get(app_of(tiles, bar).test_client(), HERE)[:2] == (403, b"barred")


def test_the_pattern_of_tiles_is_where_tiles_are(tiles: Path) -> None:
    with app_of(tiles).test_request_context():
        assert tile_pattern() == "/tiles/{z}/{x}/{y}.mvt"


def data_of(figure: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" nonce="(.*?)">(.*?)</script>', figure)
    assert found is not None
    assert found[1] == "n0nce"
    data: dict[str, object] = json.loads(found[2])
    return data


def test_a_figure_holds_picture_data_and_whom_to_thank() -> None:
    figure = map_figure(one_run(), name="run", tiles="/tiles/{z}/{x}/{y}.mvt", nonce="n0nce")
    assert 'id="run" data-tiles="/tiles/{z}/{x}/{y}.mvt" data-source=""' in figure
    assert '<title id="run-title">Run MB1/1</title>' in figure
    assert figure.endswith("© OpenStreetMap contributors</span></figcaption></figure>")
    assert data_of(figure) == json.loads(json.dumps(geojson(one_run())))


def test_a_heavy_view_may_be_fetched() -> None:
    figure = map_figure(many_runs(9), source="/runs/map.json?a=1&b=2", nonce="n0nce")
    assert 'data-source="/runs/map.json?a=1&amp;b=2"' in figure
    assert 'nonce="n0nce"></script>' in figure


def test_text_from_records_cannot_become_markup() -> None:
    bad = "</script><script>alert(1)</script>\"'><b>"
    view = MapView(bad, (MapRun(bad, RUN.stops, RUN.legs, bad),), credit=bad)
    figure = map_figure(view, name="run", nonce="n0nce")
    assert figure.count("<script") == figure.count("</script>") == 1
    assert "<b>" not in figure
    assert data_of(figure)["title"] == bad


def test_the_key_says_what_is_there_and_no_more() -> None:
    joined, simple = one_run(), MapView("", (MapRun("", RUN.stops[1:], RUN.legs[1:]),))
    assert "Light squares" in map_figure(joined)
    assert "Light squares" not in map_figure(simple)
    straight = MapView("", (MapRun("", RUN.stops, RUN.legs, follows_roads=False),))
    assert "the roads of these runs are not known" in map_figure(straight)
    assert "are not known" not in map_figure(simple)


def test_no_runs_are_a_sentence() -> None:
    assert "There are no runs to show" in map_figure(MapView("", ()))
