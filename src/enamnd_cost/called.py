"""What the members are called in all that leaves the program: kommun, medlem or part.

The nämnd says it once, in ``kommuner.toml``. The program's own texts say kommun everywhere, and are
put in the nämnd's word in the one gate of each form, so that no text can forget it. What others
have written stays as it is: each text that is read is heeded, and the same words in an answer are
left alone. So are keys, names of files and options, and the words svensk kommun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

Word = Literal["kommun", "medlem", "part"]
KOMMUN: Word = "kommun"

# One and several, of a kind and definite; a genitive ends in s.
_ENDINGS = {"": 0, "er": 1, "en": 2, "erna": 3}
_FORMS: dict[str, tuple[str, str, str, str]] = {
    "medlem": ("medlem", "medlemmar", "medlemmen", "medlemmarna"),
    "part": ("part", "parter", "parten", "parterna"),
}
FORM = r"[Kk]ommun(erna|er|en|)(s?)(?!\w)"
_OWN = re.compile(
    rf"(?<![\w.\-/\[])(?<![Ss]vensk )(?<![Ss]venska ){FORM}(?![\-\]/]|\.\w|\s*=)( {{2,}})?"
)
_FORM = re.compile(rf"(?<!\w){FORM}")
# A line of a file that is shown as it stands, and where it stands.
_SHOWN = re.compile(r"^ *(?:\d+ \||-->).*$", re.MULTILINE)
NAMED = ("namn", "kort")  # keys of what may be a word by itself
AROUND = 4  # words, most of them before one, by which it is known again
MOST = 2_000  # texts with such a word that are heeded


class _Said:
    """The word in use, and texts of others that have the word kommun in them."""

    word: Word = KOMMUN
    heeded: dict[str, bool] = {}  # and whether it is a name


def use(word: Word) -> None:
    """Call members so from now on."""
    _Said.word = word


def heed(value: Any, *, name: bool = False) -> None:
    """Note texts that somebody else has written, in whatever they stand, but for keys."""
    if isinstance(value, str):
        if "ommun" in value and len(_Said.heeded) < MOST:
            _Said.heeded[value] = _Said.heeded.get(value, False) or name
    elif isinstance(value, dict):
        for key, each in value.items():
            heed(each, name=key in NAMED)
    elif isinstance(value, list | tuple):
        for each in value:
            heed(each)


def worded(text: str) -> str:
    """Put the program's own words for members in a text as the nämnd says them.

    >>> use("medlem")
    >>> heed({"namn": "Piteå kommun"})
    >>> worded("Kommunerna betalar lika: Piteå kommun som varje kommuns andel (kommuner.toml)")
    'Medlemmarna betalar lika: Piteå kommun som varje medlems andel (kommuner.toml)'
    >>> use("kommun")
    >>> worded("Kommunerna betalar lika.")
    'Kommunerna betalar lika.'
    """
    if _Said.word == KOMMUN or "ommun" not in text or text in ("kommun", "kommuner"):
        return text
    if len(_Said.heeded) >= MOST:  # what others have written is no longer all known
        return text
    kept = _theirs_in(text)

    def own(found: re.Match[str]) -> str:
        start, end = found.span()
        around = {text[start - 1 : start], text[end : end + 1]}
        alone = around in ({'"'}, {";"}) and found[0].islower()  # a key, or a value of one
        if alone or start in kept:
            return found[0]
        said = _FORMS[_Said.word][_ENDINGS[found[1]]] + found[2]
        said = said.capitalize() if found[0][0] == "K" else said
        # What stands in columns stays in them.
        return said.ljust(max(len(found[0]), len(said) + 1)) if found[3] else said

    return _OWN.sub(own, text)


def _theirs_in(text: str) -> set[int]:
    """Tell where words of others begin: those of texts that were read, and of lines shown whole."""
    kept = {
        place.start(1) + word.start()
        for place in _theirs(tuple(_Said.heeded.items())).finditer(text)
        for word in _FORM.finditer(place[1])
    }
    for line in _SHOWN.finditer(text):
        kept.update(line.start() + word.start() for word in _FORM.finditer(line[0]))
    return kept


@cache
def _theirs(heeded: tuple[tuple[str, bool], ...]) -> re.Pattern[str]:
    """Find the words of others, also one within another, with some of what stood before them."""
    patterns = dict.fromkeys(each for text in heeded for each in _known_by(*text))
    return re.compile(f"(?=({'|'.join(patterns)}))" if patterns else "(?!)()")


def _known_by(text: str, name: bool) -> Iterable[str]:  # noqa: FBT001 (as it is kept)
    for found in _FORM.finditer(text):
        before = re.findall(r"\w+", text[: found.start()])[1 - AROUND :]
        after = re.findall(r"\w+", text[found.end() :])[: AROUND - len(before)]
        words = [*before, found[0], *after]
        # A word by itself, such as a heading, may be the program's as well; a name is theirs.
        ends = ('(?<=")', '(?=")') if len(words) == 1 and not name else (r"(?<!\w)", r"(?!\w)")
        yield r"\W+".join(map(re.escape, words)).join(ends)
