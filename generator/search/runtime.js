/* Lets runtime.py ask the search engine outside a browser, in Node or in mini-racer: a line of JSON in, one out.
   First {script, files, chars}: the engine, the index by path, the common characters. Then {method, calls}: a method of
   the engine ("rank"), or of what it holds ("reader.read"), and a list of arguments for each call. */
(() => {
  "use strict";

  let engine = null;
  let files = {};

  globalThis.fetch = async (address) => {
    const text = files[address.split("?")[0]];
    return { ok: text !== undefined, status: text === undefined ? 404 : 200, text: async () => text };
  };

  const knowsGbk = () => {
    try {
      return Boolean(new TextDecoder("gbk"));
    } catch {
      return false;
    }
  };

  function begin({ script, files: given, chars }) {
    files = given;
    if (!knowsGbk()) {
      globalThis.TextDecoder = class {
        decode(bytes) {
          const pairs = Array.from({ length: bytes.length / 2 }, (_, at) => [bytes[2 * at], bytes[2 * at + 1]]);
          return pairs.map(([high, low]) => chars[(high - 0xb0) * 94 + low - 0xa1]).join("");
        }
      };
    }
    (0, eval)(script);
    engine = globalThis.zwgkSearch.open("");
    return engine.ready;
  }

  async function found({ method, calls }) {
    const path = method.split(".");
    const name = path.pop();
    const results = [];
    for (const given of calls) {
      const owner = path.reduce((part, key) => part[key], engine);
      results.push(await owner[name](...given));
    }
    return results;
  }

  globalThis.answer = async (line) => {
    try {
      const asked = JSON.parse(line);
      return JSON.stringify({ found: asked.script ? (await begin(asked)) || null : await found(asked) });
    } catch (error) {
      return JSON.stringify({ error: String((error && error.stack) || error) });
    }
  };

  if (typeof process === "undefined") return;
  let last = Promise.resolve();
  require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
    last = last.then(async () => process.stdout.write(`${await globalThis.answer(line)}\n`));
  });
})();
