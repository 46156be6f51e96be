/* Which bureau is the visitor's: chosen on 选择您的税务局, kept on this device only. Pages of another bureau say so and
   lead to the same page of the visitor's; the superior's search shows the visitor's bureau first. */
(() => {
  "use strict";
  const bar = document.querySelector("[data-zwgk-whose]");
  if (!bar) return;
  const here = new URL(bar.dataset.zwgkWhose, location).href;
  const portal = new URL("../", new URL(bar.dataset.portal, location)).href;
  const KEY = "__zwgk_bureau";
  const HOST = new URL("/", location);
  const SHARED = /^(?:procedures|materials|laws|reliefs|themes|audiences|filing-calendar|taxes|time-limits|search)\//; // every bureau has these
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const link = (href, text) => make("a", { href }, text);

  /* The chosen bureau, {name, url}; null if none, or one of another portal. */
  const chosen = () => {
    const kept = window.__md_get(KEY, undefined, HOST);
    const fits = kept && typeof kept.name === "string" && typeof kept.url === "string";
    return fits && kept.url.startsWith(portal) ? kept : null;
  };
  const choose = (bureau) => {
    window.__md_set(KEY, bureau, undefined, HOST);
    tell();
  };
  const same = (bureau) => {
    const path = location.href.slice(here.length).split("#")[0];
    return bureau.url + (location.href.startsWith(here) && SHARED.test(path) ? path : "");
  };

  /* Says in the bar whose page this is, seen from the visitor's own bureau. */
  const tell = () => {
    const mine = chosen();
    const line = bar.querySelector(".zwgk-whose__own");
    line.hidden = !mine;
    const isOther = Boolean(mine) && here !== mine.url && here !== portal;
    bar.classList.toggle("zwgk-whose--other", isOther);
    if (!mine) return;
    const forget = make("button", { type: "button" }, "不再记住");
    forget.addEventListener("click", () => choose(null));
    if (here === mine.url) line.replaceChildren("这是您选的税务局。 ", forget);
    else line.replaceChildren(isOther ? `不是您选的${mine.name}。 ` : `您选的是${mine.name}。 `, link(same(mine), `到${mine.name}看`), " ", forget);
  };
  tell();

  const which = document.querySelector("[data-zwgk-which]");
  if (which) {
    const items = [...document.querySelectorAll("[data-bureau]")];
    const input = which.querySelector("input");
    const status = which.querySelector("[role=status]");
    which.hidden = items.length < 2;
    document.querySelector("[data-zwgk-privacy]").hidden = false;
    input.addEventListener("input", () => {
      const words = input.value.trim().toLowerCase().split(/\s+/);
      for (const item of items) item.hidden = !words.every((word) => item.dataset.words.toLowerCase().includes(word));
      const found = items.filter((item) => !item.hidden).length;
      status.textContent = !input.value.trim() ? "" : found ? status.dataset.some.replace("{n}", found) : status.dataset.none;
    });
    for (const item of items) {
      const place = item.querySelector("[data-zwgk-choose]");
      const url = item.querySelector("a").href;
      place.hidden = !url.startsWith(portal); // a site on another host cannot read what is kept here
      place.firstElementChild.addEventListener("click", () => {
        choose({ name: item.dataset.bureau, url });
        place.append(make("span", { role: "status" }, " 已记住。"));
      });
    }
  }

  /* The superior's search: a matter once, then the bureaus that offer it, the visitor's own first. */
  const results = document.querySelector("[data-zwgk=results]");
  if (!results || here !== portal) return;
  const AT_MOST = 4;
  let bureaus = null;
  const where = (hit) => {
    const matter = hit.dataset.id;
    const mine = chosen();
    const offering = bureaus.filter((bureau) => !bureau.lacks.includes(matter))
      .map(({ name, url }) => ({ name, url: new URL(url, portal).href }));
    const own = mine && offering.find((bureau) => bureau.url === mine.url);
    const others = offering.filter((bureau) => bureau !== own);
    const page = (bureau) => link(`${bureau.url}procedures/${matter}/`, bureau.name);
    const shown = [...(own ? [own] : []), ...(own || others.length <= AT_MOST ? others.slice(0, AT_MOST - (own ? 1 : 0)) : [])];
    const parts = shown.flatMap((bureau) => [page(bureau), "、"]).slice(0, -1);
    if (shown.length < offering.length) parts.push(parts.length ? "，" : "", link(`${portal}bureaus/`, "选择您的税务局"));
    if (own) hit.querySelector("a").href = `${own.url}procedures/${matter}/`;
    hit.append(make("p", { class: "zwgk-muted", "data-zwgk": "where" }, "到哪个局办：", ...parts));
  };
  const add = () => {
    for (const hit of results.querySelectorAll("[data-kind=procedures]")) {
      if (!hit.querySelector("[data-zwgk=where]")) where(hit);
    }
  };
  fetch(`${portal}bureaus.json`).then((answer) => answer.json()).then((found) => {
    bureaus = found;
    new MutationObserver(add).observe(results, { childList: true });
    add();
  }).catch(() => {});
})();
