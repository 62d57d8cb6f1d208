"""Style sheets for the PDF engine, with the house's tokens written out.

A page resolves `var(--text)` and converts its colour for each element; a document has thousands of
elements and the engine is slow at both. So the values are put in once, when the sheets are read:
light theme, colours as the sRGB numbers that charts use too.
"""

import re
from collections.abc import Mapping
from math import cos, radians, sin
from typing import Final

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN: Final = re.compile(r"(--[\w-]+):\s*([^;]+);")
_ROOT: Final = re.compile(r":root\s*\{(.*?)\}", re.DOTALL)
_VAR: Final = re.compile(r"var\((--[\w-]+)\)")
_LIGHT_DARK: Final = re.compile(r"light-dark\(\s*((?:[^,()]|\([^()]*\))+),(?:[^()]|\([^()]*\))*\)")
_OKLCH: Final = re.compile(r"oklch\(([\d.]+)%\s+([\d.]+)\s+([\d.]+)\)")


class UnknownToken(ValueError):
    """A style sheet names a token that tokens.css does not have."""


def tokens_in(source: str) -> Mapping[str, str]:
    """The tokens of the first `:root` block of tokens.css, resolved for paper."""
    root = _ROOT.search(_COMMENT.sub("", source))
    raw = dict(_TOKEN.findall(root[1])) if root else {}
    return {name: _resolved(value, raw) for name, value in raw.items()}


def written_out(source: str, tokens: Mapping[str, str]) -> str:
    """A style sheet with the tokens' values in the place of their names.

    Raises:
        UnknownToken: with the name.
    """
    return _VAR.sub(lambda found: _value(found[1], tokens), _COMMENT.sub("", source))


def srgb(lightness: float, chroma: float, hue: float) -> str:
    """An OKLCH colour (lightness 0 to 1, hue in degrees) as `#rrggbb`, cut to what sRGB holds.

    The matrices are those of the colour space's definition (CSS Color 4, section 10).
    """
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return "#" + "".join(f"{_channel(light):02x}" for light in (red, green, blue))


def _channel(light: float) -> int:
    """A linear channel as the byte that sRGB stores."""
    threshold, slope, power = 0.0031308, 12.92, 2.4
    stored = slope * light if light <= threshold else 1.055 * light ** (1 / power) - 0.055
    return round(255 * min(max(stored, 0.0), 1.0))


def _resolved(value: str, raw: Mapping[str, str]) -> str:
    value = _VAR.sub(lambda found: _resolved(_value(found[1], raw), raw), value)
    value = _LIGHT_DARK.sub(lambda found: found[1].strip(), value)
    return _OKLCH.sub(_hex, value).strip()


def _hex(found: re.Match[str]) -> str:
    return srgb(float(found[1]) / 100, float(found[2]), float(found[3]))


def _value(name: str, values: Mapping[str, str]) -> str:
    try:
        return values[name]
    except KeyError:
        raise UnknownToken(name) from None
