// The variants of a chart: each a button that hides and shows it, on the whole page.

function toggleVariant(name) {
  changeShown(({ hidden, spared }) => {
    spared.delete(name);
    if (!hidden.delete(name)) hidden.add(name);
  });
}

/** Only this one; all of them if it was the only one. */
function soloVariant(name, all) {
  changeShown(({ hidden }) => {
    const alone = all.every((other) => (other === name) !== hidden.has(other));
    if (alone) showAll();
    else showOnly(new Set([name]));
  });
}

function variantButton(variant, all) {
  const title = `${variant.name}: click to hide or show, double-click for this one alone`;
  const button = element("button", { type: "button", class: "variant", title }, lineKey(variant), element("span", {}, variant.name), ...(variant.baseline ? [element("small", {}, "baseline")] : []));
  button.addEventListener("click", () => toggleVariant(variant.name));
  button.addEventListener("dblclick", () => soloVariant(variant.name, all));
  return button;
}

/** Builds the legend once for a setting; `update` follows what is shown. */
function makeLegend(stand) {
  const list = element("div", { class: "variants" });
  const everyone = element("button", { type: "button", class: "plain" }, "Show all");
  const nobody = element("button", { type: "button", class: "plain" }, "Only baseline");
  const left = element("small", {});
  const node = element("div", { class: "legend", role: "group", "aria-label": "Variants shown" }, list, left, everyone, nobody);
  let variants = [];
  let buttons = [];
  everyone.addEventListener("click", () => changeShown(showAll));

  nobody.addEventListener("click", () => changeShown(() => showOnly(baselines)));

  function show(setting) {
    if (setting.variants === variants) return;
    variants = setting.variants;
    const names = variants.map((variant) => variant.name);
    buttons = variants.map((variant) => variantButton(variant, names));
    buttons.forEach((button, i) => {
      button.addEventListener("pointerenter", () => stand(names[i]));
      button.addEventListener("pointerleave", () => stand(null));
    });
    list.replaceChildren(...buttons);
    left.textContent = setting.left > 0 ? `${grouped(setting.left)} more have no curves here` : "";
  }

  function update() {
    variants.forEach((variant, i) => {
      buttons[i].setAttribute("aria-pressed", String(!shown.hidden.has(variant.name)));
      buttons[i].hidden = !matchesFilter(variant.name);
    });
    everyone.disabled = variants.every((variant) => !shown.hidden.has(variant.name));
  }

  return { node, show, update };
}
