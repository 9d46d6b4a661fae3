"use strict";
// Shared by tables, charts and explorer: the data, and the colours and markers of losses and classes.

const report = JSON.parse(document.getElementById("data").textContent);

const look = {
  // Markers around the origin, of radius 1.
  shapes: {
    circle: new Path2D("M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z"),
    square: new Path2D("M-.85-.85H.85V.85H-.85Z"),
    triangleUp: new Path2D("M0-1.1L1.1.9H-1.1Z"),
    triangleDown: new Path2D("M0 1.1L1.1-.9H-1.1Z"),
    diamond: new Path2D("M0-1.25L1.1 0L0 1.25L-1.1 0Z"),
  },
  css(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  },
  // Black is drawn in the text colour, which is light on a dark page.
  color(of) {
    return of.color === "#000000" ? this.css("ink") : of.color;
  },
  // Draws a marker in the context's fill style.
  mark(context, of, x, y, radius) {
    context.save();
    context.translate(x, y);
    context.scale(radius, radius);
    context.fill(this.shapes[of.marker]);
    context.restore();
  },
};

// The dataset and model that charts and explorer show. `listeners` are called when it changes, `redraw` when colours change.
const place = {
  index: 0,
  listeners: [],
  redraw: [],
  get shown() {
    return report.places[this.index];
  },
  choose(index) {
    this.index = index;
    for (const select of document.querySelectorAll("[data-place]")) select.value = index;
    for (const draw of this.listeners) draw();
  },
};

for (const select of document.querySelectorAll("[data-place]")) {
  report.places.forEach(({ title }, index) => select.add(new Option(title, index)));
  select.closest("label").hidden = report.places.length < 2;
  select.addEventListener("change", () => place.choose(Number(select.value)));
}

for (const media of ["(prefers-color-scheme: dark)", "print"]) {
  matchMedia(media).addEventListener("change", () => place.redraw.forEach((draw) => draw()));
}

// Five digits, without the noise of floating point.
function shown(value) {
  return String(Number(value.toPrecision(5)));
}

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}
