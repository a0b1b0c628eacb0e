"""Maps on a page: a figure that is whole without scripts, and the data and tiles of the map that moves.

The table of stops is the truth and the map a picture of it. The picture is drawn here as SVG and is what is seen on
paper, without scripts and without WebGL; ``assets/js/map.js`` puts a map that moves in its place where it can. Its
tiles come from this server alone: any other would learn which homes are looked at.
"""

import gzip
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Response, request, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from geodata.errors import MapFileError
from geodata.tiles import read_tile
from web.pages.map_picture import draw_picture
from web.pages.map_view import Line, MapRun, MapStop, MapView, StopKind, geojson

__all__ = [
    "Line",
    "MapRun",
    "MapStop",
    "MapView",
    "StopKind",
    "geojson",
    "map_figure",
    "tile_pattern",
    "tiles_blueprint",
]

TileView = Callable[[int, int, int], Response]

_KEPT_S = 86_400
_KEY = "Numbers show the order of the stops. Discs: where pupils get on or off. Dark squares: schools."
_LIGHT = "Light squares: depots, and where passenger assistants join or leave."
_MANY_KEY = "A colour for each run. Dots: stops. Dark squares: schools."
_STRAIGHT = "Dashed lines are straight: the roads of these runs are not known."


def map_figure(view: MapView, *, name: str = "map", tiles: str = "", source: str = "", nonce: str = "") -> Markup:
    """Return the figure of a view, to be put into a page that loads ``js/map.js``; a sentence if there are no runs.

    Parameters
    ----------
    name
        The figure's id, unlike that of any other on the page.
    tiles
        ``tile_pattern()`` if there is a base map, else empty: then runs are drawn on an empty ground.
    source
        Where ``geojson(view)`` is to be had, for a view of so many runs that it would burden the page; empty to put it
        into the page.
    nonce
        The word that the Content-Security-Policy of this answer gives its scripts.
    """
    if not view.runs:
        return Markup('<p class="govuk-body">There are no runs to show on a map.</p>')
    data = "" if source else htmlsafe_json_dumps(geojson(view))
    return Markup(  # noqa: S704 -- all that is put in is escaped, or was drawn here
        f'<figure class="app-map" id="{escape(name)}" '
        f'data-tiles="{escape(tiles)}" data-source="{escape(source)}">'
        f'<div class="app-map__stage">{draw_picture(view, escape(name))}</div>'
        f'<script type="application/json" nonce="{escape(nonce)}">{data}</script>'
        f'<figcaption class="app-map__caption"><span>{_key(view)}</span> '
        f'<span class="app-map__credit">{escape(view.credit)}</span></figcaption></figure>'
    )


def _key(view: MapView) -> str:
    """Return what the marks and lines mean, in words."""
    kinds = {stop.kind for run in view.runs for stop in run.stops}
    is_one = len(view.runs) == 1
    key = [_KEY if is_one else _MANY_KEY]
    if is_one and kinds & {StopKind.DEPOT, StopKind.ASSISTANT}:
        key.append(_LIGHT)
    if not all(run.follows_roads for run in view.runs):
        key.append(_STRAIGHT)
    return " ".join(key)


def tiles_blueprint(path: Path, guard: Callable[[TileView], TileView]) -> Blueprint:
    """Return the blueprint ``tiles``, which serves the base map that lies at a path.

    Parameters
    ----------
    path
        A file that ``geodata.tiles.build_tiles`` made; where there is none, every tile is 404.
    guard
        Decorates the view with the permission that it asks for.
    """
    blueprint = Blueprint("tiles", __name__)

    @blueprint.get("/tiles/<int:z>/<int:x>/<int:y>.mvt")
    @guard
    def tile(z: int, x: int, y: int) -> Response:
        """Answer with a tile, 204 where the map has nothing, 404 where there is no map."""
        try:
            found = read_tile(path, z, x, y)
        except MapFileError:
            return Response(status=404)
        answer = Response(found or b"", 200 if found else 204, content_type="application/vnd.mapbox-vector-tile")
        answer.cache_control.private = True
        answer.cache_control.max_age = _KEPT_S
        answer.vary.add("Accept-Encoding")
        if found and request.accept_encodings.quality("gzip"):
            answer.content_encoding = "gzip"
        elif found:
            answer.set_data(gzip.decompress(found))
        return answer

    return blueprint


def tile_pattern() -> str:
    """Return the address of tiles for ``map_figure``, with ``{z}/{x}/{y}`` to be filled in."""
    return url_for("tiles.tile", z=0, x=0, y=0).replace("0/0/0.mvt", "{z}/{x}/{y}.mvt")
