// One feature as a card.

/** The look of a token: letters are of codes below 0. */
function shadeOf(shade) {
  if (shade === "0") return {};
  return { class: shade >= "a" ? `shade below s${shade.charCodeAt(0) - 96}` : `shade s${shade}` };
}

/** Text with each token as dark as the feature is strong there. */
function passageOf(passage) {
  const tokens = passage.tokens.map((text, place) => {
    const token = element("span", shadeOf(passage.shades[place]), text.replace(/\n/g, "↵"));
    if (place === passage.peak) token.classList.add("peak");
    return token;
  });
  return element("li", {}, element("span", { class: "code" }, String(passage.code)), element("span", { class: "text" }, ...tokens));
}

/** How many rows have which code. */
function histogramOf(feature) {
  const [width, height] = [160, 40];
  const most = Math.max(...feature.histogram);
  const bar = width / feature.histogram.length;
  const edge = Math.abs(feature.most);
  const bars = feature.histogram.map((count, place) => {
    const tall = count === 0 ? 0 : Math.max(1, (height * count) / most);
    return svgElement("rect", { x: place * bar, y: height - tall, width: bar - 1, height: tall });
  });
  const label = `${counted(feature.histogram.reduce((sum, count) => sum + count, 0), "row")} with a code from ${feature.least} to ${edge}; the highest bar has ${most}`;
  const drawing = svgElement("svg", { class: "histogram", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, ...bars);
  drawing.append(svgElement("title", {}, label));
  return element("figure", {}, drawing, element("figcaption", {}, element("span", {}, String(feature.least)), ...(feature.least < 0 ? [element("span", {}, "0")] : []), element("span", {}, String(edge))));
}

function effectsList(name, effects) {
  if (effects.length === 0) return [];
  const chips = effects.map(({ text, effect }) => element("span", { class: "chip", title: `${effect > 0 ? "+" : ""}${effect}` }, visible(text)));
  return [element("dt", {}, name), element("dd", {}, ...chips)];
}

function truthOf(feature) {
  if (!feature.truth) return [];
  const { feature: number, cosine } = feature.truth;
  return [
    element("dt", {}, "closest true feature"),
    element("dd", {}, `${number}, cosine ${fixed(cosine, 3)}, active in ${percent(book.frequencies[number])} of the rows`),
  ];
}

function twinsList(feature) {
  if (feature.twins.length === 0) return [];
  const rows = [...feature.twins]
    .sort((one, other) => other.cosine - one.cosine)
    .map((twin) => element("li", {}, `${fixed(twin.cosine, 3)} #${twin.feature} of ${book.others[twin.dictionary]}`));
  return [element("dt", {}, "closest in other dictionaries"), element("dd", {}, element("ul", { class: "twins" }, ...rows))];
}

/** Blue is positive, orange negative. */
function pictureOf(feature) {
  const [rows, columns] = book.shape;
  if (!rows || feature.atom === "") return [];
  const values = [...atob(feature.atom)].map((character) => (character.charCodeAt(0) << 24) >> 24);
  const cells = values.flatMap((value, place) =>
    value === 0
      ? []
      : [svgElement("rect", { x: place % columns, y: Math.floor(place / columns), width: 1, height: 1, class: value > 0 ? "plus" : "minus", "fill-opacity": Math.abs(value / 127).toFixed(2) })]);
  const label = `The decoder row of feature ${feature.number} as a picture of ${rows} by ${columns}`;
  return [svgElement("svg", { class: "atom", viewBox: `0 0 ${columns} ${rows}`, "shape-rendering": "crispEdges", role: "img", "aria-label": label }, ...cells)];
}

function cardOf(feature) {
  const name = element("a", { class: "number", href: `#f${feature.number}`, title: "Permanent link" }, `#${feature.number}`);
  const density = element("span", {}, feature.density === 0 ? "never fires" : `fires on ${percent(feature.density)} of the rows`);
  const side = element("div", { class: "side" }, ...pictureOf(feature), ...(feature.density > 0 ? [histogramOf(feature)] : []));
  const facts = element("dl", {}, ...truthOf(feature), ...effectsList("promotes", feature.promoted), ...effectsList("suppresses", feature.suppressed), ...twinsList(feature));
  const passages = feature.passages.length ? [element("ol", { class: "passages" }, ...feature.passages.map(passageOf))] : [];
  const body = element("div", { class: "body" }, ...passages, facts);
  return element("article", { class: "feature", "data-feature": feature.number }, element("h2", {}, name, density), side, body);
}
