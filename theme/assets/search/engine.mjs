/* Search without a server: reads the files below search/ that generator/search/index.py writes.
   Defines zwgkSearch.open(base) -> engine with ready, suggest(), learn(), search(), rank(). */

import { excerptOf, marksOf } from "./excerpt.mjs";
import { Names } from "./names.mjs";
import { Ranking, SCALE } from "./ranking.mjs";
import { Reader } from "./reader.mjs";
import { grams, isPair, openings, runs } from "./text.mjs";

/** @typedef {import("./ranking.mjs").Choice} Choice */
/** @typedef {import("./ranking.mjs").Wanted} Wanted */
/** @typedef {import("./reader.mjs").Question} Question */
/** @typedef {{number: number, score: number, at: number, variant: string}} Suggestion */

const LONGEST = 100; // characters of a query that are read, as many as the box takes: an address may hold any number

/** The site was published anew since names.json was read. */
class Stale extends Error {}

/** @param {Names} names @param {string} text a file of the index @returns {boolean} if it has the names' version */
const isOf = (names, text) => text.slice(0, 24).includes(names.head.v);

class Engine {
  /** @param {string} base the way to the site's root
      @param {Promise<Response>} [early] the answer for names.json, asked for while this script was still loading */
  constructor(base, early) {
    this.base = base;
    this.turn = 0;
    /** Files by name, each fetched once. @type {Map<string, Promise<string>>} */
    this.texts = new Map();
    this.ready = this.begin("default", early);
  }

  /** @param {RequestCache} cache @param {Promise<Response>} [early] @returns {Promise<void>} */
  async begin(cache, early) {
    const answer = early && (await early.catch(() => null));
    const head = JSON.parse(answer && answer.ok ? await answer.text() : await this.fetchText("names.json", cache));
    this.texts.clear();
    /** Resolves when rest.json is loaded. @type {Promise<void> | null} */
    this.rest = null;
    try {
      this.use(new Names(head));
    } catch (error) { // the browser may have cached a file in an older format
      if (cache === "reload") throw error;
      return this.begin("reload");
    }
    return undefined;
  }

  /** @param {Names} names */
  use(names) {
    this.names = names;
    this.reader = new Reader(names);
    this.ranking = new Ranking(names);
  }

  /** Loads the names that names.json leaves out, once.
      @param {Names} names */
  complete(names) {
    this.rest = this.rest || this.restOf(names).then((text) => {
      if (!text) throw new Error("rest.json");
      this.use(names.with(JSON.parse(text)));
    }).catch((error) => { this.rest = null; throw error; });
    return this.rest;
  }

  /** The text of rest.json: at the address that the search page preloads, unless that is of another index version.
      @param {Names} names */
  async restOf(names) {
    const text = await this.fetchText("rest.json").catch(() => "");
    return isOf(names, text) ? text : this.part(names, "rest.json");
  }

  /** The content of names.json, once it is loaded. */
  async known() {
    await this.ready;
    const { names, reader, ranking } = this;
    if (!names || !reader || !ranking) throw new Error("names.json");
    return { names, reader, ranking };
  }

  /** @param {string} name @param {RequestCache} [cache] */
  async fetchText(name, cache = "default") {
    const answer = await fetch(`${this.base}search/${name}`, { cache });
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.text();
  }

  /** Fetches a file of the same index version as names.json, once. A missing file gives "".
      @param {Names} names @param {string} name */
  async part(names, name) {
    const asked = this.texts.get(name) || this.fetchText(`${name}?v=${names.head.v}`).catch(() => {
      this.texts.delete(name);
      return "";
    });
    this.texts.set(name, asked);
    const text = await asked;
    if (text && !isOf(names, text)) throw new Stale(name);
    return text;
  }

  /** Loads the other names and the synonym files needed to read a text; resolves to true if any was new, so the text
      must be read again.
      @param {string} text */
  async learn(text) {
    const asked = text.slice(0, LONGEST);
    const { names: first } = await this.known();
    const before = first.entries.length + first.shards.size + first.hearable.size;
    await Promise.all([this.complete(first), this.loadShards(first, openings(first.normal(asked)))]);
    const { names, reader } = await this.known();
    if (!names.hasRareChars && names.hasUnknown(asked)) {
      const rare = (await this.part(names, "simple.txt")).split("\n")[1] || "";
      names.hasRareChars = rare !== "";
      names.addTable(rare);
    }
    const query = names.normal(asked);
    await this.loadShards(names, openings(query));
    for (let letters = reader.letters(query); letters.length; letters = reader.letters(query)) {
      await Promise.all(letters.map(async (letter) => {
        names.hearable.set(letter, (await this.part(names, `h/${letter}.txt`)).split("\n").slice(1));
      }));
      names.heard.clear();
    }
    await this.loadShards(names, reader.spellings(query).flatMap(([spelling]) => openings(spelling)));
    return names.entries.length + names.shards.size + names.hearable.size > before;
  }

  /** @param {Names} names @param {string[]} list */
  async loadShards(names, list) {
    await Promise.all(names.missing(list).map(async (at) => {
      const text = await this.part(names, `g/${at}.txt`);
      if (text) names.addShard(at, text);
    }));
  }

  /** Loads the postings of all grams, then of the homophones of grams without postings. Resolves to the grams.
      @param {Names} names @param {Question} question */
  async load(names, question) {
    const wanted = [...new Set(question.variants.flatMap((variant) => grams(variant.text)))];
    await this.loadShards(names, wanted);
    const nowhere = wanted.filter((gram) => isPair(gram) && !names.posting(gram).frequency);
    if (nowhere.length) await this.loadShards(names, nowhere.flatMap((gram) => names.mended(gram)));
    return wanted;
  }

  /** Runs a query; resolves to its results, its reading and its grams.
      @param {string} text @param {Wanted} wanted @returns {Promise<[Choice[], Question, string[]]>} */
  async found(text, wanted) {
    await this.learn(text);
    const { names, reader, ranking } = await this.known();
    const [rest, marks] = ranking.withoutMark(names.normal(text.slice(0, LONGEST)));
    const question = reader.read(rest);
    const list = rest.trim() ? await this.load(names, question) : [];
    const scores = rest.trim() ? ranking.scores(question) : ranking.marked(marks);
    return [ranking.choices(scores, marks, wanted), question, list];
  }

  /** Resolves to every result's id and score, best first, and the intent.
      @param {string} text @param {Wanted} [wanted] */
  async rank(text, wanted = {}) {
    const [choices, { intent }] = await this.found(text, wanted);
    const { names } = await this.known();
    return { found: choices.map(({ number, copy, mark, score }) => [names.about(number, copy, mark).id, score]), intent };
  }

  /** Suggests documents with names or aliases similar to a text, from the names and the synonyms that learn()
      loaded. Each has the matched alias ("" for its name) and the matched ranges.
      @param {string} text @param {number} limit */
  async suggest(text, limit = 8) {
    const { names, reader, ranking } = await this.known();
    /** @type {Map<number, Suggestion>} */
    const best = new Map();
    for (const variant of reader.read(names.normal(text.slice(0, LONGEST))).variants) {
      for (const [number, [value, at]] of ranking.likeness(variant, false)) {
        const score = value * variant.factor * names.kinds[number].weight;
        const known = best.get(number);
        if (score > (known ? known.score : 0)) best.set(number, { number, score, at, variant: variant.text });
      }
    }
    return [...best.values()].map((item) => ({ ...item, score: Math.floor(item.score * SCALE) }))
      .sort((one, other) => other.score - one.score || one.number - other.number)
      .slice(0, limit).map(({ number, score, at, variant }) => {
        const { place } = names.entries[at];
        const shown = names.shown[number][place];
        const singles = runs(variant).filter((run) => run.length === 1);
        const wanted = grams(variant).flatMap((gram) => (names.byGram.has(gram) || singles.includes(gram) ? [gram] : names.mended(gram)));
        return { ...names.about(number), matched: place ? shown : "", marks: marksOf(names, shown, wanted), score };
      });
  }

  /** Resolves to results with their texts, or to nothing if another search was started meanwhile.
      @param {string} text @param {Wanted & {limit?: number}} options */
  async search(text, options = {}) {
    this.turn += 1;
    const { turn } = this;
    for (let tries = 0; ; tries += 1) {
      try {
        const found = await this.results(text, options);
        return turn === this.turn ? found : null;
      } catch (error) {
        if (!(error instanceof Stale) || tries) throw error;
        await this.begin("reload");
      }
    }
  }

  /** @param {string} text @param {Wanted & {limit?: number}} options */
  async results(text, options) {
    const [choices, question, wanted] = await this.found(text, options);
    const shown = choices.slice(0, options.limit || 10);
    const results = await Promise.all(shown.map((choice) => this.result(choice, question, wanted)));
    const seen = new Set(results.map((item) => item.id));
    const near = choices.length > 2 ? [] : (await this.suggest(text, 5 + seen.size)).filter((item) => !seen.has(item.id));
    const best = question.variants.slice(0, 4);
    return {
      total: choices.length,
      results,
      near: near.slice(0, 5).map(({ id, kind, name, url }) => ({ id, kind, name, url })),
      terms: [...new Set(best.flatMap((variant) => variant.text.split(" ")))],
      heard: [...new Set(best.flatMap(({ terms, text: own }) => (terms.length ? terms.map(([term]) => term) : own.split(" "))))],
      intent: question.intent,
    };
  }

  /** @param {Choice} choice @param {Question} question @param {string[]} wanted */
  async result({ number, copy, mark, score }, { intent }, wanted) {
    const { names } = await this.known();
    const item = names.about(number, copy, mark);
    const record = await this.record(names, copy ? copy.record : number);
    const named = names.kinds[number].answers[intent];
    let answer = null;
    if (record && named && record[2][intent]) {
      const [title, anchor] = named;
      if (anchor) item.url += `#${anchor}`;
      const words = record[2][intent];
      answer = { title, text: copy ? words.split("\0").join(names.markIds[mark].shown) : words, url: item.url };
    }
    return { ...item, excerpt: record ? excerptOf(names, record, wanted) : [], answer, score, tags: names.tags(number) };
  }

  /** Loads the record (texts of a result) of a document or a group of copies.
      @param {Names} names @param {number} number @returns {Promise<import("./excerpt.mjs").Shown | null>} */
  async record(names, number) {
    const { records = [] } = names.head;
    let at = records.length - 1;
    while (records[at] > number) at -= 1;
    const text = await this.part(names, `d/${at}.json`);
    return text ? JSON.parse(text).of[number - records[at]] : null;
  }
}

/** @type {Map<string, Engine>} */
const engines = new Map();

/** Opens the engine of the site at `base`, once. After a failure the next call tries again.
    @param {string} base @param {Promise<Response>} [early] */
export function open(base, early) {
  let engine = engines.get(base);
  if (!engine) {
    engine = new Engine(base, early);
    engines.set(base, engine);
    engine.ready.catch(() => engines.delete(base));
  }
  return engine;
}

Object.assign(globalThis, { zwgkSearch: { open } });
