import assert from "node:assert/strict";
import test from "node:test";

import { lengthen, meaningOf, Names, readings } from "../../theme/assets/search/names.mjs";
import { files, head, json, rest } from "./given.mjs";

test("common characters are known by their order", () => {
  const found = readings("a2 ai13", "hang行 xing行");
  assert.deepEqual([found.get("啊"), found.get("阿"), found.get("埃"), found.get("行")], [["a"], ["a"], ["ai"], ["hang", "xing"]]);
});

test("the common characters are all there, in order", () => {
  const found = [...readings("a3755", "").keys()];
  assert.deepEqual([found.length, new Set(found).size, found[93], found[94], found[3754]], [3755, 3755, "剥", "薄", "座"]);
});

test("ids in short are read as they were written", async () => {
  const { sounds, ids } = await json("../search/vectors.json");
  for (const { code, name, id } of ids) assert.equal(lengthen(code, name, new Map(Object.entries(sounds))), id);
});

test("a word of two notions is worth half of each, a further term less", () => {
  const { terms, targets, plain } = meaningOf("=证\t\t80\t证照,执照\t3\t60\t证明\t", 0.5);
  assert.deepEqual(terms, [["证照", 0.4], ["执照", 0.2], ["证明", 0.3]]);
  assert.deepEqual([targets, plain], [[[3, 0.4]], ""]);
});

test("documents are told by the head alone", () => {
  const names = new Names(head()).with(rest());
  assert.deepEqual(names.ids, ["fapiao-lingyong", "shuiwu-dengji", "hall"]);
  assert.deepEqual(names.about(0), { id: "fish/fapiao-lingyong", kind: "fish", label: "鱼", name: "发票领用", url: "all-fish/fapiao-lingyong/" });
  assert.equal(names.about(2).url, "birds/#hall");
  assert.deepEqual(names.about(0, names.copies.get(0)[0], 1).name, "发票领用（青河县）");
  assert.deepEqual([names.tags(0), names.tags(1), names.tags(2)], [[["能网上办", "good"]], [], []]);
});

test("a character beyond the first plane counts once", () => {
  const names = new Names({ ...head(), simple: "發发記记" });
  assert.equal(names.normal("發票登記"), "发票登记");
  assert.equal(names.normal("大𫭟廳👍"), "大\uf85f廳👍");
});

test("places may be named without 县", () => {
  const names = new Names(head()).with(rest());
  assert.deepEqual([names.marks.get("青山县"), names.marks.get("青河")], [[0], [1]]);
  assert.deepEqual([...new Names({ ...head(), marks: "青县\tq" }).marks.keys()], ["青县"]);
});

test("postings join names and texts, the names first", () => {
  const names = new Names(head()).with(rest());
  assert.equal(names.posting("发票").worth.get(0), 1);
  assert.equal(names.posting("开张").frequency, 0);
  names.addShard(0, files()["g/0.txt"]);
  assert.deepEqual([...names.posting("开张").worth], [[1, 0.8]]);
  assert.deepEqual(names.meaning("办照").targets, [[1, 0.9]]);
  assert.deepEqual(names.missing(["开张"]), []);
});

test("pairs that stand nowhere are mended by their sound", () => {
  assert.deepEqual(new Names(head()).with(rest()).mended("发漂"), ["发票"]);
});
