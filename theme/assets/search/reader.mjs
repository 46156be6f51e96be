/* Reads a query: normalises it, drops fillers, replaces synonyms, recognises the intent. */

import { inFigures, isHan, joined, opening, raise, runs, within } from "./text.mjs";

/** @typedef {import("./names.mjs").Names} Names */
/** @typedef {import("./names.mjs").Meaning} Meaning */

/** A variant of the query: its text, the weight of a match (at most 1), and the terms that replaced synonyms, each
    with a factor so that it weighs no more than the word it replaces.
    @typedef {{text: string, factor: number, terms: [string, number][]}} Variant */

/** The reading of a query: its variants, best first; the intent; the documents that its words point to.
    @typedef {{variants: Variant[], intent: string, targets: Map<number, number>}} Question */

/** A part of a query: plain text, or a synonym with its meaning; a blank in place of a filler.
    @typedef {{text: string, meaning?: Meaning}} Piece */

/** A text, and what a match of it is worth. @typedef {[string, number]} Spelling */

const [SPELLINGS, TERMS, VARIANTS] = [4, 3, 14];
const LONGEST = 24; // length of the longest word to look up
const BETWEEN_LETTERS = /([a-z]) (?=[a-z])/g;
const LETTERS = /[a-z]{2,}/g;

/** @param {string} text @returns {string[]} */
const lettersOf = (text) => text.match(LETTERS) || [];

export class Reader {
  /** @param {Names} names */
  constructor(names) {
    this.names = names;
  }

  /** Reads a normalised query.
      @param {string} text @returns {Question} */
  read(text) {
    /** @type {Map<string, Variant>} */
    const variants = new Map();
    /** @type {Map<number, number>} */
    const targets = new Map();
    let intent = "";
    for (const [spelling, factor] of this.spellings(text)) {
      const [pieces, asked] = this.pieces(spelling);
      intent = intent || asked;
      for (const variant of [...this.put(pieces), this.asTyped(spelling)]) {
        variant.factor *= factor;
        const known = variants.get(variant.text);
        if (!known || variant.factor > known.factor) variants.set(variant.text, variant);
      }
      const length = pieces.reduce((sum, piece) => sum + (piece.text === " " ? 0 : piece.text.length), 0);
      for (const { text: own, meaning } of pieces) {
        for (const [number, weight] of meaning ? meaning.targets : []) {
          raise(targets, number, (weight * factor * own.length) / length);
        }
      }
    }
    const best = [...variants.values()].sort((one, other) => other.factor - one.factor).slice(0, VARIANTS);
    return { variants: best.filter(({ text: own }) => own), intent, targets };
  }

  /** The variant with all its words: worth less, unless it is a name or an alias.
      @param {string} spelling @returns {Variant} */
  asTyped(spelling) {
    const words = runs(spelling);
    return { text: words.join(" "), factor: this.names.isName(words.join("")) ? 1 : this.names.weights.unclean, terms: [] };
  }

  /** The parts of a query without fillers, and its intent. Of words that begin at the same place the longest wins.
      Interrogatives inside a synonym count for the intent too.
      @param {string} text @returns {[Piece[], string]} */
  pieces(text) {
    /** @type {Piece[]} */
    const found = [];
    for (let at = 0; at < text.length;) {
      const [word, meaning, plain] = this.word(text, at);
      const kept = meaning || plain;
      found.push({ text: kept ? word : " ", meaning });
      at += word.length;
    }
    if (found.some((piece) => piece.text !== " ")) return [found, this.asked(text)];
    return [[...text].map((char) => ({ text: runs(char).length ? char : " " })), ""];
  }

  /** The longest known word at a place of the text, with its meaning; if there is none, the character or the run of
      letters, and true. Letters and digits count by whole runs: "to" is not in "customs".
      @param {string} text @param {number} at @returns {[string, Meaning?, boolean?]} */
  word(text, at) {
    const { intents, fillers } = this.names;
    const first = opening(text, at);
    for (let length = Math.min(LONGEST, text.length - at); length > 0; length -= 1) {
      const word = text.slice(at, at + length);
      const whole = opening(word, 0) === first && !within(text, at + length);
      const meaning = whole ? this.names.meaning(word) : undefined;
      if (meaning || ((isHan(word) || whole) && (intents.has(word) || fillers.has(word)))) return [word, meaning];
    }
    if (!runs(text[at]).length) return [" "];
    return [isHan(text[at]) ? text[at] : first || text[at], undefined, true];
  }

  /** The intent of the longest interrogative phrase, the first of equals; "" if there is none.
      @param {string} text */
  asked(text) {
    for (let length = Math.min(LONGEST, text.length); length > 1; length -= 1) {
      for (let at = 0; at + length <= text.length; at += 1) {
        const intent = this.names.intents.get(text.slice(at, at + length));
        if (intent) return intent;
      }
    }
    return "";
  }

  /** The variants of a query: as typed; with one synonym replaced by each of its terms; with all replaced by their first.
      @param {Piece[]} pieces @returns {Variant[]} */
  put(pieces) {
    const said = pieces.flatMap(({ meaning }, at) => (
      meaning && meaning.terms.length ? [{ at, terms: meaning.terms.slice(0, TERMS) }] : []));
    return [
      this.replaced(pieces, []),
      ...said.flatMap(({ at, terms }) => terms.map((term) => this.replaced(pieces, [[at, term]]))),
      ...(said.length > 1 ? [this.replaced(pieces, said.map(({ at, terms }) => [at, terms[0]]))] : []),
    ];
  }

  /** A query with some of its pieces replaced by terms.
      @param {Piece[]} pieces @param {[number, Spelling][]} terms @returns {Variant} */
  replaced(pieces, terms) {
    const words = pieces.map((piece) => piece.text);
    for (const [at, [term]] of terms) words[at] = ` ${term} `;
    return {
      text: joined(words),
      factor: Math.min(1, ...terms.map(([, [, weight]]) => weight)),
      terms: terms.map(([at, [term]]) => [term, Math.min(1, pieces[at].text.length / term.length)]),
    };
  }

  /** The query with pinyin replaced by words, and with dialect replaced by plain words.
      @param {string} text @returns {Spelling[]} */
  spellings(text) {
    const close = text.replace(BETWEEN_LETTERS, "$1");
    const query = lettersOf(close).every((letters) => this.hear(letters).length) && !lettersOf(text).some((letters) => this.isEnglish(letters)) ? close : text;
    /** @type {Spelling[]} */
    let found = [["", 1]];
    let at = 0;
    for (const match of query.matchAll(LETTERS)) {
      const [letters] = match;
      const start = /** @type {number} */ (match.index);
      const heard = this.names.byGram.has(letters) || this.isEnglish(letters) ? [] : this.hear(letters);
      const before = query.slice(at, start);
      /** @type {Spelling[]} */
      const ways = heard.length ? heard : [[letters, 1]];
      found = found.flatMap(([head, factor]) => (
        ways.map(([word, worth]) => /** @type {Spelling} */ ([head + before + word, factor * worth])))).slice(0, 2 * SPELLINGS);
      at = start + letters.length;
    }
    found = found.map(([head, factor]) => [head + query.slice(at), factor]);
    /** @type {Spelling[]} */
    const plain = found.map(([own, factor]) => [inFigures(this.plainly(own)), factor * this.names.weights.dialect]);
    return [...found, ...plain.filter(([own], number) => own !== found[number][0])];
  }

  /** True for letters that are a word, or begin several words, of the synonyms: not pinyin.
      @param {string} letters */
  isEnglish(letters) {
    return this.names.fillers.has(letters) || this.names.begins(letters);
  }

  /** A text with dialect words replaced by plain ones.
      @param {string} text */
  plainly(text) {
    let found = "";
    for (let at = 0; at < text.length;) {
      const [word, meaning] = this.word(text, at);
      found += (meaning && meaning.plain) || text.slice(at, at + word.length);
      at += word.length;
    }
    return found;
  }

  /** The letters of the synonym files needed to read pinyin in a text.
      @param {string} text */
  letters(text) {
    const { hearable, head } = this.names;
    const close = text.replace(BETWEEN_LETTERS, "$1");
    const wanted = [...lettersOf(text), ...lettersOf(close)].flatMap((letters) => (
      hearable.has(letters[0]) && !this.heardAs(letters, false).length ? [...letters] : [letters[0]]));
    return [...new Set(wanted)].filter((letter) => head.heard.includes(letter) && !hearable.has(letter));
  }

  /** Words that letters can be the pinyin of, likeliest first: one word, or else several in a row.
      @param {string} letters @returns {Spelling[]} */
  hear(letters) {
    const whole = this.heardAs(letters, false);
    if (whole.length) return whole.slice(0, SPELLINGS);
    const words = [];
    for (let at = 0; at < letters.length;) {
      let end = letters.length;
      /** @type {Spelling[]} */
      let found = [];
      for (; end > at + 1 && !found.length; end -= 1) found = this.heardAs(letters.slice(at, end), true);
      if (!found.length) return [];
      words.push(found);
      at = end + 1;
    }
    const rest = words.slice(1).map((found) => found[0][0]).join("");
    return words[0].slice(0, SPELLINGS).map(([word, worth]) => [word + rest, worth * this.names.weights.sound]);
  }

  /** The parts of known names with these letters as pinyin; with `full`, complete syllables only.
      @param {string} letters @param {boolean} full @returns {Spelling[]} */
  heardAs(letters, full) {
    const key = letters + full;
    const { heard, hearable, strings, sounds, weights } = this.names;
    const known = heard.get(key);
    if (known) return known;
    /** Of each piece: what it is worth, and how often it occurs. @type {Map<string, [number, number]>} */
    const found = new Map();
    /** @param {string} string @param {number} at */
    const note = (string, at) => {
      const [end, written] = this.spoken(letters, string, at, full);
      if (end <= at) return;
      const word = string.slice(at, end);
      const worth = weights.initials + ((1 - weights.initials) * written) / (end - at);
      const [best, count] = found.get(word) || [0, 0];
      const more = 1 + 2 * Number(at === 0) + 4 * Number(at === 0 && end === string.length);
      found.set(word, [Math.max(best, worth), count + more]);
    };
    for (const string of strings) {
      for (let at = 0; at < string.length; at += 1) {
        if ((sounds.get(string[at]) || []).some((syllable) => syllable[0] === letters[0])) note(string, at);
      }
    }
    for (const word of hearable.get(letters[0]) || []) note(word, 0);
    const ranked = [...found].sort(([one, [worth1, count1]], [other, [worth2, count2]]) => worth2 - worth1
      || count2 - count1 || one.length - other.length || (one < other ? -1 : 1));
    /** @type {Spelling[]} */
    const words = ranked.map(([word, [worth]]) => [word, worth]);
    heard.set(key, words);
    return words;
  }

  /** Matches letters as the pinyin of the string from `start`; returns the end (`start` if no match) and the number of
      full syllables. A character takes a full syllable or, unless `full`, its initial (zh, ch, sh count); the last one any prefix.
      @param {string} letters @param {string} string @param {number} start @param {boolean} full
      @returns {[number, number]} */
  spoken(letters, string, start, full) {
    /** @type {[number, number]} */
    let best = [start, 0];
    /** Letters taken, place in the string, syllables in full. @type {[number, number, number][]} */
    const underWay = [[0, start, 0]];
    for (let next = underWay.pop(); next; next = underWay.pop()) {
      const [done, place, written] = next;
      if (done === letters.length) {
        if (best[0] === start || written * (best[0] - start) > best[1] * (place - start)) best = [place, written];
        continue;
      }
      if (place === string.length) continue;
      for (const syllable of this.names.sounds.get(string[place]) || []) {
        if (letters.startsWith(syllable, done)) underWay.push([done + syllable.length, place + 1, written + 1]);
        if (full || letters[done] !== syllable[0]) continue;
        underWay.push([done + 1, place + 1, written]);
        if (syllable[1] === "h" && letters[done + 1] === "h") underWay.push([done + 2, place + 1, written]);
        if (letters.length - done < syllable.length && syllable.startsWith(letters.slice(done))) {
          underWay.push([letters.length, place + 1, written]);
        }
      }
    }
    return best;
  }
}
