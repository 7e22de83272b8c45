// What a reader has chosen, kept in the address, so that a link opens the same view.

const charts = [];

/** Behind the name of a part: `#steps-to-mmcs?filter=tied&hide=...&c0=...`. */
function addressParts() {
  const [part, query] = location.hash.slice(1).split("?");
  return { part, query: new URLSearchParams(query ?? "") };
}

/** What differs from how the page opens. */
function viewQuery() {
  const query = new URLSearchParams();
  if (shown.filter) query.set("filter", shown.filter);
  const hidden = [...shown.hidden].toSorted();
  const left = [...everyName.difference(shown.hidden)].toSorted();
  // Of very many variants those that are left make a shorter address than those that are hidden.
  if (!shown.filter && shown.spared.size === 0 && left.length < hidden.length) query.set("only", JSON.stringify(left));
  else if (!shown.filter && JSON.stringify(hidden) !== JSON.stringify([...firstHidden].toSorted())) {
    query.set("hide", JSON.stringify(hidden));
    if (shown.spared.size > 0) query.set("spare", JSON.stringify([...shown.spared].toSorted()));
  }
  charts.forEach((chart, i) => {
    const state = JSON.stringify(chart.state);
    if (state !== chart.opening) query.set(`c${i}`, state);
  });
  return query.toString();
}

let isReading = true;

function writeView() {
  if (isReading) return;
  const query = viewQuery();
  const { part } = addressParts();
  history.replaceState(history.state, "", `#${part}${query && `?${query}`}`);
}

/** A list from an address, or null where it holds none. */
function parsed(text, isValid) {
  try {
    const value = JSON.parse(text);
    return isValid(value) ? value : null;
  } catch {
    return null;
  }
}

/** A state that this page can show; an address may be of another report. */
function isStateOf(state) {
  const isStep = (value) => typeof value === "number" && isFinite(value);
  const zoom = state?.zoom;
  return data.settings[state?.setting]?.plots[state.index] !== undefined && (zoom === null || (Array.isArray(zoom) && zoom.length === 2 && zoom.every(isStep)));
}

function readView() {
  const { part, query } = addressParts();
  const hidden = parsed(query.get("hide"), Array.isArray);
  const spared = parsed(query.get("spare"), Array.isArray);
  const only = parsed(query.get("only"), Array.isArray);
  if (only) changeShown(() => showOnly(new Set(only.map(String))));
  if (hidden) {
    changeShown(() => {
      shown.hidden = new Set(hidden.map(String));
      shown.spared = new Set((spared ?? []).map(String));
    });
  }
  if (query.get("filter")) filterVariants(query.get("filter"));
  charts.forEach((chart, i) => {
    const state = parsed(query.get(`c${i}`), isStateOf);
    if (state) chart.change({ ...state, logSteps: state.logSteps === true, logValues: state.logValues === true, bands: state.bands !== false });
  });
  if (part && query.size > 0) document.getElementById(part)?.scrollIntoView({ behavior: "instant" });
  isReading = false;
}
