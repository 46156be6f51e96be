"""Rules for the shape of fields (M2xx, F22x), which the model applies while it compiles a file."""

from __future__ import annotations

from generator.findings import Example, Rule, reading_rule

_POST = "posts/zonghe-chuangkou.yml"
_ORGAN = "organs/banshui-fuwuting.yml"


MISSING = reading_rule(
    "M201",
    "缺少必填字段",
    "缺少“{title}”({key})",
    "补上一行，如 {example}",
    "必填字段是读者一定要知道的内容。",
    Example("materials/daili-weituoshu.yml", "kind: (不写)\n", "kind: other\n"),
)
UNKNOWN = reading_rule(
    "M202",
    "没有这个字段",
    "没有“{key}”这个字段",
    "{nearest}",
    "写错名字的字段不会显示，写的人却以为已经公开。",
    Example(_POST, "sumary: 受理办税申请\n", "summary: 受理办税申请\n"),
)
WRONG_TYPE = reading_rule(
    "M203",
    "内容的形式不对",
    "“{title}”应当是{expected}",
    "照这样写：{example}",
    "形式不对，页面就不知道怎么排。",
    Example(_POST, "standards: 当场受理\n", "standards: [当场受理]\n"),
)
NOT_IN_LIST = reading_rule(
    "M204",
    "不在可选值里",
    "“{title}”不能写“{value}”",
    "{options}",
    "固定的可选值让筛选、统计和开放数据说同一种话。",
    Example(_ORGAN, "kind: 办税服务厅\n", "kind: hall\n"),
)
FORMAT = reading_rule(
    "M205",
    "格式不对",
    "“{title}”写成了“{value}”，应当是{expected}",
    "照这样写：{example}",
    "格式统一才能计算和核对。",
    Example(_POST, "verified_on: 2026年7月1日\n", "verified_on: 2026-07-01\n"),
)
TOO_LONG = reading_rule(
    "M206",
    "文字太长",
    "“{title}”有 {length} 个字，最多 {most} 个",
    "写短些；细节放到注意事项或问答里",
    "名称和句子太长，手机上读不下去。",
    Example(_POST, f"name: {'岗' * 121}\n", "name: 综合服务岗\n"),
)
TOO_SHORT = reading_rule(
    "M207",
    "没有内容",
    "“{title}”是空的",
    "填上内容，如 {example}；没有就删掉这一行",
    "空着的内容读者看不出是没有还是忘了。",
    Example(_POST, 'name: ""\n', "name: 综合服务岗\n"),
)
OUT_OF_RANGE = reading_rule(
    "M208",
    "数值超出范围",
    "“{title}”写成了“{value}”，应当{expected}",
    "核对这个数，照这样写：{example}",
    "这样的数多半是多打了一位。",
    Example(
        "time_limits/fapiao-lingyong.yml",
        "promised: {count: 999999, unit: working_day}\nstatutory_none: {basis: {law: fapiao-guanli-banfa}}\n",
        "promised: {count: 3, unit: working_day}\nstatutory_none: {basis: {law: fapiao-guanli-banfa}}\n",
    ),
)
ONE_LINE = reading_rule(
    "M209",
    "名称或短句里有换行",
    "“{title}”里有换行或制表符，应当是{expected}",
    "写在一行里，如 {example}；要分段写的内容放到允许多行的字段",
    "名称和短句在目录、搜索和列表里各占一行，断开会对不上号。",
    Example(_POST, 'name: "综合\\n服务岗"\n', "name: 综合服务岗\n"),
)
NEWER_FORMAT = reading_rule(
    "M210",
    "项目的格式比程序新",
    "项目的格式是 {value}，本程序认识的是 {expected}",
    "升级 zwgk 再用；写错了就改回原来的数",
    "新格式里的内容，旧程序会读错或者漏掉，公布出去就是错的。",
    None,
)
PHONE = reading_rule(
    "F221",
    "电话没有区号",
    "“{title}”写成了“{value}”，应当是{expected}",
    "固定电话前面加区号和“-”，如 {example}，有分机的写 0600-5551234转801；不写个人手机号",
    "外地打进来没有区号打不通；个人手机号是个人信息。",
    Example(_ORGAN, "inquiry_phone: '5551001'\n", "inquiry_phone: 0600-5551001\n"),
)
URL = reading_rule(
    "F222",
    "地址的开头不对",
    "“{title}”写成了“{value}”，应当是{expected}",
    "从浏览器地址栏复制完整地址，如 {example}",
    "其他开头的地址点不开，或者会在读者的设备上执行程序。",
    Example(
        "materials/daili-weituoshu.yml",
        "blank_form: javascript:alert(1)\n",
        "blank_form: https://www.example.gov.cn/form.pdf\n",
    ),
)
HOURS = reading_rule(
    "F223",
    "时间段写法不对",
    "“{title}”写成了“{value}”，应当是{expected}",
    "小时和分钟都写两位，中间用“:”，起止用“-”，如 {example}",
    "写法统一，网站才能算出现在开不开门。",
    Example(
        _ORGAN,
        "hours: [{days: [workday], times: ['8:30-12:00']}]\n",
        "hours: [{days: [workday], times: ['08:30-12:00']}]\n",
    ),
)

BASE_URL = reading_rule(
    "F224",
    "网址不是网站所在的文件夹",
    "“{title}”写成了“{value}”，应当是{expected}",
    "以 https:// 或 http:// 开头，写到放网站的文件夹为止，不带 index.html、“?”和“#”",
    "网站地图、日历订阅和 404 页都从这个网址算起，写错了全都点不开。",
    Example(
        "site.yml",
        "base_url: https://www.example.gov.cn/zwgk/index.html\n",
        "base_url: https://www.example.gov.cn/zwgk/\n",
    ),
)

FRONT_MATTER = reading_rule(
    "C301",
    "页面开头的说明不对",
    "{problem}",
    "页面开头两行“---”之间写 title、description、column、date",
    "没有标题、摘要和日期，页面不能进目录，也不合政府网站的要求。",
    Example(
        "content/about/site.md",
        "---\ntitle: 关于本站\n---\n\n## 说明\n",
        "---\ntitle: 关于本站\ndescription: 本站是什么\ncolumn: about\ndate: 2026-11-01\n---\n\n## 说明\n",
    ),
)

OWN_REGISTRY = reading_rule(
    "M211",
    "自定义名录写得不对",
    "{what}",
    "对照编辑手册“自定义名录”一节改",
    "写得不对的名录不会建起来，data/ 里的内容也就不会公布。",
    None,
)

RULES: tuple[Rule, ...] = (
    MISSING,
    UNKNOWN,
    WRONG_TYPE,
    NOT_IN_LIST,
    FORMAT,
    TOO_LONG,
    TOO_SHORT,
    OUT_OF_RANGE,
    ONE_LINE,
    NEWER_FORMAT,
    PHONE,
    URL,
    HOURS,
    BASE_URL,
    FRONT_MATTER,
    OWN_REGISTRY,
)
