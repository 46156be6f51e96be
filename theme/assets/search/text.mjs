/* Tokenises text in the same way as generator/search/text.py; tests/search/vectors.json tests both.
   Decodes the numbers and ranges that generator/search/index.py and families.py write. */

const RUN = /[㐀-鿿〇\ue000-\uf8ff]+|[a-z]+|[0-9]+/g;
const AMOUNT = /(?:[0-9]+|[a-z]+)[㐀-鿿〇\ue000-\uf8ff]/g;
const LONE = /([0-9a-z])[㐀-鿿〇\ue000-\uf8ff](?![㐀-鿿〇\ue000-\uf8ff])|(^|[^㐀-鿿〇])[㐀-鿿〇\ue000-\uf8ff](?=[0-9a-z])/g;
const WORD = /[a-z]+|[0-9]+/y;
const WITHIN = /^(?:[a-z]{2}|[0-9]{2})$/; // Safari before 16.4 knows no lookbehind
const COUNTED = /[零一二三四五六七八九两十百千]+(?=[万元块天日月年分平岁米点倍])/g;
/** @type {Record<string, number>} */
const UNITS = { 十: 10, 百: 100, 千: 1000 };

/** A private-use character in place of a Chinese one beyond U+FFFF, which would count as two.
    @param {string} char */
export function oneUnit(char) {
  const code = /** @type {number} */ (char.codePointAt(0));
  return code >= 0x20000 && code < 0x40000 ? String.fromCharCode(0xe000 + (code % 0x1900)) : char;
}

/** Splits normalised text into runs of Chinese characters, of letters and of digits.
    @param {string} text @returns {string[]} */
export const runs = (text) => text.match(RUN) || [];

/** True if a run begins with a Chinese character.
    @param {string} text */
export const isHan = (text) => /^[㐀-鿿〇\ue000-\uf8ff]/.test(text);

/** True if a gram is a pair of Chinese characters.
    @param {string} gram */
export const isPair = (gram) => gram.length === 2 && isHan(gram);

/** @param {string} text */
export const hanChars = (text) => [...new Set([...text].filter(isHan))];

/** The distinct grams of a text: pairs of Chinese characters (a single one if it stands alone), words, numbers, and
    these with the character that follows them.
    @param {string} text */
export function grams(text) {
  /** @type {Set<string>} */
  const found = new Set(text.match(AMOUNT));
  for (const run of runs(text.replace(LONE, "$1$2 "))) {
    if (run.length < 2 || !isHan(run)) found.add(run);
    else for (let at = 0; at < run.length - 1; at += 1) found.add(run.slice(at, at + 2));
  }
  return [...found];
}

/** True for a place inside a run of letters or of digits.
    @param {string} text @param {number} at */
export const within = (text, at) => at > 0 && WITHIN.test(text.slice(at - 1, at + 1));

/** The key by which the word at a place of the text is looked up: its first two characters; for letters and digits
    the whole run, and "" within one.
    @param {string} text @param {number} at */
export function opening(text, at) {
  if (isHan(text[at])) return text.slice(at, at + 2);
  if (within(text, at)) return "";
  WORD.lastIndex = at;
  return (WORD.exec(text) || [""])[0];
}

/** The look-up keys of all words of a text.
    @param {string} text */
export const openings = (text) => Array.from({ length: text.length }, (_, at) => opening(text, at)).filter(Boolean);

/** A text with Chinese numerals as figures: 三十万 becomes 30万.
    @param {string} text */
export const inFigures = (text) => text.replace(COUNTED, (numeral) => {
  let [total, digit] = [0, 0];
  for (const char of numeral) {
    const unit = UNITS[char];
    total += unit ? (digit || 1) * unit : 0;
    digit = unit ? 0 : "零一二三四五六七八九零一两".indexOf(char) % 10;
  }
  return String(total + digit);
});

/** Joins words with single blanks.
    @param {string[]} words */
export const joined = (words) => words.join("").split(/\s+/).filter(Boolean).join(" ");

/** Fills * in a template with an id or a name.
    @param {string} template @param {string} value */
export const fill = (template, value) => template.split("*").join(value);

/** Decodes ascending numbers: delta-encoded steps in base 32, the last digit of each marked.
    @param {string} text */
export function numbers(text) {
  const found = [];
  let [last, step, scale] = [-1, 0, 1];
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    step += (digit % 32) * scale;
    if (digit >= 32) { scale *= 32; continue; }
    last += step + 1;
    found.push(last);
    [step, scale] = [0, 1];
  }
  return found;
}

/** Decodes ranges such as "0-5,8".
    @param {string} text */
export const ranges = (text) => text.split(",").flatMap((part) => {
  const [first, last = first] = part.split("-").map(Number);
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
});

/** The number of the file with a gram's postings.
    @param {string} gram @param {number} count */
export function shardOf(gram, count) {
  let value = 0;
  for (const char of gram) value = (value * 31 + /** @type {number} */ (char.codePointAt(0))) % 0x7fffffff;
  return value % count;
}

/** The weight of a gram that `frequency` of `count` documents have: like a logarithm, but equal on every machine.
    @param {number} count @param {number} frequency */
export const rarity = (count, frequency) => Math.sqrt(Math.sqrt(Math.sqrt(count / (frequency || 1))));

/** @template K @param {Map<K, number>} map @param {K} key @param {number} value */
export const add = (map, key, value) => map.set(key, (map.get(key) || 0) + value);

/** @template K @param {Map<K, number>} map @param {K} key @param {number} value */
export const raise = (map, key, value) => map.set(key, Math.max(map.get(key) || 0, value));

/** @template K, V @param {Map<K, V[]>} map @param {K} key @param {V} value */
export function push(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
