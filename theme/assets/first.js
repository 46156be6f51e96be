/* Runs before anything is painted: what Material does in scripts inside its pages, in a file, so that a strict policy may forbid those. */
(() => {
  "use strict";
  document.documentElement.className = "js";
  const scope = new URL("..", document.currentScript.src);
  window.__md_scope = scope;
  window.__md_hash = (text) => [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0);
  /* A visitor may have blocked storage; then nothing is remembered, and everything else works. */
  window.__md_get = (key, storage, place = scope) => {
    try { return JSON.parse((storage || localStorage).getItem(`${place.pathname}.${key}`)); } catch { return null; }
  };
  window.__md_set = (key, value, storage, place = scope) => {
    try { (storage || localStorage).setItem(`${place.pathname}.${key}`, JSON.stringify(value)); } catch { /* blocked */ }
  };
  /* Light or dark, as chosen before or as the device prefers: set as soon as there is a body, so that no page flashes. */
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    const chosen = window.__md_get("__palette");
    const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? { scheme: "slate" } : {};
    for (const [name, value] of Object.entries((chosen && chosen.color) || preferred)) {
      document.body.setAttribute(`data-md-color-${name}`, value);
    }
  }).observe(document.documentElement, { childList: true });
})();
