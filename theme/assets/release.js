/* Which release is served: reads release.json, and compares the list of files with the digest in it. */
(() => {
  "use strict";
  const place = document.querySelector("[data-zwgk-release]");
  const facts = document.querySelector("[data-zwgk-facts]");
  const base = place.dataset.zwgkRelease;
  const inFours = (digits) => digits.replace(/(.{8})(?=.)/g, "$1 ");
  const show = (name, value) => {
    const row = document.createElement("div");
    const [term, text] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = name;
    text.textContent = value;
    row.append(term, text);
    facts.append(row);
  };
  const digest = async (data) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", data))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const read = async (name) => {
    const answer = await fetch(base + name, { cache: "no-store" });
    if (!answer.ok) throw new Error(name);
    return answer.arrayBuffer();
  };
  const run = async () => {
    const record = JSON.parse(new TextDecoder().decode(await read("release.json")));
    show("版本", `${record.version}，${record.published_on} 发布，有效到 ${record.expires_on}`);
    if (record.rolled_back_to) show("换回", `内容是版本 ${record.rolled_back_to} 的`);
    show("文件", `${record.files} 个，按 ${record.built_as_of} 的数据生成`);
    show("指纹", inFours(record.manifest.sha256));
    facts.hidden = false;
    if (!window.crypto || !crypto.subtle) return;
    const same = await digest(await read("manifest.json")) === record.manifest.sha256;
    show("核对", same ? "文件清单和发布单一致" : "文件清单和发布单不一致，请告诉我们");
  };
  run().catch(() => { place.textContent = "这一份没有发布单：可能是预览，或者没有用 zwgk publish 发布。"; });
})();
