// The button that changes the colours.

/** Light or dark by choice, instead of what the system prefers. */
function makeTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const button = element("button", { type: "button" });
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  const update = () => (button.textContent = isDark() ? "Light" : "Dark");
  button.title = "Change between light and dark";
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    update();
  });
  dark.addEventListener("change", update);
  update();
  return button;
}
