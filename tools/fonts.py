"""Makes the small fonts that pages and PDFs use, from Inter and the system's Noto Sans CJK.

Why: with the system's CJK collections (65,535 glyphs, CFF) every PDF spends more time on cutting
the font than on its own layout and grows by 200 KB. Fonts cut once, at set-up, with quadratic
outlines and almost no layout tables, make a statement about twice as fast and a quarter as large.

Input    static/vendor/inter/*.woff2   Inter variable, put there by tools/vendor.py
         NotoSansCJK-{Regular,Bold}.ttc from the Debian package fonts-noto-cjk
Output   static/vendor/fonts/, all ignored by git, made again when the inputs change:

  family          files                        weights      for
  Inter PDF       inter-pdf-{400,500,600}.ttf  400 500 600  PDFs in Latin script
  Inter Han       inter-han-{400,600}.ttf      400 600      PDFs in Chinese
  Inter Han       inter-han.woff2 (variable)   100-900      pages in Chinese
  Portal Han SC   portal-han-sc-{400,600}.ttf  400 600      Chinese, mainland shapes, GB 2312
  Portal Han TC   portal-han-tc-{400,600}.ttf  400 600      Chinese, Taiwan shapes, Big5 level 1

`Inter Han` lacks the quotes, dash, ellipsis and middle dot, so that a Chinese sentence takes them
from the Han font that follows it, at their full width. Characters outside the small fonts come
from the full fonts, so a PDF's font list is one of

  "Inter PDF", "Portal Han SC", "Noto Sans CJK SC", sans-serif
  "Inter Han", "Portal Han SC", "Noto Sans CJK SC", sans-serif
  "Inter Han", "Portal Han TC", "Noto Sans CJK TC", sans-serif

and what Noto lacks too (most of U+20000 and up) from the Debian package fonts-hanazono, which
the system finds by itself.

Licence: both sources are under the SIL Open Font License 1.1. Inter reserves no name; Noto Sans
CJK reserves none in its name table, its origin reserves "Source". The Han fonts get a name of our
own all the same. Copyright and licence entries are kept. Nothing made here is distributed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import fontTools
from fontTools.fontBuilder import FontBuilder
from fontTools.merge import Merger
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont
from fontTools.varLib.instancer import instantiateVariableFont

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent
INTER = ROOT / "static" / "vendor" / "inter"
OUT = ROOT / "static" / "vendor" / "fonts"
STAMP = OUT / "made.json"

NOTO_FOLDERS = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/noto-cjk"),
    Path("/usr/local/share/fonts"),
)
NOTO_FILES = {400: "NotoSansCJK-Regular.ttc", 600: "NotoSansCJK-Bold.ttc"}

# The first file wins where two hold the same character.
INTER_PARTS = ("latin", "latin-ext", "vietnamese", "cyrillic", "greek")

HAN_PUNCTUATION = frozenset("“”‘’—…·")
"""What a Chinese sentence must take from the Han font: there these marks are one square wide."""

EM_DASH, TWO_EM_DASH = 0x2014, 0x2E3A

OUTLINE_ERROR = 1.0
"""How far a quadratic outline may be off the cubic one, in font units (1,000 to the em)."""


@dataclass(frozen=True, slots=True)
class HanFont:
    """One of the two Han families: its name, the face of the collection, and its characters."""

    family: str
    stem: str
    face: str
    characters: frozenset[int]


# ---------------------------------------------------------------------------------------------
# Which characters


def double_byte(codec: str, leads: Iterable[int], trails: Iterable[int]) -> set[int]:
    """Return the code points that an old two-byte character set assigns in these rows."""
    found = set()
    trails = tuple(trails)
    for lead in leads:
        for trail in trails:
            try:
                found.add(ord(bytes((lead, trail)).decode(codec)))
            except UnicodeDecodeError:
                continue
    return found


def shared_characters() -> set[int]:
    """Return what both Han families hold besides ideographs: Latin, punctuation, full width."""
    ranges = (
        range(0x20, 0x7F),
        range(0xA0, 0x100),
        range(0x2010, 0x2028),
        range(0x2030, 0x203C),
        range(0x2460, 0x2474),
        range(0x3000, 0x3020),
        range(0xFF01, 0xFF5F),
        range(0xFFE0, 0xFFE7),
    )
    single = {0x20AC, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, TWO_EM_DASH}
    return {code for span in ranges for code in span} | single


def simplified() -> frozenset[int]:
    """Return GB 2312: 6,763 ideographs in two levels, and its symbols."""
    gb2312 = double_byte("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    return frozenset(gb2312 | shared_characters())


def traditional() -> frozenset[int]:
    """Return Big5's symbols and its level 1: the 5,401 ideographs in common use in Taiwan."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    symbols = double_byte("big5", range(0xA1, 0xA4), trails)
    level_one = double_byte("big5", range(0xA4, 0xC7), trails)
    return frozenset(symbols | level_one | shared_characters())


# ---------------------------------------------------------------------------------------------
# Han


def han_fonts() -> tuple[HanFont, ...]:
    """Return the two families in the order in which they are made."""
    return (
        HanFont("Portal Han SC", "portal-han-sc", "Noto Sans CJK SC", simplified()),
        HanFont("Portal Han TC", "portal-han-tc", "Noto Sans CJK TC", traditional()),
    )


def make_han(weight: int) -> list[str]:
    """Draw both Han families in one weight; a glyph that they share is converted once."""
    collection = TTCollection(noto_file(weight), lazy=True)
    faces = {face["name"].getDebugName(1): face for face in collection.fonts}
    drawn: dict[str, Any] = {}
    made = []
    for han in han_fonts():
        target = OUT / f"{han.stem}-{weight}.ttf"
        draw_han(faces[han.face], han, weight, drawn).save(target)
        made.append(target.name)
    return made


def draw_han(face: TTFont, han: HanFont, weight: int, drawn: dict[str, Any]) -> FontBuilder:
    """Build a TrueType font of `han.characters`: outlines, widths, names and one rule of layout.

    The face already has the region's shapes, so nothing is substituted but a doubled dash, which
    would show a gap; a font with little layout is shaped faster. `drawn` keeps the converted
    outlines by glyph name.
    """
    chosen = {code: name for code, name in face.getBestCmap().items() if code in han.characters}
    order = [".notdef", *sorted(set(chosen.values()) - {".notdef"})]
    outlines = face.getGlyphSet()
    for name in order:
        if name not in drawn:
            drawn[name] = quadratic(outlines[name])
    metrics = face["hmtx"].metrics
    builder = FontBuilder(face["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(chosen)
    builder.setupGlyf({name: drawn[name] for name in order})
    builder.setupHorizontalMetrics(
        {name: (metrics[name][0], builder.font["glyf"][name].xMin) for name in order}
    )
    copy_vertical_metrics(face, builder, weight)
    builder.setupNameTable(names_of(face, han.family, weight))
    builder.addOpenTypeFeatures(
        "feature ccmp { sub "
        f"{chosen[EM_DASH]} {chosen[EM_DASH]} by {chosen[TWO_EM_DASH]};"
        " } ccmp;"
    )
    builder.setupPost(keepGlyphNames=False)
    return builder


def quadratic(glyph: Any) -> Any:  # noqa: ANN401 - fontTools' glyphs have no common type
    """Return a cubic glyph as a TrueType glyph, its contours turned as TrueType wants them."""
    pen = TTGlyphPen(None)
    glyph.draw(Cu2QuPen(pen, OUTLINE_ERROR, reverse_direction=True))
    return pen.glyph()


def copy_vertical_metrics(face: TTFont, builder: FontBuilder, weight: int) -> None:
    """Keep the source's heights, so that lines fall the same with the small and the full font."""
    header, system = face["hhea"], face["OS/2"]
    builder.setupHorizontalHeader(
        ascent=header.ascent, descent=header.descent, lineGap=header.lineGap
    )
    builder.setupOS2(
        usWeightClass=weight,
        sTypoAscender=system.sTypoAscender,
        sTypoDescender=system.sTypoDescender,
        sTypoLineGap=system.sTypoLineGap,
        usWinAscent=system.usWinAscent,
        usWinDescent=system.usWinDescent,
        sxHeight=system.sxHeight,
        sCapHeight=system.sCapHeight,
        xAvgCharWidth=system.xAvgCharWidth,
        fsType=system.fsType,
    )


# ---------------------------------------------------------------------------------------------
# Inter


def make_inter_pdf(weight: int) -> list[str]:
    """Join Inter's parts (Latin, Vietnamese, Cyrillic, Greek) to one static font."""
    parts, seen = [], set()
    for part in INTER_PARTS:
        font = inter_at(part, weight)
        new = set(font.getBestCmap()) - seen
        seen |= new
        path = OUT / f".inter-{part}-{weight}.ttf"
        keep(font, new).save(path)
        parts.append(path)
    font = Merger().merge([str(path) for path in parts])
    for path in parts:
        path.unlink()
    return [save_inter(font, "Inter PDF", weight, "inter-pdf")]


def make_inter_han(weight: int) -> list[str]:
    """Cut Inter's Latin part, without the marks that Chinese takes from its own font."""
    font = inter_at("latin", weight)
    font = keep(font, set(font.getBestCmap()) - {ord(mark) for mark in HAN_PUNCTUATION})
    return [save_inter(font, "Inter Han", weight, "inter-han")]


def make_inter_han_page() -> list[str]:
    """Cut the same font for browsers: variable, compressed."""
    font = TTFont(inter_file("latin"))
    font = keep(font, set(font.getBestCmap()) - {ord(mark) for mark in HAN_PUNCTUATION})
    set_names(font, {"familyName": "Inter Han", "fullName": "Inter Han", "psName": "InterHan"})
    font.flavor = "woff2"
    font.save(OUT / "inter-han.woff2")
    return ["inter-han.woff2"]


def inter_at(part: str, weight: int) -> TTFont:
    """Return one part of Inter, fixed at a weight."""
    font = TTFont(inter_file(part))
    font.flavor = None
    return instantiateVariableFont(font, {"wght": weight}, inplace=True)


def keep(font: TTFont, characters: Iterable[int]) -> TTFont:
    """Drop every character but these, with the glyphs and rules that only the others use."""
    options = Options()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.hinting = False
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def save_inter(font: TTFont, family: str, weight: int, stem: str) -> str:
    """Write a static cut of Inter under its own name; return the file's name."""
    set_names(font, names_of(font, family, weight))
    font["OS/2"].usWeightClass = weight
    target = OUT / f"{stem}-{weight}.ttf"
    font.save(target)
    return target.name


# ---------------------------------------------------------------------------------------------
# Names


STYLES = {400: "Regular", 500: "Medium", 600: "SemiBold"}


def names_of(source: TTFont, family: str, weight: int) -> dict[str, str]:
    """Return the name table of a cut: our family, the source's copyright and licence."""
    style = STYLES[weight]
    kept = {
        "copyright": source["name"].getDebugName(0),
        "trademark": source["name"].getDebugName(7),
        "licenseDescription": source["name"].getDebugName(13),
        "licenseInfoURL": source["name"].getDebugName(14),
    }
    ours = {
        "familyName": family if weight == 400 else f"{family} {style}",  # noqa: PLR2004
        "styleName": "Regular",
        "typographicFamily": family,
        "typographicSubfamily": style,
        "fullName": f"{family} {style}",
        "psName": f"{family.replace(' ', '')}-{style}",
        "uniqueFontIdentifier": f"{family} {style}, cut at set-up",
        "version": source["name"].getDebugName(5) or "Version 1",
    }
    return ours | {key: text for key, text in kept.items() if text}


def set_names(font: TTFont, names: dict[str, str]) -> None:
    """Put entries of `FontBuilder`'s vocabulary into an existing font's name table."""
    builder = FontBuilder(font=font)
    old = {record.nameID: str(record) for record in font["name"].names}
    builder.setupNameTable(names)
    for number, text in old.items():
        if font["name"].getDebugName(number) is None:
            font["name"].setName(text, number, 3, 1, 0x409)


# ---------------------------------------------------------------------------------------------
# Where things are, and what is already done


def noto_file(weight: int) -> Path:
    """Return the system's collection for a weight, or stop with the remedy."""
    for folder in NOTO_FOLDERS:
        if (path := folder / NOTO_FILES[weight]).exists():
            return path
    sys.exit(
        f"{NOTO_FILES[weight]} was not found in {NOTO_FOLDERS[0]}. "
        "Install the package fonts-noto-cjk and run `make install` again."
    )


def inter_file(part: str) -> Path:
    """Return a part of the installed Inter, or stop with the remedy."""
    path = INTER / f"inter-{part}-wght-normal.woff2"
    if not path.exists():
        sys.exit(f"{path.relative_to(ROOT)} is missing. Run `make install`.")
    return path


def fingerprint() -> str:
    """Return a digest of all that decides the result: this file, the inputs, fontTools."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(fontTools.version.encode())
    for weight in NOTO_FILES:
        path = noto_file(weight)
        digest.update(f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}".encode())
    for part in INTER_PARTS:
        digest.update(inter_file(part).read_bytes())
    return digest.hexdigest()


def is_made(wanted: str) -> bool:
    """Tell whether the fonts on disk are those of this fingerprint, none missing."""
    if not STAMP.exists():
        return False
    made = json.loads(STAMP.read_text())
    return made["fingerprint"] == wanted and all((OUT / name).exists() for name in made["files"])


def tasks() -> list[tuple[Callable[..., list[str]], tuple[int, ...]]]:
    """Return the work in pieces that can run side by side, the longest first."""
    return [
        (make_han, (400,)),
        (make_han, (600,)),
        *((make_inter_pdf, (weight,)) for weight in (400, 500, 600)),
        *((make_inter_han, (weight,)) for weight in (400, 600)),
        (make_inter_han_page, ()),
    ]


def main() -> None:
    """Make the fonts unless they are there."""
    wanted = fingerprint()
    if is_made(wanted):
        return
    OUT.mkdir(parents=True, exist_ok=True)
    started, files = perf_counter(), []
    with ProcessPoolExecutor() as pool:
        running = [pool.submit(work, *arguments) for work, arguments in tasks()]
        for task in as_completed(running):
            files += task.result()
    STAMP.write_text(json.dumps({"fingerprint": wanted, "files": sorted(files)}, indent=1))
    print(f"Made {len(files)} fonts in {perf_counter() - started:.0f} s.")


if __name__ == "__main__":
    main()
