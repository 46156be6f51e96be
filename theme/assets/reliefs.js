/* What fits, of reliefs or remedies: shows the list's rows for the chosen answers, and keeps these in the address after "#".
   A row has `data-case`, e.g. "who=enterprise doing=run|start": every named question must be answered with one of its
   options. A question not yet answered excludes nothing. */
(() => {
  "use strict";
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const form = one("[data-zwgk-questions]");
  const list = one("[data-zwgk-reliefs]");
  const share = one("[data-zwgk-share]");
  const read = (text) => text.split(" ").filter(Boolean).map((part) => {
    const [key, options] = part.split("=");
    return [key, options.split("|")];
  });
  const rows = all("[data-case]", list).map((element) => ({ element, when: read(element.dataset.case) }));
  const questions = all("[data-question]", form).map((element) => ({ element, key: element.dataset.question }));
  const fits = (when, answers, except = "") =>
    when.every(([key, options]) => key === except || !answers[key] || options.includes(answers[key]));
  /* A question is asked if a row that the other answers leave depends on it. */
  const asked = (key, answers) => rows.some(({ when }) => when.some(([name]) => name === key) && fits(when, answers, key));

  const answersOf = () =>
    Object.fromEntries(questions.map(({ key }) => [key, form.elements[key].value]).filter(([, value]) => value));
  const apply = () => {
    const answers = answersOf();
    for (const { element, key } of questions) {
      element.hidden = !asked(key, answers);
      if (element.hidden) delete answers[key];
    }
    for (const { element, when } of rows) element.hidden = !fits(when, answers);
    for (const section of all("section", list)) section.hidden = !one("[data-case]:not([hidden])", section);
    const left = rows.filter(({ element }) => !element.hidden).length;
    const chosen = Object.keys(answers).length;
    const { all: whole = "共 {n} 项，选一选，只看您能用的。", found = "可能适合您的有 {n} 项，点开对照条件。" } = list.dataset;
    one("[data-zwgk-result]", form).textContent = left ? (chosen ? found : whole).replace("{n}", left)
      : "没有对得上的。换一个答案，或打咨询电话问。";
    share.hidden = !chosen;
    return new URLSearchParams(answers).toString();
  };
  const fill = () => {
    const given = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
    for (const { key } of questions) {
      const value = given.get(key) || "";
      const inputs = [...form.elements[key]];
      (inputs.find((input) => input.value === value) || inputs.find((input) => !input.value)).checked = true;
    }
    apply();
  };

  form.addEventListener("change", () => {
    const query = apply();
    if (location.protocol !== "file:") history.replaceState(null, "", query ? `#${query}` : location.pathname + location.search);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  one("button", share).addEventListener("click", async () => {
    const said = one("[role=status]", share);
    try { await navigator.clipboard.writeText(location.href); said.textContent = "已复制"; }
    catch { said.textContent = location.href; }
  });
  addEventListener("hashchange", () => { if (!location.hash || location.hash.includes("=")) fill(); });
  fill();
})();
