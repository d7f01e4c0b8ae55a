"""Fonts: which are there, which character each can draw, and the small subsets that go into a file.

The office's own fonts in DATA_DIR/fonts come first, then the ones from the set-up. A ledger gets one subset per font
for the whole job, made with uharfbuzz: HarfBuzz 6 of Debian 12 gives up on some fonts at about a thousand characters
and then the whole font would be embedded. Fonts added later are seen after a restart.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb
from django.conf import settings
from fontTools.ttLib import TTFont

from casework.printing.errors import NO_FONT, PrintingUnavailable
from casework.printing.text import clean

SYSTEM_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
MISSING = "〓"  # 空铅: the printer's sign for a character that the type case does not hold

_FREE_SONG = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN")
_FREE_HEI = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Zen Hei",
)
_RARE = ("HanaMinA", "HanaMinB", "BabelStone Han", "DejaVu Sans")

# For each use of type the family names that fit, best first; the licensed fonts of GB/T 9704 before the free ones.
ROLES: Mapping[str, tuple[str, ...]] = {
    "song": ("SimSun", "宋体", "NSimSun", "方正书宋_GBK", "STSong", "华文宋体", *_FREE_SONG),
    "fangsong": (
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FangSong",
        "仿宋",
        "STFangsong",
        "FandolFang R",
        "FandolFang",
    ),
    "kai": (
        "KaiTi_GB2312",
        "楷体_GB2312",
        "KaiTi",
        "楷体",
        "STKaiti",
        "FandolKai R",
        "FandolKai",
        "LXGW WenKai",
    ),
    "hei": ("SimHei", "黑体", "STHeiti", *_FREE_HEI),
    "title": (
        *("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
        *(f"{name} Bold" for name in _FREE_SONG),
    ),
}


@dataclass(frozen=True, eq=False)
class FontFile:
    """One face of one file. `names` are its family names; a style other than regular is part of the name."""

    path: Path
    index: int
    names: frozenset[str]
    own: bool

    @cached_property
    def unicodes(self) -> hb.Set:
        """The code points of the face."""
        return hb.Face(hb.Blob.from_file_path(str(self.path)), self.index).unicodes

    def covers(self, char: str) -> bool:
        """Whether the face draws the character; a private-use code means something only in an office's own font."""
        code = ord(char)
        return code in self.unicodes and (self.own or not is_private(code))


@dataclass(frozen=True)
class FontSet:
    """The subsets of one job: files by CSS family, and by role the families in the order of asking."""

    files: Mapping[str, Path]
    families: Mapping[str, str]

    @property
    def urls(self) -> list[str]:
        """The addresses that the drawing may fetch."""
        return [path.as_uri() for path in self.files.values()]

    def css(self, sheet: str) -> str:
        """The style sheet with its font faces; `var(--song)` and the other roles in it stand for the families."""
        for role, families in self.families.items():
            sheet = sheet.replace(f"var(--{role})", families)
        faces = (
            f'@font-face{{font-family:{family};font-weight:normal;src:url("{path.as_uri()}")}}'
            for family, path in self.files.items()
        )
        return "".join(faces) + sheet


class FontStack:
    """The fonts in the order in which they are asked for a character, by role (宋, 仿宋, 楷, 黑, title)."""

    def __init__(self, own_folder: Path | None, system_folders: Iterable[Path] = SYSTEM_FOLDERS) -> None:
        own = list(_faces_in([own_folder] if own_folder else [], own=True))
        free = list(_faces_in(system_folders, own=False))
        # Any other font of the office helps out after the text fonts: a text is not set in the 小标宋 that is there.
        helpers = [*_by_names(free, _FREE_SONG + _FREE_HEI), *own, *_by_names(free, _RARE)]
        self.roles = {
            role: list(dict.fromkeys([*_by_names(own, names), *_by_names(free, names), *helpers]))
            for role, names in ROLES.items()
        }
        if not any(face.covers("信") for face in self.roles["song"]):
            raise PrintingUnavailable(NO_FONT)

    def pick(self, role: str, char: str) -> FontFile | None:
        """The first font of the role that has the character."""
        return next((face for face in self.roles[role] if face.covers(char)), None)

    def uncovered(self, text: str) -> list[str]:
        """The characters that no font can draw, each once, in the order of the text."""
        drawn = dict.fromkeys(clean(text))
        return [
            char
            for char in drawn
            if char != "\n" and all(self.pick(role, char) is None for role in self.roles)
        ]

    def subsets(self, texts: Mapping[str, Iterable[str]], folder: Path) -> FontSet:
        """Writes one subset a font into `folder`, holding for each role the characters of its texts."""
        chars: dict[FontFile, set[str]] = {}
        order: dict[str, list[FontFile]] = {}
        for role, strings in texts.items():
            wanted = sorted(set("".join(strings)) | {" ", MISSING})
            chosen = {char: face for char in wanted if (face := self.pick(role, char))}
            order[role] = [face for face in self.roles[role] if face in set(chosen.values())]
            for char, face in chosen.items():
                chars.setdefault(face, set()).add(char)
        names = {face: f"office{i}" for i, face in enumerate(chars)}
        files = {
            name: _write_subset(face, chars[face], folder / f"{name}.font") for face, name in names.items()
        }
        return FontSet(
            files, {role: ",".join(names[face] for face in faces) for role, faces in order.items()}
        )


@lru_cache(maxsize=1)
def default_stack() -> FontStack:
    """The fonts of this machine. Raises PrintingUnavailable when there is no Chinese font."""
    return FontStack(own_fonts_folder())


def own_fonts_folder() -> Path:
    """Where an office puts the fonts that it has a licence for."""
    return Path(settings.DATA_DIR) / "fonts"


def uncovered(text: str) -> list[str]:
    """The characters of the text that this machine cannot print; on paper they stand as 〓."""
    return default_stack().uncovered(text)


def is_private(code: int) -> bool:
    """Whether the code point is for private use: without the font it was made for it means nothing."""
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def _faces_in(folders: Iterable[Path], *, own: bool) -> Iterator[FontFile]:
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"} and (own or not path.is_symlink()):
                yield from _faces_of(path, own=own)


def _faces_of(path: Path, *, own: bool) -> Iterator[FontFile]:
    with path.open("rb") as file:
        head = file.read(12)
    count = int.from_bytes(head[8:12], "big") if head[:4] == b"ttcf" else 1
    blob = hb.Blob.from_file_path(str(path))
    for index in range(count):
        face = hb.Face(blob, index)
        # A variable font would need one instance per weight; the static files of the same families do without.
        if face.glyph_count and not face.has_var_data:
            yield FontFile(path, index, _names_of(face), own)


def _names_of(face: hb.Face) -> frozenset[str]:
    style = face.get_name(2, "en") or "Regular"
    suffix = "" if style in {"Regular", "Book"} else f" {style}"
    names = {
        face.get_name(entry.name_id, entry.language) + suffix
        for entry in face.list_names()
        if entry.name_id == 1
    }
    return frozenset(names)


def _by_names(faces: Iterable[FontFile], names: Iterable[str]) -> list[FontFile]:
    """The faces with these names, in the order of the names."""
    known = list(faces)
    return [face for name in names for face in known if name in face.names]


def _write_subset(font: FontFile, chars: Iterable[str], path: Path) -> Path:
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(ord(char) for char in chars)
    # Glyph numbers and CIDs must be the same numbers, or the file would show other characters than it says.
    wanted.flags = hb.SubsetFlags.CFF_IDENTITY_CHARSET | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    for tag in ("GSUB", "GPOS", "GDEF", "BASE", "JSTF", "DSIG", "VORG", "vhea", "vmtx", "kern"):
        wanted.drop_table_tag_set.add(int.from_bytes(tag.encode(), "big"))
    face = hb.Face(hb.Blob.from_file_path(str(font.path)), font.index)
    _with_common_lines(hb.subset(face, wanted).blob.data).save(path)
    return path


def _with_common_lines(data: bytes) -> TTFont:
    """The font with the line metrics that every subset gets: one em, 0.88 of it above the base line.

    A line with a rare character would else be taller than the others, and the rows would leave their rules.
    """
    font = TTFont(io.BytesIO(data), recalcBBoxes=False, recalcTimestamp=False)
    em = font["head"].unitsPerEm
    up, down = round(0.88 * em), round(0.12 * em)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = up, -down, 0
    if "OS/2" in font:
        metrics = font["OS/2"]
        metrics.sTypoAscender, metrics.sTypoDescender, metrics.sTypoLineGap = up, -down, 0
        metrics.usWinAscent, metrics.usWinDescent = up, down
    return font


def fontconfig_file(folder: Path) -> Path:
    """A fontconfig set-up in which only the fonts of `folder` exist: no font of the system sneaks in."""
    path = folder / "fonts.conf"
    path.write_text(
        f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig><dir>{folder}</dir>"
        f"<cachedir>{folder}</cachedir></fontconfig>"
    )
    return path
