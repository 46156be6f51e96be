/* Ranks documents. A score combines the similarity of a name to the query, the prominence of the query's grams in the
   document, and the covered share of the query. */

import { add, fill, grams, hanChars, isPair, raise, rarity, runs } from "./text.mjs";

/** @typedef {import("./names.mjs").Names} Names */
/** @typedef {import("./names.mjs").Copy} Copy */
/** @typedef {import("./reader.mjs").Question} Question */
/** @typedef {import("./reader.mjs").Variant} Variant */

/** Filters: a kind, and values of facets by name; `true` for boolean ones.
    @typedef {Record<string, string | boolean | number | undefined>} Wanted */

/** A result: a document, or its copy of that mark, and the score.
    @typedef {{number: number, copy: Copy | null, mark: number, score: number}} Choice */

/** How alike a name is to a query, and the number of its entry. @typedef {[number, number]} Likeness */

/** A gram's weight, the entries that have it, and their share of the weight.
    @typedef {[number, number[], number]} Slot */

export const SCALE = 1000000;

export class Ranking {
  /** @param {Names} names */
  constructor(names) {
    this.names = names;
    this.weights = names.weights;
  }

  /** The results, best first; equal scores in the order of the documents.
      @param {Map<number, number>} scores @param {number[]} marks @param {Wanted} wanted */
  choices(scores, marks, wanted) {
    /** @type {Choice[]} */
    const kept = [];
    for (const [number, score] of scores) {
      const [copy, mark, factor] = this.choose(number, marks, wanted);
      if (factor) kept.push({ number, copy, mark, score: Math.floor(score * factor) });
    }
    kept.sort((one, other) => other.score - one.score || one.number - other.number);
    const least = kept.length ? kept[0].score * this.weights.floor : 0;
    return kept.filter((item) => item.score >= least);
  }

  /** A query without the longest mark's name that it contains, and the marks of that name.
      @param {string} text @returns {[string, number[]]} */
  withoutMark(text) {
    const { marks } = this.names;
    const longest = Math.max(0, ...[...marks.keys()].map((name) => name.length));
    for (let length = Math.min(longest, text.length); length > 1; length -= 1) {
      for (let at = 0; at + length <= text.length; at += 1) {
        const found = marks.get(text.slice(at, at + length));
        if (found) return [`${text.slice(0, at)} ${text.slice(at + length)}`, found];
      }
    }
    return [text, []];
  }

  /** Scores of the documents of a mark, for queries that name only the mark.
      @param {number[]} marks */
  marked(marks) {
    /** @type {Map<number, number>} */
    const found = new Map();
    for (const [number, copies] of this.names.copies) {
      if (!copies.some((copy) => marks.some((mark) => copy.marks.has(mark)))) continue;
      found.set(number, Math.floor(this.names.kinds[number].alone * SCALE));
    }
    return found;
  }

  /** The best copy (none: the document itself), its mark, and a factor of the score; 0 if none passes the filters.
      @param {number} number @param {number[]} marks @param {Wanted} wanted @returns {[Copy | null, number, number]} */
  choose(number, marks, wanted) {
    const { names } = this;
    if (wanted.kind && names.kinds[number].name !== wanted.kind) return [null, 0, 0];
    const copies = names.copies.get(number) || [];
    for (const mark of marks) {
      for (const copy of copies) if (copy.marks.has(mark) && this.passes(number, wanted, copy, mark)) return [copy, mark, 1];
    }
    if (this.passes(number, wanted)) return [null, 0, marks.length ? this.weights.elsewhere : 1];
    for (const copy of copies) {
      if (!Object.keys(copy.facets).some((key) => wanted[key])) continue;
      for (const mark of copy.marks) if (this.passes(number, wanted, copy, mark)) return [copy, mark, 1];
    }
    return [null, 0, 0];
  }

  /** True if a document or its copy passes the facets' filters.
      @param {number} number @param {Wanted} wanted @param {Copy} [copy] @param {number} [mark] */
  passes(number, wanted, copy, mark = 0) {
    const { facets, markIds } = this.names;
    return Object.keys(wanted).every((key) => {
      const value = wanted[key];
      if (!value || !facets[key]) return true;
      const own = copy && copy.facets[key];
      const has = own ? own.map((template) => fill(template, markIds[mark].id)) : facets[key][number];
      return has === true || (Array.isArray(has) && has.includes(String(value)));
    });
  }

  /** @param {Question} question */
  scores(question) {
    /** @type {Map<number, number>} */
    const best = new Map();
    for (const variant of question.variants) {
      for (const [number, score] of this.matches(variant)) raise(best, number, score * variant.factor);
    }
    for (const [number, share] of question.targets) add(best, number, this.weights.target * share);
    for (const [number, score] of best) best.set(number, Math.floor(score * this.factor(number, question.intent) * SCALE));
    return best;
  }

  /** The weight of a document by its kind; higher if it has an answer for the intent.
      @param {number} number @param {string} intent */
  factor(number, intent) {
    const { weight, answers } = this.names.kinds[number];
    return weight * (intent in answers ? this.weights.answers : 1);
  }

  /** The score of each document for one variant of the query: 0 to about 1.2.
      @param {Variant} variant */
  matches(variant) {
    const names = this.likeness(variant, true);
    /** @type {Map<number, number>} */
    const weighed = new Map();
    /** @type {Map<number, number>} */
    const covered = new Map();
    let total = 0;
    for (const [gram, share] of this.shares(variant)) {
      const [rare, worths] = this.slot(gram);
      const weight = rare * share;
      total += weight;
      for (const [number, worth] of worths) {
        add(weighed, number, weight * worth);
        add(covered, number, weight);
      }
    }
    /** @type {Map<number, number>} */
    const found = new Map();
    for (const number of new Set([...weighed.keys(), ...names.keys()])) {
      const cover = (covered.get(number) || 0) / total;
      const [like] = names.get(number) || [0];
      found.set(number, this.weights.name * like
        + this.weights.text * ((weighed.get(number) || 0) / total) + this.weights.cover * cover * cover);
    }
    return found;
  }

  /** The grams of a variant, each with a factor of its weight.
      @param {Variant} variant */
  shares({ text, terms }) {
    const found = new Map(grams(text).map((gram) => [gram, 1]));
    for (const [term, share] of terms) for (const gram of grams(term)) found.set(gram, share);
    return found;
  }

  /** A gram's weight and postings; a gram without postings is replaced by its homophones in names.
      @param {string} gram @returns {[number, Map<number, number>]} */
  slot(gram) {
    const posting = this.names.posting(gram);
    const count = this.names.kinds.length;
    if (posting.frequency || !isPair(gram)) return [rarity(count, posting.frequency), posting.worth];
    const worths = new Map();
    let frequency = 0;
    for (const other of this.names.mended(gram)) {
      const found = this.names.posting(other);
      frequency += found.frequency;
      for (const [number, value] of found.worth) raise(worths, number, value * this.weights.sound);
    }
    return [rarity(count, frequency), worths];
  }

  /** The similarity of each document's best name or alias to a text: 0 to about 1.2. A gram that no name has is replaced
      by homophones, unless (with `texts`) a text has it.
      @param {Variant} variant @param {boolean} texts */
  likeness(variant, texts) {
    const { entries } = this.names;
    const plain = runs(variant.text).join("");
    const [total, hits] = this.sums([...this.shares(variant)].map(([gram, share]) => {
      const [weight, own, worth] = this.entrySlot(gram, texts);
      return [weight * share, own, worth];
    }));
    const [charTotal, charHits] = this.sums(hanChars(plain).map((char) => this.found(this.names.byChar.get(char) || [])));
    const part = charHits.size ? this.weights.chars : 0;
    const { fit } = this.weights;
    /** @type {Map<number, Likeness>} */
    const best = new Map();
    for (const at of new Set([...hits.keys(), ...charHits.keys()])) {
      const { number, length, plain: own } = entries[at];
      const hit = hits.get(at) || 0;
      const cover = (1 - part) * (hit / total) + part * ((charHits.get(at) || 0) / charTotal);
      const fitting = length ? Math.min(1, hit / length) : 0;
      const value = cover * (1 - fit + fit * fitting) + this.kinship(plain, own);
      const known = best.get(number);
      if (!known || value > known[0]) best.set(number, [value, at]);
    }
    return best;
  }

  /** The bonus if a query equals, begins, contains or is contained in a name.
      @param {string} plain @param {string} own */
  kinship(plain, own) {
    if (own === plain) return this.weights.exact;
    if (own.startsWith(plain)) return this.weights.starts;
    return own.length > 1 && (plain.includes(own) || own.includes(plain)) ? this.weights.holds : 0;
  }

  /** @param {number[]} entries @param {number} [worth] @returns {Slot} */
  found(entries, worth = 1) {
    return [rarity(this.names.entries.length, entries.length), entries, worth];
  }

  /** @param {string} gram @param {boolean} texts @returns {Slot} */
  entrySlot(gram, texts) {
    const { names } = this;
    if (names.byGram.has(gram) || !isPair(gram) || (texts && names.posting(gram).frequency)) return this.found(names.having(gram));
    const entries = [...new Set(names.mended(gram).flatMap((other) => names.having(other)))];
    return this.found(entries, this.weights.sound);
  }

  /** The total weight of all slots, and the weight of the slots that each entry has.
      @param {Slot[]} slots @returns {[number, Map<number, number>]} */
  sums(slots) {
    let total = 0;
    /** @type {Map<number, number>} */
    const hits = new Map();
    for (const [weight, entries, worth] of slots) {
      total += weight;
      for (const at of entries) add(hits, at, weight * worth);
    }
    return [total || 1, hits];
  }
}
