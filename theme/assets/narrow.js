/* Narrows a long list by words and by "only these". Rows are [data-row]; a section or fold without rows is hidden. */
(() => {
  "use strict";
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const form = document.querySelector("[data-zwgk-narrow]");
  const rows = all("[data-row]").map((element) => ({ element, text: element.textContent.toLowerCase() }));
  const parts = all("[data-part]");
  const folds = parts.filter((part) => part.tagName === "DETAILS").map((fold) => ({ fold, open: fold.open }));
  const asides = all("[data-aside]"); // lists that repeat some of the rows
  const said = form.querySelector("[role=status]");

  const apply = () => {
    const words = form.elements.q.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const only = form.elements.only && form.elements.only.checked;
    let left = 0;
    for (const { element, text } of rows) {
      const shown = words.every((word) => text.includes(word)) && (!only || "gap" in element.dataset);
      element.hidden = !shown;
      left += shown;
    }
    for (const aside of asides) aside.hidden = words.length || only;
    for (const part of parts) part.hidden = !part.querySelector("[data-row]:not([hidden])");
    for (const { fold, open } of folds) fold.open = words.length ? true : open;
    said.textContent = words.length || only ? (left ? `剩 ${left} 项` : "没有对得上的，换个说法试试") : "";
  };
  form.addEventListener("input", (event) => { if (!event.isComposing) apply(); });
  form.addEventListener("compositionend", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  addEventListener("pageshow", apply); /* going back, browsers restore what was typed */
})();
