// Charts of the chosen dataset and model, with uPlot.

const charts = (() => {
  const hidden = new Set();
  const symlog = new Set();
  let drawn = [];

  function axes(xTitle, yTitle) {
    const style = { stroke: look.css("soft"), grid: { stroke: look.css("line"), width: 1 }, ticks: { stroke: look.css("line"), width: 1 } };
    const number = (_, splits) => splits.map((v) => (v === null ? "" : String(Number(v.toPrecision(4)))));
    return [
      { ...style, label: xTitle, labelSize: 22, size: 36, values: number },
      { ...style, label: yTitle, labelSize: 22, size: 58, values: number },
    ];
  }

  // Some room around what is drawn; all of it when nothing varies.
  function padded(share) {
    return (_, low, high) => {
      if (low === null) return [0, 1];
      const room = (high - low) * share || Math.abs(high) * 0.1 || 1;
      return [low - room, high + room];
    };
  }

  // What stands nearest to the cursor, in words; `nearest` finds it.
  function tip(nearest) {
    const box = make("div", { className: "tip", hidden: true });
    const dot = make("div", { className: "dot", hidden: true });
    return {
      hooks: {
        init: (u) => u.over.append(dot, box),
        setCursor: (u) => {
          const found = u.cursor.left >= 0 ? nearest(u, u.cursor.left, u.cursor.top) : null;
          box.hidden = dot.hidden = found === null;
          if (found === null) return;
          box.replaceChildren(make("b", { textContent: report.losses[found.loss].label }), make("span", { textContent: found.text }));
          dot.style.background = look.loss(found.loss);
          dot.style.left = `${found.left}px`;
          dot.style.top = `${found.top}px`;
          const right = found.left > u.over.clientWidth / 2;
          box.style.left = right ? "" : `${found.left + 12}px`;
          box.style.right = right ? `${u.over.clientWidth - found.left + 12}px` : "";
          box.style.top = `${Math.max(0, Math.min(found.top - 12, u.over.clientHeight - box.offsetHeight))}px`;
        },
      },
    };
  }

  function closest(candidates, left, top, reach) {
    let best = null;
    let least = reach;
    for (const candidate of candidates) {
      const distance = Math.hypot(candidate.left - left, candidate.top - top);
      if (distance < least) [best, least] = [candidate, distance];
    }
    return best;
  }

  function plus(mean, half) {
    return half === null ? shown(mean) : `${shown(mean)} ± ${shown(half)}`;
  }

  function frame(chart, host, controls = []) {
    const body = make("div", { className: "plot" });
    const figure = make("figure", { className: "chart" }, make("figcaption", {}, make("span", { textContent: chart.title }), ...controls), body);
    figure.dataset.chart = chart.name;
    body.setAttribute("role", "img");
    host.append(figure);
    return { figure, body };
  }

  function start(body, options, data) {
    const plot = new uPlot({ width: Math.max(200, body.clientWidth), height: 260, legend: { show: false }, ...options }, data, body);
    drawn.push({ plot, body });
  }

  function curves(chart, host) {
    const isSymlog = symlog.has(chart.name);
    const toggle = make("button", { type: "button", textContent: isSymlog ? "symlog" : "linear", title: "Scale of the vertical axis" });
    const canSymlog = chart.name === "loss" || chart.name === "gradient";
    toggle.addEventListener("click", () => {
      symlog[isSymlog ? "delete" : "add"](chart.name);
      draw();
    });
    const { body } = frame(chart, host, canSymlog ? [toggle] : []);
    const series = chart.series.filter((s) => !hidden.has(s.loss));
    body.setAttribute("aria-label", `${chart.title} against ${chart.xTitle}: ${series.map((s) => `${report.losses[s.loss].label} ends at ${shown(s.mean.findLast((v) => v !== null))}`).join("; ")}`);

    const data = [chart.x];
    const lines = [{}];
    const bands = [];
    for (const s of series) {
      const color = look.loss(s.loss);
      data.push(s.mean);
      lines.push({ stroke: color, width: 2, dash: look.dash(s.loss), points: { show: chart.x.length < 12, size: 6, fill: color } });
      if (s.half.some((h) => h !== null)) {
        for (const sign of [1, -1]) {
          data.push(s.mean.map((m, i) => (m === null || s.half[i] === null ? null : m + sign * s.half[i])));
          lines.push({ stroke: "transparent", width: 0, points: { show: false } });
        }
        bands.push({ series: [data.length - 2, data.length - 1], fill: `color-mix(in srgb, ${color} 18%, transparent)` });
      }
    }

    const least = Math.min(...series.flatMap((s) => s.mean.filter((v) => v > 0)));
    const nearest = (u, left, top) => {
      const i = u.posToIdx(left);
      const candidates = series.filter((s) => s.mean[i] !== null).map((s) => ({
        loss: s.loss,
        left: u.valToPos(chart.x[i], "x"),
        top: u.valToPos(s.mean[i], "y"),
        text: `${chart.xTitle} ${chart.x[i]}: ${plus(s.mean[i], s.half[i])}`,
      }));
      return closest(candidates, left, top, Infinity);
    };
    start(body, {
      series: lines,
      bands,
      axes: axes(chart.xTitle, chart.yTitle),
      scales: {
        x: { time: false, range: chart.x.length > 1 ? undefined : padded(0.05) },
        y: isSymlog ? { distr: 4, asinh: Number.isFinite(least) ? 10 ** Math.floor(Math.log10(least)) : 1 } : { range: padded(0.05) },
      },
      plugins: [tip(nearest)],
    }, data);
  }

  // Points of any place; `points` have loss, x, y, half and text, `names` stand at whole x.
  function scatter(chart, points, names, host) {
    const { figure, body } = frame(chart, host);
    figure.classList.toggle("wide", names.length > 0);
    const visible = points.filter((p) => !hidden.has(p.loss)).sort((a, b) => a.x - b.x);
    body.setAttribute("aria-label", `${chart.title}: ${chart.yTitle} against ${chart.xTitle}, ${visible.length} points`);
    const losses = [...new Set(visible.map((p) => p.loss))];
    const x = visible.map((p) => p.x);
    const data = [x, ...losses.map((loss) => visible.map((p) => (p.loss === loss ? p.y : null)))];
    const solid = (loss) => look.dash(loss).length === 0;
    const size = visible.length > 600 ? 4 : 8;
    const bars = (u) => {
      u.ctx.save();
      u.ctx.lineWidth = devicePixelRatio;
      for (const p of visible.filter((p) => p.half)) {
        const left = u.valToPos(p.x, "x", true);
        u.ctx.strokeStyle = look.loss(p.loss);
        u.ctx.beginPath();
        u.ctx.moveTo(left, u.valToPos(p.y - p.half, "y", true));
        u.ctx.lineTo(left, u.valToPos(p.y + p.half, "y", true));
        u.ctx.stroke();
      }
      u.ctx.restore();
    };
    const [xAxis, yAxis] = axes(chart.xTitle, chart.yTitle);
    if (names.length > 0 && names.length <= 12) {
      // As many letters as stand side by side.
      const letters = Math.max(3, Math.floor((body.clientWidth - 60) / names.length / 8));
      xAxis.splits = () => names.map((_, i) => i);
      xAxis.values = (_, splits) => splits.map((i) => (names[i].length > letters ? `${names[i].slice(0, letters - 1)}…` : names[i]));
    }
    start(body, {
      series: [{}, ...losses.map((loss) => ({
        stroke: look.loss(loss),
        paths: () => null,
        points: { show: true, size, width: 1.5, fill: solid(loss) ? look.loss(loss) : look.css("page") },
      }))],
      axes: [xAxis, yAxis],
      scales: { x: { time: false, range: padded(0.05) }, y: { range: padded(0.08) } },
      hooks: { draw: [bars] },
      plugins: [tip((u, left, top) => closest(
        visible.map((p) => ({ loss: p.loss, text: p.text, left: u.valToPos(p.x, "x"), top: u.valToPos(p.y, "y") })), left, top, 40))],
    }, data);
  }

  // A point a class and loss; few classes leave room to set the losses side by side.
  function byClass(chart, host) {
    const step = chart.x.length > 30 ? 0 : 0.6 / chart.series.length;
    const points = chart.series.flatMap((s, j) => chart.x.flatMap((x, i) => (s.mean[i] === null ? [] : [{
      loss: s.loss,
      x: x + (j - (chart.series.length - 1) / 2) * step,
      y: s.mean[i],
      half: chart.x.length > 30 ? null : s.half[i],
      text: `${chart.xNames[i]}: ${plus(s.mean[i], s.half[i])}`,
    }])));
    scatter(chart, points, chart.xNames, host);
  }

  function byRun(chart, host) {
    const text = (p) => `seed ${p.seed}: intra ${shown(p.x)}, inter ${shown(p.y)}`;
    scatter(chart, chart.points.map((p) => ({ ...p, half: null, text: text(p) })), [], host);
  }

  function legend() {
    const host = document.getElementById("losses");
    host.replaceChildren(...report.losses.map((loss, index) => {
      const swatch = make("i");
      swatch.style.borderTopColor = look.loss(index);
      swatch.style.borderTopStyle = ["solid", "dashed", "dotted", "double"][Math.floor(index / look.lossColors.length) % 4];
      const button = make("button", { type: "button" }, swatch, loss.label + (loss.isBaseline ? " (baseline)" : ""));
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
    for (const { plot } of drawn) plot.destroy();
    drawn = [];
    legend();
    const host = document.getElementById("chart-grid");
    host.replaceChildren();
    const chosen = report.charts[place.index];
    for (const chart of chosen.points) byRun(chart, host);
    for (const chart of chosen.curves) (chart.hasLines ? curves : byClass)(chart, host);
  }

  let resizing;
  addEventListener("resize", () => {
    cancelAnimationFrame(resizing);
    resizing = requestAnimationFrame(() => drawn.forEach(({ plot, body }) => plot.setSize({ width: Math.max(200, body.clientWidth), height: 260 })));
  });
  place.listeners.push(draw);
  draw();
})();
