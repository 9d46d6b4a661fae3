"use strict";
// What tables, charts and explorer share: the data, and how losses and classes look.

const report = JSON.parse(document.getElementById("data").textContent);

const look = {
  lossColors: report.palette.losses,
  classColors: report.palette.classes,
  dashes: [[], [9, 4], [2, 3], [5, 2]],

  css(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  },
  color(value) {
    return value === "#000000" ? this.css("ink") : value;
  },
  loss(index) {
    return this.color(this.lossColors[index % this.lossColors.length]);
  },
  dash(index) {
    return this.dashes[Math.floor(index / this.lossColors.length) % this.dashes.length];
  },
  // Many classes take hues a golden angle apart, in three lightnesses.
  class(index, count) {
    if (index < 0) return "#999999";
    return count <= this.classColors.length
      ? this.color(this.classColors[index])
      : `oklch(${0.45 + 0.15 * (index % 3)} 0.14 ${(index * 222.4922359) % 360}deg)`;
  },
};

// The dataset and model that charts and explorer show; whoever draws it asks to be told.
const place = {
  index: 0,
  listeners: [],
  choose(index) {
    this.index = index;
    for (const select of document.querySelectorAll("[data-place]")) select.value = index;
    for (const draw of this.listeners) draw();
  },
};

for (const select of document.querySelectorAll("[data-place]")) {
  report.charts.forEach((chart, index) => select.add(new Option(chart.title, index)));
  select.closest("label").hidden = report.charts.length < 2;
  select.addEventListener("change", () => place.choose(Number(select.value)));
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => place.choose(place.index));

// Five digits, without the noise of floating point.
function shown(value) {
  return value === null || value === undefined ? "–" : String(Number(value.toPrecision(5)));
}

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}
