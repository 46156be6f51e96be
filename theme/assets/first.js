/* Runs before the first paint: settings kept on the device, and the scheme of colours. */
(() => {
  "use strict";
  const scope = new URL("..", document.currentScript.src);
  /* Storage may be blocked; then settings are not stored, and everything else works. */
  window.__md_get = (key, storage, place = scope) => {
    try { return JSON.parse((storage || localStorage).getItem(`${place.pathname}.${key}`)); } catch { return null; }
  };
  window.__md_set = (key, value, storage, place = scope) => {
    try { (storage || localStorage).setItem(`${place.pathname}.${key}`, JSON.stringify(value)); } catch { /* blocked */ }
  };
  document.documentElement.className = window.__md_get("__large") ? "js zwgk-large" : "js";
  /* Sets the light or dark scheme (stored choice, else the device's) as soon as <body> exists, to avoid a flash. */
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
