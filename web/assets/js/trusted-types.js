// The one Trusted Types policy, for pages with a map; import it before MapLibre. MapLibre starts its worker by address and
// parses the credit of a map as HTML: the worker may be ours alone, and a credit is words, never markup.
const OURS = new URL("../maplibre/", import.meta.url).href

globalThis.trustedTypes?.createPolicy("default", {
  createScriptURL: (address) => (new URL(address, location.href).href.startsWith(OURS) ? address : null),
  createHTML: (words) => words.replaceAll("<", "&lt;"),
})
