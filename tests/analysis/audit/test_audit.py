"""Mistakes are found where they stand, and none is found where there is none."""

import csv
import io
import random
import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.audit.documents import LAYOUTS, draw
from tests.analysis.audit.plants import PLANTS, planted

from enamnd_cost.analysis.audit.findings import NOTE
from enamnd_cost.analysis.audit.run import report, sentence
from enamnd_cost.analysis.audit.subjects import Hints
from enamnd_cost.files.documents.numbers import number_in
from enamnd_cost.output.audit import content

EXAMPLES = Path(__file__).parents[3] / "examples" / "granskning"


def real(found):
    return [finding for finding in found.findings if finding.level != NOTE]


def at(finding):
    return finding.place.row, finding.place.column


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_right_document_gives_no_false_alarm(layout, look):
    for seed in range(300):
        made, rng = draw(layout, seed)
        text = made.text(rng)

        found = look(text)

        assert found.checked >= 1, text
        assert [f for f in found.findings if f.code != "EK513"] == [], text
        assert layout.__name__ == "thousands" or found.findings == (), text


@pytest.mark.parametrize(("layout", "plant"), PLANTS, ids=lambda function: function.__name__)
def test_a_planted_mistake_is_found_where_it_stands_and_told_once(layout, plant, look):
    for seed in range(25):
        made, keys, rng = planted(layout, plant, seed)
        text = made.text(rng)

        found = real(look(text))

        places = {made.at[key] for key in keys if key in made.at}
        assert len(found) == 1, text
        # A missing row is told at the first of the sums that it closes.
        first = {found[0].code} == {"EK502"}
        wanted = {row for row, _ in places} if first else places
        assert (at(found[0])[0] if first else at(found[0])) in wanted, text


def test_at_least_fifteen_kinds_of_mistakes_are_planted():
    assert len({plant.__name__ for _, plant in PLANTS}) >= 15


@pytest.mark.parametrize("name", ["budget-2022", "budget-2023", "verksamhetsplan-2024"])
def test_every_figure_of_a_published_document_that_is_changed_is_found_with_its_right_value(
    name, look
):
    text = (EXAMPLES / f"{name}.csv").read_text(encoding="utf-8-sig")
    before = {(f.code, at(f)) for f in look(text).findings}
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    cells = [(r, c) for r, row in enumerate(rows) for c, x in enumerate(row) if number_in(x)]
    wrong = {place for _, place in before}
    tried = 0

    for r, c in cells:
        right = number_in(rows[r][c]).value
        if (r + 1, c + 1) in wrong or (name == "budget-2022" and r == 35):
            continue  # these are wrong as printed
        spoilt = [list(row) for row in rows]
        spoilt[r][c] = str(right + 100)
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(spoilt)
        new = [f for f in look(out.getvalue()).findings if (f.code, at(f)) not in before]
        tried += 1

        assert [(at(f), f.computed) for f in new] == [((r + 1, c + 1), right)]

    assert tried >= 14


def test_the_order_of_municipalities_changes_no_finding(look):
    made, _, rng = planted(*PLANTS[-2], 3)
    body = made.rows[2:-1]
    told = []
    for seed in range(4):
        random.Random(seed).shuffle(body)
        made.rows[2:-1] = body
        found = look(made.text(rng)).findings
        told.append({(f.code, f.printed, f.computed, f.text) for f in found})

    assert all(each == told[0] for each in told)


def test_the_plan_of_2024_repeats_a_row_and_a_text_has_another_posts_amount(look):
    text = (EXAMPLES / "verksamhetsplan-2024.csv").read_text(encoding="utf-8-sig")

    in_text, in_table = look(text).findings

    assert (in_table.code, in_table.difference) == ("EK507", 1_979_600)
    assert "5\u00a0851\u00a0200" in in_table.text
    assert "Verksamhetsutvecklare e-tjänster" in in_table.cause
    assert (in_text.printed, in_text.computed) == (1_046_900, 1_036_100)
    assert "E-tjänsteplattform" in in_text.cause


def test_the_tables_of_2022_lack_a_municipality_whose_amounts_close_the_sums(look):
    text = (EXAMPLES / "budget-2022.csv").read_text(encoding="utf-8-sig")

    found = look(text).findings

    assert [(f.code, -f.difference) for f in found] == [("EK502", 76_100)]
    assert all(said in found[0].text for said in ("Överkalix", "41\u00a0000\u00a0kr"))


def test_without_the_model_the_closing_amount_is_still_told(look):
    text = (EXAMPLES / "budget-2022.csv").read_text(encoding="utf-8-sig").replace("2022", "2031")

    found = [f for f in look(text).findings if f.code == "EK502"]

    assert [-f.difference for f in found] == [76_100]
    assert "41\u00a0000\u00a0kr" in found[0].text


def test_a_table_that_is_another_years_is_told_once_with_the_year(look):
    text = (EXAMPLES / "budget-2023.csv").read_text(encoding="utf-8-sig")
    table = text.split("ECO-system förvaltning)")[1]

    (finding,) = look(f"Förvaltningsledare verksamhetssystem SOC 2024{table}").findings

    assert finding.code == "EK516"
    assert "2023" in finding.cause


TABLE = "Kommun;Belopp\n" + "".join(
    f"{name};{kr}\n"
    for name, kr in (("Boden", 36_000), ("Kalix", 21_000), ("Luleå", 97_000), ("Piteå", 53_001))
)


def test_year_and_service_can_be_given_where_the_document_does_not_say(look):
    assert look(TABLE).findings == ()

    found = real(look(TABLE, Hints(2023, "e-arkiv")))

    assert ("EK514", 53_001, 53_000) in {(f.code, f.printed, f.computed) for f in found}


@pytest.mark.parametrize(
    "sentence",
    [
        "Kostnaden för E-arkiv ökar med 9 000 kr.",
        "E-arkiv kostar 84 kr per GB och år.",
        "Boden betalar 36 000 kr för E-arkiv.",
        "E-arkiv kostade 300 000 kr 2019.",
        "E-arkiv och Grundfinansiering kostar tillsammans 1 449 000 kr.",
        "För E-arkiv är utfallet 310 000 kr.",
    ],
)
def test_a_text_that_may_be_about_something_else_is_no_second_value(sentence, look):
    text = f"Budget 2023\n{sentence}\n\nTjänst;Belopp\nGrundfinansiering;1 127 000\n"
    text += "E-arkiv;322 000\nSumma;1 449 000\n"

    assert look(text).findings == ()


@pytest.mark.parametrize("label", ["Summa", "Totalt", "S:a", "SUMMA KOSTNADER", "Totalsumma", ""])
def test_a_sum_is_known_by_its_word_or_by_its_place(label, look):
    text = f"Budget 2031\nPost;Kr\nLicens;1 200\nDrift;3 400\n{label};4 700\n"

    (finding,) = look(text).findings

    assert (finding.code, at(finding), finding.computed) == ("EK505", (5, 2), 4_600)


def test_amounts_of_thousands_are_kronor_in_findings(look):
    text = "Budget 2031\nPost;Belopp, tkr\nLicens;1 200,5\nDrift;3 400,0\nSumma;4 700,5\n"

    (finding,) = look(text).findings

    assert (finding.code, finding.difference) == ("EK512", -100_000)


def test_a_difference_of_ore_is_told_exactly(look):
    text = "Budget 2031\nPost;Kr\nLicens;1 200,50\nDrift;3 400,25\nSumma;4 600,00\n"

    (finding,) = look(text).findings

    assert finding.difference == Fraction(3, 4)
    assert "0,75" in finding.text


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("Nämndens budget är 1 449 000 kr.", []),
        ("Budgeten för 2023 omfattar 1 494 000 kr.", ["EK508"]),
        ("E-arkiv: 322 000 kr", []),
        ("E-arkiv: 332 000 kr", ["EK508"]),
        ("E-arkiv kostar 322 tkr 2023.", []),
    ],
)
def test_a_text_that_says_a_cost_is_held_to_the_table(sentence, codes, look):
    text = f"Budget 2023\n{sentence}\n\nTjänst;Belopp\nGrundfinansiering;1 127 000\n"
    text += "E-arkiv;322 000\nSumma;1 449 000\n"

    assert [(f.code, at(f)) for f in look(text).findings] == [(code, (2, 1)) for code in codes]


def test_a_table_of_some_municipalities_with_a_sum_of_them_is_right(look):
    text = "E-arkiv 2023\nKommun;Belopp\nBoden;36 000\nKalix;21 000\nPiteå;53 000\n"

    assert look(f"{text}Summa;110 000\n").findings == ()


WORDS = [
    "", "", "", "Summa", "S:a", "Totalt", "Intäkter", "Kostnader", "Resultat", "Boden", "Luleå",
    "Kalix", "Överkalix", "Övertorneå", "E-arkiv", "Grundfinansiering", "Kommun", "Post", "Belopp",
    "tkr", "2023", "Budget 2023", "Utfall", "Avvikelse", "Invånare", "Andel", "-", "1 000", "1O0",
    "-500", "12,5", "36 000", "21 000", "57 000", "7 %", "E-arkiv kostar 322 000 kr.", "2582",
]  # fmt: skip
GRIDS = st.lists(st.lists(st.sampled_from(WORDS), max_size=6), max_size=14)


@settings(max_examples=400)
@given(GRIDS)
def test_whatever_stands_in_a_grid_is_told_without_a_crash(look, data, grid):
    found = look("".join(";".join(row) + "\n" for row in grid))

    for finding in found.findings:
        assert sentence(finding)
        assert finding.difference is None or finding.difference != 0
    assert content(found, data)["fil"]
    assert len(report(found, data).tables) == bool(found.findings)


def test_nothing_from_a_document_disturbs_a_terminal(look):
    text = "Kommun;Kr\nBod\u200ben;10\nLuleå;20\nKalix;30\nPi\x1b[31mteå;40\nSumma;101\n"

    found = look(text).findings

    assert {f.code for f in found} == {"EK505", "EK504"}
    assert all(sign.isprintable() or sign == "\u00a0" for f in found for sign in sentence(f))


@pytest.mark.parametrize(
    "cell",
    ["9" * 5_000, "111 " * 8_000 + "x", "(" * 32_000, "*" * 32_000 + "x", "-" * 32_000 + "x"],
)
@pytest.mark.parametrize("row", ["{};10\n", "Boden;{}\n", "{}\n"])
def test_a_cell_without_end_takes_no_time(cell, row, look):
    text = "Kommun;Kr\nBoden;10\nLuleå;20\n" + row.format(cell) + "Kalix;30\n"
    began = time.monotonic()

    found = look(text)

    assert time.monotonic() - began < 5
    assert all(len(sentence(f)) < 50_000 for f in found.findings)


def test_thousands_of_posts_with_near_names_take_no_time(look):
    sides = ("Intäkter;Kr\n", "Kostnader;Kr\n")
    text = "\n".join(
        side + "".join(f"Licens nummer {n} {'ab'[at]};{n}\n" for n in range(990))
        for at, side in enumerate(sides)
    )
    began = time.monotonic()

    look(f"Budget 2031\n{text}")

    assert time.monotonic() - began < 20


def test_thousands_of_unknown_receivers_take_no_time(look):
    text = TABLE + "".join(f"Ort {n};{n}\nBoden;1\n" for n in range(500))
    began = time.monotonic()

    look(f"E-arkiv 2031\n{text}")

    assert time.monotonic() - began < 20


def test_a_heading_of_another_year_and_name_is_no_part_of_the_service_above(look):
    """Between two tables that have one row of headings together."""
    text = "E-arkiv 2022\nKommun;Belopp\nBoden;23700\nKalix;23700\nSumma;47400\n\n{}\n"
    text += "Boden;110\nKalix;310\nSumma;420\n"

    found = look(text.format("Support 2022")).findings

    assert "EK508" not in {f.code for f in found}
    assert "EK508" in {f.code for f in look(text.format("E-arkiv 2022")).findings}
