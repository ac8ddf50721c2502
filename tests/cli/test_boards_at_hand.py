"""The example boards through the commands, as their users run them."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BOARDS = ROOT / "examples" / "namnder"


def asked(run, board, *words):
    return run(*words, "--data", f"examples/namnder/{board}", cwd=ROOT)


@pytest.mark.parametrize("board", sorted(path.name for path in BOARDS.iterdir() if path.is_dir()))
def test_a_strict_check_of_a_board_finds_nothing(run, board):
    checked = asked(run, board, "check", "--strikt")

    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.parametrize("kind", ["lika", "folkmangd"])
def test_what_goes_by_population_is_not_varied_where_there_is_none(run, kind):
    service = ["medlemsavgift"] if kind == "lika" else []
    swept = asked(run, "norra-dalarna", "sweep", "2021", kind, *service)

    assert swept.returncode == 2
    assert "fel[EK001]: ingen folkmängd att dela efter" in swept.stderr
    assert "enamnd-cost population" in swept.stderr


def test_a_printed_sum_that_its_rows_do_not_give_is_told(run):
    document = "examples/namnder/jamtland/dokument/ekonomi-{}.csv"
    right = asked(run, "jamtland", "audit", document.format(2021))
    wrong = asked(run, "jamtland", "audit", document.format(2023))

    assert (right.returncode, wrong.returncode) == (0, 1)
    told = wrong.stdout.replace("\xa0", " ")
    assert "Totalt: tryckt 146 779 000 kr, ska troligen vara 146 746 000 kr" in told
    assert "1 fel." in told
