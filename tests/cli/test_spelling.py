"""Every wish has its words on the command line, and the layers below have none of them."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from enamnd_cost.asking import Wish, ask
from enamnd_cost.cli.spelling import WORDS, spell
from enamnd_cost.cli.swedish import COMMANDS

DATA = Path(__file__).parents[2] / "data"
SOURCE = Path(__file__).parents[2] / "src" / "enamnd_cost"
BELOW = [
    path
    for layer in ("engine", "model", "files", "analysis", "output")
    for path in sorted((SOURCE / layer).rglob("*.py"))
]


def test_every_wish_has_words():
    assert set(WORDS) == set(Wish)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((Wish.SERVICE,), "--tjanst"),
        ((Wish.SERVICE, "e-arkiv"), "-t e-arkiv"),
        ((Wish.YEARS,), "--ar"),
        ((Wish.YEARS, 2024), "--ar 2024"),
        ((Wish.YEARS, 2024, 2027), "--ar 2024..2027"),
        ((Wish.ASSUME,), "--antag"),
        ((Wish.ASSUME, "PKV=3,5"), "--antag PKV=3,5"),
        ((Wish.SHEET,), "--blad"),
        ((Wish.SHEET, "Budget 2024"), '--blad "Budget 2024"'),
        ((Wish.ROLL, 2024), "roll 2024"),
        ((Wish.FILL, 2024), "enamnd-cost roll 2024 --fyll --skriv"),
        ((Wish.UPDATE, 2024), "enamnd-cost roll 2024 --uppdatera --skriv"),
        ((Wish.CHECK, 2024), "enamnd-cost check 2024"),
        (
            (Wish.BUY_IN, "drift", "2024-07-01", "", "", "boden"),
            "enamnd-cost buy-in drift boden 2024-07-01 --format toml",
        ),
        (
            (Wish.BUY_IN, "drift", "2024-07-01", "2023-01-01", 5, "boden", "kiruna"),
            (
                "enamnd-cost buy-in drift boden 2024-07-01 --med kiruna --fran 2023-01-01 "
                "--avskrivning 5 --format toml"
            ),
        ),
    ],
)
def test_a_wish_is_worded_with_what_it_asks_for(asked, said):
    assert spell(f"välj {ask(*asked)}.") == f"välj {said}."


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


# Commands with what makes their answers advise their reader to ask for more.
ADVISING = {
    "allocate": ["allocate", "2023"],
    "plan": ["allocate", "2024..2025", "--antag", "PKV=3"],
    "explain": ["explain", "2023", "raddningstjansten", "boden"],
    "compare": ["compare", "2024", "lamnar.toml"],
    "compare outside": ["compare", "2023", "utanfor.toml"],
    "stand-alone": ["stand-alone", "ensam.toml", "2024", "lamnar.toml"],
    "sweep": ["sweep", "2024", "lika", "soc-grund"],
    "buy-in": ["buy-in", "projekt", "luleå", "2024-07-01"],
    "projects": ["projects"],
    "rounding": ["rounding", "2024", "--tvavags", "100"],
    "follow-up": ["follow-up", "2022"],
    "infer": ["infer", "e-arkiv", "2023", "--antal", "1"],
    "infer several": ["infer", "--ar", "2023", "-t", "soc-grund", "-t", "grundfinansiering"],
    "audit": ["audit", "okand.csv"],
    "audit of a draft": ["audit", "utkast.csv"],
    "check": ["check", "2025", "--data", "kand"],
}
QUIET = ("explain", "sweep", "rounding", "follow-up")  # that have nothing to advise
OWN_WORDS = re.compile(
    rf"--[a-zåäö]{{2,}}|(?<!\S)-[a-z](?!\S)|enamnd-cost (?:{'|'.join(COMMANDS)})\b|\bexplain\b"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with files that give every kind of advice, and a draft that is not filled in."""
    here = tmp_path_factory.mktemp("rad")
    drafted = Path(shutil.copytree(DATA, here / "data"))
    (here / "lamnar.toml").write_text(
        'namn = "Lämnar"\nmotiv = "M"\nbas = 2024\n\n'
        '[[uttrade]]\nkommun = "Boden"\ndatum = 2026-12-31\n',
        encoding="utf-8",
    )
    (here / "utanfor.toml").write_text(
        'namn = "Utanför"\nmotiv = "M"\nbas = 2023\n\n[tjanst.datacenter]\nfordelning = "lika"\n',
        encoding="utf-8",
    )
    (here / "ensam.toml").write_text(
        'namn = "Ensam"\nkalla = "K"\n\n[ensam]\nboden = 500_000\n', encoding="utf-8"
    )
    table = "Fördelning{}\nKommun;{}\nBoden;100\nKalix;200\nSumma;300\n"
    (here / "okand.csv").write_text(table.format("", "Belopp"), encoding="utf-8")
    (here / "utkast.csv").write_text(table.format(" 2025", "E-arkiv"), encoding="utf-8")
    assert ran("roll", "2024", "--skriv", cwd=here).returncode == 0
    known = Path(shutil.copytree(drafted, here / "kand")) / "index.toml"
    value = '\n[[serie.varde]]\nar = 2025\nprocent = 3\nstatus = "preliminar"\nkalla = "K"\n'
    known.write_text(known.read_text(encoding="utf-8") + value, encoding="utf-8")
    return here


def ran(*arguments, cwd):
    """Run the program as a user does."""
    program = [sys.executable, "-c", "from enamnd_cost.cli.app import entry; entry()"]
    return subprocess.run(
        [*program, *arguments], cwd=cwd, capture_output=True, check=False, encoding="utf-8"
    )


def said_in(path):
    """Give all that a file says."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8-sig")
    sheets = openpyxl.load_workbook(path).worksheets
    cells = (cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row)
    return "\n".join(str(value) for value in cells if value is not None)


@pytest.mark.parametrize("name", ADVISING)
def test_the_screen_says_what_to_type_and_a_file_does_not(folder, tmp_path, name):
    command = ADVISING[name]
    shown = ran(*command, cwd=folder).stdout
    assert bool(OWN_WORDS.search(shown)) == (name not in QUIET)

    forms = ["md", "csv", "xlsx", "json", *(["sarif"] if command[0] in ("check", "audit") else [])]
    for form in forms:
        path = tmp_path / f"svar.{form}"
        assert ran(*command, "-o", str(path), cwd=folder).returncode in (0, 1)
        said = said_in(path)
        assert not OWN_WORDS.findall(said), form
        assert not re.search("[\ue000-\ue004]", said), form
