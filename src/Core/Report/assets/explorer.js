// The embedding explorer: one canvas that shows the test embeddings of a chosen run.

(() => {
  const map = document.getElementById("map");
  if (!map) return;
  const panels = document.getElementById("panel");
  const views = document.getElementById("view");
  const filter = document.getElementById("class-filter");
  const list = document.getElementById("class-list");
  const readout = document.getElementById("readout");
  const context = map.getContext("2d");
  const picked = new Set();
  // Zoom factor and centre of the view, as fractions of the picture's extent.
  let seen = { zoom: 1, x: 0.5, y: 0.5 };
  let pointed = null;
  let kept = null;

  const here = () => place.shown.explorer;
  const panel = () => here().panels[Number(panels.value)];
  const view = () => panel().views.find((v) => v.name === views.value);
  // By label.
  let classes = new Map();
  const nameOf = (label) => classes.get(label).name;
  const colorOf = (label) => look.color(classes.get(label));
  const isShown = (i) => picked.size === 0 || picked.has(panel().labels[i]);

  function place2d() {
    const [width, height] = [map.clientWidth, map.clientHeight];
    const side = (Math.min(width, height) - 24) * seen.zoom;
    const { x, y } = view();
    const [spanX, spanY] = [Math.max(...x) / 9999, Math.max(...y) / 9999];
    return {
      left: (i) => width / 2 + (x[i] / 9999 - spanX * seen.x) * side,
      // y increases upwards, as in the printed figures.
      top: (i) => height / 2 - (y[i] / 9999 - spanY * (1 - seen.y)) * side,
      side,
      spanX,
      spanY,
    };
  }

  function draw() {
    const ratio = devicePixelRatio || 1;
    map.width = map.clientWidth * ratio;
    map.height = map.clientHeight * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, map.clientWidth, map.clientHeight);
    if (!view()) return;
    const at = place2d();
    const { labels, neighbors } = panel();
    const dot = (i, radius) => look.mark(context, classes.get(labels[i]), at.left(i), at.top(i), radius);
    // Points grow slightly with the zoom, so that an overview of many points stays readable.
    const radius = (labels.length > 2000 ? 1.75 : labels.length > 500 ? 2.5 : 3.5) * Math.min(2, Math.max(1, seen.zoom ** 0.5));
    context.fillStyle = look.css("line");
    labels.forEach((_, i) => isShown(i) || dot(i, radius * 0.75));
    context.globalAlpha = 0.85;
    const colors = new Map([...classes.keys()].map((label) => [label, colorOf(label)]));
    labels.forEach((label, i) => {
      context.fillStyle = colors.get(label);
      if (isShown(i)) dot(i, radius);
    });
    context.globalAlpha = 1;

    const center = pointed ?? kept;
    if (center === null) return;
    context.strokeStyle = look.css("ink");
    context.lineWidth = 1;
    for (const i of [...neighbors[center], center]) {
      context.beginPath();
      context.moveTo(at.left(center), at.top(center));
      context.lineTo(at.left(i), at.top(i));
      context.stroke();
      context.fillStyle = colorOf(labels[i]);
      context.beginPath();
      context.arc(at.left(i), at.top(i), i === center ? 7 : 5, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }

  function tell() {
    const center = pointed ?? kept;
    if (center === null) {
      readout.textContent = "";
      return;
    }
    const { indices, labels, neighbors } = panel();
    const named = (i) => `${indices[i]} ${nameOf(labels[i])}`;
    const nearest = neighbors[center].length ? ` Nearest: ${neighbors[center].map(named).join(", ")}.` : "";
    readout.textContent = `Sample ${indices[center]}, ${nameOf(labels[center])}.${nearest}`;
  }

  function show() {
    tell();
    draw();
  }

  function nearest(event) {
    const at = place2d();
    let best = null;
    let least = 14;
    panel().labels.forEach((_, i) => {
      const distance = Math.hypot(at.left(i) - event.offsetX, at.top(i) - event.offsetY);
      if (isShown(i) && distance < least) [best, least] = [i, distance];
    });
    return best;
  }

  // Zooms about this point of the canvas.
  function zoom(factor, x = map.clientWidth / 2, y = map.clientHeight / 2) {
    const before = place2d();
    const next = Math.min(200, Math.max(0.5, seen.zoom * factor));
    const grown = next / seen.zoom;
    const shift = (1 - 1 / grown) / before.side;
    move((x - map.clientWidth / 2) * shift * before.side, (y - map.clientHeight / 2) * shift * before.side);
    seen.zoom = next;
    show();
  }

  // Moves the view by pixels of the canvas.
  function move(x, y) {
    const at = place2d();
    seen.x += x / (at.side * (at.spanX || 1));
    seen.y += y / (at.side * (at.spanY || 1));
  }

  function whole() {
    seen = { zoom: 1, x: 0.5, y: 0.5 };
    show();
  }

  function swatch(label) {
    const side = 12;
    const canvas = make("canvas", { width: side * devicePixelRatio, height: side * devicePixelRatio });
    const context = canvas.getContext("2d");
    context.scale(devicePixelRatio, devicePixelRatio);
    context.fillStyle = colorOf(label);
    look.mark(context, classes.get(label), side / 2, side / 2, 4.5);
    return canvas;
  }

  function listClasses() {
    const wanted = filter.value.toLowerCase();
    list.replaceChildren(...here().classes.filter(({ name }) => name.toLowerCase().includes(wanted)).map(({ label, name }) => {
      const button = make("button", { type: "button" }, swatch(label), name);
      button.setAttribute("aria-pressed", picked.has(label));
      button.addEventListener("click", () => {
        picked[picked.has(label) ? "delete" : "add"](label);
        button.setAttribute("aria-pressed", picked.has(label));
        pointed = kept = null;
        show();
      });
      return button;
    }));
  }

  function choosePanel() {
    const current = views.value;
    views.replaceChildren(...panel().views.map((v) => new Option(v.name, v.name)));
    if (panel().views.some((v) => v.name === current)) views.value = current;
    views.closest("label").hidden = panel().views.length < 2;
    const shown = panel().labels.length;
    const of = shown < panel().total ? `${shown} of ${panel().total} test samples, stratified by class` : `All ${shown} test samples`;
    const from = panel().seed === null ? "before training" : `run of seed ${panel().seed}`;
    document.getElementById("sampled").textContent = view()
      ? `${of}, ${from}.`
      : "These embeddings cannot be projected: values are not finite, or there are too few samples.";
    pointed = kept = null;
    whole();
  }

  function choosePlace() {
    classes = new Map(here().classes.map((c) => [c.label, c]));
    panels.replaceChildren(...here().panels.map((p, i) => new Option(p.title, i)));
    picked.clear();
    filter.value = "";
    listClasses();
    document.querySelector(".explorer").hidden = here().panels.length === 0;
    if (here().panels.length > 0) choosePanel();
  }

  let dragged = null;
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
  }, { passive: false });
  map.addEventListener("pointerdown", (event) => {
    map.setPointerCapture(event.pointerId);
    dragged = { distance: 0 };
  });
  map.addEventListener("pointermove", (event) => {
    if (dragged) {
      dragged.distance += Math.abs(event.movementX) + Math.abs(event.movementY);
      move(-event.movementX, -event.movementY);
    } else {
      pointed = nearest(event);
    }
    show();
  });
  map.addEventListener("pointerup", (event) => {
    if (dragged && dragged.distance < 4) kept = nearest(event);
    dragged = null;
    show();
  });
  map.addEventListener("pointerleave", () => {
    pointed = null;
    show();
  });
  map.addEventListener("dblclick", whole);
  map.addEventListener("keydown", (event) => {
    const act = {
      "+": () => zoom(1.3),
      "-": () => zoom(1 / 1.3),
      0: whole,
      ArrowLeft: () => move(-40, 0),
      ArrowRight: () => move(40, 0),
      ArrowUp: () => move(0, -40),
      ArrowDown: () => move(0, 40),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    show();
  });

  document.getElementById("whole").addEventListener("click", whole);
  panels.addEventListener("change", choosePanel);
  views.addEventListener("change", whole);
  filter.addEventListener("input", listClasses);
  addEventListener("resize", draw);
  place.listeners.push(choosePlace);
  place.redraw.push(() => {
    listClasses();
    draw();
  });
  choosePlace();
})();
