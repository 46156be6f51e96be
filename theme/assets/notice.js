/* The one-time notice: shows the parts for the chosen answers, keeps these in the address, and draws its QR code.
   Parts that depend on the case have `data-case`, e.g. "agent=agent|self cause=cash": every named situation must be
   answered with one of its options. A situation not yet answered excludes nothing. Of cases joined by ";" one is enough. */
(() => {
  "use strict";
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const sheet = one("[data-zwgk-notice]");
  const form = one("[data-zwgk-questions]");
  const home = sheet.dataset.zwgkNotice;

  const read = (text) => text.split(";").map((one) => one.split(" ").map((part) => {
    const [key, options] = part.split("=");
    return [key, options.split("|")];
  }));
  const parts = all("[data-case]", sheet).map((element) => ({ element, when: read(element.dataset.case) }));
  const questions = all("[data-question]").map((element) => ({ element, key: element.dataset.question }));

  const fits = (one, answers, except = "") =>
    one.every(([key, options]) => key === except || !answers[key] || options.includes(answers[key]));
  const possible = (when, answers) => when.some((one) => fits(one, answers));
  /* A question is relevant if a part that the other answers do not exclude depends on it. */
  const counts = (question, answers) =>
    parts.some(({ when }) => when.some((one) => one.some(([key]) => key === question) && fits(one, answers, question)));

  const answersOf = () =>
    Object.fromEntries(questions.map(({ key }) => [key, form.elements[key].value]).filter(([, value]) => value));
  const addressOf = (answers) => {
    const query = new URLSearchParams(answers).toString();
    return query ? `${home}?${query}` : home;
  };

  const say = (answers, open) => {
    const chosen = questions
      .filter(({ key, element }) => answers[key] && !element.hidden)
      .map(({ element }) => one("input:checked + span", element).textContent);
    const told = one("[data-zwgk-case]", sheet);
    told.hidden = !chosen.length;
    one("dd", told).textContent = chosen.join("；");
    const rows = all("tbody tr:not([hidden])", sheet);
    const asked = rows.filter((row) => !("optional" in row.dataset)).length;
    const nothing = one("[data-zwgk-nothing]", sheet);
    if (nothing) {
      nothing.hidden = rows.length > 0;
      one("table", sheet).hidden = !rows.length;
    }
    one("[data-zwgk-result]").textContent = open
      ? `还有 ${open} 个问题没选，下面先列出可能用到的全部材料。`
      : asked ? `您要带 ${asked} 种材料，都在下面。` : "您不用带材料。";
  };

  const draw = (address) => {
    const place = one("[data-zwgk-qr]", sheet);
    place.innerHTML = `${zwgkQr.drawn(address, "这份告知书的二维码")}<p>扫码看这一份</p>`;
    place.hidden = false;
  };

  const apply = () => {
    const answers = form ? answersOf() : {};
    for (const { element, when } of parts) element.hidden = !possible(when, answers);
    let open = 0;
    for (const { element, key } of questions) {
      element.hidden = !counts(key, answers);
      if (element.hidden) delete answers[key];
      else if (!answers[key]) open += 1;
    }
    if (form) say(answers, open);
    sheet.toggleAttribute("data-settled", !open);
    const address = addressOf(answers);
    draw(address);
    return address;
  };

  const change = () => {
    const { search } = new URL(apply());
    if (location.protocol !== "file:") history.replaceState(null, "", (search || location.pathname) + location.hash);
  };

  if (form) {
    const given = new URLSearchParams(location.search);
    for (const { key } of questions) {
      const wanted = [...form.elements[key]].find((input) => input.value && input.value === given.get(key));
      if (wanted) wanted.checked = true;
    }
    form.addEventListener("change", change);
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("pageshow", apply); /* going back, browsers restore what was ticked */
  }
  apply();

  const print = one("[data-zwgk-print]");
  print.addEventListener("click", () => window.print());
  addEventListener("beforeprint", () => {
    const [year, month, day] = new Date(Date.now() + 8 * 36e5).toISOString().slice(0, 10).split("-").map(Number); /* Beijing's */
    one("[data-zwgk-today]").textContent = `${year}年${month}月${day}日`;
  });
  const share = one("[data-zwgk-share]");
  share.hidden = !navigator.clipboard;
  if (navigator.clipboard) {
    share.addEventListener("click", () =>
      navigator.clipboard.writeText(apply()).then(() => { one("[data-zwgk-said]").textContent = "网址已复制，发给别人看到的是同一份。"; }));
  }
})();
