/* What belongs to this device: large text, reading aloud, paper with a QR code, pages kept for when there is no network. */
(() => {
  "use strict";
  const one = (selector) => document.querySelector(selector);
  const root = new URL("..", document.currentScript.src);

  /* Large text; first.js sets what is kept on the device. */
  const large = one("[data-zwgk-large]");
  const isLarge = () => document.documentElement.classList.contains("zwgk-large");
  const name = () => {
    large.textContent = isLarge() ? "标准版" : "大字版";
    aloud.hidden = !isLarge() || !canRead();
  };
  large.addEventListener("click", () => {
    window.__md_set("__large", document.documentElement.classList.toggle("zwgk-large"));
    name();
  });

  /* Reading aloud, line by line, where the device has a Chinese voice. */
  const speech = window.speechSynthesis;
  const canRead = () => Boolean(speech) && speech.getVoices().some(({ lang }) => lang.toLowerCase().startsWith("zh"));
  const aloud = document.createElement("button");
  aloud.type = "button";
  aloud.className = "zwgk-aloud";
  let lines = [];
  const stop = () => {
    lines = [];
    aloud.textContent = "念给我听";
    if (speech) speech.cancel();
  };
  const next = () => {
    const line = lines.shift();
    if (line === undefined) return stop();
    const said = new SpeechSynthesisUtterance(line);
    said.lang = "zh-CN";
    said.rate = 0.9;
    said.onend = () => { if (aloud.textContent !== "念给我听") next(); };
    said.onerror = stop;
    speech.speak(said);
  };
  aloud.addEventListener("click", () => {
    if (aloud.textContent !== "念给我听") return stop();
    aloud.textContent = "不念了";
    lines = one("#main").innerText.split(/\n+/).map((line) => line.trim()).filter(Boolean);
    lines.splice(0, Math.max(0, lines.indexOf(one("h1").innerText.split("\n")[0].trim()))); /* from the title */
    next();
  });
  one("main").append(aloud);
  stop();
  name();
  if (speech && speech.addEventListener) speech.addEventListener("voiceschanged", name);
  addEventListener("pagehide", stop);

  /* On paper: the day, and a QR code if the page was printed with its button. */
  const paper = one("[data-zwgk-paper]");
  if (paper) {
    addEventListener("beforeprint", () => {
      const [year, month, day] = new Date(Date.now() + 8 * 36e5).toISOString().slice(0, 10).split("-").map(Number); /* Beijing's */
      one("[data-zwgk-printed]").textContent = `${year}年${month}月${day}日打印，之后可能有变化。`;
    });
    const drawable = () => typeof zwgkQr === "object";
    const code = one("[data-zwgk-code]");
    const print = () => {
      if (drawable() && !code.firstChild) code.innerHTML = zwgkQr.drawn(code.dataset.zwgkCode, "这一页的二维码");
      window.print();
    };
    paper.addEventListener("click", () => {
      if (drawable()) return print();
      const script = document.createElement("script");
      script.src = paper.dataset.zwgkPaper;
      script.onload = script.onerror = print;
      document.head.append(script);
    });
  }

  /* Keeps this page too if the service worker has just been installed. */
  if ("serviceWorker" in navigator && location.protocol.startsWith("http")) {
    addEventListener("load", async () => {
      const controlled = navigator.serviceWorker.controller;
      await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.pathname }).catch(() => {});
      const { active } = await navigator.serviceWorker.ready;
      if (!controlled) active.postMessage([location.href, ...[...document.scripts].map(({ src }) => src).filter(Boolean)]);
    });
  }
})();
