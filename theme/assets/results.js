/* The search page: the query is in the address, so results can be shared and "back" restores the previous ones. */
(() => {
  "use strict";
  const { load, make, marked, root } = window.zwgkFind;
  const one = (selector) => document.querySelector(selector);
  const form = one("#main [data-zwgk-find]");
  const input = form.elements.q;
  const total = one("[data-zwgk-total]");
  const results = one("[data-zwgk=results]");
  const more = one("[data-zwgk-more]");
  const nothing = one("[data-zwgk-nothing]");
  const filters = [...form.elements].map((field) => field.name).filter((name) => name && name !== input.name);
  const siteTitle = document.title;
  const BEST = 5;
  const FIRST = 10;
  const ALL = 40;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const readable = (address) => { try { return decodeURI(address); } catch { return address; } };

  /* Converts between address and form. */
  const asked = () => {
    const given = new URLSearchParams(location.search);
    const wanted = { q: (given.get("q") || "").trim() };
    for (const name of filters) if (given.get(name)) wanted[name] = given.get(name);
    return wanted;
  };
  const fillForm = (wanted) => {
    input.value = wanted.q;
    for (const name of filters) {
      const field = form.elements[name];
      if (field.type === "checkbox") field.checked = Boolean(wanted[name]);
      else field.value = wanted[name] || "";
    }
    const chosen = filters.filter((name) => wanted[name]).length;
    one("[data-zwgk-chosen]").textContent = chosen || "";
    if (chosen) one("[data-zwgk-filters]").open = true;
  };
  /* How far one has scrolled and how many results there are, kept in the history: results come later than the page. */
  let shown = FIRST;
  const keepPlace = () => history.replaceState({ y: scrollY, shown }, "");
  const comeBack = async (state) => {
    await run((state && state.shown) || FIRST);
    if (state && state.y) scrollTo(0, state.y);
  };
  const go = () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim())).toString();
    const address = query ? `?${query}` : location.pathname;
    keepPlace();
    if (query !== location.search.slice(1)) history.pushState(null, "", address);
    run();
  };

  /* What a list answers by itself today (Beijing): who is on duty, and the next deadline. */
  const now = JSON.parse(one("#search-now").textContent);
  const onDuty = (today) => now.duty.filter(({ date }) => date === today).map(({ text }) => `今天，${text}`);
  const nextDeadline = (today) => now.deadlines.filter(({ date }) => date >= today).slice(0, 1).map(({ date, text }) => {
    const left = Math.round((Date.parse(date) - Date.parse(today)) / 864e5);
    return `下一次申报截止到${text}，${left ? `还有${left}天` : "就是今天"}`;
  });
  const ANSWERS = { "lists/rosters": onDuty, "lists/filing-calendar": nextDeadline, "lists/taxes": nextDeadline };
  const answersNow = (id) => {
    const today = new Date(Date.now() + 8 * 36e5).toISOString().slice(0, 10);
    const lines = (ANSWERS[id] ? ANSWERS[id](today) : []).map((text) => make("p", { class: "zwgk-hit__answer", "data-zwgk": "now" }, text));
    const opening = `opening-${id}`; // the page has the hours of halls
    if (document.getElementById(opening)) lines.push(make("p", { class: "zwgk-open", "data-zwgk-open": opening, hidden: "" }));
    return lines;
  };

  /* One result: its link, its kind, the answer to the question, and the excerpt with the words. */
  const row = ({ id, kind, label, name, url, excerpt, answer, tags }, shown, tagged) => {
    const item = make("li", { "data-zwgk": "result", "data-id": id.slice(kind.length + 1), "data-kind": kind, "data-name": name });
    const tag = (text, tone = "") => make("span", { class: tone ? `zwgk-tag zwgk-tag--${tone}` : "zwgk-tag" }, text);
    item.append(make("a", { href: root + url }, ...marked(name, marks(name, shown.terms))));
    if (tagged) item.append(tag(label));
    for (const [text, tone] of tags) item.append(tag(text, tone));
    if (answer) {
      item.append(make("p", { class: "zwgk-hit__answer", "data-zwgk": "answer" }, make("a", { href: root + answer.url }, answer.title), `：${answer.text}`));
    }
    item.append(...answersNow(id));
    if (excerpt.length) {
      item.append(make("p", { class: "zwgk-hit__excerpt" }, ...excerpt.map(([text, hit]) => (hit ? make("mark", {}, text) : text))));
    }
    return item;
  };

  /* The ranges of the query's words in a name; of two overlapping ones the earlier and longer is kept. */
  const marks = (name, terms) => {
    const plain = name.toLowerCase();
    const found = terms.filter(Boolean).map((term) => [plain.indexOf(term), term.length]).filter(([start]) => start >= 0);
    found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const kept = [];
    for (const [start, length] of found) {
      if (!kept.length || start >= kept[kept.length - 1][1]) kept.push([start, start + length]);
    }
    return kept;
  };

  const group = (title, rows, shown, tagged) => {
    const id = `hits-${results.children.length}`;
    const heading = make("h2", { id }, title);
    return make("section", { "aria-labelledby": id }, heading, make("ol", { class: "zwgk-hits" }, ...rows.map((hit) => row(hit, shown, tagged))));
  };
  const show = (found) => {
    results.replaceChildren();
    if (!found.results.length) return;
    results.append(group(results.dataset.best, found.results.slice(0, BEST), found, true));
    const rest = new Map();
    for (const hit of found.results.slice(BEST)) rest.set(hit.label, [...(rest.get(hit.label) || []), hit]);
    for (const [label, rows] of rest) results.append(group(`${results.dataset.rest}${label}`, rows, found));
    globalThis.zwgkShowOpening();
  };
  const showNear = (near) => {
    const place = one("[data-zwgk-near]");
    place.hidden = !near.length;
    place.lastElementChild.replaceChildren(...near.map(({ name, url }) => make("li", {}, make("a", { href: root + url }, name))));
  };
  const showNothing = (wanted, found) => {
    nothing.hidden = false;
    showNear(found.near);
    const values = { q: wanted.q, url: readable(location.href) };
    const message = one("[data-zwgk-message]");
    message.value = fill(message.dataset.text, values);
    const mail = one("[data-zwgk-mail]");
    if (!mail) return;
    const subject = encodeURIComponent(fill(mail.dataset.subject, values));
    mail.href = `${mail.href.split("?")[0]}?subject=${subject}&body=${encodeURIComponent(message.value)}`;
  };

  /* Until the first results come, their room is kept and what stands below them is not shown: first.js set this. */
  const { classList } = document.documentElement;
  classList.replace("zwgk-asked", "zwgk-waiting");

  let turn = 0;
  const run = async (limit = FIRST) => {
    const wanted = asked();
    const mine = (turn += 1);
    fillForm(wanted);
    document.title = wanted.q ? `${wanted.q} - ${siteTitle}` : siteTitle;
    if (!wanted.q) {
      classList.remove("zwgk-waiting");
      results.replaceChildren();
      for (const part of [more, nothing, one("[data-zwgk-terms]")]) part.hidden = true;
      total.textContent = "";
      return;
    }
    const slow = setTimeout(() => { total.textContent = total.dataset.waiting; }, 300);
    let found = null;
    try {
      const { q, ...chosen } = wanted;
      found = await (await load()).search(q, { ...chosen, limit });
    } catch {
      if (mine === turn) total.textContent = total.dataset.broken;
    }
    clearTimeout(slow);
    if (mine !== turn) return;
    classList.remove("zwgk-waiting");
    if (!found) return;
    shown = limit;
    show(found);
    showNothing(wanted, found);
    more.hidden = found.total <= found.results.length || limit >= ALL;
    const terms = one("[data-zwgk-terms]");
    const typed = wanted.q.toLowerCase();
    const heard = found.heard.filter((term) => !typed.includes(term)); // official terms, or the corrected spelling
    terms.hidden = !found.total || !heard.length;
    terms.firstElementChild.textContent = heard.join(" ");
    const said = !found.total ? "none" : found.total > found.results.length ? "more" : "one";
    total.textContent = fill(total.dataset[said], { n: found.total, m: found.results.length, q: wanted.q });
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (matchMedia("(pointer: coarse)").matches) input.blur(); // the keyboard would hide the results
    go();
  });
  form.addEventListener("change", (event) => { if (event.target !== input) go(); });
  one("[data-zwgk-unfilter]").addEventListener("click", () => {
    fillForm({ q: input.value.trim() });
    go();
  });
  more.firstElementChild.addEventListener("click", () => run(ALL));
  one("[data-zwgk-copy]").addEventListener("click", async (event) => {
    const message = one("[data-zwgk-message]");
    message.select();
    try { await navigator.clipboard.writeText(message.value); } catch { document.execCommand("copy"); }
    event.target.textContent = event.target.dataset.done;
  });
  history.scrollRestoration = "manual";
  addEventListener("pagehide", keepPlace);
  addEventListener("popstate", (event) => comeBack(event.state));
  comeBack(history.state);
})();
