"""Shares, prices and populations: columns that say what other columns, or the data folder, must."""

import random
from fractions import Fraction

import pytest

from enamnd_cost.analysis.audit.findings import NOTE
from enamnd_cost.swedish import rounded

PLACES = ["Leksand", "Mora", "Orsa", "Vansbro", "Älvdalen", "Rättvik", "Malung", "Gagnef", "Falun"]
SEEDS = range(60)
DALARNA = """\
Medlemskommun;Medlemsavgift 2021 (kr);Procentuell fördelning
Leksand;10 088 575;17,5 %
Mora;20 004 203;34,7 %
Orsa;6 226 092;10,8 %
Vansbro;7 263 774;12,6 %
Älvdalen;14 066 356;24,4 %
Totalt;57 649 000;100,0 %
"""
SKARABORG = """\
Kommun;Invånare 2018-12-31;Kr/inv;Avgift (kr)
Essunga;5 671;42,25;239 600
Falköping;33 155;42,25;1 400 799
Grästorp;5 731;42,25;242 135
Gullspång;5 293;42,25;223 629
Hjo;9 176;42,25;387 686
Skara;18 829;42,25;795 525
Summa;77 855;42,25;3 289 374
"""


def told(found):
    return [(f.code, f.place.row, f.place.column) for f in found.findings if f.level != NOTE]


def written(value):
    return (
        f"{value:,}".replace(",", " ") if isinstance(value, int) else str(value).replace(".", ",")
    )


def grid(rows):
    return "".join(";".join(map(written, row)) + "\n" for row in rows)


# Shares


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("", "", []),
        ("20 004 203;34,7", "20 004 203;34,2", [("EK525", 3, 3)]),
        ("20 004 203", "20 004 303", [("EK525", 3, 2)]),
        ("7 263 774;12,6", "7 263 774;21,6", [("EK525", 5, 3)]),
        ("100,0 %", "99,0 %", [("EK505", 7, 3)]),
    ],
)
def test_agreed_shares_give_the_kronor_to_the_krona(look, right, wrong, expected):
    found = told(look(DALARNA.replace(right, wrong, 1) if right else DALARNA))

    assert [place[1:] for place in found] == [place[1:] for place in expected]


def test_two_amounts_that_level_each_other_out_are_both_found(look):
    text = DALARNA.replace("20 004 203", "20 004 303").replace("6 226 092", "6 225 992")

    assert told(look(text)) == [("EK525", 3, 2), ("EK525", 4, 2)]


def shares(rng, *, sound=True):
    """A table of kronor and their shares, computed and rounded, in some order of columns."""
    places, names = rng.choice([0, 1, 2]), rng.sample(PLACES, rng.randint(4, 9))
    kronor = [rng.randint(20_000, 9_000_000) for _ in names]
    total, mark = sum(kronor), rng.choice(["", " %"])
    heading = rng.choice(["Andel, %", "Procent", "Andel av summan (%)", "Fördelning i procent"])
    whole = rng.choice([100, 100, 100, 1]) if places == 2 else 100
    places, mark = (4, "") if whole == 1 else (places, mark)
    heading = "Andel" if whole == 1 else heading
    of = [rounded(Fraction(whole * kr, total), places) for kr in kronor]
    at = None
    if not sound:
        at = rng.randrange(len(names))
        of[at] += rng.choice([-1, 1]) * rng.randint(2, 9) * of[at].__class__(1).scaleb(-places)
        at += 3
    first = rng.random() < 0.5
    rows = [["Kostnader"], ["Ort", *([heading, "Kr"] if first else ["Kr", heading])]]
    for name, kr, share in zip(names, kronor, of, strict=True):
        printed = f"{share}{mark}".replace(".", ",")
        rows.append([name, *([printed, kr] if first else [kr, printed])])
    if rng.random() < 0.8:
        last = f"{whole}{mark}" if rng.random() < 0.8 else ""
        rows.append(["Summa", *([last, total] if first else [total, last])])
    return grid(rows), (at, 2 if first else 3)


def test_shares_that_are_rounded_right_are_no_findings(look):
    for seed in SEEDS:
        text, _ = shares(random.Random(seed))

        assert told(look(text)) == [], text


def test_a_share_that_is_not_its_amounts_is_found_at_its_cell(look):
    found = 0
    for seed in SEEDS:
        text, place = shares(random.Random(seed), sound=False)
        found += place in [each[1:] for each in told(look(text))]

    assert 10 * found >= 9 * len(SEEDS)


MOVED = ["16,6", "16,6", *["16,7"] * 4]


def test_shares_moved_to_come_to_the_whole_are_told_as_that(look):
    rows = [f"{name};1000;{share} %" for name, share in zip(PLACES, MOVED, strict=False)]
    text = "Ort;Kr;Andel\n" + "\n".join(rows) + "\nSumma;6000;100 %\n"

    (finding,) = look(text).findings

    assert (finding.code, finding.level) == ("EK528", NOTE)


@pytest.mark.parametrize("heading", ["Ökning %", "Index", "Täckningsgrad %"])
def test_a_column_in_per_cent_of_something_else_is_not_tested(look, heading):
    text = f"Post;Kr;{heading}\nLicens;1 200;3,1\nDrift;3 400;102,5\nLön;900;0,4\nSumma;5 500;2,2\n"

    assert look(text).findings == ()


def test_shares_alone_must_come_to_the_whole_that_is_printed(look):
    rows = ["A-by;25,0", "B-by;25,0", "C-by;30,0", "D-by;21,0"]

    assert told(look("Ort;Andel %\n" + "\n".join(rows) + "\nSumma;100,0\n")) == [("EK505", 6, 2)]
    assert told(look("Ort;Andel %\n" + "\n".join(rows) + "\nSumma;101,0\n")) == []


# Quantity and price


def test_inhabitants_times_kronor_each_are_the_fee(look):
    assert told(look(SKARABORG)) == []

    wrong = SKARABORG.replace("387 686", "388 686").replace("795 525", "794 525")

    assert told(look(wrong)) == [("EK526", 6, 4), ("EK526", 7, 4)]


def test_a_price_that_is_not_the_others_is_told_at_its_cell(look):
    text = SKARABORG.replace("9 176;42,25", "9 176;42,52")

    assert told(look(text)) == [("EK526", 6, 3)]


HEADINGS = [
    ("Antal", "À-pris", "Belopp"), ("Licenser", "Pris", "Kostnad"), ("Timmar", "Kr/tim", "Kr"),
    ("Elever", "Kr per elev", "Avgift"), ("Invånare", "kr/inv", "Kr"), ("Brukare", "Pris/st", "Kr"),
]  # fmt: skip


def products(rng, *, sound=True):
    """A table of quantities, prices and what they come to, in some order of columns."""
    names = rng.sample(PLACES, rng.randint(4, 9))
    headings = list(rng.choice(HEADINGS))
    one, cents = rng.random() < 0.6, rng.random() < 0.7
    each = Fraction(rng.randint(1_200, 99_000), 100 if cents else 1)
    order = rng.choice([(0, 1, 2), (2, 0, 1), (1, 0, 2)])
    rows, lines = [], []
    for name in names:
        quantity = rng.randint(12, 40_000)
        price = each if one else Fraction(rng.randint(1_200, 99_000), 100)
        lines.append([name, quantity, rounded(price, 2), int(rounded(quantity * price, 0))])
    total = sum(line[3] for line in lines)
    counted = sum(line[1] for line in lines)
    at = None
    if not sound:
        at = rng.randrange(len(names))
        lines[at][3] += rng.choice([-1, 1]) * rng.choice([9, 90, 1_000, 27_000])
    rows = [["Avgifter"], ["Ort", *(headings[n] for n in order)]]
    rows += [[line[0], *(line[n + 1] for n in order)] for line in lines]
    if rng.random() < 0.7:
        whole = [counted, "", total]
        rows.append(["Summa", *(whole[n] for n in order)])
    return grid(rows), (at if at is None else at + 3, order.index(2) + 2)


def test_products_that_are_right_are_no_findings(look):
    for seed in SEEDS:
        text, _ = products(random.Random(seed))

        assert told(look(text)) == [], text


def test_a_product_that_is_wrong_is_found_at_its_cell(look):
    found = 0
    for seed in SEEDS:
        text, place = products(random.Random(seed), sound=False)
        found += place in [each[1:] for each in told(look(text))]

    assert 10 * found >= 9 * len(SEEDS)


@pytest.mark.parametrize("row", ["10;0", "0;40", "0;0"])
def test_what_costs_nothing_comes_to_nothing(row, look):
    text = "Avgifter\nOrt;Timmar;À-pris;Belopp\nMora;12;40;480\nOrsa;7;41;287\nHedemora;9;42;378\n"
    text += f"Rättvik;8;44;352\nFalun;{row};{{}}\n"

    assert told(look(text.format(0))) == []
    assert told(look(text.format(400))) == [("EK526", 7, 4)]


def test_a_price_that_was_rounded_allows_what_that_takes(look):
    rows = [
        [name, 10_000 * n, round(7_777_777 * n / (10_000 * n), 1)]
        for n, name in enumerate(PLACES, 1)
    ]
    text = grid(
        [
            ["Ort", "Invånare", "Kr/inv", "Kr"],
            *([*row, 7_777_777 * n] for n, row in enumerate(rows, 1)),
        ]
    )

    assert told(look(text)) == []
    assert told(look(text.replace("7 777 777", "7 877 777", 1))) == [("EK526", 2, 4)]


# Populations


def people(data, date, heading, changed=None, *, total=True):
    kommuner = data.kommuner
    (of,) = [each for each in kommuner.folkmangd if str(each.datum) == date]
    rows = [[kommun.namn, of.invanare[kommun.id]] for kommun in kommuner.kommun]
    if changed is not None:
        rows[changed][1] += 30
    rows += [["Summa", of.summa]] if total else []
    return grid([["Underlag"], ["Kommun", heading], *rows])


DATES = ["2015-12-31", "2018-12-31", "2020-12-31", "2024-12-31"]


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize(
    "heading", ["Invånare {}", "Folkmängd", "Invånare 31 dec {year}", "Folkmängd {year}"]
)
def test_a_printed_population_is_the_data_folders(look, data, date, heading):
    heading = heading.format(date, year=date[:4])

    sound = look(people(data, date, heading))
    wrong = look(people(data, date, heading, changed=5, total=False))

    assert (told(sound), sound.coverage.counted) == ([], 14)
    assert told(wrong) == [("EK527", 8, 2)]


def test_a_population_of_another_date_than_the_heading_says_is_told_once(look, data):
    found = look(people(data, "2018-12-31", "Invånare 2020-12-31", total=False))

    (finding,) = [f for f in found.findings if f.level != NOTE]
    assert finding.code == "EK527"
    assert "folkmängden 2018-12-31, inte 2020-12-31" in finding.text


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("Invånare 2007-12-31", "datamappen har ingen folkmängd 2007-12-31"),
        ("Invånare 20–64 år", "en åldersgrupp"),
        ("Medelfolkmängd 2018", "ett medeltal"),
    ],
)
def test_a_population_that_the_data_folder_does_not_have_is_not_tested_and_that_is_said(
    look, data, heading, reason
):
    text = people(data, "2018-12-31", heading, changed=3, total=False).replace(
        "Boden;28", "Boden;29"
    )
    found = look(text)

    assert told(found) == []
    assert found.coverage.counted == 0
    assert any(reason in note for note in found.coverage.notes())


CODED = (
    "Kommunkod;Kommun;Belopp\n2506;Arjeplog;100\n2582;Boden;200\n2514;Kalix;300\n{}\n;Summa;{}\n"
)


@pytest.mark.parametrize(
    ("row", "level", "said"),
    [
        ("2418;Malå;50", "upplysning", "står med sin egen kommunkod, 2418"),
        ("2480;Malå;50", "fel", ""),
        (";Malå;50", "fel", ""),
        (";De tre grundarna;50", "upplysning", "tas för en grupp"),
        ("2582;De tre grundarna;50", "varning", ""),
    ],
)
def test_a_code_beside_a_name_tells_a_newcomer_or_a_group_from_a_slip(look, row, level, said):
    found = [f for f in look(CODED.format(row, 650)).findings if f.code == "EK504"]

    assert [f.level for f in found] == [level]
    assert said in found[0].text


@pytest.mark.parametrize(("row", "level"), [("Malå;50", "fel"), ("De tre grundarna;50", "varning")])
def test_where_no_code_stands_an_unknown_name_is_a_finding(look, row, level):
    text = f"Kommun;Belopp\nArjeplog;100\nBoden;200\nKalix;300\n{row}\nSumma;650\n"

    assert [f.level for f in look(text).findings if f.code == "EK504"] == [level]


def test_a_word_beside_a_single_figure_is_no_figure_that_is_missing(look):
    """Two rows, one with a figure and one with words: nobody knows what the column is of."""
    assert look("Antagande;Värde\nPKV 2025;3,5\nBudget 2025;utkast ur 2024\n").findings == ()

    found = look("Kommun;Belopp\nBoden;100\nKalix;200\nPiteå;efter avtal\n").findings
    assert [f.code for f in found if f.level != "upplysning"] == ["EK522"]


@pytest.mark.parametrize("price", ["-", "\N{EN DASH}", ""])
def test_a_fixed_price_is_no_product(look, price):
    rows = f"Arkitekt (fast pris);120;{price};138 000\nUtvecklare;344;985;338 840\n"
    text = f"Uppdrag;Timmar;Timpris;Kostnad\n{rows}Testare;96;870;83 520\nLedare;10;900;9 000\n"

    assert [f for f in look(text).findings if f.level != "upplysning"] == []
    (wrong,) = look(text.replace("83 520", "83 250")).findings
    assert (wrong.code, wrong.place.row) == ("EK526", 4)


NOTES = """Not 4 Personal;2030;2031
Löner;2 010;2 150
Sociala avgifter;790;845
Summa;2 800;2 995

Not 5 Övrigt;2030;2031
Resor;45;40
Utbildning;80;92
Summa;125;132
"""


def test_years_that_head_the_columns_again_begin_a_table(look):
    """No year is an amount, and each sum is of its own table."""
    found = look(NOTES)

    assert (found.findings, found.tables, found.figures) == ((), 2, 12)
    wrong = look(NOTES.replace("Summa;125;132", "Summa;125;142")).findings
    assert [(f.code, f.place.row, f.place.column) for f in wrong] == [("EK505", 9, 3)]


@pytest.mark.parametrize("note", ["Källa: nämnden", ""])
@pytest.mark.parametrize("title", ["Förklaring av kostnaden\n", ""])
def test_a_list_of_tables_may_have_a_title_and_a_note(look, title, note):
    text = f"{title}tabell;kommun;Belopp;Förklaring\nA;Boden;100;\nA;Kalix;200;\nA;Summa;310;\n"
    text += f"B;Moms;;25 procent\nB;Pris;;fast\n{note}\n"

    found = look(text)

    assert [f.code for f in found.findings] == ["EK505"]
    assert found.tables == 1


def test_a_list_with_a_row_of_one_cell_is_read(look):
    look("Tabell;Post;Belopp\nA;x;1\nB;;\n")


def test_a_newcomer_hides_nobody_who_is_missing(look):
    amounts = {
        "2506;Arjeplog": 4, "2505;Arvidsjaur": 8, "2582;Boden": 35, "2523;Gällivare": 22,
        "2583;Haparanda": 12, "2510;Jokkmokk": 6, "2584;Kiruna": 29, "2580;Luleå": 96,
        "2521;Pajala": 8, "2581;Piteå": 53, "2560;Älvsbyn": 10, "2513;Överkalix": 4,
        "2518;Övertorneå": 6, "2480;Umeå": 12,
    }  # fmt: skip
    rows = "".join(f"{who};{kr} 000\n" for who, kr in amounts.items())
    found = look(f"E-arkiv 2024\nKommunkod;Kommun;Belopp\n{rows};Summa;325 000\n").findings

    (missing,) = (f for f in found if f.code == "EK502")
    assert "Kalix saknas" in missing.text
    assert "EK505" not in {f.code for f in found}


def test_a_code_that_is_another_municipalitys_is_told(look):
    text = (
        "Kod;Kommun;Belopp\n2506;Arjeplog;10\n2582;Boden;35\n{};Kalix;20\n{};Kiruna;29\n"
        "2581;Piteå;53\n"
    )
    assert look(text.format(2514, 2584)).findings == ()

    found = look(text.format(2584, 2514)).findings

    assert [(f.code, f.place.row) for f in found] == [("EK504", 4), ("EK504", 5)]
    assert "Kalix står med kommunkod 2584, som är Kiruna; Kalix har 2514" in found[0].text


def test_a_sum_makes_no_column_of_amounts(look):
    text = "Post;Belopp\nDrift;ingår\nSupport;ingår\nLicens;50 000\nSumma;50 000\n"

    assert "EK522" not in {f.code for f in look(text).findings}
