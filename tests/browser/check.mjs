// Opens reports in Chromium as a user does, and compares what is there with what must be. Where a page would have to be
// waited for, the others go on meanwhile; a page's own timers run faster than a user's.
//     node check.mjs MLP CONFIGS SCRATCH [CHROMIUM]
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { payloads } from "./payloads.mjs";

const [mlp, configs, scratch, program = "/usr/bin/chromium"] = process.argv.slice(2);
const run = (...words) => promisify(execFile)(mlp, words, { cwd: scratch });
const place = (...parts) => path.join(scratch, ...parts);
let checks = 0;
const check = (condition, message) => { assert.ok(condition, message); ++checks; };
const equal = (found, expected, message) => { assert.deepEqual(found, expected, message); ++checks; };

const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu", "--disable-gpu-compositing"] });

// A page that must neither complain nor ask for anything but itself. Its timers may be faster than a user's.
async function open(file, options = {}) {
  const context = await browser.newContext({ viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.theme ?? "light", javaScriptEnabled: options.script ?? true });
  if (options.later) await context.addInitScript((seconds) => {
    const now = Date.now;
    Date.now = () => now() + 1000 * seconds;
  }, options.later);
  if (options.faster) await context.addInitScript((factor) => {
    const slow = window.setInterval;
    window.setInterval = (task, time) => slow(task, time / factor);
  }, options.faster);
  // What there is to see when the first of the page has come.
  await context.addInitScript(() => new MutationObserver((_, observer) => {
    if (!document.querySelector("main")) return;
    window.atFirst = { theme: document.documentElement.dataset.theme, visibility: getComputedStyle(document.body).visibility };
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true }));
  const page = await context.newPage(), wrong = [];
  let address = "";
  const visit = async (place) => { address = pathToFileURL(place).href; await page.goto(address); };
  page.on("console", (message) => wrong.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { wrong.push("a dialog"); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== address && !request.url().startsWith("data:")) wrong.push(`request: ${request.url()}`); });
  await visit(file);
  const settle = () => page.waitForTimeout(60);  // what a page would still ask for by itself
  await settle();
  return { page, visit, wrong, settle, close: async () => { await settle(); await context.close(); equal(wrong, [], file); } };
}

// Every mark of every chart lies within its plot, and there are some.
// A chart of lines clips its marks to the plot: what shall be seen must lie in there, but for the start of a curve, of
// which the chart says how high it was. Any other picture has them within its edges.
async function checkMarks(page, selector, what) {
  const charts = await page.$$eval(selector, (figures) => figures.map((figure) => {
    const svg = figure.querySelector("svg"), plot = svg.querySelector("clipPath rect"), edges = svg.getBoundingClientRect();
    const at = (x, y) => new DOMPoint(x, y).matrixTransform(svg.getScreenCTM()), size = (name) => Number(plot.getAttribute(name));
    const first = plot ? at(size("x"), size("y")) : { x: edges.left, y: edges.top };
    const last = plot ? at(size("x") + size("width"), size("y") + size("height")) : { x: edges.right, y: edges.bottom };
    const marks = [...svg.querySelectorAll("polyline, polygon, path, circle, image")].map((mark) => mark.getBoundingClientRect());
    const mayBeAbove = svg.textContent.includes("↑ at first up to");
    const outside = marks.filter((box) => box.left < first.x - 1 || box.right > last.x + 1 || box.bottom > last.y + 1 || (!mayBeAbove && box.top < first.y - 1));
    return { marks: marks.length, outside: outside.length, text: svg.textContent };
  }));
  check(charts.length > 0, `${what}: there are charts`);
  for (const chart of charts) {
    check(chart.marks > 0, `${what}: "${chart.text.slice(0, 60)}" has marks`);
    equal(chart.outside, 0, `${what}: "${chart.text.slice(0, 60)}" has marks outside`);
    check(!/NaN|undefined|Infinity/.test(chart.text), `${what}: ${chart.text}`);
  }
}

// A page that is being loaded anew cannot be asked: that is no answer yet.
const unlessLoading = (error) => { if (!/Execution context was destroyed|navigati/.test(error.message)) throw error; };

async function until(condition, what) {
  for (const start = Date.now(); Date.now() - start < 30000;) {
    if (await condition().catch(unlessLoading)) return check(true, what);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  check(false, what);
}

// WCAG 2.1, level AA: 4.5 between text and its ground, 3 between marks and the paper.
async function checkContrast(page, theme) {
  const low = await page.evaluate(() => {
    const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
    const style = getComputedStyle(document.documentElement), variable = (name) => style.getPropertyValue(name);
    // The grounds lie on one another; each may be transparent.
    const luminance = (...grounds) => {
      for (const colour of grounds) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
      const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data].map((byte) => byte / 255)
        .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), low = [];
    for (const name of ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "axis", "focus"])
      if (contrast(luminance(variable(`--${name}`)), luminance(variable("--paper"))) < 3) low.push(name);
    for (const element of document.querySelectorAll("main *")) {
      if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || !element.checkVisibility()) continue;
      const grounds = [];
      for (let one = element; one; one = one.parentElement) grounds.unshift(getComputedStyle(one).backgroundColor);
      const found = contrast(luminance(getComputedStyle(element)[element instanceof SVGElement ? "fill" : "color"]), luminance("#fff", ...grounds));
      if (found < (/^[●▲■]$/.test(element.textContent) ? 3 : 4.5)) low.push(`${element.localName} "${element.textContent.slice(0, 30)}": ${found.toFixed(2)}`);
    }
    return low;
  });
  equal([...new Set(low)], [], `contrast, ${theme}`);
}

const texts = (page, selector) => page.$$eval(selector, (found) => found.map((one) => one.textContent));
const count = (page, selector) => page.$$eval(selector, (found) => found.length);

// --------------------------------------------------------------------------------------------------- what a user does

async function checkComparison(file) {
  const faster = 5, { page, close } = await open(file, { faster });
  await checkMarks(page, "figure[data-curve]", "curves");
  await checkMarks(page, "figure[data-flow]", "gradient flow");
  await checkMarks(page, "details[open] figure.heat", "heat maps");
  equal(await count(page, "#layers details[open]"), 1, "one quantity is open at first");

  // The legend switches a net off in all charts, and on again.
  const lines = () => count(page, 'figure[data-curve="0"] polyline');
  const before = await lines(), legend = page.locator("#curves .legend button");
  await legend.first().click();
  check((await lines()) < before, "a net that is switched off is gone");
  equal(await page.getAttribute("#flow .legend button", "aria-pressed"), "false", "in all legends");
  await legend.first().click();
  equal(await lines(), before, "and comes back");
  await legend.nth(1).click({ modifiers: ["Shift"] });
  equal(await count(page, '.legend button[aria-pressed="true"]'), 2, "Shift shows one alone, in both legends");
  await legend.nth(1).click({ modifiers: ["Shift"] });

  // Single runs, other axes, zoom.
  await page.getByLabel("single runs").check();
  check((await lines()) > before, "single runs are drawn");
  await page.getByLabel("single runs").uncheck();
  for (const unit of ["steps", "seconds", "epochs"]) {
    await page.getByLabel(unit, { exact: true }).check();
    check((await texts(page, 'figure[data-curve="0"] svg text')).some((text) => text.includes(unit.slice(0, -1))), `the axis is of ${unit}`);
    await checkMarks(page, "figure[data-curve]", unit);
  }
  await page.getByLabel("logarithmic").check();
  await checkMarks(page, "figure[data-curve]", "logarithmic");
  await page.getByLabel("as it suits").check();
  const labels = () => texts(page, 'figure[data-curve="0"] svg text[text-anchor="middle"]');
  await page.locator('figure[data-curve="0"] svg').scrollIntoViewIfNeeded();
  const whole = await labels(), box = await page.locator('figure[data-curve="0"] svg').boundingBox();
  await page.mouse.move(box.x + 150, box.y + 150);
  await page.mouse.down();
  await page.mouse.move(box.x + 260, box.y + 160, { steps: 4 });
  await page.mouse.up();
  check(JSON.stringify(await labels()) !== JSON.stringify(whole), "dragging zooms");
  await page.getByRole("button", { name: "Show all again" }).click();
  equal(await labels(), whole, "and there is a way back");

  // Values under the pointer and by the keyboard.
  await page.mouse.move(box.x + 300, box.y + 150);
  check((await page.textContent('figure[data-curve="0"] .tip')).includes("epoch"), "the pointer reads values");
  await page.locator('figure[data-curve="1"] svg').focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  check(await page.locator('figure[data-curve="1"] .tip').isVisible(), "arrow keys read values");

  // The slider goes through the epochs, Play by itself.
  const title = () => page.textContent("figure[data-flow] svg text");
  const first = await title();
  await page.locator('#flow input[type="range"]').focus();
  await page.keyboard.press("ArrowRight");
  check((await title()) !== first, "the slider moves the epoch");
  await checkMarks(page, "figure[data-flow]", "gradient flow, later");
  const playing = await title();
  await page.locator("#flow .controls button").click();
  await until(async () => (await title()) !== playing, "Play plays");
  await page.locator("#flow .controls button").click();
  const paused = await title();
  await page.waitForTimeout(2 * 600 / faster);
  equal(await title(), paused, "and pauses");

  // Theory is a dashed line that can be left out.
  const dashed = () => count(page, 'figure[data-flow] polyline[stroke-dasharray="3 5"]');
  check((await dashed()) > 0, "theory is dashed");
  await page.getByLabel("theory", { exact: true }).uncheck();
  equal(await dashed(), 0, "and can be left out");
  await page.getByLabel("theory", { exact: true }).check();

  // Surfaces have pixels, samples and axes, and go through their epochs.
  await checkMarks(page, "figure[data-net]", "decision surfaces");
  const image = () => page.getAttribute('figure[data-net="0"] image', "href"), last = await image();
  await page.locator('#nets input[type="range"]').focus();
  await page.keyboard.press("Home");
  check((await image()) !== last, "the slider changes the surface");
  check((await count(page, "#nets .confusion td.number")) >= 4, "there is a confusion matrix");
  check((await count(page, "#histograms polygon")) > 3, "there are histograms");

  // A table sorts by numbers, both ways.
  const column = async () => (await texts(page, "#runs table.sortable tbody td:nth-child(5)")).map(Number).filter(Number.isFinite);
  const sort = page.locator("#runs table.sortable th:nth-child(5) button");
  await sort.click();
  const up = await column();
  equal(up, [...up].sort((a, b) => a - b), "ascending");
  await sort.click();
  equal(await column(), [...up].reverse(), "descending");

  // The theme, each with enough contrast.
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await checkContrast(page, "light");
  await page.getByRole("button", { name: "Dark" }).click();
  check((await paper()) !== light, "the theme changes");
  await checkContrast(page, "dark");

  // Names and roles for those who cannot see it.
  for (const svg of await page.$$("figure svg"))
    check((await svg.getAttribute("aria-label")) || (await svg.$("title")), "a picture has a name");
  await close();
}

// A run whose loss was ten times as high before training as ever after.
async function checkHighStart() {
  const folder = place("runs", "high");
  await run("train", path.join(configs, "xor.json"), "--quiet", "--set", "training.epochs=12", "--set", "optimizer.learning_rate=0.001", "--set", "name=high");
  const lines = fs.readFileSync(path.join(folder, "history.csv"), "utf8").split("\n"), column = lines[0].split(",").indexOf("train_loss");
  const losses = lines.slice(1, -1).map((line) => Number(line.split(",")[column]));
  const high = (10 * Math.max(...losses)).toPrecision(3), start = lines[1].split(",");
  start[column] = high;
  lines[1] = start.join(",");
  fs.writeFileSync(path.join(folder, "history.csv"), lines.join("\n"));
  await run("compare", folder, "-o", place("high", "report"), "--quiet");
  const file = place("high", "report", "report.html"), note = `↑ at first up to ${Number(high)}`;
  const said = async (page) => (await texts(page, 'figure[data-curve="0"] text')).filter((text) => text.startsWith("↑"));
  const still = await open(file, { script: false });
  equal(await said(still.page), [note], "a still picture says what is above it");
  await still.close();
  const { page, close } = await open(file);
  equal(await said(page), [note], "a chart does, too");
  await page.getByLabel("linear", { exact: true }).check();
  equal(await said(page), [], "a linear axis shows all");
  await checkMarks(page, "figure[data-curve]", "a high start");
  await close();
}

// Nothing may stick out of a narrow window but what scrolls in itself.
async function checkNarrow(page, what) {
  await page.setViewportSize({ width: 400, height: 900 });
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(overflow <= 0, `${what}: the page is ${overflow} pixels wider than the window`);
    await checkMarks(page, "figure[data-curve]", `narrow, ${what}`);
  }
}

async function checkWithoutScript(file) {
  const { page, close } = await open(file, { script: false });
  await checkMarks(page, "figure[data-curve]", "curves without script");
  check((await count(page, "figure[data-flow] polyline")) > 0, "gradient flow without script");
  await checkMarks(page, "details[open] figure.heat", "heat maps without script");
  check((await count(page, "#runs table.sortable tbody tr")) > 0, "runs without script");
  await checkMarks(page, "figure[data-net]", "decision surfaces without script");
  await checkNarrow(page, "without script");
  await close();
}

async function checkPrint(page) {
  const folded = () => count(page, "#summary details:not([open]), #layers details:not([open]), #nets details:not([open])");
  const before = await folded();
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  equal(await folded(), 0, "what is folded is printed");
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  equal(await folded(), before, "and folded again");
  await page.emulateMedia({ media: "print" });
  equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)", "printed on white");
  // The gradient before and after training, unless an epoch was chosen.
  const flow = (epoch) => page.evaluate((index) => {
    const slider = document.querySelector('#flow input[type="range"]');
    slider.value = String(index);
    slider.dispatchEvent(new Event("input"));
    dispatchEvent(new Event("beforeprint"));
    dispatchEvent(new Event("afterprint"));
    return ["#flow .on-paper", "#flow .drawn"].map((one) => document.querySelector(one).checkVisibility());
  }, epoch);
  equal(await flow(1), [false, true], "a chosen epoch is printed");
  equal(await flow(0), [true, false], "else the first and the last");
  const pdf = await page.pdf({ format: "A4" });
  check(pdf.length > 20000, "there is something to print");
}

async function checkNarrowAndPrint(file) {
  const { page, close } = await open(file, { width: 400 });
  await checkNarrow(page, "with script");
  await checkPrint(page);
  await close();
}

// --------------------------------------------------------------------------------------------------- pictures

// The PNGs are the SVGs at three times their size, with something in them.
async function checkPngs(runs) {
  await run("compare", runs, "-o", "pictures", "--format", "svg,png", "--quiet");
  const pictures = fs.readdirSync(place("pictures")).filter((name) => name.endsWith(".svg"));
  equal(pictures, ["gradient_flow.svg", "gradient_heat_map.svg", "loss.svg", "net.svg"]);
  const page = await browser.newPage();
  for (const name of pictures) {
    const [, width, height] = fs.readFileSync(place("pictures", name), "utf8").match(/^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"/);
    const bytes = fs.readFileSync(place("pictures", name.replace(".svg", ".png"))).toString("base64");
    const found = await page.evaluate(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      pen.drawImage(image, 0, 0);
      const colours = new Set(new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer));
      return { width: image.naturalWidth, height: image.naturalHeight, colours: colours.size };
    }, `data:image/png;base64,${bytes}`);
    equal([found.width, found.height], [Math.ceil(3 * width), Math.ceil(3 * height)], name);
    check(found.colours > 50, `${name}: there are ${found.colours} colours in it`);
  }
  await page.close();
}

// --------------------------------------------------------------------------------------------------- hostile names

const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

// A copy of a run in which every text that a config could have put there is the payload.
function poisoned(from, to, payload) {
  fs.cpSync(from, to, { recursive: true, filter: (file) => !/\.(svg|html)$/.test(file) });
  const replaced = (value) => {
    if (typeof value === "string") return payload;
    if (Array.isArray(value)) return value.map(replaced);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member)]));
    return value;
  };
  const config = replaced(JSON.parse(fs.readFileSync(path.join(to, "config.json"), "utf8")));
  config[payload] = payload;  // a key, too
  fs.writeFileSync(path.join(to, "config.json"), JSON.stringify(config));
  const summary = JSON.parse(fs.readFileSync(path.join(to, "summary.json"), "utf8"));
  const names = Object.fromEntries(summary.layers.map((layer) => [layer.name, payload + layer.name]));
  // Status and verdict are words that the program knows; a run with others is refused.
  fs.writeFileSync(path.join(to, "summary.json"), JSON.stringify({ ...replaced(summary), status: "completed",
    gradient_flow: { ...replaced(summary.gradient_flow), verdict: summary.gradient_flow.verdict }, layers: summary.layers.map((layer) => ({ ...layer, name: names[layer.name] })) }));
  const rows = fs.readFileSync(path.join(to, "layers.csv"), "utf8").split("\n").map((line, i) => {
    const cells = line.split(",");
    if (i > 0 && cells.length > 2) cells[2] = cell(names[cells[2]] ?? cells[2]);
    return cells.join(",");
  });
  fs.writeFileSync(path.join(to, "layers.csv"), rows.join("\n"));
  const views = JSON.parse(fs.readFileSync(path.join(to, "views.json"), "utf8")), { frames } = views.surface;
  fs.writeFileSync(path.join(to, "views.json"), JSON.stringify({ ...replaced(views), surface: { ...replaced(views.surface), frames } }));
  fs.writeFileSync(path.join(to, "histograms.json"),
    JSON.stringify(JSON.parse(fs.readFileSync(path.join(to, "histograms.json"), "utf8")).map((one) => ({ ...one, name: payload + one.name }))));
}

// How many elements of each kind a page has.
const elements = (page) => page.evaluate(() => {
  const counts = {};
  for (const one of document.querySelectorAll("*")) counts[one.localName] = (counts[one.localName] ?? 0) + 1;
  return counts;
});

// All that answers to the pointer shows names, too. Returns how often it did. (The pointer is made up: a real one, as
// checkComparison() has it, waits for a picture of the page at every step.)
const pointAtAll = (page) => page.evaluate(() => {
  const shown = () => document.querySelectorAll(".tip:not([hidden])").length;
  return [...document.querySelectorAll("figure[data-curve] svg, figure[data-flow] svg, details[open] figure.heat svg")].map((svg) => {
    const box = svg.getBoundingClientRect();
    const at = { bubbles: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
    svg.dispatchEvent(new PointerEvent("pointermove", at));
    const tips = shown();
    svg.dispatchEvent(new PointerEvent("pointerleave", at));
    return tips;
  }).reduce((sum, tips) => sum + tips, 0);
});

// Small runs, for there is a page of them for each payload; two pages are looked at side by side.
async function checkHostileNames() {
  const runs = ["one", "two"];
  await run("train", path.join(configs, "xor.json"), "--quiet", "--set", "training.epochs=2", "--set", "diagnostics.histograms=[0, 2]", "--set", "data.source.n=60",
    "--set", 'variants={"one":{},"two":{"optimizer":"adam"}}', "--set", "name=plain");
  async function look({ page, visit, wrong, settle }, payload, index) {
    const folder = place("hostile", String(index)), report = place("hostile", `page-${index}`, "report.html");
    for (const name of runs) poisoned(place("runs", "plain", name), path.join(folder, `${payload.replaceAll("/", "∕").slice(0, 60)}-${name}`), payload);
    await run("compare", folder, "-o", path.dirname(report), "--format", "html", "--quiet");
    await visit(report);
    await settle();
    const found = await elements(page);
    equal(await page.evaluate(() => window.struck), undefined, `"${payload}" ran`);
    check((await page.textContent("body")).includes("one"), "the page is whole");
    found.tips = await pointAtAll(page);
    equal(await page.evaluate(() => window.struck), undefined, `"${payload}" ran in a tip`);
    equal(wrong, [], `"${payload}"`);
    return found;
  }
  const eyes = await Promise.all([0, 1].map(() => open(place("runs", "plain", "report.html"))));
  const harmless = await look(eyes[0], "harmless", "none");
  check(harmless.tips >= 4, "the pointer shows names");
  check(payloads.length >= 40, "enough payloads");
  const left = [...payloads.entries()];
  await Promise.all(eyes.map(async (eye) => {
    for (let next; (next = left.shift());) {
      const [index, payload] = next;
      equal(await look(eye, payload, index), harmless, `"${payload}" changed the page`);
    }
    await eye.close();
  }));
}

// --------------------------------------------------------------------------------------------------- size

// 20 runs of 500 epochs, all layers measured at every one of them.
async function checkSize() {
  await run("train", path.join(configs, "xor.json"), "--quiet", "--set", "training.epochs=500", "--set", "diagnostics.every=1",
    "--vary", "data.seed=1..20", "--set", "name=large", "--set", "data.source.n=60");
  const size = fs.statSync(place("runs", "large", "report.html")).size;
  check(size < 2e6, `20 runs of 500 epochs take ${size} bytes`);
  const { page, close } = await open(place("runs", "large", "report.html"));
  await checkMarks(page, "figure[data-curve]", "20 runs");
  await close();
  return size;
}

// Bands of more than twelve nets would cover one another.
async function checkBands() {
  await run("train", path.join(configs, "xor.json"), "--quiet", "--set", "training.epochs=2", "--vary", "data.seed=1..13", "--set", "repeats=2",
    "--set", "name=bands", "--set", "data.source.n=60");
  const { page, close } = await open(place("runs", "bands", "report.html"));
  const bands = () => count(page, 'figure[data-curve="0"] polygon[opacity="0.18"]');
  equal(await bands(), 0, "thirteen nets have no bands");
  await page.locator("#curves .legend button").first().click();
  equal(await bands(), 12, "twelve have");
  await close();
}

// Many nets: evidence is folded, long tables scroll in themselves, below their heads.
async function checkMany() {
  await run("train", path.join(configs, "xor.json"), "--quiet", "--set", "training.epochs=2", "--vary", "data.seed=1..40", "--set", "name=many",
    "--set", "data.source.n=60");
  const { page, close } = await open(place("runs", "many", "report.html"));
  equal(await count(page, "#summary details.diagnosis"), 40, "each net has its verdict");
  equal(await count(page, "#summary details[open]"), 0, "folded");
  const table = page.locator("#runs .tall").first();
  equal(await table.locator("tbody tr").count(), 40, "all runs are in it");
  const place_of = () => table.locator("thead th").first().boundingBox();
  await table.scrollIntoViewIfNeeded();
  const head = await place_of();
  await table.evaluate((one) => one.scrollTo(0, 200));
  equal(await table.evaluate((one) => one.scrollTop), 200, "it scrolls");
  equal(await place_of(), head, "its head stays");
  check((await table.getAttribute("aria-label")).length > 0, "a region has a name");
  equal(await page.locator("#runs .on-screen").first().textContent(), "40 rows: the table scrolls.", "and says so");
  // Printed, all of it is there, with its head on every page: Chromium repeats a head that must not break.
  await page.emulateMedia({ media: "print" });
  equal(await table.evaluate((one) => getComputedStyle(one).overflowY), "visible", "a printed table does not scroll");
  equal(await table.locator("thead").evaluate((one) => [getComputedStyle(one).breakInside, getComputedStyle(one.querySelector("button")).display]),
    ["avoid", "contents"], "its head is repeated");
  await close();
}

// --------------------------------------------------------------------------------------------------- runs under way

const reloadFaster = 2;  // more, and a page on a busy machine is hardly there before it is loaded anew

// A page of a training that goes on, with script and without.
async function followed(file, script) {
  const { page, close } = await open(file, { script, faster: reloadFaster });
  const seen = { page, close, script, loads: 0 };
  page.on("load", () => ++seen.loads);
  seen.epoch = async () => Number((await page.textContent(".live").catch(() => "")).match(/Epoch ([\d,]+) of/)?.[1].replaceAll(",", "") ?? -1);
  const first = await seen.epoch();
  await until(async () => seen.loads >= 2 && (await seen.epoch()) > first, "the page is loaded anew, and shows later epochs");
  return seen;
}

// Longer than a page waits before it loads itself anew; without script the browser counts the seconds.
const longerThanReload = (seen) => seen.page.waitForTimeout(4500 / (seen.script ? reloadFaster : 1));

// All that can be chosen.
const chosenOn = (page) => page.evaluate(() => ({
  logarithmic: document.querySelector('input[value="logarithmic"]').checked,
  hidden: [...document.querySelectorAll('#curves .legend button[aria-pressed="false"]')].map((button) => button.textContent),
  zoomed: !document.querySelector("#curves .controls > button").hidden,
  epoch: document.querySelector("#flow output").textContent,
  theme: document.documentElement.dataset.theme,
  sorted: [...document.querySelectorAll("#runs th[aria-sort]")].map((head) => [head.textContent, head.getAttribute("aria-sort")]),
  open: [...document.querySelectorAll("main details")].map((details) => details.open),
  top: scrollY, visibility: getComputedStyle(document.body).visibility,
  focus: document.activeElement.getAttribute("aria-label"),
}));

// Presses Hold in a page that was loaded after that one, and returns when it was. (A page does not load itself anew while
// it answers.)
async function holdAfter(page, old) {
  let loaded = old;
  await until(async () => {
    loaded = await page.evaluate((before) => {
      const hold = document.querySelector(".live button");
      if (performance.timeOrigin === before || !hold) return before;
      if (hold.textContent === "Hold") hold.click();
      return performance.timeOrigin;
    }, old);
    return loaded !== old;
  }, "Hold can be pressed");
  return loaded;
}

async function checkChoicesStay(seen) {
  const { page } = seen;
  await until(async () => (await page.textContent("#age")).startsWith("Written "), "it says how old it is");
  const first = await holdAfter(page, 0);
  await page.evaluate(() => {
    document.querySelector('input[value="logarithmic"]').click();
    document.querySelector("#curves .legend button").click();
    const slider = document.querySelector('#flow input[type="range"]');
    slider.value = "1";
    slider.dispatchEvent(new Event("input"));
    document.querySelector("header > button").click();
    document.querySelector("#runs th button").click();
    for (const details of document.querySelectorAll("main details")) details.open = !details.open;
    const chart = document.querySelector("#curves figure svg");
    chart.focus();
    chart.dispatchEvent(new KeyboardEvent("keydown", { key: "+", bubbles: true }));
    scrollTo(0, 300);
  });
  const chosen = await chosenOn(page);
  equal({ ...chosen, open: chosen.open.length > 3, hidden: chosen.hidden.length, focus: chosen.focus?.slice(0, 4) },
    { logarithmic: true, hidden: 1, zoomed: true, epoch: "epoch 1", theme: "dark", sorted: [["net", "ascending"]], open: true, top: 300, visibility: "visible", focus: "loss" }, "all is chosen");
  const held = seen.loads, goOn = () => page.evaluate(() => document.querySelector(".live button").click());
  await longerThanReload(seen);
  equal(seen.loads, held, "Hold holds it");
  await goOn();
  await holdAfter(page, first);
  equal(await chosenOn(page), chosen, "what was chosen stays");
  equal(await page.evaluate(() => window.atFirst), { theme: "dark", visibility: "hidden" }, "nothing else is seen before");
  await page.evaluate(() => document.querySelector("#curves .controls > button").click());  // Show all again
  await checkMarks(page, "figure[data-curve]", "under way");
  const again = seen.loads;
  await goOn();
  await until(async () => seen.loads > again, "and lets it go");
}

async function checkAtRest(seen) {
  await until(async () => (await count(seen.page, ".live")) === 0, "the finished page is shown");
  await seen.page.waitForLoadState("load");
  await seen.page.waitForTimeout(500);  // the load of the page that was just found is counted now, too
  const last = seen.loads;
  await longerThanReload(seen);
  equal(seen.loads, last, "the finished page stays");
  await seen.close();
}

// A program that was killed leaves a page that goes on for three minutes, and then says so and is at rest.
async function checkKilled() {
  const training = spawn(mlp, ["train", path.join(configs, "xor.json"), "--live", "--quiet", "--threads", "1", "--set", "training.epochs=1000000",
    "--set", "training.batch_size=1", "--set", "data.source.n=2000", "--set", "name=killed"], { cwd: scratch, stdio: "ignore" });
  const ended = new Promise((resolve) => training.on("exit", resolve)), file = place("runs", "killed", "report.html");
  try {
    await until(async () => fs.existsSync(file), "there is a page");
  } finally {
    training.kill("SIGKILL");
    await ended;
  }
  for (const [later, says, loads] of [[0, "Training goes on.", true], [150, "Training goes on.", true], [185, "Training seems to have stopped.", false]]) {
    const { page, close } = await open(file, { later, faster: reloadFaster });
    let count = 0;
    page.on("load", () => ++count);
    equal(await page.textContent(".live strong"), says, `${later} s later`);
    equal((await page.textContent(".live")).includes("Nothing has been written for 3 min. If its program was killed"), !loads, "and says since when");
    if (loads) await until(async () => count > 0, "it looks for more");
    else {
      await page.waitForTimeout(4500 / reloadFaster);
      equal(count, 0, "it is at rest");
    }
    await close();
  }
  const { page, close } = await open(file, { script: false });
  check(/Written on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: if that is long ago, training has stopped\./.test(await page.textContent(".live")), "without script, when it was written");
  await close();
}

// The page follows the training from the disk, keeps what was chosen on it, and comes to rest with it: that is the
// promise that is returned.
async function checkLive() {
  const training = spawn(mlp, ["train", path.join(configs, "xor.json"), "--live", "--quiet", "--threads", "1", "--set", "training.epochs=1000000",
    "--set", "training.batch_size=1", "--set", "data.source.n=2000", "--set", "name=live"], { cwd: scratch, stdio: "ignore" });
  const ended = new Promise((resolve) => training.on("exit", resolve));
  try {
    const file = place("runs", "live", "report.html");
    await until(async () => fs.existsSync(file), "there is a page from the start");
    const pages = await Promise.all([true, false].map((script) => followed(file, script)));
    await checkChoicesStay(pages[0]);
    training.kill("SIGINT");
    await ended;
    return { rest: Promise.all(pages.map(checkAtRest)) };
  } finally {
    training.kill("SIGKILL");
    await ended;
  }
}

try {
  const { rest } = await checkLive();
  await run("train", path.join(configs, "xor.json"), "--quiet", "--set", "repeats=3", "--set", "training.epochs=30", "--set", "diagnostics.histograms=[0, 30]",
    "--set", 'variants={"one":{},"two":{"optimizer":"adam"},"three":{"model":{"layers":[{"type":"dense","units":4,"activation":"sigmoid","repeat":3},{"type":"dense","units":1,"activation":"sigmoid"}]}}}');
  const comparison = place("runs", "xor", "report.html"), single = place("runs", "xor", "one", "seed-1", "report.html");
  await checkComparison(comparison);
  for (const file of [comparison, single]) {
    await checkWithoutScript(file);
    await checkNarrowAndPrint(file);
  }
  const { page, close } = await open(single);
  await checkMarks(page, "figure[data-curve]", "a single run");
  await checkMarks(page, "figure[data-flow]", "a single run");
  await close();
  await checkHighStart();
  await checkKilled();
  await checkPngs(place("runs", "xor"));
  await checkHostileNames();
  await checkMany();
  await checkBands();
  const size = await checkSize();
  await rest;
  console.log(`${checks} checks passed; the largest page has ${size} bytes`);
} finally {
  await browser.close();
}
