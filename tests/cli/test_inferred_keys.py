"""What infer writes of an agreed key gives the table again, as a period in a service's file."""

import csv
import io
from fractions import Fraction
from math import floor

import pytest

HEAD = 'namn = "Prov"\nkort = "Prov"\ni_budget = false\n\n'
TABLES = {  # a rate, a fixed amount, and the part that Luleå is counted at
    "taxa": ("42.25", 0, 1),
    "fast och taxa": ("2.17", 7_896, 1),
    "taxa med en del": ("42.25", 0, Fraction(9, 10)),
    "folkmängd med en del": ("31.4159", 0, Fraction(1, 2)),
}


def amounts_of(kind, codes):
    if kind == "trappa":
        return {code: 5_100 if n <= 25_000 else 9_300 for code, n in codes.items()}
    rate, fixed, part = TABLES[kind]
    exact = {code: fixed + Fraction(rate) * n for code, n in codes.items()}
    exact["2580"] *= part
    return {code: floor(kr + Fraction(1, 2)) for code, kr in exact.items()}


@pytest.mark.parametrize("kind", [*TABLES, "trappa"])
def test_a_period_of_an_inferred_key_gives_the_table_again(run, copied, tmp_path, data, kind):
    people = max(data.kommuner.folkmangd, key=lambda each: each.datum).invanare
    amounts = amounts_of(kind, {data.kommuner.resolve(name): n for name, n in people.items()})
    rows = [f"{data.kommuner.names[code]};{kr}" for code, kr in amounts.items()]
    table = tmp_path / "tabell.csv"
    table.write_text("\n".join(["Kommun;Belopp (kr)", *rows]) + "\n", encoding="utf-8")

    ran = run("infer", str(table), "--toml", "1", "--fran", "2024", "--data", str(copied))
    assert (ran.returncode, ran.stderr) == (0, "")
    (copied / "tjanster" / "prov.toml").write_text(HEAD + ran.stdout, encoding="utf-8")

    ran = run("allocate", "2024", "-t", "prov", "--data", str(copied), "--format", "csv")
    assert ran.returncode == 0, ran.stderr
    found = csv.DictReader(io.StringIO(ran.stdout.lstrip("\ufeff")), delimiter=";")
    assert {row["kommunkod"]: int(row["belopp"]) for row in found} == amounts
