"""infer and audit are given the same document, and read the same in it or both refuse."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from enamnd_cost.analysis.audit.run import audit
from enamnd_cost.analysis.audit.subjects import Hints
from enamnd_cost.analysis.infer import reading
from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents.layout import page

NAMES = ["Arjeplog", "Boden", "Kalix", "Piteå"]
CLEAR = ["46 800", "21 000", "53 000"]


def document(cells, head="Belopp", above="", below=""):
    rows = [f'{name};"{cell}"\n' for name, cell in zip(NAMES, cells, strict=False)]
    return f"{above}Kommun;{head}\n{''.join(rows)}{below}"


def answers(path, data):
    """Give infer's table and what it refuses, and audit's amounts by name and unreadable rows."""
    table, problems = reading.read(path, data.kommuner)
    found, _ = documents.read(path)
    seen = audit(found, data, {}, Hints())
    blocks = [block for sheet in found.sheets for block in page(sheet).blocks]
    amounts = {
        row.label: amount.value
        for block in blocks
        for row in block.rows
        for amount in row.amounts.values()
    }
    unread = {f.place.row for f in seen.findings if f.code == "EK522"}
    by_name = {
        data.kommuner.names[code]: table.printed.kronor(kr) for code, kr in table.amounts.items()
    } if table else None  # fmt: skip
    return by_name, problems, amounts, unread, seen


@pytest.fixture
def both(tmp_path, data):
    def ask(text):
        path = tmp_path / "dok.csv"
        path.write_text(text, encoding="utf-8")
        return answers(path, data)

    return ask


@pytest.mark.parametrize(
    "cell",
    [
        "21000", "21 000", "21\u00a0000", "21\u202f000", "21\u2009000", "21'000", "21 000,00",
        "21000.00", "21.000,00", "21,000.00", "21000 SEK", "21000*", "21 000 kr", "21 000  kr.",
        "21 000 kronor", "21 000:-", "21 000,-",
    ],
)  # fmt: skip
def test_an_amount_is_the_same_amount_to_both(both, cell):
    table, problems, amounts, unread, _ = both(document([cell, *CLEAR]))

    assert (problems, unread) == ([], set())
    assert table["Arjeplog"] == amounts["Arjeplog"] == 21_000


@pytest.mark.parametrize("cell", ["(1 500)", "−1 500", "-1 500", "–1500", "1 500-", "- 1 500 kr"])
def test_an_amount_below_nothing_is_so_to_both(both, cell):
    table, (problem,), amounts, unread, _ = both(document([cell, *CLEAR]))

    assert (table, unread) == (None, set())
    assert problem.text == f"rad 2: {cell} är ett negativt belopp"
    assert amounts["Arjeplog"] == -1_500


@pytest.mark.parametrize("cell", ["-", "–", "—", "−", "--"])
def test_a_dash_is_nothing_to_both(both, cell):
    table, problems, amounts, unread, _ = both(document([cell, *CLEAR]))

    assert (problems, unread) == ([], set())
    assert "Arjeplog" not in table
    assert amounts["Arjeplog"] == 0


@pytest.mark.parametrize(
    "cell",
    ["21.000", "21,000", "-21.000", "21.000 kr", "1.021.000", "1.234", "1,234", "1,234 tkr", "..",
     "21O00", "12\n345", "1.021.000.5", "36 0000"],
)  # fmt: skip
def test_what_one_cannot_read_the_other_does_not_guess(both, cell):
    table, (problem,), amounts, unread, _ = both(document([cell, *CLEAR]))

    assert (table, problem.code) == (None, "EK023")
    assert "Arjeplog" not in amounts
    assert unread == {2} or cell == "1.021.000.5", "a section's number is no amount"


@pytest.mark.parametrize(
    ("cell", "others", "amount"),
    [
        ("1.234", ["21.000,00", "5", "6"], 1_234),
        ("1.234", ["1.021.000", "5", "6"], 1_234),
        ("1.234", ["12,00", "5", "6"], 1_234),
        ("1.021.000", ["21.000", "5", "6"], 1_021_000),
        ("1,234", ["21,000.00", "5", "6"], 1_234),
        ("1,234", ["1,021,000", "5", "6"], 1_234),
        ("21,000", ["46,80", "5", "6"], 21),
        ("21.000", ["46.80", "5", "6"], 21),
    ],
)
def test_the_other_figures_of_a_column_tell_what_a_separator_means(both, cell, others, amount):
    table, problems, amounts, unread, _ = both(document([cell, *others]))

    assert unread == set()
    assert amounts["Arjeplog"] == amount
    assert table["Arjeplog"] == amount if table else all("rad 3" in p.text for p in problems)


@pytest.mark.parametrize(
    "cells",
    [["21.000", "46.800", "98.200"], ["1.234", "12.5", "2,5"], ["1.021.000", "2.5", "1.022.000"]],
)
def test_where_a_column_tells_nothing_or_contradicts_itself_nothing_is_read(both, cells):
    table, problems, amounts, unread, _ = both(document(cells))

    unclear = {p.spot.line for p in problems if "skiljetecknet" in p.text}
    assert table is None
    assert unclear == unread != set()
    assert not {NAMES[row - 2] for row in unread} & set(amounts)


def test_shares_are_nobodys_money_and_no_warning(both):
    text = "Kommun;Belopp;Andel, %\nArjeplog;10;12,345\nBoden;20;25,432\nKalix;30;62,223\n"
    table, problems, _, unread, _ = both(text)

    assert (problems, unread) == ([], set())
    assert table == {"Arjeplog": 10, "Boden": 20, "Kalix": 30}


@pytest.mark.parametrize("head", ["Andel, kr", "Belopp, indexuppräknat", "Avgift (5 % högre)"])
def test_a_heading_of_shares_makes_no_amount_smaller(both, head):
    table, problems, _, _, _ = both(document(["21.000", "46.000", "53.000"], head))

    assert table is None
    assert {problem.code for problem in problems} == {"EK023"}


def test_no_amount_in_a_text_is_guessed(look_at):
    text = "Budget 2023\nE-arkiv kostar 332.000 kr.\n\nTjänst;Belopp\nE-arkiv;322 000\nDrift;1\n"

    assert look_at(text).findings == ()


@pytest.fixture
def look_at(tmp_path, data):
    def look(text):
        path = tmp_path / "dok.csv"
        path.write_text(text, encoding="utf-8")
        return audit(documents.read(path)[0], data, {}, Hints())

    return look


THOUSANDS = ["tkr", "TKR", "kkr", "tusen kr", "tusental kronor", "1 000 kr", "1000-tal kronor"]
MILLIONS = ["mkr", "mnkr", "miljoner kronor", "Miljoner"]


@pytest.mark.parametrize(
    ("unit", "scale"), [*((u, 1_000) for u in THOUSANDS), *((u, 10**6) for u in MILLIONS)]
)
@pytest.mark.parametrize(
    "place",
    [
        {"head": "Belopp, {}"},
        {"head": "Belopp ({})"},
        {"head": "{}"},
        {"above": "Budget 2031, {}\n"},
        {"above": "{}\n"},
        {"below": "Belopp i {}\n"},
    ],
)
def test_a_unit_is_known_to_both_wherever_it_stands(both, unit, scale, place):
    where = {key: text.format(unit) for key, text in place.items()}
    table, problems, amounts, _, _ = both(document(CLEAR, **where))

    assert problems == []
    assert table["Arjeplog"] == amounts["Arjeplog"] == 46_800 * scale


@pytest.mark.parametrize(("cell", "kr"), [("21,0 tkr", 21_000), ("2,5 Mkr", 2_500_000)])
def test_a_unit_in_a_cell_is_known_to_both(both, cell, kr):
    table, (problem,), amounts, unread, _ = both(document([cell, *CLEAR]))

    assert (table, problem.code, unread) == (None, "EK023", set())
    assert "de flesta andra i kronor" in problem.text
    assert amounts["Arjeplog"] == kr

    table, problems, amounts, _, _ = both(document([cell] * 4))
    assert problems == []
    assert table["Arjeplog"] == amounts["Arjeplog"] == kr


def test_a_unit_in_the_name_of_a_sheet_is_known_to_both(tmp_path, data):
    book = Workbook()
    book.active.title = "Belopp i tkr"
    for row in [["Kommun", "Belopp"], ["Boden", 46], ["Kalix", 21]]:
        book.active.append(row)
    book.save(tmp_path / "dok.xlsx")

    table, problems, amounts, _, _ = answers(tmp_path / "dok.xlsx", data)

    assert problems == []
    assert table["Boden"] == amounts["Boden"] == 46_000


def test_an_amount_in_a_title_is_no_unit(both):
    table, problems, amounts, _, _ = both(document(CLEAR, above="Budget 7 830 tkr\n"))

    assert problems == []
    assert table["Arjeplog"] == amounts["Arjeplog"] == 46_800


@pytest.mark.parametrize(
    "word",
    ["Summa", "SUMMA:", "Slutsumma", "Sammanlagt", "Samtliga", "Tot", "Totalt:", "Total", "S:a",
     "Summa totalt", "Tillsammans", "Hela länet", "Totalsumma", "Summa alla 14"],
)  # fmt: skip
def test_a_sum_is_a_sum_to_both(both, tmp_path, data, word):
    table, problems, _, _, seen = both(document(CLEAR, below=f"{word};120 800\n"))
    observed, _ = reading.read(tmp_path / "dok.csv", data.kommuner)

    assert (problems, len(table), observed.total) == ([], 3, 120_800)
    assert (seen.checked, seen.findings) == (1, ())


@pytest.mark.parametrize("word", ["Delsumma", "Delsumma kust"])
def test_a_sum_of_a_part_is_that_to_both(both, tmp_path, data, word):
    _, problems, _, _, seen = both(document(CLEAR, below=f"{word};120 800\n"))
    observed, _ = reading.read(tmp_path / "dok.csv", data.kommuner)

    assert (problems, observed.total) == ([], None)
    assert (seen.checked, seen.findings) == (1, ())


WAYS = [
    "{:d}", "{:_d}", "{:.d}", "{:,d}", "{:.d},00", "{:,d}.00", "{:_d},50", "{:_d} kr", "{:d} SEK",
    "{:d}*", "({:_d})", "−{:_d}", "{:d}-", "{:d},5", "{:d}.25", "{:d} tkr", "{:.d} kr", "–", "..",
]  # fmt: skip


def write(way, kr):
    for sign, mark in (("_", " "), (".", "."), (",", ",")):
        way = way.replace(f"{{:{sign}d}}", f"{kr:,}".replace(",", mark))
    return way.replace("{:d}", str(kr))


CELLS = st.builds(write, st.sampled_from(WAYS), st.integers(2_100, 99_999_999))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CELLS, min_size=4, max_size=4))
def test_in_any_column_both_read_the_same_and_refuse_the_same(both, cells):
    table, problems, amounts, unread, _ = both(document(cells))

    unclear = {
        p.spot.line for p in problems
        if p.code == "EK023" and ("skiljetecknet" in p.text or '".."' in p.text)
    }  # fmt: skip
    if table is not None:
        assert unread == set()
        assert all(abs(amounts[name] - kr) <= Fraction(1, 200) for name, kr in table.items())
    elif {p.code for p in problems} == {"EK023"}:
        assert unread == unclear
    assert not {NAMES[row - 2] for row in unread} & set(amounts)
