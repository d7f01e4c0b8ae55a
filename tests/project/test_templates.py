"""Templates and static files keep to the house rules: strict CSP, small files, known icons, known sums."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from config.gallery import SampleForm, sample_context

ROOT = Path(settings.BASE_DIR)
# Letters and ledgers are paper: WeasyPrint reads their styles, no browser does.
PAPER = ("letters/", "paper/", "documents/")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCREEN = [p for p in TEMPLATES if not p.relative_to(ROOT / "templates").as_posix().startswith(PAPER)]
COMPONENTS = sorted((ROOT / "templates/_components").glob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
VENDOR = ROOT / "static/vendor"
INLINE = {
    "script body": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "on… attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "javascript: address": re.compile(r"javascript:", re.I),
    "foreign address": re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.I),
    "Bootstrap script": re.compile(r"data-bs-"),
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def sprite_ids() -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "bootstrap-icons/sprite.svg").read_text()))


@pytest.mark.parametrize("path", SCREEN, ids=name)
def test_template_has_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", "", text, flags=re.S)
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_is_at_most_140_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 140


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_compiles(path: Path) -> None:
    get_template(path.relative_to(ROOT / "templates").as_posix())


@pytest.mark.parametrize("path", COMPONENTS, ids=name)
def test_component_says_its_variables(path: Path) -> None:
    text = re.sub(r"^{% extends [^%]*%}\s*", "", path.read_text(encoding="utf-8"))
    assert text.startswith("{% comment %}")


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.name != "icon.html"], ids=name)
def test_icons_named_in_template_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = set(re.findall(r'icon\.html" with name="([^"]+)"', text))
    used |= set(re.findall(r'\.html" with [^%]*\bicon="([^"]+)"', text))
    assert used - sprite_ids() == set()


def test_icons_of_the_menu_exist() -> None:
    from casework.context import MENU

    assert {icon for _, _, icon, _ in MENU} - sprite_ids() == set()


def test_included_components_exist() -> None:
    named = {
        m
        for p in TEMPLATES
        for m in re.findall(r'"(_components/[^"]+\.html)"', p.read_text(encoding="utf-8"))
    }
    assert {n for n in named if not (ROOT / "templates" / n).exists()} == set()


def test_vendored_files_match_their_sums() -> None:
    lines = re.findall(r"^ {4}([0-9a-f]{64})  (\S+)$", (VENDOR / "README.md").read_text(), re.M)
    listed = {path: digest for digest, path in lines}
    files = [p for p in VENDOR.rglob("*") if p.is_file() and p.name != "README.md"]
    present = {p.relative_to(VENDOR).as_posix(): p for p in files}
    assert {path: hashlib.sha256(p.read_bytes()).hexdigest() for path, p in present.items()} == listed


def test_no_static_file_names_a_source_map() -> None:
    files = [p for p in (ROOT / "static").rglob("*") if p.suffix in (".js", ".css")]
    assert [name(p) for p in files if "sourceMappingURL" in p.read_text(encoding="utf-8")] == []


def test_every_script_is_loaded_by_a_template() -> None:
    text = "\n".join(p.read_text(encoding="utf-8") for p in TEMPLATES)
    assert [name(p) for p in SCRIPTS if f"'js/{p.name}'" not in text] == []


def test_field_with_error_names_help_and_error_for_screen_readers() -> None:
    form = SampleForm({})
    with translation.override("zh-hans"):
        html = Template("{{ form.name.as_field_group }}").render(Context({"form": form}))
    assert 'class="form-control"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert "必填" in html


def test_choices_are_a_fieldset_with_a_legend() -> None:
    html = str(Template("{{ form.channel.as_field_group }}").render(Context({"form": SampleForm()})))
    assert re.search(r"<fieldset class=\"field field-choices\">\s*<legend>渠道", html)
    assert "form-control" not in html


@pytest.mark.parametrize(
    ("level", "days", "words"),
    [
        ("ok", 3, "9月30日</time> · 剩 3 个工作日"),
        ("overdue", 2, "9月30日</time> · 已超期 2 个工作日"),
        ("due", 0, "9月30日</time> · 今日到期"),
        ("met", 0, "9月30日</time> · 已完成"),
    ],
)
def test_due_badge_says_it_in_words(level: str, days: int, words: str) -> None:
    context = {"due": sample_context()["sample_day"], "level": level, "days": days}
    assert words in render_to_string("_components/badge_due.html", context)


def test_gallery_shows_every_component_for_pages() -> None:
    text = (ROOT / "templates/_components/gallery.html").read_text(encoding="utf-8")
    of_the_frame = {"gallery", "menu", "user_box", "search_box", "messages", "help_dialog"}
    assert {p.stem for p in COMPONENTS if f"_components/{p.name}" not in text} == of_the_frame


@pytest.mark.django_db
def test_gallery_renders() -> None:
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/gallery/")
    request.user = AnonymousUser()
    html = render_to_string("_components/gallery.html", sample_context(), request)
    assert "XF-2026-00031" in html
    assert "周海（代李明）" in html
