// The service worker of the trainers' pages. Above these lines the server writes VERSION, a mark of all that the shell is made of, and
// SHELL, its addresses: the page that lists what waits, its style and scripts, nothing about anyone. Pages come from the server; where that
// cannot be reached, from the visit pack (sending.js), until its hour; and otherwise it is the shell that answers.
const KEPT = `shell ${VERSION}`
const PACK = "visit-pack"
const PATIENCE_MS = 4000

addEventListener("install", (event) => {
  skipWaiting()
  const fresh = SHELL.map((address) => new Request(address, { cache: "reload" }))
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(fresh)))
})

addEventListener("activate", (event) => {
  event.waitUntil(dropOld().then(() => clients.claim()))
})

addEventListener("fetch", (event) => {
  const { request } = event
  const address = request.url.replace(location.origin, "")
  if (request.mode === "navigate") event.respondWith(page(request))
  else if (request.method === "GET" && SHELL.includes(address)) event.respondWith(asset(request))
})

async function dropOld() {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== KEPT && name !== PACK).map((name) => caches.delete(name)))
}

async function asset(request) {
  return (await (await caches.open(KEPT)).match(request)) ?? fetch(request)
}

async function page(request) {
  const copy = request.method === "GET" ? await packed(request) : undefined
  const asked = fetch(request).then((answer) => (answer.status > 501 ? undefined : answer), () => undefined)
  const late = new Promise((done) => setTimeout(done, PATIENCE_MS))
  const answer = await (copy ? Promise.race([asked, late]) : asked) // who has a copy does not wait long for a weak signal
  return answer ?? copy ?? (await caches.open(KEPT)).match(SHELL[0])
}

async function packed(request) {
  const pack = await caches.open(PACK)
  const found = await pack.match(request, { ignoreSearch: true })
  if (!found || Date.parse(found.headers.get("Expires")) > Date.now()) return found
  await caches.delete(PACK)
}
