/* Search without a server: reads the files below search/ that generator/search/index.py writes, and ranks as
   generator/search/{question,shipped,rank}.py do: same order, same scores. A test compares the two; change both.
   Defines window.zwgkSearch.open(base) -> engine with ready, facets, suggest(), learn(), search(), rank(). */
(() => {
  "use strict";

  const RUN = /[㐀-鿿〇]+|[a-z]+|[0-9]+/g;
  const AMOUNT = /[0-9]+[㐀-鿿〇]/g;
  const COUNTED = /[零一二三四五六七八九两十百千]+(?=[万元块天日月年分平岁米点倍])/g;
  const WHOLE = /(?<![a-z])[a-z]+|(?<![0-9])[0-9]+/y;
  const SCALE = 1000000;
  const [SPELLINGS, TERMS, VARIANTS, LONGEST] = [4, 3, 14, 12];
  const EXCERPT = 96;

  const runs = (text) => text.match(RUN) || [];
  const isHan = (text) => /^[㐀-鿿〇]/.test(text);
  const rarity = (count, frequency) => Math.sqrt(Math.sqrt(Math.sqrt(count / (frequency || 1))));
  const add = (map, key, value) => map.set(key, (map.get(key) || 0) + value);
  const raise = (map, key, value) => map.set(key, Math.max(map.get(key) || 0, value));
  const push = (map, key, value) => (map.has(key) ? map.get(key).push(value) : map.set(key, [value]));
  const joined = (words) => words.join("").split(/\s+/).filter(Boolean).join(" ");
  const fill = (template, id) => template.split("*").join(id);

  function grams(text) {
    const found = new Set(text.match(AMOUNT));
    for (const run of runs(text)) {
      if (run.length < 2 || !isHan(run)) found.add(run);
      else for (let at = 0; at < run.length - 1; at += 1) found.add(run.slice(at, at + 2));
    }
    return [...found];
  }

  const inFigures = (text) => text.replace(COUNTED, (numeral) => {
    let [total, digit] = [0, 0];
    for (const char of numeral) {
      const unit = { 十: 10, 百: 100, 千: 1000 }[char];
      total += unit ? (digit || 1) * unit : 0;
      digit = unit ? 0 : "零一二三四五六七八九零一两".indexOf(char) % 10;
    }
    return total + digit;
  });

  /* What the word at a place begins with, by which its meaning is looked up. See generator/search/text.py. */
  function opening(text, at) {
    if (isHan(text[at])) return text.slice(at, at + 2);
    WHOLE.lastIndex = at;
    return (WHOLE.exec(text) || [""])[0];
  }

  const hanChars = (text) => [...new Set([...text].filter(isHan))];

  function numbers(text) {
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

  function ranges(text) {
    return text.split(",").flatMap((part) => {
      const [first, last] = part.split("-").map(Number);
      return Array.from({ length: (last === undefined ? first : last) - first + 1 }, (_, at) => first + at);
    });
  }

  function shardOf(gram, count) {
    let value = 0;
    for (const char of gram) value = (value * 31 + char.codePointAt(0)) % 0x7fffffff;
    return value % count;
  }

  /* The common characters in the order of GB 2312, which is by pinyin: the browser knows them by their codes. */
  function commonChars() {
    const bytes = [];
    for (let high = 0xb0; high < 0xd8; high += 1) {
      for (let low = 0xa1; low < (high === 0xd7 ? 0xfa : 0xff); low += 1) bytes.push(high, low);
    }
    return new TextDecoder("gbk").decode(new Uint8Array(bytes));
  }

  function readings(common, more) {
    const found = new Map();
    const chars = commonChars();
    let at = 0;
    for (const [, syllable, count] of common.matchAll(/([a-z]+)(\d+)/g)) {
      for (let end = at + Number(count); at < end; at += 1) found.set(chars[at], [syllable]);
    }
    for (const [, syllable, own] of more.matchAll(/([a-z]+)([^a-z ]+)/g)) {
      for (const char of own) push(found, char, syllable);
    }
    return found;
  }

  /* names.json, made ready to be looked things up in. */
  class Names {
    constructor(head) {
      Object.assign(this, { head, weights: head.weights, shards: new Map(), postings: new Map(), meanings: new Map() });
      this.table = new Map();
      this.kinds = head.kinds.flatMap(([kind, count]) => Array(count).fill(kind));
      this.addTable(head.simple);
      this.shown = head.names.split("\n").map((line) => line.split("\t"));
      this.entries = [];
      this.shown.forEach((texts, number) => texts.forEach((text, place) => {
        const name = this.normal(text);
        this.entries.push({ number, place, text: name, plain: runs(name).join(""), grams: grams(name), length: 0 });
      }));
      [this.byGram, this.byChar] = [new Map(), new Map()];
      this.entries.forEach((entry, at) => {
        for (const gram of entry.grams) push(this.byGram, gram, at);
        for (const char of hanChars(entry.text)) push(this.byChar, char, at);
      });
      for (const entry of this.entries) {
        for (const gram of entry.grams) entry.length += rarity(this.entries.length, this.byGram.get(gram).length);
      }
      this.sounds = readings(head.common, head.more);
      this.ids = head.ids.split("\n").map((code, number) => this.idOf(code, this.normal(this.shown[number][0])));
      this.setMarks();
      this.setReader();
      this.facets = {};
      for (const key of ["audience", "themes", "organs"]) {
        const [values, lists] = head.facets[key];
        const ids = values.map((value) => (Array.isArray(value) ? value[0] : value));
        this.facets[key] = lists.split(" ").map((own) => own.split(",").filter(Boolean).map((at) => ids[at]));
      }
    }

    addTable(pairs) {
      for (let at = 0; at < pairs.length; at += 2) this.table.set(pairs[at], pairs[at + 1]);
    }

    normal(text) {
      let found = "";
      for (const char of text.normalize("NFKC").toLowerCase()) found += this.table.get(char) || char;
      return found;
    }

    /* See generator/search/short_ids.py. */
    idOf(code, name) {
      if (code[0] === "=") return code.slice(1);
      const [steps, several = ""] = code.split(":");
      const chars = name.match(/[㐀-鿿〇a-z0-9]/g);
      let [at, choice] = [0, 0];
      const words = [];
      for (const step of steps) {
        if (step > "9") { at += step.charCodeAt(0) - 96; continue; }
        let word = "";
        for (const end = at + Number(step); at < end; at += 1) {
          const own = this.sounds.get(chars[at]) || [chars[at]];
          word += own.length > 1 ? own[Number(several[choice] || 0)] : own[0];
          if (own.length > 1) choice += 1;
        }
        words.push(word);
      }
      return words.join("-");
    }

    setMarks() {
      this.marks = new Map();
      this.markIds = [];
      for (const line of this.head.marks.split("\n").filter(Boolean)) {
        const [shown, id] = line.split("\t");
        const name = this.normal(shown);
        const number = this.markIds.push({ shown, id }) - 1;
        push(this.marks, name, number);
        if (name.length > 2 && "县市区旗州".includes(name[name.length - 1])) push(this.marks, name.slice(0, -1), number);
      }
      this.copies = new Map();
      this.head.copies.forEach(([number, name, id, organs, marks], at) => {
        push(this.copies, number, { name, id, organs, marks: new Set(ranges(marks)), record: this.ids.length + at });
      });
    }

    setReader() {
      const fillers = this.head.fillers.split(" ");
      this.fillers = new Set(fillers);
      this.intents = new Map();
      for (const [intent, phrases] of Object.entries(this.head.intents)) {
        for (const phrase of phrases.split(" ")) this.intents.set(phrase, intent);
      }
      this.strings = [...new Set([...this.entries.map((entry) => entry.text), ...fillers])];
      [this.hearable, this.heard] = [new Map(), new Map()];
    }

    line(gram, key = gram) {
      const shard = this.shards.get(shardOf(gram, this.head.shards));
      return shard && shard.get(key);
    }

    /* What a synonym means; nothing where its file is not there (yet). */
    meaning(word) {
      if (this.meanings.has(word)) return this.meanings.get(word);
      const line = this.line(opening(word, 0), `=${word}`);
      if (!line) return undefined;
      const [, plain, ...parts] = line.split("\t");
      const meaning = { terms: [], targets: [], plain };
      for (let at = 0; at < parts.length; at += 3) {
        const split = (text) => text.split(",").filter(Boolean);
        for (const [list, own] of [[meaning.terms, split(parts[at + 1])], [meaning.targets, split(parts[at + 2]).map(Number)]]) {
          let worth = Number(parts[at]) / 100 / (parts.length / 3);
          for (const item of own) {
            list.push([item, worth]);
            worth *= this.weights.next;
          }
        }
      }
      this.meanings.set(word, meaning);
      return meaning;
    }

    /* Pairs of characters in names by how they are read. Made when first needed. */
    get alike() {
      if (!this.byPair) {
        this.byPair = new Map();
        for (const gram of this.byGram.keys()) {
          if (gram.length === 2 && isHan(gram)) for (const sound of this.said(gram)) push(this.byPair, sound, gram);
        }
      }
      return this.byPair;
    }

    said(gram) {
      const [ones, twos] = [...gram].map((char) => this.sounds.get(char) || []);
      return ones.flatMap((one) => twos.map((two) => `${one} ${two}`));
    }

    mended(gram) {
      return [...new Set(this.said(gram).flatMap((sound) => this.alike.get(sound) || []))];
    }

    posting(gram) {
      let found = this.postings.get(gram);
      if (found) return found;
      const worth = new Map();
      for (const at of this.byGram.get(gram) || []) {
        const { number, place } = this.entries[at];
        raise(worth, number, place ? this.weights.in_alias : this.weights.in_name);
      }
      const line = this.line(gram);
      for (const place of line ? numbers(line.split("\t")[1]) : []) {
        const number = Math.floor(place / 4);
        if (!worth.has(number)) worth.set(number, this.weights[["in_said", "in_near", "in_inner", "in_far"][place % 4]]);
      }
      found = { frequency: worth.size, worth };
      if (this.shards.has(shardOf(gram, this.head.shards))) this.postings.set(gram, found);
      return found;
    }
  }

  /* A query -> its variants, what it asks about, documents that its words point to. See generator/search/question.py. */
  class Reader {
    constructor(names) { this.names = names; }

    read(text) {
      const { weights } = this.names;
      const variants = new Map();
      const targets = new Map();
      let intent = "";
      for (const [spelling, factor] of this.spellings(text)) {
        const [pieces, asked] = this.pieces(spelling);
        intent = intent || asked;
        for (const variant of [...this.put(pieces), { text: runs(spelling).join(" "), factor: weights.unclean, terms: [] }]) {
          variant.factor *= factor;
          const known = variants.get(variant.text);
          if (!known || variant.factor > known.factor) variants.set(variant.text, variant);
        }
        const length = pieces.reduce((sum, piece) => sum + (piece.text === " " ? 0 : piece.text.length), 0);
        for (const piece of pieces) {
          for (const [number, weight] of piece.meaning ? piece.meaning.targets : []) {
            raise(targets, number, (weight * factor * piece.text.length) / length);
          }
        }
      }
      const best = [...variants.values()].sort((one, other) => other.factor - one.factor).slice(0, VARIANTS);
      return { variants: best.filter(({ text: own }) => own), intent, targets };
    }

    pieces(text) {
      const found = [];
      for (let at = 0; at < text.length;) {
        const [word, meaning] = this.word(text, at);
        const kept = meaning || (word.length === 1 && !this.names.fillers.has(word));
        found.push({ text: kept ? word : " ", meaning });
        at += word.length;
      }
      if (found.some((piece) => piece.text !== " ")) return [found, this.asked(text)];
      return [[...text].map((char) => ({ text: runs(char).length ? char : " " })), ""];
    }

    word(text, at) {
      const { intents, fillers } = this.names;
      for (let length = Math.min(LONGEST, text.length - at); length > 0; length -= 1) {
        const word = text.slice(at, at + length);
        const meaning = opening(word, 0) === opening(text, at) ? this.names.meaning(word) : undefined;
        if (meaning || intents.has(word) || fillers.has(word)) return [word, meaning];
      }
      return [runs(text[at]).length ? text[at] : " "];
    }

    asked(text) {
      for (let length = Math.min(LONGEST, text.length); length > 1; length -= 1) {
        for (let at = 0; at + length <= text.length; at += 1) {
          const intent = this.names.intents.get(text.slice(at, at + length));
          if (intent) return intent;
        }
      }
      return "";
    }

    put(pieces) {
      const said = pieces.map((piece, at) => at).filter((at) => pieces[at].meaning && pieces[at].meaning.terms.length);
      const first = (at) => [at, pieces[at].meaning.terms[0]];
      return [
        this.replaced(pieces, []),
        ...said.flatMap((at) => pieces[at].meaning.terms.slice(0, TERMS).map((term) => this.replaced(pieces, [[at, term]]))),
        ...(said.length > 1 ? [this.replaced(pieces, said.map(first))] : []),
      ];
    }

    replaced(pieces, terms) {
      const words = pieces.map((piece) => piece.text);
      for (const [at, [term]] of terms) words[at] = ` ${term} `;
      return {
        text: joined(words),
        factor: Math.min(1, ...terms.map(([, [, weight]]) => weight)),
        terms: terms.map(([at, [term]]) => [term, Math.min(1, pieces[at].text.length / term.length)]),
      };
    }

    spellings(text) {
      const close = text.replace(/([a-z]) (?=[a-z])/g, "$1");
      const spoken = (close.match(/[a-z]{2,}/g) || []).every((letters) => this.hear(letters).length);
      const query = spoken ? close : text;
      let found = [["", 1]];
      let at = 0;
      for (const match of query.matchAll(/[a-z]{2,}/g)) {
        const letters = match[0];
        const heard = this.names.byGram.has(letters) ? [] : this.hear(letters);
        const before = query.slice(at, match.index);
        found = found.flatMap(([start, factor]) => (heard.length ? heard : [[letters, 1]])
          .map(([word, worth]) => [start + before + word, factor * worth])).slice(0, 2 * SPELLINGS);
        at = match.index + letters.length;
      }
      found = found.map(([start, factor]) => [start + query.slice(at), factor]);
      const plain = found.map(([own, factor]) => [inFigures(this.plainly(own)), factor * this.names.weights.dialect]);
      return [...found, ...plain.filter(([own], number) => own !== found[number][0])];
    }

    plainly(text) {
      let found = "";
      for (let at = 0; at < text.length;) {
        const [word, meaning] = this.word(text, at);
        found += (meaning && meaning.plain) || text.slice(at, at + word.length);
        at += word.length;
      }
      return found;
    }

    /* Letters of the files of synonyms that are needed to hear a text: the first one's, or else all of them. */
    letters(text) {
      const close = text.replace(/([a-z]) (?=[a-z])/g, "$1");
      const { hearable, head } = this.names;
      const wanted = (text.match(/[a-z]{2,}/g) || []).concat(close.match(/[a-z]{2,}/g) || []).flatMap((letters) => (
        hearable.has(letters[0]) && !this.heardAs(letters, false).length ? [...letters] : [letters[0]]));
      return [...new Set(wanted)].filter((letter) => head.heard.includes(letter) && !hearable.has(letter));
    }

    /* Words that letters may stand for, the likeliest first: as one, or else one after the other. */
    hear(letters) {
      const whole = this.heardAs(letters, false);
      if (whole.length) return whole.slice(0, SPELLINGS);
      const words = [];
      for (let at = 0; at < letters.length;) {
        let end = letters.length;
        let found = [];
        for (; end > at + 1 && !found.length; end -= 1) found = this.heardAs(letters.slice(at, end), true);
        if (!found.length) return [];
        words.push(found);
        at = end + 1;
      }
      const rest = words.slice(1).map((found) => found[0][0]).join("");
      return words[0].slice(0, SPELLINGS).map(([word, worth]) => [word + rest, worth * this.names.weights.sound]);
    }

    heardAs(letters, full) {
      const key = letters + full;
      const { heard, hearable, strings, sounds, weights } = this.names;
      if (heard.has(key)) return heard.get(key);
      const found = new Map();
      const note = (string, at) => {
        const [end, written] = this.spoken(letters, string, at, full);
        if (end <= at) return;
        const word = string.slice(at, end);
        const worth = weights.initials + ((1 - weights.initials) * written) / (end - at);
        const entry = found.get(word) || [0, 0];
        const more = 1 + 2 * (at === 0) + 4 * (at === 0 && end === string.length);
        found.set(word, [Math.max(entry[0], worth), entry[1] + more]);
      };
      for (const string of strings) {
        for (let at = 0; at < string.length; at += 1) {
          if ((sounds.get(string[at]) || []).some((syllable) => syllable[0] === letters[0])) note(string, at);
        }
      }
      for (const word of hearable.get(letters[0]) || []) note(word, 0);
      const ranked = [...found].sort(([one, [worth1, count1]], [other, [worth2, count2]]) => worth2 - worth1
        || count2 - count1 || one.length - other.length || (one < other ? -1 : 1));
      heard.set(key, ranked.map(([word, [worth]]) => [word, worth]));
      return heard.get(key);
    }

    spoken(letters, string, start, full) {
      let best = [start, 0];
      const underWay = [[0, start, 0]];
      while (underWay.length) {
        const [done, place, written] = underWay.pop();
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

  /* See generator/search/rank.py. */
  class Ranking {
    constructor(names) {
      this.names = names;
      this.weights = names.weights;
    }

    choices(scores, marks, wanted) {
      const kept = [];
      for (const [number, score] of scores) {
        const [copy, mark, factor] = this.choose(number, marks, wanted);
        if (factor) kept.push({ number, copy, mark, score: Math.floor(score * factor) });
      }
      kept.sort((one, other) => other.score - one.score || one.number - other.number);
      const least = kept.length ? kept[0].score * this.weights.floor : 0;
      return kept.filter((item) => item.score >= least);
    }

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

    marked(marks) {
      const found = new Map();
      for (const [number, copies] of this.names.copies) {
        if (!copies.some((copy) => marks.some((mark) => copy.marks.has(mark)))) continue;
        found.set(number, Math.floor((this.names.kinds[number] === "organs" ? 1 : this.weights.elsewhere) * SCALE));
      }
      return found;
    }

    choose(number, marks, wanted) {
      if (!this.passes(number, wanted)) return [null, 0, 0];
      const { names } = this;
      const copies = names.copies.get(number) || [];
      const has = (copy, mark) => copy.organs.some((organ) => fill(organ, names.markIds[mark].id) === wanted.organ);
      for (const mark of marks) {
        for (const copy of copies) {
          if (copy.marks.has(mark) && (!wanted.organ || has(copy, mark))) return [copy, mark, 1];
        }
      }
      if (wanted.organ && !names.facets.organs[number].includes(wanted.organ)) {
        for (const copy of copies) {
          for (const mark of [...copy.marks].sort((one, other) => one - other)) if (has(copy, mark)) return [copy, mark, 1];
        }
        return [null, 0, 0];
      }
      return [null, 0, marks.length ? this.weights.elsewhere : 1];
    }

    passes(number, { audience, theme, organ, immediate, online, kind }) {
      const { kinds, facets, head } = this.names;
      if (kind && kinds[number] !== kind) return false;
      if (!(audience || theme || organ || immediate || online)) return true;
      return kinds[number] === "procedures"
        && (!audience || facets.audience[number].includes(audience))
        && (!theme || facets.themes[number].includes(theme))
        && (!immediate || head.facets.immediate[number] === "1")
        && (!online || head.facets.online[number] === "1");
    }

    scores(question) {
      const best = new Map();
      for (const variant of question.variants) {
        for (const [number, score] of this.matches(variant)) raise(best, number, score * variant.factor);
      }
      for (const [number, share] of question.targets) add(best, number, this.weights.target * share);
      for (const [number, score] of best) {
        best.set(number, Math.floor(score * this.factor(this.names.kinds[number], question.intent) * SCALE));
      }
      return best;
    }

    factor(kind, intent) {
      const answers = intent in (this.names.head.answers[kind] || {});
      return this.weights[kind] * (answers ? this.weights.answers : 1);
    }

    matches(variant) {
      const names = this.likeness(variant, true);
      const [weighed, covered] = [new Map(), new Map()];
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
      const found = new Map();
      for (const number of new Set([...weighed.keys(), ...names.keys()])) {
        const cover = (covered.get(number) || 0) / total;
        found.set(number, this.weights.name * (names.has(number) ? names.get(number)[0] : 0)
          + this.weights.text * ((weighed.get(number) || 0) / total) + this.weights.cover * cover * cover);
      }
      return found;
    }

    shares({ text, terms }) {
      const found = new Map(grams(text).map((gram) => [gram, 1]));
      for (const [term, share] of terms) for (const gram of grams(term)) found.set(gram, share);
      return found;
    }

    slot(gram) {
      const posting = this.names.posting(gram);
      const count = this.names.kinds.length;
      if (posting.frequency || gram.length !== 2 || !isHan(gram)) return [rarity(count, posting.frequency), posting.worth];
      const worths = new Map();
      let frequency = 0;
      for (const other of this.names.mended(gram)) {
        const found = this.names.posting(other);
        frequency += found.frequency;
        for (const [number, value] of found.worth) raise(worths, number, value * this.weights.sound);
      }
      return [rarity(count, frequency), worths];
    }

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
      const best = new Map();
      for (const at of new Set([...hits.keys(), ...charHits.keys()])) {
        const { number, length, plain: own } = entries[at];
        const hit = hits.get(at) || 0;
        const cover = (1 - part) * (hit / total) + part * ((charHits.get(at) || 0) / charTotal);
        const fitting = length ? Math.min(1, hit / length) : 0;
        const value = cover * (1 - fit + fit * fitting) + this.kinship(plain, own);
        if (!best.has(number) || value > best.get(number)[0]) best.set(number, [value, at]);
      }
      return best;
    }

    kinship(plain, own) {
      if (own === plain) return this.weights.exact;
      if (own.startsWith(plain)) return this.weights.starts;
      return own.length > 1 && (plain.includes(own) || own.includes(plain)) ? this.weights.holds : 0;
    }

    found(entries, worth = 1) {
      return [rarity(this.names.entries.length, entries.length), entries, worth];
    }

    entrySlot(gram, texts) {
      const { byGram, weights } = this.names;
      if (byGram.has(gram) || gram.length !== 2 || !isHan(gram) || (texts && this.names.posting(gram).frequency)) {
        return this.found(byGram.get(gram) || []);
      }
      const entries = [...new Set(this.names.mended(gram).flatMap((other) => byGram.get(other)))];
      return this.found(entries, weights.sound);
    }

    sums(slots) {
      let total = 0;
      const hits = new Map();
      for (const [weight, entries, worth] of slots) {
        total += weight;
        for (const at of entries) add(hits, at, weight * worth);
      }
      return [total || 1, hits];
    }
  }

  /* Where a text, as it is written, has one of the grams: [[start, end], …]. */
  function marksOf(names, text, wanted) {
    const chars = Array.from({ length: text.length }, (_, at) => names.normal(text[at])).map((char) => (char.length === 1 ? char : " "));
    const plain = chars.join("");
    const hit = new Set();
    for (const gram of wanted) {
      for (let at = plain.indexOf(gram); at >= 0; at = plain.indexOf(gram, at + 1)) {
        for (let place = at; place < at + gram.length; place += 1) hit.add(place);
      }
    }
    const found = [];
    for (const at of [...hit].sort((one, other) => one - other)) {
      const last = found[found.length - 1];
      if (last && last[1] === at) last[1] = at + 1;
      else found.push([at, at + 1]);
    }
    return found;
  }

  function excerptOf(names, [summary, passages], wanted) {
    let [best, most] = [summary, -1];
    for (const text of [summary, ...passages]) {
      const plain = names.normal(text);
      let sum = 0;
      for (const gram of wanted) if (plain.includes(gram)) sum += rarity(names.kinds.length, names.posting(gram).frequency);
      if (sum > most) [best, most] = [text, sum];
    }
    const marks = marksOf(names, best, wanted);
    const start = best.length <= EXCERPT || !marks.length ? 0 : Math.max(0, Math.min(marks[0][0] - 16, best.length - EXCERPT));
    const end = Math.min(best.length, start + EXCERPT);
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

  class Stale extends Error {}

  class Engine {
    constructor(base, early) {
      this.base = base;
      this.turn = 0;
      this.texts = new Map();
      this.ready = this.begin("default", early);
    }

    /* `early`: the answer for names.json, asked for while this script was still loading. */
    async begin(cache, early) {
      const answer = early && (await early.catch(() => null));
      const head = JSON.parse(answer && answer.ok ? await answer.text() : await this.fetchText("names.json", cache));
      this.texts.clear();
      this.use(new Names(head));
    }

    use(names) {
      this.names = names;
      this.reader = new Reader(names);
      this.ranking = new Ranking(names);
      this.facets = {};
      for (const [key, own] of Object.entries(names.facets)) {
        const labels = new Map(names.head.facets[key][0].filter(Array.isArray));
        const counts = new Map();
        for (const value of own.flat()) add(counts, value, 1);
        const name = (id) => labels.get(id) || (names.shown[names.ids.indexOf(id, names.kinds.indexOf("organs"))] || [id])[0];
        this.facets[key] = names.head.facets[key][0].map((value) => (Array.isArray(value) ? value[0] : value))
          .map((id) => ({ id, name: name(id), count: counts.get(id) || 0 }));
      }
    }

    async fetchText(name, cache = "default") {
      const answer = await fetch(`${this.base}search/${name}`, { cache });
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer.text();
    }

    /* A file that belongs to the same index as names.json; fetched once. Missing ones are "". */
    async part(name) {
      const version = this.names.head.v;
      if (!this.texts.has(name)) {
        this.texts.set(name, this.fetchText(`${name}?v=${version}`).catch(() => {
          this.texts.delete(name);
          return "";
        }));
      }
      const text = await this.texts.get(name);
      if (text && !text.slice(0, 24).includes(version)) throw new Stale(name);
      return text;
    }

    /* Loads what is needed to read a text: resolves to whether any of it is new, so that it may be read differently. */
    async learn(text) {
      await this.ready;
      const { names, reader } = this;
      const known = names.shards.size + names.hearable.size;
      const plain = text.normalize("NFKC").toLowerCase();
      if (!names.simple && hanChars(plain).some((char) => !names.sounds.has(char) && !names.table.has(char))) {
        names.simple = (await this.part("simple.txt")).split("\n")[1] || "";
        names.addTable(names.simple);
      }
      const query = names.normal(text);
      await this.loadShards(this.openings(query));
      for (let letters = reader.letters(query); letters.length; letters = reader.letters(query)) {
        await Promise.all(letters.map(async (letter) => {
          names.hearable.set(letter, (await this.part(`h/${letter}.txt`)).split("\n").slice(1));
        }));
        names.heard.clear();
      }
      await this.loadShards(reader.spellings(query).flatMap(([spelling]) => this.openings(spelling)));
      return names.shards.size + names.hearable.size > known;
    }

    openings(text) {
      return Array.from({ length: text.length }, (_, at) => opening(text, at)).filter(Boolean);
    }

    async loadShards(list) {
      const { names } = this;
      const missing = [...new Set(list.map((gram) => shardOf(gram, names.head.shards)))].filter((at) => !names.shards.has(at));
      await Promise.all(missing.map(async (at) => {
        const text = await this.part(`g/${at}.txt`);
        if (text) names.shards.set(at, new Map(text.split("\n").slice(1).map((line) => [line.slice(0, line.indexOf("\t")), line])));
      }));
    }

    /* Shards of all grams, then of what sounds like those that stand nowhere. */
    async load(question) {
      const wanted = [...new Set(question.variants.flatMap((variant) => grams(variant.text)))];
      await this.loadShards(wanted);
      const nowhere = wanted.filter((gram) => gram.length === 2 && isHan(gram) && !this.names.posting(gram).frequency);
      if (nowhere.length) await this.loadShards(nowhere.flatMap((gram) => this.names.mended(gram)));
      return wanted;
    }

    async found(text, wanted) {
      await this.learn(text);
      const [rest, marks] = this.ranking.withoutMark(this.names.normal(text));
      const question = this.reader.read(rest);
      const list = rest.trim() ? await this.load(question) : [];
      const scores = rest.trim() ? this.ranking.scores(question) : this.ranking.marked(marks);
      return [this.ranking.choices(scores, marks, wanted), question, list];
    }

    about(number, copy, mark) {
      const { names } = this;
      const kind = names.kinds[number];
      const { id: markId, shown } = copy ? names.markIds[mark] : {};
      const id = copy ? fill(copy.id, markId) : names.ids[number];
      return {
        id: `${kind}/${id}`,
        kind,
        name: copy ? fill(copy.name, shown) : names.shown[number][0],
        url: kind === "pages" ? `${id}/` : `${kind.replace("_", "-")}/${kind === "commitments" ? `#${id}` : `${id}/`}`,
      };
    }

    async rank(text, wanted = {}) {
      const [choices] = await this.found(text, wanted);
      return choices.map(({ number, copy, mark, score }) => [this.about(number, copy, mark).id, score]);
    }

    /* By what is loaded: the names, and the synonyms that learn() has fetched. */
    async suggest(text, limit = 8) {
      await this.ready;
      const { names, ranking } = this;
      const best = new Map();
      for (const variant of this.reader.read(names.normal(text)).variants) {
        for (const [number, [value, at]] of ranking.likeness(variant, false)) {
          const score = value * variant.factor * names.weights[names.kinds[number]];
          if (score > (best.has(number) ? best.get(number).score : 0)) best.set(number, { score, at, variant: variant.text });
        }
      }
      return [...best].map(([number, item]) => [number, { ...item, score: Math.floor(item.score * SCALE) }])
        .sort(([one, { score: first }], [other, { score: second }]) => second - first || one - other)
        .slice(0, limit).map(([number, { score, at, variant }]) => {
          const { place } = names.entries[at];
          const shown = names.shown[number][place];
          const singles = runs(variant).filter((run) => run.length === 1);
          const wanted = grams(variant).flatMap((gram) => (names.byGram.has(gram) || singles.includes(gram) ? [gram] : names.mended(gram)));
          return { ...this.about(number), matched: place ? shown : "", marks: marksOf(names, shown, wanted), score };
        });
    }

    async search(text, options = {}) {
      this.turn += 1;
      const { turn } = this;
      for (let tries = 0; ; tries += 1) {
        try {
          const found = await this.results(text, options);
          return turn === this.turn ? found : null;
        } catch (error) {
          if (!(error instanceof Stale) || tries) throw error;
          await this.begin("reload"); // the site was published anew since names.json was read
        }
      }
    }

    async results(text, options) {
      const [choices, question, wanted] = await this.found(text, options);
      const shown = choices.slice(0, options.limit || 10);
      const results = await Promise.all(shown.map((choice) => this.result(choice, question, wanted)));
      const seen = new Set(results.map((item) => item.id));
      const near = choices.length > 2 ? [] : (await this.suggest(text, 5 + seen.size)).filter((item) => !seen.has(item.id));
      return {
        total: choices.length,
        results,
        near: near.slice(0, 5).map(({ id, kind, name, url }) => ({ id, kind, name, url })),
        terms: [...new Set(question.variants.slice(0, 4).flatMap((variant) => variant.text.split(" ")))],
        heard: [...new Set(question.variants.slice(0, 4).flatMap(({ terms, text: own }) => (
          terms.length ? terms.map(([term]) => term) : own.split(" "))))],
        intent: question.intent,
      };
    }

    async result({ number, copy, mark, score }, { intent }, wanted) {
      const { names } = this;
      const item = this.about(number, copy, mark);
      const record = await this.record(copy ? copy.record : number);
      const named = (names.head.answers[item.kind] || {})[intent];
      let answer = null;
      if (record && named && record[2][intent]) {
        const [title, anchor] = named;
        if (anchor) item.url += `#${anchor}`;
        const words = record[2][intent];
        answer = { title, text: copy ? words.split("\0").join(names.markIds[mark].shown) : words, url: item.url };
      }
      const has = (key) => (item.kind === "procedures" ? names.facets[key][number] : []);
      const flag = (key) => item.kind === "procedures" && names.head.facets[key][number] === "1";
      return {
        ...item,
        excerpt: record ? excerptOf(names, record, wanted) : [],
        answer,
        score,
        facets: {
          audience: has("audience"),
          themes: has("themes"),
          organs: copy ? copy.organs.map((organ) => fill(organ, names.markIds[mark].id)) : has("organs"),
          immediate: flag("immediate"),
          online: flag("online"),
        },
      };
    }

    async record(number) {
      const { records } = this.names.head;
      let at = records.length - 1;
      while (records[at] > number) at -= 1;
      const text = await this.part(`d/${at}.json`);
      return text ? JSON.parse(text).of[number - records[at]] : null;
    }
  }

  const engines = new Map();

  window.zwgkSearch = {
    open(base, early) {
      if (!engines.has(base)) {
        const engine = new Engine(base, early);
        engines.set(base, engine);
        engine.ready.catch(() => engines.delete(base));
      }
      return engines.get(base);
    },
  };
})();
