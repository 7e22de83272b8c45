// What charts draw with elements.

/** A sample of a variant's line. */
function lineKey(variant) {
  const line = svgElement("line", { x1: 1, y1: 4, x2: 25, y2: 4, ...strokeOf(variant) });
  return svgElement("svg", { class: "key", viewBox: "0 0 26 8", "aria-hidden": "true" }, line);
}

function strokeOf(variant) {
  return { stroke: variant.color, "stroke-width": variant.width, ...(variant.dash && { "stroke-dasharray": variant.dash }) };
}

function drawLine(frame, curve) {
  const pairs = frame.drawable(curve).map((point) => [frame.x.place(point.step), frame.y.place(point.mean)]);
  const look = { fill: "none", "stroke-linejoin": "round", ...strokeOf(curve.variant) };
  return svgElement("path", { d: pathInside(pairs, frame), "data-variant": curve.variant.name, ...look });
}

/** So many measurements or fewer are marked each, as in the figures on paper. */
const fewPoints = 12;

/** Where a curve ends, as its runs may have stopped before others; every point where few were measured. */
function drawDots(frame, curve) {
  const points = frame.drawable(curve);
  return (points.length > fewPoints ? points.slice(-1) : points)
    .filter((point) => frame.isInside(point.step) && point.mean >= frame.y.low && point.mean <= frame.y.high)
    .map((point) => svgElement("circle", { cx: pixel(frame.x.place(point.step)), cy: pixel(frame.y.place(point.mean)), r: 3, fill: curve.variant.color, class: "dot", "data-variant": curve.variant.name }));
}

function outlineOf(pairs) {
  return "M" + pairs.map(([x, y]) => `${pixel(x)},${pixel(y)}`).join("L") + "Z";
}

function drawBand(frame, curve) {
  const banded = frame.drawable(curve).filter((point) => isFinite(point.width));
  const edge = (sign) => (point) => [frame.x.place(point.step), frame.y.place(frame.clampValue(point.mean + sign * point.width))];
  const outline = [...banded.map(edge(1)), ...banded.toReversed().map(edge(-1))];
  return svgElement("path", { d: outline.length ? outlineOf(outline) : "", fill: curve.variant.color, "fill-opacity": 0.16, stroke: "none", class: "band", "data-band": curve.variant.name });
}

function drawText(x, y, anchor, name, text) {
  return svgElement("text", { x: pixel(x), y: pixel(y), "text-anchor": anchor, class: name }, text);
}

function drawRule(x1, y1, x2, y2, name) {
  return svgElement("line", { x1: pixel(x1), y1: pixel(y1), x2: pixel(x2), y2: pixel(y2), class: name });
}

/** Grid, ticks and what the axes measure. */
function drawAxes(frame, plot) {
  const { left, right, top, bottom, floor } = frame;
  const group = svgElement("g", { class: "axes" });
  for (const { value, text } of frame.y.ticks) {
    const y = frame.y.place(value);
    group.append(drawRule(left, y, right, y, "grid"), drawText(left - 8, y + 4, "end", "tick value-tick", text));
  }
  for (const { value, text } of frame.x.ticks) {
    const x = frame.x.place(value);
    group.append(drawRule(x, top, x, floor, "grid"), drawText(x, floor + 18, "middle", "tick step-tick", text));
  }
  group.append(drawRule(left, bottom, right, bottom, "base"));
  group.append(drawText((left + right) / 2, floor + 38, "middle", "axis", plot.stepLabel + (frame.x.isLog ? ", logarithmic" : "")));
  group.append(drawText(left - 8, 12, "start", "axis", plot.axis + (plot.unit ? ` (${plot.unit})` : "") + (frame.y.isLog ? ", logarithmic" : "")));
  return group;
}

function drawThresholds(frame, plot) {
  const inside = plot.thresholds.filter((value) => value >= frame.y.low && value <= frame.y.high).toSorted((a, b) => b - a);
  const group = svgElement("g", { class: "thresholds" });
  let last = -Infinity;
  for (const value of inside) {
    const y = frame.y.place(value);
    const label = (last = Math.max(y, last + 13));
    group.append(drawRule(frame.left, y, frame.right, y, "threshold"), drawText(frame.right + 6, label + 4, "start", "tick", String(value)));
  }
  return group;
}

/** Steps at which something happened to a variant: to every seed, and their mean with its interval. */
function drawRow(frame, reach, y) {
  const { color, name } = reach.variant;
  const group = svgElement("g", { class: "row", "data-variant": name });
  const inside = (step) => frame.isInside(step);
  for (const [i, step] of reach.seeds.entries()) {
    if (!inside(step)) continue;
    const x = frame.x.place(step);
    const said = svgElement("title", {}, `${name}${reach.runs.length ? `, seed ${reach.runs[i]}` : ""}: step ${step}`);
    group.append(svgElement("line", { x1: pixel(x), x2: pixel(x), y1: y - 5, y2: y + 5, stroke: color, "stroke-opacity": 0.55, "stroke-width": 2 }, said));
  }
  const [mean, lower, upper] = (reach.steps ?? []).map((step) => frame.x.place(frame.clampStep(step)));
  if (lower !== undefined) group.append(svgElement("line", { x1: pixel(lower), x2: pixel(upper), y1: y, y2: y, stroke: color, "stroke-width": 3 }));
  if (reach.steps && inside(reach.steps[0])) group.append(svgElement("circle", { cx: pixel(mean), cy: y, r: 4, fill: color, class: "dot" }));
  const ends = [...reach.seeds, ...(reach.steps ?? [])].filter(inside).map((step) => frame.x.place(step));
  const [first, last] = ends.length ? extent(ends) : [frame.left, frame.left];
  const text = frame.isNarrow ? reach.note : name + (reach.note && `: ${reach.note}`);
  const fits = last + 10 + text.length * 6.2 < frame.right;
  group.append(drawText(fits ? last + 10 : first - 10, y + 4, fits ? "start" : "end", "note", text));
  return group;
}
