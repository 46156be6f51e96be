// One page a guide, poured into the chrome: text, hole, text, hole, …, text.
const parts = require("../lib/chrome.json");
const { content, head, text, toc } = require("../lib/body.cjs");

const holes = {
  title: (guide) => text(guide.title),
  description: (guide) => text(guide.description),
  canonical: (guide) => text(guide.canonical),
  head,
  toc,
  content,
};

module.exports = {
  data: {
    pagination: { data: "guides", size: 1, alias: "guide" },
    permalink: (data) => `procedures/${data.guide.id}/`,
  },
  render: (data) => parts.map((part, index) => (index % 2 ? holes[part](data.guide) : part)).join(""),
};
