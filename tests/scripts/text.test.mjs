import assert from "node:assert/strict";
import test from "node:test";

import { fill, grams, inFigures, joined, numbers, openings, opening, ranges, rarity, runs, shardOf } from "../../theme/assets/search/text.mjs";
import { json } from "./given.mjs";

test("text is cut as the index cuts it", async () => {
  const { texts } = await json("../search/vectors.json");
  assert.ok(texts.length > 5);
  for (const { text, runs: cut, grams: found, openings: begins, shard } of texts) {
    assert.deepEqual(runs(text), cut, text);
    assert.deepEqual(grams(text), found, text);
    assert.deepEqual(Array.from({ length: text.length }, (_, at) => opening(text, at)), begins, text);
    assert.equal(shardOf(text, 97), shard, text);
  }
});

test("words begin anywhere but within letters and digits", () => {
  assert.deepEqual(openings("ab级税4s店"), ["ab", "级税", "税4", "4", "s", "店"]);
  assert.deepEqual(openings("𠮷"), []);
});

test("what is counted is put in figures", () => {
  for (const [text, figures] of [
    ["月销售额三十万以下", "月销售额30万以下"],
    ["一千二百元", "1200元"],
    ["十五日", "15日"],
    ["两百块", "200块"],
    ["一照一码", "一照一码"],
  ]) assert.equal(inFigures(text), figures);
});

test("numbers and ranges are read as they were written", async () => {
  const { numbers: vectors } = await json("../search/vectors.json");
  for (const { steps, parts, numbers: expected } of vectors) {
    assert.deepEqual(numbers(steps), expected);
    assert.deepEqual(ranges(parts), expected);
  }
});

test("a rarer gram weighs more, one that nothing has as much as the rarest", () => {
  assert.deepEqual([0, 1, 16, 256].map((frequency) => rarity(256, frequency)), [2, 2, Math.SQRT2, 1]);
});

test("words and templates", () => {
  assert.equal(joined([" 税务 ", " ", "登记"]), "税务 登记");
  assert.equal(fill("*-hall-*", "a"), "a-hall-a");
});
