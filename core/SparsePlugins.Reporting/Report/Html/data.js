// The curves that the page carries; ChartData.fs wrote them.

/** Values from their distances to the value before; NaN where there is none. */
function fromDeltas(deltas, unit) {
  let last = 0;
  return deltas.map((delta) => (delta === null ? NaN : (last += delta) / unit));
}

/** Values from pairs of a value and how often it comes. */
function fromRepeats(pairs) {
  const values = [];
  for (let i = 0; i < pairs.length; i += 2) {
    for (let k = 0; k < pairs[i + 1]; k++) values.push(pairs[i]);
  }
  return values;
}

/** A variant's curve: points with the mean over seeds and the half width of its 95 % interval. */
function readCurve(raw, variants, unit) {
  const steps = fromDeltas(fromRepeats(raw.steps), 1);
  const means = fromDeltas(raw.means, unit);
  const widths = fromDeltas(raw.widths, unit);
  const seeds = fromRepeats(raw.seeds);
  const points = steps.map((step, i) => ({ step, mean: means[i], width: widths[i], seeds: seeds[i] }));
  return { variant: variants[raw.variant], points: points.filter((point) => isFinite(point.mean)) };
}

/** A measurement in a setting, read when it is first shown. */
function readPlot(raw, setting) {
  const unit = 10 ** raw.decimals;
  const readRow = (row) => ({ ...row, variant: setting.variants[row.variant] });
  const panels = raw.panels.map(({ title, rows }) => ({ title, rows: rows.map(readRow) }));
  return { ...raw, setting, curves: raw.curves.map((curve) => readCurve(curve, setting.variants, unit)), panels };
}

const data = JSON.parse(document.getElementById("data").textContent);
const plotsRead = new Map();

/** The plot of a place such as `0/3`: setting 0, measurement 3. */
function plotAt(setting, index) {
  const place = `${setting}/${index}`;
  if (!plotsRead.has(place)) plotsRead.set(place, readPlot(data.settings[setting].plots[index], data.settings[setting]));
  return plotsRead.get(place);
}

// Which variants are shown is one choice for the whole page: in every chart and, by the filter, in every table.
const shown = { hidden: new Set(), spared: new Set(), filter: "", listeners: [] };

/** The variants that a part of a drawing, or a row, is of. */
const variantsOf = ({ dataset }) => (dataset.variant === undefined ? JSON.parse(dataset.variants) : [dataset.variant]);

/** Every variant that the page names: of very many the charts hold only some. */
const everyName = new Set([
  ...data.settings.flatMap((setting) => setting.variants.map((variant) => variant.name)),
  ...[...document.querySelectorAll("[data-variant], [data-variants]")].flatMap(variantsOf),
]);

/** The variants of the figures on paper, which are few of a long sweep. */
function showFirst() {
  shown.hidden.clear();
  const variants = data.settings.flatMap((setting) => setting.variants);
  const first = new Set(variants.filter((variant) => variant.drawn).map((variant) => variant.name));
  variants.filter((variant) => !first.has(variant.name)).forEach((variant) => shown.hidden.add(variant.name));
  shown.spared = new Set(shown.hidden);
}

/** What charts do not show at first, though nobody hid it: figures that have room for it keep it. */
let firstHidden = new Set();

/** Whether the reader took a variant out of sight. */
function isAway(name) {
  return !matchesFilter(name) || (shown.hidden.has(name) && !shown.spared.has(name));
}

function isShown(name) {
  return !shown.hidden.has(name) && matchesFilter(name);
}

/** What others are compared with. */
const baselines = new Set(data.settings.flatMap((setting) => setting.variants.filter((variant) => variant.baseline).map((variant) => variant.name)));

/** Every word of the filter is somewhere in the name; baselines stay, or nothing would be left to compare with. */
function matchesFilter(name) {
  return baselines.has(name) || holdsWords(name);
}

function holdsWords(name) {
  const text = name.toLowerCase();
  return shown.filter.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function changeShown(change) {
  change(shown);
  shown.listeners.forEach((listener) => listener());
}

function showAll() {
  shown.hidden.clear();
  shown.spared.clear();
}

/** Hides all but some: by the reader's will, unlike what charts leave out at first. */
function showOnly(names) {
  showAll();
  everyName.difference(names).forEach((name) => shown.hidden.add(name));
}

/** Shows what a filter finds; without one what is shown first. */
function filterVariants(text) {
  changeShown(() => {
    shown.filter = text;
    if (text === "") showFirst();
    else showAll();
  });
}

showFirst();
firstHidden = new Set(shown.hidden);
