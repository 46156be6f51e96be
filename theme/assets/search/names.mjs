/* Look-ups in names.json and in the other files loaded so far. Registries, their facets and weights come from
   names.json, which generator/search/index.py writes. */

import { fill, grams, hanChars, isPair, numbers, oneUnit, opening, push, raise, ranges, rarity, runs, shardOf } from "./text.mjs";

/** One kind of documents: `weight` is the factor of their scores, `alone` that of a copy if the query names only its
    mark; `address` has * for the id; `answers` maps intents to the title and the anchor of the answer.
    @typedef {{name: string, label: string, count: number, address: string, weight: number, alone: number,
      answers: Record<string, [string, string]>}} Kind */

/** A facet: for each document the indexes of its values, or "0" and "1".
    @typedef {[string[], string] | string} ShippedFacet */

/** @typedef {{v: string, kinds: Kind[], names: string, ids: string, facets?: Record<string, ShippedFacet>,
      tags: [string, string, string][], marks: string,
      copies: [number, string, string, Record<string, string[]>, string][], simple: string, common: string,
      more: string, fillers: string, intents: Record<string, string>, weights: Record<string, number>,
      shards: number, heard: string, records?: number[]}} Head */

/** The content of rest.json: the further names and ids, and what results need.
    @typedef {{names: string, ids: string, facets: Record<string, ShippedFacet>, records: number[]}} Rest */

/** A name or an alias (`place` 0 or more) of a document; `length` is the sum of its grams' weights.
    @typedef {{number: number, place: number, text: string, plain: string, grams: string[], length: number}} Entry */

/** Copies of a document: templates of name, id and facets; * stands for a mark.
    @typedef {{name: string, id: string, facets: Record<string, string[]>, marks: Set<number>, record: number}} Copy */

/** The meaning of a synonym: terms and document numbers, each with a weight; for dialect the plain words.
    @typedef {{terms: [string, number][], targets: [number, number][], plain: string}} Meaning */

/** The postings of a gram: the number of its documents, and by document the weight of the most prominent place.
    @typedef {{frequency: number, worth: Map<number, number>}} Posting */

const LEVELS = ["in_said", "in_near", "in_inner", "in_far"];
const PLACES = "县市区旗州";

/** The common characters in the order of GB 2312, which is by pinyin; the browser decodes them from their codes. */
function commonChars() {
  const bytes = [];
  for (let high = 0xb0; high < 0xd8; high += 1) {
    for (let low = 0xa1; low < (high === 0xd7 ? 0xfa : 0xff); low += 1) bytes.push(high, low);
  }
  return new TextDecoder("gbk").decode(new Uint8Array(bytes));
}

/** The readings of characters: `common` has the common ones ("a2 ai13 …"), `more` the others ("hang行 chong重种").
    @param {string} common @param {string} more @returns {Map<string, string[]>} */
export function readings(common, more) {
  const found = new Map();
  const chars = commonChars();
  let at = 0;
  for (const [, syllable, count] of common.matchAll(/([a-z]+)(\d+)/g)) {
    for (const end = at + Number(count); at < end; at += 1) found.set(chars[at], [syllable]);
  }
  for (const [, syllable, own] of more.matchAll(/([a-z]+)([^a-z ]+)/g)) {
    for (const char of own) push(found, char, syllable);
  }
  return found;
}

/** Decodes a short id; see generator/search/short_ids.py.
    @param {string} code @param {string} name @param {Map<string, string[]>} sounds */
export function lengthen(code, name, sounds) {
  if (code[0] === "=") return code.slice(1);
  const [steps, several = ""] = code.split(":");
  const chars = name.match(/[㐀-鿿〇\ue000-\uf8ffa-z0-9]/g) || [];
  let [at, choice] = [0, 0];
  const words = [];
  for (const step of steps) {
    if (step > "9") { at += step.charCodeAt(0) - 96; continue; }
    let word = "";
    for (const end = at + Number(step); at < end; at += 1) {
      const own = sounds.get(chars[at]) || [chars[at]];
      word += own.length > 1 ? own[Number(several[choice] || 0)] : own[0];
      if (own.length > 1) choice += 1;
    }
    words.push(word);
  }
  return words.join("-");
}

/** Parses the meaning of a word from its line in a file of postings. Each further term's weight is `step` times the
    last one. If several notions have the word, the weight is divided equally.
    @param {string} line @param {number} step @returns {Meaning} */
export function meaningOf(line, step) {
  const [, plain, ...parts] = line.split("\t");
  /** @param {string} text */
  const split = (text) => text.split(",").filter(Boolean);
  /** @type {Meaning} */
  const meaning = { terms: [], targets: [], plain };
  for (let at = 0; at < parts.length; at += 3) {
    const worth = Number(parts[at]) / 100 / (parts.length / 3);
    let falling = worth;
    for (const term of split(parts[at + 1])) { meaning.terms.push([term, falling]); falling *= step; }
    falling = worth;
    for (const target of split(parts[at + 2])) { meaning.targets.push([Number(target), falling]); falling *= step; }
  }
  return meaning;
}

export class Names {
  /** @param {Head} head */
  constructor(head) {
    this.head = head;
    this.weights = head.weights;
    /** What was read of g/, by number: lines by what they begin with. @type {Map<number, Map<string, string>>} */
    this.shards = new Map();
    /** @type {Map<string, Posting>} */
    this.postings = new Map();
    /** @type {Map<string, Meaning>} */
    this.meanings = new Map();
    /** What was read of h/: synonyms by a first letter. @type {Map<string, string[]>} */
    this.hearable = new Map();
    /** @type {Map<string, [string, number][]>} */
    this.heard = new Map();
    /** Traditional characters to simplified ones. @type {Map<string, string>} */
    this.table = new Map();
    this.hasRareChars = false;
    this.addTable(head.simple);
    /** Each document's kind. */
    this.kinds = head.kinds.flatMap((kind) => Array.from({ length: kind.count }, () => kind));
    /** Each document's name and aliases, as they are shown. */
    this.shown = head.names.split("\n").map((line) => line.split("\t"));
    /** Names and aliases, normalised; a name comes before its aliases. @type {Entry[]} */
    this.entries = this.shown.flatMap((texts, number) => texts.map((text, place) => {
      const name = this.normal(text);
      return { number, place, text: name, plain: runs(name).join(""), grams: grams(name), length: 0 };
    }));
    /** Numbers of the entries that have a gram. @type {Map<string, number[]>} */
    this.byGram = new Map();
    /** Numbers of the entries that have a Chinese character. @type {Map<string, number[]>} */
    this.byChar = new Map();
    this.invert();
    this.sounds = readings(head.common, head.more);
    this.ids = head.ids.split("\n").map((code, number) => lengthen(code, this.normal(this.shown[number][0]), this.sounds));
    this.markIds = head.marks.split("\n").filter(Boolean).map((line) => {
      const [shown, id] = line.split("\t");
      return { shown, id };
    });
    /** Numbers of marks by the name that a query may hold: 青山县, and 青山. @type {Map<string, number[]>} */
    this.marks = new Map();
    /** The copies of each document that has some. @type {Map<number, Copy[]>} */
    this.copies = new Map();
    this.setMarks();
    this.fillers = new Set(head.fillers.split(" "));
    /** The intent of each phrase. */
    this.intents = new Map(Object.entries(head.intents).flatMap(([intent, phrases]) => (
      phrases.split(" ").map((phrase) => /** @type {[string, string]} */ ([phrase, intent])))));
    /** Words by their pinyin. */
    this.strings = [...new Set([...this.entries.map((entry) => entry.text), ...this.fillers])];
    /** By facet, what each document has: values, or yes and no. @type {Record<string, (string[] | boolean)[]>} */
    this.facets = {};
    for (const [key, own] of Object.entries(head.facets || {})) {
      this.facets[key] = typeof own === "string" ? [...own].map((flag) => flag === "1")
        : own[1].split(" ").map((list) => list.split(",").filter(Boolean).map((at) => own[0][Number(at)]));
    }
  }

  /** These names and the rest, with what was loaded for these.
      @param {Rest} rest @returns {Names} */
  with(rest) {
    /** @param {"names" | "ids"} key */
    const both = (key) => [this.head[key], rest[key]].filter(Boolean).join("\n");
    const whole = new Names({ ...this.head, ...rest, names: both("names"), ids: both("ids") });
    [whole.shards, whole.hearable] = [this.shards, this.hearable];
    return whole;
  }

  /** @param {string} pairs */
  addTable(pairs) {
    for (let at = 0; at < pairs.length; at += 2) this.table.set(pairs[at], pairs[at + 1]);
  }

  /** Normalises text: half width, lower case, simplified, one unit for each Chinese character.
      @param {string} text */
  normal(text) {
    let found = "";
    for (const char of text.normalize("NFKC").toLowerCase()) found += this.table.get(char) || oneUnit(char);
    return found;
  }

  /** True if a text has characters with neither a reading nor a simplified form in names.json.
      @param {string} text */
  hasUnknown(text) {
    const plain = text.normalize("NFKC").toLowerCase();
    return hanChars(plain).some((char) => !this.sounds.has(char) && !this.table.has(char));
  }

  invert() {
    for (const [at, entry] of this.entries.entries()) {
      for (const gram of entry.grams) push(this.byGram, gram, at);
      for (const char of hanChars(entry.text)) push(this.byChar, char, at);
    }
    for (const entry of this.entries) {
      for (const gram of entry.grams) entry.length += rarity(this.entries.length, this.having(gram).length);
    }
  }

  /** Numbers of the entries that have a gram.
      @param {string} gram */
  having(gram) {
    return this.byGram.get(gram) || [];
  }

  /** True if a text is a name or an alias, blanks and punctuation aside.
      @param {string} plain */
  isName(plain) {
    return this.entries.some((entry) => entry.plain === plain);
  }

  setMarks() {
    for (const [number, { shown }] of this.markIds.entries()) {
      const name = this.normal(shown);
      push(this.marks, name, number);
      if (name.length > 2 && PLACES.includes(name[name.length - 1])) push(this.marks, name.slice(0, -1), number);
    }
    for (const [at, [number, name, id, facets, marks]] of this.head.copies.entries()) {
      push(this.copies, number, { name, id, facets, marks: new Set(ranges(marks)), record: this.ids.length + at });
    }
  }

  /** Describes a document or, with `copy`, its copy of that mark: {id, kind, label, name, url}.
      @param {number} number @param {Copy | null} [copy] @param {number} [mark] */
  about(number, copy, mark = 0) {
    const { name: kind, label, address } = this.kinds[number];
    const own = this.markIds[mark];
    const id = copy ? fill(copy.id, own.id) : this.ids[number];
    const name = copy ? fill(copy.name, own.shown) : this.shown[number][0];
    return { id: `${kind}/${id}`, kind, label, name, url: fill(address, id) };
  }

  /** The tags of a document, each with its style ("" for plain).
      @param {number} number @returns {[string, string][]} */
  tags(number) {
    return this.head.tags.filter(([key]) => this.facets[key][number] === true).map(([, label, tone]) => [label, tone]);
  }

  /** Adds a file of postings.
      @param {number} number @param {string} text */
  addShard(number, text) {
    this.shards.set(number, new Map(text.split("\n").slice(1).map((line) => [line.slice(0, line.indexOf("\t")), line])));
  }

  /** Numbers of the files that hold these grams and are not loaded yet.
      @param {string[]} list */
  missing(list) {
    return [...new Set(list.map((gram) => shardOf(gram, this.head.shards)))].filter((at) => !this.shards.has(at));
  }

  /** @param {string} gram @param {string} key */
  line(gram, key = gram) {
    const shard = this.shards.get(shardOf(gram, this.head.shards));
    return shard && shard.get(key);
  }

  /** True if a synonym is this run of letters, or begins with it and a blank.
      @param {string} letters */
  begins(letters) {
    const shard = this.shards.get(shardOf(letters, this.head.shards));
    return [...(shard || new Map()).keys()].some((key) => `${key} `.startsWith(`=${letters} `));
  }

  /** The meaning of a synonym; undefined if its file is not loaded.
      @param {string} word */
  meaning(word) {
    let meaning = this.meanings.get(word);
    if (meaning) return meaning;
    const line = this.line(opening(word, 0), `=${word}`);
    if (!line) return undefined;
    meaning = meaningOf(line, this.weights.next);
    this.meanings.set(word, meaning);
    return meaning;
  }

  /** The pairs of characters in names by their pinyin. Computed on first use. */
  get alike() {
    if (!this.byPair) {
      /** @type {Map<string, string[]>} */
      this.byPair = new Map();
      for (const gram of this.byGram.keys()) if (isPair(gram)) for (const sound of this.said(gram)) push(this.byPair, sound, gram);
    }
    return this.byPair;
  }

  /** All readings of a pair of characters.
      @param {string} gram */
  said(gram) {
    const [ones, twos] = [...gram].map((char) => this.sounds.get(char) || []);
    return ones.flatMap((one) => (twos || []).map((two) => `${one} ${two}`));
  }

  /** The homophones in names of a pair without postings.
      @param {string} gram */
  mended(gram) {
    return [...new Set(this.said(gram).flatMap((sound) => this.alike.get(sound) || []))];
  }

  /** The documents with a gram in their names, or in their texts as far as these are loaded.
      @param {string} gram @returns {Posting} */
  posting(gram) {
    const known = this.postings.get(gram);
    if (known) return known;
    const worth = new Map();
    for (const at of this.having(gram)) {
      const { number, place } = this.entries[at];
      raise(worth, number, place ? this.weights.in_alias : this.weights.in_name);
    }
    const line = this.line(gram);
    for (const place of line ? numbers(line.split("\t")[1]) : []) {
      const number = Math.floor(place / LEVELS.length);
      if (!worth.has(number)) worth.set(number, this.weights[LEVELS[place % LEVELS.length]]);
    }
    const found = { frequency: worth.size, worth };
    if (this.shards.has(shardOf(gram, this.head.shards))) this.postings.set(gram, found);
    return found;
  }
}
