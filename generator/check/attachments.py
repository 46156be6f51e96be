"""C321-C326: attachments. Each is listed, is what its name says, runs nothing, and names nobody."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.gate import personal
from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.check.texts import in_attachments
from generator.model.attachments import Attachment
from generator.source.attachments import MOST_BYTES, TYPES
from generator.source.passages import Fault
from generator.source.project import FILES

_FILE = "attachments/biaoge.yml"
_TEXT = "name: 示例表格\nsummary: 一张表。\npublished_on: 2026-11-01\n"


def _file(name: str) -> str:
    """Return an attachment's path in the project."""
    return f"{FILES}/{name}"


@rule(
    "C321",
    "附件没有登记，或者登记的不在",
    message="{what}",
    hint="附件放在 content/files/，每个文件在 data/attachments/ 里写一项：名称、里面是什么、公布日期",
    why="没有登记的附件，读者不知道是什么、哪天的，搜索也找不到。",
    example=Example(_FILE, _TEXT + "file: meiyou.docx\n", ""),
)
def listed(session: Session) -> Iterator[Hit]:
    """Every file of content/files/ is that of one entry, and every entry has its file."""
    stored, entries = session.registry.attachments, session.current(Attachment)
    for item in entries:
        if item.file not in stored:
            yield session.hit(item, "file", what=f"content/files/ 里没有 {item.file}")
    named = {item.file for item in session.registry.all(Attachment).values()}
    for name in () if any(folder == Attachment.FOLDER for folder, _ in session.broken) else stored:
        if name not in named:
            yield Hit(_file(name), words={"what": f"data/attachments/ 里没有写 {name} 的一项"}, line=1)


@rule(
    "C322",
    "附件的内容不能发布",
    message="{what}",
    hint="用办公软件另存为新文件：docx、xlsx、pdf、png、jpg，不带宏、密码和嵌入的文件",
    why="宏会在读者的电脑上执行；名不副实的文件打不开。",
    example=None,
)
def fit_to_publish(session: Session) -> Iterator[Hit]:
    """An attachment is of the type of its suffix, whole, not too large, and runs nothing."""
    for name, (data, found) in session.registry.attachments.items():
        type = TYPES.get(f".{name.rpartition('.')[2]}")
        faults = [fault.value for fault in found.faults]
        if found.type != type and Fault.UNKNOWN not in found.faults:
            faults.append(f"扩展名是 {name.rpartition('.')[2]}，内容却是 {found.type}")
        if len(data) > MOST_BYTES:
            faults.append(f"超过 {MOST_BYTES >> 20} MiB")
        for what in faults:
            yield Hit(_file(name), words={"what": what}, line=1)


@rule(
    "C323",
    "附件里带着人名或者地点",
    message="{where}：{text}",
    hint="文件 → 信息 → 检查文档，删除文档属性和个人信息；照片去掉拍摄信息；作者可以写单位名称",
    why="文件属性里常留着打字的人、改稿的人和拍照的地方，下载的人都看得到。",
    example=None,
)
def names_nobody(session: Session) -> Iterator[Hit]:
    """The metadata of attachments names no person and no place; the organiser may be named."""
    ours = {session.site.organiser, *(organ.name for organ in session.registry.entries["organs"].values())}
    for name, (_, found) in session.registry.attachments.items():
        for item in found.people:
            if item.text not in ours:
                yield Hit(_file(name), words={"where": item.where, "text": item.text}, line=1)


@rule(
    "C324",
    "附件里有看不见的内容",
    severity=Severity.WARNING,
    message="{where}：{text}",
    hint="删掉批注、修订记录、隐藏的工作表和行列；要公开的就显示出来",
    why="隐藏的工作表、删掉的修订，下载以后都能看到。",
    example=None,
)
def nothing_hidden(session: Session) -> Iterator[Hit]:
    """No attachment has text that one does not see on opening it."""
    for name, (_, found) in session.registry.attachments.items():
        for item in found.passages:
            if item.hidden:
                yield Hit(_file(name), words={"where": item.where, "text": item.text[:40]}, line=1)


@rule(
    "C325",
    "附件里的字搜不到、念不出",
    severity=Severity.WARNING,
    message="{what}",
    hint="扫描件换成能选中文字的 PDF；图片在附件那一项写 says",
    why="扫描件和图片里的字搜不到，读屏软件念不出，也没有办法核对有没有个人信息。",
    example=None,
)
def can_be_read(session: Session) -> Iterator[Hit]:
    """The text of every attachment can be searched; of a picture, its entry says what is written in it."""
    said = {item.file for item in session.current(Attachment) if item.says}
    for name, (_, found) in session.registry.attachments.items():
        if found.unread:
            yield Hit(_file(name), words={"what": "PDF 里的字读不出来，没有核对"}, line=1)
        elif found.type in ("png", "jpg") and name not in said:
            yield Hit(_file(name), words={"what": "是图片，没有写图里的字(says)"}, line=1)
        elif found.type == "pdf" and not found.passages and not found.faults:
            yield Hit(_file(name), words={"what": "这个 PDF 里没有文字，像是扫描件"}, line=1)


@rule(
    "C326",
    "附件里有个人信息",
    message="{where}{what}",
    hint="删掉或者打码以后另存，换上新文件；举例子用“某某”。确实是误报的，在 site.yml 的 accepted 里写明",
    why="欠税、处罚、退税的名单常常整份放进附件：号码和名称在附件里，一样是公开了。",
    example=None,
)
def nothing_personal(session: Session) -> Iterator[Hit]:
    """No attachment holds a personal number, a credit code, or the name of a taxpayer."""
    for file, passage in in_attachments(session):
        for what in personal(passage.text):
            yield Hit(file, words={"where": f"{passage.where}：" if passage.where else "", "what": what}, line=1)


RULES = (listed, fit_to_publish, names_nobody, nothing_hidden, can_be_read, nothing_personal)
