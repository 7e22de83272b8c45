"use strict";
// Only while 'sparse watch' goes on: looks for a newer report every few seconds, and keeps the reader's place and what is open.
(() => {
  const seconds = 5;
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
