// Runs before anything of report.html is seen. A page that loaded itself anew shows nothing but its paper, in the theme
// that was chosen, until report.js has chosen all the rest again: it does not flicker.
"use strict";
(() => {
  const root = document.documentElement;
  try {
    const before = JSON.parse(sessionStorage.getItem(`mlp ${location.pathname}`));
    if (!before) return;
    if (before.theme) root.dataset.theme = before.theme;
    root.dataset.waits = "";
    setTimeout(() => { delete root.dataset.waits; }, 3000);  // whatever happens
  } catch { /* without a store the page begins as it is */ }
})();
