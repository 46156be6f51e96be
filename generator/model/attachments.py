"""attachments/: files to download (附件): what each is, and when it was published. The files are in content/files/."""

from typing import Annotated, ClassVar, NamedTuple

from generator.model.types import ComesDown, Entry, Line, PastDay, Pattern, Sayings, Text, Zh, record
from generator.source.passages import Attachment as Content


class Stored(NamedTuple):
    """A file of content/files/: its bytes, and what they hold."""

    data: bytes
    content: Content


@record
class Attachment(Entry):
    """One file to download."""

    FOLDER: ClassVar[str] = "attachments"
    TITLE: ClassVar[str] = "附件"
    COLUMN: ClassVar[str] = "附件下载"
    TAB: ClassVar[str] = "政府信息公开"
    DISCLOSES: ClassVar[tuple[str, str]] = ("公告与解读", "可以下载的文件：类型、大小、公布日期，哪些页面用到它")
    ON_ONE_PAGE: ClassVar[bool] = True
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    file: Annotated[
        str,
        Pattern(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\.(?:pdf|docx|xlsx|png|jpg|jpeg)", "content/files/ 里的文件名，如 a.pdf"),
        Zh("文件", "content/files/ 里的文件名"),
    ]
    summary: Annotated[Line, Zh("里面是什么")]
    published_on: Annotated[PastDay, Zh("公布日期")]
    says: Annotated[Text | None, Zh("图里写的字", "图片必须写，读屏软件念它，搜索也找它")] = None
    sayings: Sayings = ()
