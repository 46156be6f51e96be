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
  assert.deepEqual(words("xyz"), []);
  assert.deepEqual(reader().spellings("fa piao")[0][0], "发票");
});

test("letters ask for the synonyms that may begin with them", () => {
  const own = reader();
  assert.deepEqual(own.letters("fapiao"), ["f"]);
  own.names.hearable.set("f", []);
  assert.deepEqual(own.letters("fapiao"), []);
  assert.deepEqual(own.letters("zz"), []);
});
