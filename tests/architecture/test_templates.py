"""Templates: each compiles, each page has a title, none escapes the escaping."""

import re
from pathlib import Path

import pytest

from franchise_portal import Portal

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
ALL = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())
EXTENDED = {
    parent
    for name in ALL
    for parent in re.findall(r"\{% extends \"([^\"]+)\" %\}", (TEMPLATES / name).read_text())
}
PAGES = [
    name
    for name in ALL
    if name.endswith(".html")
    and name not in EXTENDED
    and "{% extends" in (TEMPLATES / name).read_text()
]


@pytest.mark.parametrize("name", ALL)
def test_it_compiles(application: Portal, name: str) -> None:
    application.jinja_env.get_template(name)


@pytest.mark.parametrize("name", ALL)
def test_it_never_switches_the_escaping_off(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", text)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_title_of_its_own(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    if "layouts/email" in text:
        return
    assert "{% block title %}" in text


@pytest.mark.parametrize("name", [name for name in ALL if name.endswith(".html")])
def test_it_holds_no_style_and_no_script(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    if "/email/" in f"/{name}" or name == "layouts/email.html" or "/pdf/" in f"/{name}":
        return
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|hx-on|<style", text)


@pytest.mark.parametrize("name", [name for name in ALL if name.endswith(".html")])
def test_every_macro_it_imports_is_used(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    for names in re.findall(r"\{%-?\s*from\s+\"[^\"]+\"\s+import\s+([^%]+?)\s*-?%\}", text):
        body = re.sub(r"\{%-?\s*from[^%]+%\}", "", text)
        for imported in re.split(r",\s*", names.replace(" with context", "")):
            used_as = imported.split(" as ")[-1].strip()
            # Called, or handed to `ways.keep`, which calls it once.
            assert re.search(rf"\b{re.escape(used_as)}\s*[(,]", body), f"{used_as} is not used"
