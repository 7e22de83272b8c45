// The bar at the top, and the start of everything.

/** Narrows every table and every chart to the variants whose names hold the words. */
function makeFilter() {
  const names = [...everyName];
  const input = element("input", { type: "search", placeholder: "Filter variants", "aria-label": "Filter variants", autocomplete: "off", spellcheck: "false" });
  const count = element("span", { class: "count", role: "status" });
  input.addEventListener("input", () => filterVariants(input.value.trim()));
  shown.listeners.push(() => {
    const left = names.filter(holdsWords).length;
    if (input.value.trim() !== shown.filter) input.value = shown.filter;
    count.textContent = shown.filter === "" ? "" : `${left} of ${names.length}`;
  });
  return element("label", { class: "filter" }, input, count);
}

/** Marks the part that is being read in the table of contents. */
function followReading() {
  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  const parts = [...links.keys()].map((name) => document.getElementById(name));
  const update = () => {
    const current = parts.findLast((part) => part.getBoundingClientRect().top < 120);
    for (const [name, link] of links) {
      if (name === current?.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let waits = false;
  addEventListener("scroll", () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      update();
    });
  });
  update();
}

/** Everything that is folded away is printed, and folded again. */
function printEverything() {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open])")];
    folded.forEach((details) => (details.open = true));
  });
  addEventListener("afterprint", () => folded.forEach((details) => (details.open = false)));
}

document.getElementById("tools").append(makeFilter(), makeTheme());
if (matchMedia("(max-width: 72rem)").matches) document.querySelector(".contents details").open = false;
document.querySelectorAll("table").forEach(makeTable);
document.querySelectorAll("figure[data-plot]").forEach((figure, number) => charts.push(new Chart(figure, number)));
document.querySelectorAll("figure:not([data-plot])").forEach(makeDrawing);
shown.listeners.push(writeView);
readView();
followReading();
printEverything();
document.documentElement.dataset.ready = "true";
