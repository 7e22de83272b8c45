// Where the parts of a chart lie, for its width and what it shows.

const margins = { left: 58, right: 20, top: 24, below: 46 };
const rowHeight = 19;

/** The rows below the curves, of the variants that are shown. */
function placePanels(plot, bottom) {
  const panels = plot.panels.map(({ title, rows }) => ({ title, rows: rows.filter((row) => isShown(row.variant.name)) }));
  let floor = bottom;
  return panels
    .filter((panel) => panel.rows.length > 0)
    .map((panel) => {
      const top = floor + 34;
      floor = top + rowHeight * panel.rows.length;
      return { ...panel, top, floor };
    });
}

/** From the first step to the last one of any variant, shown or not, so that hiding one moves no axis of steps; one step where there is none to show. */
function stepRange(plot, state) {
  if (state.zoom) return state.zoom;
  const steps = plot.curves.flatMap((curve) => curve.points.map((point) => point.step));
  const [first, last] = extent(state.logSteps ? steps.filter((step) => step > 0) : [0, ...steps]);
  if (!isFinite(first)) return [1, 2];
  return last > first ? [first, last] : [first || 1, (first || 1) * 2];
}

/** Where everything lies; `chart` has a plot, a state and visible curves. */
function layOut(chart, width) {
  const { plot, state } = chart;
  const fits = (point) => (!state.logSteps || point.step > 0) && (!state.logValues || point.mean > 0);
  const [first, last] = stepRange(plot, state);
  const isInside = (step) => step >= first && step <= last;
  const seen = chart.visibleCurves().flatMap((curve) => curve.points.filter((point) => fits(point) && isInside(point.step)));
  const values = valueRange(state.zoom ? seen : telling(seen), state.zoom ? [] : plot.thresholds, state.logValues, state.bands);
  const isNarrow = width < 520;
  const { left, top } = margins;
  const right = width - (plot.thresholds.length ? 52 : margins.right);
  const bottom = top + Math.min(360, Math.max(220, width * 0.42));
  const panels = placePanels(plot, bottom);
  const floor = panels.at(-1)?.floor ?? bottom;
  return {
    width,
    left,
    right,
    top,
    bottom,
    floor,
    panels,
    isNarrow,
    isInside,
    height: floor + margins.below,
    x: scale(first, last, left, right, state.logSteps, isNarrow ? 4 : 8),
    y: scale(...values, bottom, top, state.logValues, 6),
    drawable: (curve) => curve.points.filter(fits),
    clampStep: (step) => Math.min(last, Math.max(first, step)),
    clampValue: (value) => (state.logValues ? Math.max(value, values[0] / 10) : value),
  };
}
