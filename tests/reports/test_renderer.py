"""The PDF engine: what it writes, what it refuses to read, and characters that are rare."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from franchise_portal.reports import renderer, writing
from franchise_portal.web.languages import TAGS
from tests.builders import statements

pytestmark = pytest.mark.any_database

STATEMENT = ("css/pdf/statement.css",)


def a_page(body: str, language: str = "en") -> str:
    tag = TAGS[language]
    head = f'<!doctype html><html lang="{tag}"><head><title>A page</title></head>'
    return f"{head}<body>{body}</body></html>"


def a_pdf(body: str, language: str = "en") -> PdfReader:
    return PdfReader(BytesIO(renderer.engine().write(a_page(body, language)).data))


def fonts_of(pdf: PdfReader) -> dict[str, bool]:
    """The names of all fonts, and whether their files are embedded."""
    found = {}
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()
            for part in inner.get("/DescendantFonts", [inner]):
                descriptor = part.get_object()["/FontDescriptor"].get_object()
                embedded = any(f"/FontFile{n}" in descriptor for n in ("", "2", "3"))
                found[str(inner["/BaseFont"]).partition("+")[2]] = embedded
    return found


def statement_html(language: str, names: dict[str, str] | None = None) -> str:
    with writing.speaking(language, "Europe/Berlin"):
        return writing.html_of("fees/pdf/statement.html", statements.alder(names), language)


@pytest.fixture
def statement(app):
    return PdfReader(BytesIO(renderer.engine().write(statement_html("en"), STATEMENT).data))


class TestWhatItWrites:
    def test_it_is_tagged_for_readers_and_says_that_it_is(self, statement):
        root = statement.trailer["/Root"]
        assert bool(root["/MarkInfo"]["/Marked"])
        assert "/StructTreeRoot" in root
        xmp = root["/Metadata"].get_object().get_data().decode()
        assert re.search(r'pdfuaid:part(="1"|>1<)', xmp)

    def test_it_names_its_title_and_its_language(self, statement):
        title = "Statement ST-2026-10-F-117, October 2026, Tamberley Bakehouse"
        assert statement.metadata.title == title
        assert statement.trailer["/Root"]["/Lang"] == "en"
        assert bool(statement.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"])

    def test_it_says_who_made_it_and_when(self, statement):
        assert statement.metadata.author == "Tamberley Bakehouse"
        assert statement.metadata.creation_date == datetime(2026, 11, 2, 12, tzinfo=UTC)

    def test_its_figures_say_in_words_what_they_show(self, statement):
        figures = [one for one in structure(statement) if one.get("/S") == "/Figure"]
        assert [str(one["/Alt"]) for one in figures] == ["Sales over 24 months"]

    def test_its_tables_have_heads(self, statement):
        kinds = [str(one.get("/S")) for one in structure(statement)]
        assert kinds.count("/Table") == 8
        assert kinds.count("/TH") > 15
        assert {"/H1", "/H2", "/P", "/L"} <= set(kinds)

    def test_all_fonts_are_embedded_and_are_the_small_ones(self, statement):
        fonts = fonts_of(statement)
        assert all(fonts.values())
        assert set(fonts) == {"Inter-PDF", "Inter-PDF-Medium", "Inter-PDF-Semi-Bold"}

    def test_the_statement_takes_two_pages_and_counts_them(self, statement):
        assert len(statement.pages) == 2
        text = [page.extract_text() for page in statement.pages]
        assert "Page 1 of 2" in text[0]
        assert "Page 2 of 2" in text[1]
        assert "8,990.20" in text[0]
        assert "Every line, explained" in text[1]
        assert "Statement ST-2026-10-F-117, October 2026" in text[1]

    def test_it_has_bookmarks(self, statement):
        titles = [str(one.title) for one in flat(statement.outline)]
        assert "Every line, explained" in titles
        assert "How to pay" in titles


class TestClauses:
    @pytest.mark.parametrize("gone", range(228, 252, 2))
    def test_no_clause_stands_alone_on_a_page_and_each_page_has_their_title(self, app, gone):
        html = statement_html("en")
        [head] = re.findall(r'<section class="section clauses">.*?<tbody>', html, re.DOTALL)
        rows = "".join(
            f'<tr><td class="clause">{n}</td><td>Word {n} of it.</td></tr>' for n in range(5)
        )
        spent = f'<svg width="10mm" height="{gone}mm"></svg>'
        body = f"<section><div>{spent}</div>{head}{rows}</tbody></table></section></section>"
        pdf = PdfReader(BytesIO(renderer.engine().write(a_page(body), STATEMENT).data))
        pages = [page.extract_text() for page in pdf.pages]
        counts = [len(re.findall(r"Word \d", text)) for text in pages]
        assert sum(counts) == 5
        assert 1 not in counts
        assert all("What the contract says" in text for text in pages if "Word" in text)


class TestLanguages:
    @pytest.mark.parametrize(
        ("language", "tag", "font"),
        [("zh_Hans", "zh-Hans", "Portal-Han-SC"), ("zh_Hant", "zh-Hant", "Portal-Han-TC")],
    )
    def test_chinese_is_set_in_the_script_of_its_readers(self, app, language, tag, font):
        names = {"Riverside Market": "河濱市場店", "Alder & Daughters": "桤木父女商行"}
        html = statement_html(language, names)
        pdf = PdfReader(BytesIO(renderer.engine().write(html, STATEMENT).data))
        assert pdf.trailer["/Root"]["/Lang"] == tag
        fonts = fonts_of(pdf)
        assert all(fonts.values())
        assert font in {name.removesuffix("-Semi-Bold").removesuffix("-Bold") for name in fonts}
        assert not any("Noto" in name for name in fonts)
        text = pdf.pages[0].extract_text()
        assert "河濱市場店" in text
        assert "桤木父女商行" in text

    @pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
    def test_an_apostrophe_in_a_latin_word_is_not_as_wide_as_a_character(self, app, language):
        html = statement_html(language, {"Station Arcade": "Printer’s Row"})
        assert "Printer\N{MODIFIER LETTER APOSTROPHE}s Row" in html
        assert "Printer’s" not in html
        assert "Printer’s Row" in statement_html("en", {"Station Arcade": "Printer’s Row"})

    @pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
    @pytest.mark.parametrize("character", ["㐀", "㒨", "𠀀", "𪚥"])
    def test_rare_characters_still_print(self, app, language, character):
        pdf = a_pdf(f"<p>王{character}明", language)
        assert f"王{character}明" in pdf.pages[0].extract_text()
        assert all(fonts_of(pdf).values())

    def test_within_speaking_numbers_and_times_are_the_recipients(self, app):
        render = app.jinja_env.from_string("{{ month | month }} {{ at | moment }}").render
        at = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
        with writing.speaking("zh_Hans", "Asia/Shanghai"):
            assert render(month="2026-10", at=at) == "2026年10月 2026年11月3日 07:30"
        with writing.speaking("en", "America/New_York"):
            assert render(month="2026-10", at=at) == "October 2026 2 November 2026, 18:30"


class TestWhatItRefuses:
    @pytest.mark.parametrize(
        "url",
        [
            "file:///etc/passwd",
            "http://169.254.169.254/latest/meta-data/",
            "https://example.org/logo.png",
            "data:text/css,body{color:red}",
            "http://portal.invalid.example.org/css/tokens.css",
            "http://portal.invalid/../../pyproject.toml",
            "http://portal.invalid/%2e%2e/%2e%2e/pyproject.toml",
            "http://portal.invalid/js/menu.js",
            "http://portal.invalid//etc/passwd",
            "ftp://portal.invalid/css/tokens.css",
            "css/tokens.css",
        ],
    )
    def test_everything_but_our_own_style_sheets_and_fonts(self, app, url):
        fetcher = renderer.OurFilesOnly(_static(app))
        with pytest.raises(renderer.Refused):
            fetcher.fetch(url)

    def test_our_own_files_are_read(self, app):
        fetcher = renderer.OurFilesOnly(_static(app))
        answer = fetcher.fetch("http://portal.invalid/css/tokens.css")
        assert b"--accent" in answer.read()

    def test_a_document_that_asks_for_them_is_made_without(self, app, tmp_path):
        secret = tmp_path / "secret.css"
        secret.write_text("p::after { content: 'leaked' }")
        pdf = a_pdf(
            f'<link rel="stylesheet" href="{secret.as_uri()}">'
            f"<style>@import url({secret.as_uri()});</style>"
            f"<style>p {{ background: url(http://169.254.169.254/) }}</style>"
            f'<p>What stays</p><img src="{secret.as_uri()}" alt="none">'
            f'<object data="file:///etc/hostname">nothing</object>'
        )
        text = pdf.pages[0].extract_text()
        assert "What stays" in text
        assert "leaked" not in text
        assert not pdf.attachments


class TestText:
    def test_what_people_typed_stays_text(self, app):
        names = {"Alder & Daughters": "<script>alert(1)</script> & <b>Söhne</b> ]]> {{ 7*7 }}"}
        html = statement_html("en", names)
        assert "<script>" not in html
        pdf = PdfReader(BytesIO(renderer.engine().write(html, STATEMENT).data))
        assert "<b>Söhne</b> ]]> {{ 7*7 }}" in pdf.pages[0].extract_text().replace("\n", " ")

    def test_characters_that_no_xml_may_hold_do_not_stop_it(self, app):
        pdf = a_pdf("<p>before\x0bafter")
        assert "beforeafter" in pdf.pages[0].extract_text()

    def test_a_long_word_does_not_leave_the_page(self, app):
        names = {"Alder & Daughters": "W" * 200}
        renderer.engine().write(statement_html("en", names), STATEMENT)


def structure(pdf: PdfReader) -> list[dict]:
    """All elements of the structure tree."""
    found, waiting = [], [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            inner = child.get_object()
            if hasattr(inner, "get") and inner.get("/S"):
                found.append(inner)
                waiting.append(inner)
    return found


def flat(outline: list) -> list:
    return [one for part in outline for one in (flat(part) if isinstance(part, list) else [part])]


def _static(app):
    return Path(app.static_folder)
