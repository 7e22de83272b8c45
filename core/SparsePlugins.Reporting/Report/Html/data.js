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

/** A member's curve: points with the mean over seeds and the half width of its 95 % interval. */
function readCurve(raw, members, unit) {
  const steps = fromDeltas(fromRepeats(raw.steps), 1);
  const means = fromDeltas(raw.means, unit);
  const widths = fromDeltas(raw.widths, unit);
  const seeds = fromRepeats(raw.seeds);
  const points = steps.map((step, i) => ({ step, mean: means[i], width: widths[i], seeds: seeds[i] }));
  return { member: members[raw.member], points: points.filter((point) => isFinite(point.mean)) };
}

/** A measurement in a setting, read when it is first shown. */
function readPlot(raw, setting) {
  const unit = 10 ** raw.decimals;
  const readRow = (row) => ({ ...row, member: setting.members[row.member] });
  const panels = raw.panels.map(({ title, rows }) => ({ title, rows: rows.map(readRow) }));
  return { ...raw, setting, curves: raw.curves.map((curve) => readCurve(curve, setting.members, unit)), panels };
}

const data = JSON.parse(document.getElementById("data").textContent);
const plotsRead = new Map();

/** The plot of a place such as `0/3`: setting 0, measurement 3. */
function plotAt(setting, index) {
  const place = `${setting}/${index}`;
  if (!plotsRead.has(place)) plotsRead.set(place, readPlot(data.settings[setting].plots[index], data.settings[setting]));
  return plotsRead.get(place);
}

// Which members are shown is one choice for the whole page: in every chart and, by the filter, in every table.
const shown = { hidden: new Set(), filter: "", listeners: [] };

/** The members of the figures on paper, which are few of a long sweep. */
function showFirst() {
  shown.hidden.clear();
  const members = data.settings.flatMap((setting) => setting.members);
  const first = new Set(members.filter((member) => member.drawn).map((member) => member.name));
  members.filter((member) => !first.has(member.name)).forEach((member) => shown.hidden.add(member.name));
}

function isShown(name) {
  return !shown.hidden.has(name) && matchesFilter(name);
}

/** Every word of the filter is somewhere in the name. */
function matchesFilter(name) {
  const text = name.toLowerCase();
  return shown.filter.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function changeShown(change) {
  change(shown);
  shown.listeners.forEach((listener) => listener());
}

/** Shows what a filter finds; without one what is shown first. */
function filterMembers(text) {
  changeShown(() => {
    shown.filter = text;
    if (text === "") showFirst();
    else shown.hidden.clear();
  });
}

showFirst();
