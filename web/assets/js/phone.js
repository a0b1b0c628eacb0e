// The trainers' pages on a phone. Every form works without this; with it, what is logged is sealed and kept on the phone first, and sent
// when there is signal. Words that a page needs stand in the page, in <template>s.
import { forget, list, newId, next, put } from "./outbox.js"
import { seal } from "./sealing.js"
import { fetchPack, send, startSending, state } from "./sending.js"

const DAY_MS = 24 * 60 * 60 * 1000
const PAUSE_MS = 600 // a second tap within this is the same tap
const { body } = document
const { user, kid, key, token } = body.dataset
const lines = new Map() // on this page, by the entry's id, the line that tells of it

if (globalThis.indexedDB && globalThis.crypto?.subtle) start()

async function start() {
  globalThis.trustedTypes?.createPolicy("default", {
    createScriptURL: (address) => (address === "/phone/worker.js" ? address : null),
  })
  navigator.serviceWorker?.register("/phone/worker.js").catch(() => {})
  navigator.storage?.persist?.()
  document.addEventListener("outbox", show)
  document.addEventListener("click", click)
  document.addEventListener("submit", submit)
  for (const form of document.forms) if (form.elements.entry) form.elements.entry.value = newId()
  startSending({ user, token })
  await send()
  if (token && "pack" in body.dataset) await fetchPack()
}

// -- logging ----------------------------------------------------------------------------------------------------------

function submit(event) {
  const form = event.target
  if ("leave" in form.dataset) return leave(event)
  if (!form.elements.entry || !key || form.dataset.plain) return
  event.preventDefault()
  if (!form.dataset.busy) keep(form, event.submitter)
}

async function keep(form, button) {
  form.dataset.busy = "yes"
  const fields = Object.fromEntries(new FormData(form))
  if (button?.name) fields[button.name] = button.value
  delete fields.csrf_token
  try {
    const { name, sequence } = await next()
    const id = fields.entry
    const text = JSON.stringify({ ...fields, visit: body.dataset.visit, at: hereAndNow(), device: name, sequence })
    const sealed = await seal(text, { id, kid, user, key })
    await put({ id, user, kid, sequence, label: body.dataset.label, madeAt: Date.now(), sealed })
  } catch {
    delete form.dataset.busy
    return keepPlainly(form, button)
  }
  addLine(form, button, fields)
  form.elements.entry.value = newId()
  if (form.elements.note) form.elements.note.value = ""
  setTimeout(() => delete form.dataset.busy, PAUSE_MS)
  send()
}

// A phone that cannot keep anything sends the form as it is, if the page came with what that needs.
function keepPlainly(form, button) {
  if (!token) return say("This could not be kept on this phone. Write it down, and log it when there is signal.")
  form.dataset.plain = "yes"
  form.requestSubmit(button)
}

// 2026-11-23T08:14:05+00:00: the phone's own clock, and how far its zone is from Greenwich
function hereAndNow() {
  const now = new Date()
  const ahead = -now.getTimezoneOffset()
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60].map((part) => String(part).padStart(2, "0"))
  const local = new Date(now.getTime() + ahead * 60000).toISOString().slice(0, 19)
  return `${local}${ahead < 0 ? "-" : "+"}${hours}:${minutes}`
}

function addLine(form, button, { entry, replaces, note }) {
  const line = cut("line")
  const time = hereAndNow().slice(11, 16)
  const said = [button?.dataset.said, form.elements.part?.value && chosenPart(), note && "with a note"].filter(Boolean).join(", ")
  line.querySelector("[data-said]").textContent = `${time} ${said}`
  const mend = line.querySelector("[data-replace]")
  if (form.elements.replaces) mend.dataset.replace = entry
  else mend.remove()
  lines.set(entry, line)
  form.querySelector("[data-lines]").append(line)
  if (replaces) putRight(form, replaces)
}

function putRight(form, replaces) {
  form.elements.replaces.value = ""
  form.querySelector("[data-mending]").hidden = true
  const old = document.querySelector(`[data-replace="${replaces}"]`)
  old?.closest("li").classList.add("app-phone-line--replaced")
  old?.remove()
}

// -- taps ---------------------------------------------------------------------------------------------------------------

function click(event) {
  const tapped = event.target.closest("[data-part], [data-replace], [data-dismiss], [data-send]")
  if (!tapped) return
  event.preventDefault()
  const { part, replace, dismiss } = tapped.dataset
  if (part !== undefined) choosePart(tapped)
  else if (replace) mend(tapped, replace)
  else if (dismiss) forget(dismiss).then(() => send())
  else send()
}

function choosePart(tapped) {
  for (const other of document.querySelectorAll("[data-part]")) other.removeAttribute("aria-current")
  tapped.setAttribute("aria-current", "true")
  for (const form of document.forms) if (form.elements.part) form.elements.part.value = tapped.dataset.part
}

function chosenPart() {
  return document.querySelector("[data-part][aria-current]")?.textContent.trim()
}

function mend(tapped, id) {
  const form = tapped.closest("form")
  form.elements.replaces.value = id
  form.querySelector("[data-mending]").hidden = false
  form.querySelector("button[name]").focus()
}

// -- what waits ---------------------------------------------------------------------------------------------------------

async function show({ detail: { answers, clock } }) {
  const entries = await list()
  const waiting = entries.filter((entry) => !entry.why)
  const refused = entries.filter((entry) => entry.why)
  for (const { id, said, why } of answers) {
    const mark = lines.get(id)?.querySelector("[data-mark]")
    if (mark) mark.textContent = said === "refused" ? `Refused: ${why}` : "Sent"
  }
  const oldest = Math.min(...waiting.map((entry) => entry.madeAt))
  const parts = [waiting.length ? `${counted(waiting.length)} waiting to send` : "All sent"]
  if (refused.length) parts.push(`${refused.length} refused`)
  if (waiting.length && state === "signed-out") parts.push("sign in to send")
  if (Date.now() - oldest > DAY_MS) parts.push("for more than a day: find signal")
  const strip = document.querySelector("[data-strip]")
  write(strip, parts.join(", "))
  strip.classList.toggle("app-phone-strip--waiting", entries.length > 0)
  if (clock) say(clock)
  showList(waiting, refused)
  showLeaving(entries.length)
}

function showList(waiting, refused) {
  const place = document.querySelector("[data-waiting]")
  if (!place) return
  place.replaceChildren(...[...refused, ...waiting].map(lineOf))
  document.querySelector("[data-sign-in]").hidden = !(waiting.length && state === "signed-out")
  document.querySelector("[data-send]").hidden = !waiting.length
  document.querySelector("[data-nothing]").hidden = waiting.length + refused.length > 0
}

function lineOf({ id, user: whose, label, madeAt, why }) {
  const line = cut("entry")
  const when = new Date(madeAt).toLocaleString("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" })
  line.querySelector("[data-said]").textContent = `${label}, ${when}`
  const foreign = user && whose !== user ? "Someone else's: only they can send it, signed in on this phone." : ""
  line.querySelector("[data-mark]").textContent = why ? `Refused: ${why}` : foreign || "Waiting"
  const dismiss = line.querySelector("[data-dismiss]")
  if (why) dismiss.dataset.dismiss = id
  else dismiss.remove()
  return line
}

// -- signing out ----------------------------------------------------------------------------------------------------------

function showLeaving(count) {
  const place = document.querySelector("[data-unsent]")
  if (!place) return
  place.hidden = place.disabled = !count
  write(place.querySelector("[data-count]"), counted(count))
}

async function leave(event) {
  const form = event.target
  if (form.dataset.sent) return
  event.preventDefault()
  await send()
  const left = await list()
  if (left.length && !form.elements.lose.checked) return say(`${counted(left.length)} not sent yet. They would be lost.`)
  form.dataset.sent = "yes"
  form.requestSubmit()
}

// -- words ----------------------------------------------------------------------------------------------------------------

function counted(number) {
  return number === 1 ? "1 entry" : `${number} entries`
}

function say(text) {
  write(document.querySelector("[data-say]"), text)
}

// only when it differs, so that a screen reader is not interrupted for nothing
function write(place, text) {
  if (place.textContent !== text) place.textContent = text
}

function cut(name) {
  return document.querySelector(`template[data-cut=${name}]`).content.firstElementChild.cloneNode(true)
}
