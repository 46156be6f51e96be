// The same page as ours, written with template literals: compiled JavaScript, nothing to look up.
const SPECIAL = /[&<>"']/g;
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const text = (value) => (value === undefined ? "" : value.replace(SPECIAL, (found) => ENTITIES[found]));
const when = (value, shown) => (value === undefined ? "" : shown(value));
const each = (values, shown, between = "") => (values === undefined ? "" : values.map(shown).join(between));
const link = (item) => `<a href="../../${text(item.url)}">${text(item.name)}</a>`;
const phone = (number) => `<a href="tel:${text(number)}">${text(number)}</a>`;
const list = (values) => `<ul>${each(values, (item) => `<li>${text(item)}</li>`)}</ul>`;
const section = (anchor, title, body) =>
  `<section aria-labelledby="${anchor}"><h2 id="${anchor}">${title}</h2>\n${body}</section>\n`;
const empty = (words) => `<p class="zwgk-empty">${words}</p>`;

const fact = (item) => `<div class="zwgk-fact">
<dt>${text(item.label)}</dt>
<dd><a href="${text(item.href)}">${text(item.value)}</a>${item.note ? `<span class="zwgk-fact__note">${text(item.note)}</span>` : ""}</dd>
</div>
`;

const material = (item) => `<tr role="row">
<th scope="row" role="rowheader">${link(item)}${when(item.blank_form, (url) => ` <a class="zwgk-tag" href="${text(url)}">空白表</a>`)}${when(item.sample, (url) => ` <a class="zwgk-tag" href="${text(url)}">样表</a>`)}${when(item.note, (note) => `<span class="zwgk-note">${text(note)}</span>`)}</th>
<td role="cell" data-label="份数">${text(item.copies)}</td>
<td role="cell" data-label="形式"><span>${text(item.form)}</span></td>
<td role="cell" data-label="什么情况要"><span>${text(item.when)}${when(item.necessity, (word) => ` <span class="zwgk-tag">${text(word)}</span>`)}</span></td>
<td role="cell" data-label="从哪里来">${text(item.issuer)}</td>
</tr>
`;

const materials = (guide) => `${when(guide.situations, (items) => `<div class="zwgk-situations"><p>材料看您的情况：</p><ul>${each(items, (item) => `<li>${text(item.ask)}<span class="zwgk-muted">${text(item.options)}</span></li>`)}</ul></div>\n`)}${
  guide.materials
    ? `<table class="zwgk-table zwgk-table--cards" role="table">
<thead role="rowgroup"><tr role="row">
<th scope="col" role="columnheader">材料</th><th scope="col" role="columnheader">份数</th>
<th scope="col" role="columnheader">形式</th><th scope="col" role="columnheader">什么情况要</th>
<th scope="col" role="columnheader">从哪里来</th>
</tr></thead>
<tbody role="rowgroup">
${each(guide.materials, material)}</tbody>
</table>
<p class="zwgk-muted">表里没有列的，窗口不能要。缺什么，窗口必须一次说清。</p>
`
    : `<p>${text(guide.no_materials)}</p>`
}`;

const step = (item) => `<li>
<p class="zwgk-steps__head"><strong>${text(item.name)}</strong>${when(item.within, (limit) => `<span class="zwgk-tag">${text(limit)}</span>`)}${when(item.post, (post) => `<span class="zwgk-muted">由${link(post)}办理</span>`)}</p>
${when(item.what, (what) => `<p>${text(what)}</p>`)}${when(item.when, (words) => `<p class="zwgk-muted">只有这种情况：${text(words)}</p>`)}</li>
`;

const process = (guide) =>
  `${guide.steps ? `<ol class="zwgk-steps">\n${each(guide.steps, step)}</ol>\n` : empty("这一项没有公开办理流程。")}${when(guide.result, (words) => `<p><strong>办理结果：</strong>${text(words)}</p>`)}`;

const channel = (item) =>
  `<li><strong>${text(item.label)}</strong>${item.url ? `：<a href="${text(item.url)}">${text(item.name || item.url)}</a>` : item.name ? `：${text(item.name)}` : ""}${when(item.phone, (number) => `，${phone(number)}`)}${when(item.note, (note) => `<span class="zwgk-note">${text(note)}</span>`)}</li>\n`;

const place = (item) => `<div class="zwgk-contact">
<h3 class="zwgk-contact__name">${link(item)}</h3>
${when(item.windows, (windows) => `<p class="zwgk-contact__windows">${each(windows, (window) => `<span>${text(window)}</span>`)}</p>\n`)}<dl class="zwgk-lines">
${when(item.address, (words) => `<div><dt>地址</dt><dd>${text(words)}</dd></div>`)}${when(item.phone, (number) => `<div><dt>咨询电话</dt><dd>${phone(number)}</dd></div>`)}
${each(item.hours, (line) => `<div><dt>${text(line.season)}</dt><dd>${text(line.times)}${when(line.span, (words) => `<span class="zwgk-muted">${text(words)}</span>`)}${when(line.note, (words) => `<span class="zwgk-muted">${text(words)}</span>`)}</dd></div>\n`)}${when(item.other_hours, (words) => `<div><dt>另有</dt><dd>${text(words)}，<a href="../../${text(item.url)}#hours">看时间</a></dd></div>`)}</dl>
</div>
`;

const where = (guide) =>
  `${when(guide.channels, (items) => `<ul class="zwgk-channels">\n${each(items, channel)}</ul>\n`)}${when(guide.places, (items) => `<div class="zwgk-cards">${each(items, place)}</div>\n`)}<p class="zwgk-muted">${text(guide.reach)}</p>\n`;

const basis = (items) => `<ul class="zwgk-basis">
${each(items, (item) => `<li>\n${link(item)}${when(item.number, (words) => `<span class="zwgk-muted">（${text(words)}）</span>`)}${when(item.articles, (words) => `<strong>${text(words)}</strong>`)}${item.repealed ? '<span class="zwgk-tag zwgk-tag--warn">已失效</span>' : ""}${each(item.gists, (gist) => `<p class="zwgk-basis__gist">${text(gist)}</p>`)}</li>\n`)}</ul>
`;

const fee = (guide) =>
  `${when(guide.charges, (items) => `<ul>${each(items, (item) => `<li>${text(item.item)}：${text(item.rate)}${when(item.basis, basis)}</li>`)}</ul>`)}<p>${text(guide.fee)}</p>\n`;

const limit = (item) => `<div class="zwgk-limit">
${when(item.when, (words) => `<p class="zwgk-limit__when">${text(words)}</p>`)}<dl class="zwgk-lines">
${each(item.lines, (line) => `<div><dt>${text(line.label)}</dt><dd>${text(line.value)}</dd></div>`)}</dl>
${each(item.basis, (law) => `<p class="zwgk-muted">${text(law.label)}：${link(law)}${text(law.articles)}</p>`)}</div>
`;

const limits = (guide) =>
  `${guide.limits ? each(guide.limits, limit) : empty("这一项没有公开办理时限。")}${when(guide.deadlines, (items) => `<h3>您要注意的期限</h3>${each(items, (item) => `<p class="zwgk-callout">${text(item.starts)} <strong>${text(item.within)}</strong>${text(item.case)}</p>`)}`)}`;

const standards = (guide) =>
  `${guide.standards ? list(guide.standards) : empty("这一项没有公开办事标准。")}${when(guide.commitments, (items) => `<p class="zwgk-muted">相关承诺：${each(items, link, "、")}</p>`)}`;

const duty = (item) => `<div class="zwgk-duty"><p><a href="../../${text(item.url)}"><strong>${text(item.name)}</strong></a>：${text(item.summary)}</p>
<p class="zwgk-muted">${when(item.organ, (organ) => `责任机构：${link(organ)}`)}${when(item.posts, (posts) => `　责任岗位：${each(posts, link, "、")}`)}</p></div>
`;

const duties = (guide) =>
  `${guide.duties ? each(guide.duties, duty) : empty("这一项没有公开职责权限。")}${when(guide.first_contact, (post) => `<p>首问岗位：${link(post)}${when(post.organ, (organ) => `（${text(organ.name)}）`)}，先问它，它负责到底。</p>\n${when(post.hands_over_to, (items) => `<ul>${each(items, (item) => (item.post ? `<li>${text(item.when)}：移交${link(item.post)}</li>` : ""))}</ul>`)}`)}`;

const oversight = (guide) =>
  `${when(guide.complaint_phones, (items) => `<p>投诉电话：${each(items, (item) => `${text(item.name)} ${phone(item.phone)}`, "；")}</p>`)}${
    guide.oversight
      ? `<ul class="zwgk-ways">${each(guide.oversight, (item) => `<li><a href="../../${text(item.url)}"><strong>${text(item.name)}</strong></a><span class="zwgk-note">${text(item.summary)}</span></li>`)}</ul>`
      : empty("这一项没有公开监督渠道。")
  }`;

exports.text = text;

exports.head = (guide) => `<meta name="ColumnName" content="办事指南">
<meta name="ColumnType" content="办事指南">
<meta name="ArticleTitle" content="${text(guide.title)}">
<meta name="PubDate" content="${text(guide.published)} 00:00">
<meta name="Keywords" content="${text(guide.keywords.join(","))}">
`;

exports.toc = (guide) => `<nav class="md-nav md-nav--secondary" aria-label="本页内容">
<p class="md-nav__title">本页内容</p>
<ul class="md-nav__list" data-md-component="toc">${each(guide.toc, (item) => `<li class="md-nav__item"><a href="#${item.anchor}" class="md-nav__link"><span class="md-ellipsis">${text(item.name)}</span></a></li>`)}</ul>
</nav>
`;

exports.content = (guide) => `<div id="main" class="zwgk zwgk--procedure">
<nav class="zwgk-crumbs" aria-label="当前位置">
<ol>
<li><a href="../../">首页</a></li><li><a href="../../procedures/">办事指南</a></li><li aria-current="page">${text(guide.title)}</li>
</ol>
</nav>
<header class="zwgk-head">
<h1>${text(guide.title)}</h1>
<p class="zwgk-lead">${text(guide.description)}</p>
<p class="zwgk-head__tags">${each(guide.themes, (item) => `<a class="zwgk-tag" href="../../${text(item.url)}">${text(item.name)}</a>`)}${each(guide.kinds, (item) => `<span class="zwgk-tag">${text(item)}</span>`)}</p>
</header>
<dl class="zwgk-facts">
${each(guide.facts, fact)}</dl>
${section("conditions", "办事条件", guide.conditions ? list(guide.conditions) : empty("这一项没有公开办事条件。"))}${section("materials", "要带什么", materials(guide))}${section("process", "办事程序", process(guide))}${section("where", "去哪里办", where(guide))}${section("fee", "收费", fee(guide))}${section("time-limit", "办事时限", limits(guide))}${section("standards", "办事标准", standards(guide))}${when(guide.questions, (items) =>
  section("questions", "常见问题", each(items, (item) => `<details class="zwgk-question"><summary>${text(item.q)}</summary><p>${text(item.a)}</p></details>`)),
)}${when(guide.notes, (items) => section("notes", "注意事项", list(items)))}${section("duty", "职责权限", duties(guide))}${section("basis", "办事依据", guide.basis ? basis(guide.basis) : empty("这一项没有公开办事依据。"))}${section("oversight", "监督办法", oversight(guide))}${when(guide.related, (items) =>
  section("related", "相关事项", `<ul class="zwgk-links">${each(items, (item) => `<li>${link(item)}</li>`)}</ul>`),
)}${when(guide.also, (words) => `<p class="zwgk-muted">${text(words)}</p>`)}<footer class="zwgk-record">
<p>${text(guide.record)}</p>
</footer>
</div>`;
