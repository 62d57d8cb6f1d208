"""Where a page ends: no line of a labelled list is lost, however long the list gets."""

import io
import re

import pytest
from flask import Flask
from pypdf import PdfReader

from franchise_portal.reports import renderer, writing
from tests.builders.papers import PAPERS

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("count", [19, 41, 74])
@pytest.mark.parametrize("kind", PAPERS)
def test_no_line_is_lost_where_a_page_ends(app: Flask, kind: str, count: int) -> None:
    paper = PAPERS[kind]
    with writing.speaking("en", "Europe/Berlin"):
        html = writing.html_of(paper.template, paper.make(count), "en")
    pages = PdfReader(io.BytesIO(renderer.engine().write(html, paper.stylesheets).data)).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    found = re.findall(r"(\w+) line (\d+)", text)
    for name in paper.lists:
        places = [int(place) for one, place in found if one == name]
        assert sorted(places) == list(range(count)), name
