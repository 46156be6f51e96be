"""Rules of reading (Y1xx), applied by the readers. Examples are whole files if a fragment cannot show the problem."""

from __future__ import annotations

from generator.findings import Example, Rule, reading_rule

_FILE = "posts/zonghe-chuangkou.yml"


NOT_YAML = reading_rule(
    "Y101",
    "文件不符合 YAML 写法",
    "读不懂这一处：{detail}",
    "对照编辑手册里的写法，检查这一行和上一行的缩进、冒号、引号和括号",
    "读不懂的文件没有办法核对，也不能发布。",
    Example(_FILE, "name: [综合服务岗\n", "name: 综合服务岗\n"),
)
NOT_UTF8 = reading_rule(
    "Y102",
    "文件不是 UTF-8 编码",
    "这个文件不是 UTF-8 编码，看起来是{guess}",
    "用编辑器另存为，编码选 UTF-8",
    "编码不对，汉字会变成乱码。",
    None,
)
TOO_LARGE = reading_rule(
    "Y103",
    "文件太大",
    "文件有 {size}，超过 {most}",
    "一个文件只写一项；图片和附件不要放进 YAML",
    "一项内容用不了这么大，多半是放错了文件。",
    None,
)
EMPTY_FILE = reading_rule(
    "Y104",
    "文件是空的",
    "文件里没有内容",
    "填写内容；不需要这一项就删掉文件",
    "空文件往往是没有保存成功。",
    None,
)
DUPLICATE_KEY = reading_rule(
    "Y105",
    "同一个字段写了两次",
    "字段“{key}”重复，第 {first} 行已经写过",
    "留下对的一个，删掉另一个；是列表就合并成一个列表",
    "YAML 会悄悄只留后一个，前一个就丢了。",
    Example(_FILE, "summary: 受理办税申请\nsummary: 解答咨询\n", "summary: 受理办税申请，解答咨询\n"),
)
HIDDEN_CHARACTER = reading_rule(
    "Y106",
    "有看不见的字符",
    "这里有一个看不见的字符 {code}",
    "删掉这个字符；从网页或 Word 复制时先粘贴为纯文本",
    "看不见的字符会让查找和核对失灵，也可能颠倒文字顺序误导读者。",
    Example(_FILE, "name: 综合\u200b服务岗\n", "name: 综合服务岗\n"),
)
TAB = reading_rule(
    "Y107",
    "用了制表符缩进",
    "这一行用制表符(Tab)缩进",
    "改成空格，每级缩进两个空格",
    "YAML 只认空格缩进。",
    Example(_FILE, "standards:\n\t- 当场受理\n", "standards:\n  - 当场受理\n"),
)
TOO_DEEP = reading_rule(
    "Y108",
    "层级太深",
    "层级超过 {depth} 层",
    "检查括号和缩进，名录里没有这么深的内容",
    "这么深的层级一定是写错了。",
    None,
)
TOO_MANY_ALIASES = reading_rule(
    "Y109",
    "引用(*名字)太多",
    "一个文件里的“*名字”引用超过 {most} 处",
    "直接写出内容",
    "大量引用会让小文件膨胀成很大的内容。",
    None,
)
LOST_ANCHOR = reading_rule(
    "Y119",
    "“&”开头的文字会丢",
    "“&{name}”会被 YAML 当成记号丢掉",
    "给整段文字加上引号",
    "“&”开头在 YAML 里是给内容起名字的记号，不加引号就不会显示。",
    Example(_FILE, "standards: [&A 类窗口优先]\n", "standards: ['&A 类窗口优先']\n"),
)
TAG = reading_rule(
    "Y110",
    "用了 YAML 标签",
    "这里用了标签“{tag}”",
    "去掉“!”开头的标签，直接写内容",
    "标签能让程序执行意外的操作，名录里不需要。",
    Example(_FILE, "name: !vault 综合服务岗\n", "name: 综合服务岗\n"),
)
EMPTY_VALUE = reading_rule(
    "Y111",
    "字段后面没有内容",
    "这个字段没有填内容",
    "填上内容，或者删掉这一行",
    "空着的字段读者看不出是没有还是忘了。",
    Example(_FILE, "phone:\n", "phone: 0600-5551001\n"),
)
BAD_KEY = reading_rule(
    "Y112",
    "字段名不对",
    "这里的字段名不是普通文字",
    "字段名写普通文字，不用“<<”合并，不用列表或括号做字段名",
    "合并写法会让同一内容来自好几处，改一处不知道影响谁。",
    Example(_FILE, "'<<': {name: 综合服务岗}\n", "name: 综合服务岗\n"),
)
OUTSIDE = reading_rule(
    "Y113",
    "文件指向项目之外",
    "这是一个指向项目之外的链接",
    "把文件本身放进项目",
    "项目之外的文件不受版本管理，也可能泄露不该公开的内容。",
    None,
)
UNREADABLE = reading_rule(
    "Y114",
    "文件读不出来",
    "文件读不出来：{detail}",
    "检查文件权限，或重新签出",
    "读不出来的文件没有办法核对。",
    None,
)
STRAY_FILE = reading_rule(
    "Y115",
    "文件放错了地方",
    "{what}",
    "{todo}",
    "放错地方的文件不会被发布，写的人却以为发布了。",
    None,
)
DUPLICATE_ID = reading_rule(
    "Y116",
    "两个文件用了同一个编号",
    "编号“{id}”已经用在 {other}",
    "给其中一个文件改名，文件名就是编号",
    "编号就是网址，一个网址只能有一项内容。",
    None,
)
NO_SITE = reading_rule(
    "Y117",
    "没有 site.yml",
    "文件夹 {folder} 里没有 site.yml",
    "用 --project 指定项目文件夹，或用 zwgk new site 新建一个",
    "site.yml 写着网站的名称和网址，没有它就不知道是哪个局的网站。",
    None,
)
NO_DATA = reading_rule(
    "Y118",
    "没有任何名录内容",
    "data/ 里没有任何内容",
    "在 data/ 下建名录文件夹，或用 zwgk new site 新建一个完整的例子",
    "空的名录发布出去就是一个空网站。",
    None,
)

CONFLICT = reading_rule(
    "Y126",
    "两个人的修改没有合并",
    "这里有合并冲突的记号：两个人改了同一处，还没有选定用哪一个",
    "在“<<<<<<<”和“>>>>>>>”之间留下对的内容，再删掉这几行记号",
    "记号和两种说法会一起登到网页上。",
    Example(
        _FILE,
        "<<<<<<< HEAD\nsummary: 受理办税申请\n=======\nsummary: 解答咨询\n>>>>>>> xiugai\n",
        "summary: 受理办税申请\n",
    ),
)
ODD_CHARACTER = reading_rule(
    "Y121",
    "用了会误事的字符",
    "这里有{what}",
    "{todo}",
    "看着一样、其实不同的字符搜不到、读不出，有的电脑上显示成空白或方框。",
    Example(_FILE, "name: 综合\u3000服务岗\n", "name: 综合服务岗\n"),
)
DEEP_DASH = reading_rule(
    "Y122",
    "列表的“-”缩进太深",
    "这一行的“-”缩进太深，会接在上一行的文字后面，两项变成一项",
    "和上一项的“-”对齐；上一行是字段名的，字段名后面的内容也移到“-”后面",
    "YAML 会悄悄把两行接成一段。",
    Example(_FILE, "standards:\n  - 当场受理\n    - 当场答复\n", "standards:\n  - 当场受理\n  - 当场答复\n"),
)
LOST_COMMENT = reading_rule(
    "Y123",
    "“#”后面的文字会丢",
    "“{shown}”会被 YAML 当成注释丢掉",
    "是内容就给整段文字加引号；是注释就在“#”前面空两格、后面空一格",
    "空格后面的“#”是注释的记号，后面的文字不会显示。",
    Example(_FILE, "standards:\n  - 请到 #3 窗口办理\n", "standards:\n  - 请到3号窗口办理\n"),
)
ONE_OF_TWO = reading_rule(
    "Y124",
    "中文逗号没有把列表分开",
    "方括号里的“{shown}”用了中文逗号，会当成一项",
    "是几项就用英文逗号加一个空格分开；就是一句话的，末尾写句号，或加上引号",
    "YAML 只认英文逗号：写的人以为是两项，网页上是一项。",
    Example(_FILE, "standards: [当场受理，当场答复]\n", "standards: [当场受理, 当场答复]\n"),
)
TOO_MANY = reading_rule(
    "Y125",
    "列表太长",
    "这里有 {count} 项，最多 {most} 项",
    "拆成几个文件，或检查是不是重复粘贴了",
    "这么多项读者看不完，多半是粘贴错了。",
    None,
)
NOT_CSV = reading_rule(
    "Y120",
    "表格不对",
    "{detail}",
    "用 Excel 打开，改好后另存为 CSV；一格一个数，表头一列一个名字",
    "表格里对不上号的数，不知道说的是哪一项。",
    None,
)

RULES: tuple[Rule, ...] = (
    NOT_YAML,
    NOT_UTF8,
    TOO_LARGE,
    EMPTY_FILE,
    DUPLICATE_KEY,
    HIDDEN_CHARACTER,
    TAB,
    TOO_DEEP,
    TOO_MANY_ALIASES,
    TAG,
    EMPTY_VALUE,
    BAD_KEY,
    OUTSIDE,
    UNREADABLE,
    STRAY_FILE,
    DUPLICATE_ID,
    NO_SITE,
    NO_DATA,
    LOST_ANCHOR,
    CONFLICT,
    ODD_CHARACTER,
    DEEP_DASH,
    LOST_COMMENT,
    ONE_OF_TWO,
    TOO_MANY,
    NOT_CSV,
)
