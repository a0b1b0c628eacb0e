// Buttons that print the page; without scripts they stay hidden, and the browser's own command does it.
export function startPrinting(page) {
  for (const button of page.querySelectorAll("[data-print]")) {
    button.hidden = false
    button.addEventListener("click", () => window.print())
  }
}
