/* Only for `zwgk serve`: shows findings in a corner of the page and reloads the page after a rebuild. */
(() => {
  "use strict";
  const panel = document.createElement("aside");
  const folded = document.createElement("details");
  const count = document.createElement("summary");
  panel.id = "zwgk-live";
  panel.setAttribute("aria-label", "检查结果");
  panel.style.cssText = "position:fixed;right:1rem;bottom:1rem;z-index:99;max-width:min(34rem,92vw);max-height:60vh;overflow:auto;padding:.8rem 1rem;border-radius:.5rem;font:14px/1.6 system-ui,sans-serif;background:#fff;color:#16202b;box-shadow:0 2px 16px #0006";
  count.style.cssText = "font-weight:700;cursor:pointer";
  panel.append(folded);
  document.body.append(panel);
  const line = (text, style) => {
    const element = document.createElement("p");
    element.textContent = text;
    element.style.cssText = "margin:.2rem 0;" + (style || "");
    return element;
  };
  let erring = false;
  /* Errors open the list; warnings alone do not, so that they do not cover the page. */
  const show = (state) => {
    panel.hidden = !state.findings.length;
    count.textContent = `${state.errors} 个错误，${state.warnings} 个提醒`;
    folded.replaceChildren(count);
    if (erring !== state.errors > 0) folded.open = state.errors > 0;
    erring = state.errors > 0;
    if (state.errors) folded.append(line("有错误时网站不更新，改好后自动刷新。", "color:#8a3b00"));
    for (const item of state.findings) {
      folded.append(
        line(`${item.place} ${item.code} ${item.message}`, item.severity === "error" ? "color:#a40000" : "color:#51606f"),
        line(`→ ${item.hint}`, "margin-left:1rem"),
      );
    }
  };
  let seen = 0;
  const ask = async () => {
    try {
      const state = await (await fetch(`/__zwgk/state?seen=${seen}`)).json();
      if (seen && state.version > seen && !state.errors) location.reload();
      seen = state.version;
      show(state);
      setTimeout(ask, 50);
    } catch {
      setTimeout(ask, 1000);
    }
  };
  ask();
})();
