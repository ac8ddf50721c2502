"""The table on screen at every width: no amount is ever cropped or wrapped."""

import re

import pytest
from tests.terminal import at_a_terminal, plain

from enamnd_cost.analysis.budget_table import report
from enamnd_cost.analysis.selection import select
from enamnd_cost.analysis.year import compute
from enamnd_cost.files.loading import load
from enamnd_cost.output import terminal
from enamnd_cost.swedish import number

WIDTHS = [20, 40, 60, 80, 100, 160]
ROOT = __file__.rsplit("/tests/", 1)[0]


@pytest.fixture
def amounts(computed):
    """Every amount that the table of 2023 must show, and how many times at least."""
    result = computed.year(2023)
    selection, _ = select(result)
    return [
        number(row.amount)
        for service in selection.services
        for row in service.allocation.rows.values()
    ] + [number(kr) for kr in result.per_municipality.values()]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_amount_stands_whole_in_a_terminal(width, amounts):
    text = plain(at_a_terminal(width, "allocate", "2023"))
    words = re.split(r"[ \n]+", text)

    for amount in set(amounts):
        assert words.count(amount) >= amounts.count(amount), amount
    if width >= 40:
        assert max(map(len, text.splitlines())) <= width


COMMANDS = [
    ["infer", "examples/tabeller/soc-grund-2023-med-fel.csv"],
    ["infer", "2023"],
    ["audit", "examples/granskning/verksamhetsplan-2024.csv"],
    ["rounding", "2024"],
    ["compare", "2023", "2024", "--per-tjanst"],
    ["follow-up", "2022"],
    ["follow-up", "2022", "--tkr"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_window(width, command):
    """Texts in a table go on below; the label of their row stands at the first line."""
    text = plain(at_a_terminal(width, *command, ends=(0, 1)))

    assert max(map(len, text.splitlines())) <= width


def test_every_amount_stands_whole_without_a_terminal(run, amounts):
    words = re.split(r"[ \n]+", run("allocate", "2023", cwd=ROOT).stdout)

    for amount in set(amounts):
        assert words.count(amount) >= amounts.count(amount), amount


def test_without_a_terminal_the_table_is_in_one_piece_and_plain(run):
    text = run("allocate", "2023", cwd=ROOT).stdout

    assert "(del 1" not in text
    assert "\x1b" not in text


def test_each_block_of_a_narrow_window_has_its_labels_and_sums(computed):
    result = computed.year(2023)
    text = terminal.render(report(result, select(result)[0]), 40, styled=False)

    blocks = text.count("\nKommun")
    assert blocks > 2
    assert text.count("\nÖvertorneå") == text.count("\nSumma") == blocks


def test_bold_at_a_terminal_but_never_with_no_color():
    assert "\x1b[1m" in at_a_terminal(80, "allocate", "2024")
    assert "\x1b" not in at_a_terminal(80, "allocate", "2024", env={"NO_COLOR": "1"})
    assert "\x1b" not in at_a_terminal(80, "allocate", "2024", env={"TERM": "dumb"})


@pytest.mark.parametrize("width", [None, 40, 80])
def test_huge_and_negative_amounts_are_whole_too(width, copied):
    path = copied / "tjanster" / "raddningstjansten.toml"
    agreed = {"arjeplog": -123_456_789_012, "arvidsjaur": 987_654_321_098}
    amounts = ", ".join(f"{k.id} = {agreed.get(k.id, 0)}" for k in load(copied)[0].kommuner.kommun)
    path.write_text(
        'namn = "Prov"\nkort = "Prov"\n[[period]]\nfran = 2022\nkalla = "prov"\n'
        f"fordelning = {{ belopp = {{ {amounts} }} }}\n",
        encoding="utf-8",
    )
    data, problems = load(copied)
    assert problems == []
    result = compute(data, [2024]).year(2024)

    shown = terminal.render(report(result, select(result)[0]), width, styled=False)

    assert number(-123_456_789_012) in shown
    assert number(987_654_321_098) in shown
