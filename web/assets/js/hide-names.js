// A switch that hides pupils' names while others may see the screen; the choice lasts as long as the tab does.
const KEY = "hide-names"

export function startHidingNames(page) {
  for (const button of page.querySelectorAll("[data-hide-names]")) {
    button.hidden = false
    button.addEventListener("click", () => show(page, !isHidden()))
  }
  show(page, isHidden())
}

// base.html asks the same before anything is drawn
function isHidden() {
  return sessionStorage.getItem(KEY) === "yes"
}

function show(page, hidden) {
  sessionStorage.setItem(KEY, hidden ? "yes" : "no")
  page.documentElement.classList.toggle("app-names-hidden", hidden)
  for (const button of page.querySelectorAll("[data-hide-names]")) {
    button.setAttribute("aria-pressed", String(hidden))
  }
}
