"""The words by which things are found: folded, without accents, Han by every beginning."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 40
MOST_TERMS = 4
_MOST_HAN = 16

_HAN = "\u2e80-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"[{_HAN}]+|(?:(?![{_HAN}])[^\W_])+")
_HAN_RUN = re.compile(rf"[{_HAN}]")


def search_words(texts: Iterable[str]) -> frozenset[str]:
    """Every word under which something with these texts is found.

    `Mill-Lane` gives `milllane`, `mill` and `lane`. A name in Han characters gives every one of
    its endings, because Chinese has no spaces between words and people type any part.
    """
    words: set[str] = set()
    for text in texts:
        for token in _folded(text).split():
            runs = _RUNS.findall(token)
            latin = [run for run in runs if not _HAN_RUN.match(run)]
            # A single letter beside others ("TL-1", "S-001") would lead to half of the network.
            words.update(run for run in latin if len(run) > 1)
            words.add("".join(latin))
            for run in runs:
                if _HAN_RUN.match(run):
                    words.update(run[start:] for start in range(min(len(run), _MOST_HAN)))
        words.add(_digits(text))
    words.discard("")
    return frozenset(word[:LONGEST] for word in words)


def search_terms(text: str) -> tuple[str, ...]:
    """What somebody typed, as beginnings of words that all have to be found; at most four."""
    terms: dict[str, None] = {}
    digits = _digits(text)
    if digits and not re.search(r"[^\d\s()+/.-]", text):
        return (digits[:LONGEST],)
    for token in _folded(text).split():
        runs = _RUNS.findall(token)
        latin = "".join(run for run in runs if not _HAN_RUN.match(run))
        for term in (latin, *(run for run in runs if _HAN_RUN.match(run))):
            if term:
                terms[term[:LONGEST]] = None
    return tuple(terms)[:MOST_TERMS]


@lru_cache(maxsize=10_000)  # towns, streets and surnames come again and again
def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _digits(text: str) -> str:
    """The digits of a telephone number as one word; nothing for other texts."""
    if not re.fullmatch(r"[\d\s()+/.-]+", text.strip()):
        return ""
    return "".join(char for char in text if char.isdigit())
