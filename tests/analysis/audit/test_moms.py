"""What is said of moms, and of uprating, in titles and headings, and what is held for all that."""

import pytest

from enamnd_cost.analysis.audit.findings import NOTE

POSTS = {
    "Grundfinansiering": 1_177_400,
    "Verksamhetsutvecklare e-tjänster": 1_036_100,
    "Förvaltningsledare verksamhetssystem SOC": 3_015_700,
    "E-tjänsteplattform": 1_046_900,
    "Räddningstjänsten system": 732_500,
    "SOC system, grund": 509_200,
    "E-arkiv": 313_000,
}


def real(found):
    return [(f.code, f.place.row, f.place.column) for f in found.findings if f.level != NOTE]


def budget(title, posts=POSTS):
    rows = [f"{name};{kr}" for name, kr in posts.items()]
    return "\n".join([f"{title};", "Post;Belopp", *rows, f"Summa;{sum(posts.values())}", ""])


@pytest.fixture
def invoice(data, computed):
    """A table per municipality of the year's amounts of E-arkiv, by what its heads are."""

    def made(heads, title="E-arkiv 2024", *, total="Summa"):
        amounts = computed.year(2024).by_id["e-arkiv"].allocation.amounts
        own = {data.kommuner.names[code]: kr for code, kr in amounts.items()}
        own[total] = sum(own.values())
        per = {"e": lambda kr: kr, "m": lambda kr: kr // 4, "i": lambda kr: kr + kr // 4}
        rows = [[name, *(str(per[p](kr)) for p in heads.values())] for name, kr in own.items()]
        return "\n".join(map(";".join, [[title], ["Kommun", *heads], *rows])) + "\n"

    return made


# Titles


@pytest.mark.parametrize(
    "title",
    [
        "Budget 2024",
        "Budget 2024, exkl. moms",
        "Budget 2024 (exklusive mervärdesskatt)",
        "Budget 2024 utan moms",
        "Budget 2024, moms tillkommer",
        "Alla belopp i kr exklusive moms;\nBudget 2024",
        "Budget 2024;\nAlla belopp i kr exklusive moms",
        "Budget 2024 inkl. uppräkning med PKV 4,4 %",
        "Budget 2024, uppräknad med PKV",
        "Budget 2024;\nUppräkning med 4,4 %",
    ],
)
def test_a_title_that_says_without_moms_or_after_uprating_is_held(look, title):
    sound = look(budget(title))
    wrong = look(budget(title, {**POSTS, "E-arkiv": 331_000}))

    assert (sound.findings, sound.coverage.compared) == ((), 8)
    assert [code for code, *_ in real(wrong)] == ["EK515"]


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Budget 2024 inkl. moms", "de är med moms"),
        ("Budget 2024, moms ingår", "de är med moms"),
        ("Budget 2024 exkl. uppräkning", 'de är inte årets belopp ("exkl")'),
        ("Budget 2024 före uppräkning", 'de är inte årets belopp ("uppräkning")'),
    ],
)
def test_a_title_that_says_something_else_is_not_held_and_that_is_said(look, title, reason):
    posts = {name: kr + kr // 4 for name, kr in POSTS.items()}

    assert look(budget(title, posts)).findings == ()
    assert (reason, 8) in look(budget(title, posts)).coverage.reasons


def test_after_uprating_is_the_years_amount(look, invoice):
    title, heads = "E-arkiv efter uppräkning", {"2024": "e"}
    wrong = invoice(heads, title).replace("Boden;35000", "Boden;53000")

    assert real(look(invoice(heads, title))) == []
    assert look(invoice(heads, title)).coverage.compared == 15
    assert [row for _, row, _ in real(look(wrong))] == [5]


# Columns


@pytest.mark.parametrize(
    "heads",
    [
        {"Belopp exkl. moms": "e", "Moms (25 %)": "m", "Att betala": "i"},
        {"Exkl. moms": "e", "Moms": "m", "Inkl. moms": "i"},
        {"Belopp": "e", "Moms": "m", "Summa": "i"},
        {"Inkl. moms": "i", "Moms": "m", "Exkl. moms": "e"},
        {"Exkl. moms": "e", "Att betala": "i"},
        {"2024": "e", "Moms": "m", "Totalt": "i"},
    ],
)
def test_moms_and_what_has_it_are_not_held_but_what_is_without_is(look, invoice, heads):
    text = invoice(heads)
    found = look(text)
    at = list(heads.values()).index("e") + 2

    assert found.findings == ()
    assert found.coverage.compared == 15
    wrong = [row.split(";") for row in text.splitlines()]
    wrong[4][at - 1] = "53000"
    assert (5, at) in [(r, c) for _, r, c in real(look("\n".join(map(";".join, wrong))))]


@pytest.mark.parametrize(
    "heads", [{"Moms 25 %": "m", "Att betala": "i"}, {"Att betala": "i", "varav moms": "m"}]
)
def test_a_table_of_nothing_but_moms_and_what_has_it_is_not_held(look, invoice, heads):
    found = look(invoice(heads))

    assert (found.findings, found.coverage.compared) == ((), 0)


def test_a_wrong_figure_of_moms_is_one_finding(look, invoice):
    heads = {"Exkl. moms": "e", "Moms": "m", "Inkl. moms": "i"}
    text = invoice(heads).replace("Boden;35000;8750", "Boden;35000;7750")

    (finding,) = real(look(text))
    assert finding[1:] == (5, 3)


def test_amounts_to_pay_are_held_where_nothing_speaks_of_moms(look, invoice):
    assert look(invoice({"Att betala": "e"})).coverage.compared == 15


def test_a_sum_below_moms_has_it(look, invoice):
    rows = invoice({"Belopp": "e"}, total="Summa exkl. moms")
    found = look(rows + "Moms 25 %;78 250\nAtt betala;391 250\n")

    assert real(found) == []
    assert found.coverage.compared == 15


# Amounts at a rate

RATED = """\
Kommun;Netto;{0};Brutto
Arjeplog;21 000;5 250;26 250
Boden;46 800;{1};58 500
Kalix;34 300;8 575;42 875
Summa;102 100;25 525;127 625
"""


@pytest.mark.parametrize("heading", ["Moms 25%", "Moms 25 %", "PO 25 %", "Pålägg 25,0 %", "Moms"])
def test_amounts_at_a_rate_are_amounts(look, heading):
    assert look(RATED.format(heading, "11 700")).findings == ()

    (finding,) = look(RATED.format(heading, "14 700")).findings
    assert (finding.place.row, finding.place.column, finding.computed) == (3, 3, 11_700)


@pytest.mark.parametrize("heading", ["Uppräkning 3,5 %", "Höjning 2024 %", "Andel av 100 %"])
def test_rates_under_such_a_heading_are_no_amounts(look, heading):
    rows = "Boden;46 800;3,5\nKalix;34 300;2,0\nLuleå;98 200;94,5\n"

    assert look(f"Kommun;Belopp;{heading}\n{rows}").figures == 3
