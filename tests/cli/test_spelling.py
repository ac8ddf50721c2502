"""Every wish has its words on the command line, and the layers below have none of them."""

import ast
import re
from pathlib import Path

import pytest

from enamnd_cost.asking import Wish, ask
from enamnd_cost.cli.spelling import WORDS, spell
from enamnd_cost.cli.swedish import COMMANDS

SOURCE = Path(__file__).parents[2] / "src" / "enamnd_cost"
BELOW = [
    path
    for layer in ("engine", "model", "files", "analysis", "output")
    for path in sorted((SOURCE / layer).rglob("*.py"))
]


def test_every_wish_has_words():
    assert set(WORDS) == set(Wish)


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        (ask(Wish.SERVICE), "--tjanst"),
        (ask(Wish.SERVICE, "e-arkiv"), "-t e-arkiv"),
        (ask(Wish.YEARS), "--ar"),
        (ask(Wish.YEARS, 2024), "--ar 2024"),
        (ask(Wish.YEARS, 2024, 2027), "--ar 2024..2027"),
        (ask(Wish.ASSUME), "--antag"),
        (ask(Wish.ASSUME, "PKV=3,5"), "--antag PKV=3,5"),
        (ask(Wish.SHEET), "--blad"),
        (ask(Wish.SHEET, "Budget 2024"), '--blad "Budget 2024"'),
        (ask(Wish.ROLL, 2024), "roll 2024"),
        (ask(Wish.FILL, 2024), "enamnd-cost roll 2024 --fyll --skriv"),
        (ask(Wish.UPDATE, 2024), "enamnd-cost roll 2024 --uppdatera --skriv"),
        (ask(Wish.CHECK, 2024), "enamnd-cost check 2024"),
    ],
)
def test_a_wish_is_worded_with_what_it_asks_for(marked, said):
    assert spell(f"välj {marked}.") == f"välj {said}."


def literals(path):
    """List the texts of a module that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = ast.Module | ast.ClassDef | ast.FunctionDef
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.mark.parametrize("path", BELOW, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_layer_below_the_command_line_knows_its_words(path):
    commands = "|".join(COMMANDS)
    words = re.compile(rf"(^|[ (])--?[a-z]{{2,}}|enamnd-cost ({commands})\b")

    assert not [text for text in literals(path) if words.search(text)]
