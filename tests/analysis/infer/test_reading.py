"""A table is read as people save it; what is not understood is told with its row."""

import datetime as dt
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from enamnd_cost.analysis.infer import reading
from enamnd_cost.analysis.infer.printed import IN_KRONOR, Printed
from enamnd_cost.files.documents.cells import figure
from enamnd_cost.files.documents.grid import Cell, Place
from enamnd_cost.swedish import number

ROWS = [("Arjeplog", 21_000), ("Boden", 46_800), ("Övertorneå", 1_022_500)]
AMOUNTS = {"2506": 21_000, "2582": 46_800, "2518": 1_022_500}


def read(tmp_path, data, text, encoding="utf-8", **choice):
    path = tmp_path / "tabell.csv"
    path.write_bytes(text.encode(encoding))
    return reading.read(path, data.kommuner, **choice)


def amount(text):
    """Read whole kronor out of a cell that nothing stands beside."""
    found = figure(Cell(Place("", 1, 1), text))
    return int(found.value) if found and found.value.denominator == 1 else None


def lines(separator, write=str, end="\r\n"):
    rows = [f"{name}{separator}{write(kr)}" for name, kr in ROWS]
    return end.join([f"Kommun{separator}Belopp", *rows]) + end


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_separator_and_encoding_gives_the_same_table(tmp_path, data, separator, encoding):
    table, problems = read(tmp_path, data, lines(separator), encoding)

    assert problems == []
    assert (table.amounts, table.total) == (AMOUNTS, None)


WAYS = [
    str,
    number,
    lambda kr: f"{kr:,}".replace(",", " "),
    lambda kr: f"{kr:,}".replace(",", "\u202f"),
    lambda kr: f"{kr},00",
    lambda kr: f"{kr}.0",
    lambda kr: f"{number(kr)} kr",
    lambda kr: f"{number(kr)}:-",
]


@pytest.mark.parametrize("write", WAYS)
def test_every_way_to_write_an_amount_gives_the_same_table(tmp_path, data, write):
    table, problems = read(tmp_path, data, lines(";", write))

    assert problems == []
    assert table.amounts == AMOUNTS


@given(kr=st.integers(0, 10**12))
def test_an_amount_that_is_written_is_read_back(kr):
    for write in WAYS:
        assert amount(write(kr)) == kr


@pytest.mark.parametrize(
    "text",
    [
        "1.234",
        "1,234",
        "12,5",
        "tolv",
        "1 2 3 x",
        "=A1",
        "1e5",
        "0x10",
        "36 0000",
        "1 2 3",
        "1'2",
        "1 234 5",
        "1234 567",
        "12  345",
        "21.000",
        "21,000",
    ],
)
def test_what_could_mean_two_things_or_nothing_is_no_amount(text):
    assert amount(text) is None


@pytest.mark.parametrize(
    "word", ["Summa", "SUMMA:", "Totalt", "S:a", "Summa alla 14", "summa kronor"]
)
def test_a_sum_row_is_no_municipality(tmp_path, data, word):
    table, problems = read(tmp_path, data, lines(";") + f"{word};1 090 300\r\n")

    assert problems == []
    assert (table.amounts, table.total) == (AMOUNTS, 1_090_300)


@pytest.mark.parametrize(
    "name",
    ["Bodens kommun", "boden", "2582", "2582 Boden", "BODEN", "Boden kommun", "Boden (värd) *"],
)
def test_a_municipality_has_many_names(tmp_path, data, name):
    text = f"{name};46 800\r\nArjeplog kommun;21 000\r\nO\u0308vertornea\u030a;5\r\n"

    table, problems = read(tmp_path, data, text)

    assert problems == []
    assert table.amounts == {"2506": 21_000, "2582": 46_800, "2518": 5}


def test_titles_notes_codes_and_rows_without_an_amount_are_passed_by(tmp_path, data):
    text = (
        "Budget 2023;;\r\n\r\nkommunkod;kommun;belopp\r\n2506;Arjeplog;21 000\r\n2582;Boden;-\r\n"
        "2518;Övertorneå;\r\n2580;Luleå;98 200\r\n;;\r\nKälla: nämnden;;\r\n"
    )

    table, problems = read(tmp_path, data, text)

    assert problems == []
    assert table.amounts == {"2506": 21_000, "2580": 98_200}


def test_a_column_is_chosen_by_heading_or_letter(tmp_path, data):
    text = "Kommun;2022;2023\r\nArjeplog;20;21\r\nBoden;45;46\r\n"

    assert read(tmp_path, data, text)[1][0].text == (
        'tabellen har flera kolumner med tal: B "2022" och C "2023"'
    )
    for column in ("2023", "C", "c"):
        table, problems = read(tmp_path, data, text, column=column)
        assert problems == []
        assert table.amounts == {"2506": 21, "2582": 46}


@pytest.mark.parametrize("amount", ["21.000", "21,000", "1.021.000"])
def test_a_separator_that_may_mean_two_things_is_told(tmp_path, data, amount):
    _, (problem,) = read(tmp_path, data, f"Kommun;Belopp\nBoden;{amount}\nKalix;5\n")

    assert problem.text == f'rad 2: skiljetecknet i "{amount}" går inte att förstå'


@pytest.mark.parametrize(
    ("title", "kronor"),
    [("tkr", 1_000), ("Belopp, tkr", 1_000), ("Tusen kr", 1_000), ("Belopp (kkr)", 1_000),
     ("Mkr", 10**6), ("Belopp", 1)],
)  # fmt: skip
@pytest.mark.parametrize(
    "text",
    [
        "Kommun;{}\nBoden;5\nKalix;7\nSumma;12\n",
        "{};\nKommun;2023\nBoden;5\nKalix;7\nSumma;12\n",
        "Kommun;2023\nBoden;5\nKalix;7\nSumma;12\n;{}\n",
    ],
)
def test_a_heading_a_title_or_a_note_states_the_unit(tmp_path, data, text, title, kronor):
    table, problems = read(tmp_path, data, text.format(title))

    assert problems == []
    assert table.printed == Printed(kronor)
    assert table.amounts == {"2582": 5 * kronor, "2514": 7 * kronor}
    assert table.total == 12 * kronor


def test_the_nearest_text_states_the_unit_and_a_cell_its_own(tmp_path, data):
    text = "Budget, tkr;\nKommun;Belopp i kronor\nBoden;5\n"
    table, _ = read(tmp_path, data, text)
    assert table.printed == IN_KRONOR

    table, _ = read(tmp_path, data, "Kommun;Belopp\nBoden;5 tkr\nKalix;7,5 tkr\n")
    assert (table.amounts, table.printed) == ({"2582": 5_000, "2514": 7_500}, Printed(100))


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Kommun;Invånare (tusental);Belopp\nBoden;28,1;5\nKalix;15,4;7\n", None),
        ("Kommun;Belopp 2023;Nettokostnad, mkr\nBoden;5;2,8\nKalix;7;1,5\n", "B"),
        ("Kommun;Budget 2022, mkr;Belopp\nBoden;2,8;5\nKalix;1,5;7\n", "C"),
        ("Kommun;Belopp\nBoden;5\nKalix;7\nBeloppen är avrundade till hela tusental.;\n", None),
        ("Kommun;Avgift (avrundad till hela tusental)\nBoden;5\nKalix;7\n", None),
        ("E-arkiv (avrundat till tusental);\nKommun;Avgift\nBoden;5\nKalix;7\n", None),
        ("Kommun;Belopp\nBoden;5\nKalix;7\nNot: övriga tabeller i mkr;\n", None),
        ("Kommun;Belopp\nBoden;5\nKalix;7\nSumma (tkr);0,012\n", None),
    ],
)  # fmt: skip
def test_what_is_said_of_another_column_or_of_rounding_is_no_unit(tmp_path, data, text, column):
    table, problems = read(tmp_path, data, text, column=column)

    assert problems == []
    assert (table.amounts, table.printed) == ({"2582": 5, "2514": 7}, IN_KRONOR)


@pytest.mark.parametrize(
    "head",
    [
        "Avgifter, tkr (avrundat till närmaste 1 000 kr);;\nKommun;2022;2023\n",
        ";Budget (tkr);\nKommun;2022;2023\n",
        ";2022;2023\nKommun;tkr;tkr\n",
    ],
)
def test_a_unit_that_is_said_with_its_rounding_or_over_several_columns_is_read(
    tmp_path, data, head
):
    table, problems = read(tmp_path, data, f"{head}Boden;5;6\nKalix;7;8\n", column="C")

    assert problems == []
    assert (table.amounts, table.printed) == ({"2582": 6_000, "2514": 8_000}, Printed(1_000))


def test_a_sum_keeps_its_own_precision(tmp_path, data):
    table, _ = read(tmp_path, data, "Kommun;tkr\nBoden;5\nKalix;7\nSumma;12,4\n")
    assert (table.total, table.total_step, table.added_up) == (12_400, 100, True)

    table, _ = read(tmp_path, data, "Kommun;kr\nBoden;5,26\nKalix;7,13\nSumma;12\n")
    assert (table.total, table.total_step, table.added_up) == (1_200, 100, True)

    table, _ = read(tmp_path, data, "Kommun;kr\nBoden;5,26\nKalix;7,13\n;12,4\n")
    assert table.total == 1_240, "no word says that it is a sum"


def test_three_decimals_are_read_when_written_as_the_remedy_says(tmp_path, data):
    text = "Kommun;mkr\nBoden;{}\nKalix;2,116\n"
    _, (problem, _) = read(tmp_path, data, text.format("1,274"))
    assert problem.remedy.endswith("tre decimaler med en fjärde, som 1,2740")

    table, problems = read(tmp_path, data, text.format("1,2740").replace("2,116", "2,1160"))

    assert problems == []
    assert table.amounts == {"2582": 1_274_000, "2514": 2_116_000}


@pytest.mark.parametrize("amount", ["0,001", "0,0001"])
def test_amounts_of_less_than_an_ore_are_none(tmp_path, data, amount):
    text = f"Kommun;Belopp\nBoden;{amount}\nKalix;{amount}0\n"

    table, problems = read(tmp_path, data, text)

    assert (table, [p.code for p in problems]) == (None, ["EK026"])


def test_amounts_in_different_units_are_told(tmp_path, data):
    text = "Kommun;tkr\nBoden;5\nKalix;7\nKiruna;8 000 kr\n"

    _, (problem,) = read(tmp_path, data, text)

    assert problem.code == "EK023"
    assert problem.text == "rad 4: beloppet står i kronor, de flesta andra i tkr"


@pytest.mark.parametrize(
    ("head", "cells", "printed", "counted"),
    [
        ("kr", ("5,25", "7,00"), Printed(1, 100), [525, 700]),
        ("kr", ("5,5", "7"), Printed(10, 100), [550, 700]),
        ("kr", ("5,00", "7,00"), IN_KRONOR, [5, 7]),
        ("tkr", ("5,0", "7,0"), Printed(100), [5_000, 7_000]),
        ("tkr", ("5,12345", "7,00000"), Printed(1, 100), [512_345, 700_000]),
        ("kr", ("5,2561", "7,0000"), Printed(1, 100), [526, 700]),
        ("mkr", ("5,25", "7,10"), Printed(10_000), [5_250_000, 7_100_000]),
    ],
)
def test_decimals_say_what_a_table_is_printed_to(tmp_path, data, head, cells, printed, counted):
    one, other = cells

    table, problems = read(tmp_path, data, f"Kommun;{head}\nBoden;{one}\nKalix;{other}\n")

    assert problems == []
    assert (table.printed, list(table.amounts.values())) == (printed, counted)


@pytest.mark.parametrize(
    ("head", "cells", "printed", "counted"),
    [
        ("kr", (100_000 / 3, 7), Printed(1, 100), [3_333_333, 700]),
        ("kr", (0.1 + 0.2 + 4.7, 7.0000000001), IN_KRONOR, [5, 7]),
        ("tkr", (97.1, 5.0 * 1.02), Printed(100), [97_100, 5_100]),
        ("tkr", (97.4563, 5), Printed(10, 100), [9_745_630, 500_000]),
    ],
)
def test_what_a_workbook_computes_is_read_to_ore(tmp_path, data, head, cells, printed, counted):
    """Binary numbers leave traces, which are no decimals."""
    one, other = cells
    path = book(tmp_path, ("Blad", [("Kommun", head), ("Boden", one), ("Kalix", other)]))

    table, problems = reading.read(path, data.kommuner)

    assert problems == []
    assert (table.printed, list(table.amounts.values())) == (printed, counted)


def test_a_sum_without_a_word_is_known_though_rows_are_in_thousands(tmp_path, data):
    text = "Kommun;tkr\nBoden;5\nKalix;7\n;{}\n"

    table, problems = read(tmp_path, data, text.format(13))  # 5,4 and 7,4
    assert (problems, table.total) == ([], 13_000)
    _, (problem,) = read(tmp_path, data, text.format(15))
    assert problem.text == "rad 4: beloppet 15 har ingen kommun"


@pytest.mark.parametrize("title", ["Kod", "Kommunkod", "Folkmängd", "Antal invånare"])
def test_codes_and_people_are_not_offered_as_amounts(tmp_path, data, title):
    text = f"Kommun;{title};Belopp\nArjeplog;2506;21\nBoden;28042;46\n"

    table, problems = read(tmp_path, data, text)

    assert problems == []
    assert table.amounts == {"2506": 21, "2582": 46}


def test_part_sums_are_skipped_and_footnote_marks_ignored(tmp_path, data):
    text = "Arjeplog*;21\nBoden 1);46\nDelsumma inland;67\nÖvertorneå²;5\nSumma;72\n"

    table, problems = read(tmp_path, data, text)

    assert problems == []
    assert (table.amounts, table.total) == ({"2506": 21, "2582": 46, "2518": 5}, 72)


def test_every_mistake_is_told_at_once_with_its_line(tmp_path, data):
    text = "Kommun;kr\nArjeplog;21 000\nBodem;5\nBoden;12 tkr\nBoden;7\nKalix;-5\nKiruna;okänt\n"

    table, problems = read(tmp_path, data, text)

    assert table is None
    assert [(p.code, p.spot.line) for p in problems] == [
        ("EK024", 3),
        ("EK023", 4),
        ("EK023", 6),
        ("EK023", 7),
    ]
    assert problems[0].hint == 'menade du "Boden"?'


def test_a_first_row_that_is_misspelt_is_no_heading(tmp_path, data):
    _, problems = read(tmp_path, data, "Arjeplg;21 000\nBoden;5\n")

    assert [p.code for p in problems] == ["EK024"]


def test_a_heading_in_the_middle_is_passed_by_but_no_row_with_an_amount(tmp_path, data):
    text = "Kommun;2023\nArjeplog;21\nKommun;2023\nBoden;46\n{}Kalix;34\n"

    assert read(tmp_path, data, text.format(""))[1] == []
    _, (problem,) = read(tmp_path, data, text.format("kr;34 000\n"))
    assert problem.text == 'rad 5: okänd kommun "kr"'


def book(tmp_path, *sheets):
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "tabell.xlsx"
    made.save(path)
    return path


def test_a_workbook_is_read_with_its_sheet_and_column(tmp_path, data):
    rows = [["Kommun", "Datum", "Belopp"], *([n, dt.date(2023, 1, 1), kr] for n, kr in ROWS)]
    path = book(tmp_path, ("Om", [["text"]]), ("Tabell", [*rows, ["Summa", None, 1_090_300.0]]))

    table, problems = reading.read(path, data.kommuner, sheet="tabell")

    assert problems == []
    assert (table.amounts, table.total) == (AMOUNTS, 1_090_300)
    for sheet, said in ((None, "arbetsboken har 2 blad: Om och Tabell"), ("Tabel", "finns inte")):
        _, (problem,) = reading.read(path, data.kommuner, sheet=sheet)
        assert problem.code == "EK022"
        assert said in problem.text


def test_what_a_formula_gives_is_read_and_where_the_file_does_not_say_told(tmp_path, data):
    rows = [["Kommun", "Belopp"], ["Arjeplog", 21_000], ["Boden", "=2*23400"]]
    path = book(tmp_path, ("Tabell", rows))

    table, (problem,) = reading.read(path, data.kommuner)

    assert table is None, "a row is never left out because its formula has no value"
    assert (problem.code, problem.text) == (
        "EK023",
        'rad 3: formeln "=2*23400" har inget värde i filen',
    )
    assert "spara om den" in problem.remedy


def test_a_cell_far_away_costs_no_time(tmp_path, data):
    path = book(tmp_path, ("Tabell", [["Kommun", "Belopp"], *ROWS]))
    workbook = load_workbook(path)
    for row in range(1, 1_900):
        workbook["Tabell"].cell(row + 100, 16_384, "x")
    workbook.save(path)

    table, problems = reading.read(path, data.kommuner)

    assert (problems, table.amounts) == ([], AMOUNTS)


def test_a_workbook_that_is_damaged_is_told_so(tmp_path, data):
    path = tmp_path / "trasig.xlsx"
    path.write_bytes(b"PK\x03\x04inget mer")

    _, (problem,) = reading.read(path, data.kommuner)

    assert problem.code == "EK033"
    assert "går inte att öppna som en arbetsbok" in problem.text


@pytest.mark.parametrize("sheet", [None, "Tabell"])
def test_a_workbook_without_a_sheet_is_told_so(tmp_path, data, sheet):
    path = tmp_path / "tom.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for part in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
            archive.writestr(part, "<x/>")

    _, (problem,) = reading.read(path, data.kommuner, sheet=sheet)

    assert (problem.code, problem.text) == ("EK036", "arbetsboken har inga blad")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=300))
def test_any_file_at_all_is_read_or_refused_in_swedish(tmp_path, data, raw):
    path = tmp_path / "vad-som-helst.csv"
    path.write_bytes(raw)

    table, problems = reading.read(path, data.kommuner)

    assert (table is None) == bool(problems)
    assert all(problem.code.startswith(("EK02", "EK03")) for problem in problems)
