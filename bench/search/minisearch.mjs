/* MiniSearch as it does best here: node minisearch.mjs MODULES INPUT OUTPUT
   INPUT: {docs: [{path, name, aliases, said, near, inner, far, sounds}], queries: [text]}, all of it simplified and in
   half width. OUTPUT: {results: [[path, …], …], seconds, bytes}. Chinese is cut into pairs of characters; `sounds` are
   names and aliases in pinyin, in full and by initials. */
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const [, , modules, input, output] = process.argv;
const require = createRequire(`${modules}/package.json`);
const MiniSearch = require("minisearch");
const { docs, queries } = JSON.parse(readFileSync(input, "utf8"));

const tokenize = (text) => (text.match(/[㐀-鿿〇]+|[a-z]+|[0-9]+/g) || []).flatMap((run) => {
  if (run.length < 2 || run < "〇") return [run];
  return Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
});
const options = {
  idField: "path",
  fields: ["name", "aliases", "said", "near", "inner", "far", "sounds"],
  tokenize,
  processTerm: (term) => term,
};
const begun = process.cpuUsage();
const index = new MiniSearch(options);
index.addAll(docs);
const data = JSON.stringify(index);
const { user, system } = process.cpuUsage(begun);

const search = {
  boost: { name: 4, aliases: 4, said: 3, near: 2, inner: 1.5, far: 1, sounds: 4 },
  prefix: (term) => /^[a-z]/.test(term),
  fuzzy: (term) => (/^[a-z]{5}/.test(term) ? 0.2 : false),
};
const results = queries.map((query) => index.search(query, search).slice(0, 50).map(({ id }) => id));
const library = readFileSync(require.resolve("minisearch").replace(/cjs\/index\.cjs$/, "umd/index.js"));
writeFileSync(output, JSON.stringify({
  results,
  seconds: (user + system) / 1e6,
  bytes: gzipSync(data, { level: 9 }).length + gzipSync(library, { level: 9 }).length,
}));
