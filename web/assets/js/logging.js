// Forms that log something: each is sealed and kept on the phone before anything is sent. The page says at once that it is kept; what
// was logged cannot be read back after the page has gone, for the phone has no key to it.
import { newId, next, put } from "./outbox.js"
import { seal } from "./sealing.js"
import { send, tell } from "./sending.js"
import { addLine, say } from "./waiting.js"

const PAUSE_MS = 600 // a second tap within this is the same tap
const { user, kid, key, token, visit, label } = document.body.dataset

export function startLogging() {
  if (!key) return
  for (const form of document.forms) if (form.elements.entry) form.elements.entry.value = newId()
  document.addEventListener("submit", (event) => {
    const form = event.target
    if (!form.elements.entry || form.dataset.plain) return
    event.preventDefault()
    if (!form.dataset.busy) keep(form, event.submitter)
  })
  document.addEventListener("click", (event) => {
    const tapped = event.target.closest("[data-part], [data-replace]")
    if (!tapped) return
    event.preventDefault()
    if (tapped.dataset.part) choosePart(tapped)
    else mend(tapped.closest("form"), tapped.dataset.replace)
  })
}

async function keep(form, button) {
  form.dataset.busy = "yes"
  const fields = { ...Object.fromEntries(new FormData(form)), visit }
  if (button) fields[button.name] = button.value
  delete fields.csrf_token
  const id = fields.entry
  try {
    const { name, sequence } = await next()
    const text = JSON.stringify({ ...fields, at: hereAndNow(), device: name, sequence })
    const sealed = await seal(text, { id, kid, user, key })
    await put({ id, user, kid, sequence, label, madeAt: Date.now(), sealed })
  } catch {
    delete form.dataset.busy
    return keepPlainly(form, button)
  }
  addLine(form, id, `${hereAndNow().slice(11, 16)} ${said(form, button)}`)
  if (fields.replaces) putRight(form, fields.replaces)
  form.elements.entry.value = newId()
  for (const box of form.querySelectorAll("textarea")) box.value = ""
  for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = false
  setTimeout(() => delete form.dataset.busy, PAUSE_MS)
  tell()
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
  const [hours, minutes] = [Math.trunc(Math.abs(ahead) / 60), Math.abs(ahead) % 60].map((part) => String(part).padStart(2, "0"))
  return `${new Date(now.getTime() + ahead * 60000).toISOString().slice(0, 19)}${ahead < 0 ? "-" : "+"}${hours}:${minutes}`
}

function said(form, button) {
  const part = form.elements.part && document.querySelector("[data-part][aria-current]").textContent.trim().toLowerCase()
  return [button?.dataset.said, part, form.elements.note?.value && "with a note"].filter(Boolean).join(", ")
}

function choosePart(tapped) {
  for (const other of document.querySelectorAll("[data-part]")) other.removeAttribute("aria-current")
  tapped.setAttribute("aria-current", "true")
  for (const form of document.forms) if (form.elements.part) form.elements.part.value = tapped.dataset.part
}

function mend(form, id) {
  form.elements.replaces.value = id
  form.querySelector("[data-mending]").hidden = false
  form.querySelector("button").focus()
}

function putRight(form, id) {
  form.elements.replaces.value = ""
  form.querySelector("[data-mending]").hidden = true
  const link = form.querySelector(`[data-replace="${id}"]`)
  link?.closest("li").classList.add("app-phone-line--replaced")
  link?.remove()
}
