/* The search box in every header, on the home page and on the search page: a combobox with suggestions (WAI-ARIA).
   Without this script it is a plain form. Nothing is loaded before a box gets focus; no input leaves the device. */
(() => {
  "use strict";
  const own = document.currentScript;
  const root = new URL("..", own.src).href;
  const KEPT = 6;
  const SHOWN = 8;
  const KEY = "__zwgk_recent";
  const TEXT = {
    all: (query) => `搜“${query}”的全部结果`,
    recent: "最近搜过",
    clear: "清除最近搜过的词（只存在这台设备上）",
    cleared: "已清除",
    offered: "搜索建议",
    count: (count, recent) => `${recent ? "最近搜过" : ""}${count} 条，按上下键选择`,
    close: "取消",
  };

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /* Returns the nodes of a text, with the ranges [[start, end], …] in <mark>. */
  const marked = (text, marks = []) => {
    const pieces = [];
    let from = 0;
    for (const [start, end] of marks) {
      pieces.push(text.slice(from, start), make("mark", {}, text.slice(start, end)));
      from = end;
    }
    return [...pieces, text.slice(from)];
  };

  /* Earlier searches on this device, newest first. */
  const recent = () => {
    const kept = window.__md_get(KEY);
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string").slice(0, KEPT) : [];
  };
  const remember = (query) => window.__md_set(KEY, [query, ...recent().filter((other) => other !== query)].slice(0, KEPT));

  /* Resolves to the engine; loads its script and names once. After a failure the next call tries again. */
  let loading = null;
  const load = () => {
    loading = loading || (async () => {
      const early = window.zwgkSearch ? null : fetch(`${root}search/names.json`);
      if (early) early.catch(() => {}); // the engine retries
      if (!window.zwgkSearch) {
        const script = make("script", { src: own.dataset.engine });
        await new Promise((done, failed) => {
          script.addEventListener("load", done);
          script.addEventListener("error", () => failed(new Error("no engine")));
          document.head.append(script);
        });
      }
      const engine = window.zwgkSearch.open(root, early);
      await engine.ready;
      return engine;
    })().catch((error) => { loading = null; throw error; });
    return loading;
  };
  const prefetch = () => load().catch(() => {});

  const attach = (form, number) => {
    const input = form.elements.q;
    const list = make("ul", { role: "listbox", id: `zwgk-find-${number}`, "aria-label": TEXT.offered });
    const clear = make("button", { type: "button", class: "zwgk-find__clear" }, TEXT.clear);
    const popup = make("div", { class: "zwgk-find__popup", hidden: "" }, list, clear);
    const status = make("div", { class: "zwgk-find__status", "aria-live": "polite" });
    input.parentElement.append(popup);
    form.append(status);
    for (const [name, value] of Object.entries({ role: "combobox", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
      input.setAttribute(name, value);
    }
    let options = [];
    let active = -1;
    let turn = 0;
    let composing = false;
    let confirming = false;

    const select = (index) => {
      active = index;
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
      if (active < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    };
    const close = () => {
      turn += 1;
      popup.hidden = true;
      input.setAttribute("aria-expanded", "false");
      select(-1);
    };
    const show = (found, isRecent = false) => {
      options = found;
      list.replaceChildren(...found.map((option, place) => make(
        "li",
        { role: "option", id: `${list.id}-${place}`, "aria-selected": "false" },
        make("span", {}, ...marked(option.text, option.marks)),
        make("span", { class: "zwgk-find__note" }, option.note || ""),
      )));
      clear.hidden = !isRecent;
      popup.hidden = !found.length;
      input.setAttribute("aria-expanded", String(found.length > 0));
      select(-1);
      status.textContent = found.length ? TEXT.count(found.length, isRecent) : "";
    };
    const showRecent = () => show(recent().map((query) => ({ text: query, query, note: TEXT.recent })), true);
    const suggest = async () => {
      const text = input.value.trim();
      const mine = (turn += 1);
      if (!text) return showRecent();
      const draw = async (engine) => {
        const found = engine ? await engine.suggest(text, SHOWN) : [];
        if (mine !== turn || document.activeElement !== input || active >= 0) return;
        show([
          ...found.map(({ name, matched, marks, label, url }) => ({ text: matched || name, marks, note: matched ? `即 ${name}` : label, name, url })),
          { text: TEXT.all(text), query: text },
        ]);
      };
      const engine = await load().catch(() => null);
      await draw(engine);
      if (engine && (await engine.learn(text).catch(() => false))) await draw(engine);
      return undefined;
    };
    const choose = (option) => {
      close();
      if (option.url) {
        remember(option.name);
        location.assign(root + option.url);
      } else {
        input.value = option.query;
        submit();
      }
    };
    /* Safari before 16 has no requestSubmit(), and submit() fires no event. */
    const submit = () => {
      if (form.requestSubmit) form.requestSubmit();
      else if (form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))) form.submit();
    };
    const fold = () => form.classList.remove("zwgk-find--open");
    const moves = {
      ArrowDown: () => (popup.hidden ? suggest() : select(active + 1 < options.length ? active + 1 : -1)),
      ArrowUp: () => (popup.hidden ? suggest() : select(active < 0 ? options.length - 1 : active - 1)),
      Home: () => active >= 0 && (select(0), true),
      End: () => active >= 0 && (select(options.length - 1), true),
      Enter: () => active >= 0 && (choose(options[active]), true),
      Escape: () => {
        if (!popup.hidden) return close();
        if (!form.classList.contains("zwgk-find--open")) return false;
        fold();
        return form.previousElementSibling.focus();
      },
    };

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || composing || event.keyCode === 229) {
        /* This Enter confirms a word of the input method and must not submit the form. */
        confirming = event.key === "Enter";
        setTimeout(() => { confirming = false; });
        return;
      }
      const move = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && moves[event.key];
      if (move && move() !== false) event.preventDefault();
    });
    input.addEventListener("compositionstart", () => { composing = true; close(); });
    input.addEventListener("compositionend", () => { composing = false; suggest(); });
    input.addEventListener("input", (event) => { if (!event.isComposing && !composing) suggest(); });
    input.addEventListener("focus", () => { prefetch(); if (!input.value && !composing) showRecent(); });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) { close(); fold(); } });
    form.addEventListener("submit", (event) => {
      if (composing || confirming) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      const query = input.value.trim();
      if (query) remember(query);
      close();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) choose(options[[...list.children].indexOf(item)]);
    });
    clear.addEventListener("click", () => {
      window.__md_set(KEY, []);
      input.focus();
      show([]);
      status.textContent = TEXT.cleared;
    });
  };

  /* On a phone the header's box is hidden behind a button; without scripts the button links to the search page. */
  const opener = (button) => {
    const form = button.nextElementSibling;
    const cancel = make("button", { type: "button", class: "zwgk-find__cancel" }, TEXT.close);
    form.append(cancel);
    button.addEventListener("click", (event) => {
      event.preventDefault();
      form.classList.add("zwgk-find--open");
      form.elements.q.focus();
    });
    cancel.addEventListener("click", () => {
      form.classList.remove("zwgk-find--open");
      button.focus();
    });
  };

  window.zwgkFind = { load, make, marked, recent, root };
  document.querySelectorAll("[data-zwgk-find]").forEach(attach);
  document.querySelectorAll("[data-zwgk-opener]").forEach(opener);
})();
