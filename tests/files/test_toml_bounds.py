"""What TOML may hold: a bound is met by what is beyond it, and by nothing else."""

import re
import tomllib
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.files.reading import parse
from enamnd_cost.files.scenarios import MOST_FILES, read_chain
from enamnd_cost.files.toml_bounds import (
    MOST_DEPTH,
    MOST_KEY,
    MOST_LINE,
    MOST_PARTS,
    MOST_TEXT,
    MOST_VALUES,
    of_text,
    of_values,
)

LINES, ONES = "abc\n" * 8_191, "1,\n"
DOTTED = "a." * 30 + "a"
PART = st.sampled_from(["a", "å", "a-b", '"a b"', "'a.b'", '"\\"."'])
BETWEEN = st.sampled_from([".", " . ", "\t.", ". "])


@given(st.text(max_size=300), st.booleans())
def test_what_stands_in_a_text_or_a_comment_is_no_key(said, long):
    text = tomli_w.dumps({"x": f"{said} {DOTTED}", "y": [said]}, multiline_strings=long)

    assert of_text(f"{text}# {DOTTED}\nz = '{DOTTED}'\nw = '''\n{DOTTED}\n'''\n") is None


@given(st.lists(PART, min_size=1, max_size=40), BETWEEN)
def test_a_key_is_refused_by_its_parts_however_it_is_written(parts, between):
    key = between.join(parts)
    for text in (f"{key} = 1\n", f"[{key}]\n", f"x = {{ {key} = 1 }}\n"):
        assert bool(of_text(text)) == (len(parts) > MOST_PARTS)


@given(st.text(alphabet="\"'\\\n#a.[]{}= ", max_size=400))
def test_whatever_the_parser_reads_of_few_parts_is_let_through(text):
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    keys = [line for line in text.split("\n") if line.count(".") >= MOST_PARTS]
    assert keys or of_text(text) is None


@pytest.mark.parametrize(("depth", "refused"), [(MOST_DEPTH - 1, False), (MOST_DEPTH, True)])
def test_lists_and_tables_are_as_deep_as_they_may_be(depth, refused):
    lists = f"x = {'[' * (depth - 1)}1{']' * (depth - 1)}"
    tables = f"x = {'{ a = ' * (depth - 1)}1{' }' * (depth - 1)}"

    assert [bool(of_values(tomllib.loads(text))) for text in (lists, tables)] == [refused] * 2


@pytest.mark.parametrize("more", [0, 1])
def test_each_bound_is_met_at_its_own_size(more):
    for text, what in (
        (f"#{'x' * (MOST_LINE - 1 + more)}\n", "en rad har mer än 20 000 tecken"),
        (f"{'k' * (MOST_KEY + more)} = 1\n", "ett tal eller en nyckel har mer än 1 000 tecken"),
        (f'"{"k " * (MOST_KEY // 2)}{"k" * more}" = 1\n', "en nyckel har mer än 1 000 tecken"),
        (f"x = '''\n{LINES}abc{'d' * more}'''\n", "en text har mer än 32 767 tecken"),
        (f"x = [\n{ONES * (MOST_VALUES - 2)}{ONES * more}]\n", "den har mer än 30 000 värden"),
    ):
        _, problem = parse(text.encode(), "x.toml")
        assert (problem is not None) == bool(more), what
        if problem:
            assert (problem.code, what in problem.text) == ("EK106", True)
    assert MOST_TEXT == 4 * 8_191 + 3


@pytest.mark.parametrize(("files", "refused"), [(MOST_FILES, False), (MOST_FILES + 1, True)])
def test_a_chain_of_scenarios_is_as_long_as_it_may_be(files, refused, tmp_path):
    for n in range(files):
        bas = f'"{n + 1}.toml"' if n + 1 < files else "2024"
        text = f'namn = "S"\nmotiv = "?"\nbas = {bas}\n[[uttrade]]\nkommun = "Boden"\n'
        (tmp_path / f"{n}.toml").write_text(text, encoding="utf-8")

    chain, problems = read_chain(tmp_path / "0.toml")

    assert (chain is None) == refused, problems
    assert [problem.code for problem in problems] == ["EK223"] * refused


def test_no_pattern_has_a_group_that_the_python_of_debian_12_gets_wrong():
    """Python 3.11.2 forgets alternatives of a group that gives nothing back."""
    source = Path(__file__).parents[2] / "src"
    possessive = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+|\(\?>")

    assert possessive.search("(?:a|b)*+")
    for path in source.rglob("*.py"):
        assert not possessive.search(path.read_text(encoding="utf-8")), path
