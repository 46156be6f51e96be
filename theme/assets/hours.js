/* Whether an organ is open now, and when it opens next. Same results as generator/calendar/hours.py, tested with the same
   tests/vectors/hours.json. Moments are "2026-11-23T08:30", Beijing time wherever the visitor is. */
(() => {
  "use strict";
  const DAY = 864e5, FORESIGHT = 400;
  const RANK = ["regular", "extended", "appointment"];
  const WEEK = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
  const utc = (text) => Date.parse(`${text.length > 10 ? text : `${text}T00:00`}Z`);
  const iso = (time) => new Date(time).toISOString();
  const dayOf = (time) => iso(time).slice(0, 10);

  const holiday = (calendar, day) => calendar.off.some(([first, last]) => first <= day && day <= last);
  const working = (calendar, day) => calendar.on.includes(day) || (![0, 6].includes(new Date(utc(day)).getUTCDay()) && !holiday(calendar, day));
  const falls = (named, calendar, day) =>
    named.includes("all") || (named.includes("workday") && working(calendar, day)) ||
    (named.includes(WEEK[new Date(utc(day)).getUTCDay()]) && (calendar.on.includes(day) || !holiday(calendar, day)));
  const inWeek = (item, day) => !item.weeks || item.weeks.includes(Math.floor((Number(day.slice(8)) - 1) / 7) + 1);
  const inSeason = (item, day) => {
    if (!item.start || !item.end) return true;
    return item.start <= item.end ? item.start <= day && day <= item.end : day >= item.start || day <= item.end;
  };

  /* The sessions that start on a day, in order; adjacent or overlapping ones of one kind are merged. A line with `on` is a
     change: its times replace all others on its days. */
  const sessions = (hours, calendar, day) => {
    const at = (text) => utc(day) + (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * 6e4;
    const change = hours.find((item) => item.on && item.on <= day && day <= item.until);
    const held = change ? [{ ...change, kind: "regular" }] : hours
      .filter((item) => !item.on && inSeason(item, day.slice(5)) && inWeek(item, day) && falls(item.days, calendar, day));
    const found = held
      .flatMap((item) => item.times.map((span) => {
        const [start, end] = span.split("-").map(at);
        return { kind: item.kind, start, end: end > start ? end : end + DAY };
      }))
      .sort((one, other) => one.start - other.start || RANK.indexOf(one.kind) - RANK.indexOf(other.kind));
    const joined = [];
    for (const session of found) {
      const last = joined.find((one) => one.kind === session.kind && session.start <= one.end);
      if (last) last.end = Math.max(last.end, session.end);
      else joined.push(session);
    }
    return joined;
  };

  const opening = (hours, calendar, moment) => {
    const time = utc(moment), today = dayOf(time);
    const certain = today <= calendar.until;
    const now = [...sessions(hours, calendar, dayOf(utc(today) - DAY)), ...sessions(hours, calendar, today)]
      .filter((item) => item.start <= time && time < item.end)
      .sort((one, other) => RANK.indexOf(one.kind) - RANK.indexOf(other.kind))[0];
    const plain = (item) => (item ? { kind: item.kind, start: iso(item.start).slice(0, 16), end: iso(item.end).slice(0, 16) } : null);
    for (let number = 0; number < FORESIGHT; number += 1) {
      const day = dayOf(utc(today) + number * DAY);
      const next = sessions(hours, calendar, day).find((item) => item.start > time && item.kind !== "appointment");
      if (next) return { now: plain(now), next: plain(next), certain, next_certain: certain && day <= calendar.until };
    }
    return { now: plain(now), next: null, certain, next_certain: certain && dayOf(utc(today) + (FORESIGHT - 1) * DAY) <= calendar.until };
  };
  globalThis.zwgkOpening = opening;

  const clock = (moment, today) => (moment.slice(0, 10) > today && moment.endsWith("T00:00") ? "24:00" : moment.slice(11));
  const dated = (moment, today) => {
    const day = moment.slice(0, 10), date = new Date(utc(day));
    const left = Math.round((utc(day) - utc(today)) / DAY);
    const name = left === 0 ? "今天" : left === 1 ? "明天" : `${date.getUTCMonth() + 1}月${date.getUTCDate()}日，星期${"日一二三四五六"[date.getUTCDay()]}`;
    return `${name} ${moment.slice(11)}`;
  };
  const DOUBT = "（放假安排还没有公布，以公告为准）";
  const KINDS = { regular: "现在正在办公", extended: "现在是延时服务时间", appointment: "现在只接待预约的人" };
  const inWords = ({ now, next, certain, next_certain: sure }, today) => {
    const parts = [now ? `${KINDS[now.kind]}，到${clock(now.end, today)}` : "现在不办公"];
    if (now && next && next.start === now.end) parts.push(`${next.kind === "extended" ? "接着是延时服务" : "接着正常办公"}，到${clock(next.end, today)}`);
    else if (next && (!now || now.kind === "appointment")) parts.push(`${dated(next.start, today)}开门`);
    return `${parts.join("；")}。${certain && (sure || parts.length < 2) ? "" : DOUBT}`;
  };

  const data = (id) => JSON.parse(document.getElementById(id).textContent);
  const beijing = () => iso(Date.now() + 8 * 36e5).slice(0, 16);
  const show = () => {
    const moment = beijing(), today = moment.slice(0, 10);
    for (const place of document.querySelectorAll("[data-zwgk-open]")) {
      const found = opening(data(place.dataset.zwgkOpen), data("opening-calendar"), moment), text = inWords(found, today);
      if (place.textContent !== text) place.textContent = text;
      place.classList.toggle("zwgk-open--now", Boolean(found.now) && found.now.kind !== "appointment");
      place.hidden = false;
    }
    for (const place of document.querySelectorAll("[data-zwgk-date]")) place.textContent = `${Number(today.slice(5, 7))}月${Number(today.slice(8))}日，星期${"日一二三四五六"[new Date(utc(today)).getUTCDay()]}`;
    /* Duty: today's line alone, and no past week as if it were this one. */
    for (const hall of document.querySelectorAll("[data-zwgk-duties]")) {
      const lines = [...hall.querySelectorAll("[data-zwgk-duty]")];
      for (const line of lines) line.hidden = line.dataset.zwgkDuty !== today;
      hall.querySelector("[data-zwgk-duty-over]").hidden = lines.some((line) => !line.hidden);
    }
    for (const note of document.querySelectorAll("[data-zwgk-over]")) {
      const weeks = [...note.parentElement.querySelectorAll("[data-zwgk-until]")];
      note.hidden = weeks.some((week) => week.dataset.zwgkUntil >= today);
      for (const week of weeks) week.hidden = week.dataset.zwgkUntil < today;
    }
    for (const row of document.querySelectorAll("[data-zwgk-day]")) {
      if (row.dataset.zwgkDay === today) row.setAttribute("aria-current", "date");
      else row.removeAttribute("aria-current");
    }
  };
  globalThis.zwgkShowOpening = show;
  show();
  setInterval(show, 3e4);
})();
