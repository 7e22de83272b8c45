"use strict";
// Only while 'sparse run' or 'sparse watch' is running: looks for a newer report every few seconds, and keeps the reader's place and what is open.
(() => {
  const seconds = 5;
  const updated = document.createElement("p");
  updated.id = "updated";
  updated.setAttribute("role", "status");
  updated.textContent = `Training continues. Last updated ${new Date(document.lastModified).toLocaleTimeString()}.`;
  updated.style.cssText = "position:fixed;right:0;bottom:0;margin:0;padding:.25em .75em;font-size:.85rem;background:Canvas;color:CanvasText;border:1px solid;border-radius:4px 0 0 0";
  document.body.append(updated);

  const folds = () => [...document.querySelectorAll("details")];
  const kept = history.state?.report;
  if (kept) {
    folds().forEach((fold, index) => {
      if (index < kept.open.length) fold.open = kept.open[index];
    });
    history.scrollRestoration = "manual";
    scrollTo(0, kept.top);
  }

  const isBusy = () => document.hidden || !(getSelection()?.isCollapsed ?? true) || document.activeElement instanceof HTMLInputElement;
  setInterval(() => {
    if (isBusy()) return;
    history.replaceState({ report: { top: scrollY, open: folds().map((fold) => fold.open) } }, "");
    location.reload();
  }, seconds * 1000);
})();
