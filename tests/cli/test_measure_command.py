"""``enamnd-cost measure``: a supplier's table into a series under matt/, and nothing else of it."""

import datetime as dt
import subprocess
import tomllib
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from enamnd_cost.files import supplied
from enamnd_cost.files.loading import load

HEADING = "Kommun;Mängd (GB)\n"
ROWS = "Bodens kommun;1 131,25\nLuleå;60,5\n2518 Övertorneå;10\n"
FIGURES = {"boden": Decimal("1131.25"), "lulea": Decimal("60.5"), "overtornea": Decimal(10)}
AMONG = ("--matt", "trafik", "--ar", "2025")


@pytest.fixture
def ask(shop, said):
    """Run the command on a csv of some text, or a workbook of sheets, into a series."""

    def run(content, *options, among=AMONG, name="mangder"):
        if isinstance(content, str):
            file = shop / f"{name}.csv"
            file.write_text(content, encoding="utf-8")
        else:
            file, book = shop / f"{name}.xlsx", Workbook()
            book.remove(book.active)
            for title, rows in content.items():
                sheet = book.create_sheet(title)
                for row in rows:
                    sheet.append(row)
            book.save(file)
        return said("measure", file.name, *among, *options)

    return run


def path(shop, name="trafik"):
    return shop / "data" / "matt" / f"{name}.toml"


def measured(shop, when, name="trafik"):
    return load(shop / "data")[0].matt[name].at(when)


def test_what_is_shown_as_a_patch_is_what_is_written(shop, ask):
    before = path(shop).read_bytes()

    code, patch, words = ask(HEADING + ROWS)

    assert (code, path(shop).read_bytes()) == (0, before)
    assert "Inget är skrivet. Lägg till --skriv." in words
    assert 'Ur kolumn B "Mängd (GB)": 3 av 3 kommuner, tillsammans 1 201,75 GB.' in words.replace(
        "\xa0", " "
    )
    (shop / "a.patch").write_text(patch, encoding="utf-8")
    subprocess.run(["patch", "-p1", "-i", "a.patch"], cwd=shop, check=True, capture_output=True)
    patched = path(shop).read_bytes()
    path(shop).write_bytes(before)

    assert ask(HEADING + ROWS, "--skriv")[0] == 0
    assert path(shop).read_bytes() == patched
    assert patched.startswith(before)
    assert tomllib.loads(patched.decode())["matning"][-1] == {
        "ar": 2025, "summa": 1201.75, "kalla": "Trafik 2025 (ur mangder.csv)",
        "harledning": "Summan är talen sammanräknade.",
        "varde": {"boden": 1131.25, "lulea": 60.5, "overtornea": 10},
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        HEADING + ROWS,
        HEADING + ROWS + "Summa;1 201,75\n",
        "kod;tal\n2582;1131,25\n2580;60,5\n2518;10,0\n",
        "Org.nr;Mängd\n212000-2767;1131,25\n212000-2742;60,5\n212000-2734;10\n",
        ("Kommun;Belopp (kr);Antal invånare;Andel;Kundnr;GB\n"
        "Boden;900;1;1,5;7;1131,25\nLuleå;48;2;2,5;8;60,5\nÖvertorneå;8;3;3,5;9;10\n"),
        ("Kommun;GB 2024;GB 2025;kr 2025\n"
        "Boden;1;1131,25;5\nLuleå;2;60,5;6\nÖvertorneå;3;10;7\nSumma;6;1201,75;18\n"),
        ("Kommun;År;GB\nBoden;2024;1\nBoden;2025;1131,25\nLuleå;2025;60,5\nÖvertorneå;2024;7\n"
        "Övertorneå;2025;10\nSumma;;1209,75\n"),
        "Kund;2024;2025\nBoden;1;1131,25\nLuleå;2;60,5\nÖvertorneå;3;10\n",
        "Köpare enligt avtal;2024;2025\nBoden;1;1131,25\nLuleå;2;60,5\nÖvertorneå;3;10\n",
        "Organisation;2025\nBoden;1131,25\nLuleå;60,5\nÖvertorneå;10\n",
        "Kommun;Kvartal 1;Kv 2;Totalt\nBoden;1100;31,25;1131,25\nLuleå;0;1;60,5\n2518;1;9;10\n",
        {"Mängder": [["Kommun", "GB"], ["Boden", 1131.25], ["Luleå", 60.5], ["Övertorneå", 10]]},
        {"Hela": [["Kommun"], ["Boden", 1131.25], ["Luleå", "60,5"], [2518, 10],
                  ["Summa", 0.1 + 1201.65]]},
    ],
)  # fmt: skip
def test_names_codes_numbers_and_columns_are_told_apart(shop, ask, content):
    kommuner = shop / "data" / "kommuner.toml"
    text = kommuner.read_text(encoding="utf-8")
    for name, number in (("Boden", "2767"), ("Luleå", "2742"), ("Övertorneå", "2734")):
        text = text.replace(f'namn = "{name}"', f'namn = "{name}"\norgnr = "212000-{number}"')
    kommuner.write_text(text, encoding="utf-8")

    code, _, words = ask(content, "--skriv")

    assert code == 0, words
    assert measured(shop, 2025).varde == FIGURES


def test_a_sum_that_stands_in_the_file_is_no_sum_of_ours(shop, ask):
    ask(HEADING + ROWS + "Summa;1 201,75\n", "--skriv", "--kalla", "Fakturan")

    made = measured(shop, 2025)
    assert (made.summa, made.harledning, made.kalla) == (Decimal("1201.75"), None, "Fakturan")


@pytest.mark.parametrize(
    ("content", "code", "why"),
    [
        (HEADING + ROWS + "Summa;1 201\n", "EK026", "rad 5: summan är 1 201, men raderna är till"),
        ("Kommun;Antal\nBoden;30\nLuleå;61\nSumma;92\n", "EK026", "summan är 92, men raderna är"),
        (HEADING + ROWS + "Boden;4\n", "EK025", "Boden står två gånger, på rad 2 och rad 5"),
        (HEADING + "Boden;1\nBoden;2\nBoden;3\nLuleå;4\nLuleå;5\n", "EK025",
         "5 rader gäller 2 kommuner: var och en står på flera rader"),
        (HEADING + ROWS + "Bodem;4\n", "EK024", 'rad 5: okänd kommun "Bodem"'),
        (HEADING + "Boden;1.234\nLuleå;60\n", "EK023", "går inte att förstå"),
        (HEADING + "Boden;-3\nLuleå;60\n", "EK023", "är ett negativt tal"),
        (HEADING + "Boden;30 GB\nLuleå;60\n", "EK023", '"30 GB" är inget tal'),
        (HEADING + "Boden;30 kr\nLuleå;60\n", "EK023", "är kronor, men serien räknas i GB"),
        (HEADING + "Boden;0\nLuleå;0\n", "EK026", "inget tal över noll"),
        ("Kommun;Uppe;Nere\nBoden;1;2\nLuleå;3;4\n", "EK022", 'B "Uppe" och C "Nere"'),
        ("Kommun;Mängd (TB)\nBoden;1\n", "EK027", 'står "Mängd (TB)", men serien räknas i "GB"'),
        ("Lagrat i MB\n\nKommun;Mängd\nBoden;1\n", "EK027", '"Lagrat i MB"'),
        ("Kommun;Avgift, tkr\nBoden;1\n", "EK027", "är kronor, men"),
        ("Kommun;År;GB\nBoden;2023;1\nBoden;2024;2\n", "EK211", "filen har inga tal för 2025"),
        ("Ort;GB\nUmeå;1\n", "EK021", "ingen rad börjar med en kommun"),
        ({"A": [["Boden", 1]], "B": [["Boden", 1]]}, "EK022", "2 blad: A och B"),
        ({"A": [["Boden", "=B2"], ["Luleå", 1]]}, "EK023", 'formeln "=B2" har inget värde'),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_one_message_and_nothing_is_written(
    shop, ask, content, code, why
):
    before = path(shop).read_bytes()

    answer, patch, words = ask(content, "--skriv")

    assert (answer, patch, path(shop).read_bytes()) == (2, "", before)
    assert words.count("fel[") == 1
    assert f"fel[{code}]" in words
    assert why in words.replace("\xa0", " ")


def test_the_unit_of_the_file_is_heeded(shop, ask):
    among = ("--matt", "anrop", "--ar", "2024", "--namn", "Anrop", "--enhet", "anrop")
    code, _, words = ask(
        "Kommun;Anrop, tusental\nBoden;5\nLuleå;12,5\nÖvertorneå;7\nSumma;25\n", "--skriv",
        among=among,
    )  # fmt: skip
    assert code == 0
    assert 'i filen står "Anrop, tusental", så talen är räknade gånger 1\xa0000' in words
    assert "filens summa är 25 och radernas 24,5, som avrundning kan göra" in words
    made = measured(shop, 2024, "anrop")
    assert made.varde == {"boden": 5_000, "lulea": 12_500, "overtornea": 7_000}
    assert (made.summa, made.harledning) == (24_500, "Summan är talen sammanräknade.")

    kronor = ("--matt", "skatt", "--datum", "2024-11-01", "--namn", "Underlag", "--enhet", "tkr")
    code, _, words = ask(
        "Kommun;Underlag (kr)\nBoden;5 500\nLuleå;12 250\n", "--skriv", among=kronor
    )
    assert (code, "delade med 1\xa0000" in words) == (0, True)
    made = measured(shop, dt.date(2024, 11, 1), "skatt")
    assert made.varde == {"boden": Decimal("5.5"), "lulea": Decimal("12.25")}


def test_more_decimals_than_a_file_may_have_are_rounded_and_it_is_told(shop, ask):
    code, _, words = ask(f"Kommun;GB\nBoden;0,{'3' * 15}\nSumma;0,{'3' * 15}\n", "--skriv")

    assert (code, "fler än 12 decimaler är avrundade" in words) == (0, True)
    made = measured(shop, 2025)
    assert made.varde == {"boden": Decimal("0.333333333333")}
    assert made.summa == made.varde["boden"]
    assert made.harledning == "Summan är talen sammanräknade."


def test_who_is_missing_is_told_or_had_nothing_if_that_is_said(shop, ask):
    code, _, words = ask("Kommun;GB\nBoden;0\nLuleå;60\nÖvertorneå;-\n", "--skriv")
    assert (code, "har inget tal för Övertorneå. En tjänst som" in words) == (0, True)
    assert measured(shop, 2025).varde == {"boden": 0, "lulea": 60}

    code, _, words = ask("Kommun;GB\nBoden;0\nLuleå;60\n", "--skriv", "--ersatt", "--ovriga-noll")
    assert (code, "för Övertorneå; det är skrivet som 0" in words) == (0, True)
    made = measured(shop, 2025)
    assert made.varde == {"boden": 0, "lulea": 60, "overtornea": 0}
    assert made.harledning.endswith("De som saknas i filen är skrivna som 0.")


def test_figures_that_moved_much_are_pointed_out(ask):
    _, _, words = ask("Kommun;GB\nBoden;40\nLuleå;61\nÖvertorneå;10\n")
    assert "observera: Boden gick från 30 (2024) till 40, 33,3… %" in words
    assert "Luleå gick" not in words

    _, _, words = ask("Kommun;GB\nBoden;40\nLuleå;61\nÖvertorneå;10\n", "--andring", "1")
    assert "Luleå gick från 60 (2024) till 61" in words


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_example_is_replaced_by_the_real_ones_and_all_else_stays(shop, ask, end):
    head = '# Påhittade tal.\nnamn = "Trafik"\nenhet = "GB"\n\n[[matning]]\nar = 2023\nsumma = 3\n'
    head += 'kalla = "Rapport"\nvarde = { boden = 1, lulea = 2 }\n\n[[matning]]\n'
    rows = "[matning.varde]\nlulea = 513  # mest\n2582 = 121\n"
    last = '\n[[matning]]\nar = 2026\nsumma = 1\nkalla = "Rapport"\nvarde = { boden = 1 }\n'
    own = 'ar = 2025\nsumma = 634\nexempel = true\nkalla = "Exempel"\n'
    path(shop).write_bytes((head + own + rows + last).replace("\n", end).encode())

    asked = "Kommun;GB\nBoden;30,5\nLuleå;513\nÖvertorneå;10\nSumma;553,5\n"
    code, _, words = ask(asked, "--skriv")
    assert (code, "mätningen för 2025 finns redan" in words, "--ersatt" in words) == (2, True, True)

    code, _, words = ask(asked, "--skriv", "--ersatt")
    assert code == 0
    assert "data/matt/trafik.toml:1 säger fortfarande: # Påhittade tal." in words
    own = 'ar = 2025\nsumma = 553.5\nkalla = "Trafik 2025 (ur mangder.csv)"\n'
    rows = "[matning.varde]\nlulea = 513  # mest\n2582 = 30.5\novertornea = 10\n"
    assert path(shop).read_bytes().decode() == (head + own + rows + last).replace("\n", end)
    assert "Luleå gick från 2 (2023) till 513" in words

    assert "inget ändras" in ask(asked, "--skriv", "--ersatt")[2]

    code, _, _ = ask("Kommun;GB\nBoden;30,5\n", "--skriv", "--ersatt")
    rows = "[matning.varde]\n2582 = 30.5\n"
    own = 'ar = 2025\nsumma = 30.5\nkalla = "Trafik 2025 (ur mangder.csv)"\n'
    own += 'harledning = "Summan är talen sammanräknade."\n'
    assert path(shop).read_bytes().decode() == (head + own + rows + last).replace("\n", end)


def test_a_new_series_says_what_it_measures_and_is_shared_by_at_once(shop, said, ask):
    among = ("--matt", "elever", "--datum", "2024-10-15")
    code, _, words = ask("Kommun;Elever\nBoden;30\nLuleå;60\nÖvertorneå;10\n", among=among)
    assert (code, "serien elever finns inte; i matt/ finns trafik." in words) == (2, True)
    assert "till exempel --namn Lagring --enhet GB" in words

    told = ("--namn", "Elever i grundskolan", "--enhet", "elever")
    rows = "Kommun;Elever\nBoden;30\nLuleå;60\nÖvertorneå;10\n"
    assert ask(rows, *told, "--skriv", among=among)[0] == 0
    text = path(shop, "elever").read_text(encoding="utf-8")
    assert text.startswith('namn = "Elever i grundskolan"\nenhet = "elever"\n\n[[matning]]\n')

    trafik = shop / "data" / "tjanster" / "trafik.toml"
    new = '{ matt = "elever", datum = 2024-10-15, pris = 2 }'
    old = '{ matt = "trafik", pris = 0.5 }'
    trafik.write_text(trafik.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    code, table, _ = said("allocate", "2024", "-t", "trafik", "--format", "csv", form="csv")
    assert (code, "Boden;60" in table) == (0, True), table
    _, _, found = said("check")
    assert "mätningen elever" not in found

    _, _, words = ask(rows, "--enhet", "barn", "--skriv", among=among)
    assert '--enhet gäller en ny serie; elever finns, och har "elever"' in words


def test_a_file_that_speaks_of_another_time_is_read_and_it_is_told(ask):
    _, _, words = ask("Trafik 2023\n\nKommun;GB\nBoden;30\nLuleå;60\nÖvertorneå;10\n")
    assert 'i filen står "Trafik 2023", men talen läses in för 2025' in words

    _, _, words = ask("Kommun;Jan;Feb\nBoden;30;1\nLuleå;60;1\n", "--kolumn", "feb")
    assert 'rubriken "Feb" gäller en del av ett år' in words

    _, _, words = ask("Kommun;År;GB\nBoden;2025;30\nBoden;2024;1\nLuleå;2025;60\n")
    assert "observera: raderna för 2024 är inte med" in words


@pytest.mark.parametrize(
    ("among", "why"),
    [
        ((), "--matt saknas"),
        (("--matt", "trafik"), "ange vilket år talen gäller"),
        (("--matt", "trafik", "--ar", "2024", "--datum", "2024-12-31"), "inte båda"),
        (("--matt", "trafik", "--datum", "i fjol"), "är inget datum"),
        (("--matt", "trafik", "--ar", "24"), "24 går inte"),
        (("--matt", "../trafik", "--ar", "2024"), "kan inte vara en mätserie"),
        (("--matt", "trafik", "--ar", "2024", "--kalla", " "), "text på en rad"),
    ],
)
def test_what_is_asked_must_be_one_series_and_one_time(ask, among, why):
    code, _, words = ask(HEADING + ROWS, among=among)

    assert (code, "EK001" in words, why in words) == (2, True, True)


def test_the_data_that_ship_with_the_program_are_shown_a_patch_and_never_written(
    shop, said, monkeypatch
):
    (shop / "t.csv").write_text("Kommun;GB\nBoden;1\n", encoding="utf-8")
    (shop / "tom").mkdir()
    (shop / "data").rename(shop / "annat")
    monkeypatch.chdir(shop / "tom")
    asked = ("measure", "../t.csv", "--matt", "e-arkiv-lagring", "--ar", "2030")

    code, patch, words = said(*asked)
    assert (code, "+boden = 1" in patch) == (0, True)
    assert "Ange en egen datamapp med --data" in words
    code, _, words = said(*asked, "--skriv")
    assert (code, "EK100" in words) == (2, True)


amounts = st.decimals(0, 10**9, places=3, allow_nan=False)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(figures=st.lists(amounts, min_size=3, max_size=3).filter(any), wrong=st.integers(0, 9))
def test_every_figure_is_read_exactly_and_the_sum_is_theirs(tmp_path, data, figures, wrong):
    names = ("Boden", "Kalix", "Övertorneå")
    file = tmp_path / "t.csv"
    total = sum(figures) + wrong
    lines = [f"{who};{n:.4f}".replace(".", ",") for who, n in zip(names, figures, strict=True)]
    file.write_text("\n".join(["Kommun;GB", *lines, f"Summa;{total:.4f}".replace(".", ",")]))

    found, problems = supplied.read(file, data.kommuner, supplied.Measure(2024, "GB"))

    if wrong:
        assert [problem.code for problem in problems] == ["EK026"]
    else:
        assert [found.figures[data.kommuner.resolve(name)] for name in names] == figures
        assert found.summed
