// The members of a chart: each a button that hides and shows it, on the whole page.

function toggleMember(name) {
  changeShown(({ hidden }) => {
    if (!hidden.delete(name)) hidden.add(name);
  });
}

/** Only this one; all of them if it was the only one. */
function soloMember(name, all) {
  changeShown(({ hidden }) => {
    const alone = all.every((other) => (other === name) !== hidden.has(other));
    hidden.clear();
    if (!alone) all.filter((other) => other !== name).forEach((other) => hidden.add(other));
  });
}

function memberButton(member, all) {
  const title = `${member.name}: click to hide or show, double-click for this one alone`;
  const button = element("button", { type: "button", class: "member", title }, lineKey(member), element("span", {}, member.name));
  button.addEventListener("click", () => toggleMember(member.name));
  button.addEventListener("dblclick", () => soloMember(member.name, all));
  return button;
}

/** Builds the legend once for a setting; `update` follows what is shown. */
function makeLegend() {
  const list = element("div", { class: "members" });
  const everyone = element("button", { type: "button", class: "plain" }, "Show all");
  const node = element("div", { class: "legend", role: "group", "aria-label": "Members shown" }, list, everyone);
  let members = [];
  let buttons = [];
  everyone.addEventListener("click", () => changeShown(({ hidden }) => hidden.clear()));

  function show(setting) {
    if (setting.members === members) return;
    members = setting.members;
    const names = members.map((member) => member.name);
    buttons = members.map((member) => memberButton(member, names));
    list.replaceChildren(...buttons);
  }

  function update() {
    members.forEach((member, i) => {
      buttons[i].setAttribute("aria-pressed", String(!shown.hidden.has(member.name)));
      buttons[i].hidden = !matchesFilter(member.name);
    });
    everyone.disabled = members.every((member) => !shown.hidden.has(member.name));
  }

  return { node, show, update };
}
