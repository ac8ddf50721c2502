"""The allocator against an independent one that was written from the handbook alone."""

import ast
import csv
import json
import random
from fractions import Fraction
from pathlib import Path

import pytest
from tests.naive.differential import differences, naive, series
from tests.naive.making import a_world, fill_budgets
from tests.naive.two_way import two_way
from tests.naive.writing import write

from enamnd_cost.cli.app import main
from enamnd_cost.engine.two_way import round_table

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
OUTSIDE = {"differential.py", "test_damped_naively.py", "test_naive.py"}  # what compares the two


@pytest.mark.parametrize("first", range(0, 400, 50))
def test_every_cell_and_every_refusal_is_the_same(first, tmp_path):
    assert list(series(range(first, first + 50), tmp_path)) == []


@pytest.mark.parametrize("folder", [DATA, HERE.parents[1] / "examples" / "tvist" / "data"])
def test_every_cell_of_the_real_data_is_the_same(folder):
    assert naive(folder)
    assert differences(folder) == []


def test_a_rule_that_only_one_of_them_knows_of_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.naive.rounding.sign", lambda _: 1)

    assert list(series(range(0, 80, 4), tmp_path))


def written(seed, folder):
    """Write a sound folder; give its years and what the handbook gives."""
    world = a_world(seed)
    fill_budgets(world)
    write(world, folder)
    return world.years, naive(folder)


@pytest.mark.parametrize("seed", [1_001, 1_002, 1_003])
def test_what_is_written_as_json_and_csv_is_the_same(seed, tmp_path, run):
    years, ours = written(seed, tmp_path / "data")
    for year in years:
        command = ("allocate", str(year), "--data", "data", "--format")
        services = json.loads(run(*command, "json").stdout)["tjanster"]
        lines = csv.DictReader(
            run(*command, "csv").stdout.lstrip("\ufeff").splitlines(), delimiter=";"
        )

        wanted = {
            (service, code): pair
            for (of, service), row in ours.items()
            if of == year
            for code, pair in row.items()
        }
        of_json = {
            (service["id"], row["kommun"]): (row["belopp"], Fraction(row["exakt"]))
            for service in services
            for row in service["fordelning"]
        }
        of_csv = {(row["tjanst"], row["kommunkod"]): int(row["belopp"]) for row in lines}
        assert {at: pair for at, pair in of_json.items() if pair != (0, 0)} == wanted
        assert {at: amount for at, amount in of_csv.items() if amount} == {
            at: amount for at, (amount, _) in wanted.items() if amount
        }


@pytest.mark.parametrize("seed", range(2_000, 2_020))
def test_a_budget_of_what_the_handbook_gives_is_found_in_order(seed, tmp_path, capsys):
    written(seed, tmp_path)
    wanted = ["intakt", "kostnad", "budgetsumma", "utanfor", "underlag", "andelar", "summor"]
    only = [word for name in wanted for word in ("--bara", name)]

    assert main(["check", "--data", str(tmp_path), *only]) == 0, capsys.readouterr()


@pytest.mark.parametrize("seed", range(100))
def test_no_table_is_rounded_otherwise_by_trying_every_way(seed):
    chance = random.Random(seed)
    codes, services = ["2580", "2581", "2582", "2583"], ["a", "b", "c"]
    most, part = chance.choice([1, 3, 40]), chance.choice([2, 3, 7])  # few values, many ties
    table = {
        service: {
            code: Fraction(chance.randint(-most, 2 * most) * 10, part)
            for code in codes
            if chance.random() < 0.9
        }
        for service in services
    }
    cells = {
        (service, code): share for service, row in table.items() for code, share in row.items()
    }
    ours = two_way(cells, 10)
    theirs = {
        (service, code): rounded.amount
        for service, row in round_table(table, 10).items()
        for code, rounded in row.items()
    }

    assert {at: ours[at] for at in cells} == theirs


def test_nothing_of_the_program_is_imported():
    for file in HERE.glob("*.py"):
        if file.name in OUTSIDE:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [each.name for each in getattr(node, "names", [])]
            if isinstance(node, ast.ImportFrom):
                names = [node.module]
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert not [name for name in names if "enamnd" in name], file
