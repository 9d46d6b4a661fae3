// Charts of the chosen dataset and model. uPlot handles axes, zoom and cursor; the marks are drawn here.

(() => {
  const hidden = new Set();
  // The index of the chosen vertical axis, by chart name.
  const chosen = new Map();
  let plots = [];

  // Maps from a value to its position on an axis of this scale, and back.
  const scales = {
    linear: () => [(value) => value, (at) => at],
    log: ({ low }) => [(value) => Math.log10(Math.max(value, low)), (at) => 10 ** at],
    symlog: ({ unit }) => [(value) => Math.asinh(value / unit), (at) => unit * Math.sinh(at)],
  };

  function laid(axis) {
    const [at, value] = scales[axis.scale](axis);
    const ticks = new Map(axis.ticks.map((tick) => [at(tick.value), tick.label]));
    return { title: axis.title, at, value, low: at(axis.low), high: at(axis.high), ticks };
  }

  // About five round numbers, for a zoomed range with too few ticks.
  function steps(low, high) {
    const power = 10 ** Math.floor(Math.log10((high - low) / 5));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= (high - low) / 5);
    const first = Math.ceil(low / step);
    return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
  }

  const font = "12px system-ui, sans-serif";
  const ruler = document.createElement("canvas").getContext("2d");
  const widthOf = (text) => {
    ruler.font = font;
    return ruler.measureText(text).width;
  };

  function styled(axis) {
    const line = { stroke: look.css("line"), width: 1 };
    return { stroke: look.css("soft"), font, labelFont: font, grid: line, ticks: line, label: axis.title, labelSize: 22 };
  }

  // Names that do not fit side by side are replaced by numbers.
  function across(axis, width) {
    const label = (at) => axis.ticks.get(at) ?? shown(axis.value(at));
    return {
      ...styled(axis),
      size: 36,
      values: (_, splits) => {
        const texts = splits.map(label);
        const room = width / texts.length - 8;
        const fit = texts.every((text, i) => i === 0 || (widthOf(text) + widthOf(texts[i - 1])) / 2 <= room);
        return fit ? texts : splits.map((at) => shown(axis.value(at)));
      },
    };
  }

  function upwards(axis) {
    const short = (text) => (text.length > 20 ? `${text.slice(0, 19)}…` : text);
    return {
      ...styled(axis),
      size: Math.max(40, ...[...axis.ticks.values()].map((text) => widthOf(short(text)) + 18)),
      values: (_, splits) => splits.map((at) => short(axis.ticks.get(at) ?? shown(axis.value(at)))),
    };
  }

  const interval = (low, high) => (low === null ? "" : `, 95 % ${shown(low)} to ${shown(high)}`);
  const what = (axis) => axis.title.split(",")[0];

  // The marks of a chart: positions on its axes, with tooltip texts. A missing value or interval is null.
  function marksOf(chart, x, y) {
    if (chart.kind === "cells") {
      const [{ names, values }] = chart.cells;
      return values.flatMap((row, i) => row.flatMap((value, j) => (value === null ? [] : [{
        x: j, y: names.length - 1 - i, value, name: `${names[i]} – ${names[j]}`, text: shown(value),
      }])));
    }
    const series = chart.series.filter((s) => !hidden.has(s.loss));
    return series.flatMap((s, place) => s.x.flatMap((value, i) => (s.y[i] === null ? [] : [{
      series: s,
      index: i,
      loss: s.loss,
      x: x.at(value) + (chart.kind === "bars" ? (place - (series.length - 1) / 2) * barWidth(chart, series) : 0),
      y: y.at(s.y[i]),
      low: (s.low[i] ?? null) === null ? null : y.at(s.low[i]),
      high: (s.high[i] ?? null) === null ? null : y.at(s.high[i]),
      name: report.losses[s.loss].label,
      text: chart.kind === "points"
        ? `${s.names[i]}: ${what(x)} ${shown(value)}, ${what(y)} ${shown(s.y[i])}`
        : `${s.names[i] ?? `${what(x)} ${shown(value)}`}: ${shown(s.y[i])}${interval(s.low[i] ?? null, s.high[i] ?? null)}`,
    }])));
  }

  // Bars widen when losses are hidden.
  const barWidth = (chart, series) => (chart.barWidth * chart.series.length) / series.length;

  // Interpolated heat colour of a share from 0 to 1.
  function heat(share) {
    const at = Math.min(1, Math.max(0, share)) * (report.heat.length - 1);
    const below = Math.min(Math.floor(at), report.heat.length - 2);
    return `color-mix(in srgb, ${report.heat[below + 1]} ${(at - below) * 100}%, ${report.heat[below]})`;
  }

  // Splits marks into runs of consecutive points of a series, without gaps.
  function runs(marks) {
    const found = [];
    for (const mark of marks) {
      const last = found.at(-1)?.at(-1);
      if (last?.series === mark.series && last.index + 1 === mark.index) found.at(-1).push(mark);
      else found.push([mark]);
    }
    return found;
  }

  const paint = {
    curves(context, marks, px, py, pixel) {
      for (const run of runs(marks)) {
        const of = report.losses[run[0].loss];
        context.fillStyle = context.strokeStyle = look.color(of);
        const ends = run.filter((mark) => mark.low !== null);
        context.beginPath();
        for (const mark of ends) context.lineTo(px(mark.x), py(mark.low));
        for (const mark of ends.toReversed()) context.lineTo(px(mark.x), py(mark.high));
        context.globalAlpha = 0.15;
        context.fill();
        context.globalAlpha = 1;
        context.lineWidth = 2 * pixel;
        context.setLineDash(of.dashes.map((length) => length * pixel));
        context.beginPath();
        for (const mark of run) context.lineTo(px(mark.x), py(mark.y));
        context.stroke();
        const hasMarkers = run.length === 1 || run[0].series.hasMarkers;
        if (hasMarkers) for (const mark of run) look.mark(context, of, px(mark.x), py(mark.y), 3.5 * pixel);
      }
    },
    points(context, marks, px, py, pixel) {
      for (const mark of marks) {
        context.fillStyle = look.color(report.losses[mark.loss]);
        look.mark(context, report.losses[mark.loss], px(mark.x), py(mark.y), 4.5 * pixel);
      }
    },
    bars(context, marks, px, py, pixel, chart) {
      const width = barWidth(chart, [...new Set(marks.map((mark) => mark.series))]);
      for (const mark of marks) {
        const left = px(mark.x - width / 2);
        context.fillStyle = look.color(report.losses[mark.loss]);
        context.fillRect(left, py(mark.y), px(mark.x + width / 2) - left, py(0) - py(mark.y));
        if (mark.low === null) continue;
        context.strokeStyle = report.losses[mark.loss].color === "#000000" ? "#999999" : look.css("ink");
        context.lineWidth = pixel;
        context.beginPath();
        context.moveTo(px(mark.x), py(mark.low));
        context.lineTo(px(mark.x), py(mark.high));
        context.stroke();
      }
    },
    cells(context, marks, px, py, pixel, chart) {
      const { low, high } = chart.cells[0].colors;
      for (const mark of marks) {
        const [left, top] = [px(mark.x - 0.5), py(mark.y + 0.5)];
        context.fillStyle = heat((mark.value - low) / (high - low));
        // One extra pixel, so that no gap shows between cells.
        context.fillRect(left, top, px(mark.x + 0.5) - left + 1, py(mark.y - 0.5) - top + 1);
      }
    },
  };

  // The mark under the cursor. Curves and bars: nearest along x, then overall. Others: nearest, for points within 40 pixels.
  function nearest(kind, marks, px, py, left, top) {
    const byX = kind === "curves" || kind === "bars";
    let best = null;
    let least = kind === "points" ? 40 : Infinity;
    const column = byX ? Math.min(...marks.map((mark) => Math.abs(px(mark.x) - left))) : 0;
    for (const mark of marks) {
      if (byX && Math.abs(px(mark.x) - left) > column + 0.01) continue;
      const distance = Math.hypot(px(mark.x) - left, py(mark.y) - top);
      if (distance < least) [best, least] = [mark, distance];
    }
    return best;
  }

  function tip(kind, marks) {
    const box = make("div", { className: "tip", hidden: true });
    const dot = make("div", { className: "dot", hidden: true });
    return {
      hooks: {
        init: (u) => u.over.append(dot, box),
        setCursor: (u) => {
          const [px, py] = [(at) => u.valToPos(at, "x"), (at) => u.valToPos(at, "y")];
          const found = u.cursor.left >= 0 ? nearest(kind, marks, px, py, u.cursor.left, u.cursor.top) : null;
          box.hidden = dot.hidden = found === null;
          if (found === null) return;
          box.replaceChildren(make("b", { textContent: found.name }), make("span", { textContent: found.text }));
          const [left, top] = [px(found.x), py(found.y)];
          dot.style.background = found.loss === undefined ? "none" : look.color(report.losses[found.loss]);
          dot.style.left = `${left}px`;
          dot.style.top = `${top}px`;
          const isRight = left > u.over.clientWidth / 2;
          box.style.left = isRight ? "" : `${left + 12}px`;
          box.style.right = isRight ? `${u.over.clientWidth - left + 12}px` : "";
          box.style.top = `${Math.max(0, Math.min(top - 12, u.over.clientHeight - box.offsetHeight))}px`;
        },
      },
    };
  }

  // Button that switches between the linear and the logarithmic axis.
  function scaleChoice(chart, index) {
    const names = chart.y.map((axis) => axis.scale);
    const button = make("button", { type: "button", textContent: names[index], title: "Scale of the vertical axis" });
    button.addEventListener("click", () => {
      chosen.set(chart.name, (index + 1) % names.length);
      draw();
      document.querySelector(`[data-chart="${CSS.escape(chart.name)}"] figcaption button`).focus();
    });
    return button;
  }

  // Notes below a chart: losses with missing seeds, and the colour scale.
  function notes(chart) {
    const partial = chart.series.filter((s) => s.label !== report.losses[s.loss].label).map((s) => s.label);
    return [
      ...(partial.length > 0 ? [make("p", { className: "note", textContent: partial.join("; ") })] : []),
      ...chart.cells.map(({ colors }) => {
        const scale = make("i");
        scale.style.background = `linear-gradient(to right, ${report.heat.join(", ")})`;
        return make("p", { className: "note heat" }, shown(colors.low), scale, `${shown(colors.high)} ${colors.title}`);
      }),
    ];
  }

  function describe(chart, marks) {
    if (chart.kind !== "curves") return `${chart.title}: ${marks.length} ${chart.kind}`;
    const ends = chart.series.filter((s) => !hidden.has(s.loss)).map((s) => `${s.label} ends at ${shown(s.y.findLast((v) => v !== null))}`);
    return `${chart.title} against ${chart.x.title}: ${ends.join("; ")}`;
  }

  function show(chart, host) {
    const index = chosen.get(chart.name) ?? 0;
    const [x, y] = [laid(chart.x), laid(chart.y[index])];
    const marks = marksOf(chart, x, y);
    const body = make("div", { className: "plot" });
    const choice = chart.y.length > 1 ? [scaleChoice(chart, index)] : [];
    const caption = make("figcaption", {}, make("span", { textContent: chart.title }), ...choice);
    const figure = make("figure", { className: "chart" }, caption, body, ...notes(chart));
    figure.classList.toggle("wide", chart.kind === "bars" && chart.series.length > 1);
    figure.dataset.chart = chart.name;
    body.setAttribute("role", "img");
    body.setAttribute("aria-label", describe(chart, marks));
    host.append(figure);

    const sorted = marks.toSorted((a, b) => a.x - b.x);
    const xs = sorted.map((mark) => mark.x);
    let isWhole = true;
    const splits = (axis) => (_, __, low, high) => {
      const inside = [...axis.ticks.keys()].filter((at) => at >= low && at <= high);
      return isWhole || inside.length > 1 ? inside : steps(low, high);
    };
    const upward = upwards(y);
    const isMap = chart.kind === "cells";
    const axes = [{ ...across(x, body.clientWidth - 70), splits: splits(x) }, { ...upward, splits: splits(y) }];
    if (isMap) for (const axis of axes) axis.grid = { show: false };
    const size = () => {
      const width = Math.max(200, body.clientWidth);
      if (!isMap) return { width, height: 260 };
      // Cells are square: the plot area is as wide as it is high.
      const side = Math.min(width, 480);
      return { width: side, height: side - upward.size + 36 };
    };
    const plot = new uPlot({
      ...size(),
      legend: { show: false },
      cursor: { drag: { x: !isMap } },
      series: [{}, ...[0, 1].map(() => ({ paths: () => null, points: { show: false } }))],
      axes,
      scales: {
        x: {
          time: false,
          range: (_, low, high) => {
            isWhole = xs.length === 0 || (low <= xs[0] && high >= xs.at(-1));
            return isWhole ? [x.low, x.high] : [low, high];
          },
        },
        y: {
          range: (_, low, high) => {
            const room = (high - low) * 0.05 || Math.abs(high) * 0.1 || 1;
            return isWhole ? [y.low, y.high] : [low - room, high + room];
          },
        },
      },
      hooks: {
        draw: [(u) => {
          const { left, top, width, height } = u.bbox;
          u.ctx.save();
          u.ctx.beginPath();
          u.ctx.rect(left, top, width, height);
          u.ctx.clip();
          paint[chart.kind](u.ctx, marks, (at) => u.valToPos(at, "x", true), (at) => u.valToPos(at, "y", true), devicePixelRatio, chart);
          u.ctx.restore();
        }],
      },
      plugins: [tip(chart.kind, marks)],
    }, [xs, sorted.map((mark) => mark.low ?? mark.y), sorted.map((mark) => mark.high ?? mark.y)], body);
    plots.push({ plot, size });
  }

  // Legend symbol: the loss's line and marker.
  function swatch(of) {
    const [width, height] = [32, 12];
    const canvas = make("canvas", { width: width * devicePixelRatio, height: height * devicePixelRatio });
    const context = canvas.getContext("2d");
    context.scale(devicePixelRatio, devicePixelRatio);
    context.fillStyle = context.strokeStyle = look.color(of);
    context.lineWidth = 2;
    context.setLineDash(of.dashes);
    context.beginPath();
    context.moveTo(0, height / 2);
    context.lineTo(width, height / 2);
    context.stroke();
    look.mark(context, of, width / 2, height / 2, 4);
    return canvas;
  }

  function legend() {
    const host = document.getElementById("losses");
    host.replaceChildren(...report.losses.map((loss, index) => {
      const button = make("button", { type: "button" }, swatch(loss), loss.label + (loss.isBaseline ? " (baseline)" : ""));
      button.setAttribute("aria-pressed", !hidden.has(index));
      button.addEventListener("click", () => {
        hidden[hidden.has(index) ? "delete" : "add"](index);
        draw();
        host.children[index].focus();
      });
      return button;
    }));
  }

  function draw() {
    for (const { plot } of plots) plot.destroy();
    plots = [];
    legend();
    const host = document.getElementById("chart-grid");
    host.replaceChildren();
    for (const chart of place.shown.charts) show(chart, host);
  }

  let resizing;
  addEventListener("resize", () => {
    cancelAnimationFrame(resizing);
    resizing = requestAnimationFrame(() => plots.forEach(({ plot, size }) => plot.setSize(size())));
  });
  place.listeners.push(draw);
  place.redraw.push(draw);
  draw();
})();
