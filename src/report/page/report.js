// What moves in report.html: charts that answer to the pointer and the keyboard, a slider through the epochs, switches
// in the legends, tables that sort. Without it the page shows the same as still pictures. All text from configs is set
// as text, never as markup.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;

  // ---------------------------------------------------------------------------------------------------- elements

  function element(name, attributes = {}, parent = null, text = null) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== null) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  }

  function shape(name, attributes, parent, text = null) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== null) made.textContent = text;
    parent.append(made);
    return made;
  }

  const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  function powerOfTen(exponent) {
    const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => superscripts[digit]);
    return "10" + (exponent < 0 ? "⁻" : "") + digits;
  }

  // Three or four digits, as people write numbers.
  function short(value) {
    if (value === null || !Number.isFinite(value)) return "–";
    if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)) return value.toExponential(2);
    return String(Number(value.toPrecision(4)));
  }

  // ---------------------------------------------------------------------------------------------------- axes

  function linearAxis(low, high, wanted, whole) {
    if (low === high) { const margin = low === 0 ? 0.5 : Math.abs(low) * 0.1; low -= margin; high += margin; }
    const rough = (high - low) / wanted, power = 10 ** Math.floor(Math.log10(rough));
    let step = [1, 2, 5, 10].map((factor) => factor * power).find((round) => round >= rough * 0.999999);
    if (whole) step = Math.max(1, Math.round(step));
    const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    const ticks = [];
    for (let i = Math.ceil(low / step - 1e-9); i <= Math.floor(high / step + 1e-9); ++i) {
      const value = i * step;
      ticks.push({ value, label: Math.abs(value) >= 1e6 ? value.toExponential() : value.toFixed(Math.min(decimals, 12)) });
    }
    return { ticks, place: (value) => (value - low) / (high - low), value: (place) => low + place * (high - low) };
  }

  function logAxis(low, high, wanted) {
    let bottom = Math.log10(low), top = Math.log10(high);
    if (top - bottom < 1e-9) { bottom -= 0.5; top += 0.5; }
    const every = Math.max(1, Math.ceil((top - bottom) / wanted));
    const few = Math.floor(top + 1e-9) - Math.ceil(bottom - 1e-9) < 1;
    let ticks = [];
    for (let exponent = Math.floor(bottom) - 1; exponent <= top; ++exponent)
      for (let digit = 1; digit <= 9; ++digit) {
        const place = exponent + Math.log10(digit), value = digit * 10 ** exponent;
        if (place < bottom - 1e-9 || place > top + 1e-9) continue;
        if (digit === 1 && exponent % every === 0) ticks.push({ value, label: few ? short(value) : powerOfTen(exponent) });
        else if (few && (digit === 2 || digit === 5)) ticks.push({ value, label: short(value) });
        else if (digit === 1 || every === 1) ticks.push({ value, label: "" });
      }
    // One number alone gives no idea of the scale.
    if (ticks.filter((tick) => tick.label).length < 2) ticks = linearAxis(10 ** bottom, 10 ** top, wanted, false).ticks;
    return { ticks, place: (value) => (Math.log10(value) - bottom) / (top - bottom) };
  }

  // ---------------------------------------------------------------------------------------------------- series

  const dashes = ["", "7 4", "2 4", "9 4 2 4"];
  const markers = [
    "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0z", "M-3.3 -3.3h6.6v6.6h-6.6z", "M0 -4.4L4.2 3.2H-4.2z",
    "M0 -4.8L4.8 0L0 4.8L-4.8 0z", "M0 4.4L4.2 -3.2H-4.2z",
  ];
  const mostStyles = 28;  // so many series look different; more are drawn thin and without markers
  const mostBands = 12;  // bands of more would cover one another
  const hidden = new Set();  // numbers of series that are switched off
  const charts = [];
  const choices = new Map();  // what can be chosen on the page, by name: how it is read and chosen again
  const remember = (name, get, set) => {
    while (choices.has(name)) name += "'";
    choices.set(name, { get, set });
  };
  let playing = 0;  // sliders that move by themselves
  const redraw = () => charts.forEach((chart) => chart.draw());

  function styleOf(index) {
    return { colour: `var(--s${index % 7})`, dashes: dashes[Math.floor(index / 7) % 4], marker: markers[index % 5] };
  }

  // ---------------------------------------------------------------------------------------------------- charts

  const margin = { left: 64, right: 16, top: 34, bottom: 50 };

  // A chart in a figure. lines() gives what there is now: {series, name, x, y, low, high, thin, dashed}, all hidden ones
  // left out. `view` is shared by charts that zoom together.
  class Chart {
    constructor(figure, options) {
      Object.assign(this, options);
      this.figure = figure;
      figure.replaceChildren();
      figure.classList.add("drawn");
      this.tip = element("div", { class: "tip", hidden: "" }, figure);
      charts.push(this);
      new ResizeObserver(() => { if (figure.clientWidth !== this.width) this.draw(); }).observe(figure);
    }

    xRange() {
      let low = Infinity, high = -Infinity;
      for (const chart of this.view.charts)
        for (const line of chart.lines()) for (const x of line.x) { low = Math.min(low, x); high = Math.max(high, x); }
      return low <= high ? [low, high] : null;
    }

    // The smallest and the largest value that these lines and their bands have between two places.
    extent(lines, from, to, log) {
      let low = Infinity, high = -Infinity;
      for (const line of lines)
        for (let i = 0; i < line.x.length; ++i)
          if (line.x[i] >= from && line.x[i] <= to)
            for (const value of [line.y[i], line.low?.[i], line.high?.[i]])
              if (value !== null && value !== undefined && (!log || value > 0)) { low = Math.min(low, value); high = Math.max(high, value); }
      return low <= high ? [low, high] : null;
    }

    // Charts of one quantity have one range, that of what is visible. As in the still pictures, it ends where the lines
    // do after the first hundredth of the x axis, if that would take more than half of it; what ends there (a run that
    // diverged) is to be seen.
    yRange(from, to, log) {
      const lines = this.view.charts.filter((chart) => chart.yLabel === this.yLabel).flatMap((chart) => (chart.range ? chart.range() : chart.lines()));
      const all = this.extent(lines, from, to, log);
      if (!all || !this.startMayBeAbove?.() || lines.every((line) => line.x.length <= 10)) return all;
      const [first, last] = this.xRange(), cut = first + 0.01 * (last - first) + 1e-9;
      const later = this.extent(lines, Math.max(from, cut), to, log);
      if (later) for (const line of lines) {
        const end = line.y.findLastIndex((value) => value !== null && (!log || value > 0));
        if (end >= 0 && line.x[end] >= from && line.x[end] <= cut) later[1] = Math.max(later[1], line.y[end]);
      }
      return later && later[1] - all[0] < 0.5 * (all[1] - all[0]) ? [all[0], later[1]] : all;
    }

    draw() {
      const focused = this.svg && document.activeElement === this.svg;
      this.svg?.remove();
      this.tip.hidden = true;
      this.width = this.figure.clientWidth;
      const width = Math.max(280, Math.floor(this.figure.clientWidth)), height = Math.round(Math.min(380, Math.max(250, width * 0.6)));
      const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
      this.inner = inner;
      const log = this.isLog();
      const svg = shape("svg", { width, height, viewBox: `0 0 ${width} ${height}`, tabindex: "0", role: "img" }, this.figure);
      svg.setAttribute("aria-label", `${this.title}: ${this.yLabel} by ${this.xLabel()}. Arrow keys read values, + and - zoom, 0 shows all.`);
      this.svg = svg;
      if (focused) svg.focus({ preventScroll: true });
      shape("text", { x: margin.left, y: 20, "font-size": 14, "font-weight": "bold", fill: "var(--ink)" }, svg, this.title);
      shape("text", { x: margin.left + inner.width / 2, y: height - 10, "font-size": 13, "text-anchor": "middle", fill: "var(--ink)" }, svg, this.xLabel());
      const middle = margin.top + inner.height / 2;
      shape("text", { x: 14, y: middle, "font-size": 13, "text-anchor": "middle", transform: `rotate(-90 14 ${middle})`, fill: "var(--ink)" }, svg, this.yLabel);
      const all = this.xRange(), [from, to] = this.view.zoom ?? all ?? [0, 1];
      const range = all && this.yRange(from, to, log);
      if (!range) {
        shape("text", { x: margin.left + inner.width / 2, y: middle, "font-size": 13, "text-anchor": "middle", fill: "var(--muted)" }, svg, this.empty ?? "nothing to show");
        return;
      }
      const padding = 0.04;
      const xMargin = this.view.zoom ? 0 : (to - from) * padding;
      this.x = linearAxis(from - xMargin, to + xMargin, Math.max(3, inner.width / 75), true);
      let [low, high] = range;
      if (log) { const factor = (high / low) ** padding; low /= factor; high *= factor; }
      else { const extra = (high - low) * padding; low -= extra; high += extra; }
      this.bottom = low;
      this.y = log ? logAxis(low, high, 6) : linearAxis(low, high, 6, false);
      this.log = log;
      this.drawAxes(svg);
      const highest = this.extent(this.lines(), from, to, log)?.[1];
      if (highest > range[1])
        shape("text", { x: this.left(from) + 8, y: 32, "font-size": 11, fill: "var(--muted)" }, svg, `↑ at first up to ${short(Number(highest.toPrecision(3)))}`);
      const clip = `clip-${charts.indexOf(this)}`;
      shape("rect", { x: margin.left - 5, y: margin.top - 5, width: inner.width + 10, height: inner.height + 10 }, shape("clipPath", { id: clip }, svg));
      const plot = shape("g", { "clip-path": `url(#${clip})`, class: "marks" }, svg);
      const lines = this.lines();
      const series = lines.filter((line) => !line.thin && !line.dashed).length;
      this.crowded = series > mostStyles;
      if (series <= mostBands) for (const line of lines) if (line.low) this.drawBand(plot, line);
      for (const line of lines) this.drawLine(plot, line);
      this.cross = shape("g", { "pointer-events": "none" }, svg);
      this.listen(svg);
    }

    left(x) { return margin.left + this.x.place(x) * this.inner.width; }
    top(y) {
      if (y === null || y === undefined || !Number.isFinite(y) || (this.log && y <= 0)) return null;
      return margin.top + (1 - this.y.place(y)) * this.inner.height;
    }

    drawAxes(svg) {
      const { inner } = this, base = margin.top + inner.height;
      for (const tick of this.y.ticks) {
        const y = this.top(tick.value).toFixed(1);
        shape("line", { x1: margin.left, x2: margin.left + inner.width, y1: y, y2: y, stroke: tick.label ? "var(--grid)" : "var(--faint)" }, svg);
        if (tick.label) shape("text", { x: margin.left - 8, y: Number(y) + 4, "font-size": 12, "text-anchor": "end", fill: "var(--ink)" }, svg, tick.label);
      }
      for (const tick of this.x.ticks) {
        const x = this.left(tick.value).toFixed(1);
        shape("line", { x1: x, x2: x, y1: base, y2: base + 5, stroke: "var(--axis)" }, svg);
        shape("text", { x, y: base + 19, "font-size": 12, "text-anchor": "middle", fill: "var(--ink)" }, svg, this.xTick ? this.xTick(tick) : tick.label);
      }
      shape("line", { x1: margin.left, x2: margin.left + inner.width, y1: base, y2: base, stroke: "var(--axis)" }, svg);
    }

    // The stretches without a gap.
    stretches(line, ...lists) {
      const stretches = [];
      let open = null;
      line.x.forEach((x, i) => {
        const tops = lists.map((list) => this.top(list[i]));
        if (tops.includes(null)) { open = null; return; }
        if (!open) stretches.push((open = []));
        open.push([this.left(x), ...tops]);
      });
      return stretches;
    }

    drawBand(plot, line) {
      // A logarithmic axis has no place for 0: a band from there begins at the bottom.
      const low = line.low.map((value) => (this.log && value === 0 ? this.bottom : value));
      for (const stretch of this.stretches(line, low, line.high)) {
        const points = [...stretch.map(([x, low]) => [x, low]), ...stretch.map(([x, , high]) => [x, high]).reverse()];
        shape("polygon", { points: points.map((p) => p.map((v) => v.toFixed(1)).join(",")).join(" "), fill: styleOf(line.series).colour, opacity: 0.18 }, plot);
      }
    }

    drawLine(plot, line) {
      const style = styleOf(line.series);
      for (const stretch of this.stretches(line, line.y)) {
        const attributes = { points: stretch.map((p) => p.map((v) => v.toFixed(1)).join(",")).join(" "), fill: "none", stroke: style.colour,
          "stroke-width": line.thin ? 1 : this.crowded ? 1.2 : line.dashed ? 1.4 : 2.2, "stroke-linejoin": "round", "stroke-linecap": "round", "stroke-dasharray": line.dashed ? "3 5" : style.dashes };
        if (line.thin) attributes.opacity = 0.45;
        shape("polyline", attributes, plot);
        if (line.thin || line.dashed || (this.crowded && stretch.length > 1)) continue;
        const every = stretch.length <= 25 ? 1 : Math.ceil(stretch.length / 8);
        for (let i = 0; i < stretch.length; i += every)
          shape("path", { d: style.marker, transform: `translate(${stretch[i].map((v) => v.toFixed(1)).join(" ")})`, fill: style.colour, stroke: "var(--paper)", "stroke-width": 0.8 }, plot);
      }
    }

    // ------------------------------------------------------------------------------ pointer and keyboard

    listen(svg) {
      let start = null, brush = null;
      const place = (event) => {
        const box = svg.getBoundingClientRect();
        return { x: ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width, y: event.clientY - box.top };
      };
      const valueAt = (x) => this.x.value(Math.min(1, Math.max(0, (x - margin.left) / this.inner.width)));
      svg.addEventListener("pointermove", (event) => {
        const at = place(event);
        if (start !== null && Math.abs(at.x - start) > 4 && this.zooms) {
          brush ??= shape("rect", { y: margin.top, height: this.inner.height, fill: "var(--focus)", opacity: 0.15 }, svg);
          brush.setAttribute("x", Math.min(start, at.x));
          brush.setAttribute("width", Math.abs(at.x - start));
        }
        if (at.x >= margin.left - 6 && at.x <= margin.left + this.inner.width + 6) this.read(valueAt(at.x));
        else this.unread();
      });
      svg.addEventListener("pointerdown", (event) => { if (event.button === 0 && event.pointerType !== "touch") start = place(event).x; });
      svg.addEventListener("pointerup", (event) => {
        const from = start, end = place(event).x;
        start = null;
        if (brush && Math.abs(end - from) > 8) this.setZoom([valueAt(Math.min(from, end)), valueAt(Math.max(from, end))]);
        else brush?.remove();
        brush = null;
      });
      svg.addEventListener("pointerleave", () => this.unread());
      svg.addEventListener("dblclick", () => this.setZoom(null));
      svg.addEventListener("blur", () => this.unread());
      svg.addEventListener("keydown", (event) => this.key(event));
    }

    setZoom(zoom) {
      if (!this.zooms) return;
      this.view.zoom = zoom;
      this.view.changed?.();
      this.view.charts.forEach((chart) => chart.draw());
    }

    key(event) {
      const places = [...new Set(this.lines().flatMap((line) => line.x))].sort((a, b) => a - b);
      const all = this.xRange();
      if (!all) return;
      const [from, to] = this.view.zoom ?? all, visible = places.filter((x) => x >= from && x <= to);
      const at = visible.findIndex((x) => x >= (this.reading ?? from));
      const centre = this.reading ?? (from + to) / 2, half = (to - from) / 2;
      if (event.key === "ArrowRight") this.read(visible[Math.min(visible.length - 1, this.reading === undefined ? 0 : at + 1)]);
      else if (event.key === "ArrowLeft") this.read(visible[Math.max(0, at - 1)]);
      else if (event.key === "+" || event.key === "=") this.setZoom([Math.max(all[0], centre - half / 2), Math.min(all[1], centre + half / 2)]);
      else if (event.key === "-") this.setZoom(half * 4 >= all[1] - all[0] ? null : [Math.max(all[0], centre - half * 2), Math.min(all[1], centre + half * 2)]);
      else if (event.key === "0") this.setZoom(null);
      else if (event.key === "Escape") this.unread();
      else return;
      event.preventDefault();
    }

    // The values of all lines nearest to x.
    read(x) {
      const lines = this.lines().filter((line) => !line.thin && line.x.length > 0);
      let nearest = null;
      for (const line of lines) for (const place of line.x) if (nearest === null || Math.abs(place - x) < Math.abs(nearest - x)) nearest = place;
      if (nearest === null) return;
      this.reading = nearest;
      this.cross.replaceChildren();
      const left = this.left(nearest);
      shape("line", { x1: left, x2: left, y1: margin.top, y2: margin.top + this.inner.height, stroke: "var(--axis)", "stroke-dasharray": "2 3" }, this.cross);
      const found = [];
      for (const line of lines) {
        let i = 0;
        line.x.forEach((place, k) => { if (Math.abs(place - nearest) < Math.abs(line.x[i] - nearest)) i = k; });
        found.push({ line, i });
        const top = this.top(line.y[i]);
        if (top !== null) shape("circle", { cx: this.left(line.x[i]), cy: top, r: 4.5, fill: "none", stroke: styleOf(line.series).colour, "stroke-width": 2 }, this.cross);
      }
      found.sort((a, b) => (b.line.y[b.i] ?? -Infinity) - (a.line.y[a.i] ?? -Infinity));
      this.tip.replaceChildren();
      element("b", {}, this.tip, this.xName(nearest));
      for (const { line, i } of found.slice(0, 14)) {
        const row = element("span", {}, this.tip);
        element("i", {}, row).style.background = styleOf(line.series).colour;
        const band = line.low ? ` (${short(line.low[i])} – ${short(line.high[i])})` : "";
        element("span", {}, row, `${line.name}: ${short(line.y[i])}${band}`);
      }
      if (found.length > 14) element("span", {}, this.tip, `and ${found.length - 14} more`);
      showTip(this.tip, this.figure, left, margin.top + 8);
    }

    unread() {
      this.tip.hidden = true;
      this.reading = undefined;
      this.cross?.replaceChildren();
    }
  }

  // Beside the place, on the side that has room.
  function showTip(tip, figure, left, top) {
    tip.hidden = false;
    const room = figure.clientWidth;
    tip.style.maxWidth = `${Math.min(320, room - 12)}px`;
    const onRight = left + 16 + tip.offsetWidth <= room;
    tip.style.left = `${Math.max(0, onRight ? left + 14 : left - 14 - tip.offsetWidth)}px`;
    tip.style.top = `${top}px`;
  }

  // ---------------------------------------------------------------------------------------------------- controls

  function choice(parent, title, name, options, chosen, changed) {
    const set = element("fieldset", {}, parent), inputs = [];
    element("legend", {}, set, title);
    for (const option of options) {
      const label = element("label", {}, set);
      const input = element("input", { type: "radio", name, value: option }, label);
      input.checked = option === chosen;
      input.addEventListener("change", () => changed(option));
      label.append(option);
      inputs.push(input);
    }
    remember(title, () => inputs.find((input) => input.checked).value,
      (option) => { const input = inputs.find((one) => one.value === option); if (input && !input.checked) input.click(); });
  }

  function checkbox(parent, title, checked, changed) {
    const label = element("label", {}, parent), input = element("input", { type: "checkbox" }, label);
    input.checked = checked;
    input.addEventListener("change", () => changed(input.checked));
    label.append(title);
    remember(title, () => input.checked, (on) => { if (input.checked !== on) input.click(); });
  }

  // ---------------------------------------------------------------------------------------------------- curves

  // From epochs to steps or seconds, along the straight lines between the epochs of which a clock knows all three.
  function onClock(clock, unit, epoch) {
    const list = clock[unit], epochs = clock.epoch;
    if (unit === "epoch" || !list.length) return epoch;
    let i = epochs.findIndex((known) => known >= epoch);
    if (i < 0) i = epochs.length - 1;
    if (i === 0) return list[0];
    const share = (epoch - epochs[i - 1]) / (epochs[i] - epochs[i - 1]);
    return list[i - 1] + share * (list[i] - list[i - 1]);
  }

  function buildCurves() {
    const figures = document.querySelectorAll("figure[data-curve]");
    if (!figures.length) return;
    const state = { unit: "epoch", y: "as it suits", runs: false };
    const view = { zoom: null, charts: [] };
    const drawAll = () => view.charts.forEach((chart) => chart.draw());
    figures.forEach((figure) => {
      const curve = data.curves[Number(figure.dataset.curve)];
      const placed = (series, line) => line.x.map((epoch) => onClock(data.clocks[series.clock], state.unit, epoch));
      const chart = new Chart(figure, {
        title: curve.title, yLabel: curve.label, view, zooms: true,
        xLabel: () => ({ epoch: "epoch", step: "steps", second: "seconds of training" })[state.unit],
        xName: (x) => `${{ epoch: "epoch", step: "step", second: "second" }[state.unit]} ${short(x)}`,
        isLog: () => (state.y === "as it suits" ? curve.log : state.y === "logarithmic"),
        startMayBeAbove: () => state.y === "as it suits" && curve.startMayBeAbove,
        lines: () => curve.series.filter((series) => !hidden.has(series.series)).flatMap((series) => [
          ...(state.runs ? series.runs.map((run) => ({ series: series.series, name: run.name, x: placed(series, run), y: run.y, thin: true })) : []),
          { series: series.series, name: data.names[series.series], x: placed(series, series), y: series.y, low: series.low, high: series.high },
        ]),
      });
      view.charts.push(chart);
    });
    const controls = document.querySelector('[data-for="curves"]');
    choice(controls, "x axis:", "x", ["epochs", "steps", "seconds"], "epochs", (name) => {
      state.unit = name.slice(0, -1);
      view.zoom = null;
      view.changed();
      drawAll();
    });
    choice(controls, "y axis:", "y", ["as it suits", "linear", "logarithmic"], state.y, (name) => { state.y = name; drawAll(); });
    if (data.curves.some((curve) => curve.series.some((series) => series.runs.length)))
      checkbox(controls, "single runs", false, (on) => { state.runs = on; drawAll(); });
    const reset = element("button", { type: "button", hidden: "" }, controls, "Show all again");
    reset.addEventListener("click", () => view.charts[0].setZoom(null));
    view.changed = () => { reset.hidden = view.zoom === null; };
    remember("zoom", () => view.zoom, (zoom) => view.charts[0].setZoom(zoom));
    element("span", { class: "note" }, controls, "Drag across a chart to zoom; with the keyboard: arrows, +, − and 0.");
  }

  // ---------------------------------------------------------------------------------------------------- sliders

  // A slider through epochs and a button that plays them; show(index) draws.
  function epochSlider(controls, epochs, first, show) {
    let at = first, timer = null;
    const button = element("button", { type: "button" }, controls, "▶ Play");
    const label = element("label", {}, controls, "epoch ");
    const slider = element("input", { type: "range", min: "0", max: String(epochs.length - 1), step: "1", "aria-label": "epoch" }, label);
    const output = element("output", {}, controls);
    const go = (index) => {
      at = index;
      slider.value = String(index);
      slider.setAttribute("aria-valuetext", `epoch ${epochs[index]}`);
      output.textContent = `epoch ${epochs[index]}`;
      show(index);
    };
    const stop = () => { if (timer) --playing; clearInterval(timer); timer = null; button.textContent = "▶ Play"; };
    slider.addEventListener("input", () => { stop(); go(Number(slider.value)); });
    button.addEventListener("click", () => {
      if (timer) return stop();
      button.textContent = "❚❚ Pause";
      if (at === epochs.length - 1) go(0);
      ++playing;
      timer = setInterval(() => { if (at + 1 < epochs.length) go(at + 1); else stop(); }, 600);
    });
    go(first);
    // The last epoch stays the last one while more are measured.
    remember(`epoch of ${controls.dataset.for}`, () => (at > 0 && at === epochs.length - 1 ? "last" : epochs[at]),
      (epoch) => go(epoch === "last" ? epochs.length - 1 : Math.max(0, epochs.findLastIndex((known) => known <= epoch))));
  }

  // Surfaces and fitted curves go through their epochs together.
  function buildNets() {
    const controls = document.querySelector('[data-for="nets"]');
    if (!controls) return;
    const epochs = [...new Set(data.nets.flatMap((frames) => frames.map((frame) => frame.epoch)))].sort((a, b) => a - b);
    if (epochs.length < 2) return;
    const figures = [...document.querySelectorAll("figure[data-net]")].map((figure) => ({ figure, frames: data.nets[Number(figure.dataset.net)] }));
    epochSlider(controls, epochs, epochs.length - 1, (index) => {
      for (const { figure, frames } of figures) {
        const frame = frames.findLast((one) => one.epoch <= epochs[index]) ?? frames[0];
        if (frame.image) figure.querySelector("image").setAttribute("href", frame.image);
        figure.querySelectorAll("polyline").forEach((line, i) => line.setAttribute("points", frame.lines[i]));
      }
    });
  }

  // ---------------------------------------------------------------------------------------------------- gradient flow

  function buildFlow() {
    const still = document.querySelector("figure[data-flow]"), controls = document.querySelector('[data-for="flow"]');
    if (!still) return;
    const epochs = [...new Set(data.flow.flatMap((group) => group.epochs))].sort((a, b) => a - b);
    if (!epochs.length) return;
    // Paper has no slider: what nobody has changed is printed as the still pictures, of the first and the last epoch.
    const figure = element("figure", { class: "chart flow", "data-flow": "" });
    still.removeAttribute("data-flow");
    still.classList.add("on-paper");
    still.after(figure);
    addEventListener("beforeprint", () => { figure.toggleAttribute("data-chosen", at > 0 || hidden.size > 0 || !theory); });
    const view = { zoom: null, charts: [] };
    let at = 0, theory = true;
    const theoryOf = (group, index) => (theory && group.theory
      ? [{ series: index, name: `${group.label}, theory before training`, x: group.theory.x, y: group.theory.y, dashed: true }] : []);
    // A group's row at the epoch, or at its last one measured before.
    const rowOf = (group, epoch) => group.epochs.findLastIndex((known) => known <= epoch);
    const lineOf = (group, index, row) => ({
      series: index, name: group.label, x: group.layers.map((_, i) => i + 1), y: group.y[row], low: group.low?.[row], high: group.high?.[row],
    });
    const shown = () => data.flow.map((group, index) => ({ group, index })).filter(({ group, index }) => group.epochs.length && (data.single || !hidden.has(index)));
    const chart = new Chart(figure, {
      title: "", yLabel: "norm of the kernel's gradient", view, zooms: false, empty: "the gradient is exactly 0 in every layer",
      xLabel: () => "layer with a kernel (1 = next to the input)",
      xName: (x) => { const names = [...new Set(shown().map(({ group }) => group.layers[x - 1]).filter(Boolean))]; return `layer ${x}${names.length === 1 ? ` (${names[0]})` : ""}`; },
      isLog: () => true,
      lines: () => shown().flatMap(({ group, index }) => { const row = rowOf(group, epochs[at]); return row < 0 ? [] : [lineOf(group, index, row), ...theoryOf(group, index)]; }),
      // The same axis at all epochs, so that the slider shows what moves.
      range: () => shown().flatMap(({ group, index }) => [...group.epochs.map((_, row) => lineOf(group, index, row)), ...theoryOf(group, index)]),
    });
    view.charts.push(chart);
    epochSlider(controls, epochs, 0, (index) => {
      at = index;
      chart.title = `Gradient by layer at epoch ${epochs[index]}`;
      chart.draw();
    });
    if (data.flow.some((group) => group.theory)) checkbox(controls, "theory", true, (on) => { theory = on; chart.draw(); });
  }

  // ---------------------------------------------------------------------------------------------------- heat maps

  function buildMaps() {
    for (const figure of document.querySelectorAll("figure[data-map]")) {
      const map = data.maps[Number(figure.dataset.quantity)].maps[Number(figure.dataset.map)];
      const [x, y, width, height] = figure.dataset.box.split(" ").map(Number);
      const svg = figure.querySelector("svg"), tip = element("div", { class: "tip", hidden: "" }, figure);
      svg.addEventListener("pointermove", (event) => {
        const box = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / box.width;
        const across = ((event.clientX - box.left) * scale - x) / width, down = ((event.clientY - box.top) * scale - y) / height;
        tip.hidden = true;
        if (across < 0 || across >= 1 || down < 0 || down >= 1) return;
        const column = Math.floor(across * map.epochs.length), layer = map.layers.length - 1 - Math.floor(down * map.layers.length);
        tip.replaceChildren();
        element("b", {}, tip, `${map.layers[layer]}, epoch ${map.epochs[column]}`);
        element("span", {}, tip, short(map.values[column][layer]));
        showTip(tip, figure, event.clientX - box.left, event.clientY - box.top + 12);
      });
      svg.addEventListener("pointerleave", () => { tip.hidden = true; });
    }
  }

  // ---------------------------------------------------------------------------------------------------- the rest

  function buildLegends() {
    const buttons = [];
    for (const item of document.querySelectorAll(".legend li")) {
      const series = Number(item.dataset.series), button = element("button", { type: "button", "aria-pressed": "true" });
      button.title = "Shows or hides it; with Shift, it alone";
      button.append(...item.childNodes);
      item.append(button);
      buttons.push({ button, series });
      button.addEventListener("click", (event) => {
        if (event.shiftKey) {
          const alone = hidden.size === data.names.length - 1 && !hidden.has(series);
          data.names.forEach((_, index) => (alone || index === series ? hidden.delete(index) : hidden.add(index)));
        } else if (!hidden.delete(series)) hidden.add(series);
        show();
      });
    }
    const show = () => {
      for (const { button, series } of buttons) button.setAttribute("aria-pressed", String(!hidden.has(series)));
      redraw();
    };
    remember("hidden", () => [...hidden].map((series) => data.names[series]), (names) => {
      for (const name of names) if (data.names.includes(name)) hidden.add(data.names.indexOf(name));
      show();
    });
  }

  function buildTables() {
    for (const table of document.querySelectorAll("table.sortable")) {
      const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
      heads.forEach((head, column) => {
        const button = element("button", { type: "button" });
        button.append(...head.childNodes);
        head.append(button);
        const numbers = head.classList.contains("number");
        const keyOf = (row) => { const cell = row.cells[column]; return cell.dataset.sort ?? cell.textContent; };
        remember(`sorted ${nameOf(head)}`, () => head.getAttribute("aria-sort"),
          (direction) => { while (direction && head.getAttribute("aria-sort") !== direction) button.click(); });
        button.addEventListener("click", () => {
          const upwards = head.getAttribute("aria-sort") !== "ascending";
          heads.forEach((other) => other.removeAttribute("aria-sort"));
          head.setAttribute("aria-sort", upwards ? "ascending" : "descending");
          const order = (a, b) => {
            if (!numbers) return keyOf(a).localeCompare(keyOf(b), undefined, { numeric: true });
            const x = Number(keyOf(a)), y = Number(keyOf(b));
            // What is not known comes last in either direction.
            return Number.isNaN(x) || Number.isNaN(y) ? (Number.isNaN(x) - Number.isNaN(y)) * (upwards ? 1 : -1) : x - y;
          };
          body.append(...[...body.rows].sort((a, b) => (upwards ? order(a, b) : order(b, a))));
        });
      });
    }
  }

  function buildTheme() {
    const button = element("button", { type: "button" }, document.querySelector("header"));
    const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
    const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
    const set = (theme) => { if (theme) root.dataset.theme = theme; name(); };
    button.addEventListener("click", () => set(isDark() ? "light" : "dark"));
    remember("theme", () => root.dataset.theme, set);
    name();
  }

  // A name for a part of the page that it has again after the page is written anew, though there may be more parts then.
  function nameOf(part) {
    const around = part.parentElement.closest("details, tr, section"), own = part.querySelector("summary") ?? part;
    return [part.closest("section").id, around.querySelector("summary, td")?.textContent, own.getAttribute("aria-label") ?? own.textContent.slice(0, 80)].join(" / ");
  }

  // From the section down to an element, as a selector.
  function pathTo(target) {
    const steps = [];
    for (let one = target; one && one !== document.body; one = one.parentElement) {
      if (one.id) { steps.unshift(`#${one.id}`); break; }
      steps.unshift(`${one.localName}:nth-child(${[...one.parentElement.children].indexOf(one) + 1})`);
    }
    return steps.join(" > ");
  }

  // What is folded by the reader, how far the page and its parts are scrolled, and where the keyboard is.
  function rememberPlaces() {
    for (const details of document.querySelectorAll("main details"))
      remember(`open ${nameOf(details)}`, () => details.open, (open) => { details.open = open; });
    for (const part of document.querySelectorAll("main .scroll, main pre"))
      remember(`scrolled ${nameOf(part)}`, () => [part.scrollLeft, part.scrollTop], ([left, top]) => part.scrollTo(left, top));
    remember("scrolled", () => scrollY, (top) => scrollTo(0, top));
    remember("focus", () => (document.activeElement.matches(":focus-visible") ? pathTo(document.activeElement) : null),
      (path) => { if (path) document.querySelector(path)?.focus({ preventScroll: true }); });
  }

  // What somebody has chosen goes from a page to the next one of the same address.
  const store = `mlp ${location.pathname}`;
  function keepChoices() {
    try { sessionStorage.setItem(store, JSON.stringify(Object.fromEntries([...choices].map(([name, { get }]) => [name, get()])))); } catch { /* see below */ }
  }
  function chooseAgain() {
    try {
      const before = JSON.parse(sessionStorage.getItem(store)) ?? {};
      sessionStorage.removeItem(store);
      for (const [name, { set }] of choices) if (Object.hasOwn(before, name)) set(before[name]);
    } catch { /* without a store the page begins as it is */ }
  }

  // The program that writes the page seems to be gone: it was killed, or its machine sleeps.
  function tellLost(age) {
    const live = document.querySelector(".live");
    live.classList.add("lost");
    live.querySelector("strong").textContent = "Training seems to have stopped.";
    document.getElementById("age").textContent = "";
    document.getElementById("reloads").textContent = `Nothing has been written for ${age < 7200 ? `${Math.round(age / 60)} min` : `${Math.round(age / 3600)} h`}. `
      + "If its program was killed, the same command with --resume goes on with it and writes this page anew. The page looks for news once a minute.";
  }

  // The page of runs under way is loaded anew, unless somebody is at work on it or holds it.
  function buildReload() {
    const reload = document.querySelector('meta[name="mlp-reload"]');
    if (!reload) return;
    const button = element("button", { type: "button", "aria-pressed": "false" }, document.querySelector(".live"), "Hold");
    let held = false, touched = -Infinity, pressed = false;
    button.addEventListener("click", () => {
      held = !held;
      button.textContent = held ? "Go on" : "Hold";
      button.setAttribute("aria-pressed", String(held));
      touched = -Infinity;
    });
    for (const event of ["keydown", "wheel", "input"]) addEventListener(event, () => { touched = performance.now(); }, { passive: true });
    addEventListener("pointerdown", () => { pressed = true; });
    for (const event of ["pointerup", "pointercancel"]) addEventListener(event, () => { pressed = false; });
    const isAtWork = () => pressed || performance.now() - touched < 1500 || document.querySelector(".tip:not([hidden])") || playing > 0;
    const age = () => Math.max(0, Math.round(Date.now() / 1000 - Number(reload.dataset.written)));
    const tellAge = () => { document.getElementById("age").textContent = `Written ${age()} s ago.`; };
    const isLost = age() > Number(reload.dataset.patience);
    let looks = 0;  // how often in a row it was found so
    if (isLost) remember("looks", () => looks, (before) => { looks = before + 1; });
    if (isLost) tellLost(age());
    else {
      tellAge();
      setInterval(tellAge, 1000);
    }
    setInterval(() => {
      if (held || document.hidden || isAtWork()) return;
      if (isLost && (looks >= 60 || performance.now() < 60000)) return;  // once a minute, for an hour
      keepChoices();
      location.reload();
    }, Number(reload.content) * 1000);
  }

  // What is folded is printed, too.
  addEventListener("beforeprint", () => { for (const details of document.querySelectorAll("main section:not(#runs) details:not([open])")) { details.open = true; details.dataset.printed = ""; } });
  addEventListener("afterprint", () => { for (const details of document.querySelectorAll("details[data-printed]")) { details.open = false; delete details.dataset.printed; } });

  buildTheme();
  buildLegends();
  buildCurves();
  buildFlow();
  buildMaps();
  buildNets();
  buildTables();
  buildReload();
  redraw();  // now rather than when the observers see a size: the still pictures need not be seen before
  rememberPlaces();
  delete root.dataset.waits;  // see again.js; nothing that is hidden can have the focus
  chooseAgain();
})();
