// Puts a map that moves in the place of the picture of each <figure class="app-map"> (web/pages/maps.py makes those).
//
// What it shows is GeoJSON, within the figure or at data-source; the ground comes from data-tiles, and nothing from anywhere
// else. Where there is no WebGL, or anything goes wrong, the picture stays as it was.
import { FADING, groundStyle, nameLayers, pictures, runLayers } from "./map-style.js"

const LIBRARY = new URL("../maplibre/", import.meta.url)
const BADGE = 30 // how wide a stop's number is, with its edge
const BELOW_NAMES = ["beds", "legs", "dashed-legs", "arrows"]
const TOOLS = 34 // what the buttons at the top cover, beyond the margin
const FAINT = 0.22
const REACH = 6 // how near to a line one must click

let loading

for (const figure of document.querySelectorAll("figure.app-map")) enliven(figure)

async function enliven(figure) {
  if (!document.createElement("canvas").getContext("webgl2")) return
  try {
    const view = await viewOf(figure)
    loading ??= loadLibrary()
    new LiveMap(figure, view, await loading)
  } catch {
    figure.classList.remove("app-map--live")
  }
}

async function viewOf(figure) {
  if (!figure.dataset.source) return JSON.parse(figure.querySelector('script[type="application/json"]').textContent)
  const answer = await fetch(figure.dataset.source, { headers: { Accept: "application/json" } })
  if (!answer.ok) throw new Error(String(answer.status))
  return answer.json()
}

// The pages let no script make an address of a script out of text, and MapLibre asks for its worker by one. So this page's
// one policy lets that address through, and no other.
async function loadLibrary() {
  const worker = new URL("maplibre-gl-worker.mjs", LIBRARY).href
  globalThis.trustedTypes?.createPolicy("default", { createScriptURL: (url) => (url === worker ? url : null) })
  const style = make("link", { rel: "stylesheet", href: new URL("maplibre-gl.css", LIBRARY).href })
  const styled = new Promise((done, failed) => Object.assign(style, { onload: done, onerror: failed }))
  document.head.prepend(style) // before ours, which has the last word
  const [maplibre] = await Promise.all([import(new URL("maplibre-gl.mjs", LIBRARY).href), styled])
  maplibre.setWorkerUrl(worker)
  return maplibre
}

class LiveMap {
  constructor(figure, view, maplibre) {
    this.figure = figure
    this.view = view
    this.maplibre = maplibre
    this.picked = view.runs.length === 1 ? 0 : null
    this.badges = []
    this.stage = figure.querySelector(".app-map__stage")
    this.place = make("div", { class: "app-map__live" })
    this.stage.append(this.place)
    const { tiles } = figure.dataset
    this.map = new maplibre.Map({
      container: this.place,
      style: groundStyle(tiles && location.origin + tiles),
      bounds: view.bbox,
      fitBoundsOptions: this.fitting(),
      maxZoom: 18,
      attributionControl: false, // the caption says whom to thank, always and in full
      cooperativeGestures: true, // the page scrolls on over the map
      dragRotate: false,
      touchPitch: false,
      maxPitch: 0,
      fadeDuration: 0,
      locale: {
        "Map.Title": `${view.title}. Arrow keys move the map, plus and minus zoom.`,
        "CooperativeGesturesHandler.WindowsHelpText": "Hold Ctrl and scroll to zoom the map",
        "CooperativeGesturesHandler.MacHelpText": "Hold ⌘ and scroll to zoom the map",
        "CooperativeGesturesHandler.MobileHelpText": "Use two fingers to move the map",
      },
    })
    this.map.touchZoomRotate.disableRotation()
    this.map.keyboard.disableRotation()
    this.map.on("error", () => {}) // a tile that is not to be had leaves its part of the ground empty
    this.map.once("load", () => this.begin())
    this.map.getCanvas().addEventListener("webglcontextlost", () => this.end())
  }

  begin() {
    this.map.addSource("runs", { type: "geojson", data: this.view })
    for (const [name, picture] of Object.entries(pictures())) this.map.addImage(name, picture, { pixelRatio: 2 })
    const layers = runLayers()
    const below = layers.filter((layer) => BELOW_NAMES.includes(layer.id))
    const above = layers.filter((layer) => !BELOW_NAMES.includes(layer.id))
    const names = this.map.getSource("ground") ? nameLayers() : []
    for (const layer of [...below, ...names, ...above]) this.map.addLayer(layer)
    this.addTools()
    if (this.view.runs.length > 1) this.addChoice()
    this.map.resize() // the choice takes room
    this.pick(this.picked)
    this.map.on("moveend", () => this.spread())
    this.map.on("click", (event) => this.pickNear(event.point))
    this.map.once("idle", () => this.figure.classList.add("app-map--live"))
  }

  // The picture comes back, for good.
  end() {
    this.figure.classList.remove("app-map--live")
    for (const part of [this.place, this.tools, this.choice]) part?.remove()
  }

  fitting() {
    const side = Math.min(56, this.stage.clientWidth / 10)
    return { padding: { top: side + TOOLS, right: side, bottom: side, left: side }, maxZoom: 15.5 }
  }

  addTools() {
    const button = (text, name, act) => {
      const made = make("button", { type: "button", class: "app-map__tool", "aria-label": name }, text)
      made.addEventListener("click", act)
      return made
    }
    this.tools = make(
      "div",
      { class: "app-map__tools", role: "group", "aria-label": "Move the map" },
      button("+", "Zoom in", () => this.map.zoomIn()),
      button("−", "Zoom out", () => this.map.zoomOut()),
      button("Whole map", "Whole map", () => this.map.fitBounds(this.view.bbox, this.fitting())),
    )
    this.stage.append(this.tools)
  }

  // One radio button for each run: arrow keys go through them, and the map shows the one that is picked.
  addChoice() {
    const runs = [{ title: "All runs" }, ...this.view.runs]
    const labels = runs.map((run, place) => {
      const radio = make("input", { type: "radio", name: `${this.figure.id}-run`, value: place - 1, class: "app-map__radio" })
      radio.checked = place === 0
      radio.addEventListener("change", () => this.pick(place ? place - 1 : null))
      return make("label", { class: "app-map__run" }, radio, swatch(run.colour), make("span", {}, run.title))
    })
    this.told = make("p", { class: "app-map__told", role: "status" })
    this.choice = make(
      "div",
      { class: "app-map__choice" },
      make("fieldset", { class: "app-map__runs" }, make("legend", { class: "app-map__legend" }, "Show on the map"), ...labels),
      this.told,
    )
    this.stage.after(this.choice)
  }

  pick(number) {
    const run = this.view.runs[number]
    const isPicked = ["==", ["get", "run"], number ?? -1]
    for (const [layer, property] of FADING) {
      this.map.setPaintProperty(layer, property, run ? ["case", isPicked, 1, FAINT] : 1)
    }
    this.map.setFilter("arrows", ["all", isPicked, ["==", ["get", "is"], "leg"]])
    this.map.setFilter("numbers", ["all", isPicked, ["==", ["get", "is"], "stop"]])
    for (const layer of ["beds", "legs"]) this.map.setLayoutProperty(layer, "line-sort-key", ["case", isPicked, 1, 0])
    this.picked = number
    this.number()
    if (!this.choice) return
    this.choice.querySelector(`input[value="${number ?? -1}"]`).checked = true
    this.told.replaceChildren(run ? `On the map: ${run.title}. ` : `On the map: ${this.view.runs.length} runs. `)
    if (run?.href) this.told.append(make("a", { class: "govuk-link", href: run.href }, "See this run"))
    this.map.fitBounds(run ? boundsOf(this.of(number)) : this.view.bbox, this.fitting())
  }

  pickNear({ x, y }) {
    const around = [
      [x - REACH, y - REACH],
      [x + REACH, y + REACH],
    ]
    const [found] = this.map.queryRenderedFeatures(around, { layers: ["legs", "dashed-legs", "stops"] })
    if (found && this.choice) this.pick(found.properties.run)
  }

  of(number) {
    return this.view.features.filter((feature) => feature.properties.run === number)
  }

  // The numbers of the run that is picked, each a link to its row in the table.
  number() {
    for (const badge of this.badges) badge.marker.remove()
    const stops = this.of(this.picked).filter((feature) => feature.properties.is === "stop")
    this.badges = stops.map(({ geometry, properties }) => {
      const badge = badgeOf(properties)
      badge.element.style.zIndex = stops.length - properties.number // so that no leader lies on a number before it
      const marker = new this.maplibre.Marker({ element: badge.element }).setLngLat(geometry.coordinates)
      return { ...badge, marker: marker.addTo(this.map), at: geometry.coordinates }
    })
    this.spread()
  }

  // Numbers that would lie on each other move aside, and a line leads from each to its stop.
  spread() {
    const taken = []
    for (const badge of this.badges) {
      const { x, y } = this.map.project(badge.at)
      const [dx, dy] = [...rings()].find(([a, b]) => taken.every(([c, d]) => Math.hypot(x + a - c, y + b - d) >= BADGE)) ?? [0, 0]
      taken.push([x + dx, y + dy])
      badge.number.style.translate = `${dx}px ${dy}px`
      badge.leader.setAttribute("x2", dx)
      badge.leader.setAttribute("y2", dy)
    }
  }
}

function* rings() {
  yield [0, 0]
  for (const far of [1.1, 1.7, 2.4, 3.2]) {
    for (let turn = 0; turn < 12; turn += 1) {
      const angle = ((turn - 2) * Math.PI) / 6
      yield [far * BADGE * Math.cos(angle), far * BADGE * Math.sin(angle)]
    }
  }
}

function badgeOf({ number, kind, label, said, anchor }) {
  const name = [`Stop ${number}`, label, said].filter(Boolean).join(", ")
  const look = { class: `app-map__number app-map__number--${kind}`, title: name, "aria-label": name }
  const shown = anchor ? make("a", { ...look, href: `#${anchor}` }, number) : make("span", { ...look, role: "img" }, number)
  const leader = draw("line", { stroke: "currentColor", "stroke-width": 1.5 })
  const element = make("div", { class: "app-map__stop" }, draw("svg", { class: "app-map__leader", "aria-hidden": "true" }, leader), shown)
  return { element, number: shown, leader }
}

function boundsOf(features) {
  const points = features.flatMap(({ geometry }) => (geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates))
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

function swatch(colour) {
  const line = draw("path", { d: "M2 8h16", stroke: colour ?? "none", "stroke-width": 5, "stroke-linecap": "round" })
  return draw("svg", { class: "app-map__swatch", viewBox: "0 0 20 16", "aria-hidden": "true" }, line)
}

function make(name, attributes, ...content) {
  return dressed(document.createElement(name), attributes, content)
}

function draw(name, attributes, ...content) {
  return dressed(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, content)
}

function dressed(element, attributes, content) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...content)
  return element
}
