// Sends what waits on this phone, and brings the pages of the day for when there is no signal. Whoever is signed in sends their own
// entries alone. Each has an id made here, so that it is kept once however often it is sent.
import { forget, list, put } from "./outbox.js"

const MOST = 100
const AGAIN_MS = 30000
const PATIENCE_MS = 20000
export const PACK = "visit-pack" // as in phone-worker.js

// who is signed in, and the token by which forms are known: told by a page that the server has just made, or by the pack
export let who = null
// how the last try ended: "sent", "offline", "signed-out" or "failed"
export let state = "sent"
let under = Promise.resolve()

export function startSending({ user, token }) {
  if (token) who = { user, token }
  addEventListener("online", wake)
  document.addEventListener("visibilitychange", wake)
  setInterval(wake, AGAIN_MS)
}

function wake() {
  if (!document.hidden) send()
}

// One at a time: what is made while some is under way is sent after it.
export function send() {
  under = under.then(sendAll, sendAll)
  return under
}

async function sendAll() {
  const waiting = (await list()).filter((entry) => !entry.why)
  state = "sent"
  if (waiting.length) who ??= await fetchPack()
  const own = waiting.filter((entry) => entry.user === who?.user)
  for (let first = 0; first < own.length && who; first += MOST) await sendSome(own.slice(first, first + MOST))
  tell()
}

async function sendSome(entries) {
  const sent = entries.map(({ id, kid, sealed }) => ({ id, kid, sealed }))
  const body = JSON.stringify({ sent_at: new Date().toISOString(), entries: sent })
  const headers = { "Content-Type": "application/json", "X-CSRFToken": who.token }
  const answer = await fetch("/phone/entries.json", { method: "POST", headers, body, signal: patience() }).catch(() => null)
  if (answer?.ok) return hear(entries, await answer.json())
  state = !answer ? "offline" : answer.status === 401 ? "signed-out" : "failed"
  if (answer?.status === 500 && entries.length > 1) {
    for (const entry of entries) if (who) await sendSome([entry]) // one that the server stumbles over must not hold up the others
  } else if (answer?.status !== 500) {
    who = null // the next try asks anew who is there
  }
}

async function hear(entries, { answers, clock }) {
  for (const { id, said, why } of answers) {
    if (said === "refused") await put({ ...entries.find((entry) => entry.id === id), why })
    else await forget(id)
  }
  tell(answers, clock)
}

// A signal too weak to answer is none. What had come through all the same is a duplicate next time.
function patience() {
  return AbortSignal.timeout?.(PATIENCE_MS)
}

// Tells the server that a refusal has been seen; says whether it was told.
export async function dismiss(id) {
  who ??= await fetchPack()
  if (!who) return false
  const body = new URLSearchParams({ entry: id, csrf_token: who.token })
  const answer = await fetch("/phone/refusals", { method: "POST", body, redirect: "manual" }).catch(() => null)
  return answer?.type === "opaqueredirect"
}

// Has the page say anew what waits, and what the server has said of some.
export function tell(answers = [], clock = "") {
  document.dispatchEvent(new CustomEvent("outbox", { detail: { answers, clock } }))
}

// The day's pages without anyone's name, as the server makes them for a phone that will have no signal: each is kept under the address of
// the page with names, and is good until its hour. Returns who is signed in, or null.
export async function fetchPack() {
  const answer = await fetch("/phone/pack.json", { signal: patience() }).catch(() => null)
  if (!answer?.ok || answer.redirected) {
    state = !answer ? "offline" : answer.redirected ? "signed-out" : "failed"
    return null
  }
  const { user, token, lasts_s: lasts, pages } = await answer.json()
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": answer.headers.get("Content-Security-Policy"),
    Expires: new Date(Date.now() + lasts * 1000).toUTCString(),
  }
  const pack = await globalThis.caches?.open(PACK)
  for (const [address, page] of Object.entries(pages)) await pack?.put(address, new Response(page, { headers }))
  for (const { url } of (await pack?.keys()) ?? []) if (!(new URL(url).pathname in pages)) await pack.delete(url)
  return { user, token }
}
