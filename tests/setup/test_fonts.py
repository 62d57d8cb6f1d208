"""The fonts that set-up cuts hold what statements need, and what they lack still prints."""

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "fonts"

MAINLAND = "门店销售额特许经营费账单“”——……·，。《》￥"
TAIWAN = "門店銷售額特許經營費帳單「」——……‧，。《》￥"

FACES = {
    "Inter PDF": ("inter-pdf", (400, 500, 600)),
    "Inter Han": ("inter-han", (400, 600)),
    "Portal Han SC": ("portal-han-sc", (400, 600)),
    "Portal Han TC": ("portal-han-tc", (400, 600)),
}


def characters(name):
    return set(TTFont(FONTS / name).getBestCmap())


@pytest.mark.parametrize("weight", [400, 600])
@pytest.mark.parametrize(
    ("stem", "text"),
    [("portal-han-sc", MAINLAND), ("portal-han-tc", TAIWAN)],
    ids=["mainland", "taiwan"],
)
def test_a_chinese_statement_finds_its_characters_in_the_small_font(stem, weight, text):
    assert set(map(ord, text)) <= characters(f"{stem}-{weight}.ttf")


def test_the_small_fonts_hold_the_character_sets_they_are_named_after():
    for name, codec, rows, count in (
        ("portal-han-sc-400.ttf", "gb2312", range(0xB0, 0xF8), 6763),
        ("portal-han-tc-400.ttf", "big5", range(0xA4, 0xC7), 5401),
    ):
        found = {
            ord(character)
            for lead in rows
            for trail in range(0x40, 0xFF)
            if (character := bytes((lead, trail)).decode(codec, "ignore")) and len(character) == 1
        }
        held = found & characters(name)
        assert len({code for code in held if 0x4E00 <= code < 0xFB00}) == count, name


def test_the_latin_of_chinese_pages_leaves_the_wide_marks_to_the_han_font():
    for name in ("inter-han-400.ttf", "inter-han-600.ttf", "inter-han.woff2"):
        held = characters(name)
        assert not held & set(map(ord, "“”‘’—…·")), name
        assert set(map(ord, "ABCxyz0189−–,.%€")) <= held, name


def test_digits_can_be_set_in_columns():
    for weight in (400, 500, 600):
        features = TTFont(FONTS / f"inter-pdf-{weight}.ttf")["GSUB"].table.FeatureList
        assert "tnum" in {record.FeatureTag for record in features.FeatureRecord}


def test_names_from_all_of_europe_are_in_the_font_for_pdfs():
    assert set(map(ord, "ŁódźŞÇğŐřŽNguyễnΩμέγαПривет")) <= characters("inter-pdf-400.ttf")


def test_rare_characters_print_from_the_full_fonts():
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight};'
        f" src: url({(FONTS / f'{stem}-{weight}.ttf').as_uri()}) }}"
        for family, (stem, weights) in FACES.items()
        for weight in weights
    )
    family = '"Inter Han", "Portal Han SC", "Noto Sans CJK SC", sans-serif'
    fonts = FontConfiguration()
    style = CSS(string=f"{faces} body {{ font-family: {family} }}", font_config=fonts)
    page = '<html lang="zh-Hans"><title>x</title><p>门店 Store 12 㐀 𠀀'
    pdf = HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts)
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert "门店 Store 12 㐀 𠀀" in reader.pages[0].extract_text()
    embedded = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for font in reader.pages[0]["/Resources"]["/Font"].values()
    }
    assert {"Inter-Han", "Portal-Han-SC"} <= embedded
    assert len(embedded) == 4, embedded  # Noto for U+3400, Hanazono for U+20000
