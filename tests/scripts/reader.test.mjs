import assert from "node:assert/strict";
import test from "node:test";

import { Names } from "../../theme/assets/search/names.mjs";
import { Reader } from "../../theme/assets/search/reader.mjs";
import { files, head, rest } from "./given.mjs";

const reader = () => {
  const names = new Names(head()).with(rest());
  names.addShard(0, files()["g/0.txt"]);
  return new Reader(names);
};

test("fillers are dropped, what is asked about is heard", () => {
  const { variants, intent } = reader().read("怎么领发票要多久");
  assert.deepEqual([variants[0].text, intent], ["领发票", "time"]);
});

test("a question of nothing but words of asking stays as it is", () => {
  const { variants, intent } = reader().read("怎么");
  assert.deepEqual([variants.map((variant) => variant.text), intent], [["怎么"], ""]);
});

test("synonyms are put by their terms and lead to documents", () => {
  const { variants, targets } = reader().read("办照");
  assert.deepEqual(variants.map(({ text, factor }) => [text, factor]), [["办照", 1], ["税务登记", 0.9]]);
  assert.deepEqual(variants[1].terms, [["税务登记", 0.5]]);
  assert.deepEqual([...targets], [[1, 0.9]]);
});

test("dialect is read as plain words as well", () => {
  assert.deepEqual(reader().spellings("发票唔见"), [["发票唔见", 1], ["发票丢失", 0.95]]);
});

test("pinyin, in full and by initials, one word after the other", () => {
  const words = (letters) => reader().hear(letters).map(([word]) => word);
  assert.equal(words("fapiaolingyong")[0], "发票领用");
  assert.equal(words("fply")[0], "发票领用");
  assert.deepEqual(words("fapiaodengji"), ["发票登记"]);
  assert.deepEqual(words("wudeng"), ["务登"]);
  assert.deepEqual(words("xyz"), []);
  assert.deepEqual(reader().spellings("fa piao")[0][0], "发票");
});

test("what letters are worth: all syllables in full, half of them, none", () => {
  const [full, half, none] = ["fapiaolingyong", "fapiaoly", "fply"].map((letters) => reader().hear(letters)[0]);
  assert.deepEqual([full, none], [["发票领用", 1], ["发票领用", 0.7]]);
  assert.ok(Math.abs(half[1] - 0.85) < 1e-9);
});

test("zh, ch and sh are initials like any other letter, and full syllables go first", () => {
  const own = reader();
  assert.deepEqual(own.spoken("shw", "税务", 0, false), [2, 0]);
  assert.deepEqual(own.spoken("shw", "税务", 0, true), [0, 0]);
  assert.deepEqual(own.spoken("fhl", "发领", 0, false), [0, 0]);
  assert.deepEqual([own.spoken("fpi", "发票", 0, false), own.spoken("fiao", "发票", 0, false)], [[2, 0], [0, 0]]);
  own.names.sounds.set("安", ["an"]);
  assert.deepEqual(own.spoken("fa", "发安", 0, false), [1, 1]);
});

test("a word ends where its letters end", () => {
  const own = reader();
  own.names.meanings.set("税a", { terms: [["税务登记", 1]], targets: [], plain: "" });
  const words = (text) => own.pieces(text)[0].map((piece) => piece.text);
  assert.deepEqual([words("税a厅"), words("税ab厅")], [["税a", "厅"], ["税", "ab", "厅"]]);
});

test("of a synonym's terms the first three are tried, and of two synonyms all first ones together", () => {
  const meaning = { terms: [["甲", 1], ["乙", 0.5], ["丙", 0.25], ["丁", 0.1]], targets: [], plain: "" };
  const put = (...words) => reader().put(words.map((text) => ({ text, meaning }))).map(({ text, factor }) => [text, factor]);
  assert.deepEqual(put("证"), [["证", 1], ["甲", 1], ["乙", 0.5], ["丙", 0.25]]);
  assert.deepEqual(put("证", "照").length, 8);
  assert.deepEqual(put("证", "照")[7], ["甲 甲", 1]);
});

test("English that begins a synonym is no pinyin", () => {
  const { names } = reader();
  names.addShard(0, "12345678\n=vat invoice\t\t90\t发票领用\t0");
  assert.deepEqual(["vat", "va", "invoice"].map((letters) => names.begins(letters)), [true, false, false]);
  assert.equal(new Names(head()).begins("vat"), false);
});

test("letters ask for the synonyms that may begin with them", () => {
  const own = reader();
  assert.deepEqual(own.letters("fapiao"), ["f"]);
  own.names.hearable.set("f", []);
  assert.deepEqual(own.letters("fapiao"), []);
  assert.deepEqual(own.letters("zz"), []);
});
