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
  const { classList } = document.documentElement;
  classList.replace("no-js", "js");
  if (window.__md_get("__large")) classList.add("zwgk-large");
  /* The search page keeps room for results until they come (results.js); if that script is missing, until "load". */
  if (/[?&]q=[^&]/.test(location.search)) classList.add("zwgk-asked");
  addEventListener("load", () => classList.remove("zwgk-asked"));
  /* Sets the light or dark scheme (stored choice, else the device's) as soon as <body> exists, to avoid a flash. */
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    const chosen = window.__md_get("__palette");
    const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? { scheme: "slate" } : {};
    const { scheme } = (chosen && chosen.color) || preferred; /* what is stored may be anything */
    if (typeof scheme === "string") document.body.setAttribute("data-md-color-scheme", scheme);
  }).observe(document.documentElement, { childList: true });
})();
