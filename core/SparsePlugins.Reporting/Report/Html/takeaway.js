// Files of what a figure shows: numbers as CSV, drawings as SVG and PNG.

const drawnParts = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity", "font-size", "font-weight", "text-anchor"];

/** A drawing that looks the same without the page. */
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const originals = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((node, i) => {
    const style = getComputedStyle(originals[i]);
    drawnParts.forEach((name) => node.setAttribute(name, style.getPropertyValue(name)));
    node.removeAttribute("class");
  });
  copy.querySelectorAll(".overlay").forEach((node) => node.remove());
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const ground = svgElement("rect", { width, height, fill: getComputedStyle(document.body).backgroundColor });
  filled(copy, { xmlns: svgSpace, width, height, "font-family": getComputedStyle(document.body).fontFamily }, []);
  copy.prepend(ground);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

function save(content, type, name) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = element("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Twice the size, for screens of today. */
async function savePng(svg, name) {
  const { text, width, height } = standalone(svg);
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  await image.decode();
  const canvas = element("canvas", { width: 2 * width, height: 2 * height });
  canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
  canvas.toBlob((blob) => save(blob, "image/png", `${name}.png`));
}

/** A cell of CSV; quoted where it must be. */
const csvCell = (value) => (/[",\n\r]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));

/** A line for every point of every curve that is shown. */
function csvOf(plot, curves) {
  const lines = curves.flatMap((curve) =>
    curve.points.map((point) => [curve.variant.name, point.step, fixed(point.mean, plot.decimals), isFinite(point.width) ? fixed(point.width, plot.decimals) : "", point.seeds]),
  );
  return [["variant", "step", "mean", "half_width", "seeds"], ...lines].map((cells) => cells.map(csvCell).join(",") + "\n").join("");
}

const fileName = (title) => title.replace(/[^\w.=-]+/g, "-").slice(0, 80);

/** Buttons for a drawing; `title` and `csv` are asked when one is clicked. */
function makeTakeaway(svg, title, csv) {
  const button = (text, act) => {
    const node = element("button", { type: "button", title: `Save as ${text}` }, text);
    node.addEventListener("click", act);
    return node;
  };
  const buttons = [
    ...(csv ? [button("CSV", () => save(csv(), "text/csv", `${fileName(title())}.csv`))] : []),
    button("SVG", () => save(standalone(svg).text, "image/svg+xml", `${fileName(title())}.svg`)),
    button("PNG", () => savePng(svg, fileName(title()))),
  ];
  return element("div", { class: "takeaway", role: "group", "aria-label": "Save this figure" }, ...buttons);
}

/** Drawings that no chart took the place of: what the reader hides is dimmed there, too. */
function makeDrawing(figure) {
  const svg = figure.querySelector("svg");
  figure.append(makeTakeaway(svg, () => svg.querySelector("title").textContent, null));
  const parts = [...svg.querySelectorAll("[data-variant], [data-variants]")].map((part) => ({ part, names: variantsOf(part) }));
  shown.listeners.push(() => parts.forEach(({ part, names }) => part.classList.toggle("away", names.every(isAway))));
}
