/* The index of procedures: filters while typing and keeps the filters in the address. */
(() => {
  "use strict";
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const form = one("[data-zwgk-filter]");
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
    const typed = plain(wanted.q);
    const meant = heard.map(plain).find((word) => !typed.includes(word) && shownBy({}, [word]).length);
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
  form.addEventListener("input", (event) => { if (!event.isComposing) apply(); });
  form.addEventListener("compositionend", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
})();
