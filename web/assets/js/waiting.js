// What the page says of the outbox: how much waits, what was refused and why, and what signing out would lose. Lines are cut from the
// page's own <template>s.
import { forget, list } from "./outbox.js"
import { dismiss, PACK, send, state, who } from "./sending.js"

const DAY_MS = 24 * 60 * 60 * 1000
const lines = new Map() // on this page, by the entry's id, the line that tells of it

export function startShowing() {
  document.addEventListener("outbox", ({ detail }) => show(detail))
  document.addEventListener("click", ({ target }) => {
    const { dismiss, send: now } = target.dataset
    if (dismiss) dismissHere(dismiss)
    else if (now !== undefined) send()
  })
  document.addEventListener("submit", (event) => {
    const { leave: leaving, refusal } = event.target.dataset
    if (leaving !== undefined) leave(event)
    else if (refusal) forget(refusal) // the server forgets it by the form
  })
}

export function addLine(form, id, text) {
  const line = cut("line")
  line.querySelector("[data-said]").textContent = text
  const link = line.querySelector("[data-replace]")
  if (form.elements.replaces) {
    link.dataset.replace = id
    link.querySelector("span").textContent = `: ${text}`
  } else {
    link.remove()
  }
  lines.set(id, line)
  form.querySelector("[data-lines]").append(line)
}

async function show({ answers, clock }) {
  const entries = await list()
  const waiting = entries.filter((entry) => !entry.why)
  for (const { id, said, why } of answers) {
    const mark = lines.get(id)?.querySelector("[data-mark]")
    if (mark) mark.textContent = said === "refused" ? `Refused: ${why}` : "Sent"
  }
  const strip = document.querySelector("[data-strip]")
  write(strip, told(waiting, entries.length - waiting.length))
  strip.classList.toggle("app-phone-strip--waiting", entries.length > 0)
  if (clock) say(clock)
  showList(entries, waiting)
  showLeaving(entries.length)
}

function told(waiting, refused) {
  const parts = waiting.length ? [`${counted(waiting.length)} waiting`] : refused ? [] : ["All sent"]
  if (refused) parts.push(`${refused} refused`)
  if (waiting.length && state === "signed-out") parts.push("sign in to send")
  if (waiting.some((entry) => Date.now() - entry.madeAt > DAY_MS)) parts.push("over a day: find signal")
  return parts.join(", ")
}

function showList(entries, waiting) {
  const place = document.querySelector("[data-waiting]")
  if (!place) return
  place.replaceChildren(...entries.map(lineOf))
  document.querySelector("[data-nothing]").hidden = entries.length > 0
  document.querySelector("[data-sign-in]").hidden = !(waiting.length && state === "signed-out")
  document.querySelector("[data-send]").hidden = !waiting.length
}

function lineOf({ id, user, label, madeAt, why }) {
  const line = cut("entry")
  const when = new Date(madeAt).toLocaleString("en-GB", { weekday: "long", hour: "2-digit", minute: "2-digit" })
  line.querySelector("[data-said]").textContent = `${label}, ${when}`
  const isForeign = who && user !== who.user
  const mark = isForeign ? "Someone else’s: only they can send it, signed in on this phone." : "Waiting"
  line.querySelector("[data-mark]").textContent = why ? `Refused: ${why}` : mark
  const button = line.querySelector("[data-dismiss]")
  if (why && !isForeign) button.dataset.dismiss = id
  else button.remove()
  return line
}

async function dismissHere(id) {
  if (!(await dismiss(id))) return say("There is no signal, or you are signed out. Dismiss it later.")
  await forget(id)
  send()
}

function showLeaving(count) {
  const place = document.querySelector("[data-unsent]")
  if (!place) return
  place.hidden = place.disabled = !count
  write(place.querySelector("[data-count]"), counted(count))
}

// What waits is sent first; of what cannot be sent it must be said whether it stays, sealed, or goes.
async function leave(event) {
  const form = event.target
  if (form.dataset.looked) return
  event.preventDefault()
  await send()
  if ((await list()).length && !form.elements.left.value) return say("Say what becomes of what was not sent.")
  await globalThis.caches?.delete(PACK)
  form.dataset.looked = "yes"
  form.requestSubmit()
}

function counted(number) {
  return number === 1 ? "1 entry" : `${number} entries`
}

export function say(text) {
  write(document.querySelector("[data-say]"), text)
}

// only when it differs, so that a screen reader is not interrupted for nothing
function write(place, text) {
  if (place.textContent !== text) place.textContent = text
}

function cut(name) {
  return document.querySelector(`template[data-cut=${name}]`).content.firstElementChild.cloneNode(true)
}
