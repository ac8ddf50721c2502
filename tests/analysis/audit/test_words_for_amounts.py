"""Words in a column of amounts are told at their cell, and the table stays one."""

from pathlib import Path

import openpyxl
import pytest

HERE = Path(__file__).parent
ROWS = [
    ("Arjeplog", 21_000), ("Arvidsjaur", 24_500), ("Boden", 46_800), ("Gällivare", 36_000),
    ("Haparanda", 28_000), ("Jokkmokk", 23_100), ("Kalix", 34_300), ("Kiruna", 41_300),
    ("Luleå", 98_200), ("Pajala", 24_300), ("Piteå", 61_200), ("Älvsbyn", 26_400),
    ("Överkalix", 21_600), ("Övertorneå", 22_500), ("Summa", 509_200),
]  # fmt: skip
WORDS = ["deltar ej", "40 000 + 6 800", "ingår i Luleå", "utgår"]


def audited(run, tmp_path, rows, *, as_csv):
    """Audit the published table with some cells changed."""
    head = ("Kommun", "SOC grund 2023")
    if as_csv:
        path = tmp_path / "tabell.csv"
        text = "\n".join(f"{name};{amount}" for name, amount in [head, *rows])
        path.write_text(text, encoding="utf-8")
    else:
        path = tmp_path / "tabell.xlsx"
        book = openpyxl.Workbook()
        book.active.title = "Blad1"
        for row in [head, *rows]:
            book.active.append(row)
        book.save(path)
    ran = run("audit", path.name)
    assert ran.stderr == ""
    return ran.stdout


@pytest.mark.parametrize("as_csv", [True, False], ids=["csv", "xlsx"])
@pytest.mark.parametrize("said", WORDS)
@pytest.mark.parametrize("at", [(0,), (2,), (3, 4), (12, 13), (13,), (0, 1)])
def test_words_are_told_at_their_cell_and_the_table_stays_one(run, tmp_path, said, at, as_csv):
    rows = [(name, said if n in at else amount) for n, (name, amount) in enumerate(ROWS)]

    told = audited(run, tmp_path, rows, as_csv=as_csv)

    assert "1 tabell," in told
    assert told.count(f'EK522 Blad1!B{at[0] + 2}: "{said}"' if not as_csv else f'"{said}"') >= 1
    assert told.count("går inte att läsa som ett tal") == len(at)
    assert "saknas i tabellen" not in told
    assert "EK516" not in told


@pytest.mark.parametrize("said", WORDS)
def test_a_false_amount_beside_words_is_found_all_the_same(run, tmp_path, said):
    rows = [(name, said if name == "Boden" else amount) for name, amount in ROWS]
    rows[7] = ("Kiruna", 99_999)

    told = audited(run, tmp_path, rows, as_csv=False)

    assert "Kiruna" in told
    assert "99 999" in told.replace("\N{NO-BREAK SPACE}", " ")


def test_a_heading_of_a_second_table_is_no_row_of_the_first(run, tmp_path):
    more = [("E-arkiv", "Budget 2022"), *[(name, 23_000) for name, _ in ROWS[:-1]]]

    told = audited(run, tmp_path, [*ROWS, *more], as_csv=True)

    assert "2 tabeller" in told


@pytest.mark.parametrize("name", ["text-i-ruta.xlsx", "uttryck-i-ruta.xlsx"])
def test_a_table_with_a_word_in_a_cell_is_one_table(run, name):
    told = run("audit", str(HERE / name)).stdout

    assert "1 tabell, 14 belopp" in told
    assert "EK522 Blad1!B4" in told
    assert "saknas" not in told
