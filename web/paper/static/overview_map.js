"use strict";
// Pan, zoom and pick on a drawing that is already in the page. Nothing is fetched, nothing is kept.
const drawing = document.getElementById("drawing");
const first = drawing.getAttribute("viewBox").split(" ").map(Number);
const runs = [...document.querySelectorAll("#runs .run")];
const entries = [...document.querySelectorAll("#list details")];
const labels = [...document.querySelectorAll(".schools text")];
const view = { x: 0, y: 0, metres: 1 }; // centre, and metres of ground to a pixel
let isWhole = true; // nobody has moved the map yet

function draw() {
  const width = drawing.clientWidth * view.metres, height = drawing.clientHeight * view.metres;
  drawing.setAttribute("viewBox", `${view.x - width / 2} ${view.y - height / 2} ${width} ${height}`);
  for (const mark of drawing.querySelectorAll(".schools .fixed, .picked .fixed"))
    mark.setAttribute("transform", `translate(${mark.dataset.x} ${mark.dataset.y}) scale(${view.metres})`);
  thin();
  const longest = 120 * view.metres, power = 10 ** Math.floor(Math.log10(longest));
  const bar = [5, 2, 1].map((step) => step * power).find((length) => length <= longest);
  document.getElementById("bar").style.width = `${bar / view.metres}px`;
  document.getElementById("length").textContent = bar < 1000 ? `${bar} m` : `${bar / 1000} km`;
}

function thin() { // hide a school's name where it would lie on another school or its name, or on a picked run's stop
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const taken = labels.map((label) => [label, label.previousElementSibling.getBoundingClientRect()]);
  for (const stop of document.querySelectorAll(".picked .stop")) taken.push([stop, stop.getBoundingClientRect()]);
  for (const label of labels) {
    const box = label.getBoundingClientRect();
    const free = !taken.some(([other, there]) => other !== label && meet(box, there));
    label.style.visibility = free ? "" : "hidden";
    if (free) taken.push([label, box]);
  }
}

function fit([x, y, width, height]) {
  view.x = x + width / 2;
  view.y = y + height / 2;
  view.metres = Math.max(width / drawing.clientWidth, height / drawing.clientHeight, 0.2);
  draw();
}

function seeWhole() {
  isWhole = true;
  fit(first);
}

function zoom(factor, left = drawing.clientWidth / 2, top = drawing.clientHeight / 2) {
  const metres = Math.min(Math.max(view.metres * factor, 0.2), 4 * Math.max(first[2], first[3]) / 300);
  view.x += (left - drawing.clientWidth / 2) * (view.metres - metres);
  view.y += (top - drawing.clientHeight / 2) * (view.metres - metres);
  view.metres = metres;
  isWhole = false;
  draw();
}

function pan(right, down) {
  view.x += right * view.metres;
  view.y += down * view.metres;
  isWhole = false;
  draw();
}

function pick(number, { move }) {
  for (const run of runs) run.classList.toggle("picked", run.dataset.run === number);
  drawing.classList.toggle("picking", number !== null);
  const run = runs.find((each) => each.dataset.run === number);
  if (!run) return draw();
  run.parentNode.append(run); // on top of all others
  if (!move) return draw();
  isWhole = false;
  const box = run.querySelector(".line").getBBox(), edge = 0.15 * Math.max(box.width, box.height, 400);
  fit([box.x - edge, box.y - edge, box.width + 2 * edge, box.height + 2 * edge]);
}

for (const entry of entries) {
  entry.addEventListener("toggle", () => {
    if (entry.open) pick(entry.dataset.run, { move: true });
    else if (!entries.some((each) => each.open)) pick(null, {});
  });
}

for (const run of runs) {
  run.addEventListener("click", () => {
    if (moved) return;
    const entry = entries.find((each) => each.dataset.run === run.dataset.run);
    for (const other of entries) other.open = other === entry;
    entry.parentNode.parentNode.scrollTo({ top: entry.offsetTop });
  });
}

const pointers = new Map();
let moved = false;
drawing.addEventListener("pointerdown", (event) => {
  if (!pointers.size) moved = false;
  pointers.set(event.pointerId, event);
});
addEventListener("pointermove", (event) => {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const others = [...pointers.values()].filter((each) => each.pointerId !== event.pointerId);
  if (others.length) {
    const apart = (one) => Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY);
    const box = drawing.getBoundingClientRect();
    zoom(apart(before) / Math.max(apart(event), 1), (event.clientX + others[0].clientX) / 2 - box.left,
      (event.clientY + others[0].clientY) / 2 - box.top);
  } else pan(before.clientX - event.clientX, before.clientY - event.clientY);
  moved = moved || Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) > 2;
  pointers.set(event.pointerId, event);
});
for (const name of ["pointerup", "pointercancel"])
  addEventListener(name, (event) => pointers.delete(event.pointerId));

drawing.addEventListener("wheel", (event) => {
  event.preventDefault();
  const box = drawing.getBoundingClientRect();
  zoom(Math.exp(Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 100) / 300), event.clientX - box.left, event.clientY - box.top);
}, { passive: false });

const keys = {
  ArrowLeft: () => pan(-60, 0), ArrowRight: () => pan(60, 0), ArrowUp: () => pan(0, -60), ArrowDown: () => pan(0, 60),
  "+": () => zoom(0.7), "=": () => zoom(0.7), "-": () => zoom(1.4), 0: seeWhole,
};
drawing.addEventListener("keydown", (event) => {
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const entry of entries) entry.open = false;
});

document.getElementById("in").addEventListener("click", () => zoom(0.7));
document.getElementById("out").addEventListener("click", () => zoom(1.4));
document.getElementById("whole").addEventListener("click", () => {
  for (const entry of entries) entry.open = false;
  seeWhole();
});
document.getElementById("find").addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const entry of entries) entry.hidden = !words.every((word) => entry.dataset.words.includes(word));
});
addEventListener("resize", () => (isWhole ? seeWhole() : draw()));
seeWhole();
