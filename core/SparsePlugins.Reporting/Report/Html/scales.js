// Axes: from values to pixels and back, and where their ticks lie.

/** A step of 1, 2 or 5 times a power of ten that divides a width into about `count` parts. */
function niceStep(width, count) {
  const power = 10 ** Math.floor(Math.log10(width / count));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step * count >= width * 0.999) ?? NaN;
}

/** More ticks than any axis has: a range that no axis can show gets none, rather than a loop without an end. */
const mostTicks = 1000;

function linearTicks(low, high, count) {
  const step = niceStep(high - low, count);
  const ticks = [];
  if (!isFinite(step) || !(step > 0) || (high - low) / step > mostTicks || Math.abs(low) / step > Number.MAX_SAFE_INTEGER) return ticks;
  // Counted, not added up, so that 0.3 is 0.3.
  for (let k = Math.ceil(low / step - 1e-9); k <= Math.floor(high / step + 1e-9); k++) ticks.push(k * step);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return ticks.map((value) => ({ value, text: fixed(value, decimals) }));
}

/** `0.001`, `20`, `1e-7` */
function shortNumber(value) {
  return Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential();
}

function logTicks(low, high) {
  const ticks = [];
  if (!(low > 0) || !isFinite(high)) return ticks;
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const factor of [1, 2, 5]) ticks.push({ value: factor * 10 ** power, isPower: factor === 1 });
  }
  const inside = ticks.filter(({ value }) => value >= low * 0.999 && value <= high * 1.001);
  const powers = inside.filter((tick) => tick.isPower);
  const chosen = powers.length > 3 ? powers : inside;
  // Less than a factor of two: the ticks of a straight axis say more.
  return chosen.length > 1 ? chosen.map(({ value }) => ({ value, text: shortNumber(value) })) : linearTicks(low, high, 4);
}

/** Maps [low, high] to [from, upTo] in pixels. */
function scale(low, high, from, upTo, isLog, count) {
  const bend = isLog ? Math.log10 : (value) => value;
  const unbend = isLog ? (value) => 10 ** value : (value) => value;
  const share = (bend(high) - bend(low)) / (upTo - from) || 1;
  return {
    low,
    high,
    isLog,
    place: (value) => from + (bend(value) - bend(low)) / share,
    value: (pixel) => unbend(bend(low) + (pixel - from) * share),
    ticks: isLog ? logTicks(low, high) : linearTicks(low, high, count),
  };
}

/** Room above and below; a range that is a point becomes a range. */
function padded([low, high], isLog) {
  if (isLog) {
    const room = high > low * 1.0001 ? (high / low) ** 0.04 : 2;
    return [low / room || low, Math.min(high * room, Number.MAX_VALUE)];
  }
  const room = high - low > 1e-12 * Math.max(Math.abs(low), Math.abs(high)) ? (high - low) * 0.04 : Math.abs(high) * 0.1 || 0.5;
  return [low - room, high + room];
}

/** The points that set the range: a start that would flatten all that follows is cut off, as in the figures on paper. */
function telling(points) {
  const later = points.filter((point) => point.step > 0);
  const largest = (some) => some.reduce((most, point) => Math.max(most, Math.abs(point.mean)), 0);
  return later.length === 0 || largest(points) <= 3 * largest(later) ? points : later;
}

/** The values that an axis spans: means, bands and thresholds; a band alone does not reach past 0 or 1. */
function valueRange(points, thresholds, isLog, withBands) {
  const fits = (value) => isFinite(value) && (!isLog || value > 0);
  const means = [...thresholds, ...points.map((point) => point.mean)].filter(fits);
  if (means.length === 0) return isLog ? [0.1, 1] : [0, 1];
  const [least, most] = extent(means);
  const bands = withBands ? points.filter((point) => isFinite(point.width)) : [];
  const edges = bands.flatMap((point) => [point.mean - point.width, point.mean + point.width]).filter(fits);
  const [low, high] = extent([...means, ...edges]);
  const [from, upTo] = padded([least >= 0 ? Math.max(low, isLog ? least / 4 : 0) : low, most <= 1 ? Math.min(high, 1) : high], isLog);
  return isLog ? [from, upTo] : [least >= 0 ? Math.max(from, 0) : from, upTo];
}

function extent(values) {
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}
