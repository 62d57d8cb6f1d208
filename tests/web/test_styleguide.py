"""The style guide shows every component that there is, on a page that passes the reviewer."""

import re
from pathlib import Path

from flask import render_template

from franchise_portal import Portal
from franchise_portal.web import styleguide

TEMPLATES = Path(__file__).parents[2] / "templates"
FRAME = {"account", "flash", "icon", "phone_nav", "sidebar_nav", "skip_link"}
"""Shown by the frame around the page."""


def test_every_component_is_shown():
    shown = set()
    for path in (TEMPLATES / "styleguide").glob("*.html"):
        shown |= set(re.findall(r'"components/(\w+)\.html"', path.read_text("utf-8")))
    inside = set()
    for path in (TEMPLATES / "components").glob("*.html"):
        inside |= set(re.findall(r'"components/(\w+)\.html"', path.read_text("utf-8")))
    there_are = {path.stem for path in (TEMPLATES / "components").glob("*.html")}
    assert there_are - shown - inside - FRAME == set()


def test_every_component_says_what_it_is():
    for path in (TEMPLATES / "components").glob("*.html"):
        assert path.read_text("utf-8").startswith(f"{{# {path.stem}"), path.name


def test_every_icon_that_is_asked_for_exists():
    symbols = set(
        re.findall(r'<symbol id="([\w-]+)"', (TEMPLATES.parent / "static/icons.svg").read_text())
    )
    asked = set()
    for path in TEMPLATES.rglob("*.html"):
        asked |= set(re.findall(r"\bicon(?:_of)?\(\"([\w-]+)\"", path.read_text("utf-8")))
    assert asked <= symbols


def test_two_pictures_of_the_samples_are_the_same(app: Portal):
    with app.test_request_context("/styleguide"):
        one, two = styleguide.samples(), styleguide.samples()
        assert one.sales == two.sales
        assert one.year == two.year
        html = render_template("styleguide/_money.html", samples=one)
    assert "98,090" in html
