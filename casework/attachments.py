"""What may be kept as an attachment: type and size are read from the content, never from the name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import filetype
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from casework.refusals import Refusal

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 50
MAX_PIXELS = 120_000_000  # an A3 scan at 600 dpi has 70 million
NAME_LENGTH = 120
ALLOWED_WORDS = "PDF、JPG、PNG 等图片，Word、Excel、WPS 兼容文档，OFD 和纯文本"

# The endings a type may have; the first is given where the name has another.
_OFFICE = "application/vnd.openxmlformats-officedocument."
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg", "jfif"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/bmp": ("bmp",),
    "image/tiff": ("tif", "tiff"),
    "image/webp": ("webp",),
    _OFFICE + "wordprocessingml.document": ("docx",),
    _OFFICE + "spreadsheetml.sheet": ("xlsx",),
    _OFFICE + "presentationml.presentation": ("pptx",),
    "application/msword": ("doc", "wps"),
    "application/vnd.ms-excel": ("xls", "et"),
    "application/vnd.ms-powerpoint": ("ppt", "dps"),
    "application/ofd": ("ofd",),
    "text/plain": ("txt", "csv", "md"),
}
# Shown in the browser; everything else is downloaded.
INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/gif", "image/bmp", "image/webp"})
_PACKAGES = {
    "word/document.xml": _OFFICE + "wordprocessingml.document",
    "xl/workbook.xml": _OFFICE + "spreadsheetml.sheet",
    "ppt/presentation.xml": _OFFICE + "presentationml.presentation",
    "OFD.xml": "application/ofd",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_TYPES = ("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint")
_OLE_ENDINGS = {end: kind for kind in _OLE_TYPES for end in ENDINGS[kind]}
_ACTIVE = re.compile(r"<\s*(!doctype|html|svg|script|\?xml|iframe|body|head)|^\s*#!", re.I)


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: the name with its true ending, type, bytes and checksum."""

    file: UploadedFile
    name: str
    content_type: str
    size: int
    sha256: str


def check(file: UploadedFile) -> Checked:
    """Reads the file once. Raises Refusal with a sentence that names it."""
    given = plain_name(file.name or "")
    size = file.size or 0
    if size == 0:
        raise Refusal(f"“{given}”是空文件，没有上传。", "files")
    if size > MAX_BYTES:
        raise Refusal(f"“{given}”有 {size / 1024 / 1024:.1f} MB，超过 20 MB，没有上传。", "files")
    content_type = _type_of(file, given)
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return Checked(file, _with_ending(given, content_type), content_type, size, digest.hexdigest())


def plain_name(name: str) -> str:
    """The last part of a name, without control or direction characters."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(char for char in last if unicodedata.category(char)[0] != "C" and char not in '<>:"|?*/')
    return kept.strip(" .") or "未命名"


def _with_ending(name: str, content_type: str) -> str:
    ends = ENDINGS[content_type]
    stem, dot, end = name.rpartition(".")
    if not dot or end.lower() not in ends:
        stem, end = name, ends[0]
    return f"{stem[: NAME_LENGTH - len(end) - 1]}.{end}"


def _type_of(file: UploadedFile, name: str) -> str:
    file.seek(0)
    head = file.read(8192)
    if head.startswith(b"PK"):
        return _package_type(file, name)
    if head.startswith(_OLE):
        end = name.rpartition(".")[2].lower()
        if end not in _OLE_ENDINGS:
            raise _not_allowed(name)
        return _OLE_ENDINGS[end]
    found = filetype.guess_mime(head)
    if found in ENDINGS:
        if found.startswith("image/"):
            _open_image(file, name)
        return str(found)
    if found is None:
        return _text_type(file, name)
    raise _not_allowed(name)


def _not_allowed(name: str) -> Refusal:
    return Refusal(f"“{name}”不是可以保存的文件类型，没有上传。可以上传：{ALLOWED_WORDS}。", "files")


def _package_type(file: UploadedFile, name: str) -> str:
    """docx, xlsx, pptx and ofd are zip files; a plain zip, or one with macros, is not kept."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as broken:
        raise Refusal(f"“{name}”已损坏，打不开，没有上传。", "files") from broken
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise Refusal(f"“{name}”带有宏，没有上传。请另存为不带宏的文档或 PDF。", "files")
    for inside, content_type in _PACKAGES.items():
        if inside in names:
            return content_type
    raise _not_allowed(name)


def _open_image(file: UploadedFile, name: str) -> None:
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # Our own bound is the one that counts.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file) as image:
                too_large = image.width * image.height > MAX_PIXELS
                image.verify()
    except Exception as broken:
        # Pillow's readers raise whatever a broken file leads them to.
        raise Refusal(f"“{name}”已损坏，打不开，没有上传。", "files") from broken
    if too_large:
        raise Refusal(f"“{name}”的像素过多，没有上传。请用较低的分辨率扫描。", "files")


def _text_type(file: UploadedFile, name: str) -> str:
    """Plain text in UTF-8 or GB 18030; anything that a browser or a shell would run is not."""
    file.seek(0)
    raw = file.read()
    if b"\x00" in raw or name.rpartition(".")[2].lower() not in ENDINGS["text/plain"]:
        raise _not_allowed(name)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _ACTIVE.search(text[:4096]):
            raise _not_allowed(name)
        return "text/plain"
    raise _not_allowed(name)
