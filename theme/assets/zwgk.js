/* Small helpers. Every page works without them. */
(() => {
  "use strict";
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  /* The readings of a text without matches, likeliest first, by the search engine: simplified characters, pinyin. */
  window.zwgkHeard = async (text) => {
    const engine = await window.zwgkFind.load();
    const found = await engine.search(text, { limit: 1 });
    return found ? found.heard : [];
  };

  /* The index of procedures: filters while typing and keeps the filters in the address. */
  const form = one("[data-zwgk-filter]");
  if (form) {
    const items = all("[data-zwgk-item]").map((element) => ({
      element,
      text: plain(element.dataset.text),
      themes: element.dataset.themes.split(" "),
      audience: element.dataset.audience.split(" "),
      organs: element.dataset.organs.split(" "),
    }));
    const groups = all("[data-zwgk-group]");
    const count = one("[data-zwgk-count]");
    const none = one("[data-zwgk-none]");
    const fields = ["q", "theme", "audience", "organ", "immediate", "online"];
    const read = () => {
      const data = new FormData(form);
      return Object.fromEntries(fields.map((name) => [name, (data.get(name) || "").trim()]));
    };
    const matches = (item, wanted, words) =>
      (!wanted.theme || item.themes.includes(wanted.theme)) &&
      (!wanted.audience || item.audience.includes(wanted.audience)) &&
      (!wanted.organ || item.organs.includes(wanted.organ)) &&
      (!wanted.immediate || "immediate" in item.element.dataset) &&
      (!wanted.online || "online" in item.element.dataset) &&
      words.every((word) => item.text.includes(word));
    const shownBy = (wanted, words) => items.filter((item) => matches(item, wanted, words));
    /* Shows the matches; if no name contains the words, the matches of their readings. */
    const apply = async () => {
      const wanted = read();
      const words = wanted.q.split(/\s+/).map(plain).filter(Boolean);
      show(wanted, shownBy(wanted, words));
      if (!words.length || shownBy({}, words).length) return;
      const heard = await window.zwgkHeard(wanted.q).catch(() => []);
      const meant = heard.map(plain).find((word) => shownBy({}, [word]).length);
      if (meant && read().q === wanted.q) show(read(), shownBy(read(), [meant]));
    };
    const show = (wanted, visible) => {
      const shown = visible.length;
      const kept = new Set(visible);
      for (const item of items) item.element.hidden = !kept.has(item);
      for (const group of groups) {
        const left = all("[data-zwgk-item]:not([hidden])", group).length;
        group.hidden = !left;
        one("h2 .zwgk-count", group).textContent = left;
      }
      count.textContent = `共 ${shown} 项`;
      none.hidden = shown > 0;
      const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value)).toString();
      if (location.protocol !== "file:") history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
    };
    const given = new URLSearchParams(location.search);
    for (const name of fields) {
      const field = form.elements[name];
      if (!given.has(name)) continue;
      if (field.type === "checkbox") field.checked = true;
      else field.value = given.get(name);
    }
    form.hidden = false;
    form.addEventListener("input", (event) => { if (!event.isComposing) apply(); });
    form.addEventListener("compositionend", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    apply();
  }

  /* Tables sortable by column. */
  for (const table of all("[data-zwgk-sort]")) {
    const body = table.tBodies[0];
    all("th[data-sort]", table.tHead).forEach((head) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      const column = head.cellIndex;
      const numeric = head.dataset.sort === "number";
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        all("th[aria-sort]", table.tHead).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const key = (row) => (numeric ? Number(row.cells[column].dataset.value) : row.cells[column].textContent.trim());
        const compare = (a, b) => (numeric ? key(a) - key(b) : key(a).localeCompare(key(b), "zh"));
        body.append(...[...body.rows].sort((a, b) => (up ? compare(a, b) : compare(b, a))));
      });
    });
  }

  /* If the anchor is on another page of a long list, go to that page. */
  const pager = document.querySelector("[data-zwgk-pages]");
  const wanted = location.hash.slice(1);
  const seek = (number) => fetch(`page/${number}/`).then((answer) => (answer.ok ? answer.text() : "")).then((text) => {
    if (text.includes(` id="${wanted}"`)) location.replace(`page/${number}/#${wanted}`);
    else if (number < pager.dataset.zwgkPages) seek(number + 1);
  });
  if (pager && /^[\w-]+$/.test(wanted) && !document.getElementById(wanted)) seek(2).catch(() => {});

  /* On pages opened from a disk, links to folders get index.html appended. */
  if (location.protocol === "file:") {
    document.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("a[href]");
      if (!link || link.protocol !== "file:" || !link.pathname.endsWith("/")) return;
      link.pathname += "index.html";
    });
  }

  /* Open all questions for printing. */
  addEventListener("beforeprint", () => all("details").forEach((item) => { item.open = true; }));
})();
