import assert from "node:assert/strict";
import test from "node:test";

import { excerptOf, marksOf } from "../../theme/assets/search/excerpt.mjs";
import { Names } from "../../theme/assets/search/names.mjs";
import { Ranking } from "../../theme/assets/search/ranking.mjs";
import { Reader } from "../../theme/assets/search/reader.mjs";
import { files, head, rest } from "./given.mjs";

function set() {
  const names = new Names(head()).with(rest());
  names.addShard(0, files()["g/0.txt"]);
  const ranking = new Ranking(names);
  const reader = new Reader(names);
  const ranked = (text, wanted = {}) => {
    const [rest, marks] = ranking.withoutMark(names.normal(text));
    const scores = rest.trim() ? ranking.scores(reader.read(rest)) : ranking.marked(marks);
    return ranking.choices(scores, marks, wanted).map(({ number, copy, mark }) => names.about(number, copy, mark).id);
  };
  return { names, ranking, ranked };
}

test("names, texts and homophones are found", () => {
  const { ranked } = set();
  assert.equal(ranked("发票领用")[0], "fish/fapiao-lingyong");
  assert.equal(ranked("發票領用")[0], "fish/fapiao-lingyong");
  assert.equal(ranked("开张")[0], "fish/shuiwu-dengji");
  assert.equal(ranked("发漂")[0], "fish/fapiao-lingyong");
  assert.deepEqual(ranked("zzz"), []);
});

test("copies are chosen by their mark, and by where they are", () => {
  const { ranked } = set();
  assert.equal(ranked("青山县发票领用")[0], "fish/fapiao-lingyong-qs");
  assert.deepEqual(ranked("青河"), ["fish/fapiao-lingyong-qh"]);
  assert.deepEqual(ranked("发票领用", { organ: "qh-hall" }), ["fish/fapiao-lingyong-qh"]);
  assert.deepEqual(ranked("发票领用", { organ: "town-hall" }), ["fish/fapiao-lingyong"]);
  assert.deepEqual(ranked("发票领用", { organ: "nowhere" }), []);
  assert.deepEqual(ranked("青山县发票领用", { organ: "qh-hall" }), ["fish/fapiao-lingyong-qh"]);
});

test("facets narrow, also those that are yes or no; what is no facet does not", () => {
  const { ranked } = set();
  assert.deepEqual(ranked("登记发票", { theme: "b" }).sort(), ["fish/fapiao-lingyong", "fish/shuiwu-dengji"]);
  assert.deepEqual(ranked("登记发票", { theme: "a" }), ["fish/fapiao-lingyong"]);
  assert.deepEqual(ranked("登记发票", { online: "1", limit: 3 }), ["fish/fapiao-lingyong"]);
  assert.deepEqual(ranked("办税", { theme: "a" }), []);
  assert.deepEqual(ranked("办税", { kind: "bird" }), ["bird/hall"]);
});

test("scores are what the weights make of them", () => {
  const { names, ranking } = set();
  const reader = new Reader(names);
  const scored = (text, wanted = {}) => {
    const [rest, marks] = ranking.withoutMark(names.normal(text));
    return ranking.choices(ranking.scores(reader.read(rest)), marks, wanted).map(({ number, score }) => [number, score]);
  };
  const whole = 0.55 * 1.15 + 0.35 + 0.1; // of a name as it is: like itself, every gram in the name, all covered
  assert.deepEqual(scored("发票领用")[0], [0, Math.floor(whole * 1000000)]);
  assert.deepEqual(scored("办税大厅")[0], [2, Math.floor(whole * 0.9 * 1000000)]);
  const part = 0.55 * (1 - 0.3 + 0.3 / 3 + 0.08) + 0.35 + 0.1; // one of three grams of a name, which holds it
  assert.deepEqual(scored("登记")[0], [1, Math.floor(part * 1000000)]);
  assert.deepEqual(scored("开张")[0], [1, Math.floor((0.35 * 0.8 + 0.1) * 1000000)], "in a text alone");
  const chars = 0.55 * 0.7 * 0.6 * (4 ** 0.125 / (4 ** 0.125 + 2 ** 0.125)); // one of its two characters, no gram
  assert.deepEqual(scored("登票")[0], [1, Math.floor(chars * 1000000)]);
  assert.deepEqual(scored("青山县发票领用")[0], [0, Math.floor(whole * 1000000)]);
  assert.deepEqual(scored("青山县办税大厅")[0], [2, Math.floor(Math.floor(whole * 0.9 * 1000000) * 0.5)]);
});

test("a pair that stands nowhere counts as its homophones", () => {
  const { ranking } = set();
  assert.deepEqual(ranking.entrySlot("发漂", true).slice(1), [[0, 1], 0.75]);
  assert.deepEqual(ranking.entrySlot("开张", true).slice(1), [[], 1], "in a text");
  assert.deepEqual(ranking.entrySlot("ab", false).slice(1), [[], 1]);
});

test("kinds that answer what is asked are worth more", () => {
  const { ranking } = set();
  assert.ok(ranking.factor(0, "time") > ranking.factor(0, ""));
  assert.equal(ranking.factor(2, "time"), ranking.factor(2, ""));
});

test("excerpts mark what was looked for, as it is written", () => {
  const { names } = set();
  assert.deepEqual(marksOf(names, "發票与发票", ["发票"]), [[0, 2], [3, 5]]);
  assert.deepEqual(excerptOf(names, ["摘要", ["先领发票再说"]], ["发票"]), [["先领", false], ["发票", true], ["再说", false]]);
  const long = excerptOf(names, ["长".repeat(200) + "发票" + "短".repeat(200), []], ["发票"]).map(([text]) => text).join("");
  assert.ok(long.startsWith("…") && long.endsWith("…") && long.includes("发票") && long.length < 110);
});
