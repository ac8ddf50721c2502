"""What an audit says is no more than is known, and stands where the slip is."""

from fractions import Fraction

import pytest

from enamnd_cost.analysis.audit.findings import NOTE
from enamnd_cost.analysis.audit.subjects import Hints
from enamnd_cost.cli.spelling import spell
from enamnd_cost.swedish import rounded


def real(found):
    return [f for f in found.findings if f.level != NOTE]


def amounts_of(computed, service, year):
    allocation = computed.year(year).by_id[service].allocation
    return allocation.amounts


# Parts of a year


@pytest.fixture
def halves(data, computed):
    """An invoice of half a year: title, heads, rows and their right sum."""
    amounts = amounts_of(computed, "e-arkiv", 2024)
    names = data.kommuner.names
    rows = [f"{names[code]};{kr // 2}" for code, kr in amounts.items()]
    total = sum(kr // 2 for kr in amounts.values())
    return "\n".join(["E-arkiv 2024", "Kommun;Belopp", *rows, f"Summa;{total}", ""])


def test_a_part_of_the_year_is_no_error(look, halves):
    (finding,) = look(halves).findings

    assert (finding.code, finding.level) == ("EK516", NOTE)
    assert "varje belopp är 1/2 av modellens" in finding.text


def test_a_slip_in_a_part_of_the_year_is_told_at_its_cell(look, halves):
    found = look(halves.replace("Luleå;48000", "Luleå;41000"))

    (finding,) = real(found)
    assert (finding.place.row, finding.printed, finding.computed) == (11, 41_000, 48_000)
    assert "1/2 av modellens 96\xa0000\xa0kr är 48\xa0000\xa0kr" in finding.text
    assert any("14 av 15 belopp är 1/2 av modellens" in f.text for f in found.findings)


# Who is missing


@pytest.mark.parametrize("swapped", [False, True])
def test_who_is_missing_is_told_at_the_amount_in_its_unit(look, data, computed, swapped):
    kronor = amounts_of(computed, "soc-grund", 2024)
    total = sum(kronor.values())
    names = data.kommuner.names
    rows = [
        (names[code], f"{rounded(Fraction(100 * kr, total), 1)} %".replace(".", ","), str(kr))
        for code, kr in kronor.items()
        if names[code] != "Kalix"
    ]
    rows = [("Kommun", "Andel", "Belopp"), *rows, ("Summa", "100,0 %", str(total))]
    if swapped:
        rows = [(a, c, b) for a, b, c in rows]
    found = look("Fördelning 2031\n" + "\n".join(map(";".join, rows)))

    (finding,) = [f for f in found.findings if f.code == "EK502"]
    assert (finding.place.column, finding.unit) == (2 if swapped else 3, "kr")
    assert "34\xa0300\xa0kr sluter summan" in finding.text
    assert "\xa0% under Summa, Andel" in finding.text


# Populations that are another date's


def test_the_date_is_told_also_where_all_are_astray(look):
    text = "Kommun;Invånare 2018-12-31\nArjeplog;9 001\nBoden;9 002\nKalix;9 003\n"

    found = look(text)
    assert [f.code for f in real(found)] == ["EK527"]
    assert "3 invånarantal mot folkmängden 2018-12-31." in found.coverage.lead()[0]


# Shares that are evened out


EVENED = """\
Fördelning 2031;;
Post;Andel;Belopp
A;40,0 %;40 000
B;25,0 %;{}
C;35,0 %;34 960
Summa;100,0 %;100 000
"""


def test_an_amount_that_is_wrong_does_not_make_shares_evened(look):
    found = look(EVENED.format("25 060"))

    assert look(EVENED.format("25 040")).findings == ()
    (finding,) = found.findings
    assert (finding.place.row, finding.place.column, finding.computed) == (4, 3, 25_040)


# What is not tested, and why


@pytest.mark.parametrize(
    ("heading", "figures", "reason"),
    [
        ("Förändring %", ("3,1", "2,5", "0,4"), "förändringar i procent prövas inte"),
        ("Diff %", ("3,1", "2,5", "0,4"), "förändringar i procent prövas inte"),
        ("Kr/inv", ("42", "31", "17"), "inget antal och belopp ger de flesta av dem"),
        ("Andel %", ("3,1", "2,5", "0,4"), "ingen kolumn ger de flesta av dem"),
    ],
)
def test_shares_that_nothing_holds_are_counted_and_listed(look, heading, figures, reason):
    rows = zip(("Licens;1 200", "Drift;3 400", "Lön;900"), figures, strict=True)
    text = f"Post;Kr;{heading}\n" + "".join(f"{row};{of}\n" for row, of in rows)

    found = look(text + "Summa;5 500;\n").coverage

    assert found.lead()[-1] == "Inte prövat: 3 andelar, priser eller skillnader."
    assert f'3 tal under "{heading}" är inte prövade: {reason}.' in found.notes()


def test_shares_that_are_held_are_not_listed(look):
    found = look(EVENED.format("25 040")).coverage

    assert found.others == 0
    assert not any("Inte prövat" in line for line in found.lead())


@pytest.mark.parametrize("price", ["42,25", "42,52"])
def test_a_price_that_amounts_are_held_with_is_not_listed(look, price):
    rows = {"Essunga": 5_671, "Hjo": 9_176, "Skara": 18_829, "Grästorp": 5_731, "Tibro": 11_202}
    lines = [f"{name};{n};42,25;{rounded(Fraction(4225 * n, 100), 0)}" for name, n in rows.items()]
    text = "Kommun;Invånare;Kr/inv;Avgift (kr)\n" + "\n".join(lines) + "\n"

    found = look(text.replace("9176;42,25", f"9176;{price}"))

    assert len(found.findings) == (price != "42,25")
    assert found.coverage.others == 0


MIXED = """\
Budget 2024
Kommun;E-arkiv;Annat;Summa
Boden;35 000;1 000;36 000
Kalix;20 000;2 000;22 000
Luleå;96 000;3 000;99 000
"""
SIDES = """\
Budget 2024
Post;Belopp
Intäkter;1 000
Städning;2 000
Moms;500
Summa;3 500
"""


@pytest.mark.parametrize("asked", [None, "e-arkiv"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            MIXED,
            {
                "kolumnens rubrik nämner ingen av datamappens tjänster": 3,
                "de är summor av flera kolumner": 3,
            },
        ),
        (
            SIDES,
            {
                "de är en hel sida av budgeten": 1,
                "posten är ingen av datamappens tjänster": 1,
                "de är moms": 1,
                "de är med moms": 1,
            },
        ),
    ],
)
def test_the_service_is_asked_for_only_where_that_would_help(look, text, expected, asked):
    found = look(text, Hints(None, asked)).coverage

    assert dict(found.reasons) == expected


def test_the_service_that_is_asked_for_is_held(look):
    text = "2024\nKommun;Belopp\nBoden;35 001\nKalix;20 002\nLuleå;96 003\n"

    (note,) = look(text).coverage.notes()
    assert "tjänsten är inte känd; ange den med" in spell(note)
    assert look(text, Hints(None, "e-arkiv")).coverage.compared == 3


def test_parts_of_the_service_that_is_asked_for_are_not_held(look):
    text = "2024\nKommun;Fast;Rörlig;Summa\nBoden;15 000;20 000;35 000\nKalix;9 000;11 000;20 000\n"

    found = look(text + "Luleå;50 000;46 000;96 000\n", Hints(None, "e-arkiv"))
    assert found.findings == ()
    assert found.coverage.compared == 3
    assert found.coverage.reasons == (("de är delar av tjänstens belopp", 6),)


# A title that says that a table is of people


PEOPLE = """\
Folkmängd 2018-12-31;;;
Kommun;Män;Kvinnor;Totalt
Arjeplog;1 400;1 394;2 794
Boden;14 200;13 864;28 064
Kalix;8 100;7 958;16 058
"""


@pytest.mark.parametrize("asked", [Hints(), Hints(2024), Hints(2024, "e-arkiv")])
def test_a_title_tells_that_a_table_is_of_people(look, asked):
    found = look(PEOPLE, asked)

    assert (found.findings, found.figures, found.coverage.counted) == ((), 0, 3)
    assert "3 invånarantal mot folkmängden 2018-12-31" in found.coverage.lead()[0]
    assert found.coverage.uncounted == (
        ('den är ett kön ("Män")', 3),
        ('den är ett kön ("Kvinnor")', 3),
    )

    (finding,) = look(PEOPLE.replace("28 064", "28 046"), asked).findings
    assert (finding.place.row, finding.place.column, finding.computed) == (4, 4, 28_064)
    assert finding.unit == ""


@pytest.mark.parametrize(
    "text",
    [
        "Fördelning efter folkmängd 2018-12-31\nKommun;Totalt\nBoden;35 000\nKalix;20 000\n",
        "Folkmängd 2018-12-31\nKommun;Avgift\nBoden;35 000\nKalix;20 000\n",
        "Folkmängd och kostnad 2024\nKommun;Totalt\nBoden;35 000\nKalix;20 000\n",
        "Invånare, kr 2024\nKommun;Totalt\nBoden;35 000\nKalix;20 000\n",
    ],
)
def test_a_table_of_money_is_none_of_people(look, text):
    found = look(text)

    assert (found.figures, found.coverage.counted) == (2, 0)
