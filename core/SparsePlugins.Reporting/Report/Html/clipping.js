// Lines cut at the edges of a chart: a dashed line that goes on far outside costs a browser, and a printer, a million dashes.

/** The part of a segment inside a box, or null. Source: Y.-D. Liang and B. A. Barsky, "A New Concept and Method for Line Clipping", 1984. */
function clipSegment([x0, y0], [x1, y1], box) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  let [from, upTo] = [0, 1];
  for (const [towards, distance] of [
    [-dx, x0 - box.left],
    [dx, box.right - x0],
    [-dy, y0 - box.top],
    [dy, box.bottom - y0],
  ]) {
    if (towards === 0 && distance < 0) return null;
    if (towards < 0) from = Math.max(from, distance / towards);
    if (towards > 0) upTo = Math.min(upTo, distance / towards);
  }
  const at = (share) => [x0 + share * dx, y0 + share * dy];
  return from > upTo ? null : [at(from), at(upTo)];
}

const pixel = (value) => Math.round(value * 10) / 10;

/** A path through points, as far as it lies in a box. */
function pathInside(pairs, box) {
  let path = "";
  let end = "";
  for (let i = 1; i < pairs.length; i++) {
    const segment = clipSegment(pairs[i - 1], pairs[i], box);
    if (segment === null) continue;
    const [start, next] = segment.map(([x, y]) => `${pixel(x)},${pixel(y)}`);
    path += (start === end ? "" : `M${start}`) + `L${next}`;
    end = next;
  }
  return path;
}
