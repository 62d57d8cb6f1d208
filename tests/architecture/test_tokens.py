"""The colours of tokens.css, computed: every pair of ink and ground that pages use can be read."""

import math
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from franchise_portal.web import charts

ROOT = Path(__file__).parents[2]
CSS = ROOT / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text("utf-8")

BODY, READABLE, SHAPE = 7.0, 4.5, 3.0
PAIRS = [
    ("text", "canvas", BODY),
    ("text", "surface", BODY),
    ("text", "surface-sunken", BODY),
    ("text", "surface-hover", BODY),
    ("text", "surface-selected", BODY),
    ("text", "added-surface", BODY),
    ("text-muted", "canvas", READABLE),
    ("text-muted", "surface", READABLE),
    ("text-muted", "surface-sunken", READABLE),
    ("text-muted", "surface-hover", READABLE),
    ("text-muted", "removed-surface", READABLE),
    ("text-faint", "canvas", READABLE),
    ("text-faint", "surface", READABLE),
    ("text-faint", "surface-sunken", READABLE),
    ("link", "canvas", READABLE),
    ("link", "surface", READABLE),
    ("link", "surface-selected", READABLE),
    ("on-accent", "accent", READABLE),
    ("on-accent", "accent-hover", READABLE),
    ("on-danger", "danger-solid", READABLE),
    ("neutral-text", "neutral-surface", READABLE),
    ("info-text", "info-surface", READABLE),
    ("success-text", "success-surface", READABLE),
    ("warning-text", "warning-surface", READABLE),
    ("danger-text", "danger-surface", READABLE),
    ("success-text", "surface", READABLE),
    ("warning-text", "surface", READABLE),
    ("danger-text", "surface", READABLE),
    ("danger-text", "canvas", READABLE),
    ("border-strong", "surface", SHAPE),
    ("focus", "canvas", SHAPE),
    ("focus", "surface", SHAPE),
    ("accent", "surface", SHAPE),
    ("danger-solid", "surface", SHAPE),
]


class Colour(NamedTuple):
    lightness: float
    chroma: float
    hue: float

    @property
    def luminance(self) -> float:
        """Relative luminance, by way of OKLab and linear sRGB (Björn Ottosson's matrices)."""
        a = self.chroma * math.cos(math.radians(self.hue))
        b = self.chroma * math.sin(math.radians(self.hue))
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
        green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
        blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
        red, green, blue = (min(max(part, 0.0), 1.0) for part in (red, green, blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def read(name: str, theme: int) -> Colour:
    """The colour of a token in the light (0) or dark (1) theme; aliases are followed."""
    declared = re.search(rf"--{name}:\s*([^;]+);", TOKENS)
    assert declared, f"tokens.css has no --{name}"
    alias = re.fullmatch(r"var\(--([\w-]+)\)", declared[1])
    if alias:
        return read(alias[1], theme)
    parts = re.findall(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", declared[1])
    assert len(parts) == 2, f"--{name} does not name two colours"
    lightness, chroma, hue = (float(part) for part in parts[theme])
    return Colour(lightness / 100, chroma, hue)


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((one.luminance, other.luminance), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_ink_stands_out_from_its_ground(ink, ground, least, theme):
    assert contrast(read(ink, theme), read(ground, theme)) >= least


def test_white_on_black_has_the_known_contrast():
    assert contrast(Colour(1, 0, 0), Colour(0, 0, 0)) == pytest.approx(21, abs=0.01)


LITERAL = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color-mix)\(", re.IGNORECASE
)
#: Margin boxes of a page cannot read custom properties in the PDF engine.
PDF_SHEETS = CSS / "pdf"


def sheets():
    return [
        path
        for path in sorted(CSS.rglob("*.css"))
        if path.name != "tokens.css" and PDF_SHEETS not in path.parents
    ]


@pytest.mark.parametrize("path", sheets(), ids=lambda path: path.name)
def test_no_sheet_names_a_colour_of_its_own(path):
    found = LITERAL.findall(re.sub(r"url\([^)]*\)", "", rules_of(path)))
    assert not found, f"{path.name} names {found}; use a token"


def rules_of(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)


def test_no_template_names_a_colour():
    """Charts take theirs from web.charts.PALETTE."""
    literal = re.compile(r'(?:fill|stroke|color|bgcolor)="#[0-9a-f]{3,8}"', re.IGNORECASE)
    offenders = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if literal.search(path.read_text("utf-8"))
    ]
    assert not offenders


def test_every_role_of_a_chart_has_a_colour_on_screen():
    rules = (CSS / "components" / "chart.css").read_text("utf-8")
    missing = [role for role in charts.PALETTE if f".chart__{role} " not in rules]
    assert not missing


def test_every_variable_that_is_used_is_declared():
    declared = set()
    used = {}
    for path in sorted(CSS.rglob("*.css")):
        text = path.read_text("utf-8")
        declared |= set(re.findall(r"(--[\w-]+)\s*:", text))
        for name in re.findall(r"var\((--[\w-]+)", text):
            used.setdefault(name, path.name)
    assert not {name: place for name, place in used.items() if name not in declared}


def test_no_sheet_shouts_or_names_an_id():
    for path in sheets():
        text = rules_of(path)
        assert "!important" not in text, path.name
        selectors = re.findall(r"([^{};]+)\{", text)
        assert not [one for one in selectors if re.search(r"#[a-z]", one)], path.name
