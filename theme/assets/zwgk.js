/* Small helpers. Every page works without them. */
(() => {
  "use strict";
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  /* The menu: a list that a button opens on a phone, and lists under the tabs of a wide screen. One is open at most. */
  const opener = one("[data-zwgk-menu]");
  const submenus = all("[data-zwgk-submenu]");
  const isOpen = (button) => button.getAttribute("aria-expanded") === "true";
  const turn = (button, open) => {
    button.setAttribute("aria-expanded", String(open));
    if (button !== opener) return;
    one("#menu").classList.toggle("zwgk-menu--open", open);
    document.documentElement.classList.toggle("zwgk-held", open);
    one(".md-container").inert = open;
  };
  const opened = () => [...submenus, opener].find(isOpen);
  const shut = () => [...submenus, opener].filter(isOpen).forEach((button) => turn(button, false));
  opener.hidden = false;
  for (const button of [opener, ...submenus]) {
    button.addEventListener("click", () => {
      const open = !isOpen(button);
      shut();
      turn(button, open);
    });
  }
  document.addEventListener("keydown", (event) => {
    const button = event.key === "Escape" && opened();
    if (!button) return;
    shut();
    button.focus();
  });
  const leave = (event) => {
    const button = opened();
    if (button && !(button === opener ? button.closest("header") : button.parentElement).contains(event.target)) shut();
  };
  document.addEventListener("click", leave);
  document.addEventListener("focusin", leave);
  matchMedia("(min-width: 60em)").addEventListener("change", shut);

  /* The scheme of colours; first.js sets the one kept on the device. */
  const scheme = one("[data-zwgk-scheme]");
  const isDark = () => document.body.dataset.mdColorScheme === "slate";
  const nameScheme = () => { scheme.textContent = isDark() ? "换成浅色" : "换成深色"; };
  scheme.hidden = false;
  nameScheme();
  scheme.addEventListener("click", () => {
    const color = { scheme: isDark() ? "default" : "slate" };
    document.body.dataset.mdColorScheme = color.scheme;
    window.__md_set("__palette", { color });
    nameScheme();
  });

  /* Of an organ's seasons only today's is shown. Without scripts all are. */
  const today = new Date(Date.now() + 8 * 36e5).toISOString().slice(5, 10);
  for (const line of all("[data-zwgk-season]")) {
    const [first, last] = line.dataset.zwgkSeason.split(" ");
    line.hidden = first <= last ? today < first || last < today : last < today && today < first;
  }

  /* Back to the top, two screens down. */
  const top = one(".md-top");
  addEventListener("scroll", () => { top.hidden = scrollY < 2 * innerHeight; }, { passive: true });
  top.addEventListener("click", () => scrollTo({ top: 0 }));

  /* The readings of a text without matches, likeliest first, by the search engine: simplified characters, pinyin. */
  window.zwgkHeard = async (text) => {
    const engine = await window.zwgkFind.load();
    const found = await engine.search(text, { limit: 1 });
    return found ? found.heard : [];
  };

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

  /* On a phone the row of tabs is wider than the screen: show the page's own. */
  const tab = document.querySelector(".zwgk-siblings [aria-current]");
  if (tab) tab.closest("ul").scrollLeft = tab.offsetLeft - 20;

  /* What is folded stands open without scripts, and some of it on wide screens. Its anchors open it, and printing opens everything for as long as it takes. */
  const wide = matchMedia("(min-width: 60em)").matches;
  for (const fold of all(".zwgk-fold")) fold.open = wide && "zwgkWide" in fold.dataset;
  const named = (text) => { try { return decodeURIComponent(text); } catch { return text; } };
  const reveal = () => {
    const target = document.getElementById(named(location.hash.slice(1)));
    if (!target) return;
    const closed = [];
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) closed.push(fold);
    closed.filter((fold) => !fold.open).forEach((fold) => { fold.open = true; });
    if (closed.length) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest('a[href^="#"]')) setTimeout(reveal); // the same anchor again fires no hashchange
  });
  reveal();
  let printed = [];
  addEventListener("beforeprint", () => {
    printed = all("details:not([open])");
    printed.forEach((item) => { item.open = true; });
  });
  addEventListener("afterprint", () => printed.forEach((item) => { item.open = false; }));
})();
