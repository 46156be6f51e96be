// Every guide, as global data: the form in which Eleventy makes many pages fastest.
const fs = require("fs");
const path = require("path");
const folder = path.join(__dirname, "../../guides");
module.exports = () =>
  fs.readdirSync(folder).map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8")));
