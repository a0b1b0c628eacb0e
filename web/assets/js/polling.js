// Asks how far some work is, and says so when that changes. The answer is JSON:
//   {"text": "Run 12 of 40", "done": 12, "of": 40, "ended": false, "href": "/where/to/go"}
// Each pause is twice the one before, up to five seconds, and longer where answers are slow. Nothing is asked while the tab is
// hidden, nor after the end, when the page goes to "href" if there is one. If asking fails, the link to ask by hand is there.
const FIRST_MS = 500
const LONGEST_MS = 5000

export function startPolling(page) {
  for (const place of page.querySelectorAll("[data-poll]")) {
    new Poll(place).later()
  }
}

class Poll {
  constructor(place) {
    this.place = place
    this.pause = FIRST_MS
    this.isWaiting = false
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.isWaiting) this.ask()
    })
  }

  later() {
    this.isWaiting = true
    setTimeout(() => {
      if (!document.hidden && this.isWaiting) this.ask()
    }, this.pause)
  }

  async ask() {
    this.isWaiting = false
    const begun = performance.now()
    try {
      const answer = await fetch(this.place.dataset.poll, { headers: { Accept: "application/json" } })
      if (answer.status === 401 || answer.redirected) return location.reload()
      if (!answer.ok) throw new Error(String(answer.status))
      const told = await answer.json()
      this.show(told)
      if (told.ended) return this.end(told)
    } catch {
      this.say("This page could not ask how far it is. It will try again.")
    }
    this.pause = Math.min(LONGEST_MS, Math.max(2 * this.pause, 4 * (performance.now() - begun)))
    this.later()
  }

  show(told) {
    this.say(told.text)
    const bar = this.place.querySelector("[data-poll-bar]")
    if (bar) {
      bar.max = told.of
      bar.value = told.done
    }
  }

  // only when it differs, so that a screen reader is not interrupted for nothing
  say(text) {
    const line = this.place.querySelector("[data-poll-text]")
    if (line.textContent !== text) line.textContent = text
  }

  end(told) {
    if (told.href) location.assign(told.href)
  }
}
