from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casework.printing import fonts
from casework.printing.errors import PrintingUnavailable
from casework.printing.fonts import FontStack, default_stack, uncovered


def file_of(stack: FontStack, role: str, char: str) -> str:
    face = stack.pick(role, char)
    return face.path.name if face else ""


def test_rare_characters_of_names_are_covered() -> None:
    assert uncovered("王𠮷㛃䶮𬱖𠅤，11010119900101001X") == []


def test_what_no_font_draws_is_named_once_in_order() -> None:
    assert uncovered("王\ue863山\ue000，\ue863\n") == ["\ue863", "\ue000"]


def test_shapeless_characters_are_no_gaps() -> None:
    assert uncovered("王\u200b山\ufe0f") == []


def test_machine_without_chinese_font_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(PrintingUnavailable, match="fonts-noto-cjk"):
        FontStack(None, [tmp_path])


def test_font_of_the_office_comes_first(tmp_path: Path) -> None:
    own = tmp_path / "fonts"
    own.mkdir()
    song = default_stack().pick("song", "信")
    assert song is not None
    (own / "office.ttc").symlink_to(song.path)
    assert file_of(FontStack(own), "song", "信") == "office.ttc"


def test_private_use_needs_a_font_of_the_office(monkeypatch: pytest.MonkeyPatch) -> None:
    face = default_stack().pick("song", "信")
    assert face is not None
    monkeypatch.setattr(fonts, "is_private", lambda code: code == ord("信"))
    assert not face.covers("信")
    own = fonts.FontFile(face.path, face.index, face.names, own=True)
    assert own.covers("信")


def test_subsets_are_small_and_in_the_order_of_asking(tmp_path: Path) -> None:
    made = default_stack().subsets({"song": ["信访𬺰"], "hei": ["访"]}, tmp_path)
    assert made.families["song"] == "office0,office1"
    assert set(made.families["song"].split(",")).isdisjoint(made.families["hei"].split(","))
    assert all(path.stat().st_size < 6000 for path in made.files.values())


def test_roles_in_a_style_sheet_become_families(tmp_path: Path) -> None:
    made = default_stack().subsets({"song": ["信"]}, tmp_path)
    css = made.css("p{font-family:var(--song)}")
    assert css.endswith(f"p{{font-family:{made.families['song']}}}")
    assert css.startswith("@font-face{font-family:office0;")


def test_own_fonts_stand_in_the_data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert fonts.own_fonts_folder() == tmp_path / "fonts"
