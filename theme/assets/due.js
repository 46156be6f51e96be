/* Computes the last day of a limit by the rules of generator/calendar/limits.py, from the published calendar file.
   tests/calendar/vectors.json tests both. Days are numbers, counted from 1970-01-01. */
(() => {
  "use strict";
  const DAY = 864e5;
  const number = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const parts = (day) => iso(day).split("-").map(Number);
  const words = (day) => { const [year, month, date] = parts(day); return `${year}年${month}月${date}日`; };
  const weekday = (day) => (day + 4) % 7;
  const range = (first, last) => Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  const CODES = { on_the_spot: "on_the_spot", hour: "hours", working_day: "working_days", calendar_day: "calendar_days", month: "months", year: "months" };

  /* The calendar: which days are working days, and which are certain. */
  const calendarOf = (data) => {
    const off = new Map();
    const on = new Set();
    for (const year of Object.values(data.years)) {
      for (const [name, first, last] of year.holidays) range(number(first), number(last)).forEach((day) => off.set(day, name));
      year.workdays.forEach((day) => on.add(number(day)));
    }
    const known = (year) => Boolean(data.years[year] && data.years[year].source);
    const working = (day) => on.has(day) || (weekday(day) % 6 !== 0 && !off.has(day));
    const certain = (day) => {
      const [year, month, date] = parts(day);
      const open = month === 12 && date >= 29 && !known(year + 1);
      return known(year) && !(open && ![1, 5, 6].includes(weekday(number(`${year + 1}-01-01`))));
    };
    return { data, known, working, certain, why: (day) => off.get(day) || data.words.weekend };
  };

  /* A question is {start, length: [count, unit], starts, called, binds, rests, stops: [[first, last]], extension}; days
     are texts. `called` names the first day; with `rests`, long rests lengthen the limit. */
  const reckon = (calendar, question) => {
    const { data, working } = calendar;
    const start = number(question.start);
    const [count, unit] = question.length;
    const stops = (question.stops || []).map((stop) => stop.map(number));
    const stopped = (day) => stops.some(([first, last]) => first <= day && day <= last);
    const whole = unit === "hour" ? Math.floor(count / 24) : unit === "on_the_spot" ? 0 : count;
    const before = question.starts === "before_event";
    const first = whole && !before ? start + 1 : start;
    const taxpayer = question.binds === "taxpayer";
    const lengthened = !before && unit === "calendar_day" && (taxpayer || Boolean(question.rests));
    const event = question.called || data.starts[question.starts];

    const text = ([amount, name]) => (name === "on_the_spot" ? data.units[name] : amount ? `${amount}${data.units[name]}` : data.words.today);
    const named = (from, to) => [from, to, [...new Set(range(from, to).map((day) => (stopped(day) ? data.words.stopped : calendar.why(day))))].join("、")];
    const step = (code, values, skipped = []) => {
      const [rule, basis, sentence] = data.rules[code];
      return {
        code, rule, basis,
        text: sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]),
        skipped: skipped.map(([from, to, why]) => ({ first: iso(from), last: iso(to), days: to - from + 1, why })),
      };
    };
    const nth = (day, left) => {
      while (left) { day += 1; if (working(day) && !stopped(day)) left -= 1; }
      return day;
    };
    const corresponding = (from, [amount, name]) => {
      if (name === "hour") return from + Math.floor(amount / 24);
      if (name === "calendar_day") return from + Math.ceil(amount);
      if (name !== "month" && name !== "year") return from;
      const [year, month, date] = parts(from);
      const months = month - 1 + Math.trunc(amount) * (name === "year" ? 12 : 1);
      const last = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
      return Date.UTC(year, months, Math.min(date, last)) / DAY;
    };
    const pastStops = (from, to) => {
      let owed = range(from + 1, to).filter(stopped).length;
      while (owed || stopped(to)) { to += 1; if (owed && !stopped(to)) owed -= 1; }
      return to;
    };
    const runs = (days) => days.reduce((found, day) => {
      const last = found[found.length - 1];
      if (last && last[1] === day - 1) last[1] = day;
      else found.push([day, day]);
      return found;
    }, []);
    const run = (from, length) => {
      const days = length[1] === "working_day" && length[0];
      const end = days ? nth(from, Math.ceil(length[0])) : pastStops(from, corresponding(from, length));
      const code = length[0] || length[1] === "on_the_spot" ? CODES[length[1]] : "same_day";
      const skipped = days ? runs(range(from + 1, end).filter((day) => !working(day) || stopped(day))).map((span) => named(...span)) : [];
      return { end, code, skipped, values: { start: words(from), event, length: text(length), end: words(end) + (length[0] % 1 && length[1] !== "hour" ? data.words.noon : ""), clock: length[0] % 24 ? data.words.late_start : data.words.same_time } };
    };

    /* A period counted backwards from an event: at least one day, ending on a working day. */
    const back = () => {
      const days = Math.ceil(count);
      let end = start - 1;
      if (days && unit === "working_day") { for (let left = days - working(end); left; left -= working(end)) end -= 1; }
      else if (days && unit === "calendar_day") end = start - days;
      else if (days && unit === "hour") end = start - Math.ceil(days / 24);
      else if (days) end = corresponding(start, [-days, unit]);
      const skipped = days && unit === "working_day" ? runs(range(end, start - 1).filter((day) => !working(day))).map((span) => named(...span)) : [];
      const found = [{ end, code: days ? "before" : "day_before", skipped, values: { start: words(start), event, length: text(question.length), end: words(end) } }];
      let earlier = end;
      while (!working(earlier)) earlier -= 1;
      if (earlier < end) found.push({ end: earlier, code: "moves_back", skipped: [named(earlier + 1, end)], values: { start: words(end), end: words(earlier) } });
      return found;
    };

    const legs = before ? back() : [run(start, question.length)];
    let end = legs[0].end;
    let final = unit;
    if (lengthened) {
      const rests = runs(range(first, end).filter((day) => !working(day))).filter(([from, to]) => to - from >= 2);
      const days = rests.reduce((sum, [from, to]) => sum + to - from + 1, 0);
      if (days) {
        const values = { days, start: words(end), end: words(nth(end, days)) };
        end = nth(end, days);
        legs.push({ end, code: "long_rests", values, skipped: rests.map((span) => named(...span)) });
      }
    }
    const extension = before ? null : question.extension;
    if (extension && extension[0]) {
      final = extension[1];
      legs.push({ ...run(end, extension), code: "extension" });
      end = legs[legs.length - 1].end;
    }
    const nominal = end;
    if (before) end = legs[legs.length - 1].end;
    else if (final !== "hour" && final !== "on_the_spot") {
      while (!working(end) || stopped(end)) end += 1;
      if (end > nominal) {
        const values = { start: words(nominal), end: words(end) };
        legs.push({ end, code: taxpayer || lengthened ? "tax_moves_on" : "moves_on", values, skipped: [named(nominal, end - 1)] });
      }
    }

    const units = [unit, extension ? extension[1] : unit];
    const every = units.includes("working_day") || lengthened || (taxpayer && units.includes("calendar_day"));
    const consulted = units.every((name) => name === "hour" || name === "on_the_spot") ? [] : before ? range(end, every ? first : nominal) : range(every ? first : nominal, end);
    const open = consulted.find((day) => !calendar.certain(day));
    const openYear = open === undefined ? 0 : parts(open)[0] + (calendar.known(parts(open)[0]) ? 1 : 0);
    const begins = { start: words(start), event, next: words(start + 1) };
    return {
      date: iso(end),
      certainty: openYear ? "provisional" : "certain",
      steps: [
        ...(first > start && unit !== "hour" ? [step("first_day", begins)] : []),
        ...stops.filter(([from, to]) => from <= end && to >= first).map(([from, to]) => step("stop", { first: words(from), last: words(to) })),
        ...legs.map((leg) => step(leg.code, leg.values, leg.skipped)),
        ...(openYear ? [step("provisional", { year: openYear })] : []),
      ],
    };
  };

  window.zwgkDue = { calendarOf, reckon };

  /* The calculators on pages. Without the calendar file (pages opened from a disk) they keep their built example. */
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const WEEK = "日一二三四五六";
  const withWeekday = (day) => `${words(number(day))}（星期${WEEK[weekday(number(day))]}）`;
  const short = (day) => { const [, month, date] = parts(number(day)); return `${month}月${date}日`; };
  const today = () => iso((Date.now() + 8 * 36e5) / DAY); /* Beijing's, wherever the visitor is */
  const length = (text) => { const [count, unit] = text.split(" "); return [Number(count), unit]; };
  const dateField = (calendar, label, value = "") => {
    const years = Object.keys(calendar.data.years);
    const field = make("input", { type: "date", value, min: `${years[0]}-01-01`, max: `${years[years.length - 1]}-12-31` });
    return [make("label", {}, label, field), field];
  };
  const checkField = (label) => {
    const field = make("input", { type: "checkbox" });
    return [make("label", { className: "zwgk-check" }, field, label), field];
  };
  const provisional = (result) => {
    const [year] = result.steps[result.steps.length - 1].text.match(/^\d+/);
    return make("span", { className: "zwgk-tag zwgk-tag--warn" }, `暂定：${year}年放假安排还没有公布`);
  };

  const explained = (result) => make("ol", {}, ...result.steps.map((step) => {
    const skipped = step.skipped.map((span) => `${short(span.first)}${span.days > 1 ? `至${short(span.last)}` : ""}（${span.why}）`);
    return make("li", {}, step.text, make("span", { className: "zwgk-note" },
      `${step.rule}，${step.basis}`, ...(skipped.length ? [make("br"), `不算：${skipped.join("、")}`] : [])));
  }));

  /* A last day that is over: for how long, and what to do now. The page's own box says whom to call. */
  const late = (days, binds) => {
    if (days <= 0) return [];
    const box = document.querySelector("[data-zwgk-overdue]");
    const phone = box && box.querySelector('a[href^="tel:"]');
    const call = phone ? ["，先打 ", phone.cloneNode(true)] : [];
    const todo = binds === "bureau"
      ? [...call, call.length ? " 问办到哪一步；" : "。", ...(box ? [make("a", { href: "#overdue" }, "过了期限怎么办")] : [])]
      : ["，请尽快补办", ...call, call.length ? " 问怎么补。" : "。"];
    return [make("strong", { className: "zwgk-due__late" }, `已超 ${days} 天`), ...todo];
  };

  const calculator = (box, calendar) => {
    const given = box.dataset;
    const event = given.called || calendar.data.starts[given.starts];
    const [startLabel, start] = dateField(calendar, `如果${event}是`, today());
    const [pauseLabel, pause] = checkField(`中间有不算的时间（${given.stops}）`);
    const [fromLabel, from] = dateField(calendar, "从");
    const [toLabel, to] = dateField(calendar, "到");
    const [longerLabel, longer] = checkField(`经批准延长${given.extended}`);
    const form = make("form", { className: "zwgk-due__form" }, startLabel);
    if (given.stops) form.append(pauseLabel, fromLabel, toLabel);
    if (given.extension) form.append(longerLabel);
    const answer = make("output", { className: "zwgk-due__answer" });
    const why = make("details", {}, make("summary", {}, "怎么算出来的"), make("div"));
    const mistake = () => {
      const fields = pause.checked ? [start, from, to] : [start];
      if (!start.value) return "请填日期。";
      if (fields.some((field) => field.value && !field.validity.valid)) return `只能算${start.min.slice(0, 4)}年到${start.max.slice(0, 4)}年的日期。`;
      if (fields.some((field) => !field.value)) return "请填不算的时间从哪天到哪天。";
      return pause.checked && from.value > to.value ? "不算的时间前后颠倒了。" : "";
    };
    /* Printed pages have no form: the input is repeated before the answer. */
    const filledIn = () => [
      `${event}是${words(number(start.value))}`,
      ...(pause.checked ? [`${words(number(from.value))}至${words(number(to.value))}不算`] : []),
      ...(longer.checked ? [`经批准延长${given.extended}`] : []),
    ].join("，");
    const show = () => {
      fromLabel.hidden = toLabel.hidden = !pause.checked;
      const wrong = mistake();
      why.hidden = Boolean(wrong);
      if (wrong) return answer.replaceChildren(wrong);
      const stops = pause.checked ? [[from.value, to.value]] : [];
      const question = { start: start.value, length: length(given.length), starts: given.starts, called: given.called, binds: given.binds, rests: "rests" in given, stops, extension: longer.checked ? length(given.extension) : null };
      const result = reckon(calendar, question);
      answer.replaceChildren(make("span", { className: "zwgk-due__given" }, `${filledIn()}：`), "最迟", make("strong", {}, withWeekday(result.date)), `${given.verb}`, ...(result.certainty === "certain" ? [] : [" ", provisional(result)]));
      if (given.allowed) {
        const law = reckon(calendar, { ...question, length: length(given.allowed), rests: "allowedRests" in given });
        answer.append(make("span", { className: "zwgk-note" }, `法律规定最迟${withWeekday(law.date)}${law.certainty === "certain" ? "" : "（暂定）"}`));
      }
      answer.append(...late(number(today()) - number(result.date), given.binds));
      why.lastChild.replaceChildren(explained(result));
    };
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    box.append(form, answer, why);
    show();
  };

  /* Fetches a further page of a list by number; its links become absolute. */
  const further = (number) => {
    const address = new URL(`page/${number}/`, document.baseURI).href;
    return fetch(address).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.status)))).then((text) => {
      const found = new DOMParser().parseFromString(text, "text/html");
      found.head.prepend(Object.assign(found.createElement("base"), { href: address }));
      found.querySelectorAll("section a[href]").forEach((link) => link.setAttribute("href", link.href));
      return found;
    });
  };
  const MOST_PAGES = 8;

  /* The table of all limits: computes each last day, and filters the rows of all its pages by words. */
  const table = (box, calendar) => {
    const plain = (text) => text.normalize("NFKC").toLowerCase();
    const known = (row) => ({ row, text: plain(row.textContent), place: make("span", { className: "zwgk-due__row" }) });
    const pager = document.querySelector(".zwgk-pager");
    const pages = pager ? Number(pager.dataset.zwgkPages) : 1; /* further pages do not say */
    let rows = [...document.querySelectorAll("tr[id]")].map(known);
    const [startLabel, start] = dateField(calendar, "如果从这天算起", today());
    const wanted = make("input", { type: "search", placeholder: "如：发票" });
    const count = make("output", { className: "zwgk-muted" });
    const form = make("form", { className: "zwgk-due__form" }, startLabel, make("label", {}, "只看", wanted), count);
    const reckonAll = () => {
      for (const { row, place } of rows.filter(({ row }) => row.dataset.due)) {
        row.cells[1].append(place);
        const [amount, unit, starts, binds, rests] = row.dataset.due.split(" ");
        const result = start.value && start.validity.valid && reckon(calendar, { start: start.value, length: [Number(amount), unit], starts, binds, rests });
        place.textContent = result ? `最迟${result.date.slice(0, 4) === start.value.slice(0, 4) ? short(result.date) : words(number(result.date))}${result.certainty === "certain" ? "" : "（暂定）"}` : "";
      }
    };
    const found = (words) => {
      const parts = plain(words).split(/\s+/).filter(Boolean);
      return rows.filter(({ text }) => parts.every((part) => text.includes(part)));
    };
    /* Shows the rows that contain the words; if there are none, those that contain what the search reads the words as. */
    const filter = async () => {
      const words = wanted.value;
      show(found(words));
      if (found(words).length || !window.zwgkHeard) return;
      const heard = await window.zwgkHeard(words).catch(() => []);
      const meant = heard.find((word) => !words.includes(word) && found(word).length);
      if (meant && wanted.value === words) show(found(meant));
    };
    const show = (visible) => {
      const kept = new Set(visible);
      for (const item of rows) item.row.hidden = !kept.has(item);
      if (wanted.value) document.querySelectorAll("details.zwgk-fold:has(tr[id]:not([hidden]))").forEach((fold) => { fold.open = true; });
      count.textContent = `${pager && pager.isConnected ? "本页 " : ""}${rows.filter(({ row }) => !row.hidden).length} 项`;
    };
    /* Loads the rows of the further pages, when a filter is first used. */
    const fetched = async () => {
      for (let number = 2; number <= pages; number += 1) {
        const found = await further(number);
        for (const section of found.querySelectorAll("section[aria-labelledby]")) {
          const here = document.querySelector(`section[aria-labelledby="${section.getAttribute("aria-labelledby")}"]`);
          if (here) here.querySelector("tbody").append(...section.querySelectorAll("tr[id]"));
          else [...document.querySelectorAll("section[aria-labelledby]")].pop().after(section);
        }
      }
      rows = [...document.querySelectorAll("tr[id]")].map((row) => rows.find((item) => item.row === row) || known(row));
      pager.remove();
      reckonAll();
      filter();
    };
    if (pages > 1 && pages <= MOST_PAGES) wanted.addEventListener("focus", () => fetched().catch(() => {}), { once: true });
    start.addEventListener("input", reckonAll);
    wanted.addEventListener("input", (event) => { if (!event.isComposing) filter(); });
    wanted.addEventListener("compositionend", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    box.append(form);
    reckonAll();
    filter();
  };

  const boxes = [...document.querySelectorAll("[data-zwgk-due], [data-zwgk-due-table]")];
  if (!boxes.length) return;
  const source = boxes[0].dataset.zwgkDue || boxes[0].dataset.zwgkDueTable;
  fetch(source).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status)))).then((data) => {
    const calendar = calendarOf(data);
    document.querySelectorAll("[data-zwgk-example]").forEach((example) => { example.hidden = true; });
    for (const box of boxes) (box.dataset.zwgkDue ? calculator : table)(box, calendar);
  }).catch(() => {});
})();
