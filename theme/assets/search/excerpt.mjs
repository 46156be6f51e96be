/* Finds the words of a query in the texts of results. */

import { rarity } from "./text.mjs";

/** @typedef {import("./names.mjs").Names} Names */

/** The texts of a result: summary, passages, answers by intent.
    @typedef {[string, string[], Record<string, string>]} Shown */

const LENGTH = 96;

/** The ranges of the grams in a text: [[start, end], …].
    @param {Names} names @param {string} text @param {string[]} wanted */
export function marksOf(names, text, wanted) {
  const chars = Array.from({ length: text.length }, (_, at) => names.normal(text[at])).map((char) => (char.length === 1 ? char : " "));
  const plain = chars.join("");
  /** @type {Set<number>} */
  const hit = new Set();
  for (const gram of wanted) {
    for (let at = plain.indexOf(gram); at >= 0; at = plain.indexOf(gram, at + 1)) {
      for (let place = at; place < at + gram.length; place += 1) hit.add(place);
    }
  }
  /** @type {[number, number][]} */
  const found = [];
  for (const at of [...hit].sort((one, other) => one - other)) {
    const last = found[found.length - 1];
    if (last && last[1] === at) last[1] = at + 1;
    else found.push([at, at + 1]);
  }
  return found;
}

/** The passage with most grams, truncated: pieces of text, each with a flag for marked ones.
    @param {Names} names @param {Shown} record @param {string[]} wanted @returns {[string, boolean][]} */
export function excerptOf(names, [summary, passages], wanted) {
  let [best, most] = [summary, -1];
  for (const text of [summary, ...passages]) {
    const plain = names.normal(text);
    let sum = 0;
    for (const gram of wanted) if (plain.includes(gram)) sum += rarity(names.kinds.length, names.posting(gram).frequency);
    if (sum > most) [best, most] = [text, sum];
  }
  const marks = marksOf(names, best, wanted);
  const start = best.length <= LENGTH || !marks.length ? 0 : Math.max(0, Math.min(marks[0][0] - 16, best.length - LENGTH));
  const end = Math.min(best.length, start + LENGTH);
  /** @type {[string, boolean][]} */
  const pieces = [[start ? "…" : "", false]];
  let at = start;
  for (const [from, to] of marks) {
    if (from < at || from >= end) continue;
    pieces.push([best.slice(at, from), false], [best.slice(from, Math.min(to, end)), true]);
    at = Math.min(to, end);
  }
  pieces.push([best.slice(at, end) + (end < best.length ? "…" : ""), false]);
  return pieces.filter(([text]) => text);
}
