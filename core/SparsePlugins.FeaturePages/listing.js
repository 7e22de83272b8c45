// Sorting, searching, permanent links.

const orders = [
  ["fires most often", (one, other) => other.density - one.density],
  ["fires least often", (one, other) => (one.density === 0) - (other.density === 0) || one.density - other.density],
  ["number", (one, other) => one.number - other.number],
  ["largest code", (one, other) => Math.abs(other.most) - Math.abs(one.most)],
  ...(hasTruth ? [["best match of a true feature", (one, other) => other.truth.cosine - one.truth.cosine], ["worst match of a true feature", (one, other) => one.truth.cosine - other.truth.cosine]] : []),
  ...(book.others.length ? [["found by others, too", (one, other) => closest(other) - closest(one)], ["found by no other", (one, other) => closest(one) - closest(other)]] : []),
];

const atATime = 30;
const list = document.getElementById("list");
const linked = document.getElementById("linked");
const search = element("input", { type: "search", placeholder: "Search tokens or #number", "aria-label": "Search features", autocomplete: "off", spellcheck: "false" });
const order = element("select", { "aria-label": "Sort by" }, ...orders.map(([name], place) => element("option", { value: place }, name)));
const count = element("span", { class: "count", role: "status" });
const more = element("button", { type: "button", class: "more" });
let chosen = [];

function matches(feature, words) {
  if (words === "") return true;
  if (/^#\d+$/.test(words)) return feature.number === Number(words.slice(1));
  return wordsOf(feature).includes(words) || (/^\d+$/.test(words) && feature.number === Number(words)); // A token may be a number.
}

function showMore() {
  const start = list.querySelectorAll(".feature").length;
  more.remove();
  list.append(...chosen.slice(start, start + atATime).map(cardOf));
  const left = chosen.length - start - atATime;
  if (left <= 0) return;
  more.textContent = `Show ${Math.min(left, atATime)} more of ${left}`;
  list.append(more);
}

function update() {
  const words = search.value.trim().toLowerCase();
  chosen = features.filter((feature) => matches(feature, words)).sort((one, other) => orders[order.value][1](one, other) || one.number - other.number);
  count.textContent = words === "" ? counted(features.length, "feature") : `${chosen.length} of ${features.length}`;
  list.replaceChildren();
  showMore();
}

/** The feature that the address names stands above all others. */
function showLinked() {
  const feature = features[/^#f(\d+)$/.exec(location.hash)?.[1]];
  linked.replaceChildren(...(feature ? [cardOf(feature)] : []));
  linked.hidden = !feature;
  linked.firstChild?.setAttribute("id", location.hash.slice(1));
  if (feature) linked.scrollIntoView();
}

search.addEventListener("input", update);
order.addEventListener("change", update);
more.addEventListener("click", showMore);
addEventListener("hashchange", showLinked);
document.getElementById("controls").append(search, element("label", { class: "sorting" }, "Sort: ", order), count);
document.getElementById("tools").append(makeTheme());
update();
showLinked();
document.documentElement.dataset.ready = "true";
