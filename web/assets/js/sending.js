// Sends what waits on this phone, and brings the pages of the day for when there is no signal. Whoever is signed in sends their own
// entries alone. Each has an id made here, so that it is kept once however often it is sent.
import { forget, list, put } from "./outbox.js"

const MOST = 100
const AGAIN_MS = 30000
const PACK = "visit-pack" // as in phone-worker.js

// who is signed in, and the token by which forms are known; told by a page that the server has just made, or by the pack
let who = null
let under = null

// how the last try ended: "sent", "offline", "signed-out" or "failed"
export let state = "sent"

export function startSending({ user, token }) {
  if (token) who = { user, token }
  for (const [place, name] of [[globalThis, "online"], [document, "visibilitychange"]]) {
    place.addEventListener(name, () => document.hidden || send())
  }
  setInterval(() => document.hidden || send(), AGAIN_MS)
}

// One at a time; whoever asks meanwhile waits for the one that is under way, and then for their own.
export function send() {
  under = (under ?? Promise.resolve()).then(sendAll, sendAll)
  return under
}

async function sendAll() {
  const waiting = (await list()).filter((entry) => !entry.why)
  if (waiting.length) {
    who ??= await fetchPack()
    if (who) await sendOwn(waiting.filter((entry) => entry.user === who.user))
  } else {
    state = "sent"
  }
  tell([])
}

async function sendOwn(entries) {
  state = "sent"
  for (let first = 0; first < entries.length && who; first += MOST) await sendSome(entries.slice(first, first + MOST))
}

async function sendSome(entries) {
  const sent = entries.map(({ id, kid, sealed }) => ({ id, kid, sealed }))
  const body = JSON.stringify({ sent_at: new Date().toISOString(), entries: sent })
  const headers = { "Content-Type": "application/json", "X-CSRFToken": who.token }
  const answer = await fetch("/phone/entries.json", { method: "POST", headers, body }).catch(() => null)
  if (!answer?.ok) {
    state = !answer ? "offline" : answer.status === 401 ? "signed-out" : "failed"
    who = null // the next try asks anew who is there
    return
  }
  const told = await answer.json()
  for (const { id, said, why } of told.answers) {
    if (said === "refused") await put({ ...entries.find((entry) => entry.id === id), why })
    else await forget(id)
  }
  tell(told.answers, told.clock)
}

function tell(answers, clock = "") {
  document.dispatchEvent(new CustomEvent("outbox", { detail: { answers, clock } }))
}

// The day's pages without anyone's name, as the server makes them for a phone that will have no signal: each is kept under the address of
// the page with names, and is good until its hour. Returns who is signed in, or null.
export async function fetchPack() {
  const answer = await fetch("/phone/pack.json").catch(() => null)
  if (!answer?.ok || answer.redirected) {
    state = !answer ? "offline" : answer.redirected ? "signed-out" : "failed"
    return null
  }
  const { user, token, expires, pages } = await answer.json()
  const headers = { "Content-Type": "text/html; charset=utf-8", Expires: expires }
  headers["Content-Security-Policy"] = answer.headers.get("Content-Security-Policy")
  await globalThis.caches?.delete(PACK)
  const pack = await globalThis.caches?.open(PACK)
  for (const [address, page] of Object.entries(pages)) await pack?.put(address, new Response(page, { headers }))
  return { user, token }
}
