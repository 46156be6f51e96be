module.exports = () => ({
  dir: { input: "src", output: "public" },
  templateFormats: ["html", "11ty.js"],
  htmlTemplateEngine: false,
});
