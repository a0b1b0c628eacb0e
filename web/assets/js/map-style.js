// How the map looks: a calm, light ground, and runs that stand out from it.
//
// The ground is drawn from our own tiles (geodata/base_map.py says what is in them). Names are drawn with the fonts of the
// machine, so that no font is fetched either.

export const INK = "#0b0c0c"
const GROUND = "#f4f3ee"
const WATER = "#b9d7e6"
const PAPER = "#ffffff"
const QUIET = "#5b605f"

const FONT = ["system-ui", "Segoe UI", "Noto Sans", "Arial"]
const BOLD = ["Bold", ...FONT] // no font is called so: the word alone makes those that follow bold

const LAND = { wood: "#cfe0c3", green: "#deead2", built: "#ebe9e3", grounds: "#ece3d6" }
const ROADS = { motorway: "#f0b27e", trunk: "#f5c98f", primary: "#f8dca6", secondary: "#fbeec4", path: "#a8a196", rail: "#a9a9a9" }
const EDGES = { motorway: "#c98242", trunk: "#d09a55", primary: "#cfac68", secondary: "#cdbb86" }
const RANK = { motorway: 8, trunk: 7, primary: 6, secondary: 5, tertiary: 4, street: 3, service: 2, rail: 1, path: 0 }
const WIDE = { motorway: 1.6, trunk: 1.5, primary: 1.4, secondary: 1.2, tertiary: 1.1, street: 0.9, service: 0.45 }

const byKind = (values, other) => ["match", ["get", "kind"], ...Object.entries(values).flat(), other]
const ofKind = (...kinds) => ["in", ["get", "kind"], ["literal", kinds]]
const growing = (...stops) => ["interpolate", ["exponential", 1.5], ["zoom"], ...stops]
const times = (width) => ["*", width, byKind(WIDE, 0.5)]
const width = growing(7, times(0.8), 11, times(1.4), 13, times(3), 15, times(8), 18, times(28))
const halo = { "text-halo-color": PAPER, "text-halo-width": 1.6 }

// The whole style: the ground, if there are tiles, and nothing on it yet.
export function groundStyle(tiles) {
  const sources = tiles ? { ground: { type: "vector", tiles: [tiles], minzoom: 4, maxzoom: 14 } } : {}
  const paper = { id: "paper", type: "background", paint: { "background-color": GROUND } }
  return { version: 8, sources, layers: tiles ? [paper, ...groundLayers()] : [paper] }
}

function groundLayers() {
  const road = (id, more) => ({ id, type: "line", source: "ground", "source-layer": "roads", ...more })
  const roads = ["!", ofKind("path", "rail")]
  const lines = { "line-cap": "round", "line-join": "round", "line-sort-key": byKind(RANK, 0) }
  return [
    { id: "land", type: "fill", source: "ground", "source-layer": "land", paint: { "fill-color": byKind(LAND, GROUND) } },
    fill("water", ofKind("water"), WATER),
    {
      id: "rivers",
      type: "line",
      source: "ground",
      "source-layer": "water",
      filter: ofKind("river", "stream"),
      layout: { "line-cap": "round" },
      paint: { "line-color": WATER, "line-width": growing(9, 0.8, 13, byKind({ river: 2.5 }, 0.8), 17, byKind({ river: 8 }, 3)) },
    },
    { ...fill("buildings", true, "#dfdad1"), minzoom: 14, paint: { "fill-color": "#dfdad1", "fill-outline-color": "#cbc5b9" } },
    road("paths", {
      minzoom: 14.5,
      filter: ofKind("path"),
      paint: { "line-color": ROADS.path, "line-width": growing(14, 0.6, 18, 2), "line-dasharray": [2, 1.5] },
    }),
    road("rails", {
      filter: ofKind("rail"),
      paint: { "line-color": ROADS.rail, "line-width": growing(10, 0.6, 14, 1.2, 18, 3), "line-dasharray": [4, 2] },
    }),
    road("road-edges", {
      filter: roads,
      layout: lines,
      paint: { "line-color": byKind(EDGES, "#c9c4b8"), "line-width": 1, "line-gap-width": width },
    }),
    road("roads", { filter: roads, layout: lines, paint: { "line-color": byKind(ROADS, PAPER), "line-width": width } }),
  ]
}

function fill(layer, filter, colour) {
  return { id: layer, type: "fill", source: "ground", "source-layer": layer, filter, paint: { "fill-color": colour } }
}

// Names of the ground, which lie above the runs.
export function nameLayers() {
  return [
    {
      id: "river-names",
      type: "symbol",
      source: "ground",
      "source-layer": "water",
      minzoom: 12,
      filter: ofKind("river"),
      layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": FONT, "text-size": 12 },
      paint: { "text-color": "#245f7d", ...halo },
    },
    {
      id: "road-names",
      type: "symbol",
      source: "ground",
      "source-layer": "roads",
      minzoom: 13,
      filter: ["!", ofKind("rail", "path")],
      layout: {
        "symbol-placement": "line",
        "symbol-sort-key": ["-", 9, byKind(RANK, 0)],
        "text-field": ["coalesce", ["get", "name"], ["get", "ref"]],
        "text-font": FONT,
        "text-size": growing(13, 10.5, 17, 14),
        "text-padding": 8,
      },
      paint: { "text-color": "#3a3f3e", ...halo },
    },
    {
      id: "place-names",
      type: "symbol",
      source: "ground",
      "source-layer": "places",
      layout: {
        "symbol-sort-key": byKind({ city: 0, town: 1, village: 2, suburb: 3, hamlet: 4 }, 5),
        "text-field": ["get", "name"],
        "text-font": BOLD,
        "text-size": growing(9, byKind({ city: 15, town: 14 }, 10.5), 14, byKind({ city: 20, town: 18, village: 15 }, 13)),
        "text-max-width": 8,
        "text-padding": 6,
      },
      paint: { "text-color": QUIET, ...halo },
    },
  ]
}

// The runs: each a line on a white bed, dots for stops and marks for schools; arrows and room for numbers on the one picked.
export function runLayers() {
  const legs = ["==", ["get", "is"], "leg"]
  const stops = ["all", ["==", ["get", "is"], "stop"], ["!", ofKind("school")]]
  const lines = { "line-cap": "round", "line-join": "round" }
  const colour = ["get", "colour"]
  const layer = (id, type, more) => ({ id, type, source: "runs", ...more })
  return [
    layer("beds", "line", { filter: legs, layout: lines, paint: { "line-color": PAPER, "line-width": growing(10, 6, 14, 10, 18, 18) } }),
    layer("legs", "line", {
      filter: ["all", legs, ["!", ["get", "dashed"]]],
      layout: lines,
      paint: { "line-color": colour, "line-width": growing(10, 3, 14, 6, 18, 12) },
    }),
    layer("dashed-legs", "line", {
      filter: ["all", legs, ["get", "dashed"]],
      paint: { "line-color": colour, "line-width": growing(10, 3, 14, 6, 18, 12), "line-dasharray": [2, 1.5] },
    }),
    layer("arrows", "symbol", {
      filter: legs,
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 110,
        "icon-image": "arrow",
        "icon-size": growing(10, 0.7, 16, 1.1),
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
    }),
    layer("stops", "circle", {
      filter: stops,
      paint: {
        "circle-radius": growing(9, 2, 13, 4, 17, 7),
        "circle-color": PAPER,
        "circle-stroke-color": colour,
        "circle-stroke-width": growing(9, 1.2, 14, 2.5),
      },
    }),
    layer("schools", "symbol", {
      filter: ["==", ["get", "is"], "school"],
      layout: {
        "icon-image": "school",
        "icon-size": growing(9, 0.6, 14, 1),
        "icon-allow-overlap": true,
        "text-field": ["get", "label"],
        "text-font": BOLD,
        "text-size": growing(10, 12, 15, 14),
        "text-variable-anchor": ["left", "right", "bottom", "top"],
        "text-radial-offset": 1.7,
        "text-justify": "auto",
        "text-max-width": 12,
        "text-optional": true,
      },
      paint: { "text-color": INK, "text-halo-color": PAPER, "text-halo-width": 2 },
    }),
    layer("numbers", "symbol", { layout: { "icon-image": "number", "icon-allow-overlap": true } }),
  ]
}

// What fades, of which layer, when another run is picked.
export const FADING = [
  ["beds", "line-opacity"],
  ["legs", "line-opacity"],
  ["dashed-legs", "line-opacity"],
  ["stops", "circle-opacity"],
  ["stops", "circle-stroke-opacity"],
]

// An arrowhead and a school's mark as pictures, drawn twice as large as they are shown.
export function pictures() {
  return {
    arrow: picture(36, (pen) => {
      pen.moveTo(32, 18)
      pen.lineTo(8, 30)
      pen.lineTo(14, 18)
      pen.lineTo(8, 6)
      pen.closePath()
    }),
    number: picture(52, () => {}), // nothing to see: it keeps names away from where a number is
    school: picture(36, (pen) => {
      pen.roundRect(4, 4, 28, 28, 4)
    }),
  }
}

function picture(size, draw) {
  const pen = Object.assign(document.createElement("canvas"), { width: size, height: size }).getContext("2d")
  pen.beginPath()
  draw(pen)
  pen.fillStyle = INK
  pen.strokeStyle = PAPER
  pen.lineWidth = 3
  pen.lineJoin = "round"
  pen.stroke()
  pen.fill()
  return pen.getImageData(0, 0, size, size)
}
