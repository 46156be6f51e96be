/* Shows the next deadlines as of today in Beijing, with the days left. Without it the list stays as built. */
(() => {
  "use strict";
  const DAY = 864e5;
  const today = new Date(Date.now() + 8 * 36e5).toISOString().slice(0, 10);
  for (const list of document.querySelectorAll("[data-zwgk-next]")) {
    let room = Number(list.dataset.zwgkNext);
    for (const item of list.children) {
      const left = Math.round((Date.parse(item.dataset.date) - Date.parse(today)) / DAY);
      item.hidden = left < 0 || room < 1;
      if (item.hidden) continue;
      room -= 1;
      item.querySelector("[data-zwgk-left]").textContent = left ? `还有${left}天` : "今天截止";
    }
  }
})();
