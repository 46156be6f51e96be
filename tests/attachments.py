"""Makes attachments for tests: the smallest files that Office, cameras and typesetters would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from PIL import Image, PngImagePlugin

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return file.getvalue()


def docx(body: str = "", *, author: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a Word file with one paragraph, or with this XML as its body."""
    inner = body if body.startswith("<") else f"<w:p><w:r><w:t>{body}</w:t></w:r></w:p>"
    core = f"<p><creator>{author}</creator><lastModifiedBy>{author}</lastModifiedBy></p>"
    return zipped(
        {
            "word/document.xml": f"<w:document {_W}><w:body>{inner}</w:body></w:document>",
            "docProps/core.xml": core,
            **(parts or {}),
        }
    )


def xlsx(rows: str, *, second: str = "", state: str = "visible", parts: Mapping[str, str] | None = None) -> bytes:
    """Return a workbook with these rows (XML) on its first sheet, and on a second one in that state."""
    sheets = {"xl/worksheets/sheet1.xml": rows, "xl/worksheets/sheet2.xml": second}
    return zipped(
        {
            "xl/workbook.xml": f'<workbook {_R}><sheets><sheet name="甲" r:id="a"/>'
            f'<sheet name="乙" r:id="b" state="{state}"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
            '<Relationship Id="a" Target="worksheets/sheet1.xml"/>'
            '<Relationship Id="b" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
            **{name: f"<worksheet><sheetData>{text}</sheetData></worksheet>" for name, text in sheets.items()},
            **(parts or {}),
        }
    )


def picture(kind: str, *, author: str = "", place: bool = False) -> bytes:
    """Return a picture of one pixel: PNG or JPEG, with an author, with the place where it was taken."""
    file, image = io.BytesIO(), Image.new("RGB", (1, 1))
    exif = Image.Exif()
    if author:
        exif[0x013B] = author
    if place:
        exif[0x8825] = {1: "N", 2: (30.0, 1.0, 2.0)}
    info = PngImagePlugin.PngInfo()
    if author and kind == "PNG":
        info.add_itxt("Author", author, zip=True)
    more = {"pnginfo": info} if kind == "PNG" else {}
    image.save(file, kind, exif=exif, **more)
    return file.getvalue()


def pdf(text: str, *, author: str = "", more: str = "") -> bytes:
    """Return a PDF file with a line of Latin text; `more` is put into its catalogue."""
    stream = f"BT /F1 12 Tf 20 50 Td ({text}) Tj ET"
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{more}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Author({author})>>" if author else "<<>>",
    ]
    file, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj{item}endobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R/Info 6 0 R>>\n"
    return file + f"{tail}startxref\n{len(file)}\n%%EOF\n".encode()
