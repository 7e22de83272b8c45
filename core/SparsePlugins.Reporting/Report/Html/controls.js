// The buttons and lists above a chart.

/** A button that is in or out. */
function toggle(text, title, act) {
  const button = element("button", { type: "button", "aria-pressed": "false", title }, text);
  button.addEventListener("click", act);
  return button;
}

function choice(label, options, act) {
  const select = element("select", { "aria-label": label }, ...options.map((text, i) => element("option", { value: i }, text)));
  select.addEventListener("change", () => act(Number(select.value)));
  return select;
}

/** The lists choose what is shown, in charts that lead a part; the buttons how. */
function makeControls(chart, leads) {
  const state = chart.state;
  const settings = data.settings.map((setting) => setting.name);
  const plots = () => data.settings[state.setting].plots;
  const labels = () => plots().map((plot) => plot.axis);
  const lists = element("div", { class: "lists" });
  const logSteps = toggle("log steps", "Steps on a logarithmic axis; step 0 is left out", () => chart.change({ logSteps: !state.logSteps }));
  const logValues = toggle("log values", "Values on a logarithmic axis; values that are not above 0 are left out", () =>
    chart.change({ logValues: !state.logValues }),
  );
  const bands = toggle("bands", "95 % intervals of the means", () => chart.change({ bands: !state.bands }));
  const reset = element("button", { type: "button", title: "Back to all steps (double-click, or Escape)" }, "reset zoom");
  reset.addEventListener("click", () => chart.change({ zoom: null }));

  if (leads) {
    if (settings.length > 1) lists.append(choice("Setting", settings, (index) => chart.choose(index, chart.plot.name)));
    lists.append(choice("Measurement", labels(), (index) => chart.choose(state.setting, plots()[index].name)));
  }

  function update() {
    const selects = [...lists.children];
    if (selects.length > 1) selects[0].value = state.setting;
    if (selects.length > 0) {
      const options = labels().map((text, i) => element("option", { value: i }, text));
      selects.at(-1).replaceChildren(...options);
      selects.at(-1).value = state.index;
    }
    logSteps.setAttribute("aria-pressed", String(state.logSteps));
    logValues.setAttribute("aria-pressed", String(state.logValues));
    logValues.disabled = !state.logValues && !chart.plot.curves.some((curve) => curve.points.some((point) => point.mean > 0));
    bands.setAttribute("aria-pressed", String(state.bands));
    reset.disabled = state.zoom === null;
  }

  const buttons = element("div", { class: "buttons", role: "group", "aria-label": "How the chart is drawn" }, logSteps, logValues, bands, reset);
  return { node: element("div", { class: "controls" }, lists, buttons), update };
}

/** Drag over steps to zoom in, double-click to come back; a tap or a hover reads the nearest point. */
function followPointer(chart, surface) {
  let start = null;
  const place = (event) => {
    const box = surface.getBoundingClientRect();
    const share = chart.frame.width / box.width;
    return [(event.clientX - box.left) * share, (event.clientY - box.top) * share];
  };
  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = place(event)[0];
    surface.setPointerCapture(event.pointerId);
  });
  surface.addEventListener("pointermove", (event) => {
    const [x, y] = place(event);
    if (start !== null && Math.abs(x - start) > 5) chart.select(start, x);
    else chart.read(x, y);
  });
  surface.addEventListener("pointerup", (event) => {
    const [x, y] = place(event);
    if (start !== null && Math.abs(x - start) > 5) chart.zoomTo(start, x);
    else chart.read(x, y);
    start = null;
  });
  surface.addEventListener("pointercancel", () => {
    start = null;
    chart.select(null);
  });
  // A finger leaves when it is lifted: what a tap shows stays until the next one.
  surface.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") chart.forget();
  });
  surface.addEventListener("dblclick", () => chart.change({ zoom: null }));
}

/** Left and right go along a curve, up and down to the next one, + and - zoom. */
function followKeys(chart, surface) {
  const keys = {
    ArrowLeft: () => chart.walk(-1, 0),
    ArrowRight: () => chart.walk(1, 0),
    PageUp: () => chart.walk(-10, 0),
    PageDown: () => chart.walk(10, 0),
    Home: () => chart.walk(-Infinity, 0),
    End: () => chart.walk(Infinity, 0),
    ArrowUp: () => chart.walk(0, -1),
    ArrowDown: () => chart.walk(0, 1),
    "+": () => chart.zoomBy(0.5),
    "=": () => chart.zoomBy(0.5),
    "-": () => chart.zoomBy(2),
    Escape: () => chart.change({ zoom: null }),
  };
  surface.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  surface.addEventListener("blur", () => chart.forget());
}
