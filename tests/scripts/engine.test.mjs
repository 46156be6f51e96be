import assert from "node:assert/strict";
import test from "node:test";

import { open } from "../../theme/assets/search/engine.mjs";
import { files, offline } from "./given.mjs";

let number = 0;
const base = () => `./${(number += 1)}/`;

test("a search fetches what it needs, once", async () => {
  const asked = await offline(files(), async () => {
    const engine = open(base());
    for (let time = 0; time < 2; time += 1) {
      const { total, results: [first], intent } = await engine.search("发票领用要多久");
      assert.deepEqual([total > 0, first.id, first.label, intent], [true, "fish/fapiao-lingyong", "鱼", "time"]);
      assert.deepEqual(first.answer, { title: "多久", text: "十天", url: "all-fish/fapiao-lingyong/#time" });
      assert.deepEqual(first.tags, [["能网上办", "good"]]);
    }
  });
  assert.deepEqual(asked, ["names.json", "rest.json", "g/0.txt", "d/0.json"]);
});

test("a copy answers for its place", async () => {
  await offline(files(), async () => {
    const { results: [first] } = await open(base()).search("青山县发票领用多久");
    assert.deepEqual([first.name, first.answer.text], ["发票领用（青山县）", "青山县五天"]);
  });
});

test("suggestions need the first names alone, and know more once the rest is read", async () => {
  const asked = await offline(files(), async () => {
    const engine = open(base());
    const [first] = await engine.suggest("领发");
    assert.deepEqual([first.matched, first.name, first.marks], ["领发票", "发票领用", [[0, 2]]]);
    assert.deepEqual(await engine.suggest("大厅"), []);
    assert.equal((await engine.suggest("办照")).some(({ id }) => id === "fish/shuiwu-dengji"), false);
    assert.equal(await engine.learn("办照"), true);
    assert.equal((await engine.suggest("办照"))[0].id, "fish/shuiwu-dengji");
    assert.equal((await engine.suggest("大厅"))[0].id, "bird/hall");
    assert.equal(await engine.learn("办照"), false);
  });
  assert.deepEqual(asked, ["names.json", "rest.json", "g/0.txt"]);
});

test("rare characters and pinyin fetch their tables", async () => {
  const asked = await offline(files(), async () => {
    const engine = open(base());
    assert.equal((await engine.rank("稅務登记")).found[0][0], "fish/shuiwu-dengji");
    assert.equal((await engine.rank("fply")).found[0][0], "fish/fapiao-lingyong");
  });
  assert.deepEqual(asked.sort(), ["g/0.txt", "h/f.txt", "names.json", "rest.json", "simple.txt"]);
});

test("of two searches the later one is answered", async () => {
  await offline(files(), async () => {
    const engine = open(base());
    const [first, second] = await Promise.all([engine.search("发票"), engine.search("登记")]);
    assert.equal(first, null);
    assert.equal(second.results[0].id, "fish/shuiwu-dengji");
  });
});

test("a site published anew is read anew", async () => {
  const given = files();
  await offline(given, async () => {
    const engine = open(base());
    await engine.ready;
    for (const [name, text] of Object.entries(given)) given[name] = text.split("12345678").join("87654321");
    const { results } = await engine.search("发票领用");
    assert.equal(results[0].id, "fish/fapiao-lingyong");
    assert.equal(engine.names.head.v, "87654321");
  });
});

test("a head of another form is asked for again", async () => {
  const given = files();
  const asked = await offline(given, async () => {
    const early = Promise.resolve({ ok: true, text: async () => '{"kinds": [["old", 3]], "names": ""}' });
    const { results } = await open(base(), early).search("发票领用");
    assert.equal(results[0].id, "fish/fapiao-lingyong");
  });
  assert.equal(asked[0], "names.json");
});

test("an engine that could not begin is made anew", async () => {
  const given = files();
  const { "names.json": names, ...rest } = given;
  await offline(rest, async () => {
    const place = base();
    await assert.rejects(open(place).ready);
    rest["names.json"] = names;
    await open(place).ready;
  });
});

test("without the rest nothing is found, and it is asked for again", async () => {
  const { "rest.json": further, ...given } = files();
  await offline(given, async () => {
    const engine = open(base());
    await assert.rejects(engine.search("大厅"));
    given["rest.json"] = further;
    assert.equal((await engine.search("大厅")).results[0].id, "bird/hall");
  });
});

test("a query of any length is read as far as the box lets one write", async () => {
  await offline(files(), async () => {
    const engine = open(base());
    const long = `发票领用${"多久".repeat(50_000)}`;
    const before = performance.now();
    const { results: [first] } = await engine.search(long);
    await engine.learn(long);
    assert.deepEqual(await engine.suggest(long), await engine.suggest(long.slice(0, 100)));
    assert.equal(first.id, "fish/fapiao-lingyong");
    assert.ok(performance.now() - before < 2000);
  });
});
