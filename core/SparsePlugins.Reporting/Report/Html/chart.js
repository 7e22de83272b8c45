// A chart: curves of a measurement with their bands, drawn anew whenever what it shows changes.

function drawArea(frame, curves, withBands, clip) {
  const { left, right, top, bottom } = frame;
  const box = svgElement("rect", { x: left, y: top - 2, width: Math.max(0, right - left), height: bottom - top + 4 });
  const lines = svgElement("g", { "clip-path": `url(#${clip})`, class: "curves" });
  const ordered = curves.toReversed(); // The best last, so that no other covers it.
  if (withBands) lines.append(...ordered.map((curve) => drawBand(frame, curve)));
  lines.append(...ordered.map((curve) => drawLine(frame, curve)));
  return [svgElement("clipPath", { id: clip }, box), lines, ...ordered.flatMap((curve) => drawDots(frame, curve))];
}

/** Why an area is empty. */
function drawAbsence(frame, curves) {
  const { left, right, top, bottom } = frame;
  const isEmpty = curves.length > 0 && curves.every((curve) => frame.drawable(curve).length === 0);
  return isEmpty ? [drawText((left + right) / 2, (top + bottom) / 2, "middle", "note", "No values: undefined, or every run failed or diverged")] : [];
}

function drawPanel(frame, panel) {
  const text = frame.isNarrow ? panel.title.split(": ")[0] : panel.title;
  const rows = panel.rows.map((row, i) => drawRow(frame, row, panel.top + rowHeight * (i + 0.5)));
  return [drawText(frame.left, panel.top - 11, "start", "tick", text), ...rows];
}

class Chart {
  constructor(figure, number) {
    const [setting, index] = figure.dataset.plot.split("/").map(Number);
    this.state = { setting, index, zoom: null, logSteps: false, logValues: plotAt(setting, index).isLog, bands: true };
    this.opening = JSON.stringify(this.state);
    this.clip = `chart-${number}-area`;
    this.focused = null;
    this.build(figure, number);
    followPointer(this, this.surface);
    followKeys(this, this.stage);
    shown.listeners.push(() => this.draw());
    new ResizeObserver(() => this.resize()).observe(this.stage);
    this.change({});
  }

  build(figure, number) {
    const leads = figure.dataset.leads !== undefined;
    this.title = element("p", { class: "title", id: `chart-${number}-title` });
    this.subtitle = element("p", { class: "subtitle" });
    this.surface = svgElement("svg", { "aria-hidden": "true" });
    this.card = element("div", { class: "readout", hidden: "" });
    this.status = element("p", { class: "unseen", role: "status" });
    const help = element("p", { class: "unseen", id: `chart-${number}-help` }, "Left and right read the points of a curve, up and down change the curve, plus and minus zoom, Escape shows all steps.");
    const roles = { role: "application", "aria-roledescription": "chart", "aria-labelledby": this.title.id, "aria-describedby": help.id };
    this.stage = element("div", { class: "stage", tabindex: "0", ...roles }, this.surface, this.card);
    this.legend = makeLegend((name) => this.stand(name));
    this.controls = makeControls(this, leads);
    const heading = element("div", { class: "heading" }, element("div", {}, this.title, this.subtitle), this.controls.node);
    const takeaway = makeTakeaway(this.surface, () => this.plot.title, () => csvOf(this.plot, this.visibleCurves()));
    figure.querySelector(".drawing").replaceWith(heading, this.legend.node, this.stage, help, this.status, takeaway);
    figure.classList.add("chart");
  }

  get plot() {
    return plotAt(this.state.setting, this.state.index);
  }

  visibleCurves() {
    return this.plot.curves.filter((curve) => isShown(curve.variant.name));
  }

  /** The measurement of that name in a setting, or its first. */
  choose(setting, name) {
    const index = data.settings[setting].plots.findIndex((plot) => plot.name === name);
    const place = Math.max(0, index);
    this.change({ setting, index: place, zoom: null, logValues: plotAt(setting, place).isLog });
  }

  change(part) {
    Object.assign(this.state, part);
    // A zoom to step 0 has no place on a logarithmic axis.
    if (this.state.logSteps && this.state.zoom && this.state.zoom[0] <= 0) this.state.zoom = null;
    this.focused = null;
    this.draw();
    writeView();
  }

  resize() {
    if (Math.abs(this.stage.clientWidth - this.frame.width) >= 1) this.draw();
  }

  draw() {
    const { plot, state } = this;
    const curves = this.visibleCurves();
    this.frame = layOut(this, Math.max(280, this.stage.clientWidth));
    this.title.textContent = plot.title;
    this.subtitle.textContent = plot.subtitle + (plot.stride > 1 ? `; one of ${plot.stride} evaluations is drawn` : "");
    this.surface.setAttribute("viewBox", `0 0 ${this.frame.width} ${pixel(this.frame.height)}`);
    this.overlay = svgElement("g", { class: "overlay" });
    this.surface.replaceChildren(
      drawAxes(this.frame, plot),
      drawThresholds(this.frame, plot),
      ...drawArea(this.frame, curves, state.bands, this.clip),
      ...drawAbsence(this.frame, curves),
      ...this.frame.panels.flatMap((panel) => drawPanel(this.frame, panel)),
      this.overlay,
    );
    this.legend.show(plot.setting);
    this.legend.update();
    this.controls.update();
    this.forget();
  }

  /** Shows the point nearest to a place in the drawing. */
  read(x, y) {
    const tick = nearestTick(this.frame, x, y);
    if (tick) return this.showTick(tick);
    const found = nearestPoint(this.frame, this.visibleCurves(), x, y);
    if (found) this.show(found);
    else this.forget();
  }

  show(found) {
    this.focused = found;
    fillReadout(this.card, found, this.plot, this.visibleCurves());
    placeReadout(this.card, this.frame, found.point.step, this.frame.top + 4);
    this.overlay.replaceChildren(...drawFocus(this.frame, found));
    this.stand(found.curve.variant.name);
  }

  /** Says which run a tick below the curves is of. */
  showTick(tick) {
    this.focused = null;
    fillTick(this.card, tick, this.plot);
    placeReadout(this.card, this.frame, tick.step, tick.panel.top + 4);
    const x = this.frame.x.place(tick.step);
    this.overlay.replaceChildren(drawRule(x, this.frame.top, x, this.frame.floor, "cross"));
    this.stand(tick.row.variant.name);
  }

  /** Dims all variants but one; none without a name. */
  stand(name) {
    for (const node of this.surface.querySelectorAll("[data-variant], [data-band]")) {
      const own = node.dataset.variant ?? node.dataset.band;
      node.classList.toggle("dimmed", name !== null && own !== name && !baselines.has(own));
    }
  }

  forget() {
    this.card.hidden = true;
    this.stand(null);
    this.overlay.replaceChildren();
  }

  /** Moves the read-out by points and curves, and says it. */
  walk(points, curves) {
    const visible = this.visibleCurves().filter((curve) => this.frame.drawable(curve).some((point) => this.frame.isInside(point.step)));
    if (visible.length === 0) return;
    const before = visible.includes(this.focused?.curve) ? this.focused : null;
    const at = before ? visible.indexOf(before.curve) : 0;
    const curve = visible[(at + curves + visible.length) % visible.length];
    const inside = this.frame.drawable(curve).filter((point) => this.frame.isInside(point.step));
    const start = points < 0 ? inside.length : -1;
    const here = before ? Math.max(0, inside.findLastIndex((point) => point.step <= before.point.step)) : start;
    this.show({ curve, point: inside[Math.min(inside.length - 1, Math.max(0, here + points))] });
    this.status.textContent = spoken(this.focused, this.plot);
  }

  /** Marks the steps between two places that a drag has reached. */
  select(from, upTo) {
    this.forget();
    if (from === null) return;
    const [left, right] = extent([from, upTo].map((x) => Math.min(this.frame.right, Math.max(this.frame.left, x))));
    const { top, floor } = this.frame;
    this.overlay.replaceChildren(svgElement("rect", { x: left, y: top, width: right - left, height: floor - top, class: "selection" }));
  }

  zoomTo(from, upTo) {
    const [low, high] = extent([from, upTo].map((x) => this.frame.clampStep(this.frame.x.value(x))));
    const holds = this.visibleCurves().some((curve) => curve.points.some((point) => point.step >= low && point.step <= high));
    this.change(holds && high > low ? { zoom: [low, high] } : {});
  }

  /** Keeps the share of steps around the read point, or the middle. */
  zoomBy(share) {
    const { x, left, right } = this.frame;
    const focus = this.focused;
    const middle = focus ? x.place(focus.point.step) : (left + right) / 2;
    const half = ((right - left) * share) / 2;
    if (share > 1 && this.state.zoom === null) return;
    const whole = layOut({ ...this, plot: this.plot, state: { ...this.state, zoom: null }, visibleCurves: () => this.visibleCurves() }, this.frame.width);
    const [low, high] = [x.value(middle - half), x.value(middle + half)].map(whole.clampStep);
    this.change({ zoom: low <= whole.x.low && high >= whole.x.high ? null : [low, high] });
    if (focus) this.show(focus);
  }
}
