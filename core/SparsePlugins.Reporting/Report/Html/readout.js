// What a chart says of the point nearest to the pointer, or of the one that the arrow keys chose.

const mostOthers = 5;

/** The visible point nearest to a place, in pixels. */
function nearestPoint(frame, curves, x, y) {
  let best = null;
  let least = Infinity;
  for (const curve of curves) {
    for (const point of frame.drawable(curve)) {
      if (!frame.isInside(point.step)) continue;
      const distance = Math.hypot(frame.x.place(point.step) - x, frame.y.place(point.mean) - y);
      if (distance < least) [least, best] = [distance, { curve, point }];
    }
  }
  return best;
}

/** A curve's point at a step; its last one after it ended, since a run that stopped keeps its value. */
function pointAt(curve, step) {
  const last = curve.points.at(-1);
  return last && step > last.step ? last : curve.points.find((point) => point.step === step);
}

function intervalText(point, decimals) {
  if (!isFinite(point.width)) return "no interval";
  return `${fixed(point.mean - point.width, decimals)} to ${fixed(point.mean + point.width, decimals)}`;
}

/** One sentence, for readers who hear it. */
function spoken({ curve, point }, plot) {
  const interval = isFinite(point.width) ? `95 % interval ${intervalText(point, plot.decimals)}` : "no interval";
  return `${curve.variant.name}, step ${point.step}: ${plot.label} ${fixed(point.mean, plot.decimals)}, ${interval}, ${counted(point.seeds, "seed")}`;
}

function othersAt({ curve, point }, curves) {
  return curves
    .filter((other) => other !== curve)
    .map((other) => ({ curve: other, point: pointAt(other, point.step) }))
    .filter((other) => other.point)
    .toSorted((a, b) => Math.abs(a.point.mean - point.mean) - Math.abs(b.point.mean - point.mean))
    .slice(0, mostOthers)
    .toSorted((a, b) => b.point.mean - a.point.mean);
}

/** The difference of two means at the same step: its mean over pairs, since every pair is in both. */
function differenceText({ curve, point }, curves, decimals) {
  const baseline = curves.find((other) => other.variant.baseline);
  const there = baseline && baseline !== curve ? pointAt(baseline, point.step) : null;
  if (!there || there.seeds !== point.seeds) return null;
  const difference = point.mean - there.mean;
  const share = there.mean > 0 ? ` (${difference < 0 ? "" : "+"}${fixed((100 * difference) / there.mean, 1)} %)` : "";
  return `${difference < 0 ? "" : "+"}${fixed(difference, decimals)}${share} against ${baseline.variant.name}`;
}

/** The card beside the pointer. */
function fillReadout(card, found, plot, curves) {
  const { curve, point } = found;
  const { decimals, setting } = plot;
  const samples = setting.batch ? ` · ${grouped(point.step * setting.batch)} samples` : "";
  const number = (value) => element("span", { class: "mean" }, fixed(value, decimals));
  const half = isFinite(point.width) ? ` ± ${fixed(point.width, decimals)}` : "";
  const difference = differenceText(found, plot.curves, decimals);
  const others = othersAt(found, curves).map((other) =>
    element("li", {}, lineKey(other.curve.variant), element("span", { class: "who" }, other.curve.variant.name), number(other.point.mean)),
  );
  card.replaceChildren(
    element("p", { class: "where" }, `step ${grouped(point.step)}${samples}`),
    element("p", { class: "who" }, lineKey(curve.variant), curve.variant.name),
    element("p", { class: "what" }, number(point.mean), element("span", { class: "width" }, half)),
    element("p", { class: "interval" }, `${isFinite(point.width) ? "95 %: " : ""}${intervalText(point, decimals)} · ${counted(point.seeds, "seed")}`),
    ...(difference ? [element("p", { class: "difference" }, difference)] : []),
    ...(others.length ? [element("ul", {}, ...others)] : []),
  );
  card.dataset.variant = curve.variant.name;
  card.dataset.step = point.step;
}

/** How far a pointer, or a finger, may be from a tick, in pixels. */
const reachOfFinger = 12;

/** The tick of a seed nearest to a place in the rows below the curves, with all seeds that share its step; null where none is near. */
function nearestTick(frame, x, y) {
  const panel = frame.panels.find(({ top, floor }) => y >= top && y < floor);
  const row = panel?.rows[Math.floor((y - panel.top) / rowHeight)];
  const distance = (step) => Math.abs(frame.x.place(step) - x);
  const step = row?.seeds.filter((step) => frame.isInside(step) && distance(step) <= reachOfFinger).toSorted((a, b) => distance(a) - distance(b))[0];
  return step === undefined ? null : { panel, row, step, seeds: row.runs.filter((_, i) => row.seeds[i] === step) };
}

/** Which runs a tick is of. */
function fillTick(card, { panel, row, step, seeds }, { setting }) {
  const samples = setting.batch ? ` · ${grouped(step * setting.batch)} samples` : "";
  const runs = seeds.length === 0 ? [] : [element("p", { class: "run" }, `seed${seeds.length > 1 ? "s" : ""} ${seeds.join(", ")}`)];
  card.replaceChildren(
    element("p", { class: "where" }, `step ${grouped(step)}${samples}`),
    element("p", { class: "who" }, lineKey(row.variant), row.variant.name),
    ...runs,
    element("p", { class: "interval" }, panel.title.split(": ")[0]),
  );
  card.dataset.variant = row.variant.name;
  card.dataset.step = step;
}

/** Beside a step, on the side with more room, and never outside the chart. */
function placeReadout(card, frame, step, top) {
  const x = frame.x.place(step);
  const onLeft = x > (frame.left + frame.right) / 2;
  card.hidden = false;
  const wanted = onLeft ? x - 16 - card.offsetWidth : x + 16;
  card.style.top = `${top}px`;
  card.style.left = `${Math.max(0, Math.min(wanted, frame.width - card.offsetWidth))}px`;
}

/** The cross at the point that is read out. */
function drawFocus(frame, { curve, point }) {
  const [x, y] = [frame.x.place(point.step), frame.y.place(point.mean)];
  return [
    drawRule(x, frame.top, x, frame.floor, "cross"),
    svgElement("circle", { cx: pixel(x), cy: pixel(y), r: 5, fill: curve.variant.color, class: "dot" }),
  ];
}
