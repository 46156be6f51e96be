/* A small index written by hand, of kinds that no site has, and what tests read beside it. */

const VERSION = "12345678";

/** names.json of three documents; the first has copies in two counties, the last has its name in rest.json. */
export const head = () => ({
  v: VERSION,
  kinds: [
    { name: "fish", label: "鱼", count: 2, address: "all-fish/*/", weight: 1, alone: 0.5, answers: { time: ["多久", "time"] } },
    { name: "bird", label: "鸟", count: 1, address: "birds/#*", weight: 0.9, alone: 1, answers: {} },
  ],
  names: "发票领用\t领发票\n税务登记",
  ids: "22\n22",
  tags: [["online", "能网上办", "good"]],
  marks: "青山县\tqs\n青河县\tqh",
  copies: [[0, "发票领用（*）", "fapiao-lingyong-*", { organ: ["*-hall"] }, "0-1"]],
  simple: "發发",
  common: "",
  more: "ban办 deng登 duo多 fa发 he河 ji记 jiu久 kai开 ling领 piao票漂 qing青 shan山 shui税 wu务 xian县 yao要 yong用 zhang张 zhao照",
  fillers: "怎么 的",
  intents: { time: "多久 要多久" },
  weights: {
    name: 0.55, text: 0.35, cover: 0.1, in_name: 1, in_alias: 0.95, in_said: 0.8, in_near: 0.6, in_inner: 0.45,
    in_far: 0.2, fit: 0.3, chars: 0.6, exact: 0.15, starts: 0.1, holds: 0.08, sound: 0.75, initials: 0.7,
    unclean: 0.8, dialect: 0.95, target: 0.2, answers: 1.15, next: 0.5, elsewhere: 0.5, floor: 0.1,
  },
  shards: 1,
  heard: "fk",
});

/** rest.json: the further names, and what results need. */
export const rest = () => ({
  v: VERSION,
  names: "办税大厅",
  ids: "=hall",
  facets: { theme: [["a", "b"], "0,1 1"], organ: [["town-hall"], "0 "], online: "10" },
  records: [0],
});

/** The other files, by name. 开张 stands in what is said of the second document (place 4), 办照 means registration. */
export const files = () => ({
  "names.json": JSON.stringify(head()),
  "rest.json": JSON.stringify(rest()),
  "simple.txt": `${VERSION}\n稅税`,
  "g/0.txt": [VERSION, "=办照\t\t90\t税务登记\t1", "=唔见\t丢失", "开张\t4"].join("\n"),
  "h/f.txt": `${VERSION}\n发财`,
  "h/k.txt": `${VERSION}\n开张`,
  "d/0.json": JSON.stringify({
    v: VERSION,
    of: [["怎样领发票", ["发票领用先核定"], { time: "十天" }], ["登记", [], {}], ["大厅", [], {}], ["怎样领发票", [], { time: "\0五天" }]],
  }),
});

/** Puts the files in the place of the network while `act` runs; resolves to the names that were asked for.
    @param {Record<string, string>} given @param {() => Promise<void>} act */
export async function offline(given, act) {
  const { fetch } = globalThis;
  const asked = [];
  globalThis.fetch = async (address) => {
    const name = String(address).split("?")[0].replace(/^.*search\//, "");
    asked.push(name);
    return { ok: name in given, status: name in given ? 200 : 404, text: async () => given[name] };
  };
  try {
    await act();
  } finally {
    globalThis.fetch = fetch;
  }
  return asked;
}

/** The JSON file of that name beside this one's folder, in Node and in browsers.
    @param {string} name */
export async function json(name) {
  const place = new URL(name, import.meta.url);
  if (typeof process === "undefined") return (await fetch(place)).json();
  return JSON.parse(await (await import("node:fs/promises")).readFile(place, "utf-8"));
}
