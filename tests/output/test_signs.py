"""What is not seen, or makes a text look other than it is, is known by one table."""

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.asking import Wish, aside, ask
from enamnd_cost.cli.spelling import spell
from enamnd_cost.signs import ODD, called, legible, visible, visible_lines

ALL = [chr(code) for code in range(sys.maxunicode + 1)]
# Drawn as nothing though they are letters, marks, or codes that are kept for what is not seen.
DRAWN_AS_NOTHING = {"Lo", "Mn", "Cn"}


def is_no_sign(sign):
    return 0xFDD0 <= ord(sign) <= 0xFDEF or ord(sign) & 0xFFFE == 0xFFFE


def test_the_table_is_unicodes_own_and_little_more():
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    must = {s for s in ALL if unicodedata.category(s) in kinds or is_no_sign(s)}
    odd = set(ODD.pattern.findall("".join(ALL)))

    assert must <= odd
    assert {unicodedata.category(sign) for sign in odd - must} <= DRAWN_AS_NOTHING
    assert not any(sign in odd for sign in "aåÅé §–−€\N{NO-BREAK SPACE}\u2009\u0308")


def test_every_odd_sign_has_a_number_and_a_name():
    for sign in ODD.pattern.findall("".join(ALL)):
        number, name = called(sign).split(", ", 1)
        assert number == f"U+{ord(sign):04X}"
        assert name


def test_what_is_shown_holds_none_of_them_and_is_shown_the_same_again():
    everything = "".join(ALL)

    assert not ODD.search(visible(everything))
    assert set(ODD.pattern.findall(visible_lines(everything))) == {"\n", "\t"}
    assert not set(ODD.pattern.findall(legible(everything))) - set("\n\r\t")
    for shown in (visible, visible_lines, legible):
        assert shown(shown(everything)) == shown(everything)


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], max_codepoint=0x2FF)))
def test_an_ordinary_text_is_shown_as_it_is(text):
    assert text == visible(text) == visible_lines(text) == legible(text)


@given(
    st.text(st.sampled_from("\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ue000\ue001\ue002\ue003\ue004antal"))
)
def test_no_word_is_taken_for_advice_and_none_changes_any(word):
    assert spell(word) == word
    assert spell(f"{word}{aside(f'; {ask(Wish.SERVICE, word)}.')}") == (
        f"{word}; -t {word}." if word else "; --tjanst."
    )
